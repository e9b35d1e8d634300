//! The progress of a request on its way out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The progress of one attempt. A transport that tells of it spares the caller the
/// doubt after a limit of time: a request that waits for a connection has not been
/// sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    is_waiting: Arc<AtomicBool>,
}

impl Progress {
    /// Notes that the request waits for a connection.
    pub(crate) fn wait(&self) {
        self.is_waiting.store(true, Ordering::Release);
    }

    /// Notes that a connection has taken the request.
    pub(crate) fn leave(&self) {
        self.is_waiting.store(false, Ordering::Release);
    }

    /// `true` if no byte of the request has left. `false` as well if the
    /// transport doesn't tell.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_waiting.load(Ordering::Acquire)
    }
}
