//! Responses that come bit by bit: events, JSON lines, and lists in pages.

pub(crate) mod events;
pub(crate) mod frames;
pub(crate) mod items;
pub(crate) mod json_stream;
pub(crate) mod link;
pub(crate) mod page;
pub(crate) mod reconnect;
