//! The builder of a client.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::caller_headers::fixed_header;
use super::environment::EnvironmentError;
use super::http::{Http, Shared};
use super::options::Options;
use crate::runtime::auth::credential::Credential;
use crate::runtime::auth::key_prefix::KeyPrefixes;
use crate::runtime::auth::stored_credential::{Held, Unusable};
use crate::runtime::auth::token_endpoint::Requester;
use crate::runtime::message::base_url::BaseUrl;
use crate::runtime::message::observer::Observer;
use crate::runtime::message::retry::RetryPolicy;
use crate::runtime::platform::error::BoxError;
use crate::runtime::response::wrong_server::WrongServer;
use crate::runtime::transport::default::DefaultTransport;
use crate::runtime::transport::interface::Transport;

/// The name of this crate as servers see it.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Builds a client `C`.
#[must_use = "there is no client before `build`"]
pub struct ClientBuilder<C> {
    parts: Parts,
    client: PhantomData<fn() -> C>,
}

/// All that a client is built of. What has no type parameter is compiled once.
struct Parts {
    server: BaseUrl,
    is_chosen: bool,
    credentials: BTreeMap<String, Credential>,
    setters: &'static [(&'static str, &'static str)],
    key_prefixes: KeyPrefixes,
    user_agent: String,
    fixed_headers: Vec<(&'static str, &'static str)>,
    options: Options,
    transport: Option<Box<dyn Transport>>,
    observer: Option<Box<dyn Observer>>,
}

impl<C: From<Http>> ClientBuilder<C> {
    /// Starts with no credentials and the server that the document names by
    /// default.
    pub fn new(server: impl Into<BaseUrl>) -> Self {
        Self {
            parts: Parts::new(server.into()),
            client: PhantomData,
        }
    }

    /// Talks to another server, such as a sandbox or a mock. All calls go
    /// there, also those of operations that the document serves elsewhere.
    pub fn server(mut self, server: impl Into<BaseUrl>) -> Self {
        self.parts.server = server.into();
        self.parts.is_chosen = true;
        self
    }

    /// Adds a credential for a security scheme of the document.
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.parts.add_credential(scheme.into(), credential);
        self
    }

    /// States by which methods credentials are added: scheme, method.
    #[doc(hidden)]
    pub fn credential_setters(mut self, setters: &'static [(&'static str, &'static str)]) -> Self {
        self.parts.setters = setters;
        self
    }

    /// States which keys are for which of the document's servers: scheme,
    /// prefix, server.
    #[doc(hidden)]
    pub fn key_prefixes<S: Copy + Into<BaseUrl>>(
        mut self,
        servers: &[S],
        stated: &[(&'static str, &'static str, S)],
    ) -> Self {
        let url = |server: S| server.into().check().ok();
        self.parts.key_prefixes = KeyPrefixes {
            servers: servers.iter().filter_map(|server| url(*server)).collect(),
            stated: stated
                .iter()
                .filter_map(|(scheme, prefix, server)| Some((*scheme, *prefix, url(*server)?)))
                .collect(),
        };
        self
    }

    /// Sends this as `User-Agent`. The default is this crate's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.parts.user_agent = user_agent.into();
        self
    }

    /// Sends a header with every request but those for tokens, such as the version of
    /// the API that the client was made for. Replaces what was set under that name.
    /// A call may send another value.
    ///
    /// The value isn't kept out of logs: secrets are [credentials](Self::credential).
    pub fn fixed_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.parts.fixed_headers.push((name, value));
        self
    }

    /// Sets the time that a connection may take. The default is 10 seconds. Has no effect
    /// on a [`transport`](Self::transport) that doesn't heed
    /// [`Limits::connect`](crate::runtime::Limits::connect).
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.parts.options.limits.connect = limit;
        self
    }

    /// Sets the time that one attempt may take, from connecting to the last byte of the
    /// response; of a streamed one to its head. The default is 30 seconds.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.parts.options.limits.attempt = limit;
        self
    }

    /// Sets the time that all attempts of a call may take, with the waits between them;
    /// of a streamed one to its head. The default is no limit of its own, as
    /// each attempt has one, and [`RetryPolicy`] bounds the rest.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.parts.options.total = Some(limit);
        self
    }

    /// Sets when a request is repeated, for all calls. By default it is, up to
    /// twice, where that can do no harm; [`RetryPolicy::none`] never does.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.parts.options.retries = retries;
        self
    }

    /// Sets an observer, which sees each attempt.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.parts.observer = Some(Box::new(observer));
        self
    }

    /// Sets the time that a streamed response may pause. The default is a minute.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.parts.options.limits.idle = limit;
        self
    }

    /// Sets the largest size of a response's body, or of one item of a streamed response,
    /// in bytes. The default is 16 MiB.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.parts.options.limits.response = bytes;
        self
    }

    /// Reads the responses of every call
    /// [leniently](crate::runtime::ResponseFuture::lenient).
    pub fn lenient(mut self) -> Self {
        self.parts.options.lenient = true;
        self
    }

    /// Sends requests in another way.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.parts.transport = Some(Box::new(transport));
        self
    }

    /// Makes the client. Sends nothing.
    ///
    /// # Errors
    /// The server's URL, a credential, a fixed header or the user agent can't be used,
    /// a key is for another server, or TLS couldn't be set up.
    pub fn build(self) -> Result<C, BuildError> {
        self.parts.build().map(C::from)
    }
}

