//! From a request builder to a response: attempts, the waits between
//! them, and the limit over all of them.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use http::header::HeaderName;
use http::{HeaderMap, Uri};

use super::spans::CallSpan;
use crate::runtime::auth::stored_credential::{Held, Ready};
use crate::runtime::message::attempts::Attempts;
use crate::runtime::message::body::Body;
use crate::runtime::message::escape::escape;
use crate::runtime::message::limits::TimeLimit;
use crate::runtime::message::observer::{AttemptEnd, AttemptStart};
use crate::runtime::message::outcome::{End, ErrorResponse, Outcome};
use crate::runtime::message::progress::Progress;
use crate::runtime::message::repetition::Repetition;
use crate::runtime::message::request::Request;
use crate::runtime::message::response::{Response, hide_repeated};
use crate::runtime::message::retry::{FailedAttempt, RetryAdvice};
use crate::runtime::message::retry_after::retry_after;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::platform::system::{BoxFuture, Instant};
use crate::runtime::request::caller_headers::is_callers;
use crate::runtime::request::http::Http;
use crate::runtime::request::options::Options;
use crate::runtime::response::credential_error::CredentialError;
use crate::runtime::response::error::{NoResponse, RequestError, SendError};
use crate::runtime::response::streaming::StreamingResponse;

/// A request as it is sent at each attempt, but for its credentials.
pub(crate) struct Draft<'a> {
    pub(crate) http: &'a Http,
    pub(crate) span: CallSpan,
    /// Without the credentials of the query.
    pub(crate) url: String,
    /// The operation's name in the document.
    pub(crate) operation: &'static str,
    pub(crate) route: &'static str,
    /// The header of the idempotency key, if the operation has one.
    pub(crate) key_header: Option<HeaderName>,
    pub(crate) request: Request,
    /// With their schemes.
    pub(crate) credentials: Vec<(&'static str, &'a Held)>,
    pub(crate) options: Options,
    pub(crate) sent: Attempts,
}

/// The response of an attempt: as the request asks for it, whole or with its head alone.
pub(crate) enum Arrived {
    Whole(Response),
    Streamed(StreamingResponse),
}

impl Arrived {
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Whole(response) => response.status(),
            Self::Streamed(response) => response.status(),
        }
    }

    fn headers(&self) -> &HeaderMap {
        match self {
            Self::Whole(response) => response.headers(),
            Self::Streamed(response) => response.headers(),
        }
    }

    fn headers_mut(&mut self) -> &mut HeaderMap {
        match self {
            Self::Whole(response) => &mut response.headers,
            Self::Streamed(response) => &mut response.headers,
        }
    }

    fn set_sent(&mut self, sent: Attempts) {
        match self {
            Self::Whole(response) => response.sent = sent,
            Self::Streamed(response) => response.sent = sent,
        }
    }
}

