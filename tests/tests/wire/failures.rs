//! A server that misbehaves on purpose: for each way, the error, the number of
//! requests, the time, and that nothing shows the secret.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use subscription_cancel::runtime::{
    ClientBuilder, Credential, DefaultTransport, Error, Http, MockReply, MockTransport,
    Reply as Received, Retries,
};
use subscription_cancel_tests::{Reply, Stub};

use crate::secrets::{check_error, kind};
use crate::shared::nobody;
use crate::vendor::SECRET;

/// One way to misbehave.
struct Case {
    name: &'static str,
    server: Server,
    /// The variant of the error.
    kind: &'static str,
    /// How its message begins.
    message: &'static str,
    /// How many connections a `GET` makes, and how many a `POST`.
    connections: (usize, usize),
    /// What each attempt may take.
    limit: Duration,
    attempts: u32,
}

enum Server {
    Nobody,
    HangingUp,
    Replying(Reply),
}

impl Case {
    fn new(name: &'static str, server: Server) -> Self {
        Self {
            name,
            server,
            kind: "",
            message: "",
            connections: (1, 1),
            limit: Duration::from_secs(2),
            attempts: 3,
        }
    }

    fn reply(name: &'static str, reply: Reply) -> Self {
        Self::new(name, Server::Replying(reply))
    }

    fn raw(name: &'static str, reply: &str) -> Self {
        Self::reply(name, Reply::raw(reply))
    }

    /// The error.
    fn is(self, kind: &'static str, message: &'static str) -> Self {
        Self {
            kind,
            message,
            ..self
        }
    }

    /// Repeated where that does no harm, which is not so for a `POST`.
    fn repeated(self) -> Self {
        self.seen(3, 1)
    }

    fn seen(self, get: usize, post: usize) -> Self {
        Self {
            connections: (get, post),
            ..self
        }
    }

    fn slow(self) -> Self {
        Self {
            limit: Duration::from_millis(100),
            ..self
        }
    }
}

const LOST: &str = "connection lost before a reply: ";
const CUT_OFF: &str = "status 200, body cut off after ";
const LATE: &str = "timed out: no whole reply within 100ms";
const TOO_LARGE: &str = "status 200, body over the limit of 1000 bytes";
const UNDECODABLE: &str = "status 200, but the body doesn't decode: $: expected ";

