//! The parts that every client shares, from the arguments of a call to its value or error.
//!
//! A call runs from top to bottom through the last seven of these folders. Each
//! imports from those above it only, and no two files import each other.
//!
//! | module | contents |
//! |---|---|
//! | `platform` | threads, the clock, boxed futures; browsers have others |
//! | `json` | JSON text, the list of its values, and trees that can be changed |
//! | `value` | types as JSON: [`Wire`], the tables of generated types, secrets, files |
//! | `message` | requests and responses as they go over the wire |
//! | `webhook` | signatures of what a vendor sends |
//! | `response` | streamed and whole responses, as values and as errors |
//! | `transport` | the interface to the HTTP library, and the library |
//! | `auth` | credentials, tokens, and how they are got and kept |
//! | `request` | the client and its builder, parameters and bodies |
//! | `exchange` | attempts and waits, and the future of a call |
//! | `stream` | events, JSON lines, lists in pages |
//! | `error` | one error for all that can fail |
//! | `cancel` | one interface to cancel at every vendor |
//! | `testing` | a transport that responds from a script, and the document's examples |
//! | `record` | a transport that writes exchanges down |
//! | `blocking` | calls that a thread waits for |
//! | `tower` | services as transports, and the reverse |
//!
//! Items that are hidden from the documentation serve generated code and may change.
//!
//! # Tables
//!
//! A table stands beside a generated item and states what its Rust doesn't: names and
//! values on the wire, one row for each member. It is a macro that expands to calls of
//! the functions here, so a crate of a thousand types is checked quickly.
//!
//! | table | beside | states, and what it adds |
//! |---|---|---|
//! | `object!` | a struct | the property of each field, `required`, `required_nullable`, `optional` or `nullable`; behind `const` properties with one value: `Wire` |
//! | `open_enum!` | an enum | the value of each variant: `Wire`, `as_str` or `as_i64`, `From`, `Display` |
//! | `tuple!`, `wrapper!` | a tuple struct | the places that must be there: `Wire` |
//! | `tagged!` | a union | the property that tells the variants apart, and its values: `Wire` |
//! | `by_type!` | a union | the JSON type of each variant: `Wire` |
//! | `choose!`, `best_of!` | a union | the variants among which the best fit is looked for: `Wire` |
//! | `payloads!` | a union whose table is marked `apart` | the variants that one type alone leads to: `From` it, which the other tables of unions give, too |
//! | `webhooks!` | the bodies sent to webhooks | the name of each: `Wire`, `from_json_named` |
//! | `signature!` | the bodies sent to webhooks | the way they are signed: `verify` |
//! | `required!` | the struct of another's required fields | the fields of that, those that are `absent` at first marked: `new`, `From` |
//! | `setters!` | a struct of requests | its optional fields: a setter for each |
//! | `from_env!` | a client | the environment variables for its credentials and its server: `from_env`, `builder_from_env` |
//! | `parameters!` | a request builder | optional parameters, and where they go: a setter for each |
//! | `body_fields!` | a request builder | the fields of its body: a setter for each and for the whole |
//! | `bodies!` | a request builder | other media types of its body: a setter for each |
//! | `awaited!` | a request builder | its value and error: `IntoFuture` |
//! | `response_headers!` | a struct of response headers | the header of each field: `of` |
//! | `client!`, `servers!` | the client, its servers | the address of each server: conversions |

#[cfg(any(feature = "client", feature = "webhooks"))]
mod platform;

mod json;
mod value;

#[cfg(feature = "client")]
mod message;

mod webhook;

#[cfg(feature = "client")]
mod response;

#[cfg(feature = "client")]
mod transport;

#[cfg(feature = "client")]
mod auth;

#[cfg(feature = "client")]
mod request;

#[cfg(feature = "client")]
mod exchange;

#[cfg(feature = "client")]
mod stream;

#[cfg(feature = "client")]
mod error;

#[cfg(feature = "cancel")]
pub mod cancel;

#[cfg(feature = "mock")]
mod testing;

#[cfg(feature = "record")]
mod record;

#[cfg(feature = "blocking")]
mod blocking;

#[cfg(feature = "tower")]
mod tower;

// The crates whose types stand in signatures, so that callers name them in the same version.
#[doc(no_inline)]
pub use ::bytes;
#[cfg(feature = "chrono")]
#[doc(no_inline)]
pub use ::chrono;
#[cfg(feature = "client")]
#[doc(no_inline)]
pub use ::futures_core;
#[cfg(any(feature = "client", feature = "webhooks"))]
#[doc(no_inline)]
pub use ::http;
#[cfg(feature = "indexmap")]
#[doc(no_inline)]
pub use ::indexmap;
#[cfg(feature = "jiff")]
#[doc(no_inline)]
pub use ::jiff;
#[cfg(feature = "client")]
#[doc(no_inline)]
pub use ::reqwest;
#[doc(no_inline)]
pub use ::serde_json;
#[cfg(feature = "time")]
#[doc(no_inline)]
pub use ::time;
#[cfg(feature = "tower")]
#[doc(no_inline)]
pub use ::tower_service;
#[cfg(feature = "url")]
#[doc(no_inline)]
pub use ::url;
#[cfg(feature = "uuid")]
#[doc(no_inline)]
pub use ::uuid;

