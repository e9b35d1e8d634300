//! Messages that nobody asked for: another protocol, a redirect, a second response, a
//! compressed body.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use subscription_cancel::runtime::{
    Error, MockResponse, MockTransport, Response as Received, RetryPolicy,
};
use subscription_cancel_tests::{Response, Stub};

use crate::failing::{builder, number};
use crate::secrets::{check_error, kind};
use crate::vendor::SECRET;

/// A server that takes connections but doesn't know TLS.
#[tokio::test]
async fn a_handshake_that_does_not_end() {
    let limit = Duration::from_millis(100);
    for (mut stub, expected) in [
        (Stub::start(Response::raw("")).await, "Timeout"),
        (Stub::hanging_up().await, "Connect"),
    ] {
        let url = stub.url().replacen("http", "https", 1);
        let client = builder(url)
            .connect_timeout(limit)
            .retries(RetryPolicy::none());
        let http = client.build().expect("a client");
        let start = Instant::now();
        let error = number(&http, "POST").await.expect_err("no TLS");
        assert_eq!(kind(&error), expected, "{error:?}");
        assert!(
            !error.outcome_unknown() && error.is_retryable(),
            "{error:?}"
        );
        assert!(start.elapsed() < limit * 10, "{error:?}");
        check_error(&error, expected);
        assert_eq!(stub.connections().await, 1, "{error:?}");
    }
}

/// Neither one to plain text nor any other; what it holds isn't shown.
#[tokio::test]
async fn a_redirect_away_from_https() {
    let mock = MockTransport::new();
    let location = format!("http://api.example/x?key={SECRET}");
    let response = MockResponse::empty(307).header("location", &location);
    mock.on("POST", "/x").respond_with(response);
    let http = builder("https://api.example").transport(mock.clone());
    let http = http.build().expect("a client");
    let error = number(&http, "POST").await.expect_err("a redirect");
    assert_eq!(kind(&error), "Redirected", "{error:?}");
    let kept = error
        .headers()
        .map(|headers| headers["location"].as_bytes());
    assert_eq!(kept, Some(location.as_bytes()), "the caller can have it");
    check_error(&error, "a redirect");
    assert_eq!(mock.requests().len(), 1);
}

/// A second response behind the first must not become that of the next call.
#[tokio::test]
async fn a_response_that_nobody_asked_for() {
    let served = AtomicUsize::new(0);
    let stub = Stub::answering(move |_| {
        let number = served.fetch_add(1, Ordering::SeqCst).to_string();
        let smuggled = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n666";
        Response::kept_open(200, &number).followed_by(smuggled)
    });
    let http = builder(stub.await.url()).build().expect("a client");
    for expected in 0..20 {
        assert_eq!(number(&http, "GET").await.ok(), Some(expected));
    }
}

/// The coding decides where a body may be anything; where it decodes, a wrong
/// header does no harm.
#[tokio::test]
async fn unrequested_content_coding_is_an_error() {
    type Read = fn(Received) -> Result<Vec<u8>, Error<()>>;
    let bytes: Read = |response| response.bytes().map(|bytes| bytes.to_vec());
    let text: Read = |response| response.text().map(String::into_bytes);
    let file: Read = |response| response.file().map(|file| file.bytes().to_vec());
    let json: Read = |response| {
        response
            .json()
            .map(|number: i64| number.to_string().into_bytes())
    };
    for (coding, body, read, is_read) in [
        ("gzip", "\x1f7", bytes, false),
        ("br", "\x1f7", text, false),
        ("zstd", "\x1f7", file, false),
        ("deflate, gzip", "\x1f7", json, false),
        ("gzip", "7", json, true),
        ("identity", "7", bytes, true),
        ("UTF-8", "7", text, true),
        ("gzip", "", file, true),
    ] {
        let stub = Stub::start(Response::new(200, body).header("content-encoding", coding)).await;
        let http = builder(stub.url()).build().expect("a client");
        let outcome = http.get("/x").receive(read).await;
        match outcome {
            Ok(read) => assert!(is_read && read == body.as_bytes(), "{coding}: {read:?}"),
            Err(error) => {
                let expected = format!("expected no Content-Encoding, found {coding:?}");
                assert!(
                    !is_read && error.to_string().ends_with(&expected),
                    "{error}"
                );
                assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
            }
        }
    }
}
