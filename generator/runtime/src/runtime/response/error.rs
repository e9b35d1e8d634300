//! The errors of a call.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::credential_error::CredentialError;
use super::missing_credential::MissingCredential;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::attempts::Attempts;
use crate::runtime::message::called_operation::CalledOperation;
use crate::runtime::message::limits::TimeLimit;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::message::rate_limit::RateLimit;
use crate::runtime::message::repetition::Repetition;
use crate::runtime::message::response::Response;
use crate::runtime::message::retry_after::retry_after;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::value::lenient::Differences;
use crate::runtime::value::wire::Wire;

/// The error of a call. `E` holds the API errors that the document has for
/// the operation.
///
/// `Display` begins with the operation, as in `cancel_subscription (POST
/// /subscriptions/{id}/cancel): API error with status 404`. It fits in one log line and
/// holds neither a secret nor a body.
///
/// Two questions remain when a call has failed, and both have an answer: did it happen
/// ([`outcome`](Self::outcome)), and may it be tried again
/// ([`is_retryable`](Self::is_retryable)).
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request couldn't be built; nothing was sent.
    Request(RequestError),
    /// The operation needs a credential that the client doesn't have; nothing
    /// was sent.
    MissingCredential(MissingCredential),
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
    sent: Attempts,
}

impl NoResponse {
    pub(crate) fn new(error: TransportError, sent: Attempts) -> Self {
        Self { error, sent }
    }
}

/// An API error: a response with a status that the document has as an error.
///
/// Its body may be another than the document promises, such as the page of a proxy or
/// what a framework sends by itself. It is that error all the same, by its status; then
/// `error` says what didn't fit, and the response has the body as it came.
#[derive(Debug)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// Status, headers and the body as it came.
    pub response: Response,
    /// The API error itself, if its body is as documented.
    pub error: Result<E, DecodeError>,
    pub(crate) differences: Differences,
}

impl<E> ApiError<E> {
    pub(crate) fn new(response: Response, error: Result<E, DecodeError>) -> Self {
        Self {
            response,
            error,
            differences: Differences::default(),
        }
    }
}

/// A body that isn't what the document promises.
#[derive(Debug)]
#[non_exhaustive]
pub struct InvalidBody {
    /// Status, headers and the body as it came.
    pub response: Response,
    /// The place and the reason.
    pub error: DecodeError,
    pub(crate) differences: Differences,
}

impl InvalidBody {
    pub(crate) fn new(response: Response, error: DecodeError) -> Self {
        Self {
            response,
            error,
            differences: Differences::default(),
        }
    }
}

/// A request that couldn't be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    parameter: Option<&'static str>,
    problem: Cow<'static, str>,
    operation: Option<Arc<CalledOperation>>,
}

impl RequestError {
    pub(crate) fn new(
        parameter: Option<&'static str>,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            parameter,
            problem: problem.into(),
            operation: None,
        }
    }

    pub(crate) fn of(self, operation: Option<&Arc<CalledOperation>>) -> Self {
        let operation = self.operation.or(operation.cloned());
        Self { operation, ..self }
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
    MissingCredential(MissingCredential),
    /// See [`Error::Credential`].
    Credential(CredentialError),
    /// See [`Error::Transport`].
    Transport(NoResponse),
}

impl SendError {
    /// Says of which call it is, where it doesn't know.
    pub(crate) fn of(self, operation: Option<&Arc<CalledOperation>>) -> Self {
        match self {
            Self::Request(error) => Self::Request(error.of(operation)),
            Self::MissingCredential(missing) => Self::MissingCredential(missing.of(operation)),
            Self::Credential(_) | Self::Transport(_) => self,
        }
    }

    /// See [`Error::operation`].
    pub fn operation(&self) -> Option<&CalledOperation> {
        let operation = match self {
            Self::Request(error) => &error.operation,
            Self::MissingCredential(missing) => &missing.operation,
            Self::Credential(error) => &error.sent.operation,
            Self::Transport(no_response) => &no_response.sent.operation,
        };
        operation.as_deref()
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        begin(self.operation(), f)?;
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}"),
            Self::MissingCredential(missing) => missing.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(NoResponse { error, .. }) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::MissingCredential(_) => None,
            Self::Credential(error) => Some(&*error.source),
            Self::Transport(NoResponse { error, .. }) => error.source(),
        }
    }
}

