//! From a request builder to a response: attempts, the waits between
//! them, and the limit over all of them.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use http::{HeaderMap, Uri};

use super::spans::CallSpan;
use crate::runtime::auth::stored_credential::{Held, Ready};
use crate::runtime::message::attempts::{Fate, Sent};
use crate::runtime::message::body::Body;
use crate::runtime::message::escape::escape;
use crate::runtime::message::limits::TimeLimit;
use crate::runtime::message::request::Request;
use crate::runtime::message::response::Response;
use crate::runtime::message::retry::retry_after;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxFuture, Instant, MaybeSend};
use crate::runtime::request::http::Http;
use crate::runtime::request::options::Options;
use crate::runtime::response::credential_error::CredentialError;
use crate::runtime::response::error::{NoResponse, RequestError, SendError};
use crate::runtime::response::streaming::{Repeat, StreamingResponse};

/// A request as it is sent at each attempt, but for its credentials.
pub(crate) struct Draft<'a> {
    pub(crate) http: &'a Http,
    pub(crate) span: CallSpan,
    /// Without the credentials of the query.
    pub(crate) url: String,
    pub(crate) request: Request,
    /// With their schemes.
    pub(crate) credentials: Vec<(&'static str, &'a Held)>,
    pub(crate) options: Options,
    pub(crate) sent: Sent,
}

/// The kind of response that an attempt gives.
pub(crate) trait Arrival: Sized + MaybeSend {
    /// `true` if it is there with its head.
    const IS_STREAMED: bool;

    fn arrive(
        response: StreamingResponse,
    ) -> impl Future<Output = Result<Self, TransportError>> + MaybeSend;

    fn status(&self) -> u16;

    fn headers(&self) -> &HeaderMap;

    fn set_sent(&mut self, sent: Sent);

    /// Takes the call that asks for more of the same.
    fn set_again(&mut self, again: Option<Box<dyn Repeat>>);
}

impl Arrival for Response {
    const IS_STREAMED: bool = false;

    fn arrive(
        response: StreamingResponse,
    ) -> impl Future<Output = Result<Self, TransportError>> + MaybeSend {
        response.read()
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

    fn set_again(&mut self, _: Option<Box<dyn Repeat>>) {}
}

impl Arrival for StreamingResponse {
    const IS_STREAMED: bool = true;

    async fn arrive(response: StreamingResponse) -> Result<Self, TransportError> {
        Ok(response)
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

    fn set_again(&mut self, again: Option<Box<dyn Repeat>>) {
        self.again = again;
    }
}

impl Draft<'_> {
    pub(crate) async fn in_time<R: Arrival>(&self) -> Result<R, SendError> {
        let mut sent = self.sent.clone();
        let in_time = {
            let attempts = pin!(self.attempts::<R>(&mut sent));
            match self.options.total {
                None => Ok(attempts.await),
                Some(total) => {
                    let limit = self.http.shared.requester.transport.sleep(total);
                    within(attempts, limit).await.ok_or(total)
                }
            }
        };
        in_time.unwrap_or_else(|after| {
            let limit = TimeLimit::Total;
            let error = TransportError::Timeout { limit, after };
            Err(SendError::Transport(NoResponse::new(error, sent)))
        })
    }

    async fn attempts<R: Arrival>(&self, sent: &mut Sent) -> Result<R, SendError> {
        let start = Instant::now();
        let mut tries = 0;
        let mut has_renewed = false;
        loop {
            tries += 1;
            let attempt = self.attempt::<R>(sent).await?;
            // What has been read of a stream can't be sent again.
            if self.body_has(Body::has_begun) {
                return attempt.result;
            }
            if attempt.is_renewable && !has_renewed && self.options.retries.has_more(tries) {
                has_renewed = true;
                self.span.repeats(
                    tries,
                    Duration::ZERO,
                    attempt.result.as_ref().map(R::status),
                );
                continue;
            }
            let wait = match attempt.fate.allows_another(sent.is_repeatable()) {
                true => self.wait(tries, start.elapsed(), attempt.asked),
                false => None,
            };
            let Some(wait) = wait else {
                return attempt.result;
            };
            self.span
                .repeats(tries, wait, attempt.result.as_ref().map(R::status));
            // A streamed response holds its connection.
            drop(attempt);
            self.http.shared.requester.transport.sleep(wait).await;
        }
    }

