//! A whole response, and what an operation makes of it.

use std::fmt;

use bytes::Bytes;
use http::header::{
    CONTENT_LOCATION, HeaderName, HeaderValue, LINK, LOCATION, REFRESH, SET_COOKIE,
};
use http::{HeaderMap, StatusCode};

use super::attempts::Attempts;
use super::headers;
use super::outcome::{ErrorResponse, Outcome};
use super::rate_limit::RateLimit;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::value::wire::Wire;

/// A response with its whole body.
#[derive(Clone)]
pub struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) sent: Attempts,
}

impl Response {
    /// A response; made by a [`Transport`](crate::runtime::Transport).
    pub fn new(status: StatusCode, mut headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        hide_secrets(&mut headers);
        Self {
            status,
            headers,
            body: body.into(),
            sent: Attempts::default(),
        }
    }

    pub(crate) fn with_sent(self, sent: Attempts) -> Self {
        Self { sent, ..self }
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The outcome of a call that ends with this as its error.
    pub(crate) fn outcome_as_error(&self, is_documented: bool) -> Outcome {
        self.sent.outcome_of_response(self.as_error(is_documented))
    }

    pub(crate) fn as_error(&self, is_documented: bool) -> ErrorResponse<'_> {
        ErrorResponse {
            status: self.status(),
            headers: &self.headers,
            body: &self.body,
            is_documented,
        }
    }

    /// `true` of markup where something else was promised.
    pub(crate) fn is_page(&self) -> bool {
        self.as_error(true).is_page()
    }

    pub(crate) fn into_parts(self) -> (StatusCode, HeaderMap, Bytes) {
        (self.status, self.headers, self.body)
    }

    /// A header as a value, `None` if there is none: a text, a number or a
    /// boolean; for a list its items between commas, over all headers of that
    /// name.
    ///
    /// # Errors
    /// The header isn't a `T`.
    pub fn header<T: Wire>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        headers::header_value(&self.headers, name)
    }

    /// The server's id of the request, to quote when asking for support:
    /// `X-Request-Id`, `Request-Id` and the like.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// The limit of requests, if the response tells of one.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.headers)
    }

    /// The number of requests that were sent until this response came.
    pub fn attempts(&self) -> u32 {
        self.sent.count
    }

    /// `true` if the response to an earlier attempt was lost, so that the server may
    /// have acted twice, or this response be about the second time: a `DELETE` that is
    /// repeated gets a 404.
    pub fn earlier_attempt_lost(&self) -> bool {
        self.sent.has_lost_attempt()
    }

    /// The idempotency key that was sent, with every attempt.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.sent.key.as_deref()
    }

    /// The media type of the body without its parameters, such as `text/csv`.
    pub fn media_type(&self) -> Option<&str> {
        headers::media_type(&self.headers)
    }
}

/// Cookies of a response are mostly sessions, and a URL often lets in whoever has it.
const SECRET: [HeaderName; 5] = [SET_COOKIE, LOCATION, CONTENT_LOCATION, LINK, REFRESH];

/// Marks what `Debug` shouldn't show.
pub(crate) fn hide_secrets(headers: &mut HeaderMap) {
    for (_, value) in headers.iter_mut().filter(|(name, _)| SECRET.contains(name)) {
        value.set_sensitive(true);
    }
}

/// Marks the headers in which a server repeats a secret that it was sent in the query.
pub(crate) fn hide_repeated(headers: &mut HeaderMap, secret: &str) {
    if secret.is_empty() {
        return;
    }
    let repeats = |value: &HeaderValue| {
        let mut windows = value.as_bytes().windows(secret.len());
        windows.any(|window| window == secret.as_bytes())
    };
    for (_, value) in headers.iter_mut().filter(|(_, value)| repeats(value)) {
        value.set_sensitive(true);
    }
}

/// Shows the length of the body only.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
