//! Responses that are read as they come.

use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::sample::Problem;
use super::stub::Stub;
use crate::runtime::{
    BoxFuture, ByteStream, ClientBuilder, Error, Event, Events, Http, Request, SendError,
    StreamError, StreamingResponse, TimeLimit, Transport, TransportError, Wire,
};

/// A body in these pieces, which then ends, or fails.
struct Pieces(std::vec::IntoIter<Bytes>, bool);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let fails = std::mem::take(&mut self.1);
        let end = fails.then(|| Err(TransportError::Interrupted("reset".into())));
        let next = self.0.next();
        self.1 = fails && next.is_some();
        Poll::Ready(next.map(Ok).or(end))
    }
}

fn response(media_type: &'static str, body: &[u8], size: usize, fails: bool) -> StreamingResponse {
    let pieces: Vec<_> = body.chunks(size).map(Bytes::copy_from_slice).collect();
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static(media_type));
    StreamingResponse::new(StatusCode::OK, headers, Pieces(pieces.into_iter(), fails))
}

async fn events(body: &[u8], size: usize) -> Vec<(String, String, String)> {
    let response = response("text/event-stream; charset=utf-8", body, size, false);
    let mut events = response.events::<i64, ()>().await.unwrap();
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        let Event {
            event, id, data, ..
        } = event.unwrap();
        all.push((event, id, data));
    }
    all
}

fn event(event: &str, id: &str, data: &str) -> (String, String, String) {
    (event.to_owned(), id.to_owned(), data.to_owned())
}

/// HTML Standard, section 9.2.6, with all its examples, and its corners.
#[tokio::test]
async fn events_however_they_are_cut() {
    for (text, expected) in [
        (
            "data: YHOO\ndata: +2\ndata: 10\n\n",
            vec![event("message", "", "YHOO\n+2\n10")],
        ),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
            vec![
                event("message", "1", "first event"),
                event("message", "", "second event"),
            ],
        ),
        (
            "data\n\ndata\ndata\n\ndata:",
            vec![event("message", "", ""), event("message", "", "\n")],
        ),
        (
            "data:test\n\ndata: test\n\n",
            vec![event("message", "", "test"), event("message", "", "test")],
        ),
        (
            "\u{feff}event: add\r\ndata: 1\r\rid: 7\rid: a\0b\revent:\rdata: é\r\n\r\n\n\nevent: x\n\ndata: 2\n\n",
            vec![
                event("add", "", "1"),
                event("message", "7", "é"),
                event("message", "7", "2"),
            ],
        ),
        (
            "data: a\n\u{feff}data: b\nDATA: c\n data: d\ndata : e\n\n",
            vec![event("message", "", "a")],
        ),
        ("", vec![]),
        ("\n\r\n\r", vec![]),
    ] {
        for size in 1..=text.len().max(1) {
            assert_eq!(
                events(text.as_bytes(), size).await,
                expected,
                "{text:?} by {size}"
            );
        }
    }
    let broken = events(b"data: \xff\xc3\n\n", 1).await;
    assert_eq!(broken, [event("message", "", "\u{fffd}\u{fffd}")]);
}

#[tokio::test]
async fn an_event_that_is_no_value_ends_nothing() {
    let text = b"retry: 1500\nid: 1\ndata: 1\n\nretry: x\ndata: [DONE]\n\ndata: 2\n\nid: 3\ndata";
    let mut events: Events<i64> = response("text/event-stream", text, 5, false)
        .events::<_, ()>()
        .await
        .unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().json(), Ok(1));
    assert_eq!(
        (events.last_id(), events.retry()),
        ("1", Some(Duration::from_millis(1500)))
    );
    let done = events.next().await.unwrap().unwrap();
    assert!(done.data == "[DONE]" && done.json().is_err());
    assert!(!format!("{done:?} {events:?}").contains("DONE"));
    assert_eq!(events.next().await.unwrap().unwrap().json(), Ok(2));
    assert!(events.next().await.is_none() && events.next().await.is_none());
    // The id of the event that didn't come whole doesn't count.
    assert_eq!(events.last_id(), "1");
}

#[tokio::test]
async fn an_event_as_an_object() {
    let text = b"event: e\nid: 1\ndata: x\n\n";
    let mut events: Events<serde_json::Value> = response("text/event-stream", text, 9, false)
        .events::<_, ()>()
        .await
        .unwrap();
    let event = events.next().await.unwrap().unwrap();
    let expected = serde_json::json!({"event": "e", "id": "1", "data": "x"});
    assert_eq!(event.object(), Ok(expected));
}

