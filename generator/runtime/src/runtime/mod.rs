//! What every client shares: JSON, requests, replies, errors.
//!
//! | module | what it holds |
//! |---|---|
//! | `json`, `parse`, `number` | the JSON tree, borrowed from the body |
//! | `writer` | JSON text |
//! | `wire`, `record`, `union`, `literal`, `macros`, `union_macros` | how a type meets JSON |
//! | `decode_error` | where a reply isn't what was promised |
//! | `secret`, `credential` | what must not be seen, and how it is sent |
//! | `binary`, `file` | bytes within JSON, and files |
//! | `budget` | what a hostile reply may cost |
//! | `server`, `client`, `call`, `extras` | from arguments to a request |
//! | `parameter`, `style` | how arguments are laid out |
//! | `body`, `form`, `multipart` | what a request carries |
//! | `sending`, `exchange`, `retry`, `clock` | from a request to a reply: attempts, waits, limits |
//! | `transport`, `default_transport` | the interface to the HTTP library, and the library |
//! | `reply`, `headers`, `sent`, `answer`, `error` | what comes back |
//! | `pages`, `page`, `link` | what comes back in several replies |
//! | `webhook` | what the vendor sends of its own accord |
//! | `stream`, `frames`, `events`, `json_stream` | what comes back bit by bit |
//!
//! # One call its own way
//!
//! What an operation's `send` gives is a [`Sending`]: a future that takes options
//! for one call before it is awaited, and gives status and headers if asked.
//!
//! ```
#![doc = concat!("# use ", module_path!(), "::{Error, Retries, Sending};")]
//! # use std::{fmt::Debug, time::Duration};
//! # async fn example<E: Debug>(sending: Sending<'_, String, E>) -> Result<(), Error<E>> {
//! let key = sending.idempotency_key_value().map(str::to_owned);
//! let outcome = sending
//!     .timeout(Duration::from_secs(5))
//!     .retries(Retries::default().max_attempts(5).max_elapsed(Duration::from_secs(20)))
//!     .header("X-Tenant", "t_1")
//!     .with_head()
//!     .await;
//! match outcome {
//!     Ok(answer) => println!("{}, request {:?}", answer.value, answer.request_id()),
//!     Err(error) if error.outcome_unknown() => println!("ask, or repeat with {key:?}: {error}"),
//!     Err(error) if error.is_retryable() => println!("not now: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What is hidden from the documentation serves generated code and may change.

mod answer;
mod binary;
mod body;
mod budget;
mod call;
mod client;
mod clock;
mod credential;
mod decode_error;
mod default_transport;
mod error;
mod events;
mod exchange;
mod extras;
mod file;
mod form;
mod frames;
mod headers;
mod json;
mod json_serde;
mod json_stream;
mod link;
mod literal;
mod macros;
mod multipart;
mod number;
mod page;
mod pages;
mod parameter;
mod parse;
mod record;
mod reply;
mod retry;
mod secret;
mod sending;
mod sent;
mod server;
mod stream;
mod style;
mod transport;
mod union;
mod union_macros;
mod webhook;
mod wire;
mod writer;

pub use answer::{Answer, WithHead};
pub use binary::{Base64, Base64Url};
pub use body::Encoding;
pub use call::Call;
pub use client::{BuildError, ClientBuilder, Http};
pub use credential::Credential;
pub use decode_error::DecodeError;
pub use default_transport::DefaultTransport;
pub use error::{Error, NoReply, Refused, RequestError, SendError, Undecodable};
pub use events::{Event, Events};
pub use file::File;
pub use frames::StreamError;
pub use json::{Json, Object};
#[doc(hidden)]
pub use json_serde::{deserialize, serialize};
pub use json_stream::{JsonLines, JsonSequence};
#[doc(hidden)]
pub use link::{follow_link, next_link};
#[doc(hidden)]
pub use literal::Literal;
#[doc(hidden)]
pub use page::{Page, Turn};
pub use pages::Items;
pub use parameter::Parameter;
#[doc(hidden)]
pub use record::Fields;
pub use reply::Reply;
pub use retry::Retries;
pub use secret::Secret;
pub use sending::Sending;
pub use server::BaseUrl;
pub use stream::{ByteStream, StreamingReply};
pub use style::Style;
pub use transport::{BoxError, BoxFuture, Limits, Request, TimeLimit, Transport, TransportError};
#[doc(hidden)]
pub use union::{Kind, attempt, is_beyond, unrecognized};
#[doc(hidden)]
pub use webhook::{Fit, from_body, webhook_at};
pub use wire::{Wire, from_json, to_json};
pub use writer::Writer;

#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use macros::{
    client, constant, object, open_enum, serde_by_wire, servers, setters, wrapper,
};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use union_macros::{best_of, by_type, encode_payload, tagged};
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub(crate) use webhook::webhooks;
