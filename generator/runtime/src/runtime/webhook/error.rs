//! The errors of a webhook that can't be trusted, or read.

use std::fmt;
use std::time::Duration;

use crate::runtime::json::decode_error::DecodeError;

/// The error of a webhook that can't be trusted or read. Answer all but
/// [`Body`](Self::Body) and [`Secret`](Self::Secret) with 400 or 401, and do nothing.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum WebhookError {
    /// A header that the signature needs is absent.
    MissingHeader(&'static str),
    /// A header isn't what the signature needs.
    InvalidHeader(&'static str),
    /// No signature is that of this body with one of the secrets.
    Forged,
    /// The signature is right, but was made too long ago, or in the future: somebody may
    /// be sending a body again that they have seen.
    Stale {
        /// The time between the signature and now.
        off: Duration,
    },
    /// There is no secret, or one isn't written as the vendor writes it.
    Secret,
    /// The signature is right, but the body can't be decoded.
    Body(DecodeError),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader(name) => write!(f, "the header `{name}` is missing"),
            Self::InvalidHeader(name) => write!(f, "the header `{name}` holds no signature"),
            Self::Forged => f.write_str("no signature is right"),
            Self::Stale { off } => write!(f, "the signature is off by {} s", off.as_secs()),
            Self::Secret => f.write_str("there is no secret, or one isn't in the vendor's form"),
            Self::Body(error) => write!(f, "the body can't be decoded: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            _ => None,
        }
    }
}
