//! Responses from a script, for tests of code that calls the API.

pub(crate) mod example;
pub(crate) mod mock_response;
pub(crate) mod mock_transport;
