//! A response whose body is read as it comes. Knows nothing of what is in it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::error::{NoResponse, SendError};
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::attempts::Attempts;
use crate::runtime::message::headers;
use crate::runtime::message::limits::{Limits, TimeLimit};
use crate::runtime::message::outcome::Outcome;
use crate::runtime::message::response::{self, Response};
use crate::runtime::message::retry::RetryPolicy;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxFuture, BoxStream, Instant, MaybeSend, MaybeSync};
use crate::runtime::value::wire::Wire;

/// A response of which the head has come: what a [`Transport`](crate::runtime::Transport)
/// gives, and [`RequestBuilder::stream`](crate::runtime::RequestBuilder::stream).
///
/// Its body is read [`whole`](Self::whole), or as it comes: as
/// [`bytes`](Self::bytes), [`events`](Self::events),
/// [`json_lines`](Self::json_lines) or a [`json_sequence`](Self::json_sequence).
/// Dropped, it ends the connection if there is more to come.
pub struct StreamingResponse {
    status: StatusCode,
    pub(crate) headers: HeaderMap,
    length: Option<u64>,
    limits: Limits,
    body: Body,
    pub(crate) sent: Attempts,
    /// The call that asks for more of the same.
    pub(crate) again: Option<Box<dyn Repeat>>,
}

type Body = BoxStream<Result<Bytes, TransportError>>;

/// A call that can be made again, for more of the same.
pub(crate) trait Repeat: fmt::Debug + MaybeSend + MaybeSync {
    fn retries(&self) -> RetryPolicy;

    /// Makes the call after a wait. It asks for what follows an event, unless the
    /// event's id is empty.
    fn repeat(
        &self,
        wait: Duration,
        last_event_id: &str,
    ) -> BoxFuture<'static, Result<StreamingResponse, SendError>>;
}

impl StreamingResponse {
    /// A response; made by a [`Transport`](crate::runtime::Transport).
    ///
    /// A body that ends early gives [`TransportError::Interrupted`] as its last
    /// item, which callers see as a [`TransportError::CutOff`].
    pub fn new(
        status: StatusCode,
        mut headers: HeaderMap,
        body: impl Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static,
    ) -> Self {
        response::hide_secrets(&mut headers);
        Self {
            status,
            headers,
            length: None,
            limits: Limits::default(),
            body: Box::pin(body),
            sent: Attempts::default(),
            again: None,
        }
    }

    /// Says how many bytes the body has, so that one over the limit is refused
    /// before it is read.
    #[must_use]
    pub fn with_length(self, length: Option<u64>) -> Self {
        Self { length, ..self }
    }

    pub(crate) fn map_body(self, map: impl FnOnce(Body) -> Body) -> Self {
        let body = map(self.body);
        Self { body, ..self }
    }

    /// Status, headers, length and body.
    #[cfg(feature = "tower")]
    pub(crate) fn into_parts(self) -> (StatusCode, HeaderMap, Option<u64>, Body) {
        (self.status, self.headers, self.length, self.body)
    }

    pub(crate) fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The number of bytes of the body, if the server said so.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// See [`Response::header`].
    ///
    /// # Errors
    /// The header isn't a `T`.
    pub fn header<T: Wire>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        headers::header_value(&self.headers, name)
    }

    /// See [`Response::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// See [`Response::media_type`].
    pub fn media_type(&self) -> Option<&str> {
        headers::media_type(&self.headers)
    }

    /// The server's name for the body as a file, without folders:
    /// `Content-Disposition`.
    pub fn file_name(&self) -> Option<String> {
        headers::file_name(&self.headers)
    }

    /// Reads the whole body, within the limits of size and time that hold for
    /// responses that aren't streamed; `?` makes the error that of an operation.
    ///
    /// # Errors
    /// The body is cut off, too large or too slow.
    pub async fn whole(self) -> Result<Response, SendError> {
        let mut sent = self.sent.clone();
        match self.read().await {
            Ok(response) => Ok(response.with_sent(sent)),
            Err(error) => {
                sent.end(Outcome::of(error.end()));
                Err(SendError::Transport(NoResponse::new(error, sent)))
            }
        }
    }

    /// The response without its body.
    pub(crate) fn head(&self) -> Response {
        let head = Response::new(self.status, self.headers.clone(), Bytes::new());
        head.with_sent(self.sent.clone())
    }

    pub(crate) async fn read(self) -> Result<Response, TransportError> {
        let limits = self.limits;
        let length = self.length;
        let mut bytes = self.bytes();
        let mut body = BytesMut::new();
        let is_over = length.is_some_and(|length| length > limits.response as u64);
        if is_over {
            return Err(bytes.too_large(body));
        }
        let start = Instant::now();
        while let Some(chunk) = bytes.next().await {
            match chunk {
                Ok(chunk) if chunk.len() > limits.response - body.len() => {
                    return Err(bytes.too_large(body));
                }
                Ok(chunk) => body.extend_from_slice(&chunk),
                Err(error) => return Err(error.with_body(body.freeze())),
            }
            // Each wait is limited by the transport; this is against a server
            // that never lets one grow long.
            if start.elapsed() > limits.attempt {
                let error = TransportError::Timeout {
                    limit: TimeLimit::Attempt,
                    after: limits.attempt,
                };
                return Err(bytes.place(error).with_body(body.freeze()));
            }
        }
        Ok(Response::new(bytes.status, bytes.headers, body))
    }

    /// The body as it comes. It may be of any size, and take any time as long
    /// as each wait keeps to [`Limits::idle`].
    pub fn bytes(self) -> ByteStream {
        ByteStream {
            status: self.status,
            headers: self.headers,
            limits: self.limits,
            received: 0,
            body: Some(self.body),
        }
    }
}

/// A response that is whole already; for transports that keep responses.
impl From<Response> for StreamingResponse {
    fn from(response: Response) -> Self {
        let (status, headers, body) = response.into_parts();
        let length = body.len() as u64;
        let body = Once((!body.is_empty()).then_some(body));
        Self::new(status, headers, body).with_length(Some(length))
    }
}

/// A body of one piece.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// A body, in the pieces in which it arrives. After an error, or at its end,
/// there is nothing more.
///
/// It is a [`Stream`], for those who combine streams; [`next`](Self::next) is
/// all that a loop needs.
pub struct ByteStream {
    status: StatusCode,
    headers: HeaderMap,
    limits: Limits,
    received: u64,
    /// `None` after the end.
    body: Option<Body>,
}

impl ByteStream {
    /// The next bytes; `None` at the end of the body. Dropping the future
    /// loses nothing.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// An error of the body, with what is known of its response.
    fn place(&self, error: TransportError) -> TransportError {
        let source = match error {
            TransportError::Interrupted(source) => source,
            error @ TransportError::Timeout { .. } => error.into(),
            error => return error,
        };
        let head = Response::new(self.status, self.headers.clone(), Bytes::new());
        TransportError::CutOff {
            response: Box::new(head),
            received: self.received,
            source,
        }
    }

    fn too_large(self, body: BytesMut) -> TransportError {
        let limit = self.limits.response;
        TransportError::TooLarge {
            response: Box::new(Response::new(self.status, self.headers, body)),
            limit,
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let next = std::task::ready!(body.as_mut().poll_next(cx));
        if let Some(Ok(chunk)) = &next {
            self.received += chunk.len() as u64;
        } else {
            self.body = None;
        }
        Poll::Ready(next.map(|chunk| chunk.map_err(|error| self.place(error))))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("status", &self.status)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
