//! The options of a call, which its future takes and the pages of a list.

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

        /// Sends one more header; replaces what the operation would send under
        /// that name. The call fails with [`Error::Request`], and nothing is sent,
        /// for what no header can hold, and for a header that isn't the caller's to
        /// set: one in which the client sends a credential, `Cookie`, and those
        /// that frame a request, such as `Content-Length`.
        pub fn header(self, name: &str, value: &str) -> Self {
            self.with(|call| call.set_header(name, value))
        }
    };
}

pub(crate) use request_options;
