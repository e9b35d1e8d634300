//! Promises of the public types to a program that uses them. A change that breaks
//! one of them doesn't compile.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use subscription_cancel::runtime::{Nullable, Wire};
use subscription_cancel::{Error, duro, exodus, flowglad, funnelfox, lotus};

/// Fails to compile if the type has the trait: then both implementations below
/// fit, and the compiler can't tell which `_` is meant.
macro_rules! lacks {
    ($trait:path: $($type:ty),+ $(,)?) => { $(
        const _: fn() = || {
            struct HasIt;
            trait Ambiguous<Which> { fn here() {} }
            impl<T> Ambiguous<()> for T {}
            impl<T: $trait> Ambiguous<HasIt> for T {}
            <$type as Ambiguous<_>>::here()
        };
    )+ };
}

// Nobody should cancel in some way just because it was the first in a list.
lacks!(Default:
    flowglad::CancelSubscriptionRequest,
    flowglad::Cancellation,
    lotus::FlatFeeBehavior,
    lotus::UsageBehavior,
    lotus::InvoicingBehavior,
);

// A response comes from a server. Where something is required, nothing stands in
// for it.
lacks!(Default:
    exodus::Subscription,
    flowglad::CancelSubscriptionResponse,
    funnelfox::Subscription,
    lotus::Subscription,
);

// A secret doesn't get into a log by way of a format that serializes.
lacks!(serde::Serialize: subscription_cancel::Secret, duro::Client);

fn client<T: Clone + Debug + Send + Sync + Unpin + 'static>() {}
fn failure<T: StdError + Send + Sync + 'static>() {}
fn value<T: Wire + Clone + Debug + PartialEq + Send + Sync + 'static>() {}
fn text<T: Clone + Debug + Display + Eq + Hash + for<'a> From<&'a str> + From<String>>() {}

mod of_every_vendor {
    use super::{Error, client, failure, value};
    use crate::vendor::{Vendor, every_vendor};

    every_vendor! { client_and_types_have_their_traits }

    async fn client_and_types_have_their_traits<V: Vendor>() {
        client::<V::Client>();
        failure::<Error<V::ApiError>>();
        value::<V::Request>();
        value::<V::Response>();
    }
}

#[test]
fn enum_of_strings_has_the_traits_of_text() {
    text::<duro::SubscriptionStatus>();
    text::<exodus::ErrorType>();
    text::<flowglad::BillingInterval>();
    text::<funnelfox::PaymentProvider>();
    text::<lotus::FlatFeeBehavior>();
}

/// A request that says nothing chooses nothing.
#[test]
fn request_default_is_empty() {
    let duro = duro::CancelSubscriptionRequest::default();
    assert_eq!(duro.at_period_end, None, "duro");
    let exodus = exodus::CancelSubscriptionRequest::default();
    assert_eq!(
        (exodus.cancel_immediately, exodus.reason),
        (None, None),
        "exodus"
    );
    let funnelfox = funnelfox::CancelSubscriptionRequest::default();
    assert_eq!(funnelfox.reason, None, "funnelfox");
    let lotus = lotus::CancelSubscriptionRequest::default();
    assert_eq!(lotus.flat_fee_behavior, Nullable::Absent, "lotus");
    assert_eq!(
        (lotus.usage_behavior, lotus.invoicing_behavior),
        (None, None),
        "lotus"
    );
}

/// A call can be sent from a task of its own.
#[test]
fn calls_can_move_between_threads() {
    fn moves<T: Send>(_: T) {}
    let client = duro::Client::builder("key").build();
    let client = client.expect("the client should build");
    moves(client.cancel_subscription("sub_1"));
    moves(client.cancel_subscription("sub_1").send());
}
