//! A credential that a client holds: written once if its secret never changes,
//! else got whenever a request needs it.

use std::borrow::Cow;
use std::sync::Arc;

use http::Uri;
use http::header::{HeaderMap, HeaderName};

use super::client::Shared;
use super::credential::{Layout, Prepared};
use super::key_prefix::Guard;
use super::token::Origin;
use super::token_cache::{Failure, TokenCache};
use super::{BoxError, BuildError, ClientCredentials, Credential, Secret, Token, TokenSource};

pub(super) enum Held {
    Fixed(Prepared),
    Varying(Box<Varying>),
}

/// A credential whose secret changes.
pub(super) struct Varying {
    layout: Layout,
    guard: Guard,
    asked: Asked,
    cache: TokenCache,
}

/// Who is asked for the next secret.
enum Asked {
    Source(Arc<dyn TokenSource>),
    Endpoint(Uri, Box<ClientCredentials>),
}

impl Held {
    /// Checks once what can be checked before a request. `server` is the
    /// client's.
    pub(super) fn new(
        scheme: &str,
        credential: Credential,
        server: &str,
        guard: Guard,
    ) -> Result<Self, BuildError> {
        let unsendable = |problem| BuildError::Credential {
            scheme: scheme.to_owned(),
            problem,
        };
        let layout = credential.layout;
        let asked = match credential.source.0 {
            Origin::Fixed(secret) => {
                guard.check(&secret).map_err(BuildError::WrongServer)?;
                let prepared = layout.write(&secret).map_err(unsendable)?;
                return Ok(Self::Fixed(prepared));
            }
            Origin::Source(source) => Asked::Source(source),
            Origin::ClientCredentials(client) => {
                let endpoint = client.endpoint(server).map_err(unsendable)?;
                Asked::Endpoint(endpoint, client)
            }
        };
        layout.write(&Secret::new("any")).map_err(unsendable)?;
        Ok(Self::Varying(Box::new(Varying {
            layout,
            guard,
            asked,
            cache: TokenCache::default(),
        })))
    }

    /// Whether it goes into this header.
    pub(super) fn is_in(&self, header: &HeaderName) -> bool {
        match self {
            Self::Fixed(prepared) => prepared.is_in(header),
            Self::Varying(varying) => varying.layout.is_in(header),
        }
    }

    /// The credential for one attempt, or why there is none.
    pub(super) async fn ready(&self, http: &Shared) -> Result<Ready<'_>, Failure> {
        match self {
            Self::Fixed(prepared) => Ok(Ready {
                prepared: Cow::Borrowed(prepared),
                varying: None,
            }),
            Self::Varying(varying) => varying.ready(http).await,
        }
    }
}

impl Varying {
    async fn ready(&self, http: &Shared) -> Result<Ready<'_>, Failure> {
        let secret = self.cache.get(self.ask(http)).await?;
        let prepared = self.layout.write(&secret).map_err(BoxError::from)?;
        Ok(Ready {
            prepared: Cow::Owned(prepared),
            varying: Some((self, secret)),
        })
    }

    async fn ask(&self, http: &Shared) -> Result<Token, BoxError> {
        let token = match &self.asked {
            Asked::Source(source) => source.token().await?,
            Asked::Endpoint(endpoint, client) => client.fetch(endpoint.clone(), http).await?,
        };
        self.guard.check(&token.secret)?;
        Ok(token)
    }
}

/// A credential for one attempt.
pub(super) struct Ready<'a> {
    prepared: Cow<'a, Prepared>,
    varying: Option<(&'a Varying, Secret)>,
}

impl Ready<'_> {
    /// See [`Prepared::apply`].
    pub(super) fn apply(&self, headers: &mut HeaderMap) -> Option<(&str, &str)> {
        self.prepared.apply(headers)
    }

    /// The server answered with 401: what can change is got anew for the next
    /// attempt. Says whether this one can.
    pub(super) fn refused(&self) -> bool {
        let Some((varying, secret)) = &self.varying else {
            return false;
        };
        varying.cache.forget(secret);
        if let Asked::Source(source) = &varying.asked {
            source.refused(secret);
        }
        true
    }
}
