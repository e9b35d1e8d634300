//! A value together with the response that it was read from.

use bytes::Bytes;
use http::HeaderMap;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::rate_limit::RateLimit;
use crate::runtime::message::response::Response;
use crate::runtime::value::lenient::Differences;
use crate::runtime::value::wire::Wire;

/// The value of a call, with the response that it was read from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseParts<T> {
    /// The value.
    pub value: T,
    pub(crate) response: Response,
    pub(crate) differences: Differences,
}

impl<T> ResponseParts<T> {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.response.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body as it came; empty of one that is streamed.
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// Everything that a [lenient](crate::runtime::ResponseFuture::lenient) call has read
    /// over: each value that isn't as documented, with its place and the value that was
    /// expected. At most 1000 are listed.
    pub fn differences(&self) -> &[DecodeError] {
        &self.differences.values
    }

    /// The members that the document doesn't have, as far as a
    /// [lenient](crate::runtime::ResponseFuture::lenient) call has come upon them, such as
    /// `$.items[2].beta`. At most 1000 are listed.
    pub fn unknown_members(&self) -> &[String] {
        &self.differences.unknown
    }

    /// See [`Response::header`].
    ///
    /// # Errors
    /// The header isn't a `H`.
    pub fn header<H: Wire>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        self.response.header(name)
    }

    /// See [`Response::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// See [`Response::attempts`].
    pub fn attempts(&self) -> u32 {
        self.response.attempts()
    }

    /// See [`Response::rate_limit`].
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.response.rate_limit()
    }

    /// See [`Response::earlier_attempt_lost`].
    pub fn earlier_attempt_lost(&self) -> bool {
        self.response.earlier_attempt_lost()
    }

    /// See [`Response::idempotency_key`].
    pub fn idempotency_key(&self) -> Option<&str> {
        self.response.idempotency_key()
    }
}
