//! Everything that can go wrong between the two ends, for every vendor.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use subscription_cancel::Error;
use subscription_cancel::runtime::{TimeLimit, TransportError};
use subscription_cancel_tests::{Reply, Stub};
use tokio::time::sleep;

use crate::shared::{
    Exchange, builder, built, cancelled, changed, chunked, encoded, fixture, nobody,
};
use crate::vendor::{ID, SECRET, Vendor, every_vendor};

every_vendor! {
    a_body_that_is_cut_off,
    a_connection_that_is_lost_before_the_reply,
    a_request_is_sent_once,
    a_slow_server_hits_the_time_limit,
    a_redirect_is_not_followed,
    a_reply_over_the_limit,
    a_refused_connection,
    many_calls_at_once,
}

async fn a_body_that_is_cut_off<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    let body = fixture(V::REPLY);
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
            let reply = format!("HTTP/1.1 {status} Status\r\nx-request-id: req_1\r\n{rest}");
            let error = exchange.failure(Reply::raw(reply)).await;
            let why = format!("{}: {status}, {name}: {error:?}", V::NAME);
            let cut_off = matches!(error, Error::Transport(TransportError::CutOff { .. }));
            assert!(cut_off, "{why}");
            assert_eq!(error.status(), Some(status), "{why}");
            let headers = error.headers().expect("headers came");
            assert_eq!(headers["x-request-id"], "req_1", "{why}");
            let kept = error.body().expect("half of the body came");
            assert_eq!(kept[..], *half.as_bytes(), "{why}");
            let start = format!("status {status}, body cut off after {some} bytes");
            assert!(error.to_string().starts_with(&start), "{why}");
        }
    }
}

async fn a_connection_that_is_lost_before_the_reply<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    for reply in [
        "",
        "HTT",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "SSH-2.0-OpenSSH_9.9\r\n",
    ] {
        let error = exchange.failure(Reply::raw(reply)).await;
        let lost = matches!(error, Error::Transport(TransportError::Interrupted(_)));
        assert!(lost, "{}: {reply:?}: {error:?}", V::NAME);
        assert_eq!(
            error.status(),
            None,
            "{}: {reply:?}: there is no reply",
            V::NAME
        );
    }
}

/// Also where the connection was in use before, which tempts HTTP libraries to
/// try again. The server may have acted on the first request.
async fn a_request_is_sent_once<V: Vendor>() {
    // A connection can be used again only a moment after its reply was read.
    for _ in 0..100 {
        if connections_of_two_calls::<V>().await == 1 {
            return;
        }
    }
    panic!("{}: no connection was used twice", V::NAME);
}

/// The first call gets a reply, the second one a closed connection.
async fn connections_of_two_calls<V: Vendor>() -> usize {
    let served = AtomicUsize::new(0);
    let body = fixture(V::REPLY);
    let mut stub = Stub::answering(move |_| match served.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::kept_open(200, &body),
        1 => Reply::raw(""),
        _ => Reply::new(500, "a third request"),
    })
    .await;
    let client = built::<V>(builder::<V>(&stub));
    cancelled::<V>(&client, "first").await;
    sleep(Duration::from_millis(5)).await;
    let error = V::cancel(&client, "second")
        .await
        .expect_err("the second gets none");
    let lost = matches!(error, Error::Transport(TransportError::Interrupted(_)));
    assert!(lost, "{}: {error:?}", V::NAME);
    for id in ["first", "second"] {
        let line = format!("POST {} HTTP/1.1", V::path(id));
        assert_eq!(stub.request().await.line(), line, "{}", V::NAME);
    }
    stub.connections().await
}

async fn a_slow_server_hits_the_time_limit<V: Vendor>() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n";
    for (name, reply) in [
        ("silence", Reply::raw("").stalling()),
        ("half a head", Reply::raw("HTTP/1.1 200 OK\r\n").stalling()),
        ("half a body", Reply::raw(format!("{head}{{")).stalling()),
        ("a body that never ends", Reply::raw(head).dripping()),
    ] {
        let stub = Stub::start(reply).await;
        let limit = Duration::from_millis(150);
        let client = built::<V>(builder::<V>(&stub).timeout(limit));
        let error = V::cancel(&client, ID)
            .await
            .expect_err("that takes too long");
        let Error::Transport(TransportError::Timeout { limit: kind, after }) = &error else {
            panic!("{}: {name}: {error:?}", V::NAME);
        };
        assert_eq!(
            (*kind, *after),
            (TimeLimit::Total, limit),
            "{}: {name}",
            V::NAME
        );
        assert!(error.is_timeout(), "{}: {name}: {error:?}", V::NAME);
        let message = "timed out: no whole reply within 150ms";
        assert_eq!(error.to_string(), message, "{}: {name}", V::NAME);
    }
}

