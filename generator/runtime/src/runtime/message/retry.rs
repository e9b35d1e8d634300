//! Repetition of requests: the conditions and the waits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::retry_after::retry_after;
use super::retry_budget::RetryBudget;
use super::transport_error::TransportError;
use crate::runtime::platform::system::{MaybeSend, MaybeSync};

/// The policy for repeating a request that failed: conditions, number, waits and time.
///
/// It is repeated only when that can do no harm:
///
/// | end of an attempt | idempotent, or with an idempotency key | other |
/// |---|---|---|
/// | no connection, so nothing was sent | repeated | repeated |
/// | 429 or 503 with `Retry-After` | repeated | repeated |
/// | 401, and the credential's secret can be got anew | repeated once | repeated once |
/// | 429 or 503 without it, 408, 425, 500, 502, 504, 520 to 524, 529 | repeated | not |
/// | 409 to a key after an attempt whose response is lost | repeated | not |
/// | connection lost, body cut off, attempt out of time | repeated | not |
/// | the request's body is a stream that was begun | not | not |
/// | any other response, be it invalid or too large | not | not |
///
/// Idempotent are `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE` (RFC 9110,
/// section 9.2.2), `QUERY`, and calls that are said to be
/// ([`idempotent`](crate::runtime::ResponseFuture::idempotent)). A streamed response
/// that has begun is not asked for again. The result of the last attempt is what the
/// caller gets. [`classify`](Self::classify) decides otherwise where a vendor's own
/// signs say more.
///
/// Between two attempts there is a random wait, up to a time that doubles with
/// each of them; as long as `Retry-After` says, if that is longer. A wait that
/// would outlast [`max_elapsed`](Self::max_elapsed) or the call's total limit
/// isn't begun: the caller gets the error at once. Clones of a client share a
/// [`RetryBudget`].
#[derive(Clone)]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_elapsed: Duration,
    budget: Option<RetryBudget>,
    classifier: Option<Arc<dyn Classifier>>,
}

/// A classifier of the caller's.
trait Classifier: MaybeSend + MaybeSync {
    fn advice(&self, attempt: &FailedAttempt<'_>) -> Option<RetryAdvice>;
}

impl<F> Classifier for F
where
    F: Fn(&FailedAttempt<'_>) -> Option<RetryAdvice> + MaybeSend + MaybeSync,
{
    fn advice(&self, attempt: &FailedAttempt<'_>) -> Option<RetryAdvice> {
        self(attempt)
    }
}

/// An attempt that wasn't a success, as a classifier sees it: a response without its
/// body, or the error of the transport.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The number of this attempt, from 1.
    pub attempt: u32,
    /// `true` if repeating does no harm: an idempotent method, or an idempotency key.
    pub is_repeatable: bool,
    /// The status, if a response came.
    pub status: Option<u16>,
    /// The headers, if a response came.
    pub headers: Option<&'a HeaderMap>,
    /// The error, if no whole response came.
    pub error: Option<&'a TransportError>,
}

impl FailedAttempt<'_> {
    /// The time that the server asks to wait: `Retry-After`, or the finer
    /// `retry-after-ms`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers?)
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers?.get(name)?.to_str().ok()
    }
}

/// The advice of a classifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAdvice {
    /// Repeat it, after the usual wait, whatever the method: the caller knows that it
    /// does no harm.
    Retry,
    /// The same, after a wait of at least this long.
    RetryAfter(Duration),
    /// Don't repeat it.
    Stop,
}

/// 3 attempts; up to 500 ms before the second and 1 s before the third; none
/// that would begin more than a minute after the first.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(8),
            max_elapsed: Duration::from_secs(60),
            budget: None,
            classifier: None,
        }
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.max_attempts)
            .field("initial_backoff", &self.initial_backoff)
            .field("max_backoff", &self.max_backoff)
            .field("max_elapsed", &self.max_elapsed)
            .field("budget", &self.budget)
            .field("classifies", &self.classifier.is_some())
            .finish()
    }
}

