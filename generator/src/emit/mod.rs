//! From an API as Rust to items.
//!
//! Takes a [`RustApi`], gives [`Module`]s. The only stage that makes items of tokens.
//! Looks names up and never makes one; must not know how code is laid out.
//!
//! Each file prints a kind of thing and uses those above it only: `item`, `docs`,
//! `index`, `context`, `print`, `type_docs`; then types (`object`, `tuple`,
//! `enums`, `webhook`); then calls (`style`, `body`, `setters`, `response`,
//! `pages`, `operation`, `client`); then the neutral interface (`capabilities`,
//! `cancel`); then the examples of the document (`example`); then `module`.
//!
//! [`RustApi`]: crate::rust::RustApi

mod body;
mod cancel;
mod capabilities;
mod client;
mod context;
mod docs;
mod enums;
mod environment;
mod example;
mod first_call;
mod first_value;
mod index;
mod item;
mod module;
mod object;
mod operation;
mod overview;
mod pages;
mod print;
mod response;
mod security_docs;
mod setters;
mod style;
mod tag;
mod tuple;
mod type_docs;
mod webhook;

pub use capabilities::capabilities;
pub use context::{Surroundings, Target, Uses};
pub use first_call::{FirstCall, first_call};
pub use item::{Constant, Item, Row, Table};
pub use module::{Module, emit};
pub use overview::OVERVIEW;
