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
mod gates;
mod imports;
mod ink;
mod layout;
mod modules;
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
pub use enums::Unrecognized;
pub use fields::FieldKind;
pub use files::{Part, RustFile, files, recursion_limit};
pub use gates::Gate;
pub use imports::{CRATE, Import, RUNTIME};
pub use ink::Ink;
pub use layout::Layout;
pub use modules::{ALL_TAGS, SCHEMAS, TYPES_OF_TAGS, file_of};
pub use parameters::{Form, Passing, RustStyle};
pub use payloads::Payloads;
pub use responses::{
    Arm, Outcome, Outcomes, Output, Reading, RustResponse, accepted, response_derives,
};
pub use types::{Name, RustType, Stream};
