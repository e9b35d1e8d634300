//! How a call can fail.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;

use super::{DecodeError, Reply, TokenError, TransportError, Wire};

/// Why a call gave no value. `E` holds the refusals that the document has for
/// the operation.
///
/// `Display` fits in one log line and holds neither a secret nor a body.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request couldn't be built; nothing was sent.
    Request(RequestError),
    /// The operation needs a credential that the client doesn't have; nothing
    /// was sent.
    MissingCredential {
        /// The security scheme of the document.
        scheme: &'static str,
    },
    /// There is no secret for a credential that the operation needs: its
    /// [`TokenSource`](super::TokenSource) failed, or the authorization server
    /// gave no token. The request wasn't sent.
    Credential {
        /// The security scheme of the document.
        scheme: &'static str,
        /// What the source says; a [`TokenError`] from an authorization server.
        /// Shared by all calls that waited for it.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// There is no whole reply.
    Transport(TransportError),
    /// A refusal that the document has.
    Refused(Box<Refused<E>>),
    /// A status that the document doesn't have. Redirects are among them,
    /// since they are never followed.
    Unexpected(Box<Reply>),
    /// The body isn't what the document promises.
    Decode(Box<Undecodable>),
}

/// A documented refusal.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refused<E> {
    /// Status, headers and the body as it came.
    pub reply: Reply,
    /// What it says.
    pub refusal: E,
}

/// A body that isn't what the document promises.
#[derive(Debug)]
#[non_exhaustive]
pub struct Undecodable {
    /// Status, headers and the body as it came.
    pub reply: Reply,
    /// Where and why.
    pub error: DecodeError,
}

/// A request that couldn't be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    parameter: Option<&'static str>,
    problem: Cow<'static, str>,
}

impl RequestError {
    pub(super) fn new(
        parameter: Option<&'static str>,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            parameter,
            problem: problem.into(),
        }
    }

    /// The parameter at fault, by its name in the document.
    pub fn parameter(&self) -> Option<&'static str> {
        self.parameter
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parameter {
            Some(parameter) => write!(f, "parameter `{parameter}` {}", self.problem),
            None => f.write_str(&self.problem),
        }
    }
}

impl std::error::Error for RequestError {}

/// Why [`Call::send`](super::Call::send) got no reply; `?` makes the
/// [`Error`] of an operation of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// See [`Error::Request`].
    Request(RequestError),
    /// See [`Error::MissingCredential`].
    MissingCredential {
        /// The security scheme of the document.
        scheme: &'static str,
    },
    /// See [`Error::Credential`].
    Credential {
        /// The security scheme of the document.
        scheme: &'static str,
        /// What the source says.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// See [`Error::Transport`].
    Transport(TransportError),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}"),
            Self::MissingCredential { scheme } => write!(f, "no credential for `{scheme}`"),
            Self::Credential { scheme, source } => no_secret(f, scheme, &**source),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::MissingCredential { .. } => None,
            Self::Credential { source, .. } => Some(&**source),
            Self::Transport(error) => error.source(),
        }
    }
}

/// What a source of the caller's says isn't shown: it may hold a secret.
fn no_secret(
    f: &mut fmt::Formatter<'_>,
    scheme: &str,
    source: &(dyn std::error::Error + 'static),
) -> fmt::Result {
    write!(f, "no secret for `{scheme}`")?;
    match source.downcast_ref::<TokenError>() {
        Some(error) => write!(f, ": {error}"),
        None => f.write_str(": its source failed"),
    }
}

impl<E> From<SendError> for Error<E> {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Request(error) => Self::Request(error),
            SendError::MissingCredential { scheme } => Self::MissingCredential { scheme },
            SendError::Credential { scheme, source } => Self::Credential { scheme, source },
            SendError::Transport(error) => Self::Transport(error),
        }
    }
}

impl<E> Error<E> {
    /// The documented refusal, if it is one.
    pub fn refusal(&self) -> Option<&E> {
        match self {
            Self::Refused(refused) => Some(&refused.refusal),
            _ => None,
        }
    }

    /// The status, if a reply came.
    pub fn status(&self) -> Option<u16> {
        self.reply().map(Reply::status)
    }

    /// The headers, if a reply came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(Reply::headers)
    }

    /// The body, or what came of it.
    pub fn body(&self) -> Option<&Bytes> {
        self.reply().map(Reply::body)
    }

    /// See [`Reply::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.reply().and_then(Reply::request_id)
    }

    /// See [`Reply::header`].
    ///
    /// # Errors
    /// The header isn't a `T`.
    pub fn header<T: Wire>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.reply() {
            Some(reply) => reply.header(name),
            None => Ok(None),
        }
    }

    /// Whether a time limit was hit.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(TransportError::Timeout { .. }))
    }

    fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Request(_) | Self::MissingCredential { .. } | Self::Credential { .. } => None,
            Self::Transport(error) => error.reply(),
            Self::Refused(refused) => Some(&refused.reply),
            Self::Unexpected(reply) => Some(reply),
            Self::Decode(undecodable) => Some(&undecodable.reply),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}"),
            Self::MissingCredential { scheme } => write!(f, "no credential for `{scheme}`"),
            Self::Credential { scheme, source } => no_secret(f, scheme, &**source),
            Self::Transport(error) => error.fmt(f),
            Self::Refused(refused) => write!(f, "refused with status {}", refused.reply.status()),
            Self::Unexpected(reply) => write!(f, "unexpected status {}", reply.status()),
            Self::Decode(undecodable) => {
                let Undecodable { reply, error } = &**undecodable;
                write!(
                    f,
                    "status {}, but the body doesn't decode: {error}",
                    reply.status()
                )
            }
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::Credential { source, .. } => Some(&**source),
            Self::Transport(error) => error.source(),
            Self::Decode(undecodable) => Some(&undecodable.error),
            Self::MissingCredential { .. } | Self::Refused(_) | Self::Unexpected(_) => None,
        }
    }
}