impl<E> From<SendError> for Error<E> {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Request(error) => Self::Request(error),
            SendError::MissingCredential(missing) => Self::MissingCredential(missing),
            SendError::Credential(error) => Self::Credential(error),
            SendError::Transport(error) => Self::Transport(error),
        }
    }
}

/// Begins an error with the operation, if that is known.
fn begin(operation: Option<&CalledOperation>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match operation {
        Some(operation) => write!(f, "{operation}: "),
        None => Ok(()),
    }
}

impl<E> Error<E> {
    /// The operation that was called; none for a call that nobody has named.
    pub fn operation(&self) -> Option<&CalledOperation> {
        self.plain().operation()
    }

    /// The API error, if it is one whose body is as documented.
    pub fn api_error(&self) -> Option<&E> {
        match self {
            Self::Api(api_error) => api_error.error.as_ref().ok(),
            _ => None,
        }
    }

    /// The error with another value in the place of its API error, such as one of the
    /// caller's own. What doesn't decode stays as it is.
    pub fn map_api_error<F>(self, map: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Request(error) => Error::Request(error),
            Self::MissingCredential(missing) => Error::MissingCredential(missing),
            Self::Credential(error) => Error::Credential(error),
            Self::Transport(no_response) => Error::Transport(no_response),
            Self::Api(api_error) => Error::Api(Box::new(ApiError {
                response: api_error.response,
                error: api_error.error.map(map),
                differences: api_error.differences,
            })),
            Self::Redirect(response) => Error::Redirect(response),
            Self::UnexpectedResponse(response) => Error::UnexpectedResponse(response),
            Self::Decode(invalid) => Error::Decode(invalid),
        }
    }

    /// The place and the reason, if the body isn't what the document promises: of a
    /// success ([`Error::Decode`]) or of an API error.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match self {
            Self::Api(api_error) => api_error.error.as_ref().err(),
            Self::Decode(invalid) => Some(&invalid.error),
            _ => None,
        }
    }

    /// Everything that a [lenient](crate::runtime::ResponseFuture::lenient) call has read
    /// over in the body, and last what it couldn't.
    pub fn differences(&self) -> &[DecodeError] {
        match self {
            Self::Api(api_error) => &api_error.differences.values,
            Self::Decode(invalid) => &invalid.differences.values,
            _ => &[],
        }
    }

    /// Keeps what a lenient call has read over. What it couldn't is told in the words of
    /// the list, which knows if a value was there at all.
    pub(crate) fn with_differences(mut self, found: Differences) -> Self {
        let (error, differences) = match &mut self {
            Self::Api(api_error) => (api_error.error.as_mut().err(), &mut api_error.differences),
            Self::Decode(invalid) => (Some(&mut invalid.error), &mut invalid.differences),
            _ => return self,
        };
        *differences = found;
        match (error, differences.values.last()) {
            (None, _) => {}
            (Some(error), Some(last)) if last.is_at_place_of(error) => *error = last.clone(),
            (Some(error), _) => differences.values.push(error.clone()),
        }
        self
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
        self.plain().response().map(Response::status)
    }

    /// The headers, if a response came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.plain().response().map(Response::headers)
    }

    /// The body, or what came of it.
    pub fn body(&self) -> Option<&Bytes> {
        self.plain().response().map(Response::body)
    }

    /// See [`Response::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.plain().response().and_then(Response::request_id)
    }

    /// See [`Response::header`].
    ///
    /// # Errors
    /// The header isn't a `T`.
    pub fn header<T: Wire>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.plain().response() {
            Some(response) => response.header(name),
            None => Ok(None),
        }
    }

    /// The number of attempts to send the request.
    pub fn attempts(&self) -> u32 {
        self.plain().attempts()
    }

    /// The idempotency key that was sent, with every attempt. To try again
    /// without harm, send the same:
    /// [`ResponseFuture::idempotency_key`](crate::runtime::ResponseFuture::idempotency_key),
    /// or let [`ResponseFuture::resumable`](crate::runtime::ResponseFuture::resumable) do so.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.plain().sent()?.key.as_deref()
    }

    /// `true` if a time limit was hit.
    pub fn is_timeout(&self) -> bool {
        self.time_limit().is_some()
    }

    /// The time limit that was hit, if one was.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        self.transport()?.time_limit()
    }

    /// The time that the server asks to wait: `Retry-After`, or the finer
    /// `retry-after-ms`.
    pub fn retry_after(&self) -> Option<Duration> {
        self.plain().retry_after()
    }

    /// The limit of requests, if a response came that tells of one.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(self.headers()?)
    }

    /// The answer to the question if it happened, over all attempts. The table is at
    /// [`Outcome`].
    pub fn outcome(&self) -> Outcome {
        self.plain().outcome()
    }

    /// `true` if nobody has said if the server did it: [`Outcome::Unknown`]. The server
    /// has to be asked, or the call made again where that
    /// [does no harm](Self::is_retryable).
    pub fn outcome_unknown(&self) -> bool {
        self.outcome() == Outcome::Unknown
    }

    /// `true` if the response to an attempt before the last one was lost: a `DELETE` that
    /// is repeated gets a 404.
    pub fn earlier_attempt_lost(&self) -> bool {
        self.plain().sent().is_some_and(Attempts::has_lost_attempt)
    }

    /// `true` if the same call may succeed later, and making it again does no
    /// harm even if this one was acted on: nothing was sent, the server asks
    /// to come back later, the operation is idempotent, or the caller gave the
    /// [idempotency key](Self::idempotency_key), which must be sent again. With a key
    /// that the client made it is `false`, since another call has another key:
    /// [`ResponseFuture::resumable`](crate::runtime::ResponseFuture::resumable) gives
    /// back one with the same.
    ///
    /// The client has done so already, as often as its
    /// [`RetryPolicy`](crate::runtime::RetryPolicy) allows.
    pub fn is_retryable(&self) -> bool {
        self.plain().is_retryable()
    }

    /// `true` if the same call, with the same key, does no harm.
    pub(crate) fn is_resumable(&self) -> bool {
        self.plain().is_resumable()
    }

    /// The error without the value of an API error.
    fn plain(&self) -> Plain<'_> {
        match self {
            Self::Request(error) => Plain::Request(error),
            Self::MissingCredential(missing) => Plain::MissingCredential(missing),
            Self::Credential(error) => Plain::Credential(error),
            Self::Transport(no_response) => Plain::Transport(no_response),
            Self::Api(api_error) => Plain::Api(&api_error.response, api_error.error.as_ref().err()),
            Self::Redirect(response) => Plain::Redirect(response),
            Self::UnexpectedResponse(response) => Plain::UnexpectedResponse(response),
            Self::Decode(invalid) => Plain::Decode(&invalid.response, &invalid.error),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plain().fmt(f)
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.plain().source()
    }
}

