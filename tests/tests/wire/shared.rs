//! Helpers of the tests: fixtures, clients, exchanges, and the check of a whole
//! request.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use subscription_cancel::runtime::{Wire, to_json};
use subscription_cancel::{ClientBuilder, Error};
use subscription_cancel_tests::{Response, Stub};
use tokio::net::TcpSocket;

use crate::vendor::{ID, Outcome, SECRET, Vendor};

/// The text of a file in `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> String {
    let path = format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A fixture with another value in one place, which must be there.
pub(crate) fn changed(name: &str, at: &str, value: impl Into<Value>) -> Value {
    let mut json = parsed(&fixture(name));
    let place = json.pointer_mut(at);
    *place.unwrap_or_else(|| panic!("{name} should have something at {at}")) = value.into();
    json
}

/// A text as JSON.
pub(crate) fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// A value as it is sent.
pub(crate) fn encoded(value: &impl Wire) -> Value {
    parsed(&to_json(value))
}

/// A body in chunks, which fall where they fall.
pub(crate) fn chunked(body: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for chunk in body.chunks(size) {
        bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        bytes.extend(chunk);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"0\r\n\r\n");
    bytes
}

/// A builder for a client of this stub.
pub(crate) fn builder<V: Vendor>(stub: &Stub) -> ClientBuilder<V::Client> {
    V::builder(SECRET).server(stub.url() + V::BASE)
}

/// The client that a builder builds.
pub(crate) fn built<V: Vendor>(builder: ClientBuilder<V::Client>) -> V::Client {
    let client = builder.build();
    client.unwrap_or_else(|error| panic!("{}: {error}", V::NAME))
}

/// A URL where nobody answers, as long as the socket lives: it has the port, but
/// doesn't listen.
pub(crate) fn nobody() -> (TcpSocket, String) {
    let bound = TcpSocket::new_v4().and_then(|socket| {
        socket.bind(([127, 0, 0, 1], 0).into())?;
        let url = format!("http://{}", socket.local_addr()?);
        Ok((socket, url))
    });
    bound.expect("loopback has a free port")
}

/// The response where nothing goes wrong.
pub(crate) async fn cancelled<V: Vendor>(client: &V::Client, id: &str) -> V::Response {
    let outcome = V::cancel(client, id).await;
    outcome.unwrap_or_else(|error| panic!("{}: {id:?}: {error}", V::NAME))
}

/// A server that cancels everything, and a client of it.
pub(crate) async fn ready<V: Vendor>() -> (Stub, V::Client) {
    let stub = Stub::start(Response::new(200, &fixture(V::RESPONSE))).await;
    let client = built::<V>(builder::<V>(&stub));
    (stub, client)
}

/// A client and a server whose responses a test chooses, one after another. To
/// build a client for each response would take longer than all the rest.
pub(crate) struct Exchange<V: Vendor> {
    pub(crate) stub: Stub,
    pub(crate) client: V::Client,
    response: Arc<Mutex<Response>>,
}

impl<V: Vendor> Exchange<V> {
    pub(crate) async fn start() -> Self {
        let response = Arc::new(Mutex::new(Response::raw("")));
        let next = Arc::clone(&response);
        let stub = Stub::answering(move |_| next.lock().expect("no test panics here").clone());
        let stub = stub.await;
        let client = built::<V>(builder::<V>(&stub));
        Self {
            stub,
            client,
            response,
        }
    }

    /// Makes this the response to the next call.
    pub(crate) fn prepare(&self, response: Response) {
        *self.response.lock().expect("no test panics here") = response;
    }

    /// The outcome of a call if this is the response.
    pub(crate) async fn outcome(&self, response: Response) -> Outcome<V> {
        self.prepare(response);
        V::cancel(&self.client, ID).await
    }

    /// The subscription that comes of this response.
    pub(crate) async fn success(&self, response: Response, why: &str) -> V::Response {
        let outcome = self.outcome(response).await;
        outcome.unwrap_or_else(|error| panic!("{}: {why}: {error}", V::NAME))
    }

    /// The error of a call if this is the response.
    pub(crate) async fn failure(&self, response: Response) -> Error<V::ApiError> {
        match self.outcome(response).await {
            Ok(response) => panic!("{}: this should have failed: {response:?}", V::NAME),
            Err(error) => error,
        }
    }
}

/// The subscription that comes of this body.
pub(crate) async fn success<V: Vendor>(body: &str) -> V::Response {
    let exchange = Exchange::<V>::start().await;
    exchange.success(Response::new(200, body), body).await
}

/// The error of a call if this is the response.
pub(crate) async fn failure<V: Vendor>(response: Response) -> Error<V::ApiError> {
    Exchange::<V>::start().await.failure(response).await
}

/// Sends each call; each must arrive with the body beside it.
pub(crate) async fn check_bodies<V: Vendor>(
    calls: impl for<'a> Fn(&'a V::Client) -> Vec<(V::RequestBuilder<'a>, Option<&'static str>)>,
) {
    let (mut stub, client) = ready::<V>().await;
    for (call, body) in calls(&client) {
        let outcome = V::send(call).await;
        outcome.unwrap_or_else(|error| panic!("{}: {body:?}: {error}", V::NAME));
        check_request::<V>(&mut stub, body).await;
    }
}

/// The next request must be this one: no byte more, no byte less.
pub(crate) async fn check_request<V: Vendor>(stub: &mut Stub, body: Option<&str>) {
    let (name, prefix) = V::CREDENTIAL;
    let credential = format!("{prefix}{SECRET}");
    check_request_with::<V>(stub, body, (name, &credential)).await;
}

/// As [`check_request`], with the header that holds the credential.
pub(crate) async fn check_request_with<V: Vendor>(
    stub: &mut Stub,
    body: Option<&str>,
    credential: (&str, &str),
) {
    let request = stub.request().await;
    let line = format!("POST {} HTTP/1.1", V::path(ID));
    assert_eq!(request.line(), line, "{}: request line", V::NAME);

    let (host, length) = (stub.host(), body.unwrap_or_default().len().to_string());
    let mut expected = vec![
        credential,
        ("accept", "application/json"),
        ("host", &host),
        ("user-agent", "subscription-cancel/0.1.0"),
    ];
    if body.is_some() {
        expected.extend([
            ("content-length", &*length),
            ("content-type", "application/json"),
        ]);
    }
    let headers = request.headers();
    let mut sent: Vec<_> = headers
        .iter()
        .map(|(name, value)| (&**name, *value))
        .collect();
    // Without a body, both no length and a length of zero are right.
    sent.retain(|header| body.is_some() || *header != ("content-length", "0"));
    expected.sort_unstable();
    sent.sort_unstable();
    assert_eq!(sent, expected, "{}: headers", V::NAME);

    let sent = String::from_utf8_lossy(&request.body);
    assert_eq!(sent, body.unwrap_or_default(), "{}: body", V::NAME);
}
