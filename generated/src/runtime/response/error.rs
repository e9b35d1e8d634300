//! The errors of a call.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::credential_error::CredentialError;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::attempts::{Fate, Sent};
use crate::runtime::message::limits::TimeLimit;
use crate::runtime::message::response::Response;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::value::wire::Wire;

/// The error of a call. `E` holds the API errors that the document has for
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
    Credential(CredentialError),
    /// There is no whole response.
    Transport(NoResponse),
    /// An API error that the document has.
    Api(Box<ApiError<E>>),
    /// A redirect that the document doesn't have. It was not followed, since
    /// credentials would have gone along; `Location` says where to.
    Redirect(Box<Response>),
    /// A status that the document doesn't have.
    UnexpectedResponse(Box<Response>),
    /// The body isn't what the document promises.
    Decode(Box<InvalidBody>),
}

/// A call without a whole response.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoResponse {
    /// The error of the last attempt.
    pub error: TransportError,
    sent: Sent,
}

impl NoResponse {
    pub(crate) fn new(error: TransportError, mut sent: Sent) -> Self {
        sent.is_open |= Fate::of_error(&error) == Fate::Lost;
        Self { error, sent }
    }
}

/// An API error.
#[derive(Debug)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// Status, headers and the body as it came.
    pub response: Response,
    /// The API error itself.
    pub error: E,
}

/// A body that isn't what the document promises.
#[derive(Debug)]
#[non_exhaustive]
pub struct InvalidBody {
    /// Status, headers and the body as it came.
    pub response: Response,
    /// The place and the reason.
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

/// The error of a [`RequestBuilder::send`](crate::runtime::RequestBuilder::send) without a response; `?` makes the
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
    Credential(CredentialError),
    /// See [`Error::Transport`].
    Transport(NoResponse),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}"),
            Self::MissingCredential { scheme } => write!(f, "no credential for `{scheme}`"),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(NoResponse { error, .. }) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::MissingCredential { .. } => None,
            Self::Credential(error) => Some(&*error.source),
            Self::Transport(NoResponse { error, .. }) => error.source(),
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
    /// The API error, if it is one.
    pub fn api_error(&self) -> Option<&E> {
        match self {
            Self::Api(api_error) => Some(&api_error.error),
            _ => None,
        }
    }

    /// The error of the transport, if there is no whole response.
    pub fn transport(&self) -> Option<&TransportError> {
        match self {
            Self::Transport(no_response) => Some(&no_response.error),
            _ => None,
        }
    }

    /// The status, if a response came.
    pub fn status(&self) -> Option<u16> {
        self.response().map(Response::status)
    }

    /// The headers, if a response came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(Response::headers)
    }

    /// The body, or what came of it.
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(Response::body)
    }

    /// See [`Response::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.response().and_then(Response::request_id)
    }

    /// See [`Response::header`].
    ///
    /// # Errors
    /// The header isn't a `T`.
    pub fn header<T: Wire>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.response() {
            Some(response) => response.header(name),
            None => Ok(None),
        }
    }

    /// The number of requests that were sent.
    pub fn attempts(&self) -> u32 {
        self.sent().map_or(0, |sent| sent.attempts)
    }

    /// The idempotency key that was sent, with every attempt. To try again
    /// without harm, send the same:
    /// [`ResponseFuture::idempotency_key`](crate::runtime::ResponseFuture::idempotency_key).
    pub fn idempotency_key(&self) -> Option<&str> {
        self.sent()?.key.as_deref()
    }

    /// `true` if a time limit was hit.
    pub fn is_timeout(&self) -> bool {
        self.time_limit().is_some()
    }

    /// The time limit that was hit, if one was.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        match self.transport()? {
            TransportError::Timeout { limit, .. } => Some(*limit),
            _ => None,
        }
    }

    /// `true` if the same call may succeed later, and making it again does no
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

    /// `true` if the request may have been acted on although its response is lost,
    /// and doing it twice is not the same as doing it once: the server has to
    /// be asked, or the call made again with the same
    /// [`idempotency_key`](Self::idempotency_key).
    ///
    /// Also when a gateway says that it has lost the response (502, 504), and
    /// when the response of an earlier attempt was lost and none told since.
    pub fn outcome_unknown(&self) -> bool {
        self.sent()
            .is_some_and(|sent| sent.is_open && !sent.is_idempotent)
    }

    fn fate(&self) -> Fate {
        match (self, self.response()) {
            (Self::Credential(credential_error), _) => credential_error.fate(),
            (Self::Transport(no_response), _) => Fate::of_error(&no_response.error),
            // Also if it doesn't decode: a proxy that is busy sends a page.
            (_, Some(response)) => Fate::of_response(response.status(), response.headers()),
            (_, None) => Fate::Final,
        }
    }

    fn sent(&self) -> Option<&Sent> {
        match self {
            Self::Request(_) | Self::MissingCredential { .. } => None,
            Self::Credential(credential_error) => Some(&credential_error.sent),
            Self::Transport(no_response) => Some(&no_response.sent),
            _ => self.response().map(|response| &response.sent),
        }
    }

    fn response(&self) -> Option<&Response> {
        match self {
            Self::Request(_) | Self::MissingCredential { .. } | Self::Credential(_) => None,
            Self::Transport(no_response) => no_response.error.response(),
            Self::Api(api_error) => Some(&api_error.response),
            Self::Redirect(response) | Self::UnexpectedResponse(response) => Some(response),
            Self::Decode(invalid) => Some(&invalid.response),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}")?,
            Self::MissingCredential { scheme } => write!(f, "no credential for `{scheme}`")?,
            Self::Credential(error) => error.fmt(f)?,
            Self::Transport(NoResponse { error, .. }) => error.fmt(f)?,
            Self::Api(api_error) => {
                write!(f, "API error with status {}", api_error.response.status())?
            }
            Self::Redirect(response) => {
                write!(
                    f,
                    "status {}, a redirect that is not followed",
                    response.status()
                )?;
            }
            Self::UnexpectedResponse(response) => {
                write!(f, "unexpected status {}", response.status())?
            }
            Self::Decode(invalid) => {
                let InvalidBody { response, error } = &**invalid;
                let status = response.status();
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
            Self::Transport(NoResponse { error, .. }) => error.source(),
            Self::Decode(invalid) => Some(&invalid.error),
            Self::MissingCredential { .. }
            | Self::Api(_)
            | Self::Redirect(_)
            | Self::UnexpectedResponse(_) => None,
        }
    }
}
