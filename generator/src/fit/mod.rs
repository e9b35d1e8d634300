//! JSON values held against schemas.
//!
//! Takes a [`Spec`](crate::spec::Spec), a schema of it and a value, gives [`Misfit`]s: those
//! of a server's value by what a client depends on (type, `null`, properties, items, listed
//! values, format), those of a value in the document by everything that a schema can say.
//! Must not know where the values come from, nor what becomes of the misfits.
//!
//! | file | holds |
//! |---|---|
//! | `fitter` | a value against a schema and all that it is made of |
//! | `named` | the branch that a discriminator names |
//! | `limits`, `pattern` | bounds, lengths, counts and patterns, as they are written |
//! | `formats`, `base64` | the formats that clients read as types of their own |
//! | `misfit` | the kinds of misfits |

pub mod base64;
mod fitter;
mod formats;
mod limits;
mod misfit;
mod named;
mod pattern;

pub use fitter::{Author, Fitter};
pub use misfit::{Misfit, MisfitKind};
