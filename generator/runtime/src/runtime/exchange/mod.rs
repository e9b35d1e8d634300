//! From a request to a response: attempts, waits, and the futures that callers await.

pub(crate) mod attempts;
pub(crate) mod awaited;
pub(crate) mod prepared;
pub(crate) mod response_future;
pub(crate) mod resumable;
pub(crate) mod send;
#[cfg_attr(not(feature = "tracing"), path = "spans_off.rs")]
pub(crate) mod spans;
