//! Credentials that change, and those of another server, through a generated
//! client and over real connections.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use subscription_cancel::duro::{CancelSubscriptionError, Client, Server, Subscription};
use subscription_cancel::runtime::{
    ClientCredentials, CredentialError, RetryPolicy, SecretSource, Token, TokenError,
};
use subscription_cancel::{BuildError, Error};
use subscription_cancel_tests::{Request, Response, Stub};

use crate::duro::Duro;
use crate::shared::fixture;
use crate::vendor::{ID, Vendor as _};

type Outcome = Result<Subscription, Error<CancelSubscriptionError>>;

/// A server of tokens and of Duro's, where the first `refused` tokens are
/// api_error.
async fn server(seconds: f64, refused: usize) -> Stub {
    let issued = AtomicUsize::new(0);
    let body = fixture(Duro::RESPONSE);
    Stub::answering(move |request| {
        if is_for_token(request) {
            let n = issued.fetch_add(1, Ordering::SeqCst) + 1;
            let token = format!(
                r#"{{"access_token": "t{n}", "token_type": "Bearer", "expires_in": {seconds}}}"#
            );
            return Response::new(200, &token);
        }
        let token = header(request, "authorization");
        let token = token.strip_prefix("Bearer t").expect("a token of ours");
        match token.parse::<usize>().expect("a number") > refused {
            true => Response::new(200, &body),
            false => Response::new(401, "{}"),
        }
    })
    .await
}

fn is_for_token(request: &Request) -> bool {
    request.line() == "POST /token HTTP/1.1"
}

fn header(request: &Request, name: &str) -> String {
    let headers = request.headers();
    let header = headers.iter().find(|header| header.0 == name);
    header.map_or_else(String::new, |header| header.1.to_owned())
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new("id", "s3cret").token_url("/token")
}

fn client(stub: &Stub, source: impl Into<SecretSource>) -> Client {
    let client = Client::builder(source).server(stub.url()).build();
    client.expect("nothing is wrong with it")
}

async fn cancel(client: &Client) -> Outcome {
    client.cancel_subscription(ID).send().await
}

/// The request that arrived: `token` or the token that a call was sent with.
async fn arrived(stub: &mut Stub, count: usize) -> Vec<String> {
    let mut requests = Vec::new();
    for _ in 0..count {
        let request = stub.request().await;
        requests.push(match is_for_token(&request) {
            true => "token".to_owned(),
            false => header(&request, "authorization"),
        });
    }
    requests
}

#[tokio::test]
async fn token_fetched_once_for_many_calls() {
    const CALLS: usize = 50;
    let mut stub = server(3600.0, 0).await;
    let client = client(&stub, credentials());
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { cancel(&client).await })
        })
        .collect();
    for call in calls {
        let outcome = call.await.expect("no call panics");
        outcome.expect("every call gets its response");
    }
    let request = stub.request().await;
    assert_eq!(header(&request, "authorization"), "Basic aWQ6czNjcmV0");
    assert_eq!(request.body, b"grant_type=client_credentials");
    assert_eq!(arrived(&mut stub, CALLS).await, ["Bearer t1"; CALLS]);
}

#[tokio::test]
async fn token_refetched_before_expiry_and_after_401() {
    let mut stub = server(1.2, 1).await;
    let client = client(&stub, credentials());
    cancel(&client).await.expect("the second isn't refused");
    cancel(&client).await.expect("it holds still");
    tokio::time::sleep(Duration::from_millis(620)).await;
    cancel(&client).await.expect("the third comes in time");
    let expected = [
        "token",
        "Bearer t1",
        "token",
        "Bearer t2",
        "Bearer t2",
        "token",
        "Bearer t3",
    ];
    assert_eq!(arrived(&mut stub, expected.len()).await, expected);
}

