//! Errors of other libraries.

use std::error::Error;

/// An error of some library.
pub type BoxError = Box<dyn Error + Send + Sync>;
