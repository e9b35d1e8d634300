//! How a call can fail.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::credential_error::NoSecret;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::attempts::{Fate, Sent};
use crate::runtime::message::limits::TimeLimit;
use crate::runtime::message::reply::Reply;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::value::wire::Wire;

/// Why a call gave no value. `E` holds the refusals that the document has for
/// the operation.
///
/// `Display` fits in one log line and holds neither a secret nor a body.
///
/// Two questions remain when a call has failed, and both have an answer:
/// whether to try again ([`is_retryable`](Self::is_retryable)), and whether it
/// may have been done all the same ([`outcome_unknown`](Self::outcome_unknown)).
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
    /// There is no secret for a credential that the operation needs. The
    /// request wasn't sent, at this attempt.
    Credential(NoSecret),
    /// There is no whole reply.
    Transport(NoReply),
    /// A refusal that the document has.
    Refused(Box<Refused<E>>),
    /// A redirect that the document doesn't have. It was not followed, since
    /// credentials would have gone along; `Location` says where to.
    Redirected(Box<Reply>),
    /// A status that the document doesn't have.
    Unexpected(Box<Reply>),
    /// The body isn't what the document promises.
    Decode(Box<Undecodable>),
}

/// A call without a whole reply.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoReply {
    /// What happened to the last attempt.
    pub error: TransportError,
    sent: Sent,
}

impl NoReply {
    pub(crate) fn new(error: TransportError, mut sent: Sent) -> Self {
        sent.is_open |= Fate::of_error(&error) == Fate::Lost;
        Self { error, sent }
    }
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
    pub(crate) fn new(
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

/// Why [`Call::send`](crate::runtime::Call::send) got no reply; `?` makes the
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
    Credential(NoSecret),
    /// See [`Error::Transport`].
    Transport(NoReply),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}"),
            Self::MissingCredential { scheme } => write!(f, "no credential for `{scheme}`"),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(NoReply { error, .. }) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::MissingCredential { .. } => None,
            Self::Credential(error) => Some(&*error.source),
            Self::Transport(NoReply { error, .. }) => error.source(),
        }
    }
}

impl<E> From<SendError> for Error<E> {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Request(error) => Self::Request(error),
            SendError::MissingCredential { scheme } => Self::MissingCredential { scheme },
            SendError::Credential(error) => Self::Credential(error),
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

    /// Why there is no whole reply, if that is it.
    pub fn transport(&self) -> Option<&TransportError> {
        match self {
            Self::Transport(no_reply) => Some(&no_reply.error),
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

    /// How many requests were sent.
    pub fn attempts(&self) -> u32 {
        self.sent().map_or(0, |sent| sent.attempts)
    }

    /// The idempotency key that was sent, with every attempt. To try again
    /// without harm, send the same:
    /// [`Sending::idempotency_key`](crate::runtime::Sending::idempotency_key).
    pub fn idempotency_key(&self) -> Option<&str> {
        self.sent()?.key.as_deref()
    }

    /// Whether a time limit was hit.
    pub fn is_timeout(&self) -> bool {
        self.time_limit().is_some()
    }

    /// Which time limit was hit, if one was.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        match self.transport()? {
            TransportError::Timeout { limit, .. } => Some(*limit),
            _ => None,
        }
    }

    /// Whether the same call may succeed later, and making it again does no
    /// harm even if this one was acted on: nothing was sent, the server asks
    /// to come back later, the method is idempotent, or there is an
    /// [`idempotency_key`](Self::idempotency_key), which must be sent again.
    ///
    /// The client has done so already, as often as its
    /// [`Retries`](crate::runtime::Retries) allow.
    pub fn is_retryable(&self) -> bool {
        let Some(sent) = self.sent() else {
            return false;
        };
        let is_repeatable = sent.is_repeatable();
        self.fate().allows_another(is_repeatable) && (is_repeatable || !sent.is_open)
    }

    /// Whether the request may have been acted on although its reply is lost,
    /// and doing it twice is not the same as doing it once: the server has to
    /// be asked, or the call made again with the same
    /// [`idempotency_key`](Self::idempotency_key).
    ///
    /// Also when a gateway says that it has lost the reply (502, 504), and
    /// when the reply of an earlier attempt was lost and none told since.
    pub fn outcome_unknown(&self) -> bool {
        self.sent()
            .is_some_and(|sent| sent.is_open && !sent.is_idempotent)
    }

    fn fate(&self) -> Fate {
        match (self, self.reply()) {
            (Self::Credential(no_secret), _) => no_secret.fate(),
            (Self::Transport(no_reply), _) => Fate::of_error(&no_reply.error),
            // Also if it doesn't decode: a proxy that is busy sends a page.
            (_, Some(reply)) => Fate::of_reply(reply.status(), reply.headers()),
            (_, None) => Fate::Final,
        }
    }

    fn sent(&self) -> Option<&Sent> {
        match self {
            Self::Request(_) | Self::MissingCredential { .. } => None,
            Self::Credential(no_secret) => Some(&no_secret.sent),
            Self::Transport(no_reply) => Some(&no_reply.sent),
            _ => self.reply().map(|reply| &reply.sent),
        }
    }

    fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Request(_) | Self::MissingCredential { .. } | Self::Credential(_) => None,
            Self::Transport(no_reply) => no_reply.error.reply(),
            Self::Refused(refused) => Some(&refused.reply),
            Self::Redirected(reply) | Self::Unexpected(reply) => Some(reply),
            Self::Decode(undecodable) => Some(&undecodable.reply),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}")?,
            Self::MissingCredential { scheme } => write!(f, "no credential for `{scheme}`")?,
            Self::Credential(error) => error.fmt(f)?,
            Self::Transport(NoReply { error, .. }) => error.fmt(f)?,
            Self::Refused(refused) => write!(f, "refused with status {}", refused.reply.status())?,
            Self::Redirected(reply) => {
                write!(
                    f,
                    "status {}, a redirect that is not followed",
                    reply.status()
                )?;
            }
            Self::Unexpected(reply) => write!(f, "unexpected status {}", reply.status())?,
            Self::Decode(undecodable) => {
                let Undecodable { reply, error } = &**undecodable;
                let status = reply.status();
                write!(f, "status {status}, but the body doesn't decode: {error}")?;
            }
        }
        match self.attempts() {
            0 | 1 => Ok(()),
            attempts => write!(f, " (after {attempts} attempts)"),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::Credential(error) => Some(&*error.source),
            Self::Transport(NoReply { error, .. }) => error.source(),
            Self::Decode(undecodable) => Some(&undecodable.error),
            Self::MissingCredential { .. }
            | Self::Refused(_)
            | Self::Redirected(_)
            | Self::Unexpected(_) => None,
        }
    }
}
