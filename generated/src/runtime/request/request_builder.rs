//! One call: arguments in, a request out.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::Method;
use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::http::Http;
use super::options::Options;
use crate::runtime::message::base_url::BaseUrl;
use crate::runtime::message::body::Body;
use crate::runtime::message::called_operation::CalledOperation;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::response::error::RequestError;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request in the making. Nothing is sent before [`send`](Self::send), which
/// also reports whatever went wrong on the way there.
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct RequestBuilder<'a> {
    /// Borrowed, unless the call outlives the function that made it.
    pub(crate) http: Cow<'a, Http>,
    pub(crate) parts: Parts,
}

/// A request as it is put together, without the client that sends it.
#[derive(Clone)]
pub(crate) struct Parts {
    /// Another server than the client's.
    pub(crate) server: Option<String>,
    pub(crate) method: Method,
    pub(crate) route: &'static str,
    /// The operation's name in the document; empty if nobody said.
    pub(crate) operation: &'static str,
    /// The function of the client; empty if nobody said.
    pub(crate) function: &'static str,
    pub(crate) security: &'static [&'static [&'static str]],
    pub(crate) path: Vec<(&'static str, String)>,
    /// Items as they are sent.
    pub(crate) query: Vec<(&'static str, Vec<(String, String)>)>,
    /// The text before the items of the query.
    pub(crate) query_string: Option<String>,
    /// The whole URL, where a response gave it; in place of server, path and query.
    pub(crate) target: Option<String>,
    pub(crate) cookies: Vec<(&'static str, Vec<(String, String)>)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Body>,
    /// The header of the idempotency key, if the operation has one.
    pub(crate) idempotency: Option<HeaderName>,
    /// `true` if the client made the key.
    pub(crate) key_is_random: bool,
    /// The outcome of the call that this one resumes.
    pub(crate) earlier: Outcome,
    /// `true` if it was said to be idempotent, whatever its method.
    pub(crate) is_idempotent: bool,
    pub(crate) options: Options,
    /// The first problem, which is the one that is reported.
    pub(crate) problem: Option<RequestError>,
}

macro_rules! methods {
    ($($name:ident: $method:ident),+) => { $(
        #[doc = concat!("A `", stringify!($method), "` to a path of the document, such as `/users/{id}`.")]
        pub fn $name(&self, route: &'static str) -> RequestBuilder<'_> {
            RequestBuilder::new(self, Method::$method, route)
        }
    )+ };
}

impl Http {
    methods! {
        get: GET, put: PUT, post: POST, delete: DELETE,
        patch: PATCH, head: HEAD, options: OPTIONS, trace: TRACE
    }

    /// A request with a method of any name.
    pub fn call(&self, method: &str, route: &'static str) -> RequestBuilder<'_> {
        match Method::from_bytes(method.as_bytes()) {
            Ok(method) => RequestBuilder::new(self, method, route),
            Err(_) => RequestBuilder::new(self, Method::GET, route)
                .problem(None, "the method isn't a name"),
        }
    }
}

impl<'a> RequestBuilder<'a> {
    fn new(http: &'a Http, method: Method, route: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, http.shared.requester.user_agent.clone());
        for (name, value) in &http.shared.fixed_headers {
            headers.insert(name, value.clone());
        }
        let parts = Parts {
            server: None,
            method,
            route,
            operation: "",
            function: "",
            security: &[],
            path: Vec::new(),
            query: Vec::new(),
            query_string: None,
            target: None,
            cookies: Vec::new(),
            headers,
            body: None,
            idempotency: None,
            key_is_random: false,
            earlier: Outcome::NotSent,
            is_idempotent: false,
            options: http.shared.options.clone(),
            problem: None,
        };
        Self {
            http: Cow::Borrowed(http),
            parts,
        }
    }

    /// Keeps a problem, unless there is one already.
    pub(crate) fn problem(
        mut self,
        parameter: Option<&'static str>,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.parts
            .problem
            .get_or_insert_with(|| RequestError::new(parameter, problem));
        self
    }

    /// Says that doing it twice is the same as doing it once, whatever the method.
    pub fn idempotent(mut self) -> Self {
        self.parts.is_idempotent = true;
        self
    }

    /// Names the operation, for those who watch the calls, and the client's function for
    /// it, which errors begin with.
    pub fn operation(mut self, operation: &'static str, function: &'static str) -> Self {
        self.parts.operation = operation;
        self.parts.function = function;
        self
    }

    /// The operation, if somebody has named it.
    pub(crate) fn called(&self) -> Option<Arc<CalledOperation>> {
        let parts = &self.parts;
        CalledOperation::new(&parts.method, parts.route, parts.operation, parts.function)
    }

    /// The operation is served elsewhere, as the document says. So this counts
    /// while the client calls the server that the document names by default,
    /// not once another was [chosen](crate::runtime::ClientBuilder::server).
    ///
    /// Credentials go along: it is the document that trusts this server.
    pub fn server(mut self, url: &'static str) -> Self {
        if self.http.shared.is_chosen {
            return self;
        }
        match BaseUrl::from(url).check() {
            Ok(base) => {
                self.parts.server = Some(base);
                self
            }
            Err(problem) => {
                let problem = format!("the operation's server can't be used: {problem}");
                self.problem(None, problem)
            }
        }
    }

    /// The media types that a response may have, in the syntax of `Accept`. The
    /// default is `application/json`.
    pub fn accept(mut self, media_types: &str) -> Self {
        match HeaderValue::from_str(media_types) {
            Ok(value) => {
                self.parts.headers.insert(ACCEPT, value);
                self
            }
            Err(_) => self.problem(None, "the media type holds a character that no header can"),
        }
    }

    /// The same call, borrowing nothing, if it can't do anything but ask.
    pub(crate) fn again(&self) -> Option<Box<RequestBuilder<'static>>> {
        let asks = self.parts.method == Method::GET && self.parts.body.is_none();
        asks.then(|| {
            Box::new(RequestBuilder {
                http: Cow::Owned(Http::clone(&self.http)),
                parts: self.parts.clone(),
            })
        })
    }
}

/// Shows method and route; the arguments may be secret.
impl fmt::Debug for RequestBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("method", &self.parts.method)
            .field("route", &self.parts.route)
            .finish_non_exhaustive()
    }
}
