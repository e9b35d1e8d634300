//! Asks for a stream of events again where the last one ended: HTML Standard,
//! section 9.2.3. Knows nothing of what is in it.

use std::convert::Infallible;
use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::HeaderValue;
use http::header::HeaderName;

use super::events::MEDIA_TYPE;
use super::exchange::exchange;
use super::platform::Instant;
use super::{BoxFuture, Call, DecodeError, Error, RequestError, SendError, StreamingReply};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// How long to wait if the server doesn't say; about what browsers do.
const USUAL_WAIT: Duration = Duration::from_secs(3);

/// The call that is made again, and how it stands.
pub(super) struct Reconnect {
    call: Box<Call<'static>>,
    /// How many connections in a row have ended at once, without an event.
    fruitless: u32,
    /// Since when the last one stands.
    since: Option<Instant>,
    running: Option<Running>,
}

/// A new reply; `None` if the server has no more.
type Running = BoxFuture<'static, Result<Option<StreamingReply>, Error<Infallible>>>;

impl Reconnect {
    pub(super) fn new(call: Box<Call<'static>>) -> Self {
        Self {
            call,
            fruitless: 0,
            since: None,
            running: None,
        }
    }

    /// An event came, so the server is well.
    pub(super) fn came(&mut self) {
        self.fruitless = 0;
    }

    /// Starts to ask for what follows an event, unless that was in vain too
    /// often. Says whether it has started.
    pub(super) fn start(&mut self, last_id: &str, asked: Option<Duration>) -> bool {
        let retries = self.call.options.retries;
        // A connection that ended after an event is no failure, nor is one that
        // was held open and had nothing to tell.
        let since = self.since.take();
        if since.is_some_and(|since| since.elapsed() >= USUAL_WAIT) {
            self.fruitless = 0;
        }
        if self.fruitless > 0 && !retries.has_more(self.fruitless) {
            return false;
        }
        self.fruitless += 1;
        let wait = retries.backoff(self.fruitless);
        let wait = wait.max(asked.unwrap_or(USUAL_WAIT));
        let (call, last_id) = (self.call.clone(), last_id.to_owned());
        self.running = Some(Box::pin(async move {
            call.http.shared.transport.sleep(wait).await;
            reply_after(*call, &last_id).await
        }));
        true
    }

    /// Whether a new reply is waited for.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The new reply; `None` if there is none to come.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<StreamingReply>, Error<Infallible>>> {
        let Some(running) = &mut self.running else {
            return Poll::Ready(Ok(None));
        };
        let result = ready!(running.as_mut().poll(cx));
        self.running = None;
        self.since = Some(Instant::now());
        Poll::Ready(result)
    }
}

/// What the server has after an event, or from the start if it gave no id. What
/// fails for now has been repeated as the call's `Retries` say; all but a
/// stream of events is final.
async fn reply_after(
    mut call: Call<'static>,
    last_id: &str,
) -> Result<Option<StreamingReply>, Error<Infallible>> {
    call.headers.remove(LAST_EVENT_ID);
    if !last_id.is_empty() {
        let value = HeaderValue::from_bytes(last_id.as_bytes()).map_err(|_| {
            let problem = "the last event has an id that no header can hold";
            SendError::Request(RequestError::new(None, problem))
        })?;
        call.headers.insert(LAST_EVENT_ID, value);
    }
    let reply: StreamingReply = exchange(call.fresh()).await?;
    let found = match (reply.status(), reply.media_type()) {
        (204, _) => return Ok(None),
        (200, Some(found)) if found.eq_ignore_ascii_case(MEDIA_TYPE) => return Ok(Some(reply)),
        (200, found) => found.unwrap_or("no media type").to_owned(),
        _ => return Err(reply.whole().await?.unexpected()),
    };
    let error = DecodeError::new(MEDIA_TYPE, found);
    Err(reply.whole().await?.undecodable(error))
}

impl fmt::Debug for Reconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect")
            .field("call", &self.call)
            .field("fruitless", &self.fruitless)
            .finish_non_exhaustive()
    }
}
