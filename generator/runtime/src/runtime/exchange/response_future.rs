//! A call on its way: a future, and what may still be said about the call.

use std::fmt;
use std::mem::take;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::send::{streamed, whole};
use crate::runtime::message::body::Body;
use crate::runtime::message::outcome::Outcome;
use crate::runtime::message::response::Response;
use crate::runtime::message::retry::RetryPolicy;
use crate::runtime::platform::system::BoxFuture;
use crate::runtime::request::caller_headers::caller_header;
use crate::runtime::request::options::request_options;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::{Error, SendError};
use crate::runtime::response::parts::ResponseParts;
use crate::runtime::response::streaming::StreamingResponse;
use crate::runtime::value::lenient::{Differences, reading};

/// A call that is sent once this is awaited, and gives what the operation
/// promises. Dropped before its end, it sends nothing more.
///
/// Until then, what holds for this one call can be set.
///
/// ```
/// # use openapi_client_runtime::runtime::{Error, ResponseFuture, RetryPolicy};
/// # use std::{fmt::Debug, time::Duration};
/// # async fn example<E: Debug>(future: ResponseFuture<'_, String, E>) -> Result<(), Error<E>> {
/// let key = future.idempotency_key_value().map(str::to_owned);
/// let outcome = future
///     .timeout(Duration::from_secs(5))
///     .retries(RetryPolicy::default().max_attempts(5).max_elapsed(Duration::from_secs(20)))
///     .header("X-Tenant", "t_1")
///     .with_parts()
///     .await;
/// match outcome {
///     Ok(parts) => println!("{}, request {:?}", parts.value, parts.request_id()),
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
pub struct ResponseFuture<'a, T, E> {
    sending: Sending<'a>,
    stage: Stage<'a, T, E>,
    differences: Differences,
}

/// A call until its response is there, whatever is made of that.
struct Sending<'a> {
    /// Until it is sent.
    call: Option<Box<RequestBuilder<'a>>>,
    keeps_response: bool,
    is_lenient: bool,
    /// The response, if it is kept; without its body if that is streamed.
    response: Option<Response>,
}

type Running<'a, R> = Option<BoxFuture<'a, Result<R, SendError>>>;

/// The reader of a response that comes bit by bit.
pub(crate) type ReadStreamed<T, E> =
    fn(StreamingResponse) -> BoxFuture<'static, Result<T, Error<E>>>;

/// The reader of a whole response.
pub(crate) type ReadWhole<T, E> = fn(Response) -> Result<T, Error<E>>;

enum Stage<'a, T, E> {
    Whole(Running<'a, Response>, ReadWhole<T, E>),
    Streamed(Running<'a, StreamingResponse>, ReadStreamed<T, E>),
    Reading(Option<BoxFuture<'static, Result<T, Error<E>>>>),
}

impl<'a, T, E> ResponseFuture<'a, T, E> {
    pub(crate) fn whole(call: RequestBuilder<'a>, read: ReadWhole<T, E>) -> Self {
        Self::new(call, Stage::Whole(None, read))
    }

    pub(crate) fn streamed(call: RequestBuilder<'a>, read: ReadStreamed<T, E>) -> Self {
        Self::new(call, Stage::Streamed(None, read))
    }

    fn new(call: RequestBuilder<'a>, stage: Stage<'a, T, E>) -> Self {
        Self {
            sending: Sending::new(Box::new(call.keyed())),
            stage,
            differences: Differences::default(),
        }
    }

    /// The call, and how a whole response to it is read; for calls that are sent
    /// once for each page.
    pub(crate) fn into_parts(self) -> (Option<Box<RequestBuilder<'a>>>, Option<ReadWhole<T, E>>) {
        let read = match self.stage {
            Stage::Whole(None, read) => Some(read),
            _ => None,
        };
        (self.sending.call, read)
    }

    fn with(mut self, change: impl FnOnce(&mut RequestBuilder<'a>)) -> Self {
        if let Some(call) = &mut self.sending.call {
            change(call);
        }
        self
    }

    request_options!();
    caller_header!();

    /// Sends this key, by which the server knows a repeated request, in place
    /// of a random one. The same key must never go with another request.
    ///
    /// The call fails with [`Error::Request`] if the operation has no header
    /// for such keys.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        let key = key.into();
        self.with(|call| call.set_idempotency_key(&key))
    }

    /// Says that doing this call twice is the same as doing it once, whatever its method:
    /// it is repeated as a `PUT` would be.
    pub fn idempotent(self) -> Self {
        self.with(|call| call.parts.is_idempotent = true)
    }

    /// The key that will be sent; all attempts send the same. `None` for an
    /// operation without, and once the call is on its way.
    pub fn idempotency_key_value(&self) -> Option<&str> {
        self.sending.call.as_ref()?.idempotency_key()
    }

    /// The same call, as long as it hasn't been sent.
    pub(crate) fn duplicate(&self) -> Option<Self> {
        let stage = match self.stage {
            Stage::Whole(None, read) => Stage::Whole(None, read),
            Stage::Streamed(None, read) => Stage::Streamed(None, read),
            _ => return None,
        };
        Some(Self {
            sending: self.sending.duplicate()?,
            stage,
            differences: Differences::default(),
        })
    }

    /// The same call after one with this outcome; none if its body was a stream that has
    /// begun.
    pub(crate) fn after(self, earlier: Outcome) -> Option<Self> {
        let may_be_sent = self.sending.may_be_sent();
        may_be_sent.then(|| self.with(|call| call.parts.earlier = earlier))
    }

    /// Gives the response along with the value: status, headers and the body as it came.
    pub fn with_parts(mut self) -> WithParts<'a, T, E> {
        self.sending.keeps_response = true;
        WithParts::new(self)
    }
}

/// The exchange begins at the first poll. None of this has a type parameter, so that it is
/// compiled once for all operations.
impl<'a> Sending<'a> {
    fn new(call: Box<RequestBuilder<'a>>) -> Self {
        Self {
            call: Some(call),
            keeps_response: false,
            is_lenient: false,
            response: None,
        }
    }

    /// The same call, as long as it hasn't been sent.
    fn duplicate(&self) -> Option<Self> {
        Some(Self {
            keeps_response: self.keeps_response,
            ..Self::new(self.call.clone()?)
        })
    }

    /// `true` unless it was sent, or its body is a stream that has begun.
    fn may_be_sent(&self) -> bool {
        let body = self.call.as_ref().map(|call| call.parts.body.as_ref());
        body.is_some_and(|body| !body.is_some_and(Body::has_begun))
    }

    /// The call, to be sent now.
    fn take(&mut self) -> Option<RequestBuilder<'a>> {
        let call = self.call.take()?;
        self.is_lenient = call.parts.options.lenient;
        Some(*call)
    }

    fn poll_whole(
        &mut self,
        running: &mut Running<'a, Response>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response, SendError>> {
        let result = ready!(poll_running(running, || self.take().map(whole), cx));
        if let (true, Ok(response)) = (self.keeps_response, &result) {
            self.response = Some(response.clone());
        }
        Poll::Ready(result)
    }

    fn poll_streamed(
        &mut self,
        running: &mut Running<'a, StreamingResponse>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<StreamingResponse, SendError>> {
        let result = ready!(poll_running(running, || self.take().map(streamed), cx));
        if let (true, Ok(response)) = (self.keeps_response, &result) {
            self.response = Some(response.head());
        }
        Poll::Ready(result)
    }
}

