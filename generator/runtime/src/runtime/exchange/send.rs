//! Sends a call.

use std::time::Duration;

use http::header::{HeaderName, HeaderValue};

use super::attempts::Arrived;
use crate::runtime::message::response::Response;
use crate::runtime::message::retry::RetryPolicy;
use crate::runtime::platform::system::BoxFuture;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::{RequestError, SendError};
use crate::runtime::response::streaming::{Repeat, StreamingResponse};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl RequestBuilder<'_> {
    /// Sends the request and reads the response; a request that fails is repeated
    /// as [`RetryPolicy`](crate::runtime::RetryPolicy) says. A response of any status is `Ok`;
    /// redirects are not followed, so credentials stay with the server.
    ///
    /// # Errors
    /// The request couldn't be built, or there is no whole response.
    pub async fn send(self) -> Result<Response, SendError> {
        whole(self.keyed()).await
    }

    /// Sends the request and gives the response as soon as its head is there; its
    /// body may then be read as it comes. Otherwise as [`send`](Self::send).
    ///
    /// # Errors
    /// The request couldn't be built, or there is no response.
    pub async fn stream(self) -> Result<StreamingResponse, SendError> {
        streamed(self.keyed()).await
    }
}

/// Sends a call and reads the response.
// A function that is inlined, or has a type parameter, would be compiled once more in each
// crate that calls it, with all the futures within.
#[inline(never)]
pub(crate) fn whole(call: RequestBuilder<'_>) -> BoxFuture<'_, Result<Response, SendError>> {
    Box::pin(async {
        match exchange(call, false).await? {
            Arrived::Whole(response) => Ok(response),
            Arrived::Streamed(response) => response.whole().await,
        }
    })
}

/// Sends a call, for a response that is there with its head.
#[inline(never)]
pub(crate) fn streamed(
    call: RequestBuilder<'_>,
) -> BoxFuture<'_, Result<StreamingResponse, SendError>> {
    Box::pin(async {
        let again = call.again();
        let mut response = match exchange(call, true).await? {
            Arrived::Streamed(response) => response,
            Arrived::Whole(response) => response.into(),
        };
        response.again = again.map(|call| call as Box<dyn Repeat>);
        Ok(response)
    })
}

/// Sends a call, as often as is allowed and needed. Dropped, it sends no more.
async fn exchange(call: RequestBuilder<'_>, streamed: bool) -> Result<Arrived, SendError> {
    let http = call.http.clone();
    let operation = call.called();
    let mut draft = call
        .draft(&http)
        .map_err(|error| error.of(operation.as_ref()))?;
    draft.request.streamed = streamed;
    let result = draft.span.around(draft.in_time()).await;
    draft.span.ended(result.as_ref().map(Arrived::status));
    result.map_err(|error| error.of(operation.as_ref()))
}

impl Repeat for RequestBuilder<'static> {
    fn retries(&self) -> RetryPolicy {
        self.parts.options.retries.clone()
    }

    fn repeat(
        &self,
        wait: Duration,
        last_event_id: &str,
    ) -> BoxFuture<'static, Result<StreamingResponse, SendError>> {
        let mut call = self.clone();
        let last_event_id = last_event_id.to_owned();
        Box::pin(async move {
            let transport = &call.http.shared.requester.transport;
            transport.sleep(wait).await;
            call.set_last_event_id(&last_event_id)?;
            streamed(call.fresh()).await
        })
    }
}

impl RequestBuilder<'_> {
    /// Names the last event that came; none for an empty id.
    fn set_last_event_id(&mut self, id: &str) -> Result<(), SendError> {
        self.parts.headers.remove(LAST_EVENT_ID);
        if id.is_empty() {
            return Ok(());
        }
        let value = HeaderValue::from_bytes(id.as_bytes()).map_err(|_| {
            let problem = "the last event has an id that no header can hold";
            SendError::Request(RequestError::new(None, problem))
        })?;
        self.parts.headers.insert(LAST_EVENT_ID, value);
        Ok(())
    }
}
