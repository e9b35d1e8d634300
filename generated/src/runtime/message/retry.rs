//! Repetition of requests: the conditions and the waits.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderName, RETRY_AFTER};

use super::attempts::Fate;
use super::limits::TimeLimit;
use super::transport_error::TransportError;
use crate::runtime::platform::system::system_time;

/// The repetition of a request that failed: number, waits and time.
///
/// It is repeated only when that can do no harm:
///
/// | what happened | idempotent method, or with an idempotency key | other |
/// |---|---|---|
/// | no connection, so nothing was sent | repeated | repeated |
/// | 429 or 503 with `Retry-After` | repeated | repeated |
/// | 401, and the credential's secret can be got anew | repeated once | repeated once |
/// | 429 or 503 without it, 408, 502, 504 | repeated | not |
/// | connection lost, body cut off, attempt out of time | repeated | not |
/// | the request's body is a stream that was begun | not | not |
/// | any other response, be it invalid or too large | not | not |
///
/// Idempotent are `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE` (RFC 9110,
/// section 9.2.2) and `QUERY`. A streamed response that has begun is not asked for
/// again. What the last attempt gave is what the caller gets.
///
/// Between two attempts there is a random wait, up to a time that doubles with
/// each of them; as long as `Retry-After` says, if that is longer. A wait that
/// would outlast [`max_elapsed`](Self::max_elapsed) or the call's total limit
/// isn't begun: the caller gets the error at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_elapsed: Duration,
}

/// 3 attempts; up to 500 ms before the second and 1 s before the third; none
/// that would begin more than a minute after the first.
impl Default for Retries {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(8),
            max_elapsed: Duration::from_secs(60),
        }
    }
}

impl Retries {
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

impl Fate {
    pub(crate) fn of_response(status: u16, headers: &HeaderMap) -> Self {
        match status {
            429 | 503 if retry_after(headers).is_some() => Self::Invited,
            408 | 429 | 503 => Self::Busy,
            401 => Self::Unauthorized,
            // A gateway that has lost the response of the server behind it.
            502 | 504 => Self::Lost,
            _ => Self::Final,
        }
    }

    pub(crate) fn of_error(error: &TransportError) -> Self {
        match error {
            TransportError::Connect(_) => Self::Unsent,
            TransportError::Timeout { limit, .. } => match limit {
                TimeLimit::Connect => Self::Unsent,
                TimeLimit::Attempt | TimeLimit::Total | TimeLimit::Idle => Self::Lost,
            },
            TransportError::Interrupted(_)
            | TransportError::RequestBody(_)
            | TransportError::CutOff { .. } => Self::Lost,
            TransportError::Unsendable(_) | TransportError::TooLarge { .. } => Self::Final,
        }
    }
}

/// The time that the server asks to wait: RFC 9110, section 10.2.3. A date is
/// measured by the server's own clock if the response tells it.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = text(headers, &RETRY_AFTER)?;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too large for a number is too long for anyone.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let sent = date_of(headers).unwrap_or_else(system_time);
    // A time that has passed asks for no wait.
    Some(date.duration_since(sent).unwrap_or_default())
}

fn date_of(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(text(headers, &DATE)?).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}