/// Before a reply has begun, or within its head.
fn heads() -> Vec<Case> {
    let endless = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000);
    let long = format!("HTTP/1.1 200 OK\r\nx-long: {}\r\n", "x".repeat(1_000_000));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x-many: 1\r\n".repeat(1000));
    let connections = "connection failed: Connection refused";
    vec![
        Case::new("nobody listens", Server::Nobody)
            .is("Connect", connections)
            .seen(0, 0),
        Case::new("reset within the request", Server::HangingUp)
            .is("Interrupted", LOST)
            .repeated(),
        Case::reply("reset before the head", Reply::raw("").resetting())
            .is("Interrupted", LOST)
            .repeated(),
        Case::reply(
            "reset within the head",
            Reply::raw("HTTP/1.1 200 OK\r\nx-").resetting(),
        )
        .is("Interrupted", LOST)
        .repeated(),
        Case::reply(
            "a head in drops",
            Reply::raw("HTTP/1.1 200 OK\r\nx:").dripping(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::raw("only early hints", &endless)
            .is("Interrupted", LOST)
            .repeated(),
        Case::raw("a head of a megabyte", &long)
            .is("Interrupted", LOST)
            .repeated(),
        Case::raw("a thousand headers", &many)
            .is("Interrupted", LOST)
            .repeated(),
        Case::raw(
            "two lengths",
            &ok("content-length: 1\r\ncontent-length: 2\r\n\r\n77"),
        )
        .is("Interrupted", LOST)
        .repeated(),
        Case::raw("no length", &ok("content-length: seven\r\n\r\n7"))
            .is("Interrupted", LOST)
            .repeated(),
    ]
}

/// Within the body.
fn bodies(taken: &Arc<AtomicUsize>) -> Vec<Case> {
    let reply = |head: &str| Reply::raw(ok(head));
    vec![
        Case::reply(
            "reset within the body",
            reply("content-length: 9\r\n\r\n7").resetting(),
        )
        .is("CutOff", CUT_OFF)
        .repeated(),
        Case::reply(
            "half a body",
            reply("content-length: 9\r\n\r\n7").stalling(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::reply(
            "a body in drops",
            reply("content-length: 900\r\n\r\n").dripping(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::reply(
            "drops without end",
            reply("connection: close\r\n\r\n").dripping(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::raw("a length too long", &ok("content-length: 9\r\n\r\n7"))
            .is("CutOff", "status 200, body cut off after 1 bytes")
            .repeated(),
        Case::raw(
            "a length too short",
            &ok("content-length: 3\r\n\r\n\"abc\""),
        )
        .is("Decode", UNDECODABLE),
        Case::raw(
            "a length beyond all",
            &ok("content-length: 9999999999999999\r\n\r\n7"),
        )
        .is("TooLarge", TOO_LARGE),
        Case::raw(
            "no chunk",
            &ok("transfer-encoding: chunked\r\n\r\nseven\r\n"),
        )
        .is("CutOff", CUT_OFF)
        .repeated(),
        Case::reply(
            "100 MB that are announced",
            reply("content-length: 100000000\r\n\r\n").flooding(taken),
        )
        .is("TooLarge", TOO_LARGE),
        Case::reply(
            "100 MB that are not announced",
            reply("connection: close\r\n\r\n").flooding(taken),
        )
        .is("TooLarge", TOO_LARGE),
    ]
}

/// Whole replies that are no good.
fn contents() -> Vec<Case> {
    let reply = |rest: &[u8]| Reply::raw([ok("connection: close\r\n").as_bytes(), rest].concat());
    let page = format!("content-type: text/html\r\n\r\n<html>{SECRET}</html>");
    // The beginning of what `gzip` makes of `7`.
    let gzip = b"content-encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03\x33";
    let coded = "status 200, but the body doesn't decode: $: expected no Content-Encoding, found ";
    let not_utf8 = "status 200, but the body doesn't decode: $: expected UTF-8, found another byte";
    vec![
        Case::reply("a page", reply(page.as_bytes())).is("Decode", UNDECODABLE),
        Case::reply("not UTF-8", reply(b"\r\n\"\xff\xfe\"")).is("Decode", not_utf8),
        Case::reply("not UTF-8 at its end", reply(b"\r\n\"\xc3")).is("Decode", not_utf8),
        Case::reply("half a gzip", reply(gzip)).is("Decode", coded),
        Case::reply(
            "an unknown coding",
            reply(b"content-encoding: identity\r\ncontent-encoding: rot13\r\n\r\n!"),
        )
        .is("Decode", coded),
        Case::reply("nothing", reply(b"\r\n")).is("Decode", UNDECODABLE),
    ]
}

/// Statuses with and without advice, and redirects.
fn statuses() -> Vec<Case> {
    let busy = |status, after| Reply::new(status, SECRET).header("retry-after", after);
    let redirect = |location| Reply::new(302, SECRET).header("location", location);
    let too_many = "unexpected status 429";
    let unavailable = "unexpected status 503";
    let redirected = "status 302, a redirect that is not followed";
    vec![
        Case::reply("429", Reply::new(429, SECRET))
            .is("Unexpected", too_many)
            .repeated(),
        Case::reply("429, now", busy(429, "0"))
            .is("Unexpected", too_many)
            .seen(3, 3),
        Case::reply(
            "429, a date long ago",
            busy(429, "Sun, 06 Nov 1994 08:49:37 GMT"),
        )
        .is("Unexpected", too_many)
        .seen(3, 3),
        Case::reply("429, some day", busy(429, "99999999999999999999999"))
            .is("Unexpected", too_many),
        Case::reply("429, soon", busy(429, "soon"))
            .is("Unexpected", too_many)
            .repeated(),
        Case::reply("429, before now", busy(429, "-1"))
            .is("Unexpected", too_many)
            .repeated(),
        Case {
            attempts: 10,
            ..Case::reply("503 ten times", Reply::new(503, SECRET))
        }
        .is("Unexpected", unavailable)
        .seen(10, 1),
        Case {
            attempts: 10,
            ..Case::reply("503 ten times, now", busy(503, "0"))
        }
        .is("Unexpected", unavailable)
        .seen(10, 10),
        Case::reply("a redirect in a loop", redirect("/x")).is("Redirected", redirected),
        Case::reply("to another host", redirect("//other.invalid/x")).is("Redirected", redirected),
        Case::reply("to another scheme", redirect("ftp://127.0.0.1/x"))
            .is("Redirected", redirected),
    ]
}

fn ok(rest: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{rest}")
}

fn builder(url: impl Into<String>) -> ClientBuilder<Http> {
    ClientBuilder::new(url.into()).credential("key", Credential::query("key", SECRET))
}

async fn number(http: &Http, method: &str) -> Result<i64, Error<()>> {
    let call = http.call(method, "/x").security(&[&["key"]]);
    call.sending(|reply: Received| match reply.status() {
        200 => reply.json(),
        _ => Err(reply.unexpected()),
    })
    .await
}

async fn check(case: Case, transport: &DefaultTransport) {
    let (_port, mut url) = nobody();
    let mut stub = match case.server {
        Server::Nobody => None,
        Server::HangingUp => Some(Stub::hanging_up().await),
        Server::Replying(reply) => Some(Stub::start(reply).await),
    };
    if let Some(stub) = &stub {
        url = stub.url();
    }
    let retries = Retries::default().initial_backoff(Duration::from_millis(1));
    let http = builder(url)
        .transport(transport.clone())
        .timeout(case.limit)
        .retries(retries.max_attempts(case.attempts))
        .reply_limit(1000);
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
        let is_lost = ["Interrupted", "CutOff", "Timeout"].contains(&case.kind);
        assert_eq!(
            error.outcome_unknown(),
            method == "POST" && is_lost,
            "{why}"
        );
    }
}

#[tokio::test]
async fn what_comes_of_each() {
    let transport = DefaultTransport::new(Duration::from_secs(2)).expect("a transport");
    let taken = Arc::new(AtomicUsize::new(0));
    let cases = [heads(), bodies(&taken), contents(), statuses()];
    for case in cases.into_iter().flatten() {
        check(case, &transport).await;
    }
    // What fits into the buffers between the two; there were four floods.
    let taken = taken.load(Ordering::SeqCst);
    assert!(taken < 40_000_000, "{taken} bytes were taken");
}

/// A server that takes connections but doesn't know TLS.
#[tokio::test]
async fn a_handshake_that_does_not_end() {
    let limit = Duration::from_millis(100);
    for (mut stub, expected) in [
        (Stub::start(Reply::raw("")).await, "Timeout"),
        (Stub::hanging_up().await, "Connect"),
    ] {
        let url = stub.url().replacen("http", "https", 1);
        let client = builder(url).connect_timeout(limit).retries(Retries::none());
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
    let reply = MockReply::empty(307).header("location", &location);
    mock.on("POST", "/x").reply_with(reply);
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

/// A second reply behind the first must not become that of the next call.
#[tokio::test]
async fn a_reply_that_nobody_asked_for() {
    let served = AtomicUsize::new(0);
    let stub = Stub::answering(move |_| {
        let number = served.fetch_add(1, Ordering::SeqCst).to_string();
        let smuggled = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n666";
        Reply::kept_open(200, &number).followed_by(smuggled)
    });
    let http = builder(stub.await.url()).build().expect("a client");
    for expected in 0..20 {
        assert_eq!(number(&http, "GET").await.ok(), Some(expected));
    }
}

/// Where a body may be anything, its coding decides; where it decodes, a wrong
/// header does no harm.
#[tokio::test]
async fn a_coding_that_nobody_asked_for() {
    type Read = fn(Received) -> Result<Vec<u8>, Error<()>>;
    let bytes: Read = |reply| reply.bytes().map(|bytes| bytes.to_vec());
    let text: Read = |reply| reply.text().map(String::into_bytes);
    let file: Read = |reply| reply.file().map(|file| file.bytes().to_vec());
    let json: Read = |reply| {
        reply
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
        let stub = Stub::start(Reply::new(200, body).header("content-encoding", coding)).await;
        let http = builder(stub.url()).build().expect("a client");
        let outcome = http.get("/x").sending(read).await;
        match outcome {
            Ok(read) => assert!(is_read && read == body.as_bytes(), "{coding}: {read:?}"),
            Err(error) => {
                let expected = format!("{UNDECODABLE}no Content-Encoding, found {coding:?}");
                assert_eq!((is_read, error.to_string()), (false, expected));
                assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
            }
        }
    }
}