impl Parts {
    fn new(server: BaseUrl) -> Self {
        Self {
            server,
            is_chosen: false,
            credentials: BTreeMap::new(),
            setters: &[],
            key_prefixes: KeyPrefixes::default(),
            user_agent: USER_AGENT.to_owned(),
            fixed_headers: Vec::new(),
            options: Options::default(),
            transport: None,
            observer: None,
        }
    }

    fn add_credential(&mut self, scheme: String, credential: Credential) {
        self.credentials.insert(scheme, credential);
    }

    fn build(self) -> Result<Http, BuildError> {
        let base = self.server.check().map_err(BuildError::Server)?;
        let mut credentials = BTreeMap::new();
        for (scheme, credential) in self.credentials {
            let guard = self.key_prefixes.guard(&scheme, &base);
            match Held::new(credential, &base, guard) {
                Ok(held) => credentials.insert(scheme, held),
                Err(unusable) => return Err(BuildError::of_credential(scheme, unusable)),
            };
        }
        let fixed_headers = fixed(&self.fixed_headers, &credentials)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Box::new(
                DefaultTransport::new(self.options.limits.connect)
                    .map_err(BuildError::Transport)?,
            ),
        };
        let shared = Shared {
            base,
            is_chosen: self.is_chosen,
            credentials,
            setters: self.setters,
            fixed_headers,
            budget: self
                .options
                .retries
                .own_budget()
                .cloned()
                .unwrap_or_default(),
            options: self.options.clone(),
            observer: self.observer,
            requester: Requester {
                transport,
                limits: self.options.limits,
                user_agent: self
                    .user_agent
                    .try_into()
                    .map_err(|_| BuildError::UserAgent)?,
            },
        };
        Ok(Http {
            shared: Arc::new(shared),
        })
    }
}

/// The headers that all requests have; none of them is one for a credential.
fn fixed(
    stated: &[(&'static str, &'static str)],
    credentials: &BTreeMap<String, Held>,
) -> Result<HeaderMap, BuildError> {
    let mut headers = HeaderMap::new();
    for (name, value) in stated {
        let unfit = |problem| BuildError::FixedHeader { name, problem };
        let (header, value) = fixed_header(name, value).map_err(unfit)?;
        if credentials.values().any(|held| held.is_in(&header)) {
            return Err(unfit("it holds a credential"));
        }
        headers.insert(header, value);
    }
    Ok(headers)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("server", &self.parts.server)
            .field("credentials", &self.parts.credentials)
            .field("user_agent", &self.parts.user_agent)
            .field("fixed_headers", &self.parts.fixed_headers)
            .field("options", &self.parts.options)
            .finish_non_exhaustive()
    }
}

/// A client that couldn't be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// An environment variable is missing, or can't be used.
    Environment(EnvironmentError),
    /// The server's URL can't be used.
    Server(&'static str),
    /// A credential can't be sent, as one that is empty.
    Credential {
        /// Its security scheme.
        scheme: String,
        /// The reason.
        problem: &'static str,
    },
    /// A key is for another of the document's servers than the client's.
    WrongServer(WrongServer),
    /// A header can't be sent with every request.
    FixedHeader {
        /// Its name.
        name: &'static str,
        /// The reason.
        problem: &'static str,
    },
    /// The user agent holds a character that no header can.
    UserAgent,
    /// The transport couldn't start.
    Transport(BoxError),
}

impl BuildError {
    fn of_credential(scheme: String, unusable: Unusable) -> Self {
        match unusable {
            Unusable::Unsendable(problem) => Self::Credential { scheme, problem },
            Unusable::WrongServer(mismatch) => Self::WrongServer(mismatch),
        }
    }
}

impl From<EnvironmentError> for BuildError {
    fn from(error: EnvironmentError) -> Self {
        Self::Environment(error)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(error) => error.fmt(f),
            Self::Server(problem) => write!(f, "the server's URL can't be used: {problem}"),
            Self::Credential { scheme, problem } => {
                write!(f, "the credential for `{scheme}` can't be sent: {problem}")
            }
            Self::WrongServer(mismatch) => mismatch.fmt(f),
            Self::FixedHeader { name, problem } => {
                write!(f, "the header `{name}` can't be fixed: {problem}")
            }
            Self::UserAgent => f.write_str("the user agent holds a character that no header can"),
            Self::Transport(_) => f.write_str("the transport couldn't start"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(source) => Some(&**source),
            Self::Environment(_)
            | Self::Server(_)
            | Self::Credential { .. }
            | Self::WrongServer(_)
            | Self::FixedHeader { .. }
            | Self::UserAgent => None,
        }
    }
}
