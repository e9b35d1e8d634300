//! Exchanges with a server, written down with secrets removed.

mod redact;
pub(crate) mod transport;
