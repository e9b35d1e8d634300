//! Diagnostics: a place in a document, its fault, and the remedy.
//!
//! Takes nothing of the other stages and must not know them. A stage returns
//! its value together with the [`Diagnostic`]s it found; [`Report`] collects
//! them. Lines and columns are looked up only when a report is printed, in the
//! [`Sources`] that it is given.

mod code;
mod diagnostic;
mod drawing;
mod line;
mod machine;
mod nearest;
mod place;
mod pointer;
mod report;
mod shorten;
mod text;
mod texts;

#[cfg(test)]
mod tests;

pub use code::Code;
pub use diagnostic::{Diagnostic, Severity};
pub use drawing::{RenderOptions, render};
pub use machine::{github, json};
pub(crate) use nearest::distance;
pub use nearest::nearest;
pub use place::{Place, Sources};
pub use pointer::Pointer;
pub use report::Report;
pub use text::Text;
pub use texts::Texts;
