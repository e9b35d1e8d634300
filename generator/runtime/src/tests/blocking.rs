//! Calls that a thread waits for, from everywhere that one may wait.

use std::time::{Duration, Instant};

use super::sample::{Client, Status};
use super::stub::Stub;
use crate::runtime::{
    Error, Events, Items, JsonLines, MockTransport, NextPage, Page, RequestBuilder, ResponseFuture,
    RetryPolicy, Secret, StreamError, TimeLimit,
};

const ACTIVE: &str = r#"{"id":"sub_1","status":"active"}"#;

fn client(url: &str) -> Client {
    let builder = Client::builder(Secret::from("sk_test_1")).server(url);
    builder.retries(RetryPolicy::none()).build().unwrap()
}

fn status(client: &Client) -> Status {
    let call = client.cancel_subscription("sub_1");
    call.send().blocking().unwrap().status
}

#[test]
fn a_thread_waits_for_value_and_head() {
    let stub = Stub::status(200, ACTIVE);
    let client = client(&stub.url);
    assert_eq!(status(&client), Status::Active);
    let call = client.cancel_subscription("sub_1").send();
    let answer = call.with_parts().blocking().unwrap();
    assert_eq!(answer.request_id(), Some("r1"));
}

#[test]
fn limits_of_time_hold() {
    let stub = Stub::stalling("");
    let client = client(&stub.url);
    let start = Instant::now();
    let call = client.cancel_subscription("sub_1").send();
    let error = call.timeout(Duration::from_millis(50)).blocking();
    assert_eq!(error.unwrap_err().time_limit(), Some(TimeLimit::Attempt));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn within_a_runtime_of_one_thread_it_neither_panics_nor_waits_for_itself() {
    let stub = Stub::start(|connection| {
        use std::io::Write as _;
        let length = ACTIVE.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        let _ = connection.write_all((head + ACTIVE).as_bytes());
    });
    let client = client(&stub.url);
    // This leaves a connection that the runtime of the test would have to serve.
    let call = client.cancel_subscription("sub_1");
    assert!(call.send().await.is_ok());
    assert_eq!(status(&client), Status::Active);
    let within = tokio::task::spawn_blocking(move || status(&client));
    assert_eq!(within.await.unwrap(), Status::Active);
}

#[test]
fn many_threads_wait_at_once() {
    let mock = MockTransport::new();
    mock.on("POST", "/v1/subscriptions/{id}/cancel")
        .after(Duration::from_millis(20))
        .respond_with(crate::runtime::MockResponse::text(
            200,
            "application/json",
            ACTIVE,
        ));
    let builder = Client::builder(Secret::from("sk_test_1"));
    let client = builder.transport(mock.clone()).build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| assert_eq!(status(&client), Status::Active));
        }
    });
    assert_eq!(mock.requests().len(), 16);
}

#[test]
fn what_cannot_be_sent_is_an_error_as_ever() {
    let client = client("http://127.0.0.1:1");
    let sent = client.cancel_subscription("").send().blocking();
    assert!(matches!(sent.unwrap_err(), Error::Request(_)));
}

/// A server that sends a body piece by piece, and then ends it or breaks off.
fn dripping(media_type: &'static str, pieces: &'static [&'static str], is_whole: bool) -> Stub {
    Stub::start(move |connection| {
        use std::io::Write as _;
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        let length = if is_whole { length } else { length + 1 };
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type:";
        let _ = write!(
            connection,
            "{head} {media_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        for piece in pieces {
            std::thread::sleep(Duration::from_millis(5));
            let _ = connection.write_all(piece.as_bytes());
        }
    })
}

fn events(call: RequestBuilder<'_>) -> ResponseFuture<'_, Events<i64>, ()> {
    call.streaming(|response| Box::pin(async move { response.events().await }))
}

fn lines(call: RequestBuilder<'_>) -> ResponseFuture<'_, JsonLines<i64>, ()> {
    call.streaming(|response| Box::pin(async move { Ok(response.json_lines()) }))
}

const EVENTS: &[&str] = &["data: 1\n", "\ndata: 2\n\nda", "ta: 3\n\n"];

fn data_of_events() -> Vec<String> {
    let stub = dripping("text/event-stream", EVENTS, true);
    let client = client(&stub.url);
    let events = events(client.http.get("/events")).blocking().unwrap();
    events.blocking().map(|event| event.unwrap().data).collect()
}

#[test]
fn events_are_an_iterator() {
    assert_eq!(data_of_events(), ["1", "2", "3"]);
}

#[tokio::test]
async fn within_a_runtime_of_one_thread_so_they_are() {
    assert_eq!(data_of_events(), ["1", "2", "3"]);
}

#[test]
fn an_iterator_goes_on_behind_what_does_not_decode_and_ends_with_the_body() {
    let stub = dripping("application/jsonl", &["1\n{", "}\n3\n"], false);
    let client = client(&stub.url);
    let lines = lines(client.http.get("/lines")).blocking().unwrap();
    let mut lines = lines.blocking();
    assert!(matches!(lines.next(), Some(Ok(1))));
    let wrong = lines.next();
    assert!(matches!(wrong, Some(Err(StreamError::Decode { .. }))));
    assert!(matches!(lines.next(), Some(Ok(3))));
    let broken = lines.next();
    assert!(matches!(broken, Some(Err(StreamError::Transport(_)))));
    assert!(lines.next().is_none() && lines.next().is_none());
}

#[test]
fn the_items_of_pages_are_an_iterator() {
    let stub = Stub::status(200, "[1,2]");
    let client = client(&stub.url);
    let call = client.http.get("/x").receive(|response| response.json());
    let items: Items<'_, i64, ()> = Items::new(call, NextPage::Link, |page: Vec<i64>| {
        Page::start().items(page)
    });
    let items: Result<Vec<i64>, _> = items.blocking().collect();
    assert_eq!(items.unwrap(), [1, 2]);
}
