//! The transport that is used unless the caller brings another. The only
//! place that knows the HTTP library.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use reqwest::redirect::Policy;
use tokio::time::Sleep;

use super::{
    BoxError, BoxFuture, Limits, Request, StreamingReply, TimeLimit, Transport, TransportError,
};

/// HTTP/1.1 over TLS, with connections kept open between requests. Proxies are
/// taken from the environment (`HTTPS_PROXY`, `NO_PROXY`).
#[derive(Debug, Clone)]
pub struct DefaultTransport {
    client: reqwest::Client,
}

impl DefaultTransport {
    /// A transport that waits this long for a connection; the
    /// [`Limits::connect`] of a single request can't change it.
    ///
    /// # Errors
    /// TLS couldn't be set up.
    pub fn new(connect: Duration) -> Result<Self, BoxError> {
        let client = reqwest::Client::builder()
            .connect_timeout(connect)
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self { client })
    }

    async fn exchange(&self, request: Request) -> Result<StreamingReply, TransportError> {
        let Request {
            method,
            url,
            headers,
            body,
            limits,
            streamed,
        } = request;
        let mut call = self
            .client
            .request(method, url.to_string())
            .headers(headers);
        if let Some(body) = body {
            call = call.body(body);
        }
        let response = match streamed {
            // The limit of the library would hold for the body, too.
            true => tokio::time::timeout(limits.attempt, call.send())
                .await
                .map_err(|_| timeout(TimeLimit::Attempt, limits))?,
            false => call.timeout(limits.attempt).send().await,
        };
        let response = response.map_err(|error| unanswered(error, limits))?;
        let length = response.content_length();
        let (head, body) = http::Response::from(response).into_parts();
        let body = Chunks {
            body,
            limits,
            streamed,
            idle: None,
        };
        Ok(StreamingReply::new(head.status, head.headers, body).with_length(length))
    }
}

/// The body of a reply.
struct Chunks {
    body: reqwest::Body,
    limits: Limits,
    streamed: bool,
    /// Runs while a piece is waited for; only then, so that a caller may take
    /// any time in between.
    idle: Option<Pin<Box<Sleep>>>,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match Pin::new(&mut this.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    this.idle = None;
                    // Trailers are of no use to anyone here.
                    if let Ok(chunk) = frame.into_data() {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
                Poll::Ready(Some(Err(error))) if error.is_timeout() => {
                    return Poll::Ready(Some(Err(timeout(TimeLimit::Attempt, this.limits))));
                }
                Poll::Ready(Some(Err(error))) => {
                    let error = TransportError::Interrupted(error.without_url().into());
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending if !this.streamed => return Poll::Pending,
                Poll::Pending => {
                    let sleep = || Box::pin(tokio::time::sleep(this.limits.idle));
                    let idle = this.idle.get_or_insert_with(sleep);
                    ready!(idle.as_mut().poll(cx));
                    return Poll::Ready(Some(Err(timeout(TimeLimit::Idle, this.limits))));
                }
            }
        }
    }
}

impl Transport for DefaultTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingReply, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// Why there is no reply. The URL is left out: its query may hold a key.
fn unanswered(error: reqwest::Error, limits: Limits) -> TransportError {
    match (error.is_timeout(), error.is_connect() || error.is_builder()) {
        // The limit of the attempt may end an attempt to connect, too.
        (true, true) if limits.connect < limits.attempt => timeout(TimeLimit::Connect, limits),
        (true, _) => timeout(TimeLimit::Attempt, limits),
        (false, true) => TransportError::Connect(error.without_url().into()),
        (false, false) => TransportError::Interrupted(error.without_url().into()),
    }
}

fn timeout(limit: TimeLimit, limits: Limits) -> TransportError {
    let after = match limit {
        TimeLimit::Connect => limits.connect,
        TimeLimit::Attempt | TimeLimit::Total => limits.attempt,
        TimeLimit::Idle => limits.idle,
    };
    TransportError::Timeout { limit, after }
}