#[tokio::test]
async fn token_endpoint_failure_sends_no_request() {
    let api_error = r#"{"error": "invalid_client", "error_description": "not s3cret"}"#;
    let invalid = "the token endpoint answered with status 503, but the body isn't a JSON object";
    for (response, tries, expected) in [
        (
            Response::new(401, api_error),
            1,
            "the token endpoint rejected the request with status 401: invalid_client",
        ),
        (
            Response::new(503, "<html>s3cret</html>"),
            // What may pass is tried again, like any other request.
            3,
            invalid,
        ),
        (
            Response::raw(""),
            3,
            "no response from the token endpoint: connection lost",
        ),
    ] {
        let mut stub = Stub::start(response).await;
        let client = client(&stub, credentials());
        let retries = RetryPolicy::default().initial_backoff(Duration::from_millis(5));
        let call = client.cancel_subscription(ID).send().retries(retries);
        let error = call.await.expect_err("there is no token");
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(expected), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert_eq!(error.is_retryable(), tries > 1, "{error}");
        assert_eq!((error.attempts(), error.outcome_unknown()), (0, false));
        let Error::Credential(CredentialError { scheme, source, .. }) = error else {
            panic!("{error:?}");
        };
        assert_eq!(scheme, "bearerAuth");
        assert!(source.is::<TokenError>(), "{source}");
        assert_eq!(arrived(&mut stub, tries).await, vec!["token"; tries]);
        assert_eq!(stub.connections().await, tries, "nothing else was tried");
    }
}

#[tokio::test]
async fn token_fetch_outlives_a_dropped_call() {
    let asked = AtomicUsize::new(0);
    let body = fixture(Duro::RESPONSE);
    let mut stub = Stub::answering(move |request| {
        match (is_for_token(request), asked.fetch_add(1, Ordering::SeqCst)) {
            (true, 0) => Response::raw("").stalling(),
            (true, _) => Response::new(200, r#"{"access_token": "t2"}"#),
            (false, _) => Response::new(200, &body),
        }
    })
    .await;
    let client = client(&stub, credentials());
    let (first, second) = (client.clone(), client);
    let first = tokio::spawn(async move { cancel(&first).await });
    let second = tokio::spawn(async move { cancel(&second).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    first.abort();
    let outcome = second.await.expect("it doesn't panic");
    outcome.expect("it gets a token of its own");
    let mut arrived = arrived(&mut stub, 3).await;
    arrived.sort();
    assert_eq!(arrived, ["Bearer t2", "token", "token"]);
}

#[tokio::test]
async fn token_source_of_the_caller_is_used() {
    let mut stub = server(0.0, 0).await;
    let count = AtomicUsize::new(0);
    let next = move || {
        let n = count.fetch_add(1, Ordering::SeqCst) + 7;
        async move { Ok::<_, io::Error>(Token::new(format!("t{n}"))) }
    };
    let client = client(&stub, next);
    for _ in 0..2 {
        cancel(&client).await.expect("the token is good");
    }
    assert_eq!(arrived(&mut stub, 2).await, ["Bearer t7", "Bearer t8"]);
}

#[test]
fn key_of_other_environment_is_rejected() {
    let build = |key, server: Option<Server>| {
        let builder = Client::builder(key);
        match server {
            Some(server) => builder.server(server).build(),
            None => builder.build(),
        }
    };
    for (key, server) in [
        ("sk_live_s3cret", None),
        ("sk_live_s3cret", Some(Server::Production)),
        ("sk_test_s3cret", Some(Server::Sandbox)),
        ("an OAuth token", Some(Server::Sandbox)),
        ("an OAuth token", None),
    ] {
        assert!(build(key, server).is_ok(), "{key} at {server:?}");
    }
    for (key, server, expected) in [
        (
            "sk_test_s3cret",
            None,
            "the key for `bearerAuth` is one for https://sandbox.useduro.com, \
             not for https://api.useduro.com",
        ),
        (
            "sk_live_s3cret",
            Some(Server::Sandbox),
            "the key for `bearerAuth` is one for https://api.useduro.com, \
             not for https://sandbox.useduro.com",
        ),
    ] {
        let error = build(key, server).expect_err("it would reach the wrong data");
        assert!(matches!(error, BuildError::WrongServer(_)));
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?}").contains("s3cret"));
    }
    let mock = Client::builder("sk_test_s3cret").server("http://127.0.0.1:4010");
    assert!(mock.build().is_ok(), "a mock takes any key");
}
