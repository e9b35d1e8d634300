//! Holds an exchange to its limits of time, whichever transport makes it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::message::limits::{Limits, TimeLimit};
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxStream, Instant, Sleep, sleep, timeout};
use crate::runtime::response::streaming::StreamingResponse;

/// Ends an exchange, and the body of its response, when it takes longer than
/// [`Limits::attempt`]; for one that is streamed, that holds for the head, and
/// [`Limits::idle`] for each piece of the body.
pub(crate) async fn within(
    limits: Limits,
    streamed: bool,
    exchange: impl Future<Output = Result<StreamingResponse, TransportError>>,
) -> Result<StreamingResponse, TransportError> {
    let start = Instant::now();
    let response = match timeout(limits.attempt, exchange).await {
        Ok(response) => response?,
        Err(_) => return Err(over(TimeLimit::Attempt, limits)),
    };
    Ok(response.map_body(|body| {
        Box::pin(Timed {
            body,
            limits,
            streamed,
            start,
            timer: None,
        })
    }))
}

/// The error for a limit that was hit.
pub(crate) fn over(limit: TimeLimit, limits: Limits) -> TransportError {
    let after = match limit {
        TimeLimit::Connect => limits.connect,
        TimeLimit::Attempt | TimeLimit::Total => limits.attempt,
        TimeLimit::Idle => limits.idle,
    };
    TransportError::Timeout { limit, after }
}

/// A body with a clock beside it.
struct Timed {
    body: BoxStream<Result<Bytes, TransportError>>,
    limits: Limits,
    streamed: bool,
    start: Instant,
    /// Of a stream, it runs while a piece is waited for; only then, so that a
    /// caller may take any time in between.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stream for Timed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(next) = self.body.as_mut().poll_next(cx) {
            if self.streamed {
                self.timer = None;
            }
            return Poll::Ready(next);
        }
        let limits = self.limits;
        let (limit, left) = match self.streamed {
            true => (TimeLimit::Idle, limits.idle),
            false => (
                TimeLimit::Attempt,
                limits.attempt.saturating_sub(self.start.elapsed()),
            ),
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(left)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Some(Err(over(limit, limits))))
    }
}
