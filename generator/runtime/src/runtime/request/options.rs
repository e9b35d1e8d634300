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
    /// `true` if responses are read leniently.
    pub(crate) lenient: bool,
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

        /// Reads the response leniently: a value that isn't as documented doesn't sink
        /// what is around it. Nothing is made up, and everything read over is listed by
        /// [`ResponseParts::differences`](crate::runtime::ResponseParts::differences) or
        /// [`Error::differences`](crate::runtime::Error::differences).
        ///
        /// | value | read as |
        /// |---|---|
        /// | number or boolean for a string, or the reverse | the value that its text is |
        /// | `null`, `{}` or `[]` for a list or a map, `[]` for an object | empty |
        /// | another type for an enum or a union | `Unrecognized` |
        /// | another type for an optional property | absent |
        /// | required, and absent | as if it were `null` |
        ///
        /// Where a required value can't be had, the object around it can't be read
        /// either; if that is the whole body, the call fails with
        /// [`Error::Decode`](crate::runtime::Error::Decode), which has the body as it came.
        ///
        /// Items of streams are read strictly. The default is the
        /// [client's](crate::runtime::ClientBuilder::lenient).
        pub fn lenient(self) -> Self {
            self.with(|call| call.parts.options.lenient = true)
        }
    };
}

pub(crate) use request_options;
