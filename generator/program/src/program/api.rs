//! The crate that the program is part of.

pub(crate) use openapi_client_runtime::runtime;
