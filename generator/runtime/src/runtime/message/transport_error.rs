//! The ways in which a request gets no whole reply.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::limits::TimeLimit;
use super::reply::Reply;
use crate::runtime::platform::error::BoxError;

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
        /// The limit that was hit.
        limit: TimeLimit,
        /// Its length.
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
        /// The number of bytes of its body that came.
        received: u64,
        /// The error of the library.
        source: BoxError,
    },
    /// The body of the reply is over the limit for responses.
    TooLarge {
        /// The reply without its body.
        reply: Box<Reply>,
        /// The limit in bytes.
        limit: usize,
    },
}

impl TransportError {
    /// The reply, as far as it came.
    pub(crate) fn reply(&self) -> Option<&Reply> {
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
