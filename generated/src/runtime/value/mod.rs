//! Types as JSON: the trait, the tables beside generated types and the functions they
//! expand to, and the types that every client knows. Knows nothing of HTTP.

pub(crate) mod base64;
pub(crate) mod budget;
#[cfg(feature = "jiff")]
pub(crate) mod date_time;
pub(crate) mod decimal;
pub(crate) mod fields;
pub(crate) mod file;
pub(crate) mod items;
pub(crate) mod lenient;
mod listed;
pub(crate) mod literal;
pub(crate) mod macros;
mod maps;
mod member_map;
pub(crate) mod nullable;
pub(crate) mod raw_json;
#[cfg(feature = "mock")]
pub(crate) mod sample;
pub(crate) mod sample_macro;
mod search;
pub(crate) mod secret;
pub(crate) mod serde;
pub(crate) mod union;
pub(crate) mod union_macros;
pub(crate) mod webhook;
pub(crate) mod wire;
