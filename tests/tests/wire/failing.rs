//! A way in which a server fails, and the check of what comes of it: the error,
//! the number of requests, the time, and that nothing shows the secret.

use std::time::{Duration, Instant};

use subscription_cancel::runtime::{
    ClientBuilder, Credential, DefaultTransport, Error, Http, Outcome, Response as Received,
    RetryPolicy,
};
use subscription_cancel_tests::{Response, Stub};

use crate::secrets::{check_error, kind};
use crate::shared::nobody;
use crate::vendor::SECRET;

/// One way to misbehave.
pub(crate) struct Case {
    name: &'static str,
    server: Server,
    /// The variant of the error, as [`kind`] has it.
    kind: &'static str,
    /// The beginning of its message.
    message: &'static str,
    /// The number of connections of a `GET`, and of a `POST`.
    connections: (usize, usize),
    /// The time that each attempt may take.
    limit: Duration,
    attempts: u32,
    outcome: Outcome,
}

pub(crate) enum Server {
    Nobody,
    HangingUp,
    Responding(Response),
}

impl Case {
    pub(crate) fn new(name: &'static str, server: Server) -> Self {
        Self {
            name,
            server,
            kind: "",
            message: "",
            connections: (1, 1),
            limit: Duration::from_secs(2),
            attempts: 3,
            outcome: Outcome::Unknown,
        }
    }

    pub(crate) fn response(name: &'static str, response: Response) -> Self {
        Self::new(name, Server::Responding(response))
    }

    pub(crate) fn raw(name: &'static str, response: &str) -> Self {
        Self::response(name, Response::raw(response))
    }

    /// The error, and the outcome that it mostly has.
    pub(crate) fn is(self, kind: &'static str, message: &'static str) -> Self {
        Self {
            kind,
            message,
            outcome: match kind {
                "Connect" => Outcome::NotSent,
                "CutOff" | "TooLarge" | "Decode" => Outcome::Done,
                "Redirected" | "Unexpected" => Outcome::NotDone,
                _ => Outcome::Unknown,
            },
            ..self
        }
    }

    /// Nobody knows if it was done.
    pub(crate) fn unknown(self) -> Self {
        let outcome = Outcome::Unknown;
        Self { outcome, ..self }
    }

    /// Repeated where that does no harm, which is not so for a `POST`.
    pub(crate) fn repeated(self) -> Self {
        self.seen(3, 1)
    }

    /// So many connections for a `GET`, and for a `POST`.
    pub(crate) fn seen(self, get: usize, post: usize) -> Self {
        Self {
            connections: (get, post),
            ..self
        }
    }

    /// With so many attempts at most.
    pub(crate) fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// With little time for each attempt.
    pub(crate) fn slow(self) -> Self {
        Self {
            limit: Duration::from_millis(100),
            ..self
        }
    }
}

/// A builder for a client with a key in the query, where it is easily shown.
pub(crate) fn builder(url: impl Into<String>) -> ClientBuilder<Http> {
    ClientBuilder::new(url.into()).credential("key", Credential::query("key", SECRET))
}

/// A number, if the status is 200.
pub(crate) async fn number(http: &Http, method: &str) -> Result<i64, Error<()>> {
    let call = http.call(method, "/x").security(&[&["key"]]);
    call.receive(|response: Received| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
    .await
}

async fn check(case: Case, transport: &DefaultTransport) {
    let (_port, mut url) = nobody();
    let mut stub = match case.server {
        Server::Nobody => None,
        Server::HangingUp => Some(Stub::hanging_up().await),
        Server::Responding(response) => Some(Stub::start(response).await),
    };
    if let Some(stub) = &stub {
        url = stub.url();
    }
    let retries = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let http = builder(url)
        .transport(transport.clone())
        .timeout(case.limit)
        .retries(retries.max_attempts(case.attempts))
        .response_limit(1000);
    let http = http.build().expect("a client");

    let (get, post) = case.connections;
    for (method, connections) in [("GET", get), ("POST", post)] {
        let start = Instant::now();
        let outcome = number(&http, method).await;
        let elapsed = start.elapsed();
        let error = outcome.expect_err(case.name);
        let why = format!("{method}, {}: {error:?}", case.name);
        assert_eq!(kind(&error), case.kind, "{why}");
        let shown = error.to_string();
        assert!(shown.starts_with(case.message), "{why}: {shown}");
        check_error(&error, case.name);
        let limit = case.limit * case.attempts;
        assert!(
            elapsed < limit + Duration::from_secs(1),
            "{elapsed:?}, {why}"
        );
        let attempts = match &mut stub {
            Some(stub) => {
                assert_eq!(stub.connections().await, connections, "{why}");
                connections
            }
            // Nothing was sent, so each method may try again.
            None => 3,
        };
        assert_eq!(usize::try_from(error.attempts()), Ok(attempts), "{why}");
        assert_eq!(error.outcome(), case.outcome, "{why}");
    }
}

/// All of these. They share a transport, which takes longer to make than all
/// the rest.
pub(crate) async fn check_all(cases: Vec<Case>) {
    let transport = DefaultTransport::new(Duration::from_secs(2)).expect("a transport");
    for case in cases {
        check(case, &transport).await;
    }
}
