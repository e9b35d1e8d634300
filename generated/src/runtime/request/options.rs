//! The options of a call: limits and retries.

use std::time::Duration;

use crate::runtime::message::limits::Limits;
use crate::runtime::message::retry::RetryPolicy;

/// The options of one call; the client has those that hold for all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// For each attempt.
    pub(crate) limits: Limits,
    /// For all attempts and the waits between them.
    pub(crate) total: Option<Duration>,
    pub(crate) retries: RetryPolicy,
}