/// Goes on with an exchange, or begins it. Behind its end it stays pending.
fn poll_running<'a, R>(
    running: &mut Running<'a, R>,
    begin: impl FnOnce() -> Running<'a, R>,
    cx: &mut Context<'_>,
) -> Poll<Result<R, SendError>> {
    if running.is_none() {
        *running = begin();
    }
    let Some(future) = running else {
        return Poll::Pending;
    };
    let result = ready!(future.as_mut().poll(cx));
    *running = None;
    Poll::Ready(result)
}

impl<'a> RequestBuilder<'a> {
    /// As [`send`](Self::send), with what makes a value of the response.
    pub fn receive<T, E>(self, read: ReadWhole<T, E>) -> ResponseFuture<'a, T, E> {
        ResponseFuture::whole(self, read)
    }

    /// As [`stream`](Self::stream), with what makes a value of the response.
    pub fn streaming<T, E>(self, read: ReadStreamed<T, E>) -> ResponseFuture<'a, T, E> {
        ResponseFuture::streamed(self, read)
    }
}

/// Polled after its end, it stays pending.
impl<T, E> Future for ResponseFuture<'_, T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Stage::Streamed(running, read) = &mut this.stage {
            let response = ready!(this.sending.poll_streamed(running, cx))?;
            this.stage = Stage::Reading(Some(read(response)));
        }
        let (value, found) = match &mut this.stage {
            Stage::Whole(running, read) => {
                let response = ready!(this.sending.poll_whole(running, cx))?;
                reading(this.sending.is_lenient, || read(response))
            }
            Stage::Reading(Some(future)) => {
                let is_lenient = this.sending.is_lenient;
                let (value, found) = reading(is_lenient, || future.as_mut().poll(cx));
                let value = ready!(value);
                this.stage = Stage::Reading(None);
                (value, found)
            }
            Stage::Reading(None) | Stage::Streamed(..) => return Poll::Pending,
        };
        Poll::Ready(match value {
            Ok(value) => {
                this.differences = found;
                Ok(value)
            }
            Err(error) if this.sending.is_lenient => Err(error.with_differences(found)),
            Err(error) => Err(error),
        })
    }
}

/// Shows the call.
impl<T, E> fmt::Debug for ResponseFuture<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture")
            .field("call", &self.sending.call)
            .finish_non_exhaustive()
    }
}

/// A [`ResponseFuture`] that gives [`ResponseParts`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct WithParts<'a, T, E> {
    pub(crate) future: ResponseFuture<'a, T, E>,
}

impl<'a, T, E> WithParts<'a, T, E> {
    pub(crate) fn new(future: ResponseFuture<'a, T, E>) -> Self {
        Self { future }
    }
}

impl<T, E> Future for WithParts<'_, T, E> {
    type Output = Result<ResponseParts<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let value = ready!(Pin::new(&mut self.future).poll(cx))?;
        match self.future.sending.response.take() {
            Some(response) => Poll::Ready(Ok(ResponseParts {
                value,
                response,
                differences: take(&mut self.future.differences),
            })),
            // There is a response whenever there is a value.
            None => Poll::Pending,
        }
    }
}
