//! An API as Rust: names, types, boxes, arguments and files, all decided and
//! nothing printed.
//!
//! Takes an [`Api`] and a [`Config`], gives a [`RustApi`]. `names` is the only
//! place that makes identifiers. Must not know items or how code is laid out.
//!
//! [`Api`]: crate::ir::Api
//! [`Config`]: crate::config::Config

mod api;
mod arguments;
mod body;
mod boxes;
mod derives;
mod effort;
mod encodings;
mod enums;
mod examples;
mod fields;
mod files;
mod imports;
mod ink;
mod layout;
pub mod names;
mod parameters;
mod payloads;
mod requests;
mod responses;
mod trials;
mod types;

pub use api::{RustApi, RustExample, RustField, RustOperation, RustParameter, RustVariant};
pub use arguments::{Argument, ArgumentType, Conversion};
pub use body::{Found, Lending, Presence, RequestBody, Sending, alternative, sent_as, takes_body};
pub use derives::{derives, response_derives};
pub use enums::Unrecognized;
pub use fields::FieldKind;
pub use files::{Part, RustFile, file_of, files, recursion_limit};
pub use imports::{CRATE, Import, RUNTIME};
pub use ink::Ink;
pub use layout::Layout;
pub use parameters::{Form, Passing, RustStyle};
pub use payloads::Payloads;
pub use responses::{Arm, Outcome, Outcomes, Output, Reading, RustResponse, accepted};
pub use types::{Name, RustType, Stream};
