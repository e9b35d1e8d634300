//! The reference of `codegen.toml`: each section, each key, its type, its default and its
//! effect, in Markdown. The tables of `specs/README.md` and the schema for editors are made
//! of it.

mod cancel;
mod model;
mod schema;
mod sections;

pub use model::{Content, KeyReference, SectionReference};
pub use schema::schema;
pub use sections::SECTIONS;
