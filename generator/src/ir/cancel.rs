//! The mapping of an API's operations onto the neutral interface, checked.

pub use crate::cancel::{
    Category, Condition, Constant, DateFormat, ErrorKind, EventKind, Money, StateKind, Target,
    TimeUnit, Timing,
};

use super::NextPage;

/// A vendor's mapping.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The name as people write it.
    pub title: String,
    /// A note on the document, if it isn't the vendor's own.
    pub third_party: Option<String>,
    /// The names of the parts that a subscription's key has.
    pub key: Vec<String>,
    /// The ways to cancel, one for each timing.
    pub requests: Vec<MappedRequest>,
    /// The operations that read a subscription: the next is asked where one finds none.
    pub read: Vec<MappedOperation>,
    /// The operation that takes a scheduled cancellation back.
    pub undo: Option<MappedOperation>,
    /// The operation that lists a customer's subscriptions.
    pub list: Option<MappedList>,
    /// The vendor's words for neutral reasons.
    pub categories: Vec<(Category, String)>,
    /// The place of the end of the period that is paid for, in a subscription.
    pub period_end: Option<String>,
    /// The place of the vendor's word for the state, in a subscription.
    pub status: Option<String>,
    /// The rules that tell states, in the order in which they are tried.
    pub states: Vec<StateRule>,
    /// The rules that tell errors, in the order in which they are tried.
    pub errors: Vec<ErrorRule>,
    /// The places in the body of an error.
    pub details: Details,
    /// The webhooks.
    pub events: Option<MappedEvents>,
    /// The unit of times that are numbers.
    pub unit: TimeUnit,
}

/// An operation, and what of it is filled.
#[derive(Debug, Clone)]
pub struct MappedOperation {
    /// Its index in the API.
    pub operation: usize,
    /// The target of each part of the key; nothing for a part that it doesn't take.
    pub key: Vec<Option<Target>>,
    /// The constants that are always sent.
    pub set: Vec<(Target, Constant)>,
    /// The conditions on the subscription that is read first.
    pub conditions: Vec<(String, Condition)>,
    /// The places of values of the subscription that is read first, and their targets.
    pub copy: Vec<(String, Target)>,
    /// The form of the body.
    pub body: BodyFormat,
    /// The place of the subscription in the body of a success, if it is in it.
    pub subscription: Option<String>,
}

/// The form of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyFormat {
    /// None.
    None,
    /// JSON.
    Json {
        /// The media type.
        media_type: String,
        /// `true` if it is sent even where nothing in it is filled.
        required: bool,
    },
    /// `application/x-www-form-urlencoded`.
    Form {
        /// `true` if it is sent even where nothing in it is filled.
        required: bool,
    },
}

/// The way to cancel with one timing.
#[derive(Debug, Clone)]
pub struct MappedRequest {
    /// The timing.
    pub timing: Timing,
    /// The operation.
    pub operation: MappedOperation,
    /// The target and the form of the date, for [`Timing::Date`].
    pub date: Option<(Target, DateFormat)>,
    /// The target of the reason's text.
    pub reason: Option<Target>,
    /// `true` if the vendor demands a reason.
    pub needs_reason: bool,
    /// The longest reason in characters, if there is one.
    pub longest_reason: Option<u32>,
    /// The target of the reason's kind.
    pub category: Option<Target>,
    /// `true` if the vendor's default for the money isn't offered.
    pub needs_money: bool,
    /// The choices for the money, and the constants that say them.
    pub money: Vec<(Money, Vec<(Target, Constant)>)>,
}

/// The way to list a customer's subscriptions.
#[derive(Debug, Clone)]
pub struct MappedList {
    /// The operation; its subscription is the place within an item.
    pub operation: MappedOperation,
    /// The target of the customer.
    pub customer: Option<Target>,
    /// The place of the customer in a subscription; those of others are passed over.
    pub customer_at: Option<String>,
    /// The place of the items in a response.
    pub items: String,
    /// The way to ask for the next page; none if a response has all.
    pub next: Option<NextPage>,
    /// The place of the cursor or URL of the next page.
    pub from: Option<String>,
    /// The place that says if there is a next page.
    pub more: Option<String>,
    /// The place of each part of the key in a subscription; nothing for a part that the
    /// customer's key is.
    pub key: Vec<Option<String>>,
}

/// A state, and the conditions that it is told by.
#[derive(Debug, Clone)]
pub struct StateRule {
    /// The state.
    pub state: StateKind,
    /// All of them must hold, each of a place in the subscription.
    pub conditions: Vec<(String, Condition)>,
    /// The places of the time at which it ends or has ended.
    pub at: Vec<String>,
    /// `true` if it ends with the period that is paid for.
    pub with_period: bool,
}

/// An error, and the conditions that it is told by.
#[derive(Debug, Clone)]
pub struct ErrorRule {
    /// The kind of error.
    pub kind: ErrorKind,
    /// The status codes; empty for any but those of success.
    pub status: Vec<u16>,
    /// All of them must hold, each of a place in the body.
    pub conditions: Vec<(String, Condition)>,
}

/// Places in the body of an error.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// Those of the vendor's code.
    pub code: Vec<String>,
    /// Those of the message.
    pub message: Vec<String>,
    /// Those of the list of wrong fields.
    pub fields: Vec<String>,
}

/// The webhooks that tell of subscriptions.
#[derive(Debug, Clone)]
pub struct MappedEvents {
    /// The place of the event's type in a body.
    pub kind: String,
    /// The place of the subscription in a body.
    pub subscription: String,
    /// The place of each part of the key in the subscription.
    pub key: Vec<String>,
    /// The vendor's types; none for one of which the state tells the kind.
    pub types: Vec<(String, Option<EventKind>)>,
}

impl Mapping {
    /// The operations that it uses; one that is used twice comes twice.
    pub fn operations(&self) -> impl Iterator<Item = &MappedOperation> {
        let requests = self.requests.iter().map(|request| &request.operation);
        let list = self.list.iter().map(|list| &list.operation);
        requests.chain(&self.read).chain(&self.undo).chain(list)
    }
}
