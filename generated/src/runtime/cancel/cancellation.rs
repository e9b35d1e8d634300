//! A cancellation that a vendor has accepted, and the state that was read.

use super::mapping::Vendor;
use super::moment::Moment;
use super::state::{State, VendorState};
use crate::runtime::message::response::Response;

/// The outcome of a cancellation that wasn't refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cancelled {
    /// It will end.
    Scheduled {
        /// The time at which it ends, if the vendor says so.
        at: Option<Moment>,
    },
    /// It has ended.
    Ended {
        /// The time at which it ended, if the vendor says so.
        at: Option<Moment>,
    },
    /// It had been cancelled before, which was proved by reading it.
    AlreadyCancelled {
        /// The time at which it ended or will end, if the vendor says so.
        since: Option<Moment>,
    },
    /// The vendor said yes, and its response doesn't tell what that means.
    /// [`confirm`](super::CancelCall::confirm) reads the state then.
    Accepted,
}

/// A cancellation that wasn't refused.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Cancellation {
    /// The vendor.
    pub vendor: &'static Vendor,
    /// The outcome.
    pub outcome: Cancelled,
    /// The state after it, as far as a response tells.
    pub state: Option<VendorState>,
    /// `true` if the state was read after it.
    pub is_confirmed: bool,
    /// The response to the cancellation, if it came and one was sent: `read` of the
    /// operation's request builder makes the vendor's type of it.
    pub response: Option<Response>,
    /// The response with the state, if it was read.
    pub read: Option<Response>,
}

impl Cancelled {
    /// The meaning of the state after a cancellation.
    pub(crate) fn of(state: Option<&VendorState>) -> Self {
        match state.map(|state| state.state) {
            Some(State::Scheduled { at }) => Self::Scheduled { at },
            Some(State::Ended { at }) => Self::Ended { at },
            _ => Self::Accepted,
        }
    }
}

/// The state of a subscription that was read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Status {
    /// The vendor.
    pub vendor: &'static Vendor,
    /// The state.
    pub state: VendorState,
    /// The response: `read` of the operation's request builder makes the vendor's type
    /// of it.
    pub response: Response,
}

/// A scheduled cancellation that was taken back.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undone {
    /// The vendor.
    pub vendor: &'static Vendor,
    /// The state after it, if the response tells.
    pub state: Option<VendorState>,
    /// The response: `read` of the operation's request builder makes the vendor's type
    /// of it.
    pub response: Response,
}