#[tokio::test]
async fn a_response_that_is_no_event_stream() {
    let error = response("application/json", b"{}", 9, false)
        .events::<i64, ()>()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "status 200, but the body doesn't decode: \
         $: expected text/event-stream, found application/json",
    );
    assert_eq!(&error.body().unwrap()[..], b"{}");
}

async fn all<T: Wire>(
    mut next: impl AsyncFnMut() -> Option<Result<T, StreamError>>,
) -> Vec<Result<T, String>> {
    let mut all = Vec::new();
    while let Some(item) = next().await {
        all.push(item.map_err(|error| error.to_string()));
    }
    all
}

#[tokio::test]
async fn json_lines() {
    let text = b"1\n\n  \r\n 2 \r\n\"x\"\n[3\n4";
    for size in 1..=text.len() {
        let mut lines = response("application/jsonl", text, size, false).json_lines::<i64>();
        let string = "an item of the stream doesn't decode: \
            $: expected an integer of 64 bits, found a string";
        let array = "an item of the stream doesn't decode: $: expected `,` or `]`, \
            found the end at line 1, column 3 (byte 2)";
        assert_eq!(
            all(async || lines.next().await).await,
            [
                Ok(1),
                Ok(2),
                Err(string.to_owned()),
                Err(array.to_owned()),
                Ok(4)
            ],
        );
    }
    let mut lines = response("x/y", b"\"key\"\n", 9, false).json_lines::<i64>();
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(!error.is_last() && !format!("{error:?} {error}").contains("key"));
    assert!(matches!(error, StreamError::Decode { text, .. } if text == "\"key\""));
}

/// RFC 7464, section 2.
#[tokio::test]
async fn json_sequences() {
    let text = b"\x1e1\n\x1e\x1e [2]\x1e{\x1e\n3\n\n\x1etrue \x1e12";
    for size in 1..=text.len() {
        let response = response("application/json-seq", text, size, false);
        let mut values = response.json_sequence::<serde_json::Value>();
        let values = all(async || values.next().await).await;
        let oks: Vec<_> = values
            .iter()
            .map(|v| v.as_ref().ok().map(ToString::to_string))
            .collect();
        let oks: Vec<_> = oks.iter().map(Option::as_deref).collect();
        assert_eq!(
            oks,
            [Some("1"), Some("[2]"), None, Some("3"), Some("true"), None]
        );
        assert!(
            values[5]
                .as_ref()
                .unwrap_err()
                .contains("expected a line feed behind the value")
        );
    }
}

#[tokio::test]
async fn a_stream_that_is_cut_off() {
    let mut lines = response("x/y", b"1\n22", 3, true).json_lines::<i64>();
    assert!(matches!(lines.next().await, Some(Ok(1))));
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(error.is_last());
    assert_eq!(
        error.to_string(),
        "status 200, body cut off after 4 bytes: reset"
    );
    // Half a line is no line.
    assert!(lines.next().await.is_none());

    let mut events = response("text/event-stream", b"data: 1\n", 8, true)
        .events::<i64, ()>()
        .await
        .unwrap();
    assert!(matches!(
        events.next().await,
        Some(Err(StreamError::Transport(_)))
    ));
    assert!(events.next().await.is_none());

    let error = response("x/y", b"1\n22", 3, true)
        .whole()
        .await
        .unwrap_err();
    let SendError::Transport(no_response) = error else {
        panic!("{error:?}")
    };
    let TransportError::CutOff {
        response,
        received: 4,
        ..
    } = no_response.error
    else {
        panic!("{no_response:?}")
    };
    assert_eq!(&response.body()[..], b"1\n22");
}

fn http(url: &str) -> ClientBuilder<Http> {
    ClientBuilder::new(url.to_owned())
}

async fn stream(stub: &Stub, builder: ClientBuilder<Http>) -> Result<StreamingResponse, SendError> {
    let http: Http = builder.server(&*stub.url).build().unwrap();
    http.get("/").accept("text/event-stream").stream().await
}

