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
mod encodings;
mod imports;
mod ink;
mod layout;
pub mod names;
mod responses;
mod types;

pub use api::{RustApi, RustField, RustOperation, RustParameter, RustVariant};
pub use arguments::{Argument, ArgumentType, Conversion, is_argument};
pub use body::{Found, Presence, RequestBody, alternative, body_struct, takes_body};
pub use derives::derives;
pub use encodings::differing;
pub use imports::{Import, RUNTIME};
pub use ink::Ink;
pub use layout::{Layout, layout};
pub use responses::{Arm, Outcome, Outcomes, accepted, is_streamed};
pub use types::{Name, RustType};
