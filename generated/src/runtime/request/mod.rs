//! From arguments to a request: the client, the request builder of a call, parameters
//! and bodies. Sends nothing.

pub(crate) mod body;
pub(crate) mod caller_headers;
pub(crate) mod client_builder;
pub(crate) mod encoding;
pub(crate) mod environment;
pub(crate) mod form;
pub(crate) mod http;
pub(crate) mod macros;
pub(crate) mod multipart;
pub(crate) mod options;
pub(crate) mod parameter;
pub(crate) mod parameters;
pub(crate) mod request_builder;
pub(crate) mod security;
pub(crate) mod style;
pub(crate) mod url;
