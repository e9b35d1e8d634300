//! The algebra of schemas: functions of the model alone.
//!
//! Takes schemas of a [`Spec`](crate::spec::Spec), gives schemas or how they
//! relate. Must not know what becomes of them.

mod inheritance;
mod intersect;
mod members;

pub use inheritance::Inheritance;
pub use intersect::{are_same, intersect, open, property};
pub use members::Members;
