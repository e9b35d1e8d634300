//! The tables that say how a vendor's operations cancel a subscription, as `[cancel]` of
//! its `codegen.toml` states them.
//!
//! Generated code writes them; their fields may change.

use std::fmt;

use super::choices::{Category, Money, Timing};
use super::kinds::{ErrorKind, EventKind, StateKind};
use crate::runtime::request::http::Http;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::stream::page::NextPage;

/// A vendor and its mapping onto the neutral interface.
pub struct Vendor {
    /// The name of its module in this crate.
    pub name: &'static str,
    /// The name as people write it.
    pub title: &'static str,
    /// A note on the document, if it isn't the vendor's own.
    pub third_party: Option<&'static str>,
    /// The names of the parts that a subscription's key has.
    pub key: &'static [&'static str],
    #[doc(hidden)]
    pub requests: &'static [CancelRequest],
    /// Operations that read a subscription: the next is asked where one finds none.
    #[doc(hidden)]
    pub read: &'static [Operation],
    #[doc(hidden)]
    pub undo: Option<Operation>,
    #[doc(hidden)]
    pub list: Option<ListRequest>,
    /// The words of the vendor for neutral reasons.
    #[doc(hidden)]
    pub categories: &'static [(Category, &'static str)],
    /// The place of the vendor's word for the state, in a subscription.
    #[doc(hidden)]
    pub status: Option<&'static str>,
    /// The place of the end of the period that is paid for, in a subscription.
    #[doc(hidden)]
    pub period_end: Option<&'static str>,
    /// Rules in the order in which they are tried.
    #[doc(hidden)]
    pub states: &'static [StateRule],
    /// Rules in the order in which they are tried, before those by status code.
    #[doc(hidden)]
    pub errors: &'static [ErrorRule],
    /// The places of the vendor's code, message and list of wrong fields in the body of an
    /// error; the first that is there counts.
    #[doc(hidden)]
    pub details: Details,
    #[doc(hidden)]
    pub events: Option<Events>,
    /// The unit of times that are numbers.
    #[doc(hidden)]
    pub unit: TimeUnit,
}

/// Shows the vendor's name, not its tables.
impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vendor")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// An operation of the vendor, and what of it is filled.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: &'static str,
    /// Method, path, security and the like.
    pub start: Start,
    /// The place of each part of the key, in their order.
    pub key: &'static [Place],
    /// The constants that are always sent.
    pub set: &'static [(Place, Constant)],
    /// Conditions on the subscription, which is read first: all must hold.
    pub conditions: &'static [(&'static str, Condition)],
    /// Values of the subscription that is read first: where they are, and where they go.
    pub copy: &'static [(&'static str, Place)],
    /// The form of the body.
    pub body: BodyFormat,
    /// The place of the subscription in the body of a success, if it is in it; `{part}`
    /// stands for a part of the key.
    pub subscription: Option<&'static str>,
}

impl Operation {
    /// `true` if the place of the subscription depends on its key, as it is one of several.
    pub(crate) fn has_key_in_place(&self) -> bool {
        self.subscription.is_some_and(|place| place.contains('{'))
    }
}

/// The function that begins a request.
pub struct Start(pub for<'a> fn(&'a Http) -> RequestBuilder<'a>);

impl fmt::Debug for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Start")
    }
}

