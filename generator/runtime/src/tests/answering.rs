//! A transport that answers by a function of the request, and keeps what it was sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::runtime::{
    BoxFuture, ClientBuilder, Credential, Http, Request, Response, StreamingResponse, Transport,
    TransportError,
};

pub(super) const SERVER: &str = "https://api.example.com/v1";

type Answer = dyn Fn(&Request) -> Result<Response, TransportError> + Send + Sync;

#[derive(Clone)]
pub(super) struct Answering {
    answer: Arc<Answer>,
    delay: Duration,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Answering {
    pub(super) fn new(
        answer: impl Fn(&Request) -> Result<Response, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answer: Arc::new(answer),
            delay: Duration::ZERO,
            seen: Arc::default(),
        }
    }

    /// Answers with 204, except at `/token` by the number of times that it was
    /// asked.
    pub(super) fn tokens(answer: impl Fn(usize) -> Response + Send + Sync + 'static) -> Self {
        let count = Mutex::new(0);
        Self::new(move |request| match request.url.path() {
            "/token" => {
                let mut count = count.lock().unwrap();
                *count += 1;
                Ok(answer(*count))
            }
            _ => Ok(response(204, "")),
        })
    }

    pub(super) fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// A client whose scheme `a` has this credential.
    pub(super) fn client(&self, credential: Credential) -> Http {
        ClientBuilder::<Http>::new(SERVER)
            .credential("a", credential)
            .transport(self.clone())
            .build()
            .unwrap()
    }

    /// The requests to a path.
    pub(super) fn seen(&self, path: &str) -> Vec<Request> {
        let seen = self.seen.lock().unwrap();
        let seen = seen.iter().filter(|request| request.url.path() == path);
        seen.cloned().collect()
    }

    /// The `Authorization` of each call, in order.
    pub(super) fn authorizations(&self) -> Vec<String> {
        let seen = self.seen("/v1/x");
        let values = seen
            .iter()
            .filter_map(|request| request.headers.get("authorization"));
        values
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }
}

impl Transport for Answering {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let answer = (self.answer)(&request);
        self.seen.lock().unwrap().push(request);
        Box::pin(async move {
            tokio::time::sleep(self.delay).await;
            answer.map(Into::into)
        })
    }
}

pub(super) fn response(status: u16, body: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    Response::new(status, HeaderMap::new(), body.to_owned())
}
