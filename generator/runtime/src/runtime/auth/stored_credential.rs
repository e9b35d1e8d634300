//! A credential that a client holds: written once if its secret never changes,
//! else got whenever a request needs it.

use std::borrow::Cow;
use std::sync::Arc;

use http::Uri;
use http::header::{HeaderMap, HeaderName};

use super::client_credentials::ClientCredentials;
use super::credential::{Credential, Layout, Prepared, Shown};
use super::key_prefix::Guard;
use super::secret_source::{Origin, Token, TokenSource};
use super::token_cache::TokenCache;
use super::token_endpoint::Requester;
use crate::runtime::platform::error::BoxError;
use crate::runtime::response::credential_error::{Failure, UnsendableSecret};
use crate::runtime::response::wrong_server::WrongServer;
use crate::runtime::value::secret::Secret;

pub(crate) enum Held {
    Fixed(Prepared),
    Varying(Box<Varying>),
}

/// A credential whose secret changes.
pub(crate) struct Varying {
    layout: Layout,
    guard: Guard,
    asked: Asked,
    cache: TokenCache,
}

/// The source of the next secret.
enum Asked {
    Source(Arc<dyn TokenSource>),
    Endpoint(Uri, Box<ClientCredentials>),
}

/// The reasons for which a client can't be built with a credential.
pub(crate) enum Unusable {
    Unsendable(&'static str),
    WrongServer(WrongServer),
}

impl Held {
    /// Checks once what can be checked before a request. `server` is the
    /// client's.
    pub(crate) fn new(
        credential: Credential,
        server: &str,
        guard: Guard,
    ) -> Result<Self, Unusable> {
        let layout = credential.layout;
        let asked = match credential.source.0 {
            Origin::Fixed(secret) => {
                guard.check(&secret).map_err(Unusable::WrongServer)?;
                let prepared = layout.write(&secret).map_err(Unusable::Unsendable)?;
                return Ok(Self::Fixed(prepared));
            }
            Origin::Source(source) => Asked::Source(source),
            Origin::ClientCredentials(client) => {
                let endpoint = client.endpoint(server).map_err(Unusable::Unsendable)?;
                Asked::Endpoint(endpoint, client)
            }
        };
        layout
            .write(&Secret::new("any"))
            .map_err(Unusable::Unsendable)?;
        Ok(Self::Varying(Box::new(Varying {
            layout,
            guard,
            asked,
            cache: TokenCache::default(),
        })))
    }

    /// `true` if it goes into this header.
    pub(crate) fn is_in(&self, header: &HeaderName) -> bool {
        match self {
            Self::Fixed(prepared) => prepared.is_in(header),
            Self::Varying(varying) => varying.layout.is_in(header),
        }
    }

    /// The name under which it goes into the query, if it does.
    pub(crate) fn name_in_query(&self) -> Option<&str> {
        match self {
            Self::Fixed(prepared) => prepared.name_in_query(),
            Self::Varying(varying) => varying.layout.name_in_query(),
        }
    }

    #[allow(dead_code, reason = "dry runs alone show it")]
    pub(crate) fn shown(&self) -> Shown {
        match self {
            Self::Fixed(prepared) => prepared.shown(),
            Self::Varying(varying) => varying.layout.shown(),
        }
    }

    /// The credential for one attempt, or why there is none.
    pub(crate) async fn ready(&self, requester: &Requester) -> Result<Ready<'_>, Failure> {
        match self {
            Self::Fixed(prepared) => Ok(Ready {
                prepared: Cow::Borrowed(prepared),
                varying: None,
            }),
            Self::Varying(varying) => varying.ready(requester).await,
        }
    }
}

impl Varying {
    async fn ready(&self, requester: &Requester) -> Result<Ready<'_>, Failure> {
        let secret = self.cache.get(self.ask(requester)).await?;
        let prepared = self.layout.write(&secret).map_err(BoxError::from)?;
        Ok(Ready {
            prepared: Cow::Owned(prepared),
            varying: Some((self, secret)),
        })
    }

    async fn ask(&self, requester: &Requester) -> Result<Token, BoxError> {
        let token = match &self.asked {
            Asked::Source(source) => source.token().await?,
            Asked::Endpoint(endpoint, client) => client.fetch(endpoint.clone(), requester).await?,
        };
        // What can't be sent isn't kept.
        self.guard.check(&token.secret)?;
        self.layout.write(&token.secret).map_err(UnsendableSecret)?;
        Ok(token)
    }
}

/// A credential for one attempt.
pub(crate) struct Ready<'a> {
    prepared: Cow<'a, Prepared>,
    varying: Option<(&'a Varying, Secret)>,
}

impl Ready<'_> {
    /// See [`Prepared::apply`].
    pub(crate) fn apply(&self, headers: &mut HeaderMap) -> Option<(&str, &str)> {
        self.prepared.apply(headers)
    }

    /// The secret that goes into the query, if it is one.
    pub(crate) fn in_query(&self) -> Option<&str> {
        self.prepared.in_query()
    }

    /// The server took it.
    pub(crate) fn accepted(&self) {
        if let Some((varying, secret)) = &self.varying {
            varying.cache.accept(secret);
        }
    }

    /// The server answered with 401: what can change is got anew for the next
    /// attempt. `true` if this one can, and wasn't just now.
    pub(crate) fn rejected(&self) -> bool {
        let Some((varying, secret)) = &self.varying else {
            return false;
        };
        match &varying.asked {
            Asked::Source(source) => {
                varying.cache.forget(secret);
                source.rejected(secret);
                true
            }
            Asked::Endpoint(..) => varying.cache.forget_in_time(secret),
        }
    }
}
