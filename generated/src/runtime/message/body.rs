//! The body of a request: bytes, or what comes bit by bit. Knows nothing of
//! media types.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use crate::runtime::platform::bytes_once::{BytesOnce, Reading};
use crate::runtime::platform::error::BoxError;
use crate::runtime::platform::system::MaybeSend;
use crate::runtime::value::file::File;

/// The body of a request: bytes, or a [stream](Self::stream) of them.
///
/// Bytes are sent again with each attempt of a call. A stream is there once:
/// clones share it, and a call whose stream has begun is not repeated.
///
/// It is a body for the `http_body` crate, too, which is how the
/// HTTP library or a service of `tower` reads it.
#[derive(Default)]
pub struct Body {
    pieces: VecDeque<Piece>,
    /// The stream that is the first piece, once it is read.
    reading: Option<Reading>,
}

/// A part of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    Stream(BytesOnce),
}

impl Piece {
    /// The content of a file.
    pub(crate) fn of(file: &File) -> Self {
        match file.streamed() {
            Some(stream) => Self::Stream(stream.clone()),
            None => Self::Bytes(file.bytes().clone()),
        }
    }
}

impl Body {
    /// A body that is read while it is sent. With a length in bytes, it is sent
    /// with `Content-Length`, and the call fails if the stream has more or
    /// less; with `None`, in chunks, which not every server takes.
    ///
    /// ```
    /// # use subscription_cancel::runtime::{Body, ByteStream};
    /// # fn example(download: ByteStream, length: Option<u64>) -> Body {
    /// // A response that goes on to another server, whatever its size.
    /// Body::stream(download, length)
    /// # }
    /// ```
    ///
    /// Whatever reads a file asynchronously will do, such as the `ReaderStream`
    /// of `tokio-util`. The limit of [an attempt](crate::runtime::Limits::attempt)
    /// counts while the body is sent. Browsers send whole bodies only: there it
    /// is read to its end first.
    pub fn stream<B: Into<Bytes>, E: Into<BoxError>>(
        stream: impl Stream<Item = Result<B, E>> + MaybeSend + 'static,
        length: impl Into<Option<u64>>,
    ) -> Self {
        BytesOnce::new(stream, length.into()).into()
    }

    /// The bytes; `None` if it is streamed.
    pub fn bytes(&self) -> Option<&Bytes> {
        static EMPTY: Bytes = Bytes::new();
        match (self.pieces.front(), self.pieces.len()) {
            (None, _) => Some(&EMPTY),
            (Some(Piece::Bytes(bytes)), 1) => Some(bytes),
            _ => None,
        }
    }

    /// The number of bytes that are left to send; `None` if nobody knows.
    pub fn length(&self) -> Option<u64> {
        let mut pieces = self.pieces.iter();
        let mut length = 0;
        if let Some(reading) = &self.reading {
            pieces.next();
            length = reading.owed()?;
        }
        for piece in pieces {
            length = match piece {
                Piece::Bytes(bytes) => bytes.len() as u64,
                Piece::Stream(once) => once.length?,
            }
            .saturating_add(length);
        }
        Some(length)
    }

    /// Reads all of it; for transports that can't stream.
    ///
    /// # Errors
    /// The stream gave an error, has another length than it was said to have,
    /// or was read before.
    pub async fn whole(mut self) -> Result<Bytes, BoxError> {
        if let Some(bytes) = self.bytes() {
            return Ok(bytes.clone());
        }
        let mut whole = BytesMut::new();
        while let Some(chunk) = poll_fn(|cx| self.poll_chunk(cx)).await {
            whole.extend_from_slice(&chunk?);
        }
        Ok(whole.freeze())
    }

    pub(crate) fn push(&mut self, piece: Piece) {
        self.pieces.push_back(piece);
    }

    #[cfg(feature = "tower")]
    pub(crate) fn is_absent(&self) -> bool {
        self.pieces.is_empty()
    }

    /// `true` if a stream in it, here or in a clone, has been read from.
    pub(crate) fn has_begun(&self) -> bool {
        self.any_stream(BytesOnce::has_begun)
    }

    /// `true` if a stream in it, here or in a clone, has given an error.
    pub(crate) fn has_failed(&self) -> bool {
        self.any_stream(BytesOnce::has_failed)
    }

    fn any_stream(&self, is: fn(&BytesOnce) -> bool) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Bytes(_) => false,
            Piece::Stream(once) => is(once),
        })
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            let once = match self.pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.pieces.pop_front();
                    match bytes.is_empty() {
                        true => continue,
                        false => return Poll::Ready(Some(Ok(bytes))),
                    }
                }
                Some(Piece::Stream(once)) => once,
            };
            let chunk = match (&mut self.reading, once.begin()) {
                (Some(reading), _) => ready!(reading.poll(cx)),
                (none, Some(reading)) => ready!(none.insert(reading).poll(cx)),
                (None, None) => Some(Err("the stream was read before".into())),
            };
            match chunk {
                Some(Ok(chunk)) => return Poll::Ready(Some(Ok(chunk))),
                Some(Err(error)) => {
                    once.fail();
                    self.pieces.clear();
                    self.reading = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.pieces.pop_front();
                    self.reading = None;
                }
            }
        }
    }
}

/// Of a body whose stream is being read, a clone has nothing left to read.
impl Clone for Body {
    fn clone(&self) -> Self {
        Self {
            pieces: self.pieces.clone(),
            reading: None,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunk = self.poll_chunk(cx);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.all(|piece| matches!(piece, Piece::Bytes(bytes) if bytes.is_empty()))
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// Shows the length only.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length())
            .field("is_streamed", &self.bytes().is_none())
            .finish()
    }
}

impl From<Piece> for Body {
    fn from(piece: Piece) -> Self {
        Self {
            pieces: VecDeque::from([piece]),
            reading: None,
        }
    }
}

impl From<BytesOnce> for Body {
    fn from(stream: BytesOnce) -> Self {
        Piece::Stream(stream).into()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Piece::Bytes(bytes).into()
    }
}

/// Loses name and media type; the operation says what it sends.
impl From<File> for Body {
    fn from(file: File) -> Self {
        Piece::of(&file).into()
    }
}

macro_rules! of_bytes {
    ($($ty:ty),+) => { $(
        impl From<$ty> for Body {
            fn from(bytes: $ty) -> Self {
                Bytes::from(bytes).into()
            }
        }
    )+ };
}

of_bytes!(Vec<u8>, String, &'static [u8], &'static str);
