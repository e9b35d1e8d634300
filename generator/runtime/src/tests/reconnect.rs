//! Events that go on after their connection has ended.

use std::io::Write as _;
use std::net::TcpStream;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::stub::{Stub, header};
use crate::runtime::{
    BoxFuture, ClientBuilder, Error, Events, Http, Request, RetryPolicy, StreamError,
    StreamingResponse, Transport, TransportError,
};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

/// Each connection gets the next of these, the last one again and again.
fn stub(responses: &[String]) -> Stub {
    let responses = Mutex::new(responses.to_vec());
    Stub::start(move |connection: &mut TcpStream| {
        let mut responses = responses.lock().unwrap();
        let response = match responses.len() {
            1 => responses[0].clone(),
            _ => responses.remove(0),
        };
        let _ = connection.write_all(response.as_bytes());
    })
}

/// Events until the connection is closed.
fn events(body: &str) -> String {
    format!("{HEAD}connection: close\r\n\r\n{body}")
}

/// Events of a body that is longer than what comes of it.
fn cut_off(body: &str) -> String {
    format!("{HEAD}content-length: 999\r\n\r\n{body}")
}

fn status(status: u16) -> String {
    format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

fn http(stub: &Stub) -> Http {
    ClientBuilder::new(&*stub.url)
        .retries(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
        .build()
        .unwrap()
}

async fn open(stub: &Stub, method: &str) -> Events<i64> {
    let http = http(stub);
    let call = http
        .call(method, "/feed")
        .query("topic", "a")
        .accept("text/event-stream");
    call.stream()
        .await
        .unwrap()
        .events::<i64, ()>()
        .await
        .unwrap()
}

/// The events until the end, or until so many have come.
async fn collect(events: &mut Events<i64>, most: usize) -> (Vec<String>, Option<StreamError>) {
    let mut all = Vec::new();
    while all.len() < most {
        match events.next().await {
            Some(Ok(event)) => all.push(format!("{}={}", event.id, event.data)),
            Some(Err(error)) => return (all, Some(error)),
            None => break,
        }
    }
    (all, None)
}

#[tokio::test]
async fn events_go_on_behind_the_last_one() {
    let stub = stub(&[
        events("retry: 1\nid: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: lo"),
        cut_off("\u{feff}data: c\n\nid: 4\ndata: d\n\ndata: st"),
        status(503),
        events("data: e\n\nid\ndata: f\n\n"),
        events("data: g\n\n"),
        status(204),
    ]);
    let mut feed = open(&stub, "GET").await.reconnecting();
    let (all, error) = collect(&mut feed, 99).await;
    assert_eq!(all, ["1=a", "2=b", "2=c", "4=d", "4=e", "=f", "=g"]);
    assert!(error.is_none(), "{error:?}");
    assert!(feed.next().await.is_none());
    for id in [None, Some("2"), Some("4"), Some("4"), None, None] {
        let request = stub.request();
        assert!(
            request.starts_with("GET /feed?topic=a HTTP/1.1\r\n"),
            "{request}"
        );
        assert_eq!(header(&request, "accept"), Some("text/event-stream"));
        assert_eq!(header(&request, "last-event-id"), id, "{request}");
    }
    assert!(stub.got_nothing());
}

/// The server's `retry` is heeded within the limits of the call.
#[tokio::test]
async fn no_wait_is_endless() {
    let stub = stub(&[
        events("retry: 1000000000000000\ndata: a\n\n"),
        events("data: b\n\n"),
        status(204),
    ]);
    let retries = RetryPolicy::default()
        .initial_backoff(Duration::from_millis(1))
        .max_elapsed(Duration::from_millis(50));
    let http: Http = ClientBuilder::new(&*stub.url)
        .retries(retries)
        .build()
        .unwrap();
    let response = http.get("/feed").stream().await.unwrap();
    let feed = response.events::<i64, ()>().await.unwrap();
    let mut feed = feed.reconnecting();
    let within = Duration::from_secs(10);
    let (all, error) = tokio::time::timeout(within, collect(&mut feed, 99))
        .await
        .unwrap();
    assert_eq!(all, ["=a", "=b"]);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(
        feed.retry(),
        Some(Duration::from_millis(1_000_000_000_000_000))
    );
}

#[tokio::test]
async fn nothing_is_asked_for_again_unless_told_so_or_by_another_method() {
    let stub = stub(&[cut_off("retry: 1\ndata: a\n\n")]);
    let mut feeds = [
        open(&stub, "GET").await,
        open(&stub, "POST").await.reconnecting(),
    ];
    for feed in &mut feeds {
        stub.request();
        let (all, error) = collect(feed, 99).await;
        assert_eq!(all, ["=a"]);
        assert!(
            matches!(error, Some(StreamError::Transport(_))),
            "{error:?}"
        );
        assert!(feed.next().await.is_none());
    }
    assert!(stub.got_nothing());
}

#[tokio::test]
async fn connections_without_an_event_are_few() {
    for (nothing, fails) in [
        (events(": hello\n\n"), false),
        (cut_off(": hello\n\n"), true),
    ] {
        let stub = stub(&[events("retry: 1\ndata: a\n\n"), nothing]);
        let mut feed = open(&stub, "GET").await.reconnecting();
        let (all, error) = collect(&mut feed, 99).await;
        assert_eq!(all, ["=a"]);
        let is_cut_off = matches!(error, Some(StreamError::Transport(_)));
        assert_eq!(is_cut_off, fails, "{error:?}");
        assert!(feed.next().await.is_none());
        for _ in 0..4 {
            stub.request();
        }
        assert!(stub.got_nothing());
    }
}

#[tokio::test]
async fn what_is_no_stream_of_events_ends_it() {
    let html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\n<p/>";
    for (response, requests, expected) in [
        (
            status(404),
            1,
            "the stream can't go on: unexpected status 404",
        ),
        (
            status(503),
            3,
            "the stream can't go on: unexpected status 503 (after 3 attempts)",
        ),
        (
            "HTTP/1.1 302 X\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n".to_owned(),
            1,
            "the stream can't go on: status 302, a redirect that is not followed",
        ),
        (
            html.to_owned(),
            1,
            "the stream can't go on: status 200, but the body doesn't decode: \
             $: expected text/event-stream, found text/html",
        ),
    ] {
        let stub = stub(&[events("retry: 1\ndata: a\n\n"), response]);
        let mut feed = open(&stub, "GET").await.reconnecting();
        let (_, error) = collect(&mut feed, 99).await;
        let error = error.unwrap();
        assert!(error.is_last());
        assert_eq!(error.to_string(), expected);
        let StreamError::Reconnect(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.attempts(), requests);
        assert!(!matches!(*error, Error::Request(_)));
        assert!(feed.next().await.is_none());
        for _ in 0..=requests {
            stub.request();
        }
        assert!(stub.got_nothing());
    }
}

/// Nothing is sent before the time that the server asks for is over, nor after
/// the caller has left.
#[tokio::test]
async fn it_waits_as_the_server_asks() {
    let stub = stub(&[events("retry: 150\ndata: a\n\n")]);
    let mut feed = open(&stub, "GET").await.reconnecting();
    assert_eq!(feed.next().await.unwrap().unwrap().data, "a");
    stub.request();
    let start = std::time::Instant::now();
    assert_eq!(feed.next().await.unwrap().unwrap().data, "a");
    assert!(start.elapsed() >= Duration::from_millis(150));
    stub.request();
    let soon = Duration::from_millis(10);
    assert!(tokio::time::timeout(soon, feed.next()).await.is_err());
    drop(feed);
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert!(stub.got_nothing());
}

/// Tells something on the first connection and on the seventh, and holds those
/// between them open for a while; then has no more.
#[derive(Default)]
struct Quiet(AtomicUsize);

impl Transport for Quiet {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let event = Some(Bytes::from_static(b"data: a\n\n"));
            let (status, chunk, seconds) = match count {
                0 | 6 => (StatusCode::OK, event, 0),
                1..6 => (StatusCode::OK, None, 5),
                _ => (StatusCode::NO_CONTENT, None, 0),
            };
            let sleep = Box::pin(tokio::time::sleep(Duration::from_secs(seconds)));
            let mut headers = HeaderMap::new();
            headers.insert(
                "content-type",
                HeaderValue::from_static("text/event-stream"),
            );
            Ok(StreamingResponse::new(
                status,
                headers,
                Held { chunk, sleep },
            ))
        })
    }
}

struct Held {
    chunk: Option<Bytes>,
    sleep: Pin<Box<tokio::time::Sleep>>,
}

impl Stream for Held {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.chunk.take() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None => self.sleep.as_mut().poll(cx).map(|()| None),
        }
    }
}

/// A connection that is held open is no failure, even if it has nothing to tell.
#[tokio::test(start_paused = true)]
async fn a_quiet_feed_goes_on() {
    let http = ClientBuilder::<Http>::new("https://x.test").transport(Quiet::default());
    let http = http.build().unwrap();
    let response = http.get("/feed").stream().await.unwrap();
    let mut feed = response.events::<i64, ()>().await.unwrap().reconnecting();
    let (all, error) = collect(&mut feed, 99).await;
    assert_eq!(all, ["=a", "=a"]);
    assert!(error.is_none(), "{error:?}");
}
