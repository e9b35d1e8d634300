//! The responses of a script.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::error::BoxError;
use crate::runtime::response::streaming::StreamingResponse;
use crate::runtime::value::wire::{Wire, to_json};

/// A response of a [`MockTransport`](crate::runtime::MockTransport).
#[derive(Clone)]
pub struct MockResponse {
    status: u16,
    headers: Vec<(Cow<'static, str>, String)>,
    pieces: VecDeque<Bytes>,
    is_cut_off: bool,
}

impl MockResponse {
    /// A value as JSON.
    pub fn json<T: Wire>(status: u16, body: &T) -> Self {
        Self::bytes(status, "application/json", to_json(body))
    }

    /// A text of some media type, such as the HTML page of a proxy.
    pub fn text(status: u16, media_type: &str, body: &str) -> Self {
        Self::bytes(status, media_type, body.to_owned())
    }

    /// Bytes of some media type.
    pub fn bytes(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        Self::pieces(status, media_type, [body])
    }

    /// A body that comes bit by bit, such as a stream of events.
    pub fn pieces(
        status: u16,
        media_type: &str,
        pieces: impl IntoIterator<Item = impl Into<Bytes>>,
    ) -> Self {
        let mut response = Self::empty(status).header("content-type", media_type);
        response.pieces = pieces.into_iter().map(Into::into).collect();
        response
    }

    /// A response without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            pieces: VecDeque::new(),
            is_cut_off: false,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: &str) -> Self {
        self.headers.push((name.into(), value.to_owned()));
        self
    }

    /// The connection is lost after the body.
    #[must_use]
    pub fn cut_off(self) -> Self {
        Self {
            is_cut_off: true,
            ..self
        }
    }

    pub(crate) fn start(self) -> Result<StreamingResponse, TransportError> {
        let unusable = |what: &str| {
            let message: BoxError = format!("the mock has a response whose {what} can't be").into();
            TransportError::Unsendable(message)
        };
        let status = StatusCode::from_u16(self.status).map_err(|_| unusable("status"))?;
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(&**name).map_err(|_| unusable("headers"))?;
            let value = HeaderValue::try_from(value).map_err(|_| unusable("headers"))?;
            headers.append(name, value);
        }
        let length: usize = self.pieces.iter().map(Bytes::len).sum();
        let length = (!self.is_cut_off).then_some(length as u64);
        let body = Pieces {
            pieces: self.pieces,
            is_cut_off: self.is_cut_off,
        };
        Ok(StreamingResponse::new(status, headers, body).with_length(length))
    }
}

/// Shows the length of the body only.
impl fmt::Debug for MockResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length: usize = self.pieces.iter().map(Bytes::len).sum();
        f.debug_struct("MockResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{length} bytes"))
            .finish()
    }
}

struct Pieces {
    pieces: VecDeque<Bytes>,
    is_cut_off: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match self.pieces.pop_front() {
            Some(piece) => Some(Ok(piece)),
            None if std::mem::take(&mut self.is_cut_off) => Some(Err(TransportError::Interrupted(
                "the mock ends the body here".into(),
            ))),
            None => None,
        })
    }
}
