//! The attempts of a call so far. Responses and errors carry them to the caller.

use std::sync::Arc;

use http::{HeaderMap, Method};

use super::called_operation::CalledOperation;
use super::outcome::{End, ErrorResponse, Outcome};
use super::progress::Progress;
use super::repetition::Repetition;

/// The attempts of a call.
#[derive(Debug, Clone)]
pub(crate) struct Attempts {
    /// The number of attempts.
    pub(crate) count: u32,
    /// `true` if doing it twice is the same as doing it once.
    pub(crate) is_idempotent: bool,
    /// The idempotency key: it tells the server that attempts belong together.
    pub(crate) key: Option<Arc<str>>,
    /// `true` if the caller doesn't know the key unless they ask for it.
    pub(crate) key_is_random: bool,
    /// The outcome of all attempts but the last.
    pub(crate) earlier: Outcome,
    pub(crate) last: Last,
    /// None for a call that nobody has named.
    pub(crate) operation: Option<Arc<CalledOperation>>,
}

/// The last attempt.
#[derive(Debug, Clone)]
pub(crate) enum Last {
    Ended(Outcome),
    UnderWay(Progress),
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            count: 0,
            is_idempotent: false,
            key: None,
            key_is_random: false,
            earlier: Outcome::NotSent,
            last: Last::Ended(Outcome::NotSent),
            operation: None,
        }
    }
}

impl Attempts {
    /// `true` if a second request does no harm, even if the first one was
    /// acted on.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.is_idempotent || self.key.is_some()
    }

    /// `true` if the caller can make the same call again without harm, even if this
    /// one was acted on. A call with another random key is another request.
    pub(crate) fn is_repeatable_by_caller(&self) -> bool {
        self.is_idempotent || (self.key.is_some() && !self.key_is_random)
    }

    /// Notes the begin of an attempt.
    pub(crate) fn begin(&mut self, progress: Progress) {
        self.earlier = self.outcome();
        self.last = Last::UnderWay(progress);
        self.count += 1;
    }

    /// Notes the end of an attempt.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        self.last = Last::Ended(outcome);
    }

    /// The outcome of all attempts.
    pub(crate) fn outcome(&self) -> Outcome {
        self.last_outcome().after(self.earlier, false)
    }

    /// The outcome if the last attempt ended with a response that is an error.
    pub(crate) fn outcome_of_response(&self, response: ErrorResponse<'_>) -> Outcome {
        if response.status == 409 && self.may_be_in_progress() {
            return Outcome::Unknown.after(self.earlier, false);
        }
        let settles = self.key.is_some() && response.settles();
        Outcome::of(End::Response(response)).after(self.earlier, settles)
    }

    /// `true` if the response to an attempt before the last one was lost, be it that
    /// the server acted on it or that nobody knows.
    pub(crate) fn has_lost_attempt(&self) -> bool {
        self.earlier >= Outcome::Unknown
    }

    /// `true` if a request with the key may have been sent before the last attempt: by
    /// an earlier one, or by the caller, whose key it is.
    fn may_be_in_progress(&self) -> bool {
        self.key.is_some() && (!self.key_is_random || self.has_lost_attempt())
    }

    fn last_outcome(&self) -> Outcome {
        match &self.last {
            Last::Ended(outcome) => *outcome,
            Last::UnderWay(progress) if progress.is_given_up() => Outcome::NotSent,
            Last::UnderWay(_) => Outcome::Unknown,
        }
    }

    /// The condition for one more attempt, after one with this response.
    pub(crate) fn repetition_of_response(&self, status: u16, headers: &HeaderMap) -> Repetition {
        // The first request with the key is still being processed.
        if status == 409 && self.may_be_in_progress() {
            return Repetition::IfRepeatable;
        }
        Repetition::of_response(status, headers)
    }
}

/// The method is idempotent: RFC 9110, section 9.2.2; or `QUERY`, which is safe.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}
