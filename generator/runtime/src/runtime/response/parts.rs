//! A value together with status and headers.

use http::HeaderMap;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::rate_limit::RateLimit;
use crate::runtime::message::response::Response;
use crate::runtime::value::wire::Wire;

/// The value of a call, with status and headers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseParts<T> {
    /// The value.
    pub value: T,
    pub(crate) head: Response,
}

impl<T> ResponseParts<T> {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.head.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// See [`Response::header`].
    ///
    /// # Errors
    /// The header isn't a `H`.
    pub fn header<H: Wire>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        self.head.header(name)
    }

    /// See [`Response::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// See [`Response::attempts`].
    pub fn attempts(&self) -> u32 {
        self.head.attempts()
    }

    /// See [`Response::rate_limit`].
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.rate_limit()
    }

    /// See [`Response::earlier_attempt_lost`].
    pub fn earlier_attempt_lost(&self) -> bool {
        self.head.earlier_attempt_lost()
    }

    /// See [`Response::idempotency_key`].
    pub fn idempotency_key(&self) -> Option<&str> {
        self.head.idempotency_key()
    }
}
