//! From a request to a response: attempts, waits, and the futures that callers await.

pub(crate) mod attempts;
pub(crate) mod prepared;
pub(crate) mod send;
pub(crate) mod sending;
#[cfg_attr(not(feature = "tracing"), path = "spans_off.rs")]
pub(crate) mod spans;
