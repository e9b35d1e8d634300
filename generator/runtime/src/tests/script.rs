//! A transport that does what a test has written down, and keeps what it was
//! asked to send.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::runtime::{
    BoxFuture, ClientBuilder, Credential, Http, Request, Response, Secret, StreamingResponse,
    TimeLimit, Transport, TransportError,
};

/// The fate of one request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A response with a header, whose body is `{"id":"s1","status":"active"}`.
    Response(u16, &'static str, &'static str),
    /// A response whose body ends early.
    CutOff(u16),
    /// A response whose body is larger than allowed.
    TooLarge,
    /// No connection.
    Connect,
    /// The connection is lost.
    Lost,
    /// The transport's limit is hit.
    Timeout(TimeLimit),
    /// A response after this many seconds.
    Slow(u64),
}

/// A status and nothing else.
pub(super) fn status(status: u16) -> Step {
    Step::Response(status, "x-request-id", "r1")
}

#[derive(Clone)]
pub(super) struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Script {
    /// The last step is for all that follow.
    pub(super) fn new(steps: &[Step]) -> Self {
        Self {
            steps: Arc::new(Mutex::new(steps.iter().copied().collect())),
            requests: Arc::default(),
        }
    }

    /// A client that sends through it, with a key in `X-Key`.
    pub(super) fn builder(&self) -> ClientBuilder<Http> {
        ClientBuilder::new("https://api.example.com")
            .credential("key", Credential::header("X-Key", Secret::new("s3cret")))
            .transport(self.clone())
    }

    pub(super) fn client(&self) -> Http {
        self.builder().build().unwrap()
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The number of requests.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.requests.lock().unwrap().len()).unwrap()
    }

    /// The header of this name of each request.
    pub(super) fn headers(&self, name: &str) -> Vec<Option<String>> {
        let value = |request: &Request| Some(request.headers.get(name)?.to_str().ok()?.to_owned());
        self.requests().iter().map(value).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let limit = request.limits.response;
        self.requests.lock().unwrap().push(request);
        let mut steps = self.steps.lock().unwrap();
        let step = match steps.len() {
            1 => steps[0],
            _ => steps.pop_front().expect("a step"),
        };
        Box::pin(async move {
            let broken = || "broken".into();
            match step {
                Step::Response(status, name, value) => Ok(response(status, name, value)),
                Step::CutOff(status) => {
                    let body = Broken(Some(Ok(Bytes::from_static(b"{"))));
                    let status = StatusCode::from_u16(status).unwrap();
                    Ok(StreamingResponse::new(status, HeaderMap::new(), body))
                }
                Step::TooLarge => {
                    Ok(response(200, "x-request-id", "r1").with_length(Some(limit as u64 + 1)))
                }
                Step::Connect => Err(TransportError::Connect(broken())),
                Step::Lost => Err(TransportError::Interrupted(broken())),
                Step::Timeout(limit) => {
                    let after = Duration::from_secs(1);
                    Err(TransportError::Timeout { limit, after })
                }
                Step::Slow(seconds) => {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                    Ok(response(200, "x-request-id", "r1"))
                }
            }
        })
    }
}

fn response(status: u16, name: &'static str, value: &'static str) -> StreamingResponse {
    let mut headers = HeaderMap::new();
    headers.insert(
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    );
    let body = r#"{"id":"s1","status":"active"}"#;
    Response::new(StatusCode::from_u16(status).unwrap(), headers, body).into()
}

/// A body of some bytes and an error.
struct Broken(Option<Result<Bytes, TransportError>>);

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let next = Err(TransportError::Interrupted("broken".into()));
        let item = match self.0.take() {
            Some(Ok(bytes)) => {
                self.0 = Some(next);
                Some(Ok(bytes))
            }
            item => item,
        };
        std::task::Poll::Ready(item)
    }
}
