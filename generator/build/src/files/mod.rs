//! Documents, their settings, and the files that they refer to, read from the disk by one set
//! of rules: the program `openapi-client` has the same.

mod document;
mod file;
mod loader;
mod settings;

pub use document::{Document, DocumentError, document_name};
pub use file::read_text;
pub use loader::Loader;
pub use settings::Settings;
