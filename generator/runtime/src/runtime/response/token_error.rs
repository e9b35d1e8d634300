//! The ways in which an authorization server gives no token.

use std::fmt;

use crate::runtime::message::reply::Reply;
use crate::runtime::message::transport_error::TransportError;

/// Why an authorization server gave no token: the `source` of an
/// [`Error::Credential`](crate::runtime::Error::Credential).
///
/// `Display` holds neither secret nor token nor body.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// There is no whole reply.
    Transport(TransportError),
    /// It refuses to give one. RFC 6749, section 5.2.
    Refused {
        /// Why, such as `invalid_client` or `invalid_scope`.
        code: String,
        /// Status, headers and the body as it came, which may say more.
        reply: Box<Reply>,
    },
    /// What it says is neither a token nor a refusal.
    Unexpected {
        /// Why not.
        problem: &'static str,
        /// Status, headers and the body as it came.
        reply: Box<Reply>,
    },
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "no reply from the token endpoint: {error}"),
            Self::Refused { code, reply } => write!(
                f,
                "the token endpoint refused with status {}: {code}",
                reply.status()
            ),
            Self::Unexpected { problem, reply } => write!(
                f,
                "the token endpoint answered with status {}, but {problem}",
                reply.status()
            ),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Refused { .. } | Self::Unexpected { .. } => None,
        }
    }
}