impl RetryPolicy {
    /// One attempt, whatever comes of it.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the most times that a request is sent, the first included. The
    /// default is 3; none and one are the same.
    #[must_use]
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self {
            max_attempts,
            ..self
        }
    }

    /// The longest wait before the second attempt; it doubles with each
    /// further one. The default is 500 milliseconds.
    #[must_use]
    pub fn initial_backoff(self, initial_backoff: Duration) -> Self {
        Self {
            initial_backoff,
            ..self
        }
    }

    /// Sets the time that it doubles up to. The default is 8 seconds. A longer `Retry-After`
    /// is heeded all the same.
    #[must_use]
    pub fn max_backoff(self, max_backoff: Duration) -> Self {
        Self {
            max_backoff,
            ..self
        }
    }

    /// Sets the time after the start of the first attempt within which the last one may begin.
    /// The default is a minute.
    #[must_use]
    pub fn max_elapsed(self, max_elapsed: Duration) -> Self {
        Self {
            max_elapsed,
            ..self
        }
    }

    /// Sets the budget that repetitions are paid from. By default it is the client's, for
    /// the policy of a single call, too.
    #[must_use]
    pub fn budget(self, budget: RetryBudget) -> Self {
        Self {
            budget: Some(budget),
            ..self
        }
    }

    /// Sets a classifier: it sees each attempt that isn't a success and says if it is
    /// to be repeated; `None` leaves it to the table above. The numbers and times of the
    /// policy hold for it, too. A body that is a stream is sent once, whatever it says.
    ///
    /// ```
    /// # use openapi_client_runtime::runtime::{RetryAdvice, RetryPolicy};
    /// // The header in which a server says it itself.
    /// let retries = RetryPolicy::default().classify(|attempt| {
    ///     match attempt.header("stripe-should-retry")? {
    ///         "true" => Some(RetryAdvice::Retry),
    ///         "false" => Some(RetryAdvice::Stop),
    ///         _ => None,
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn classify(
        self,
        classifier: impl Fn(&FailedAttempt<'_>) -> Option<RetryAdvice> + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        Self {
            classifier: Some(Arc::new(classifier)),
            ..self
        }
    }

    pub(crate) fn advice(&self, attempt: &FailedAttempt<'_>) -> Option<RetryAdvice> {
        self.classifier.as_ref()?.advice(attempt)
    }

    pub(crate) fn own_budget(&self) -> Option<&RetryBudget> {
        self.budget.as_ref()
    }

    /// The longest wait before a stream is asked for again.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_elapsed
    }

    /// `true` if there may be one more after so many attempts.
    pub(crate) fn has_more(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// The wait after so many attempts;
    /// `None` if that was the last one. What is left of the call's total limit
    /// is `left`.
    pub(crate) fn wait(
        &self,
        attempts: u32,
        elapsed: Duration,
        left: Option<Duration>,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if !self.has_more(attempts) {
            return None;
        }
        let wait = self.backoff(attempts).max(asked.unwrap_or_default());
        let ends = elapsed.saturating_add(wait);
        let is_late = ends > self.max_elapsed || left.is_some_and(|left| wait >= left);
        (!is_late).then_some(wait)
    }

    /// A random wait after so many attempts.
    pub(crate) fn backoff(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self.initial_backoff.saturating_mul(doubled);
        jitter(longest.min(self.max_backoff))
    }
}

/// Any time up to this one, so that callers who failed together don't come
/// back together.
fn jitter(longest: Duration) -> Duration {
    // Without a source of chance, as good a guess as any.
    let chance = getrandom::u32().unwrap_or(u32::MAX / 2);
    let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
    let part = u128::from(nanos) * u128::from(chance) / u128::from(u32::MAX);
    Duration::from_nanos(u64::try_from(part).unwrap_or(nanos))
}
