//! One error for all that can fail. Nothing within the runtime gives it.

pub(crate) mod any_error;
