//! The errors of a call to any vendor.

use std::fmt;
use std::time::Duration;

use super::kinds::ErrorKind;
use super::mapping::Vendor;
use super::state::VendorState;
use crate::runtime::error::any_error::AnyError;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::message::response::Response;
use crate::runtime::response::error::{Error, RequestError};

/// The error of a call to a vendor, in neutral terms and in the vendor's own.
///
/// `Display` fits in one log line and holds neither a secret nor a body.
pub struct CancelError {
    inner: Box<Inner>,
}

struct Inner {
    vendor: &'static Vendor,
    kind: ErrorKind,
    /// The part of a request that the vendor can't take.
    unsupported: Option<String>,
    outcome: Outcome,
    code: Option<String>,
    message: Option<String>,
    fields: Option<String>,
    error: Error<()>,
    state: Option<VendorState>,
}

impl CancelError {
    pub(crate) fn new(vendor: &'static Vendor, kind: ErrorKind, error: Error<()>) -> Self {
        let outcome = error.outcome();
        Self {
            inner: Box::new(Inner {
                vendor,
                kind,
                unsupported: None,
                outcome,
                code: None,
                message: None,
                fields: None,
                error,
                state: None,
            }),
        }
    }

    /// An error of a request that isn't sent.
    pub(crate) fn unsent(vendor: &'static Vendor, kind: ErrorKind, why: impl Into<String>) -> Self {
        let why = why.into();
        let error = Error::Request(RequestError::new(None, why.clone()));
        let mut new = Self::new(vendor, kind, error);
        new.inner.unsupported = Some(why);
        new
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.inner.outcome = outcome;
        self
    }

    pub(crate) fn with_details(
        mut self,
        code: Option<String>,
        message: Option<String>,
        fields: Option<String>,
    ) -> Self {
        self.inner.code = code;
        self.inner.message = message;
        self.inner.fields = fields;
        self
    }

    pub(crate) fn with_state(mut self, state: VendorState) -> Self {
        self.inner.state = Some(state);
        self
    }

    /// The vendor.
    pub fn vendor(&self) -> &'static Vendor {
        self.inner.vendor
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The part of the request that the vendor can't take, for
    /// [`ErrorKind::Unsupported`] and [`ErrorKind::InvalidRequest`].
    pub fn unsupported(&self) -> Option<&str> {
        self.inner.unsupported.as_deref()
    }

    /// The answer to the question if it happened. [`Outcome::Unknown`] has to be settled
    /// by reading: [`confirm`](super::CancelCall::confirm) does so.
    pub fn outcome(&self) -> Outcome {
        self.inner.outcome
    }

    /// The vendor's code of the error.
    pub fn code(&self) -> Option<&str> {
        self.inner.code.as_deref()
    }

    /// The vendor's message; for people, and maybe with their data in it.
    pub fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    /// The vendor's list of wrong fields, as JSON.
    pub fn fields(&self) -> Option<&str> {
        self.inner.fields.as_deref()
    }

    /// The state that was read after the error, by
    /// [`confirm`](super::CancelCall::confirm).
    pub fn state(&self) -> Option<&VendorState> {
        self.inner.state.as_ref()
    }

    /// The time that the vendor asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.error.retry_after()
    }

    /// `true` if the same call may succeed later, and making it again does no harm.
    pub fn is_retryable(&self) -> bool {
        match self.inner.kind {
            ErrorKind::Locked => self.inner.outcome <= Outcome::NotDone,
            _ => self.inner.error.is_retryable(),
        }
    }

    /// The response, if one came: `read` of the operation's request builder makes the
    /// vendor's typed error of it.
    pub fn response(&self) -> Option<&Response> {
        match &self.inner.error {
            Error::Api(api_error) => Some(&api_error.response),
            Error::Redirect(response) | Error::UnexpectedResponse(response) => Some(response),
            Error::Decode(invalid) => Some(&invalid.response),
            _ => None,
        }
    }

    /// The error of the call.
    pub fn error(&self) -> &Error<()> {
        &self.inner.error
    }
}

/// Doesn't show what the vendor says, as that may hold data of people.
impl fmt::Debug for CancelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelError")
            .field("vendor", &self.inner.vendor.name)
            .field("kind", &self.inner.kind)
            .field("outcome", &self.inner.outcome)
            .field("code", &self.inner.code)
            .field("error", &self.inner.error)
            .finish_non_exhaustive()
    }
}

impl From<CancelError> for AnyError {
    fn from(error: CancelError) -> Self {
        Self::Other(Box::new(error))
    }
}

impl fmt::Display for CancelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.inner.vendor.title)?;
        match &self.inner.unsupported {
            Some(why) => f.write_str(why),
            None => {
                write!(f, "{}: {}", words(self.inner.kind), self.inner.error)?;
                match &self.inner.code {
                    Some(code) => write!(f, " (code `{code}`)"),
                    None => Ok(()),
                }
            }
        }
    }
}

fn words(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "no such subscription",
        ErrorKind::AlreadyCancelled => "cancelled already",
        ErrorKind::Locked => "locked for now",
        ErrorKind::PendingChange => "another change is pending",
        ErrorKind::Paused => "paused, and so not cancellable",
        ErrorKind::NotCancellable => "not cancellable now",
        ErrorKind::NotAuthorised => "not authorised",
        ErrorKind::WrongEnvironment => "of another environment",
        ErrorKind::Invalid => "not accepted by the vendor",
        ErrorKind::RateLimited => "too many requests",
        ErrorKind::VendorFault => "the vendor failed",
        ErrorKind::Unsupported => "not offered by the vendor",
        ErrorKind::InvalidRequest => "not a request for this vendor",
        ErrorKind::NoResponse => "no response",
        ErrorKind::UnexpectedResponse => "an unexpected response",
    }
}

impl std::error::Error for CancelError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.inner.error)
    }
}