/// A place in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A parameter in the path.
    Path(&'static str),
    /// A parameter in the query.
    Query(&'static str),
    /// A header.
    Header(&'static str),
    /// A place in the body, by its JSON Pointer.
    Body(&'static str),
    /// None: the operation doesn't take it.
    Nowhere,
}

/// A value that a mapping states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(&'static str),
    /// An object without members.
    Object,
    /// An array; as a parameter, one after the other.
    Array(&'static [Constant]),
}

/// The form of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// None.
    None,
    /// JSON under this media type; `true`: also where nothing is filled.
    Json(&'static str, bool),
    /// `application/x-www-form-urlencoded`, objects as `name[member]`; `true`: also where
    /// nothing is filled.
    Form(bool),
}

/// The way to cancel with one timing.
#[derive(Debug)]
pub struct CancelRequest {
    /// The timing.
    pub timing: Timing,
    /// The operation.
    pub operation: Operation,
    /// The place and the form of the date, for [`Timing::Date`].
    pub date: Option<(Place, DateFormat)>,
    /// The place of the reason's text.
    pub reason: Option<Place>,
    /// `true` if the vendor demands a reason.
    pub needs_reason: bool,
    /// The longest reason in characters, if there is one.
    pub longest_reason: Option<u32>,
    /// The place of the reason's kind.
    pub category: Option<Place>,
    /// `true` if the vendor's default for the money isn't offered: it has to be said.
    pub needs_money: bool,
    /// The constants that say what happens to the money, for each choice that there is.
    pub money: &'static [(Money, &'static [(Place, Constant)])],
}

/// The form of a date in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFormat {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
    /// A day: `2026-01-31`.
    Date,
    /// An instant of RFC 3339.
    DateTime,
}

/// The unit of times that are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
}

/// The way to list the subscriptions of a customer.
#[derive(Debug)]
pub struct ListRequest {
    /// The operation; its `subscription` is the place within an item.
    pub operation: Operation,
    /// The place of the customer.
    pub customer: Place,
    /// The place of the customer in a subscription; those of others are passed over.
    pub customer_at: Option<&'static str>,
    /// The place of the items in a response.
    pub items: &'static str,
    /// The way to the next page; none if a response has all.
    pub next: Option<NextPage>,
    /// The place of the cursor or URL of the next page in a response.
    pub from: Option<&'static str>,
    /// The place in a response that says if there is a next page.
    pub more: Option<&'static str>,
    /// The place of each part of the key in an item; `None` for a part that the
    /// customer's key is.
    pub key: &'static [Option<&'static str>],
}

/// A state, and the conditions that it is told by.
#[derive(Debug)]
pub struct StateRule {
    /// The state.
    pub state: StateKind,
    /// All of them must hold, each of a place in the subscription.
    pub conditions: &'static [(&'static str, Condition)],
    /// The places of the time at which it ends or has ended; the first that has one counts.
    pub at: &'static [&'static str],
    /// `true` if it ends with the period that is paid for.
    pub with_period: bool,
}

/// A condition on the value at some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It is one of these.
    In(&'static [Constant]),
    /// It is there and not `null`.
    Present,
    /// It is `null`, or not there.
    Absent,
    /// It is a time that is still to come.
    Future,
    /// It is a time that has come.
    Past,
    /// It is text with this in it, whatever the case.
    Contains(&'static str),
}

/// An error, and the conditions that it is told by.
#[derive(Debug)]
pub struct ErrorRule {
    /// The kind of error.
    pub kind: ErrorKind,
    /// The status codes; empty: any but those of success.
    pub status: &'static [u16],
    /// All of them must hold, each of a place in the body.
    pub conditions: &'static [(&'static str, Condition)],
}

/// Places in the body of an error.
#[derive(Debug)]
pub struct Details {
    /// Those of the vendor's code.
    pub code: &'static [&'static str],
    /// Those of the message.
    pub message: &'static [&'static str],
    /// Those of the list of wrong fields.
    pub fields: &'static [&'static str],
}

/// The webhooks that tell of subscriptions.
#[derive(Debug)]
pub struct Events {
    /// The place of the event's type in the body.
    pub kind: &'static str,
    /// The place of the subscription in the body.
    pub subscription: &'static str,
    /// The place of each part of the key in the subscription.
    pub key: &'static [&'static str],
    /// The vendor's types; none for one of which the state tells the kind.
    pub types: &'static [(&'static str, Option<EventKind>)],
}
