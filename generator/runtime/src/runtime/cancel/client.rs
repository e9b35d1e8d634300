//! The neutral interface of clients.

use super::cancel_call::CancelCall;
use super::choices::{Money, When};
use super::key::{Customer, Key, KeyOf};
use super::list::{CancelAllCall, ListCall};
use super::mapping::Vendor;
use super::other_calls::{StatusCall, UndoCall};
use super::subject::Subject;
use crate::runtime::platform::system::{MaybeSend, MaybeSync};
use crate::runtime::request::http::Http;

/// A client that can cancel subscriptions at its vendor: a bound of functions, and
/// `Box<dyn CancelSubscription>` for a vendor that is chosen at run time.
///
/// The calls are methods of [`CancelSubscriptionExt`].
pub trait CancelSubscription: MaybeSend + MaybeSync {
    /// The vendor, and what it can do.
    fn vendor(&self) -> &'static Vendor;

    /// The client's connections.
    #[doc(hidden)]
    fn connections(&self) -> &Http;
}

/// The calls of every [`CancelSubscription`].
///
/// A client takes the keys of its vendor. A trait object and a type parameter take any
/// [`Key`], which is checked before anything is sent.
pub trait CancelSubscriptionExt: CancelSubscription {
    /// Cancels a subscription, at the time that is asked for.
    fn cancel(&self, key: impl KeyOf<Self>, when: When) -> CancelCall<'_> {
        CancelCall::new(subject(self, key.into()), when)
    }

    /// Reads the state of a subscription.
    fn status(&self, key: impl KeyOf<Self>) -> StatusCall<'_> {
        let subject = subject(self, key.into());
        StatusCall { subject }
    }

    /// Takes a scheduled cancellation back.
    fn undo(&self, key: impl KeyOf<Self>) -> UndoCall<'_> {
        let subject = subject(self, key.into());
        UndoCall { subject }
    }

    /// Lists the subscriptions of a customer, through all pages.
    fn list(&self, customer: impl Into<Customer>) -> ListCall<'_> {
        ListCall {
            vendor: self.vendor(),
            http: self.connections(),
            customer: customer.into(),
        }
    }

    /// Cancels all subscriptions of a customer.
    fn cancel_all(&self, customer: impl Into<Customer>, when: When) -> CancelAllCall<'_> {
        CancelAllCall {
            list: self.list(customer),
            when,
            reason: None,
            category: None,
            money: Money::VendorDefault,
        }
    }
}

impl<C: CancelSubscription + ?Sized> CancelSubscriptionExt for C {}

impl KeyOf<dyn CancelSubscription + '_> for &str {}
impl KeyOf<dyn CancelSubscription + '_> for String {}

fn subject<C: CancelSubscription + ?Sized>(client: &C, key: Key) -> Subject<'_> {
    Subject {
        vendor: client.vendor(),
        http: client.connections(),
        key,
    }
}

/// The neutral interface of a client, and the keys that it takes.
#[allow(unused_macros, reason = "a crate uses it for its vendors")]
#[doc(hidden)]
#[macro_export]
macro_rules! vendor {
    ($client:ident, $vendor:ident, $key:ident { $part:ident $(,)? }) => {
        $crate::runtime::cancel::vendor!(@interface $client, $vendor, $key { $part });

        impl ::core::convert::From<&::core::primitive::str> for $key {
            fn from($part: &::core::primitive::str) -> Self {
                Self { $part: ::core::convert::From::from($part) }
            }
        }

        impl ::core::convert::From<::std::string::String> for $key {
            fn from($part: ::std::string::String) -> Self {
                Self { $part }
            }
        }

        impl $crate::runtime::cancel::KeyOf<$client> for &::core::primitive::str {}
        impl $crate::runtime::cancel::KeyOf<$client> for ::std::string::String {}
    };
    ($client:ident, $vendor:ident, $key:ident { $($part:ident),+ $(,)? }) => {
        $crate::runtime::cancel::vendor!(@interface $client, $vendor, $key { $($part),+ });
    };
    (@interface $client:ident, $vendor:ident, $key:ident { $($part:ident),+ }) => {
        impl $crate::runtime::cancel::CancelSubscription for $client {
            fn vendor(&self) -> &'static $crate::runtime::cancel::Vendor {
                &$vendor
            }

            fn connections(&self) -> &$crate::runtime::Http {
                &self.http
            }
        }

        impl ::core::convert::From<$key> for $crate::runtime::cancel::Key {
            fn from(key: $key) -> Self {
                let values = [$(key.$part),+];
                Self::from_parts($vendor.key.iter().copied().zip(values))
            }
        }

        impl $crate::runtime::cancel::KeyOf<$client> for $key {}
    };
}

#[allow(unused_imports, reason = "a crate uses it for its vendors")]
pub use vendor;
