//! The interface to the HTTP library: one request out, one reply back.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;

use super::platform;
use super::{
    Body, BoxFuture, DecodeError, MaybeSend, MaybeSync, Reply, StreamingReply, Wire, from_json,
};

/// An error of some library.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// What sends requests. The default is a [`DefaultTransport`](super::DefaultTransport);
/// [`ClientBuilder::transport`](super::ClientBuilder::transport) takes another,
/// to use another HTTP library, to see every request, or to test without a
/// network.
///
/// A transport must not follow redirects: it would carry credentials to
/// wherever the reply points.
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends one request, once, and gives the reply as soon as its head is
    /// there. A reply of any status is `Ok`.
    ///
    /// The limits of time are the transport's to heed, in the body, too; that
    /// of size is not. A transport that has whole replies gives them by
    /// `Reply::new(…).into()`.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingReply, TransportError>>;

    /// Waits: between two attempts of a call, and for its total limit. By
    /// default the clock is that of tokio, which must be there; a transport
    /// for another runtime brings its own.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(platform::sleep(time))
    }
}

/// A request that is ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where to; the query may hold a credential.
    pub url: Uri,
    /// The headers; credentials among them are marked sensitive.
    pub headers: HeaderMap,
    /// The body; `None` sends none. A transport that can't stream reads it
    /// [whole](Body::whole).
    pub body: Option<Body>,
    /// How long it may take and how large the reply may be.
    pub limits: Limits,
    /// Whether the body of the reply is read as it comes. If so,
    /// [`Limits::attempt`] ends with its head, and [`Limits::idle`] holds from
    /// there on.
    pub streamed: bool,
}

impl Request {
    pub(super) fn new(method: Method, url: Uri, limits: Limits) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            limits,
            streamed: false,
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

/// What bounds one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// From the start until the last byte of the reply; until its head if it
    /// is streamed.
    pub attempt: Duration,
    /// From one piece of a streamed body to the next.
    pub idle: Duration,
    /// The largest body of a reply, and the largest item of a streamed one, in
    /// bytes. A streamed body as such is not limited.
    pub reply: usize,
}

/// 10 seconds to connect, 30 seconds for all of it, a minute between the pieces of
/// a stream, 16 MiB.
impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            idle: Duration::from_secs(60),
            reply: 16 * 1024 * 1024,
        }
    }
}

/// Which time limit was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// [`Limits::connect`]; nothing was sent.
    Connect,
    /// [`Limits::attempt`]; the server may have acted on the request.
    Attempt,
    /// That of the call, over all attempts and the waits between them; the
    /// server may have acted on one of them.
    Total,
    /// [`Limits::idle`]; the reply had begun.
    Idle,
}

/// A request that got no whole reply.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection; nothing was sent.
    Connect(BoxError),
    /// A request that the transport can't send, now or later; nothing was sent.
    Unsendable(BoxError),
    /// Too slow.
    Timeout {
        /// Which limit was hit.
        limit: TimeLimit,
        /// How long it is.
        after: Duration,
    },
    /// The connection was lost before the reply began. The server may have
    /// acted on the request.
    Interrupted(BoxError),
    /// The body of the request, which was streamed, gave an error, or has
    /// another length than was said. The server has part of the request.
    RequestBody(BoxError),
    /// The body of the reply ended early.
    CutOff {
        /// The reply with what came of its body; without, if it was streamed.
        reply: Box<Reply>,
        /// How many bytes of its body came.
        received: u64,
        /// What happened.
        source: BoxError,
    },
    /// The body of the reply is over [`Limits::reply`].
    TooLarge {
        /// The reply without its body.
        reply: Box<Reply>,
        /// The limit in bytes.
        limit: usize,
    },
}

impl TransportError {
    /// What came of the reply.
    pub(super) fn reply(&self) -> Option<&Reply> {
        match self {
            Self::CutOff { reply, .. } | Self::TooLarge { reply, .. } => Some(reply),
            Self::Connect(_)
            | Self::Unsendable(_)
            | Self::Timeout { .. }
            | Self::Interrupted(_)
            | Self::RequestBody(_) => None,
        }
    }
}

/// Names the innermost cause, so that one log line is enough; the whole chain
/// is behind `source`.
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(source) => write!(f, "connection failed: {}", root(source)),
            Self::Unsendable(source) => {
                write!(f, "the request can't be sent: {}", root(source))
            }
            Self::Timeout {
                limit: TimeLimit::Connect,
                after,
            } => {
                write!(f, "timed out: no connection within {after:?}")
            }
            Self::Timeout {
                limit: TimeLimit::Attempt,
                after,
            } => {
                write!(f, "timed out: no whole reply within {after:?}")
            }
            Self::Timeout {
                limit: TimeLimit::Total,
                after,
            } => {
                write!(f, "timed out: no success within {after:?} in total")
            }
            Self::Interrupted(source) => {
                write!(f, "connection lost before a reply: {}", root(source))
            }
            Self::Timeout {
                limit: TimeLimit::Idle,
                after,
            } => {
                write!(f, "timed out: nothing came for {after:?}")
            }
            Self::RequestBody(source) => {
                write!(f, "the request's body broke off: {}", root(source))
            }
            Self::CutOff {
                reply,
                received,
                source,
            } => {
                write!(
                    f,
                    "status {}, body cut off after {received} bytes: {}",
                    reply.status(),
                    root(source)
                )
            }
            Self::TooLarge { reply, limit } => {
                write!(
                    f,
                    "status {}, body over the limit of {limit} bytes",
                    reply.status()
                )
            }
        }
    }
}

fn root<'a>(error: &'a BoxError) -> &'a dyn Error {
    let mut root: &'a dyn Error = &**error;
    while let Some(source) = root.source() {
        root = source;
    }
    root
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connect(source)
            | Self::Unsendable(source)
            | Self::Interrupted(source)
            | Self::RequestBody(source)
            | Self::CutOff { source, .. } => Some(&**source),
            Self::Timeout { .. } | Self::TooLarge { .. } => None,
        }
    }
}
