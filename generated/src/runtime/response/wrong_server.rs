//! A key for another server than the one that it would have gone to.

use std::fmt;

/// A key for one server that would have gone to another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrongServer {
    /// The security scheme of the document.
    pub scheme: String,
    /// The client's server.
    pub server: String,
    /// The server that the key is for.
    pub belongs_to: String,
}

impl fmt::Display for WrongServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the key for `{}` is one for {}, not for {}",
            self.scheme, self.belongs_to, self.server
        )
    }
}

impl std::error::Error for WrongServer {}
