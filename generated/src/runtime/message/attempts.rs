//! The attempts of a call so far. Responses and errors carry them to the caller.

use std::sync::Arc;

use http::Method;

/// The attempts of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    /// The number of attempts.
    pub(crate) attempts: u32,
    /// `true` if doing it twice is the same as doing it once, by its method.
    pub(crate) is_idempotent: bool,
    /// The idempotency key: it tells the server that attempts belong together.
    pub(crate) key: Option<Arc<str>>,
    /// `true` if one may have reached the server, and no response says what came
    /// of it.
    pub(crate) is_open: bool,
}

impl Sent {
    pub(crate) fn new(method: &Method, key: Option<Arc<str>>) -> Self {
        Self {
            attempts: 0,
            is_idempotent: is_idempotent(method),
            key,
            is_open: false,
        }
    }

    /// `true` if a second request does no harm, even if the first one was
    /// acted on.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.is_idempotent || self.key.is_some()
    }

    /// Notes the end of an attempt.
    pub(crate) fn ended(&mut self, fate: Fate, was_open: bool) {
        self.is_open = match fate {
            Fate::Final => false,
            Fate::Unsent | Fate::Invited | Fate::Busy | Fate::Unauthorized => was_open,
            Fate::Lost => true,
        };
    }
}

/// RFC 9110, section 9.2.2; and `QUERY`, which is safe.
fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}

/// The end of an attempt, as far as it matters for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Another one would end the same.
    Final,
    /// It never left.
    Unsent,
    /// It was turned down, and another one asked for: `Retry-After`.
    Invited,
    /// It was turned down for now.
    Busy,
    /// It was turned down for its credential.
    Unauthorized,
    /// It may have been acted on; what came of it is lost.
    Lost,
}

impl Fate {
    /// `true` if another attempt may help and does no harm.
    pub(crate) fn allows_another(self, is_repeatable: bool) -> bool {
        match self {
            Self::Final | Self::Unauthorized => false,
            Self::Unsent | Self::Invited => true,
            Self::Busy | Self::Lost => is_repeatable,
        }
    }
}