pub use json::decode_error::DecodeError;
#[doc(hidden)]
pub use json::reader::Reader;
pub use json::tape::Tape;
pub use json::tape::{Items as JsonItems, Json, Object};
pub use json::text::Text;
#[doc(hidden)]
pub use json::tree::{Members, Tree};
pub use json::writer::Writer;
pub use value::base64::{Base64, Base64Url};
#[doc(hidden)]
pub use value::budget::report_unlisted;
#[cfg(feature = "jiff")]
pub use value::date_time::DateTime;
pub use value::decimal::Decimal;
#[doc(hidden)]
pub use value::fields::{Fields, FromFields, Slot, decode_object, filled, read_object};
pub use value::file::File;
#[doc(hidden)]
pub use value::items::{ItemsReader, ItemsWriter};
#[doc(hidden)]
pub use value::literal::{Field, Fixed, Literal};
pub use value::nullable::Nullable;
#[doc(hidden)]
pub use value::nullable::{Absentable, Settable};
// Only where settings name types:
#[doc(hidden)]
pub use value::own::{own_number, own_string, own_value, write_own_number, write_own_value};
pub use value::raw_json::RawJson;
#[cfg(feature = "mock")]
pub use value::sample::Sample;
pub use value::secret::Secret;
#[doc(hidden)]
pub use value::serde::{deserialize, serialize};
#[doc(hidden)]
pub use value::union::{Kind, Tag, Trials, is_beyond, unrecognized, unrecognized_tag, variant};
#[doc(hidden)]
pub use value::webhook::{Marks, from_body, webhook_at};
pub use value::wire::{Wire, from_json, to_json};

#[cfg(all(
    feature = "client",
    not(all(target_arch = "wasm32", target_os = "unknown"))
))]
pub use self::transport::options::TransportOptions;
#[cfg(feature = "webhooks")]
pub use self::webhook::{
    error::WebhookError,
    headers::WebhookHeaders,
    signature::{SecretEncoding, SignatureEncoding, SignatureScheme, SignatureTime},
};
#[cfg(feature = "client")]
pub use self::{
    auth::client_credentials::ClientCredentials,
    auth::credential::Credential,
    auth::secret_source::{SecretSource, Token, TokenSource},
    error::any_error::{AnyApiError, AnyError},
    exchange::response_future::{ResponseFuture, WithParts},
    exchange::resumable::{FailedCall, Resumable},
    message::base_url::BaseUrl,
    message::body::Body,
    message::called_operation::CalledOperation,
    message::limits::{Limits, TimeLimit},
    message::observer::{AttemptEnd, AttemptStart, Observer},
    message::outcome::Outcome,
    message::rate_limit::RateLimit,
    message::request::Request,
    message::response::Response,
    message::retry::{FailedAttempt, RetryAdvice, RetryPolicy},
    message::retry_budget::RetryBudget,
    message::transport_error::TransportError,
    platform::error::BoxError,
    platform::system::{BoxFuture, MaybeSend, MaybeSync},
    request::client_builder::{BuildError, ClientBuilder},
    request::encoding::Encoding,
    request::environment::EnvironmentError,
    request::http::Http,
    request::parameter::Parameter,
    request::request_builder::RequestBuilder,
    request::style::Style,
    response::credential_error::CredentialError,
    response::error::{ApiError, Error, InvalidBody, NoResponse, RequestError, SendError},
    response::missing_credential::MissingCredential,
    response::parts::ResponseParts,
    response::streaming::{ByteStream, StreamingResponse},
    response::token_error::TokenError,
    response::wrong_server::WrongServer,
    stream::events::{Event, Events},
    stream::frames::StreamError,
    stream::items::Items,
    stream::json_stream::{JsonLines, JsonSequence},
    transport::default::DefaultTransport,
    transport::interface::Transport,
};
#[cfg(feature = "client")]
#[doc(hidden)]
pub use self::{
    message::headers::header_value,
    request::environment::Environment,
    stream::link::{follow_link, next_link},
    stream::page::{NextPage, Page},
};
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
#[cfg(any(feature = "client", feature = "webhooks"))]
#[doc(hidden)]
pub use platform::clock::system_time;
#[cfg(feature = "record")]
pub use record::transport::RecordingTransport;
#[cfg(feature = "mock")]
pub use testing::example::{Example, ExampleResponse};
#[cfg(feature = "mock")]
pub use testing::mock_response::MockResponse;
#[cfg(feature = "mock")]
pub use testing::mock_transport::{MockRoute, MockTransport};
#[cfg(feature = "tower")]
pub use tower::{ResponseBody, TowerTransport, TransportService};

// The libraries that tables name.
#[doc(hidden)]
pub use ::serde_core;

// Tables.
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
#[cfg(feature = "client")]
pub use exchange::awaited::awaited;
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
#[cfg(feature = "client")]
pub use request::macros::{bodies, body_fields, client, from_env, parameters, servers};
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
#[cfg(feature = "client")]
pub use response::macros::response_headers;
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use value::macros::{
    constant, fixed, object, open_enum, required, serde_by_wire, setters, tuple, wrapper,
};
// Only where settings name types:
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use value::own::own_type;
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use value::sample_macro::sample;
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use value::union_macros::{best_of, by_type, choose, payloads, tagged};
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use value::union_macros::{encode_by_kind, encode_payload};
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use value::webhook::webhooks;
#[doc(hidden)]
#[allow(unused_imports, reason = "a crate uses those that its types need")]
pub use webhook::macros::signature;
