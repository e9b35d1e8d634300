//! Asks for a stream of events again where the last one ended: HTML Standard,
//! section 9.2.3. Knows nothing of what is in it.

use std::convert::Infallible;
use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::media_type::EVENT_STREAM;
use crate::runtime::platform::system::{BoxFuture, Instant};
use crate::runtime::response::error::Error;
use crate::runtime::response::streaming::{Repeat, StreamingResponse};

/// The wait if the server states none; about that of browsers.
const USUAL_WAIT: Duration = Duration::from_secs(3);

/// The call that is made again, and how it stands.
pub(crate) struct Reconnect {
    call: Box<dyn Repeat>,
    /// The number of connections in a row that have ended at once, without an event.
    fruitless: u32,
    /// Since when the last one stands.
    since: Option<Instant>,
    running: Option<Running>,
}

/// A new response; `None` if the server has no more.
type Running = BoxFuture<'static, Result<Option<StreamingResponse>, Error<Infallible>>>;

impl Reconnect {
    pub(crate) fn new(call: Box<dyn Repeat>) -> Self {
        Self {
            call,
            fruitless: 0,
            since: None,
            running: None,
        }
    }

    /// An event came, so the server is well.
    pub(crate) fn came(&mut self) {
        self.fruitless = 0;
    }

    /// Starts to ask for what follows an event, unless that was in vain too
    /// often. Says whether it has started.
    pub(crate) fn start(&mut self, last_id: &str, asked: Option<Duration>) -> bool {
        let retries = self.call.retries();
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
        let response = self.call.repeat(wait, last_id);
        self.running = Some(Box::pin(async move { events_of(response.await?).await }));
        true
    }

    /// `true` if a new response is waited for.
    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The new response; `None` if there is none to come.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<StreamingResponse>, Error<Infallible>>> {
        let Some(running) = &mut self.running else {
            return Poll::Ready(Ok(None));
        };
        let result = ready!(running.as_mut().poll(cx));
        self.running = None;
        self.since = Some(Instant::now());
        Poll::Ready(result)
    }
}

/// The response if it is a stream of events; nothing if the server has no more. All
/// else is final, for what fails for now has been repeated as the call's `RetryPolicy`
/// say.
async fn events_of(
    response: StreamingResponse,
) -> Result<Option<StreamingResponse>, Error<Infallible>> {
    let found = match (response.status(), response.media_type()) {
        (204, _) => return Ok(None),
        (200, Some(found)) if found.eq_ignore_ascii_case(EVENT_STREAM) => {
            return Ok(Some(response));
        }
        (200, found) => found.unwrap_or("no media type").to_owned(),
        _ => return Err(response.whole().await?.unexpected()),
    };
    let error = DecodeError::new(EVENT_STREAM, found);
    Err(response.whole().await?.invalid(error))
}

impl fmt::Debug for Reconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect")
            .field("call", &self.call)
            .field("fruitless", &self.fruitless)
            .finish_non_exhaustive()
    }
}
