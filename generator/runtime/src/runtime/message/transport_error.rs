//! The ways in which a request gets no whole response.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::limits::TimeLimit;
use super::outcome::End;
use super::repetition::Repetition;
use super::response::Response;
use crate::runtime::platform::error::BoxError;

/// A request that got no whole response.
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
    /// The connection was lost before the response began. The server may have
    /// acted on the request.
    Interrupted(BoxError),
    /// The transport followed a redirect, which may have carried credentials elsewhere;
    /// the response isn't that of the server that was called.
    Redirected(BoxError),
    /// The body of the request, which was streamed, gave an error, or has
    /// another length than was said. The server has part of the request.
    RequestBody(BoxError),
    /// The body of the response ended early, or was too slow: then the source is a
    /// [`Timeout`](Self::Timeout).
    CutOff {
        /// The response with what came of its body; without, if it was streamed.
        response: Box<Response>,
        /// The number of bytes of its body that came.
        received: u64,
        /// The error of the library.
        source: BoxError,
    },
    /// The body of the response is over the limit for responses.
    TooLarge {
        /// The response with what came of its body; without, if it was streamed.
        response: Box<Response>,
        /// The limit in bytes.
        limit: usize,
    },
}

impl TransportError {
    /// The end of an attempt with this error.
    pub(crate) fn end(&self) -> End<'_> {
        match self {
            Self::Connect(_) | Self::Unsendable(_) => End::NotSent,
            Self::Timeout { limit, .. } => match limit {
                TimeLimit::Connect => End::NotSent,
                TimeLimit::Attempt | TimeLimit::Total | TimeLimit::Idle => End::NoResponse,
            },
            Self::Interrupted(_) | Self::RequestBody(_) | Self::Redirected(_) => End::NoResponse,
            Self::CutOff { response, .. } | Self::TooLarge { response, .. } => {
                End::Response(response.as_error(false))
            }
        }
    }

    /// The condition for one more attempt.
    pub(crate) fn repetition(&self) -> Repetition {
        match self {
            Self::Connect(_) => Repetition::Always,
            Self::Timeout { limit, .. } => match limit {
                TimeLimit::Connect => Repetition::Always,
                TimeLimit::Attempt | TimeLimit::Total | TimeLimit::Idle => Repetition::IfRepeatable,
            },
            Self::Interrupted(_) | Self::RequestBody(_) | Self::CutOff { .. } => {
                Repetition::IfRepeatable
            }
            Self::TooLarge { response, .. } => {
                Repetition::of_response(response.status(), response.headers())
            }
            Self::Unsendable(_) | Self::Redirected(_) => Repetition::Never,
        }
    }

    /// The error with as much of the response's body as came.
    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        if let Self::CutOff { response, .. } = &mut self {
            response.body = body;
        }
        self
    }

    /// The time limit that was hit, if one was, be it within the body.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        match self {
            Self::Timeout { limit, .. } => Some(*limit),
            Self::CutOff { source, .. } => source.downcast_ref::<Self>()?.time_limit(),
            _ => None,
        }
    }

    /// The response, as far as it came.
    pub(crate) fn response_mut(&mut self) -> Option<&mut Response> {
        match self {
            Self::CutOff { response, .. } | Self::TooLarge { response, .. } => Some(response),
            _ => None,
        }
    }

    /// The response, as far as it came.
    pub(crate) fn response(&self) -> Option<&Response> {
        match self {
            Self::CutOff { response, .. } | Self::TooLarge { response, .. } => Some(response),
            Self::Connect(_)
            | Self::Unsendable(_)
            | Self::Timeout { .. }
            | Self::Interrupted(_)
            | Self::Redirected(_)
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
                write!(f, "timed out: no whole response within {after:?}")
            }
            Self::Timeout {
                limit: TimeLimit::Total,
                after,
            } => {
                write!(f, "timed out: no success within {after:?} in total")
            }
            Self::Redirected(source) => {
                write!(f, "the transport followed a redirect: {}", root(source))
            }
            Self::Interrupted(source) => {
                write!(f, "connection lost before a response: {}", root(source))
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
                response,
                received,
                source,
            } => {
                write!(
                    f,
                    "status {}, body cut off after {received} bytes: {}",
                    response.status(),
                    root(source)
                )
            }
            Self::TooLarge { response, limit } => {
                write!(
                    f,
                    "status {}, body over the limit of {limit} bytes",
                    response.status()
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
            | Self::Redirected(source)
            | Self::RequestBody(source)
            | Self::CutOff { source, .. } => Some(&**source),
            Self::Timeout { .. } | Self::TooLarge { .. } => None,
        }
    }
}
