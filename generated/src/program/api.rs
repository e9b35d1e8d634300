//! The crate that the program is part of.

pub(crate) use subscription_cancel::runtime;
