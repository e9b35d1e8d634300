//! A value together with status and headers.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::HeaderMap;

use super::{DecodeError, Error, Reply, Sending, Wire};

/// What a call gave, with what stood around it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer<T> {
    /// What the call gave.
    pub value: T,
    head: Reply,
}

impl<T> Answer<T> {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.head.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// See [`Reply::header`].
    ///
    /// # Errors
    /// The header isn't a `H`.
    pub fn header<H: Wire>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        self.head.header(name)
    }

    /// See [`Reply::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// See [`Reply::attempts`].
    pub fn attempts(&self) -> u32 {
        self.head.attempts()
    }

    /// See [`Reply::idempotency_key`].
    pub fn idempotency_key(&self) -> Option<&str> {
        self.head.idempotency_key()
    }
}

/// A [`Sending`] that gives an [`Answer`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct WithHead<'a, T, E> {
    sending: Sending<'a, T, E>,
}

impl<'a, T, E> WithHead<'a, T, E> {
    pub(super) fn new(sending: Sending<'a, T, E>) -> Self {
        Self { sending }
    }
}

impl<T, E> Future for WithHead<'_, T, E> {
    type Output = Result<Answer<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let value = ready!(Pin::new(&mut self.sending).poll(cx))?;
        match self.sending.head.take() {
            Some(head) => Poll::Ready(Ok(Answer { value, head })),
            // There is a head whenever there is a value.
            None => Poll::Pending,
        }
    }
}
