//! The options of a call: limits and retries, and the setters for them.

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

/// The setters for the options of a call, over a method `with` that changes it.
macro_rules! request_options {
    () => {
        /// Bounds the time of each attempt, from connecting to the last byte of the
        /// response; of a streamed one to its head. The default is the
        /// [client's](crate::runtime::ClientBuilder::timeout).
        pub fn timeout(self, limit: Duration) -> Self {
            self.with(|call| call.parts.options.limits.attempt = limit)
        }

        /// Bounds the time of all attempts at one request, with the waits between
        /// them. The default is the
        /// [client's](crate::runtime::ClientBuilder::total_timeout).
        pub fn total_timeout(self, limit: Duration) -> Self {
            self.with(|call| call.parts.options.total = Some(limit))
        }

        /// Sets when a request is repeated. The default is the
        /// [client's](crate::runtime::ClientBuilder::retries).
        pub fn retries(self, retries: RetryPolicy) -> Self {
            self.with(|call| call.parts.options.retries = retries)
        }

        /// Bounds the size of a response's body, or of one item of a streamed response,
        /// in bytes. The default is the
        /// [client's](crate::runtime::ClientBuilder::response_limit).
        pub fn response_limit(self, bytes: usize) -> Self {
            self.with(|call| call.parts.options.limits.response = bytes)
        }
    };
}

pub(crate) use request_options;
