//! A call on its way: a future, and what may still be said about the call.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::attempts::Arrival;
use super::send::exchange;
use crate::runtime::message::reply::Reply;
use crate::runtime::message::retry::Retries;
use crate::runtime::platform::system::BoxFuture;
use crate::runtime::request::call::Call;
use crate::runtime::response::answer::Answer;
use crate::runtime::response::error::{Error, SendError};
use crate::runtime::response::streaming::StreamingReply;

/// A call that is sent once this is awaited, and gives what the operation
/// promises. Dropped before its end, it sends nothing more.
///
/// Until then, what holds for this one call can be set.
///
/// ```
/// # use subscription_cancel::runtime::{Error, Retries, Sending};
/// # use std::{fmt::Debug, time::Duration};
/// # async fn example<E: Debug>(sending: Sending<'_, String, E>) -> Result<(), Error<E>> {
/// let key = sending.idempotency_key_value().map(str::to_owned);
/// let outcome = sending
///     .timeout(Duration::from_secs(5))
///     .retries(Retries::default().max_attempts(5).max_elapsed(Duration::from_secs(20)))
///     .header("X-Tenant", "t_1")
///     .with_head()
///     .await;
/// match outcome {
///     Ok(answer) => println!("{}, request {:?}", answer.value, answer.request_id()),
///     Err(error) if error.outcome_unknown() => println!("ask, or repeat with {key:?}: {error}"),
///     Err(error) if error.is_retryable() => println!("not now: {error}"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
///
/// The limit for connecting is the client's alone, as connections are shared
/// between calls.
#[must_use = "nothing is sent before it is awaited"]
pub struct Sending<'a, T, E> {
    /// Until it is sent.
    call: Option<Box<Call<'a>>>,
    stage: Stage<'a, T, E>,
    keeps_head: bool,
    /// The reply without its body.
    pub(crate) head: Option<Reply>,
}

type Running<'a, R> = Option<BoxFuture<'a, Result<R, SendError>>>;

/// How an operation reads a reply that comes bit by bit.
pub(crate) type ReadStreamed<T, E> = fn(StreamingReply) -> BoxFuture<'static, Result<T, Error<E>>>;

/// How an operation reads a whole reply.
pub(crate) type ReadWhole<T, E> = fn(Reply) -> Result<T, Error<E>>;

enum Stage<'a, T, E> {
    Whole(Running<'a, Reply>, ReadWhole<T, E>),
    Streamed(Running<'a, StreamingReply>, ReadStreamed<T, E>),
    Reading(Option<BoxFuture<'static, Result<T, Error<E>>>>),
}

impl<'a, T, E> Sending<'a, T, E> {
    pub(crate) fn whole(call: Call<'a>, read: ReadWhole<T, E>) -> Self {
        Self::new(call, Stage::Whole(None, read))
    }

    pub(crate) fn streamed(call: Call<'a>, read: ReadStreamed<T, E>) -> Self {
        Self::new(call, Stage::Streamed(None, read))
    }

    fn new(call: Call<'a>, stage: Stage<'a, T, E>) -> Self {
        Self {
            call: Some(Box::new(call.keyed())),
            stage,
            keeps_head: false,
            head: None,
        }
    }

    /// The call, and how a whole reply to it is read; for calls that are sent
    /// once for each page.
    pub(crate) fn into_parts(self) -> (Option<Box<Call<'a>>>, Option<ReadWhole<T, E>>) {
        let read = match self.stage {
            Stage::Whole(None, read) => Some(read),
            _ => None,
        };
        (self.call, read)
    }

    fn with(mut self, change: impl FnOnce(&mut Call<'a>)) -> Self {
        if let Some(call) = &mut self.call {
            change(call);
        }
        self
    }

    /// How long each attempt may take, from connecting to the last byte of the
    /// reply; of a streamed one to its head. The default is the
    /// [client's](crate::runtime::ClientBuilder::timeout).
    pub fn timeout(self, limit: Duration) -> Self {
        self.with(|call| call.parts.options.limits.attempt = limit)
    }

    /// How long all attempts may take, with the waits between them. The
    /// default is the [client's](crate::runtime::ClientBuilder::total_timeout).
    pub fn total_timeout(self, limit: Duration) -> Self {
        self.with(|call| call.parts.options.total = Some(limit))
    }

    /// When the request is repeated. The default is the
    /// [client's](crate::runtime::ClientBuilder::retries).
    pub fn retries(self, retries: Retries) -> Self {
        self.with(|call| call.parts.options.retries = retries)
    }

    /// How large the body of the reply may be, or one item of a streamed
    /// reply, in bytes. The default is the
    /// [client's](crate::runtime::ClientBuilder::reply_limit).
    pub fn reply_limit(self, bytes: usize) -> Self {
        self.with(|call| call.parts.options.limits.reply = bytes)
    }

    /// Sends one more header; replaces what the operation would send under
    /// that name. The call fails with [`Error::Request`], and nothing is sent,
    /// for what no header can hold, and for a header that isn't the caller's to
    /// set: one in which the client sends a credential, `Cookie`, and those
    /// that frame a request, such as `Content-Length`.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(|call| call.set_header(name, value))
    }

    /// Sends this key, by which the server knows a repeated request, in place
    /// of a random one. The same key must never go with another request.
    ///
    /// The call fails with [`Error::Request`] if the operation has no header
    /// for such keys.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        let key = key.into();
        self.with(|call| call.set_idempotency_key(&key))
    }

    /// The key that will be sent; all attempts send the same. `None` for an
    /// operation without, and once the call is on its way.
    pub fn idempotency_key_value(&self) -> Option<&str> {
        self.call.as_ref()?.idempotency_key()
    }

    /// Gives status and headers along with the value.
    pub fn with_head(self) -> WithHead<'a, T, E> {
        WithHead::new(Self {
            keeps_head: true,
            ..self
        })
    }
}