/// An [`Error`] without the value of an API error, and so without a type parameter: what is
/// asked of the errors of any operation is compiled once.
enum Plain<'e> {
    Request(&'e RequestError),
    MissingCredential(&'e MissingCredential),
    Credential(&'e CredentialError),
    Transport(&'e NoResponse),
    /// With what didn't fit, if its body isn't as documented.
    Api(&'e Response, Option<&'e DecodeError>),
    Redirect(&'e Response),
    UnexpectedResponse(&'e Response),
    Decode(&'e Response, &'e DecodeError),
}

impl<'e> Plain<'e> {
    fn operation(&self) -> Option<&'e CalledOperation> {
        let operation = match self {
            Self::Request(error) => &error.operation,
            Self::MissingCredential(missing) => &missing.operation,
            _ => &self.sent()?.operation,
        };
        operation.as_deref()
    }

    fn sent(&self) -> Option<&'e Attempts> {
        match self {
            Self::Request(_) | Self::MissingCredential(_) => None,
            Self::Credential(credential_error) => Some(&credential_error.sent),
            Self::Transport(no_response) => Some(&no_response.sent),
            _ => self.response().map(|response| &response.sent),
        }
    }

    fn response(&self) -> Option<&'e Response> {
        match *self {
            Self::Request(_) | Self::MissingCredential(_) | Self::Credential(_) => None,
            Self::Transport(no_response) => no_response.error.response(),
            Self::Api(response, _)
            | Self::Redirect(response)
            | Self::UnexpectedResponse(response)
            | Self::Decode(response, _) => Some(response),
        }
    }

    fn attempts(&self) -> u32 {
        self.sent().map_or(0, |sent| sent.count)
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Credential(error) => error.retry_after(),
            _ => retry_after(self.response()?.headers()),
        }
    }

    fn outcome(&self) -> Outcome {
        let Some(sent) = self.sent() else {
            return Outcome::NotSent;
        };
        match self {
            Self::Api(response, unfit) => {
                // A web page in the place of a documented error isn't the server's.
                let is_documented = unfit.is_none() || !response.is_page();
                response.outcome_as_error(is_documented)
            }
            Self::Redirect(response)
            | Self::UnexpectedResponse(response)
            | Self::Decode(response, _) => response.outcome_as_error(false),
            Self::Request(_)
            | Self::MissingCredential(_)
            | Self::Credential(_)
            | Self::Transport(_) => sent.outcome(),
        }
    }

    fn is_retryable(&self) -> bool {
        self.sent()
            .is_some_and(|sent| self.may_repeat(sent.is_repeatable_by_caller()))
    }

    fn is_resumable(&self) -> bool {
        self.sent()
            .is_some_and(|sent| self.may_repeat(sent.is_repeatable()))
    }

    fn may_repeat(&self, is_repeatable: bool) -> bool {
        let is_harmless = match self.outcome() {
            Outcome::NotSent | Outcome::NotDone => true,
            Outcome::Unknown | Outcome::Done => is_repeatable,
        };
        is_harmless && self.repetition().allows(true)
    }

    fn repetition(&self) -> Repetition {
        match (self, self.response()) {
            (Self::Credential(error), _) => error.repetition(),
            (Self::Transport(no_response), _) => no_response.error.repetition(),
            // Also if it doesn't decode: a proxy that is busy sends a page.
            (_, Some(response)) => response
                .sent
                .repetition_of_response(response.status(), response.headers()),
            (_, None) => Repetition::Never,
        }
    }

    fn source(&self) -> Option<&'e (dyn std::error::Error + 'static)> {
        match *self {
            Self::Request(error) => Some(error),
            Self::Credential(error) => Some(&*error.source),
            Self::Transport(NoResponse { error, .. }) => std::error::Error::source(error),
            Self::Decode(_, error) => Some(error),
            Self::Api(_, unfit) => {
                let error = unfit?;
                Some(error)
            }
            Self::MissingCredential(_) | Self::Redirect(_) | Self::UnexpectedResponse(_) => None,
        }
    }
}

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        begin(self.operation(), f)?;
        match self {
            Self::Request(error) => write!(f, "the request couldn't be built: {error}")?,
            Self::MissingCredential(missing) => missing.fmt(f)?,
            Self::Credential(error) => error.fmt(f)?,
            Self::Transport(NoResponse { error, .. }) => error.fmt(f)?,
            Self::Api(response, unfit) => {
                write!(f, "API error with status {}", response.status())?;
                if let Some(error) = unfit {
                    write!(f, ", but its body doesn't decode: {error}")?;
                }
            }
            Self::Redirect(response) => {
                let status = response.status();
                write!(f, "status {status}, a redirect that is not followed")?;
            }
            Self::UnexpectedResponse(response) => {
                write!(f, "unexpected status {}", response.status())?;
            }
            Self::Decode(response, error) => {
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