#[tokio::test]
async fn events_as_they_are_sent() {
    let (go, gate) = std::sync::mpsc::channel::<()>();
    let stub = Stub::start(move |connection| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: r1\r\n\r\n";
        connection.write_all(head.as_bytes()).unwrap();
        for number in 0..3 {
            write!(connection, "data: {number}\n\n").unwrap();
            // Nothing more before the client has read this one.
            let _ = gate.recv_timeout(Duration::from_secs(5));
        }
    });
    let response = stream(&stub, http("x")).await.unwrap();
    assert_eq!(
        (response.status(), response.request_id(), response.length()),
        (200, Some("r1"), None)
    );
    assert!(stub.request().contains("\r\naccept: text/event-stream\r\n"));
    let mut events = response.events::<i64, ()>().await.unwrap();
    for number in 0..3 {
        assert_eq!(events.next().await.unwrap().unwrap().json(), Ok(number));
        go.send(()).unwrap();
    }
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_big_download() {
    const SIZE: usize = 64 * 1024 * 1024;
    let stub = Stub::start(|connection| {
        let disposition = "content-disposition: attachment; filename=big.bin";
        let head = format!("HTTP/1.1 200 OK\r\n{disposition}\r\ncontent-length: {SIZE}\r\n\r\n");
        let _ = connection.write_all(head.as_bytes());
        let chunk = vec![7; 1 << 20];
        for _ in 0..SIZE / chunk.len() {
            let _ = connection.write_all(&chunk);
        }
    });
    let response = stream(&stub, http("x").response_limit(1000)).await.unwrap();
    assert_eq!(response.length(), Some(SIZE as u64));
    assert_eq!(response.file_name().as_deref(), Some("big.bin"));
    let mut bytes = response.bytes();
    let mut size = 0;
    while let Some(chunk) = bytes.next().await {
        size += chunk.unwrap().len();
    }
    assert_eq!(size, SIZE);

    let error = stream(&stub, http("x"))
        .await
        .unwrap()
        .whole()
        .await
        .unwrap_err();
    let error = Error::<()>::from(error);
    assert_eq!(
        error.to_string(),
        "status 200, body over the limit of 16777216 bytes"
    );
}

#[tokio::test]
async fn an_api_error_of_a_streamed_call() {
    let stub = Stub::status(404, r#"{"message":"who?"}"#);
    let response = stream(&stub, http("x")).await.unwrap();
    assert_eq!(response.status(), 404);
    let error = response
        .whole()
        .await
        .unwrap()
        .api_error(|problem: Problem| problem);
    assert_eq!(error.api_error().unwrap().message, "who?");
    assert_eq!(error.request_id(), Some("r1"));
}

#[tokio::test]
async fn a_stream_cut_off_on_the_wire() {
    for response in [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n1\n22",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n1\n22\r\n",
    ] {
        let stub = Stub::answering(response);
        let mut lines = stream(&stub, http("x")).await.unwrap().json_lines::<i64>();
        assert!(matches!(lines.next().await, Some(Ok(1))));
        let error = lines.next().await.unwrap().unwrap_err().to_string();
        assert!(
            error.starts_with("status 200, body cut off after 4 bytes: "),
            "{error}"
        );
        assert!(lines.next().await.is_none());
    }
}

#[tokio::test]
async fn limits_of_time() {
    let limit = Duration::from_millis(100);
    let start = Instant::now();
    // No head: the limit of the attempt.
    let error = stream(&Stub::stalling(""), http("x").timeout(limit))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "timed out: no whole response within 100ms"
    );

    // A pause in the body.
    let stub = Stub::stalling("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1\n");
    let mut bytes = stream(&stub, http("x").idle_timeout(limit))
        .await
        .unwrap()
        .bytes();
    assert!(bytes.next().await.unwrap().is_ok());
    // Time that the caller takes doesn't count.
    tokio::time::sleep(limit * 2).await;
    let waiting = Instant::now();
    let error = bytes.next().await.unwrap().unwrap_err();
    assert!(waiting.elapsed() >= limit);
    assert_eq!(
        error.to_string(),
        "status 200, body cut off after 2 bytes: timed out: nothing came for 100ms"
    );
    assert_eq!(error.time_limit(), Some(TimeLimit::Idle));
    assert!(bytes.next().await.is_none());
    assert!(start.elapsed() < Duration::from_secs(3));
}

