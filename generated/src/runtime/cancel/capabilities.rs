//! Capabilities of a vendor, as data.

use std::collections::BTreeSet;

use super::choices::{Category, Money, Timing};
use super::mapping::Vendor;

/// The choices that a vendor's mapping takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// Times at which a subscription can be made to end.
    pub timings: BTreeSet<Timing>,
    /// `true` if a reason can be stated, with one timing at least.
    pub reason: bool,
    /// `true` if a reason has to be stated, with one timing at least.
    pub needs_reason: bool,
    /// Kinds of reasons.
    pub categories: BTreeSet<Category>,
    /// Choices for the money, with one timing at least.
    pub money: BTreeSet<Money>,
    /// `true` if a state can be read.
    pub read: bool,
    /// `true` if a scheduled cancellation can be undone.
    pub undo: bool,
    /// `true` if a customer's subscriptions can be listed.
    pub list: bool,
    /// `true` if webhooks are understood.
    pub events: bool,
}

impl Vendor {
    /// The choices that this vendor takes.
    pub fn capabilities(&self) -> Capabilities {
        let requests = self.requests;
        let money = requests.iter().flat_map(|one| one.money).map(|one| one.0);
        let has_default = requests.iter().any(|one| !one.needs_money);
        let default = has_default.then_some(Money::VendorDefault);
        let has_category = requests.iter().any(|one| one.category.is_some());
        let categories = self.categories.iter().map(|one| one.0);
        Capabilities {
            timings: requests.iter().map(|one| one.timing).collect(),
            reason: requests.iter().any(|one| one.reason.is_some()),
            needs_reason: requests.iter().any(|one| one.needs_reason),
            categories: categories.filter(|_| has_category).collect(),
            money: money.chain(default).collect(),
            read: !self.read.is_empty(),
            undo: self.undo.is_some(),
            list: self.list.is_some(),
            events: self.events.is_some(),
        }
    }
}
