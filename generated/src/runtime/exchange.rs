//! From a call that is put together to a reply: attempts, the waits between
//! them, and the limit over all of them.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use http::{HeaderMap, Uri};

use super::clock::now;
use super::credential::Prepared;
use super::parameter::escape;
use super::retry::{Fate, retry_after};
use super::sent::Sent;
use super::{
    BoxFuture, Call, Http, Limits, NoReply, Reply, Request, RequestError, Retries, SendError,
    StreamingReply, TimeLimit, TransportError,
};

/// What holds for one call; the client has what holds for all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Options {
    /// For each attempt.
    pub(super) limits: Limits,
    /// For all attempts and the waits between them.
    pub(super) total: Option<Duration>,
    pub(super) retries: Retries,
}

/// A request as it is sent at each attempt, but for its credentials.
pub(super) struct Draft<'a> {
    pub(super) http: &'a Http,
    /// Without the credentials of the query.
    pub(super) url: String,
    pub(super) request: Request,
    pub(super) credentials: Vec<&'a Prepared>,
    pub(super) options: Options,
    pub(super) sent: Sent,
}

/// What an attempt is to give.
pub(super) trait Arrival: Sized + Send {
    /// Whether it is there with its head.
    const IS_STREAMED: bool;

    fn arrive(reply: StreamingReply) -> impl Future<Output = Result<Self, TransportError>> + Send;

    fn status(&self) -> u16;

    fn headers(&self) -> &HeaderMap;

    fn set_sent(&mut self, sent: Sent);
}

impl Arrival for Reply {
    const IS_STREAMED: bool = false;

    fn arrive(reply: StreamingReply) -> impl Future<Output = Result<Self, TransportError>> + Send {
        reply.read()
    }

    fn status(&self) -> u16 {
        self.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn set_sent(&mut self, sent: Sent) {
        self.sent = sent;
    }
}

impl Arrival for StreamingReply {
    const IS_STREAMED: bool = true;

    async fn arrive(reply: StreamingReply) -> Result<Self, TransportError> {
        Ok(reply)
    }

    fn status(&self) -> u16 {
        self.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn set_sent(&mut self, sent: Sent) {
        self.sent = sent;
    }
}

/// Sends a call, as often as is allowed and needed. Dropped, it sends no more.
pub(super) async fn exchange<R: Arrival>(call: Call<'_>) -> Result<R, SendError> {
    let mut draft = call.draft()?;
    draft.request.streamed = R::IS_STREAMED;
    let mut sent = draft.sent.clone();
    let in_time = {
        let attempts = pin!(draft.attempts::<R>(&mut sent));
        match draft.options.total {
            None => Ok(attempts.await),
            Some(total) => {
                let limit = draft.http.shared.transport.sleep(total);
                within(attempts, limit).await.ok_or(total)
            }
        }
    };
    in_time.unwrap_or_else(|after| {
        let limit = TimeLimit::Total;
        let error = TransportError::Timeout { limit, after };
        Err(SendError::Transport(NoReply::new(error, sent)))
    })
}

impl Draft<'_> {
    async fn attempts<R: Arrival>(&self, sent: &mut Sent) -> Result<R, SendError> {
        let start = now();
        let mut waited = Duration::ZERO;
        loop {
            let request = self.authorized()?;
            let was_open = sent.is_open;
            sent.attempts += 1;
            sent.is_open = true;
            let result = self.attempt::<R>(request).await;
            let (fate, asked) = match &result {
                Ok(reply) => (
                    Fate::of_reply(reply.status(), reply.headers()),
                    retry_after(reply.headers()),
                ),
                Err(error) => (Fate::of_error(error), None),
            };
            sent.ended(fate, was_open);
            // Without a clock, the waits at least are known.
            let elapsed = start.map_or(waited, |start| start.elapsed());
            let wait = match fate.allows_another(sent.is_repeatable()) {
                true => self.wait(sent.attempts, elapsed, asked),
                false => None,
            };
            match (wait, result) {
                (Some(wait), result) => {
                    // A streamed reply holds its connection.
                    drop(result);
                    self.http.shared.transport.sleep(wait).await;
                    waited += wait;
                }
                (None, Ok(mut reply)) => {
                    reply.set_sent(sent.clone());
                    return Ok(reply);
                }
                (None, Err(error)) => {
                    return Err(SendError::Transport(NoReply::new(error, sent.clone())));
                }
            }
        }
    }

    fn wait(&self, attempts: u32, elapsed: Duration, asked: Option<Duration>) -> Option<Duration> {
        let left = self
            .options
            .total
            .map(|total| total.saturating_sub(elapsed));
        self.options.retries.wait(attempts, elapsed, left, asked)
    }

    async fn attempt<R: Arrival>(&self, request: Request) -> Result<R, TransportError> {
        let limits = request.limits;
        let reply = self.http.shared.transport.send(request).await?;
        R::arrive(reply.within(limits)).await
    }

    /// The request of one attempt, with its credentials: each attempt asks for
    /// them anew.
    fn authorized(&self) -> Result<Request, SendError> {
        let mut request = self.request.clone();
        let mut url = self.url.clone();
        for credential in &self.credentials {
            if let Some((name, secret)) = credential.apply(&mut request.headers) {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(&escape(name));
                url.push('=');
                url.push_str(&escape(secret));
            }
        }
        request.url = Uri::try_from(url)
            .map_err(|error| SendError::Request(RequestError::new(None, error.to_string())))?;
        Ok(request)
    }
}

/// What the work gives, unless the limit ends first.
async fn within<T>(
    mut work: Pin<&mut (impl Future<Output = T> + Send)>,
    mut limit: BoxFuture<'_, ()>,
) -> Option<T> {
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => limit.as_mut().poll(cx).map(|()| None),
    })
    .await
}
