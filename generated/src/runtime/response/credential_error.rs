//! A credential without a secret: its source failed.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::token_error::TokenError;
use crate::runtime::message::attempts::Attempts;
use crate::runtime::message::repetition::Repetition;
use crate::runtime::message::response::Response;
use crate::runtime::message::retry_after::retry_after;

/// The reason for which there is no token, shared by all who waited for it.
pub(crate) type Failure = Arc<dyn Error + Send + Sync>;

/// The error of a call without a secret for a credential that an operation needs: its
/// [`TokenSource`](crate::runtime::TokenSource) failed, or the authorization server gave
/// no token. What its source says isn't shown, as it may hold a secret, except
/// a [`TokenError`].
#[derive(Debug)]
#[non_exhaustive]
pub struct CredentialError {
    /// The security scheme of the document.
    pub scheme: &'static str,
    /// The error of the source; a [`TokenError`] from an authorization server.
    /// Shared by all calls that waited for it.
    pub source: Arc<dyn Error + Send + Sync>,
    /// Attempts before this one.
    pub(crate) sent: Attempts,
}

impl CredentialError {
    pub(crate) fn new(scheme: &'static str, source: Failure, sent: Attempts) -> Self {
        Self {
            scheme,
            source,
            sent,
        }
    }

    /// Asking an authorization server twice does no harm. Nobody knows what a
    /// source of the caller's would do.
    pub(crate) fn repetition(&self) -> Repetition {
        let repetition = match (self.token_error(), self.response()) {
            (Some(TokenError::Transport(error)), _) => error.repetition(),
            (_, Some(response)) => Repetition::of_response(response.status(), response.headers()),
            (_, None) => Repetition::Never,
        };
        if repetition.allows(true) {
            Repetition::Always
        } else {
            Repetition::Never
        }
    }

    /// The time that the authorization server asks to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        retry_after(self.response()?.headers())
    }

    fn token_error(&self) -> Option<&TokenError> {
        self.source.downcast_ref()
    }

    fn response(&self) -> Option<&Response> {
        match self.token_error()? {
            TokenError::Transport(_) => None,
            TokenError::Rejected { response, .. } | TokenError::Unexpected { response, .. } => {
                Some(response)
            }
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no secret for `{}`", self.scheme)?;
        match self.token_error() {
            Some(error) => write!(f, ": {error}"),
            None => f.write_str(": its source failed"),
        }
    }
}
