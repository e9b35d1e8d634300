//! A body cut at certain bytes; what the typed streams read.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream as _;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::headers;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::response::error::Error;
use crate::runtime::response::streaming::ByteStream;

/// The error of a typed stream without a next item.
#[non_exhaustive]
pub enum StreamError {
    /// The body ended early or too slow. Nothing follows.
    Transport(TransportError),
    /// [Events](crate::runtime::Events::reconnecting) couldn't be asked for again.
    /// Nothing follows.
    Reconnect(Box<Error<Infallible>>),
    /// An item isn't what was promised. The stream goes on behind it.
    Decode {
        /// The place in the item, and the reason.
        error: DecodeError,
        /// The item as it came.
        text: Bytes,
    },
    /// An item is over [`Limits::response`](crate::runtime::Limits::response). Nothing follows.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

impl StreamError {
    /// `true` if nothing follows.
    pub fn is_last(&self) -> bool {
        !matches!(self, Self::Decode { .. })
    }
}

/// Holds neither a secret nor the body.
impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Reconnect(error) => write!(f, "the stream can't go on: {error}"),
            Self::Decode { error, .. } => {
                write!(f, "an item of the stream doesn't decode: {error}")
            }
            Self::TooLarge { limit } => {
                write!(
                    f,
                    "an item of the stream is over the limit of {limit} bytes"
                )
            }
        }
    }
}

/// Shows the length of the item only.
impl fmt::Debug for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Reconnect(error) => f.debug_tuple("Reconnect").field(error).finish(),
            Self::Decode { error, text } => f
                .debug_struct("Decode")
                .field("error", error)
                .field("text", &format_args!("{} bytes", text.len()))
                .finish(),
            Self::TooLarge { limit } => f.debug_struct("TooLarge").field("limit", limit).finish(),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Reconnect(error) => error.source(),
            Self::Decode { error, .. } => Some(error),
            Self::TooLarge { .. } => None,
        }
    }
}

/// The pieces of a body between certain bytes.
pub(crate) struct Frames {
    bytes: ByteStream,
    buffer: BytesMut,
    /// No end is among the first bytes of the buffer.
    scanned: usize,
    ended: bool,
}

/// A piece of a body.
pub(crate) struct Frame {
    pub(crate) bytes: Bytes,
    /// The byte that it ends with; `None` at the end of the body.
    pub(crate) end: Option<u8>,
}

impl Frames {
    pub(crate) fn new(bytes: ByteStream) -> Self {
        Self {
            bytes,
            buffer: BytesMut::new(),
            scanned: 0,
            ended: false,
        }
    }

    /// The largest size of an item.
    pub(crate) fn limit(&self) -> usize {
        self.bytes.limits().response
    }

    /// Nothing follows.
    pub(crate) fn close(&mut self) {
        self.ended = true;
        self.buffer.clear();
        self.scanned = 0;
    }

    /// The next piece, without the byte it ends with. What remains at the end
    /// of the body is a piece, too, if there is something.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        is_end: fn(u8) -> bool,
    ) -> Poll<Option<Result<Frame, StreamError>>> {
        loop {
            let rest = &self.buffer[self.scanned..];
            if let Some(at) = rest.iter().position(|&byte| is_end(byte)) {
                if self.scanned + at > self.limit() {
                    return Poll::Ready(Some(Err(self.too_large())));
                }
                let bytes = self.buffer.split_to(self.scanned + at).freeze();
                let end = Some(self.buffer.get_u8());
                self.scanned = 0;
                return Poll::Ready(Some(Ok(Frame { bytes, end })));
            }
            self.scanned = self.buffer.len();
            if self.scanned > self.limit() {
                return Poll::Ready(Some(Err(self.too_large())));
            }
            if self.ended {
                let bytes = self.buffer.split().freeze();
                self.scanned = 0;
                let last = (!bytes.is_empty()).then_some(Ok(Frame { bytes, end: None }));
                return Poll::Ready(last);
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(cx)) {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    self.close();
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                None => self.ended = true,
            }
        }
    }

    /// A compressed body gives items that don't decode: why that is.
    pub(crate) fn explain(&self, error: StreamError) -> StreamError {
        match (error, headers::coded(self.bytes.headers())) {
            (StreamError::Decode { text, .. }, Some(error)) => StreamError::Decode { error, text },
            (error, _) => error,
        }
    }

    pub(crate) fn too_large(&mut self) -> StreamError {
        self.close();
        StreamError::TooLarge {
            limit: self.limit(),
        }
    }
}