/// A byte now and then keeps a stream alive, but not a response that is read whole.
#[tokio::test]
async fn a_dripping_server() {
    let drip = |bytes: usize| {
        Stub::start(move |connection| {
            let _ = write!(
                connection,
                "HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n"
            );
            for _ in 0..bytes {
                thread::sleep(Duration::from_millis(30));
                if connection.write_all(b"x").is_err() {
                    return;
                }
            }
        })
    };
    let limited = || http("x").timeout(Duration::from_millis(200));
    let start = Instant::now();
    let error = stream(&drip(200), limited())
        .await
        .unwrap()
        .whole()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "status 200, body cut off after 7 bytes: timed out: no whole response within 200ms"
    );
    assert!(start.elapsed() < Duration::from_secs(3));

    let idle = limited().idle_timeout(Duration::from_secs(3));
    let mut bytes = stream(&drip(20), idle).await.unwrap().bytes();
    let mut size = 0;
    while let Some(chunk) = bytes.next().await {
        size += chunk.unwrap().len();
    }
    assert_eq!(size, 20);
}

/// Gives one body, a few bytes at a time.
struct Fixed(&'static str, String);

impl Transport for Fixed {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        let response = response(self.0, self.1.as_bytes(), 16, false);
        Box::pin(async { Ok(response) })
    }
}

async fn limited(media_type: &'static str, body: String) -> StreamingResponse {
    let builder = http("http://x").transport(Fixed(media_type, body));
    let http: Http = builder.response_limit(10).build().unwrap();
    http.get("/").stream().await.unwrap()
}

#[tokio::test]
async fn one_item_is_limited() {
    let text = format!("1\n{:>10}\n{:>11}\n4\n", 2, 3);
    let mut lines = limited("x/y", text).await.json_lines::<i64>();
    assert!(matches!(lines.next().await, Some(Ok(1))));
    assert!(matches!(lines.next().await, Some(Ok(2))));
    let error = lines.next().await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "an item of the stream is over the limit of 10 bytes"
    );
    assert!(error.is_last() && lines.next().await.is_none());

    // Of many short lines, too.
    let text = "data:1234\n\ndata:123\ndata:456\ndata:789\n\n".to_owned();
    let response = limited("text/event-stream", text).await;
    let mut events = response.events::<i64, ()>().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().json(), Ok(1234));
    assert!(matches!(
        events.next().await,
        Some(Err(StreamError::TooLarge { limit: 10 }))
    ));
    assert!(events.next().await.is_none());
    let response = limited("text/event-stream", "x".repeat(100)).await;
    let mut events = response.events::<i64, ()>().await.unwrap();
    assert!(events.next().await.unwrap().is_err());
}

#[tokio::test]
async fn dropping_a_stream_ends_the_connection() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let stub = Stub::start(move |connection| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(5) {
            if connection.write_all(b"data: 1\n\n").is_err() {
                sender.send(()).unwrap();
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    });
    let mut bytes = stream(&stub, http("x")).await.unwrap().bytes();
    assert!(bytes.next().await.unwrap().is_ok());
    drop(bytes);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(receiver.recv_timeout(Duration::from_secs(2)).is_ok());
}

#[test]
fn streams_can_move_between_threads() {
    fn moves<T: Send + Unpin + 'static>() {}
    fn streams<T: Stream + Send + Unpin>() {}
    moves::<StreamingResponse>();
    streams::<ByteStream>();
    streams::<Events<std::rc::Rc<i64>>>();
    streams::<crate::runtime::JsonLines<i64>>();
    streams::<crate::runtime::JsonSequence<i64>>();
    fn whole<T: Send>(_: &T) {}
    let http: Http = http("http://127.0.0.1:1").build().unwrap();
    whole(&async {
        let response = http.get("/").stream().await?;
        match response.status() {
            200 => response.events::<i64, ()>().await,
            _ => Err(response.whole().await?.unexpected()),
        }
    });
}

/// Nothing undoes a compression that no request asks for; the error says so.
#[tokio::test]
async fn compressed_streams() {
    let body = b"\x1f\x8b\x08\0\n\x03";
    let stub = Stub::answering(
        [
            b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n".as_slice(),
            body,
        ]
        .concat(),
    );
    let expected = "expected no Content-Encoding, found \"gzip\"";
    let mut lines = stream(&stub, http("x")).await.unwrap().json_lines::<i64>();
    let error = lines.next().await.unwrap().unwrap_err().to_string();
    assert!(error.ends_with(expected), "{error}");
    let response = stream(&stub, http("x")).await.unwrap();
    let error = response.events::<i64, ()>().await.unwrap_err();
    assert!(error.to_string().ends_with(expected), "{error}");
    assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_slice()));
}
