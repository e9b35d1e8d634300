//! A stream of bytes that is there once, whoever holds it. Knows nothing of what is
//! made of it.

use std::hash::{Hash, Hasher};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::BoxError;
use super::system::{BoxStream, MaybeSend};

/// A stream that can be read once. Clones share it.
#[derive(Clone)]
pub(crate) struct BytesOnce {
    state: Arc<Mutex<State>>,
    pub(crate) length: Option<u64>,
}

enum State {
    Fresh(BoxStream<Result<Bytes, BoxError>>),
    Begun,
    Failed,
}

impl BytesOnce {
    #[allow(
        clippy::arc_with_non_send_sync,
        reason = "in a browser, streams stay on their thread"
    )]
    pub(crate) fn new<B: Into<Bytes>, E: Into<BoxError>>(
        stream: impl Stream<Item = Result<B, E>> + MaybeSend + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream = Box::pin(Chunks(Box::pin(stream)));
        Self {
            state: Arc::new(Mutex::new(State::Fresh(stream))),
            length,
        }
    }

    /// `true` if it has been read from, here or in a clone.
    pub(crate) fn has_begun(&self) -> bool {
        !matches!(*self.state(), State::Fresh(_))
    }

    /// `true` if it has given an error, here or in a clone.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(*self.state(), State::Failed)
    }

    /// Notes that it has given an error.
    pub(crate) fn fail(&self) {
        *self.state() = State::Failed;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts to read it; `None` if that was done before.
    pub(crate) fn begin(&self) -> Option<Reading> {
        let mut now = self.state();
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
impl PartialEq for BytesOnce {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }
}

impl Eq for BytesOnce {}

impl Hash for BytesOnce {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.state).hash(state);
    }
}

/// A stream that is being read, and held to its length.
pub(crate) struct Reading {
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
    pub(crate) fn owed(&self) -> Option<u64> {
        let last = self.last.as_ref().map_or(0, Bytes::len);
        Some(self.left?.saturating_add(last as u64))
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
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
