//! One way to cancel a subscription, at every vendor.
//!
//! ```
//! use subscription_cancel::runtime::cancel::{
//!     CancelError, CancelSubscription, CancelSubscriptionExt, Cancelled, When,
//! };
//!
//! async fn stop(vendor: &dyn CancelSubscription, id: &str) -> Result<String, CancelError> {
//!     let cancellation = vendor.cancel(id, When::EndOfPeriod).confirm().await?;
//!     Ok(match cancellation.outcome {
//!         Cancelled::Scheduled { at: Some(at) } => format!("ends {at}"),
//!         Cancelled::Scheduled { at: None } => "ends with the period".to_owned(),
//!         Cancelled::Ended { .. } | Cancelled::AlreadyCancelled { .. } => "has ended".to_owned(),
//!         _ => "accepted".to_owned(),
//!     })
//! }
//! ```
//!
//! A vendor is a table, [`Vendor`], made of its `codegen.toml`. A call runs through these
//! files from top to bottom:
//!
//! | file | contents |
//! |---|---|
//! | `choices`, `kinds` | words that are the same for all vendors |
//! | `mapping`, `capabilities` | the tables of a vendor, and what they can do |
//! | `key`, `moment` | keys and times |
//! | `pointer`, `condition`, `state` | from JSON to a state |
//! | `compose`, `dry_run` | from choices to a request |
//! | `error`, `cancellation`, `verdict` | from a response to its meaning |
//! | `subject`, `cancel_call`, `other_calls`, `list` | the calls |
//! | `event` | webhooks |
//! | `client`, `vendor_client` | the interface, and clients for it |

mod cancel_call;
mod cancellation;
mod capabilities;
mod choices;
mod client;
mod compose;
mod condition;
mod dry_run;
mod error;
mod event;
mod key;
mod kinds;
mod list;
mod mapping;
mod moment;
mod other_calls;
mod pointer;
mod state;
mod subject;
mod vendor_client;
mod verdict;

pub use cancel_call::CancelCall;
pub use cancellation::{Cancellation, Cancelled, Status, Undone};
pub use capabilities::Capabilities;
pub use choices::{Category, Money, Timing, When};
pub use client::{CancelSubscription, CancelSubscriptionExt};
pub use dry_run::DryRun;
pub use error::CancelError;
pub use event::SubscriptionEvent;
pub use key::{Customer, Key, KeyOf};
pub use kinds::{ErrorKind, EventKind, StateKind};
pub use list::{CancelAllCall, CancelledOne, ListCall, ListedSubscription};
pub use mapping::Vendor;
#[doc(hidden)]
pub use mapping::{
    BodyFormat, CancelRequest, Condition, Constant, DateFormat, Details, ErrorRule, Events,
    ListRequest, Operation, Place, Start, StateRule, TimeUnit,
};
pub use moment::Moment;
pub use other_calls::{StatusCall, UndoCall};
pub use state::{State, VendorState};
pub use vendor_client::VendorClient;

#[allow(unused_imports, reason = "a crate uses it for its vendors")]
pub(crate) use client::vendor;
