//! The subscriptions of a customer: listed through all pages, and cancelled one by one.

use super::cancel_call::CancelCall;
use super::cancellation::{Cancellation, Cancelled};
use super::choices::{Category, Money, Timing, When};
use super::compose::Composer;
use super::error::CancelError;
use super::key::{Customer, Key};
use super::kinds::ErrorKind;
use super::mapping::{ListRequest, Vendor};
use super::pointer::{find, text};
use super::state::{State, VendorState};
use super::subject::Subject;
use super::verdict;
use crate::runtime::json::tree::Tree;
use crate::runtime::message::response::Response;
use crate::runtime::platform::system::BoxFuture;
use crate::runtime::request::http::Http;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::{Error, SendError};
use crate::runtime::stream::page::{Page, Walk};
use crate::runtime::value::raw_json::RawJson;

/// A subscription of a list.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListedSubscription {
    /// Its key.
    pub key: Key,
    /// Its state.
    pub state: VendorState,
    /// The subscription as it came; [`RawJson::decode`] makes the vendor's type of it.
    pub raw: RawJson,
}

/// A list that is read, through all pages, once this is awaited.
#[must_use = "nothing is sent before it is awaited"]
#[derive(Clone)]
pub struct ListCall<'a> {
    pub(crate) vendor: &'static Vendor,
    pub(crate) http: &'a Http,
    pub(crate) customer: Customer,
}

impl<'a> ListCall<'a> {
    async fn run(&self) -> Result<Vec<ListedSubscription>, CancelError> {
        let vendor = self.vendor;
        let Some(list) = &vendor.list else {
            let why = "to list the subscriptions of a customer isn't offered by this vendor";
            return Err(CancelError::unsent(vendor, ErrorKind::Unsupported, why));
        };
        let invalid = |why| CancelError::unsent(vendor, ErrorKind::InvalidRequest, why);
        let mut call = self.request(list).map_err(invalid)?;
        let mut walk = list.next.map(Walk::new);
        let mut all = Vec::new();
        loop {
            let response = call.clone().send().await;
            let response = response.map_err(|error| verdict::no_response(vendor, error))?;
            let response = verdict::success(vendor, response)?;
            let items = self.add_page(list, &response, &mut all)?;
            let Some(walk) = &mut walk else {
                return Ok(all);
            };
            let page = page(list, &response, items);
            let next = walk.after(&page, &response, call);
            let next = next.map_err(|error| {
                let error = SendError::Request(error).into();
                CancelError::new(vendor, ErrorKind::UnexpectedResponse, error)
            })?;
            match next {
                Some(next) => call = next,
                None => return Ok(all),
            }
        }
    }

    fn request(&self, list: &ListRequest) -> Result<RequestBuilder<'a>, String> {
        let key: Vec<_> = self
            .vendor
            .key
            .iter()
            .map(|name| self.customer.part(name))
            .collect();
        let mut composer = Composer::new(self.http, &list.operation, &key)?;
        let customer = Tree::String(self.customer.id.clone().into());
        composer.fill(list.customer, customer)?;
        composer.finish()
    }

    /// Adds the subscriptions of a page, and tells the number of its items. One without a key makes an error of the whole:
    /// a list with gaps would be taken for complete.
    fn add_page(
        &self,
        list: &ListRequest,
        response: &Response,
        all: &mut Vec<ListedSubscription>,
    ) -> Result<usize, CancelError> {
        let unexpected = || {
            let error = Error::UnexpectedResponse(Box::new(response.clone()));
            CancelError::new(self.vendor, ErrorKind::UnexpectedResponse, error)
        };
        let json = verdict::body(response);
        let Some(Tree::Array(items)) = find(&json, list.items) else {
            return Err(unexpected());
        };
        for item in items {
            let place = list.operation.subscription.unwrap_or_default();
            let subscription = find(item, place).ok_or_else(unexpected)?;
            if let Some(place) = list.customer_at {
                let customer = text(subscription, place).ok_or_else(unexpected)?;
                if customer != self.customer.id {
                    continue;
                }
            }
            all.push(ListedSubscription {
                key: self.key(list, subscription).ok_or_else(unexpected)?,
                state: VendorState::of(self.vendor, subscription),
                raw: RawJson::of(subscription),
            });
        }
        Ok(items.len())
    }

    fn key(&self, list: &ListRequest, subscription: &Tree<'_>) -> Option<Key> {
        let names = self.vendor.key.iter();
        let parts = names.zip(list.key).map(|(name, place)| {
            let value = match place {
                Some(place) => text(subscription, place)?,
                None => self.customer.part(name).to_owned(),
            };
            Some((*name, value))
        });
        Some(Key::from_parts(parts.collect::<Option<Vec<_>>>()?))
    }
}

