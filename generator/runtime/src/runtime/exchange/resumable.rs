//! A call that comes back with its error, to be sent again as the same request.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::response_future::{ResponseFuture, WithParts};
use crate::runtime::response::error::Error;

/// A [`ResponseFuture`], or one [with parts](ResponseFuture::with_parts), whose error gives
/// the call back.
///
/// ```
/// # use openapi_client_runtime::runtime::{Error, ResponseFuture};
/// # use std::time::Duration;
/// # async fn example(order: ResponseFuture<'_, String, ()>) -> Result<String, Error<()>> {
/// let mut call = order.resumable();
/// for _ in 0..3 {
///     match call.await {
///         Ok(value) => return Ok(value),
///         // The same idempotency key goes along, so nothing is done twice.
///         Err(failed) => call = failed.resume()?.resumable(),
///     }
///     tokio::time::sleep(Duration::from_secs(5)).await;
/// }
/// # call.await.map_err(|failed| failed.error)
/// # }
/// ```
#[must_use = "nothing is sent before it is awaited"]
pub struct Resumable<'a, T, E, F = ResponseFuture<'a, T, E>> {
    future: F,
    again: Option<ResponseFuture<'a, T, E>>,
}

impl<'a, T, E> ResponseFuture<'a, T, E> {
    /// Gives the call back with an error, so that it can be sent again with the same
    /// idempotency key.
    pub fn resumable(self) -> Resumable<'a, T, E> {
        Resumable {
            again: self.duplicate(),
            future: self,
        }
    }
}

impl<'a, T, E> WithParts<'a, T, E> {
    /// As [`ResponseFuture::resumable`]. The call that comes back gives the value alone,
    /// unless it is asked for its [parts](ResponseFuture::with_parts) again.
    pub fn resumable(self) -> Resumable<'a, T, E, Self> {
        Resumable {
            again: self.future.duplicate(),
            future: self,
        }
    }
}

impl<'a, T, E, F, V> Future for Resumable<'a, T, E, F>
where
    F: Future<Output = Result<V, Error<E>>> + Unpin,
{
    type Output = Result<V, FailedCall<'a, T, E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(Pin::new(&mut self.future).poll(cx));
        Poll::Ready(result.map_err(|error| {
            let again = self
                .again
                .take()
                .and_then(|again| again.after(error.outcome()));
            FailedCall {
                error,
                again: again.map(Box::new),
            }
        }))
    }
}

impl<T, E, F: fmt::Debug> fmt::Debug for Resumable<'_, T, E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resumable").field(&self.future).finish()
    }
}

/// The error of a [`Resumable`] call, with the call.
#[non_exhaustive]
pub struct FailedCall<'a, T, E> {
    /// The error.
    pub error: Error<E>,
    again: Option<Box<ResponseFuture<'a, T, E>>>,
}

impl<'a, T, E> FailedCall<'a, T, E> {
    #[cfg(feature = "blocking")]
    pub(crate) fn without_call(error: Error<E>) -> Self {
        Self { error, again: None }
    }

    /// `true` if the call may succeed later, and sending it again, with the same
    /// idempotency key, does no harm even if it was acted on.
    pub fn is_resumable(&self) -> bool {
        self.again.is_some() && self.error.is_resumable()
    }

    /// The same call, to be sent again with the same idempotency key.
    ///
    /// # Errors
    /// The error, if the call isn't [resumable](Self::is_resumable).
    pub fn resume(self) -> Result<ResponseFuture<'a, T, E>, Error<E>> {
        let is_resumable = self.is_resumable();
        match self.again {
            Some(again) if is_resumable => Ok(*again),
            _ => Err(self.error),
        }
    }
}

impl<T, E: fmt::Debug> fmt::Debug for FailedCall<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FailedCall").field(&self.error).finish()
    }
}

impl<T, E: fmt::Debug> std::error::Error for FailedCall<'_, T, E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

impl<T, E> From<FailedCall<'_, T, E>> for Error<E> {
    fn from(failed: FailedCall<'_, T, E>) -> Self {
        failed.error
    }
}

impl<T, E> fmt::Display for FailedCall<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}
