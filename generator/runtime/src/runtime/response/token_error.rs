//! The ways in which an authorization server gives no token.

use std::fmt;

use crate::runtime::message::response::Response;
use crate::runtime::message::transport_error::TransportError;

/// The error of an authorization server that gave no token: the `source` of an
/// [`Error::Credential`](crate::runtime::Error::Credential).
///
/// `Display` holds neither secret nor token nor body.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// There is no whole response.
    Transport(TransportError),
    /// It refuses to give one. RFC 6749, section 5.2.
    Rejected {
        /// The error code, such as `invalid_client` or `invalid_scope`.
        code: String,
        /// Status, headers and the body as it came, which may say more.
        response: Box<Response>,
    },
    /// The response is neither a token nor a documented error.
    Unexpected {
        /// The reason.
        problem: &'static str,
        /// Status, headers and the body as it came.
        response: Box<Response>,
    },
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "no response from the token endpoint: {error}"),
            Self::Rejected { code, response } => write!(
                f,
                "the token endpoint rejected the request with status {}: {code}",
                response.status()
            ),
            Self::Unexpected { problem, response } => write!(
                f,
                "the token endpoint answered with status {}, but {problem}",
                response.status()
            ),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Rejected { .. } | Self::Unexpected { .. } => None,
        }
    }
}
