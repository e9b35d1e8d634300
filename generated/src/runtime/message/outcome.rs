//! The outcome of a call that failed: whether the server did what was asked for.

use http::HeaderMap;

use super::headers::media_type;
use super::retry_after::retry_after;

/// The outcome of a call that ended with an error, over all its attempts.
///
/// An attempt that ends so has this outcome:
///
/// | end of an attempt | outcome |
/// |---|---|
/// | no connection | `NotSent` |
/// | no connection in time | `NotSent` |
/// | total limit before a connection | `NotSent` |
/// | documented error below 500 | `NotDone` |
/// | undocumented 4xx | `NotDone` |
/// | undocumented 408 | `Unknown` |
/// | undocumented 425 | `Unknown` |
/// | 409 to the caller's own key | `Unknown` |
/// | redirect, not followed | `NotDone` |
/// | undocumented 303 | `Unknown` |
/// | 429 with `Retry-After` | `NotDone` |
/// | 503 with `Retry-After` | `NotDone` |
/// | 503 without `Retry-After` | `Unknown` |
/// | 501 | `NotDone` |
/// | 505 | `NotDone` |
/// | documented 500 | `Unknown` |
/// | undocumented 500 | `Unknown` |
/// | 502 | `Unknown` |
/// | 504 | `Unknown` |
/// | 524 | `Unknown` |
/// | 2xx, body doesn't decode | `Done` |
/// | 2xx, body empty | `Done` |
/// | 2xx, body over the limit | `Done` |
/// | 2xx, body cut off | `Done` |
/// | 2xx, body stops past the limit | `Done` |
/// | 2xx, another type than documented | `Done` |
/// | 2xx, `text/html` in place of JSON | `Unknown` |
/// | 2xx, markup in place of JSON | `Unknown` |
/// | 4xx, body cut off | `NotDone` |
/// | 5xx, body cut off | `Unknown` |
/// | connection lost before the response | `Unknown` |
/// | attempt limit before the response | `Unknown` |
/// | total limit before the response | `Unknown` |
///
/// Of several attempts, each of them counts:
///
/// | earlier attempt | last attempt | outcome |
/// |---|---|---|
/// | `NotSent` | any | that of the last |
/// | `NotDone` | `NotSent` | `NotDone` |
/// | `Unknown` | `NotSent` | `Unknown` |
/// | `Unknown` | documented error below 500, the same key | `NotDone` |
/// | `Unknown` | documented error below 500, no key | `Unknown` |
/// | `Unknown` | documented 429 with `Retry-After`, the same key | `Unknown` |
/// | `Unknown` | documented 401, the same key | `Unknown` |
/// | `Unknown` | documented 503 with `Retry-After`, the same key | `Unknown` |
/// | `Unknown` | documented 409, the same key | `Unknown` |
/// | `Unknown` | any other `NotDone` | `Unknown` |
/// | `Unknown` | `Done` | `Done` |
/// | `Done` | any | `Done` |
///
/// Some answers are about the second request alone and close nothing: 401, 403, 407,
/// 408, 425, 429 and those from 500 on. A 409 doesn't, since by
/// draft-ietf-httpapi-idempotency-key-header it says that the first request is still
/// being processed; nor is it `NotDone` where the key is the caller's, who may have sent
/// it before. A 303 is how a server answers what it has done: RFC 9110, section 15.4.4.
/// Markup in place of JSON is what a portal or a proxy sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// No byte of a request has left.
    NotSent,
    /// The server said that it didn't do it.
    NotDone,
    /// Nobody has said; the server may have done it. It has to be asked, or the
    /// call repeated with the same idempotency key.
    Unknown,
    /// The server said yes; only its response is of no use. Status, headers and
    /// as much of the body as came are at hand.
    Done,
}

/// The end of an attempt that wasn't a success.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End<'a> {
    /// No byte of the request has left.
    NotSent,
    /// The request has left, maybe in part, and no response has begun.
    NoResponse,
    /// A response came, or its head at least.
    Response(ErrorResponse<'a>),
}

/// A response that ends an attempt as an error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ErrorResponse<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a HeaderMap,
    /// As much of it as came; empty if it is streamed.
    pub(crate) body: &'a [u8],
    /// `true` if the document describes it.
    pub(crate) is_documented: bool,
}

impl ErrorResponse<'_> {
    /// `true` if it says of an earlier request with the same key, too, that it wasn't
    /// done: others are about the last request alone.
    pub(crate) fn settles(&self) -> bool {
        let is_about_the_last = matches!(self.status, 401 | 403 | 407 | 408 | 409 | 425 | 429);
        self.is_documented && self.status < 500 && !is_about_the_last
    }

    /// `true` of markup where something else was promised: what portals and proxies
    /// send.
    pub(crate) fn is_page(&self) -> bool {
        let first = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        is_page(self.headers) || first == Some(&b'<')
    }
}

impl Outcome {
    pub(crate) fn of(end: End<'_>) -> Self {
        let response = match end {
            End::NotSent => return Self::NotSent,
            End::NoResponse => return Self::Unknown,
            End::Response(response) => response,
        };
        match response.status {
            200..=299 if response.is_page() => Self::Unknown,
            200..=299 => Self::Done,
            429 | 503 if retry_after(response.headers).is_some() => Self::NotDone,
            501 | 505 => Self::NotDone,
            300..=499 if response.is_documented => Self::NotDone,
            303 | 408 | 425 => Self::Unknown,
            300..=499 => Self::NotDone,
            _ => Self::Unknown,
        }
    }

    /// The outcome of an attempt together with those before it. It `settles` them if
    /// the server knows by the key that it is the same request, and has told.
    pub(crate) fn after(self, earlier: Self, settles: bool) -> Self {
        if earlier == Self::Unknown && settles {
            self
        } else {
            self.max(earlier)
        }
    }
}

/// A web page: what portals and proxies send in place of a response.
pub(crate) fn is_page(headers: &HeaderMap) -> bool {
    const PAGES: [&str; 2] = ["text/html", "application/xhtml+xml"];
    media_type(headers).is_some_and(|name| PAGES.iter().any(|page| name.eq_ignore_ascii_case(page)))
}
