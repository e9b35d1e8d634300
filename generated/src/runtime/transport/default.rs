//! The transport that is used unless the caller brings another. The only
//! place that knows the HTTP library; in a browser, `browser.rs`
//! takes its place.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::Method;
use http_body::{Body as _, Frame, SizeHint};

use super::interface::Transport;
use super::timeouts::{over, within};
use crate::runtime::message::body::Body;
use crate::runtime::message::limits::{Limits, TimeLimit};
use crate::runtime::message::progress::Progress;
use crate::runtime::message::request::Request;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::error::BoxError;
use crate::runtime::platform::system::{BoxFuture, Instant};
use crate::runtime::response::streaming::StreamingResponse;

/// HTTP/1.1 over TLS (HTTP/2, too, with the feature `http2`), with connections kept open
/// between requests. Proxies are taken from the environment (`HTTPS_PROXY`, `NO_PROXY`);
/// [`TransportOptions`](crate::runtime::TransportOptions) changes that and more.
#[derive(Debug, Clone)]
pub struct DefaultTransport {
    client: reqwest::Client,
    /// For blocking calls. A connection is served by the runtime that opened
    /// it, so those of async code stand still while its thread waits.
    #[cfg(feature = "blocking")]
    blocking: reqwest::Client,
}

impl DefaultTransport {
    /// A transport that sends through this client, with its connections, certificates
    /// and proxies.
    ///
    /// It is one of `reqwest` 0.13. Build it with `redirect(Policy::none())` and
    /// `retry(retry::never())`: a redirect would carry credentials to wherever the
    /// response points, and repetitions of its own would be counted by nobody. A response
    /// from another URL than was asked is [`TransportError::Redirected`]; of a redirect
    /// back to the same URL nothing is seen. Its connect timeout is the one that holds.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self {
            #[cfg(feature = "blocking")]
            blocking: client.clone(),
            client,
        }
    }

    /// Sends blocking calls through another client. A connection is served by the
    /// runtime that opened it, so one that async code has opened stands still while its
    /// thread waits.
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn with_blocking_client(self, client: reqwest::Client) -> Self {
        Self {
            blocking: client,
            ..self
        }
    }

    fn client(&self) -> &reqwest::Client {
        #[cfg(feature = "blocking")]
        if crate::runtime::platform::blocking_thread::is_here() {
            return &self.blocking;
        }
        &self.client
    }

    async fn exchange(&self, request: Request) -> Result<StreamingResponse, TransportError> {
        let url = request.url.to_string();
        request.progress.wait();
        let body = Watched {
            body: request.body.unwrap_or_default(),
            states_length: matches!(request.method, Method::POST | Method::PUT | Method::PATCH),
            progress: request.progress,
        };
        let client = self.client();
        let call = client
            .request(request.method, url)
            .headers(request.headers)
            .body(reqwest::Body::wrap(body))
            .build()
            .map_err(|error| unanswered(error, request.limits))?;
        let asked = call.url().clone();
        let start = Instant::now();
        let sent = client.execute(call).await;
        let response = sent.map_err(|error| {
            if error.is_timeout() && !error.is_connect() {
                // A limit of the caller's own client.
                let (limit, after) = (TimeLimit::Attempt, start.elapsed());
                TransportError::Timeout { limit, after }
            } else {
                unanswered(error, request.limits)
            }
        })?;
        if *response.url() != asked {
            let problem = "build the HTTP client with a policy of no redirects";
            return Err(TransportError::Redirected(problem.into()));
        }
        let length = response.content_length();
        let (head, body) = http::Response::from(response).into_parts();
        Ok(StreamingResponse::new(head.status, head.headers, Chunks(body)).with_length(length))
    }
}

/// The body of a request, or its absence, that tells when a connection takes it.
struct Watched {
    body: Body,
    /// Also if it is empty, since many servers demand a `Content-Length` of these
    /// methods: RFC 9110, section 8.6.
    states_length: bool,
    progress: Progress,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.progress.give_up();
    }
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.progress.leave();
        Pin::new(&mut self.body).poll_frame(cx)
    }

    /// The first question of a connection that has taken the request.
    fn is_end_stream(&self) -> bool {
        self.progress.leave();
        self.body.is_end_stream() && !self.states_length
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of a response.
struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    // Trailers are of no use to anyone here.
                    if let Ok(chunk) = frame.into_data() {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
                Some(Err(error)) => {
                    let error = TransportError::Interrupted(error.without_url().into());
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

impl Transport for DefaultTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let (limits, streamed) = (request.limits, request.streamed);
        Box::pin(within(limits, streamed, self.exchange(request)))
    }
}

/// The error of a request without a response. The URL is left out: its query may hold a key.
fn unanswered(error: reqwest::Error, limits: Limits) -> TransportError {
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => over(TimeLimit::Connect, limits),
        (true, false) => TransportError::Connect(error.without_url().into()),
        (false, _) if error.is_builder() => TransportError::Unsendable(error.without_url().into()),
        (false, _) => TransportError::Interrupted(error.without_url().into()),
    }
}