    fn wait(&self, attempts: u32, elapsed: Duration, asked: Option<Duration>) -> Option<Duration> {
        let left = self
            .options
            .total
            .map(|total| total.saturating_sub(elapsed));
        self.options.retries.wait(attempts, elapsed, left, asked)
    }

    /// Sends the request once, with credentials got for it.
    ///
    /// # Errors
    /// The request can't be built.
    async fn attempt<R: Arrival>(&self, sent: &mut Sent) -> Result<Attempt<R>, SendError> {
        let credentials = match self.credentials(sent).await {
            Ok(credentials) => credentials,
            Err(credential_error) => {
                return Ok(Attempt {
                    fate: credential_error.fate(),
                    asked: credential_error.retry_after(),
                    is_renewable: false,
                    result: Err(SendError::Credential(credential_error)),
                });
            }
        };
        let request = self.authorized(&credentials)?;
        let was_open = sent.is_open;
        sent.attempts += 1;
        sent.is_open = true;
        let result = self.arrival::<R>(request).await;
        let (fate, asked) = match &result {
            Ok(response) => (
                Fate::of_response(response.status(), response.headers()),
                retry_after(response.headers()),
            ),
            Err(error) => (Fate::of_error(error), None),
        };
        sent.ended(fate, was_open);
        let mut is_renewable = false;
        if fate == Fate::Unauthorized {
            for credential in &credentials {
                is_renewable |= credential.rejected();
            }
        }
        let result = match result {
            Ok(mut response) => {
                response.set_sent(sent.clone());
                Ok(response)
            }
            Err(error) => Err(SendError::Transport(NoResponse::new(error, sent.clone()))),
        };
        Ok(Attempt {
            result,
            fate,
            asked,
            is_renewable,
        })
    }

    async fn arrival<R: Arrival>(&self, request: Request) -> Result<R, TransportError> {
        let limits = request.limits;
        let response = self.http.shared.requester.transport.send(request).await;
        let response = response.map_err(|error| match error {
            // Whatever the transport makes of it, it began with the body.
            TransportError::Interrupted(source) if self.body_has(Body::has_failed) => {
                TransportError::RequestBody(source)
            }
            error => error,
        })?;
        R::arrive(response.within(limits)).await
    }

    fn body_has(&self, property: fn(&Body) -> bool) -> bool {
        self.request.body.as_ref().is_some_and(property)
    }

    /// Each attempt asks for them anew, as a token may have ended.
    async fn credentials(&self, sent: &Sent) -> Result<Vec<Ready<'_>>, CredentialError> {
        let mut ready = Vec::new();
        for (scheme, held) in &self.credentials {
            match held.ready(&self.http.shared.requester).await {
                Ok(credential) => ready.push(credential),
                Err(failure) => return Err(CredentialError::new(scheme, failure, sent.clone())),
            }
        }
        Ok(ready)
    }

    /// The request of one attempt, with its credentials.
    fn authorized(&self, credentials: &[Ready<'_>]) -> Result<Request, SendError> {
        let mut request = self.request.clone();
        let mut url = self.url.clone();
        for credential in credentials {
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

/// The end of an attempt, and its meaning for another one.
struct Attempt<R> {
    result: Result<R, SendError>,
    fate: Fate,
    /// The time that the server asks to wait.
    asked: Option<Duration>,
    /// `true` if it was turned down for a credential that can be got anew. The
    /// server has done nothing, so another one does no harm.
    is_renewable: bool,
}

/// The result of the work, unless the limit ends first.
async fn within<T>(
    mut work: Pin<&mut impl Future<Output = T>>,
    mut limit: BoxFuture<'_, ()>,
) -> Option<T> {
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => limit.as_mut().poll(cx).map(|()| None),
    })
    .await
}
