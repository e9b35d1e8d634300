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
/// | redirect, not followed | `NotDone` |
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
/// | `Unknown` | documented 409, the same key | `Unknown` |
/// | `Unknown` | any other `NotDone` | `Unknown` |
/// | `Unknown` | `Done` | `Done` |
/// | `Done` | any | `Done` |
///
/// A 409 closes nothing, since by draft-ietf-httpapi-idempotency-key-header it
/// says that the first request is still being processed.
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
    Response {
        status: u16,
        headers: &'a HeaderMap,
        /// `true` if the document describes it.
        is_documented: bool,
    },
}

impl Outcome {
    pub(crate) fn of(end: End<'_>) -> Self {
        let (status, headers, is_documented) = match end {
            End::NotSent => return Self::NotSent,
            End::NoResponse => return Self::Unknown,
            End::Response {
                status,
                headers,
                is_documented,
            } => (status, headers, is_documented),
        };
        match status {
            200..=299 if is_page(headers) => Self::Unknown,
            200..=299 => Self::Done,
            429 | 503 if retry_after(headers).is_some() => Self::NotDone,
            501 | 505 => Self::NotDone,
            300..=499 if is_documented => Self::NotDone,
            408 | 425 => Self::Unknown,
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
    media_type(headers).is_some_and(|name| name.eq_ignore_ascii_case("text/html"))
}
