//! A hook for each attempt of a call: metrics, trace headers, logs of one's own.

use std::time::Duration;

use http::{HeaderMap, Method};

use super::transport_error::TransportError;
use crate::runtime::platform::system::{MaybeSend, MaybeSync};

/// An observer of attempts, given to
/// [`ClientBuilder::observer`](crate::runtime::ClientBuilder::observer). It sees each
/// request as it leaves and each end, retries included. Of requests it sees no secret;
/// headers of responses may hold some, such as `Set-Cookie`.
///
/// ```
/// # use subscription_cancel::runtime::{AttemptEnd, AttemptStart, Observer};
/// struct Metrics;
///
/// impl Observer for Metrics {
///     fn starts(&self, attempt: &mut AttemptStart<'_>) {
///         let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
///         attempt.headers.insert("traceparent", parent.try_into().expect("plain text"));
///     }
///
///     fn ends(&self, attempt: &AttemptEnd<'_>) {
///         println!("{} {:?} in {:?}", attempt.operation, attempt.status, attempt.duration);
///     }
/// }
/// ```
pub trait Observer: MaybeSend + MaybeSync {
    /// Notes that an attempt starts, and may add headers of its own.
    fn starts(&self, attempt: &mut AttemptStart<'_>) {
        let _ = attempt;
    }

    /// Notes that an attempt has ended. One that is dropped, or cut short by the call's
    /// total limit, has no end.
    fn ends(&self, attempt: &AttemptEnd<'_>) {
        let _ = attempt;
    }
}

/// An attempt that is about to be sent.
#[derive(Debug)]
#[non_exhaustive]
pub struct AttemptStart<'a> {
    /// The operation's name in the document; empty if there is none.
    pub operation: &'a str,
    /// The method.
    pub method: &'a Method,
    /// The path of the document, its parameters in braces.
    pub route: &'a str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The headers to add, in place of those of the same name. Credentials come after
    /// them; the idempotency key, and those that frame a request, such as
    /// `Content-Length`, aren't heeded.
    pub headers: HeaderMap,
}

/// The end of an attempt.
#[derive(Debug)]
#[non_exhaustive]
pub struct AttemptEnd<'a> {
    /// The operation's name in the document; empty if there is none.
    pub operation: &'a str,
    /// The method.
    pub method: &'a Method,
    /// The path of the document, its parameters in braces.
    pub route: &'a str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The status, if a response came.
    pub status: Option<u16>,
    /// The headers, if a response came.
    pub headers: Option<&'a HeaderMap>,
    /// The error, if no whole response came.
    pub error: Option<&'a TransportError>,
    /// The time from the start of the attempt to the end of the response, of a streamed
    /// one to its head.
    pub duration: Duration,
}