fn page(list: &ListRequest, response: &Response, items: usize) -> Page<()> {
    let json = verdict::body(response);
    Page {
        items: vec![(); items],
        next: list.from.and_then(|place| text(&json, place)),
        more: list.more.and_then(|place| match find(&json, place)? {
            Tree::Bool(more) => Some(*more),
            _ => None,
        }),
    }
}

impl<'a> IntoFuture for ListCall<'a> {
    type Output = Result<Vec<ListedSubscription>, CancelError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.run().await })
    }
}

/// The result for one of a customer's subscriptions.
#[derive(Debug)]
#[non_exhaustive]
pub struct CancelledOne {
    /// The subscription, as it was before.
    pub subscription: ListedSubscription,
    /// The result. For a subscription that had ended before, or was about to as asked for,
    /// nothing is sent.
    pub result: Result<Cancellation, CancelError>,
}

/// Cancellations of all of a customer's subscriptions, which begin once this is awaited.
///
/// The whole list is read first, and an error of it ends the call before anything is
/// cancelled. Then there is one result for each, in the order of the list; each is
/// [confirmed](CancelCall::confirm).
#[must_use = "nothing is sent before it is awaited"]
#[derive(Clone)]
pub struct CancelAllCall<'a> {
    pub(crate) list: ListCall<'a>,
    pub(crate) when: When,
    pub(crate) reason: Option<String>,
    pub(crate) category: Option<Category>,
    pub(crate) money: Money,
}

impl<'a> CancelAllCall<'a> {
    /// See [`CancelCall::reason`].
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// See [`CancelCall::category`].
    pub fn category(mut self, category: Category) -> Self {
        self.category = Some(category);
        self
    }

    /// See [`CancelCall::money`].
    pub fn money(mut self, money: Money) -> Self {
        self.money = money;
        self
    }

    fn call(&self, key: Key) -> CancelCall<'a> {
        let subject = Subject {
            vendor: self.list.vendor,
            http: self.list.http,
            key,
        };
        let mut call = CancelCall::new(subject, self.when)
            .money(self.money)
            .confirm();
        if let Some(reason) = &self.reason {
            call = call.reason(reason.clone());
        }
        match self.category {
            Some(category) => call.category(category),
            None => call,
        }
    }

    async fn run(self) -> Result<Vec<CancelledOne>, CancelError> {
        // What the vendor can't do is known before anything is read.
        let names = self.list.vendor.key.iter();
        self.call(Key::from_parts(names.map(|name| (*name, "-"))))
            .dry_run()?;
        let mut results = Vec::new();
        for subscription in self.list.run().await? {
            let result = match self.known(&subscription) {
                Some(outcome) => Ok(Cancellation {
                    vendor: self.list.vendor,
                    outcome,
                    state: Some(subscription.state.clone()),
                    is_confirmed: true,
                    response: None,
                    read: None,
                }),
                None => self.call(subscription.key.clone()).await,
            };
            results.push(CancelledOne {
                subscription,
                result,
            });
        }
        Ok(results)
    }

    /// The outcome, if there is nothing to be done.
    fn known(&self, subscription: &ListedSubscription) -> Option<Cancelled> {
        let call = self.call(subscription.key.clone());
        let (state, timing) = (&subscription.state, call.meant_timing());
        match state.state {
            State::Ended { at: since } => Some(Cancelled::AlreadyCancelled { since }),
            // Nobody knows whenever the vendor would end it.
            _ if timing == Timing::VendorDefault => None,
            State::Scheduled { at: since } if state.is_as_asked(timing, call.moment()) => {
                Some(Cancelled::AlreadyCancelled { since })
            }
            _ => None,
        }
    }
}

impl<'a> IntoFuture for CancelAllCall<'a> {
    type Output = Result<Vec<CancelledOne>, CancelError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
