//! Requests and responses as they go over the wire, with their limits and the ways in
//! which they get lost. Knows nothing of operations.

pub(crate) mod attempts;
pub(crate) mod base_url;
pub(crate) mod body;
pub(crate) mod called_operation;
pub(crate) mod escape;
pub(crate) mod headers;
pub(crate) mod limits;
pub(crate) mod media_type;
pub(crate) mod observer;
pub(crate) mod outcome;
pub(crate) mod progress;
pub(crate) mod rate_limit;
pub(crate) mod repetition;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod retry_budget;
pub(crate) mod transport_error;
