//! A value together with status and headers.

use http::HeaderMap;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::reply::Reply;
use crate::runtime::value::wire::Wire;

/// What a call gave, with what stood around it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer<T> {
    /// What the call gave.
    pub value: T,
    pub(crate) head: Reply,
}

impl<T> Answer<T> {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.head.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// See [`Reply::header`].
    ///
    /// # Errors
    /// The header isn't a `H`.
    pub fn header<H: Wire>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        self.head.header(name)
    }

    /// See [`Reply::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// See [`Reply::attempts`].
    pub fn attempts(&self) -> u32 {
        self.head.attempts()
    }

    /// See [`Reply::idempotency_key`].
    pub fn idempotency_key(&self) -> Option<&str> {
        self.head.idempotency_key()
    }
}
