//! The parts of the program `openapi-client` that other programs use, too: they read
//! documents with their settings, and write crates.
//!
//! The generator itself touches no disk; this does. It reads the document, its settings, and
//! the files that the document refers to in its own folder; it writes below the folder that it
//! is told to, and there only what an earlier run wrote or nobody has.

mod action;
mod client;
mod failure;
mod progress;
pub mod tree;

pub use action::Action;
pub use client::{Order, effective, generated, lacking, size};
pub use failure::Failure;
pub use openapi_client_build::files::{Document, Loader, Settings, document_name, read_text};
pub use progress::{Progress, progress};