impl<'a> Call<'a> {
    /// As [`send`](Self::send), with what makes a value of the reply.
    pub fn sending<T, E>(self, read: ReadWhole<T, E>) -> Sending<'a, T, E> {
        Sending::whole(self, read)
    }

    /// As [`stream`](Self::stream), with what makes a value of the reply.
    pub fn streaming<T, E>(self, read: ReadStreamed<T, E>) -> Sending<'a, T, E> {
        Sending::streamed(self, read)
    }
}

/// Polled after its end, it stays pending.
impl<T, E> Future for Sending<'_, T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Stage::Streamed(running, read) = &mut this.stage {
            let reply = ready!(poll_running(&mut this.call, running, cx))?;
            this.head = this.keeps_head.then(|| reply.head());
            this.stage = Stage::Reading(Some(read(reply)));
        }
        match &mut this.stage {
            Stage::Whole(running, read) => {
                let reply = ready!(poll_running(&mut this.call, running, cx))?;
                this.head = this.keeps_head.then(|| reply.head());
                Poll::Ready(read(reply))
            }
            Stage::Reading(Some(reading)) => {
                let value = ready!(reading.as_mut().poll(cx));
                this.stage = Stage::Reading(None);
                Poll::Ready(value)
            }
            Stage::Reading(None) | Stage::Streamed(..) => Poll::Pending,
        }
    }
}

/// The exchange, begun at the first poll. All operations share its code, which
/// keeps a crate of many quick to compile.
fn poll_running<'a, R: Arrival + 'a>(
    call: &mut Option<Box<Call<'a>>>,
    running: &mut Running<'a, R>,
    cx: &mut Context<'_>,
) -> Poll<Result<R, SendError>> {
    let future = match (&mut *running, call.take()) {
        (Some(future), _) => future,
        (none, Some(call)) => none.insert(Box::pin(exchange(*call))),
        (None, None) => return Poll::Pending,
    };
    let result = ready!(future.as_mut().poll(cx));
    *running = None;
    Poll::Ready(result)
}

/// Shows the call.
impl<T, E> fmt::Debug for Sending<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// A [`Sending`] that gives an [`Answer`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct WithHead<'a, T, E> {
    sending: Sending<'a, T, E>,
}

impl<'a, T, E> WithHead<'a, T, E> {
    pub(crate) fn new(sending: Sending<'a, T, E>) -> Self {
        Self { sending }
    }
}

impl<T, E> Future for WithHead<'_, T, E> {
    type Output = Result<Answer<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let value = ready!(Pin::new(&mut self.sending).poll(cx))?;
        match self.sending.head.take() {
            Some(head) => Poll::Ready(Ok(Answer { value, head })),
            // There is a head whenever there is a value.
            None => Poll::Pending,
        }
    }
}
