//! The interface to the HTTP library: one request out, one response back.

use std::time::Duration;

use crate::runtime::message::request::Request;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxFuture, MaybeSend, MaybeSync, sleep};
use crate::runtime::response::streaming::StreamingResponse;

/// A sender of requests. The default is a [`DefaultTransport`](crate::runtime::DefaultTransport);
/// [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport) takes another,
/// to use another HTTP library, to see every request, or to test without a
/// network.
///
/// A transport must not follow redirects: it would carry credentials to
/// wherever the response points.
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends one request, once, and gives the response as soon as its head is
    /// there. A response of any status is `Ok`.
    ///
    /// The limits of time are the transport's to heed, in the body, too; that
    /// of size is not. A transport that has whole responses gives them by
    /// `Response::new(…).into()`.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>>;

    /// Waits: between two attempts of a call, and for its total limit. By
    /// default the clock is that of tokio, which must be there; a transport
    /// for another runtime brings its own.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(sleep(time))
    }
}
