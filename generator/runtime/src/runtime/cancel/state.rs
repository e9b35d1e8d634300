//! The state of a subscription in neutral terms.

use super::choices::Timing;
use super::condition::state_of;
use super::kinds::StateKind;
use super::mapping::Vendor;
use super::moment::Moment;
use super::pointer::{find, text};
use crate::runtime::json::tree::Tree;

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
    /// The end of the period that is paid for, if the vendor says so.
    pub period_end: Option<Moment>,
    /// `true` if it is scheduled to end, and known to end with that period.
    pub ends_with_period: bool,
}

impl VendorState {
    /// The state that a subscription is in.
    pub(crate) fn of(vendor: &Vendor, subscription: &Tree<'_>) -> Self {
        let found = state_of(vendor.states, subscription, vendor.unit);
        let period_end = vendor.period_end.and_then(|place| {
            let end = find(subscription, place)?;
            Moment::of(end, vendor.unit)
        });
        let state = match found {
            None => State::Unknown,
            Some((rule, at)) => match rule.state {
                StateKind::Active => State::Active,
                StateKind::Trial => State::Trial,
                StateKind::PastDue => State::PastDue,
                StateKind::Paused => State::Paused,
                StateKind::NotStarted => State::NotStarted,
                StateKind::Scheduled => State::Scheduled { at },
                StateKind::Ended => State::Ended { at },
            },
        };
        let in_time = |at: Moment| period_end.is_some_and(|end| !at.is_after(end));
        let is_by_rule = found.is_some_and(|(rule, _)| rule.with_period);
        let ends_with_period = match state {
            State::Scheduled { at } => is_by_rule || at.is_some_and(in_time),
            _ => false,
        };
        Self {
            state,
            word: vendor.status.and_then(|place| text(subscription, place)),
            period_end,
            ends_with_period,
        }
    }

    /// `true` if nothing is left to be done for a cancellation at such a time.
    pub(crate) fn is_as_asked(&self, timing: Timing, moment: Option<Moment>) -> bool {
        match (self.state, timing) {
            (State::Ended { .. }, _) => true,
            (State::Scheduled { at }, Timing::Date) => at.is_some() && at == moment,
            (State::Scheduled { .. }, Timing::EndOfPeriod) => self.ends_with_period,
            (State::Scheduled { .. }, Timing::VendorDefault) => true,
            _ => false,
        }
    }
}
