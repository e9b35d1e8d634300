//! The body of a request: bytes, or what comes bit by bit. Knows nothing of
//! media types.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::hash::{Hash, Hasher};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::platform::BoxStream;
use super::{BoxError, File, MaybeSend};

/// What a request carries: bytes, or a [stream](Self::stream) of them.
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
pub(super) enum Piece {
    Bytes(Bytes),
    Stream(Once),
}

impl Body {
    /// A body that is read while it is sent. With a length in bytes, it is sent
    /// with `Content-Length`, and the call fails if the stream has more or
    /// less; with `None`, in chunks, which not every server takes.
    ///
    /// ```
    /// # use subscription_cancel::runtime::{Body, ByteStream};
    /// # fn example(download: ByteStream, length: Option<u64>) -> Body {
    /// // A reply that goes on to another server, whatever its size.
    /// Body::stream(download, length)
    /// # }
    /// ```
    ///
    /// Whatever reads a file asynchronously will do, such as the `ReaderStream`
    /// of `tokio-util`. The limit of [an attempt](super::Limits::attempt)
    /// counts while the body is sent. Browsers send whole bodies only: there it
    /// is read to its end first.
    pub fn stream<B: Into<Bytes>, E: Into<BoxError>>(
        stream: impl Stream<Item = Result<B, E>> + MaybeSend + 'static,
        length: impl Into<Option<u64>>,
    ) -> Self {
        Once::new(stream, length.into()).into()
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

    /// How many bytes are left to send; `None` if nobody knows.
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

    pub(super) fn push(&mut self, piece: Piece) {
        self.pieces.push_back(piece);
    }

    #[cfg(feature = "tower")]
    pub(super) fn is_absent(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether a stream in it, here or in a clone, has been read from.
    pub(super) fn has_begun(&self) -> bool {
        self.any_stream(|state| !matches!(state, State::Fresh(_)))
    }

    /// Whether a stream in it, here or in a clone, has given an error.
    pub(super) fn has_failed(&self) -> bool {
        self.any_stream(|state| matches!(state, State::Failed))
    }

    fn any_stream(&self, is: impl Fn(&State) -> bool) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Bytes(_) => false,
            Piece::Stream(once) => is(&once.state.lock().unwrap_or_else(PoisonError::into_inner)),
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
                    once.set(State::Failed);
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

/// A stream that can be read once. Clones share it.
#[derive(Clone)]
pub(super) struct Once {
    state: Arc<Mutex<State>>,
    pub(super) length: Option<u64>,
}

enum State {
    Fresh(BoxStream<Result<Bytes, BoxError>>),
    Begun,
    Failed,
}

impl Once {
    #[allow(
        clippy::arc_with_non_send_sync,
        reason = "in a browser, streams stay on their thread"
    )]
    pub(super) fn new<B: Into<Bytes>, E: Into<BoxError>>(
        stream: impl Stream<Item = Result<B, E>> + MaybeSend + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream = Box::pin(Chunks(Box::pin(stream)));
        Self {
            state: Arc::new(Mutex::new(State::Fresh(stream))),
            length,
        }
    }

    fn set(&self, state: State) -> State {
        let mut now = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut now, state)
    }

    fn begin(&self) -> Option<Reading> {
        let mut now = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*now, State::Fresh(_)) {
            return None;
        }
        match std::mem::replace(&mut *now, State::Begun) {
            State::Fresh(stream) => Some(Reading {
                stream: Mutex::new(stream),
                left: self.length,
                last: None,
            }),
            State::Begun | State::Failed => None,
        }
    }
}

/// Equal are those that share their stream.
impl PartialEq for Once {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }
}

impl Eq for Once {}

impl Hash for Once {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.state).hash(state);
    }
}

/// A stream that is being read, and held to its length.
struct Reading {
    /// Never locked; it makes a body `Sync`, as HTTP libraries want it, of
    /// streams that aren't.
    stream: Mutex<BoxStream<Result<Bytes, BoxError>>>,
    /// How many bytes it still has to give.
    left: Option<u64>,
    /// The chunk with the last of them. It waits for the end of the stream,
    /// since an HTTP library reads no further, and would send too little of a
    /// stream that is too long for what looks like all of it.
    last: Option<Bytes>,
}

impl Reading {
    /// How many bytes it still owes to who reads it.
    fn owed(&self) -> Option<u64> {
        let last = self.last.as_ref().map_or(0, Bytes::len);
        Some(self.left?.saturating_add(last as u64))
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let stream = self.stream.get_mut();
        let stream = stream.unwrap_or_else(PoisonError::into_inner);
        loop {
            let chunk = match (ready!(stream.as_mut().poll_next(cx)), self.left) {
                (Some(Ok(chunk)), _) if chunk.is_empty() => continue,
                (Some(Ok(chunk)), left) => (chunk, left),
                (None, Some(left)) if left > 0 => {
                    let problem = format!("the stream ended {left} bytes before its length");
                    return Poll::Ready(Some(Err(problem.into())));
                }
                (None, _) => return Poll::Ready(self.last.take().map(Ok)),
                (Some(error), _) => return Poll::Ready(Some(error)),
            };
            let (chunk, Some(left)) = chunk else {
                return Poll::Ready(Some(Ok(chunk.0)));
            };
            let Some(left) = left.checked_sub(chunk.len() as u64) else {
                return Poll::Ready(Some(Err("the stream is longer than its length".into())));
            };
            self.left = Some(left);
            match left {
                0 => self.last = Some(chunk),
                _ => return Poll::Ready(Some(Ok(chunk))),
            }
        }
    }
}

/// A stream of the caller's, with bytes and errors of one kind.
struct Chunks<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(cx);
        next.map(|item| item.map(|item| item.map(Into::into).map_err(Into::into)))
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

impl From<Once> for Body {
    fn from(stream: Once) -> Self {
        Piece::Stream(stream).into()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Piece::Bytes(bytes).into()
    }
}

/// What it is called and made of is lost; the operation says what it sends.
impl From<File> for Body {
    fn from(file: File) -> Self {
        file.piece().into()
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
