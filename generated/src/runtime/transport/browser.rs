//! The transport of a browser, over its `fetch`, for the target
//! `wasm32-unknown-unknown`. Elsewhere, it is `default.rs`.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_ENCODING;

use super::interface::Transport;
use super::timeouts::within;
use crate::runtime::message::request::Request;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::error::BoxError;
use crate::runtime::platform::system::{BoxFuture, BoxStream};
use crate::runtime::response::streaming::StreamingResponse;

/// The browser's `fetch`. The browser has the last word on some things: it
/// connects on its own, so [`Limits::connect`](crate::runtime::Limits::connect) has no
/// effect; it follows redirects, without `Authorization` if they lead to
/// another host, but with other headers; it sends a `User-Agent` of its own.
#[derive(Debug, Clone)]
pub struct DefaultTransport {
    client: reqwest::Client,
}

impl DefaultTransport {
    /// A transport; the browser connects in a time of its own.
    ///
    /// # Errors
    /// None; other targets have some.
    pub fn new(_connect: Duration) -> Result<Self, BoxError> {
        let client = reqwest::Client::builder().build()?;
        Ok(Self { client })
    }

    async fn exchange(&self, request: Request) -> Result<StreamingResponse, TransportError> {
        let url = request.url.to_string();
        let mut call = self
            .client
            .request(request.method, url)
            .headers(request.headers);
        if let Some(body) = request.body {
            // Browsers don't stream what they send, or not all of them do.
            call = call.body(body.whole().await.map_err(TransportError::RequestBody)?);
        }
        let response = call.send().await.map_err(unanswered)?;
        let (status, mut headers) = (response.status(), response.headers().clone());
        let mut length = response.content_length();
        // The browser has undone it already; the length is that from before.
        if headers.remove(CONTENT_ENCODING).is_some() {
            length = None;
        }
        let body = Chunks(Box::pin(response.bytes_stream()));
        Ok(StreamingResponse::new(status, headers, body).with_length(length))
    }
}

/// The body of a response.
struct Chunks(BoxStream<Result<Bytes, reqwest::Error>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(cx);
        next.map(|chunk| chunk.map(|chunk| chunk.map_err(interrupted)))
    }
}

impl Transport for DefaultTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let (limits, streamed) = (request.limits, request.streamed);
        Box::pin(within(limits, streamed, self.exchange(request)))
    }
}

/// The error of a request without a response. A browser doesn't say whether it had a connection.
fn unanswered(error: reqwest::Error) -> TransportError {
    match error.is_builder() {
        true => TransportError::Unsendable(error.without_url().into()),
        false => interrupted(error),
    }
}

fn interrupted(error: reqwest::Error) -> TransportError {
    TransportError::Interrupted(said(&error.without_url()).into())
}

/// The browser's message, as one line: without the stack trace that comes with
/// it, and not if it has a URL, whose query may hold a key.
fn said(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let text = cause.to_string();
    let line = text.lines().next().unwrap_or_default();
    let line = match line.strip_prefix("JsValue(") {
        Some(line) => line.trim_end_matches(')'),
        None => line,
    };
    match line.contains("://") {
        true => "the browser sent no request, or lost the response".to_owned(),
        false => line.to_owned(),
    }
}
