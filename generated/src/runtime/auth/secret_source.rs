//! Sources of a credential's secret, if it isn't known once and for
//! all. Knows neither HTTP nor where in a request the secret goes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::client_credentials::ClientCredentials;
use crate::runtime::platform::error::BoxError;
use crate::runtime::platform::system::{BoxFuture, MaybeSend, MaybeSync};
use crate::runtime::value::secret::Secret;

/// A token, and for how long it may be sent.
#[derive(Debug, Clone)]
pub struct Token {
    pub(crate) secret: Secret,
    pub(crate) valid_for: Option<Duration>,
}

impl Token {
    /// A token for one request: the source is asked again for the next.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            valid_for: None,
        }
    }

    /// Sets the time for which it holds, counted from when its source was asked. The client
    /// keeps it until half a minute before it ends, or until half of a shorter
    /// time is over, and asks again when it is needed after that.
    #[must_use]
    pub fn valid_for(self, time: Duration) -> Self {
        Self {
            valid_for: Some(time),
            ..self
        }
    }
}

impl From<Secret> for Token {
    fn from(secret: Secret) -> Self {
        Self::new(secret)
    }
}

impl From<&str> for Token {
    fn from(secret: &str) -> Self {
        Self::new(secret)
    }
}

impl From<String> for Token {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

/// A source of tokens: a secret store, a file that is replaced, a metadata
/// service. Every `Fn() -> impl Future` whose output is a `Result` of something
/// that is a [`Token`] is one.
///
/// It is asked before each attempt to send a request, unless its last token
/// still holds; once for all callers who wait at that time. A caller who goes
/// away while it is being asked drops the future, and the next one asks anew.
/// Calls wait for it as long as it takes, so it should have a limit of its own.
pub trait TokenSource: MaybeSend + MaybeSync {
    /// The token to send.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;

    /// The server answered with 401 to this token. The client has forgotten it
    /// already; so should a source that keeps tokens itself.
    fn rejected(&self, token: &Secret) {
        let _ = token;
    }
}

impl<F, R, T, E> TokenSource for F
where
    F: Fn() -> R + MaybeSend + MaybeSync,
    R: Future<Output = Result<T, E>> + MaybeSend + 'static,
    T: Into<Token>,
    E: Into<BoxError>,
{
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let asked = self();
        Box::pin(async move {
            match asked.await {
                Ok(token) => Ok(token.into()),
                Err(error) => Err(error.into()),
            }
        })
    }
}

impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        (**self).token()
    }

    fn rejected(&self, token: &Secret) {
        (**self).rejected(token);
    }
}

/// The secret of a credential, or where to get it.
///
/// Made from a `&str`, a `String` or a [`Secret`], which never changes; from
/// any [`TokenSource`], such as a closure; or from OAuth 2
/// [`ClientCredentials`].
#[derive(Clone)]
pub struct SecretSource(pub(crate) Origin);

#[derive(Clone)]
pub(crate) enum Origin {
    Fixed(Secret),
    Source(Arc<dyn TokenSource>),
    ClientCredentials(Box<ClientCredentials>),
}

impl From<Secret> for SecretSource {
    fn from(secret: Secret) -> Self {
        Self(Origin::Fixed(secret))
    }
}

impl From<&str> for SecretSource {
    fn from(secret: &str) -> Self {
        Secret::from(secret).into()
    }
}

impl From<String> for SecretSource {
    fn from(secret: String) -> Self {
        Secret::from(secret).into()
    }
}

impl From<ClientCredentials> for SecretSource {
    fn from(client: ClientCredentials) -> Self {
        Self(Origin::ClientCredentials(Box::new(client)))
    }
}

impl<S: TokenSource + 'static> From<S> for SecretSource {
    fn from(source: S) -> Self {
        Self(Origin::Source(Arc::new(source)))
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Origin::Fixed(secret) => secret.fmt(f),
            Origin::Source(_) => f.write_str("TokenSource"),
            Origin::ClientCredentials(client) => client.fmt(f),
        }
    }
}
