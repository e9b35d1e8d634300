//! Types as JSON: the trait, the tables beside generated types and the functions they
//! expand to, and the types that every client knows. Knows nothing of HTTP.

pub(crate) mod base64;
pub(crate) mod budget;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
pub(crate) mod date_time;
pub(crate) mod decimal;
pub(crate) mod fields;
pub(crate) mod file;
#[cfg(feature = "indexmap")]
mod indexmap;
pub(crate) mod items;
pub(crate) mod lenient;
mod listed;
pub(crate) mod literal;
pub(crate) mod macros;
mod maps;
mod member_map;
pub(crate) mod nullable;
// Only where settings name types:
pub(crate) mod own;
pub(crate) mod raw_json;
#[cfg(feature = "mock")]
pub(crate) mod sample;
pub(crate) mod sample_macro;
mod search;
pub(crate) mod secret;
pub(crate) mod serde;
#[cfg(feature = "time")]
mod time;
pub(crate) mod union;
pub(crate) mod union_macros;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;
pub(crate) mod webhook;
pub(crate) mod wire;
