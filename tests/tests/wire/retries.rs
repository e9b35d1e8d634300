//! The number of requests that a server sees for each fault, and their times.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use subscription_cancel::runtime::{
    ClientBuilder, Error, Http, Outcome, Response as Received, RetryPolicy,
};
use subscription_cancel_tests::{Request, Response, Stub};

use crate::shared::{builder, built, fixture, nobody};
use crate::vendor::{ID, Vendor, every_vendor};

every_vendor! { cancellation_is_retried_only_on_request }

/// Every vendor cancels by a `POST`, without an idempotency key.
async fn cancellation_is_retried_only_on_request<V: Vendor>() {
    let body = fixture(V::RESPONSE);
    let cut_off = Response::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
    let busy = |status| Response::new(status, &body).header("retry-after", "0");
    for (response, requests, outcome) in [
        (Response::raw(""), 1, Outcome::Unknown),
        (cut_off, 1, Outcome::Done),
        (Response::new(502, &body), 1, Outcome::Unknown),
        (Response::new(503, &body), 1, Outcome::Unknown),
        (busy(503), 3, Outcome::NotDone),
        (busy(429), 3, Outcome::NotDone),
    ] {
        let mut stub = Stub::start(response.clone()).await;
        let client = built::<V>(builder::<V>(&stub).retries(quick()));
        let error = V::cancel(&client, ID).await.expect_err("each is an error");
        let why = format!("{}: {response:?}: {error:?}", V::NAME);
        assert_eq!(stub.connections().await, requests, "{why}");
        assert_eq!(usize::try_from(error.attempts()), Ok(requests), "{why}");
        assert_eq!(error.is_retryable(), requests > 1, "{why}");
        assert_eq!(error.outcome(), outcome, "{why}");
    }
}

fn quick() -> RetryPolicy {
    RetryPolicy::default().initial_backoff(Duration::from_millis(1))
}

fn client(url: &str) -> Http {
    within(url, Duration::from_secs(10))
}

/// A client whose attempts have this time.
fn within(url: &str, limit: Duration) -> Http {
    let builder = ClientBuilder::<Http>::new(url).retries(quick());
    let builder = builder.timeout(limit).response_limit(1000);
    builder.build().expect("a client")
}

/// The outcome of a call that takes a number with status 200.
async fn outcome(
    http: &Http,
    method: &str,
    header: Option<&'static str>,
) -> Result<i64, Error<()>> {
    let call = http.call(method, "/x");
    let call = match header {
        Some(header) => call.idempotency(header),
        None => call,
    };
    call.receive(|response: Received| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
    .await
}

#[tokio::test]
async fn what_a_server_sees() {
    let long = format!("\"{}\"", "x".repeat(2000));
    for (what, response, idempotent, other) in [
        ("lost", Response::raw(""), 3, 1),
        (
            "lost within the head",
            Response::raw("HTTP/1.1 200 OK\r\ncontent-le"),
            3,
            1,
        ),
        (
            "cut off",
            Response::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1"),
            3,
            1,
        ),
        ("silent", Response::raw("").stalling(), 3, 1),
        ("408", Response::new(408, ""), 3, 1),
        ("429", Response::new(429, ""), 3, 1),
        (
            "429 that says when",
            Response::new(429, "").header("retry-after", "0"),
            3,
            3,
        ),
        (
            "503 that says when",
            Response::new(503, "").header("retry-after", "0"),
            3,
            3,
        ),
        ("502", Response::new(502, ""), 3, 1),
        ("503", Response::new(503, ""), 3, 1),
        ("504", Response::new(504, ""), 3, 1),
        ("500", Response::new(500, ""), 3, 1),
        ("501", Response::new(501, ""), 1, 1),
        ("404", Response::new(404, ""), 1, 1),
        (
            "redirect",
            Response::new(307, "").header("location", "http://127.0.0.1:1/"),
            1,
            1,
        ),
        ("invalid", Response::new(200, "<html>"), 1, 1),
        ("too large", Response::new(200, &long), 1, 1),
    ] {
        let mut stub = Stub::start(response).await;
        let http = match what {
            "silent" => within(&stub.url(), Duration::from_millis(50)),
            _ => client(&stub.url()),
        };
        for (method, key, requests) in [
            ("GET", None, idempotent),
            ("DELETE", None, idempotent),
            ("POST", None, other),
            ("PATCH", None, other),
            ("POST", Some("Idempotency-Key"), idempotent),
        ] {
            let error = outcome(&http, method, key).await.expect_err(what);
            let why = format!("{method}, {what}: {error:?}");
            assert_eq!(stub.connections().await, requests, "{why}");
            let mut keys = Vec::new();
            for _ in 0..requests {
                keys.push(header(&stub.request().await, "idempotency-key"));
            }
            let sent = error.idempotency_key().map(str::to_owned);
            assert_eq!(sent.is_some(), key.is_some(), "{why}");
            assert!(keys.iter().all(|key| *key == sent), "{why}: {keys:?}");
        }
    }
}

fn header(request: &Request, name: &str) -> Option<String> {
    let mut headers = request.headers().into_iter();
    let found = headers.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(found.1.to_owned())
}

#[tokio::test]
async fn connection_refused_is_retried() {
    let (_port, url) = nobody();
    let http = client(&url);
    for method in ["GET", "POST"] {
        let error = outcome(&http, method, None).await.expect_err("no server");
        assert_eq!((error.attempts(), error.outcome_unknown()), (3, false));
        assert!(
            error.to_string().ends_with(" (after 3 attempts)"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn retry_after_is_honoured() {
    let date = |response: Response| {
        let response = response.header("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        response.header("retry-after", "Sun, 06 Nov 1994 08:49:38 GMT")
    };
    let seconds = |response: Response| response.header("retry-after", "1");
    tokio::join!(
        check_wait(date(Response::new(503, ""))),
        check_wait(seconds(Response::new(429, ""))),
    );

    let later = Response::new(503, "").header("retry-after", "120");
    let mut stub = Stub::start(later).await;
    let http = client(&stub.url());
    let start = Instant::now();
    let error = outcome(&http, "GET", None).await.expect_err("too late");
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(stub.connections().await, 1);
}

/// A server that is busy at first, and asks for a second.
async fn check_wait(busy: Response) {
    let asked = AtomicBool::new(false);
    let stub = Stub::answering(move |_| match asked.swap(true, Ordering::SeqCst) {
        false => busy.clone(),
        true => Response::new(200, "7"),
    });
    let mut stub = stub.await;
    let http = client(&stub.url());
    let start = Instant::now();
    assert_eq!(outcome(&http, "POST", None).await.ok(), Some(7));
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(stub.connections().await, 2);
}

#[tokio::test]
async fn total_timeout_bounds_all_attempts() {
    let mut stub = Stub::start(Response::raw("").stalling()).await;
    let limit = Duration::from_millis(400);
    let builder = ClientBuilder::<Http>::new(stub.url()).retries(quick());
    let builder = builder.timeout(limit / 3).total_timeout(limit / 2);
    let http = builder.build().expect("a client");
    let start = Instant::now();
    let error = outcome(&http, "GET", None).await.expect_err("no response");
    assert!(start.elapsed() < limit * 3, "{:?}", start.elapsed());
    assert!(error.is_timeout() && error.attempts() == 2, "{error:?}");
    assert_eq!(stub.connections().await, 2);
}