impl Draft<'_> {
    pub(crate) async fn in_time(&self) -> Result<Arrived, SendError> {
        let mut sent = self.sent.clone();
        let in_time = {
            let attempts = pin!(self.attempts(&mut sent));
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

    async fn attempts(&self, sent: &mut Attempts) -> Result<Arrived, SendError> {
        let start = Instant::now();
        let budget = self.options.retries.own_budget();
        let budget = budget.unwrap_or(&self.http.shared.budget);
        let mut tries = 0;
        let mut has_renewed = false;
        let mut paid = None;
        loop {
            tries += 1;
            let attempt = self.attempt(sent).await?;
            if attempt.is_success() {
                budget.refund(paid);
                return attempt.result;
            }
            // What has been read of a stream can't be sent again.
            if self.body_has(Body::has_begun) {
                return attempt.result;
            }
            let status = attempt.result.as_ref().map(Arrived::status);
            let failed = attempt.as_failed(tries, sent.is_repeatable());
            let advice = failed.and_then(|failed| self.options.retries.advice(&failed));
            let may_renew = attempt.is_renewable && advice != Some(RetryAdvice::Stop);
            if may_renew && !has_renewed && self.options.retries.has_more(tries) {
                has_renewed = true;
                self.span.repeats(tries, Duration::ZERO, status);
                continue;
            }
            let Some(wait) = self.wait(&attempt, advice, tries, start.elapsed(), sent) else {
                return attempt.result;
            };
            paid = budget.pay(attempt.transport_error());
            if paid.is_none() {
                return attempt.result;
            }
            self.span.repeats(tries, wait, status);
            // A streamed response holds its connection.
            drop(attempt);
            self.http.shared.requester.transport.sleep(wait).await;
        }
    }

    /// The wait before one more attempt; `None` if there is to be none.
    fn wait(
        &self,
        attempt: &Attempt,
        advice: Option<RetryAdvice>,
        tries: u32,
        elapsed: Duration,
        sent: &Attempts,
    ) -> Option<Duration> {
        let retries = &self.options.retries;
        let (is_repeated, least) = match advice {
            Some(RetryAdvice::Stop) => (false, None),
            Some(RetryAdvice::Retry) => (true, None),
            Some(RetryAdvice::RetryAfter(wait)) => (true, Some(wait)),
            None => (attempt.repetition.allows(sent.is_repeatable()), None),
        };
        let left = self.options.total;
        let left = left.map(|total| total.saturating_sub(elapsed));
        is_repeated
            .then(|| retries.wait(tries, elapsed, left, attempt.asked.max(least)))
            .flatten()
    }

    /// Sends the request once, with credentials got for it.
    ///
    /// # Errors
    /// The request can't be built.
    async fn attempt(&self, sent: &mut Attempts) -> Result<Attempt, SendError> {
        let credentials = match self.credentials(sent).await {
            Ok(credentials) => credentials,
            Err(error) => {
                return Ok(Attempt {
                    repetition: error.repetition(),
                    asked: error.retry_after(),
                    is_renewable: false,
                    result: Err(SendError::Credential(error)),
                });
            }
        };
        let start = Instant::now();
        let request = self.authorized(&credentials, sent)?;
        sent.begin(request.progress.clone());
        let mut result = self.arrival(request).await;
        let headers = match &mut result {
            Ok(response) => Some(response.headers_mut()),
            Err(error) => error.response_mut().map(|response| &mut response.headers),
        };
        if let Some(headers) = headers {
            hide_from(headers, &credentials);
        }
        self.observe_end(&result, sent.count, start);
        let mut attempt = match result {
            Ok(response) => self.arrived(response, sent),
            Err(error) => {
                sent.end(Outcome::of(error.end()));
                Attempt {
                    repetition: error.repetition(),
                    asked: error.response().and_then(|one| retry_after(one.headers())),
                    is_renewable: false,
                    result: Err(SendError::Transport(NoResponse::new(error, sent.clone()))),
                }
            }
        };
        if attempt.repetition != Repetition::OfCredential && attempt.result.is_ok() {
            credentials.iter().for_each(Ready::accepted);
        }
        if attempt.repetition == Repetition::OfCredential {
            for credential in &credentials {
                attempt.is_renewable |= credential.rejected();
            }
        }
        Ok(attempt)
    }

    fn arrived(&self, mut response: Arrived, sent: &mut Attempts) -> Attempt {
        let (status, headers) = (response.status(), response.headers());
        let (repetition, asked) = (
            sent.repetition_of_response(status, headers),
            retry_after(headers),
        );
        sent.end(Outcome::of(End::Response(ErrorResponse {
            status,
            headers,
            body: &[],
            is_documented: false,
        })));
        response.set_sent(sent.clone());
        Attempt {
            repetition,
            asked,
            is_renewable: false,
            result: Ok(response),
        }
    }

    async fn arrival(&self, request: Request) -> Result<Arrived, TransportError> {
        let limits = request.limits;
        let progress = request.progress.clone();
        let response = self.http.shared.requester.transport.send(request).await;
        let response = response.map_err(|error| match error {
            // Whatever the transport makes of it, it began with the body.
            TransportError::Interrupted(source) if self.body_has(Body::has_failed) => {
                TransportError::RequestBody(source)
            }
            // The attempt was over before there was a connection.
            TransportError::Timeout { after, .. } if progress.is_given_up() => {
                let limit = TimeLimit::Connect;
                TransportError::Timeout { limit, after }
            }
            error => error,
        })?;
        let response = response.within(limits);
        Ok(match self.request.streamed {
            true => Arrived::Streamed(response),
            false => Arrived::Whole(response.read().await?),
        })
    }

    fn observe_start(&self, request: &mut Request, attempt: u32) {
        let Some(observer) = &self.http.shared.observer else {
            return;
        };
        let mut start = AttemptStart {
            operation: self.operation,
            method: &self.request.method,
            route: self.route,
            attempt,
            headers: HeaderMap::new(),
        };
        observer.starts(&mut start);
        let are_free =
            |name: &&HeaderName| is_callers(name) && self.key_header.as_ref() != Some(name);
        for name in start.headers.keys().filter(are_free) {
            request.headers.remove(name);
            for value in start.headers.get_all(name) {
                request.headers.append(name, value.clone());
            }
        }
    }

    fn observe_end(&self, result: &Result<Arrived, TransportError>, attempt: u32, start: Instant) {
        let Some(observer) = &self.http.shared.observer else {
            return;
        };
        let error = result.as_ref().err();
        let response = error.and_then(TransportError::response);
        let result = result.as_ref().ok();
        observer.ends(&AttemptEnd {
            operation: self.operation,
            method: &self.request.method,
            route: self.route,
            attempt,
            status: result
                .map(Arrived::status)
                .or(response.map(Response::status)),
            headers: result
                .map(Arrived::headers)
                .or(response.map(Response::headers)),
            error,
            duration: start.elapsed(),
        });
    }

    fn body_has(&self, property: fn(&Body) -> bool) -> bool {
        self.request.body.as_ref().is_some_and(property)
    }

    /// Each attempt asks for them anew, as a token may have ended.
    async fn credentials(&self, sent: &Attempts) -> Result<Vec<Ready<'_>>, CredentialError> {
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
    fn authorized(&self, credentials: &[Ready<'_>], sent: &Attempts) -> Result<Request, SendError> {
        let mut request = self.request.clone();
        request.progress = Progress::default();
        self.observe_start(&mut request, sent.count + 1);
        let mut url = self.url.clone();
        for credential in credentials {
            if let Some((name, secret)) = credential.apply(&mut request.headers) {
                request.secret_query.push(name.to_owned());
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(&escape(name));
                url.push('=');
                url.push_str(&escape(secret));
            }
        }
        request.url = Uri::try_from(url).map_err(|error| {
            if sent.count == 0 {
                return SendError::Request(RequestError::new(None, error.to_string()));
            }
            let error = TransportError::Unsendable(error.into());
            SendError::Transport(NoResponse::new(error, sent.clone()))
        })?;
        Ok(request)
    }
}

/// Marks the headers in which the server repeats a credential of the query.
fn hide_from(headers: &mut HeaderMap, credentials: &[Ready<'_>]) {
    for secret in credentials.iter().filter_map(Ready::in_query) {
        hide_repeated(headers, secret);
        hide_repeated(headers, &escape(secret));
    }
}

/// The end of an attempt, and its meaning for another one.
struct Attempt {
    result: Result<Arrived, SendError>,
    repetition: Repetition,
    /// The time that the server asks to wait.
    asked: Option<Duration>,
    /// `true` if it was turned down for a credential that can be got anew. The
    /// server has done nothing, so another one does no harm.
    is_renewable: bool,
}

impl Attempt {
    fn is_success(&self) -> bool {
        (self.result.as_ref()).is_ok_and(|response| (200..300).contains(&response.status()))
    }

    fn transport_error(&self) -> Option<&TransportError> {
        match &self.result {
            Err(SendError::Transport(no_response)) => Some(&no_response.error),
            _ => None,
        }
    }

    /// The attempt for a classifier; none if nothing was sent for want of a secret.
    fn as_failed(&self, attempt: u32, is_repeatable: bool) -> Option<FailedAttempt<'_>> {
        let error = self.transport_error();
        let response = self.result.as_ref().ok();
        let part = error.and_then(TransportError::response);
        let status = response.map(Arrived::status).or(part.map(Response::status));
        let headers = response
            .map(Arrived::headers)
            .or(part.map(Response::headers));
        (error.is_some() || response.is_some()).then_some(FailedAttempt {
            attempt,
            is_repeatable,
            status,
            headers,
            error,
        })
    }
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
