//! Everything that can go wrong between the two ends, for every vendor.

use std::time::Duration;

use subscription_cancel::Error;
use subscription_cancel::runtime::{Outcome, RetryPolicy, TimeLimit, TransportError};
use subscription_cancel_tests::{Response, Stub};

use crate::shared::{Exchange, builder, built, cancelled, chunked, fixture, nobody};
use crate::vendor::{ID, SECRET, Vendor, every_vendor};

every_vendor! {
    truncated_body_is_an_error,
    connection_lost_before_response_is_an_error,
    slow_server_hits_the_timeout,
    redirect_is_not_followed,
    response_over_the_limit_is_an_error,
    connection_refused_is_an_error,
}

async fn truncated_body_is_an_error<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    let body = fixture(V::RESPONSE);
    let (half, _) = body.split_at(body.len() / 2);
    let (all, some) = (body.len(), half.len());
    for status in [200, 404, 503] {
        for (name, rest) in [
            ("a length", format!("content-length: {all}\r\n\r\n{half}")),
            (
                "between chunks",
                format!("transfer-encoding: chunked\r\n\r\n{some:x}\r\n{half}\r\n"),
            ),
            (
                "in a chunk",
                format!("transfer-encoding: chunked\r\n\r\n{all:x}\r\n{half}"),
            ),
        ] {
            let response = format!("HTTP/1.1 {status} Status\r\nx-request-id: req_1\r\n{rest}");
            let error = exchange.failure(Response::raw(response)).await;
            let why = format!("{}: {status}, {name}: {error:?}", V::NAME);
            let cut_off = matches!(error.transport(), Some(TransportError::CutOff { .. }));
            assert!(cut_off, "{why}");
            assert_eq!(error.status(), Some(status), "{why}");
            let headers = error.headers().expect("headers came");
            assert_eq!(headers["x-request-id"], "req_1", "{why}");
            let kept = error.body().expect("half of the body came");
            assert_eq!(kept[..], *half.as_bytes(), "{why}");
            let operation = V::operation();
            let start = format!("{operation}: status {status}, body cut off after {some} bytes");
            assert!(error.to_string().starts_with(&start), "{why}");
        }
    }
}

async fn connection_lost_before_response_is_an_error<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    for response in [
        "",
        "HTT",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "SSH-2.0-OpenSSH_9.9\r\n",
    ] {
        let error = exchange.failure(Response::raw(response)).await;
        let lost = matches!(error.transport(), Some(TransportError::Interrupted(_)));
        assert!(lost, "{}: {response:?}: {error:?}", V::NAME);
        assert_eq!(
            error.status(),
            None,
            "{}: {response:?}: there is no response",
            V::NAME
        );
    }
}

async fn slow_server_hits_the_timeout<V: Vendor>() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n";
    for (name, response) in [
        ("silence", Response::raw("").stalling()),
        (
            "half a head",
            Response::raw("HTTP/1.1 200 OK\r\n").stalling(),
        ),
        ("half a body", Response::raw(format!("{head}{{")).stalling()),
        ("a body that never ends", Response::raw(head).dripping()),
    ] {
        let stub = Stub::start(response).await;
        let limit = Duration::from_millis(150);
        let client = built::<V>(builder::<V>(&stub).timeout(limit));
        let error = V::cancel(&client, ID)
            .await
            .expect_err("that takes too long");
        let kind = error.time_limit();
        assert_eq!(kind, Some(TimeLimit::Attempt), "{}: {name}", V::NAME);
        assert!(error.is_timeout(), "{}: {name}: {error:?}", V::NAME);
        let message = "timed out: no whole response within 150ms";
        let shown = error.to_string();
        assert!(shown.ends_with(message), "{}: {name}: {shown}", V::NAME);
        // A head that has come is at hand, and says that it was done.
        let outcome = match name.contains("body") {
            true => Outcome::Done,
            false => Outcome::Unknown,
        };
        assert_eq!(error.outcome(), outcome, "{}: {name}", V::NAME);
    }
}

/// Neither to another host or port nor on the same server; the secret stays
/// where it was meant to go.
async fn redirect_is_not_followed<V: Vendor>() {
    let mut exchange = Exchange::<V>::start().await;
    let mut other = Stub::start(Response::new(200, &fixture(V::RESPONSE))).await;
    let port = other.host().replace("127.0.0.1", "");
    for status in [301, 302, 303, 307, 308] {
        for location in [
            format!("{}{}", other.url(), V::path(ID)),
            format!("http://localhost{port}/"),
            format!("//127.0.0.1{port}/"),
            "/elsewhere".to_owned(),
        ] {
            let response = Response::new(status, "moved").header("location", &location);
            let error = exchange.failure(response).await;
            let why = format!("{}: {status} to {location}: {error:?}", V::NAME);
            assert!(matches!(error, Error::Redirect(_)), "{why}");
            assert_eq!(error.status(), Some(status), "{why}");
            let kept = error
                .headers()
                .map(|headers| headers["location"].as_bytes());
            assert_eq!(kept, Some(location.as_bytes()), "{why}");
            assert_eq!(exchange.stub.connections().await, 1, "{why}");
        }
    }
    assert_eq!(
        other.connections().await,
        0,
        "{}: a redirect was followed",
        V::NAME
    );
}

async fn response_over_the_limit_is_an_error<V: Vendor>() {
    let body = fixture(V::RESPONSE);
    let length = body.len();
    let chunks = |size| String::from_utf8(chunked(body.as_bytes(), size)).expect("ASCII stays so");
    for (name, response) in [
        (
            "a length",
            format!("content-length: {length}\r\n\r\n{body}"),
        ),
        (
            "one chunk",
            format!("transfer-encoding: chunked\r\n\r\n{}", chunks(length)),
        ),
        (
            "many chunks",
            format!("transfer-encoding: chunked\r\n\r\n{}", chunks(7)),
        ),
        ("until the end", format!("connection: close\r\n\r\n{body}")),
    ] {
        let stub = Stub::start(Response::raw(format!("HTTP/1.1 200 OK\r\n{response}"))).await;
        let limited = |bytes| built::<V>(builder::<V>(&stub).response_limit(bytes));
        cancelled::<V>(&limited(length), ID).await;
        let error = V::cancel(&limited(length - 1), ID).await;
        let error = error.expect_err("one byte too many");
        let why = format!("{}: {name}: {error:?}", V::NAME);
        let too_large = matches!(error.transport(), Some(TransportError::TooLarge { limit, .. })
            if *limit == length - 1);
        assert!(too_large, "{why}");
        assert_eq!(error.status(), Some(200), "{why}");
    }
}

async fn connection_refused_is_an_error<V: Vendor>() {
    let (_port, url) = nobody();
    let client = built::<V>(V::builder(SECRET).server(url).retries(RetryPolicy::none()));
    let error = V::cancel(&client, ID).await.expect_err("nobody listens");
    let refused = matches!(error.transport(), Some(TransportError::Connect(_)));
    assert!(refused, "{}: {error:?}", V::NAME);
    let shown = error.to_string();
    let start = format!("{}: connection failed: Connection refused", V::operation());
    assert!(shown.starts_with(&start), "{}: {shown}", V::NAME);
    assert_eq!(error.status(), None, "{}: there is no response", V::NAME);
}
