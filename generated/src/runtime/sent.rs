//! What has been sent for a call. Replies and errors carry it to the caller.

use std::sync::Arc;

use http::Method;

use super::retry::Fate;

/// The attempts of a call.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    /// How many there were.
    pub(super) attempts: u32,
    /// Whether doing it twice is the same as doing it once, by its method.
    pub(super) is_idempotent: bool,
    /// What tells the server that attempts belong together.
    pub(super) key: Option<Arc<str>>,
    /// Whether one may have reached the server, and no reply says what came
    /// of it.
    pub(super) is_open: bool,
}

impl Sent {
    pub(super) fn new(method: &Method, key: Option<Arc<str>>) -> Self {
        Self {
            attempts: 0,
            is_idempotent: is_idempotent(method),
            key,
            is_open: false,
        }
    }

    /// Whether a second request does no harm, even if the first one was
    /// acted on.
    pub(super) fn is_repeatable(&self) -> bool {
        self.is_idempotent || self.key.is_some()
    }

    /// How the call stands after an attempt that ended so.
    pub(super) fn ended(&mut self, fate: Fate, was_open: bool) {
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
