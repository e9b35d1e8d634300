//! The generator as a page in a browser runs it: files in, findings and files out.
//!
//! [`Session`] is the whole of it. [`exports`] hands one to a page, as functions that take
//! and give numbers and leave bytes in memory, for which the page needs no tool of its own.

mod archive;
pub mod exports;
mod session;

pub use session::Session;
