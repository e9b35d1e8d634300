//! A request, as a transport sends it.

use std::fmt;

use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;

use super::body::Body;
use super::limits::Limits;
use super::progress::Progress;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::value::wire::{Wire, from_json};

/// A request that is ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The URL; its query may hold a credential.
    pub url: Uri,
    /// The headers; credentials among them are marked sensitive.
    pub headers: HeaderMap,
    /// The body; `None` sends none. A transport that can't stream reads it
    /// [whole](Body::whole).
    pub body: Option<Body>,
    /// The limits of its time and of the response's size.
    pub limits: Limits,
    /// `true` if the body of the response is read as it comes. If so,
    /// [`Limits::attempt`] ends with its head, and [`Limits::idle`] holds from
    /// there on.
    pub streamed: bool,
    /// The parameters of the query that hold credentials.
    pub(crate) secret_query: Vec<String>,
    pub(crate) progress: Progress,
}

impl Request {
    pub(crate) fn new(method: Method, url: Uri, limits: Limits) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            limits,
            streamed: false,
            secret_query: Vec::new(),
            progress: Progress::default(),
        }
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The parameters of the query, decoded, in the order in which they are sent.
    pub fn query(&self) -> Vec<(String, String)> {
        let pairs = self.url.query().unwrap_or_default().split('&');
        let pairs = pairs.filter(|pair| !pair.is_empty());
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect()
    }

    /// The body as a value; of a request without one, `null`.
    ///
    /// # Errors
    /// The body isn't JSON, isn't a `T`, or is streamed.
    pub fn json<T: Wire>(&self) -> Result<T, DecodeError> {
        match self.body.as_ref().map(Body::bytes) {
            None => from_json(b"null"),
            Some(Some(body)) => from_json(body),
            Some(None) => Err(DecodeError::new("bytes", "a stream")),
        }
    }
}

/// Shows neither query, header values nor body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.url.host())
            .field("path", &self.url.path())
            .finish_non_exhaustive()
    }
}
