//! The progress of a request on its way out.

#![cfg_attr(
    all(target_arch = "wasm32", target_os = "unknown"),
    allow(dead_code, reason = "a browser doesn't tell when a request leaves")
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// The progress of one attempt. A transport that tells of it spares the caller the
/// doubt after a limit of time: a request that was given up while it waited for a
/// connection has not been sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

// A transport that tells nothing leaves it at 0.
const WAITING: u8 = 1;
const LEFT: u8 = 2;
const GIVEN_UP: u8 = 3;

impl Progress {
    /// Notes that the request waits for a connection. Middleware may do so again with
    /// one that has left; then it stays so.
    pub(crate) fn wait(&self) {
        let waiting = |state: u8| (state != LEFT).then_some(WAITING);
        let _ = (self.0).fetch_update(Ordering::AcqRel, Ordering::Acquire, waiting);
    }

    /// Notes that a connection has taken the request.
    pub(crate) fn leave(&self) {
        self.0.store(LEFT, Ordering::Release);
    }

    /// Notes that the request is dropped. If that is so while it waits, no connection
    /// can take it any more.
    pub(crate) fn give_up(&self) {
        let _ = (self.0).compare_exchange(WAITING, GIVEN_UP, Ordering::AcqRel, Ordering::Acquire);
    }

    /// `true` if no byte of the request has left or will. `false` as well if the
    /// transport doesn't tell.
    pub(crate) fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Acquire) == GIVEN_UP
    }
}
