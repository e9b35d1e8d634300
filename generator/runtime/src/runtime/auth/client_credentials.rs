//! The credentials of an OAuth 2 client: RFC 6749, section 4.4.
//! Knows nothing of how they become tokens.

use std::fmt;
use std::time::Duration;

use crate::runtime::message::base_url::redacted;
use crate::runtime::value::secret::Secret;

/// The time for which a token is kept if the server states none.
const LIFETIME: Duration = Duration::from_secs(300);

/// Gets bearer tokens for the client itself, in the name of no user.
///
/// The token is fetched when the first call needs it, by the client's own
/// transport and within its limits, kept, and fetched again shortly before it
/// ends or after the server answered with 401; if the new one is rejected, too, not before
/// a pause. Any number of calls wait for one request; those that block a thread fetch
/// a token of their own. It has to be a bearer token (RFC 6750).
#[derive(Clone)]
pub struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) token_url: Option<String>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) in_body: bool,
    pub(crate) lifetime: Duration,
}

impl ClientCredentials {
    /// Credentials of the client's id at the authorization server, and the secret that
    /// they share.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            id: client_id.into(),
            secret: client_secret.into(),
            token_url: None,
            scopes: None,
            parameters: Vec::new(),
            in_body: false,
            lifetime: LIFETIME,
        }
    }

    /// Sets the URL that tokens are fetched from, in place of the document's. What isn't
    /// a whole URL is resolved against the client's server.
    #[must_use]
    pub fn token_url(self, url: impl Into<String>) -> Self {
        Self {
            token_url: Some(url.into()),
            ..self
        }
    }

    /// Asks for a scope, besides those named before. As soon as one is named,
    /// those that the document's operations need are no longer asked for.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.get_or_insert_default().push(scope.into());
        self
    }

    /// Asks for no scope, so that the authorization server chooses.
    #[must_use]
    pub fn without_scopes(self) -> Self {
        Self {
            scopes: Some(Vec::new()),
            ..self
        }
    }

    /// Sends another parameter to the authorization server, such as `audience`
    /// or `resource`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends id and secret in the body, for a server that doesn't take them by
    /// HTTP Basic. RFC 6749, section 2.3.1.
    #[must_use]
    pub fn in_body(self) -> Self {
        Self {
            in_body: true,
            ..self
        }
    }

    /// The time for which a token is kept if the server states none.
    /// The default is five minutes.
    #[must_use]
    pub fn default_lifetime(self, time: Duration) -> Self {
        Self {
            lifetime: time,
            ..self
        }
    }

    /// Takes from the document what the caller hasn't said.
    pub(crate) fn or(mut self, token_url: &str, scopes: &[&str]) -> Self {
        self.token_url.get_or_insert_with(|| token_url.to_owned());
        self.scopes
            .get_or_insert_with(|| scopes.iter().map(ToString::to_string).collect());
        self
    }
}

/// Shows neither the secret, nor the values of additional parameters, nor the query of a
/// URL.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters = self.parameters.iter().map(|(name, _)| name);
        f.debug_struct("ClientCredentials")
            .field("client_id", &self.id)
            .field("client_secret", &self.secret)
            .field("token_url", &self.token_url.as_deref().map(redacted))
            .field("scopes", &self.scopes)
            .field("parameters", &parameters.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