/// Neither to another host or port nor on the same server; the secret stays
/// where it was meant to go.
async fn a_redirect_is_not_followed<V: Vendor>() {
    let mut exchange = Exchange::<V>::start().await;
    let mut other = Stub::start(Reply::new(200, &fixture(V::REPLY))).await;
    let port = other.host().replace("127.0.0.1", "");
    for status in [301, 302, 303, 307, 308] {
        for location in [
            format!("{}{}", other.url(), V::path(ID)),
            format!("http://localhost{port}/"),
            format!("//127.0.0.1{port}/"),
            "/elsewhere".to_owned(),
        ] {
            let reply = Reply::new(status, "moved").header("location", &location);
            let error = exchange.failure(reply).await;
            let why = format!("{}: {status} to {location}: {error:?}", V::NAME);
            assert!(matches!(error, Error::Unexpected(_)), "{why}");
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

async fn a_reply_over_the_limit<V: Vendor>() {
    let body = fixture(V::REPLY);
    let length = body.len();
    let chunks = |size| String::from_utf8(chunked(body.as_bytes(), size)).expect("ASCII stays so");
    for (name, reply) in [
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
        let stub = Stub::start(Reply::raw(format!("HTTP/1.1 200 OK\r\n{reply}"))).await;
        let limited = |bytes| built::<V>(builder::<V>(&stub).reply_limit(bytes));
        cancelled::<V>(&limited(length), ID).await;
        let error = V::cancel(&limited(length - 1), ID).await;
        let error = error.expect_err("one byte too many");
        let why = format!("{}: {name}: {error:?}", V::NAME);
        let too_large = matches!(&error, Error::Transport(TransportError::TooLarge { limit, .. })
            if *limit == length - 1);
        assert!(too_large, "{why}");
        assert_eq!(error.status(), Some(200), "{why}");
    }
}

async fn a_refused_connection<V: Vendor>() {
    let (_port, url) = nobody();
    let client = built::<V>(V::builder(SECRET).server(url));
    let error = V::cancel(&client, ID).await.expect_err("nobody listens");
    let refused = matches!(error, Error::Transport(TransportError::Connect(_)));
    assert!(refused, "{}: {error:?}", V::NAME);
    let shown = error.to_string();
    assert!(
        shown.starts_with("connection failed: Connection refused"),
        "{}: {shown}",
        V::NAME
    );
    assert_eq!(error.status(), None, "{}: there is no reply", V::NAME);
}

/// Each call gets the answer to its own request, over one client.
async fn many_calls_at_once<V: Vendor>() {
    const CALLS: usize = 200;
    let mut stub = Stub::answering(|request| {
        let line = format!("POST {} HTTP/1.1", V::path("{id}"));
        let id = line
            .split_once("{id}")
            .and_then(|(before, after)| request.line().strip_prefix(before)?.strip_suffix(after));
        let id = id.expect("the path should hold an id");
        Reply::kept_open(200, &changed(V::REPLY, V::REPLY_ID, id).to_string())
    })
    .await;
    let client = built::<V>(builder::<V>(&stub));
    let calls: Vec<_> = (0..CALLS)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { cancelled::<V>(&client, &format!("sub_{number}")).await })
        })
        .collect();
    for (number, call) in calls.into_iter().enumerate() {
        let subscription = call.await.expect("every call should get its subscription");
        let id = encoded(&subscription).pointer(V::REPLY_ID).cloned();
        assert_eq!(
            id,
            Some(format!("sub_{number}").into()),
            "{}: whose reply?",
            V::NAME
        );
    }
    let mut lines = BTreeSet::new();
    for _ in 0..CALLS {
        lines.insert(stub.request().await.line().to_owned());
    }
    assert_eq!(lines.len(), CALLS, "{}: one request for each call", V::NAME);
}
