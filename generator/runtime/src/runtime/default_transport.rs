//! The transport that is used unless the caller brings another. The only
//! place that knows the HTTP library.

use std::time::Duration;

use bytes::BytesMut;
use reqwest::redirect::Policy;

use super::{BoxError, BoxFuture, Limits, Reply, Request, TimeLimit, Transport, TransportError};

/// HTTP/1.1 over TLS, with connections kept open between requests. Proxies are
/// taken from the environment (`HTTPS_PROXY`, `NO_PROXY`).
#[derive(Debug, Clone)]
pub struct DefaultTransport {
    client: reqwest::Client,
}

impl DefaultTransport {
    /// A transport that waits this long for a connection; the
    /// [`Limits::connect`] of a single request can't change it.
    ///
    /// # Errors
    /// TLS couldn't be set up.
    pub fn new(connect: Duration) -> Result<Self, BoxError> {
        let client = reqwest::Client::builder()
            .connect_timeout(connect)
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self { client })
    }

    async fn exchange(&self, request: Request) -> Result<Reply, TransportError> {
        let Request {
            method,
            url,
            headers,
            body,
            limits,
        } = request;
        let mut call = self
            .client
            .request(method, url.to_string())
            .headers(headers)
            .timeout(limits.total);
        if let Some(body) = body {
            call = call.body(body);
        }
        let mut response = call
            .send()
            .await
            .map_err(|error| unanswered(error, limits))?;

        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let too_large = |headers| TransportError::TooLarge {
            reply: Box::new(Reply::new(status, headers, Vec::new())),
            limit: limits.reply,
        };
        if response
            .content_length()
            .is_some_and(|length| length > limits.reply as u64)
        {
            return Err(too_large(headers));
        }
        let mut body = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if chunk.len() > limits.reply - body.len() => {
                    return Err(too_large(headers));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(Reply::new(status, headers, body)),
                Err(error) if error.is_timeout() => return Err(timeout(TimeLimit::Total, limits)),
                Err(error) => {
                    return Err(TransportError::CutOff {
                        reply: Box::new(Reply::new(status, headers, body)),
                        source: error.without_url().into(),
                    });
                }
            }
        }
    }
}

impl Transport for DefaultTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// Why there is no reply. The URL is left out: its query may hold a key.
fn unanswered(error: reqwest::Error, limits: Limits) -> TransportError {
    match (error.is_timeout(), error.is_connect() || error.is_builder()) {
        // The total limit may end an attempt to connect, too.
        (true, true) if limits.connect < limits.total => timeout(TimeLimit::Connect, limits),
        (true, _) => timeout(TimeLimit::Total, limits),
        (false, true) => TransportError::Connect(error.without_url().into()),
        (false, false) => TransportError::Interrupted(error.without_url().into()),
    }
}

fn timeout(limit: TimeLimit, limits: Limits) -> TransportError {
    let after = match limit {
        TimeLimit::Connect => limits.connect,
        TimeLimit::Total => limits.total,
    };
    TransportError::Timeout { limit, after }
}
