//! The options of the default transport: certificates, proxy, idle connections.

use std::fmt;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::default::DefaultTransport;
use crate::runtime::platform::error::BoxError;

/// The default of [`TransportOptions::pool_idle_timeout`]. Many servers close a
/// connection after less than a minute; a request that meets the closing is lost, and
/// its outcome unknown.
const POOL_IDLE: Duration = Duration::from_secs(20);

/// The options of a [`DefaultTransport`].
///
/// ```no_run
/// # use subscription_cancel::runtime::{BoxError, ClientBuilder, Http, TransportOptions};
/// # use std::fs;
/// # fn example(builder: ClientBuilder<Http>) -> Result<ClientBuilder<Http>, BoxError> {
/// let transport = TransportOptions::default()
///     .root_certificates(fs::read("company-ca.pem")?)
///     .identity(fs::read("client-with-key.pem")?)
///     .proxy("http://proxy.internal:3128")
///     .build()?;
/// Ok(builder.transport(transport))
/// # }
/// ```
#[derive(Clone)]
#[must_use = "there is no transport before `build`"]
pub struct TransportOptions {
    connect: Duration,
    pool_idle: Duration,
    roots: Vec<Vec<u8>>,
    only_roots: bool,
    identity: Option<Vec<u8>>,
    proxy: Proxy,
}

#[derive(Clone)]
enum Proxy {
    FromEnvironment,
    None,
    Url(String),
}

/// 10 seconds to connect, connections kept for 20 seconds, the certificates of the
/// platform, proxies from the environment.
impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            pool_idle: POOL_IDLE,
            roots: Vec::new(),
            only_roots: false,
            identity: None,
            proxy: Proxy::FromEnvironment,
        }
    }
}

impl TransportOptions {
    /// Sets the time that a connection may take, TLS included.
    pub fn connect_timeout(self, limit: Duration) -> Self {
        Self {
            connect: limit,
            ..self
        }
    }

    /// Sets the time for which an idle connection is kept for the next request.
    pub fn pool_idle_timeout(self, limit: Duration) -> Self {
        Self {
            pool_idle: limit,
            ..self
        }
    }

    /// Trusts these certificates as well, in PEM: those of a company's own authority.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Trusts the given [root certificates](Self::root_certificates) alone.
    pub fn only_given_roots(self) -> Self {
        Self {
            only_roots: true,
            ..self
        }
    }

    /// Presents this certificate to servers that ask for one (mutual TLS): in PEM, the
    /// certificate and its chain, and the private key in PKCS #8, RSA or SEC1.
    pub fn identity(self, pem: impl Into<Vec<u8>>) -> Self {
        Self {
            identity: Some(pem.into()),
            ..self
        }
    }

    /// Sends all requests through this proxy, in place of those of the environment. Its
    /// URL may hold a user and a password.
    pub fn proxy(self, url: impl Into<String>) -> Self {
        Self {
            proxy: Proxy::Url(url.into()),
            ..self
        }
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(self) -> Self {
        Self {
            proxy: Proxy::None,
            ..self
        }
    }

    /// A transport with these options.
    ///
    /// # Errors
    /// A certificate, the private key or the proxy's URL can't be used, or TLS couldn't
    /// be set up.
    pub fn build(&self) -> Result<DefaultTransport, BoxError> {
        let transport = DefaultTransport::from_client(self.client()?);
        #[cfg(feature = "blocking")]
        let transport = transport.with_blocking_client(self.client()?);
        Ok(transport)
    }

    fn client(&self) -> Result<reqwest::Client, BoxError> {
        let mut roots = Vec::new();
        for pem in &self.roots {
            let found = reqwest::Certificate::from_pem_bundle(pem)?;
            if found.is_empty() {
                return Err("there is no certificate in the PEM of the root certificates".into());
            }
            roots.extend(found);
        }
        let builder = reqwest::Client::builder()
            .connect_timeout(self.connect)
            .pool_idle_timeout(self.pool_idle)
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never());
        let mut builder = if self.only_roots {
            builder.tls_certs_only(roots)
        } else {
            builder.tls_certs_merge(roots)
        };
        if let Some(pem) = &self.identity {
            builder = builder.identity(reqwest::Identity::from_pem(pem)?);
        }
        builder = match &self.proxy {
            Proxy::FromEnvironment => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Url(url) => {
                let proxy = reqwest::Proxy::all(url).map_err(reqwest::Error::without_url)?;
                builder.no_proxy().proxy(proxy)
            }
        };
        Ok(builder.build()?)
    }
}

impl DefaultTransport {
    /// A transport that waits this long for a connection; the
    /// [`Limits::connect`](crate::runtime::Limits::connect) of a single request can't
    /// change it.
    ///
    /// # Errors
    /// TLS couldn't be set up.
    pub fn new(connect: Duration) -> Result<Self, BoxError> {
        TransportOptions::default().connect_timeout(connect).build()
    }
}

/// Shows neither the key nor the proxy's URL.
impl fmt::Debug for TransportOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportOptions")
            .field("connect_timeout", &self.connect)
            .field("pool_idle_timeout", &self.pool_idle)
            .field("root_certificates", &self.roots.len())
            .field("has_identity", &self.identity.is_some())
            .field("has_proxy", &matches!(self.proxy, Proxy::Url(_)))
            .finish_non_exhaustive()
    }
}
