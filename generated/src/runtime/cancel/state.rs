//! The state of a subscription in neutral terms.

use super::condition::state_of;
use super::kinds::StateKind;
use super::mapping::Vendor;
use super::moment::Moment;
use super::pointer::text;
use crate::runtime::json::tree::Json;

/// The state of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// It runs and renews.
    Active,
    /// It runs, and nothing was paid yet.
    Trial,
    /// A payment is due.
    PastDue,
    /// It rests, and can go on.
    Paused,
    /// It begins later.
    NotStarted,
    /// It runs, and ends without renewing.
    Scheduled {
        /// The time at which it ends, if the vendor says so.
        at: Option<Moment>,
    },
    /// It has ended.
    Ended {
        /// The time at which it ended, if the vendor says so.
        at: Option<Moment>,
    },
    /// The vendor's word is none that the mapping knows.
    Unknown,
}

/// A state in neutral terms and in the vendor's own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VendorState {
    /// The state.
    pub state: State,
    /// The vendor's word for it, if it has one.
    pub word: Option<String>,
}

impl VendorState {
    /// The state that a subscription is in.
    pub(crate) fn of(vendor: &Vendor, subscription: &Json<'_>) -> Self {
        let state = match state_of(vendor.states, subscription, vendor.unit) {
            None => State::Unknown,
            Some((kind, at)) => match kind {
                StateKind::Active => State::Active,
                StateKind::Trial => State::Trial,
                StateKind::PastDue => State::PastDue,
                StateKind::Paused => State::Paused,
                StateKind::NotStarted => State::NotStarted,
                StateKind::Scheduled => State::Scheduled { at },
                StateKind::Ended => State::Ended { at },
            },
        };
        Self {
            state,
            word: vendor.status.and_then(|place| text(subscription, place)),
        }
    }
}
