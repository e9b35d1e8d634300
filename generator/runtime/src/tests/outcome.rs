//! The outcome of calls over real sockets, held against the tables in its docs.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::sample::Subscription;
use crate::runtime::{
    Body, ClientBuilder, Error, Http, Outcome, RequestBuilder, Response, ResponseFuture,
    RetryAdvice, RetryPolicy, StreamingResponse,
};

const DOCS: &str = include_str!("../runtime/message/outcome.rs");
const METHODS: [&str; 4] = ["POST", "PUT", "DELETE", "GET"];
const ATTEMPT: Duration = Duration::from_millis(150);
const GOOD: &str = r#"{"id":"s1","status":"active"}"#;

/// The rows of the table whose head begins so.
fn table(head: &str) -> Vec<Vec<&'static str>> {
    let lines = DOCS.lines().map(|line| line.trim_start_matches("/// "));
    let rows = lines.skip_while(|line| !line.starts_with(head));
    let rows = rows.take_while(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells = row.trim_matches('|').split('|');
        cells.map(|cell| cell.trim()).collect()
    })
    .collect()
}

fn outcome(cell: &str) -> Outcome {
    match cell.trim_matches('`') {
        "NotSent" => Outcome::NotSent,
        "NotDone" => Outcome::NotDone,
        "Unknown" => Outcome::Unknown,
        "Done" => Outcome::Done,
        other => panic!("{other} is no outcome"),
    }
}

/// The end of one exchange, as a server makes it.
#[derive(Clone)]
enum Step {
    /// These bytes, then the connection is closed.
    Close(String),
    /// These bytes, then nothing for long.
    Stall(String),
    /// These bytes, and nobody listens any more.
    Last(String),
}

fn response(status: u16, header: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\n{header}content-length: {length}\r\n\r\n{body}"
    )
}

fn status(status: u16) -> Step {
    Step::Close(response(status, "", ""))
}

/// A status that asks to come back at once.
fn later(status: u16) -> Step {
    Step::Close(response(status, "retry-after: 0\r\n", ""))
}

/// Serves a step for each connection, the last one for all that follow.
fn serve(steps: Vec<Step>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || serve_on(listener, &steps));
    address
}

fn serve_on(listener: TcpListener, steps: &[Step]) {
    let mut listener = Some(listener);
    for turn in 0.. {
        let Some((mut connection, _)) = listener.as_ref().and_then(|one| one.accept().ok()) else {
            return;
        };
        read_request(&mut connection);
        let step = steps[turn.min(steps.len() - 1)].clone();
        match step {
            Step::Close(bytes) => drop(connection.write_all(bytes.as_bytes())),
            Step::Last(bytes) => {
                listener = None;
                drop(connection.write_all(bytes.as_bytes()));
            }
            Step::Stall(bytes) => {
                thread::spawn(move || {
                    let _ = connection.write_all(bytes.as_bytes());
                    thread::sleep(Duration::from_secs(2));
                });
            }
        }
    }
}

fn read_request(connection: &mut TcpStream) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        match connection.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// An address where connections wait for ever, as long as the guard lives.
fn full() -> (SocketAddr, Box<dyn std::any::Any>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(one) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
        waiting.push(one);
    }
    (address, Box::new((listener, waiting)))
}

fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

#[derive(Debug, PartialEq)]
enum Documented {
    Gone,
    Conflict,
    Broken,
    Other,
}

fn client(address: SocketAddr, retries: RetryPolicy) -> Http {
    ClientBuilder::<Http>::new(format!("http://{address}"))
        .timeout(ATTEMPT)
        .retries(retries)
        .response_limit(100)
        .build()
        .unwrap()
}

fn request<'a>(http: &'a Http, method: &str, is_keyed: bool) -> RequestBuilder<'a> {
    let request = http.call(method, "/x");
    if is_keyed {
        request.idempotency("Idempotency-Key")
    } else {
        request
    }
}

/// An operation with 200, 401, 404, 409, 429, 500 and 503.
fn call<'a>(
    http: &'a Http,
    method: &str,
    is_keyed: bool,
) -> ResponseFuture<'a, Subscription, Documented> {
    request(http, method, is_keyed).receive(|response| match response.status() {
        200 => response.json(),
        404 => Err(response.api_error_empty(Documented::Gone)),
        409 => Err(response.api_error_empty(Documented::Conflict)),
        500 => Err(response.api_error_empty(Documented::Broken)),
        401 | 429 | 503 => Err(response.api_error_empty(Documented::Other)),
        _ => response.undocumented(Response::json),
    })
}

/// The same without any documented error.
fn plain<'a>(
    http: &'a Http,
    method: &str,
    is_keyed: bool,
) -> ResponseFuture<'a, Subscription, Documented> {
    request(http, method, is_keyed).receive(|response| match response.status() {
        200 => response.json(),
        _ => response.undocumented(Response::json),
    })
}

/// The step of a row of the first table; none where it is about connecting.
fn step(row: &str) -> Option<Step> {
    let head = |length: usize| format!("HTTP/1.1 200 X\r\ncontent-length: {length}\r\n\r\n");
    Some(match row {
        "no connection" | "no connection in time" | "total limit before a connection" => {
            return None;
        }
        "documented error below 500" | "undocumented 4xx" => status(404),
        "undocumented 408" => status(408),
        "undocumented 425" => status(425),
        "409 to the caller's own key" => status(409),
        "undocumented 303" => Step::Close(response(303, "location: /done\r\n", "")),
        "2xx, markup in place of JSON" => Step::Close(response(200, "", "\n<p>Please log in")),
        "redirect, not followed" => Step::Close(response(302, "location: /login\r\n", "")),
        "429 with `Retry-After`" => Step::Close(response(429, "retry-after: 1\r\n", "")),
        "503 with `Retry-After`" => Step::Close(response(503, "retry-after: 1\r\n", "")),
        "503 without `Retry-After`" => status(503),
        "501" => status(501),
        "505" => status(505),
        "documented 500" | "undocumented 500" => status(500),
        "502" => status(502),
        "504" => status(504),
        "524" => status(524),
        "2xx, body doesn't decode" => Step::Close(response(200, "", "[]")),
        "2xx, body empty" => status(200),
        "2xx, body over the limit" => Step::Close(response(200, "", &" ".repeat(101))),
        "2xx, body cut off" => Step::Close(head(30) + "{"),
        "2xx, body stops past the limit" => Step::Stall(head(30) + "{"),
        "2xx, another type than documented" => {
            Step::Close(response(202, "content-type: text/plain\r\n", "accepted"))
        }
        "2xx, `text/html` in place of JSON" => {
            let html = "content-type: text/html; charset=utf-8\r\n";
            Step::Close(response(200, html, "<p>Please log in"))
        }
        "4xx, body cut off" => {
            Step::Close("HTTP/1.1 403 X\r\ncontent-length: 9\r\n\r\n{".to_owned())
        }
        "5xx, body cut off" => {
            Step::Close("HTTP/1.1 500 X\r\ncontent-length: 9\r\n\r\n{".to_owned())
        }
        "connection lost before the response" => Step::Close(String::new()),
        "attempt limit before the response" | "total limit before the response" => {
            Step::Stall(String::new())
        }
        other => panic!("`{other}` is not tried"),
    })
}

#[tokio::test]
async fn each_row_of_an_attempt() {
    let rows = table("| end of an attempt |");
    assert!(rows.len() > 25, "{rows:?}");
    let names: BTreeSet<_> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(names.len(), rows.len(), "a row twice");
    let (crowded, _guard) = full();
    for row in rows {
        let expected = outcome(row[1]);
        let address = match (row[0], step(row[0])) {
            (_, Some(step)) => serve(vec![step]),
            ("no connection", None) => nobody(),
            (_, None) => crowded,
        };
        let http = client(address, RetryPolicy::none());
        for method in METHODS {
            for is_keyed in [false, true] {
                let mut future = if row[0].starts_with("undocumented") {
                    plain(&http, method, is_keyed)
                } else {
                    call(&http, method, is_keyed)
                };
                if row[0] == "409 to the caller's own key" {
                    if !is_keyed {
                        continue;
                    }
                    future = future.idempotency_key("mine");
                }
                if row[0].starts_with("total limit") {
                    future = future
                        .timeout(Duration::from_secs(9))
                        .total_timeout(ATTEMPT);
                }
                let error = future.await.unwrap_err();
                let why = format!("{method}, {is_keyed}, {}: {error:?}", row[0]);
                assert_eq!(error.outcome(), expected, "{why}");
                assert_eq!(
                    error.outcome_unknown(),
                    expected == Outcome::Unknown,
                    "{why}"
                );
                assert!(!error.earlier_attempt_lost(), "{why}");
                if expected == Outcome::Done {
                    assert!((200..300).contains(&error.status().unwrap()), "{why}");
                    let is_partial = row[0].contains("cut off") || row[0].contains("stops");
                    assert!(!is_partial || error.body().unwrap() == &b"{"[..], "{why}");
                }
                // What may have been done is repeated by those alone who can do so
                // without harm; a random key is another one in the next call.
                let is_own = row[0].starts_with("409");
                let is_safe = is_own || matches!(method, "PUT" | "DELETE" | "GET");
                let may_be_done = expected > Outcome::NotDone;
                assert!(is_safe || !may_be_done || !error.is_retryable(), "{why}");
            }
        }
    }
}

/// The steps of a row of the second table, and if the call has a key.
fn steps(earlier: Outcome, last: &str) -> (Vec<Step>, bool) {
    let first = match earlier {
        Outcome::NotDone => Step::Close(response(503, "retry-after: 0\r\n", "")),
        Outcome::Unknown => Step::Close(String::new()),
        Outcome::Done => Step::Close("HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n{".to_owned()),
        Outcome::NotSent => panic!("nobody listens at first"),
    };
    match last {
        "`NotSent`" => {
            let (Step::Close(bytes) | Step::Stall(bytes) | Step::Last(bytes)) = first;
            (vec![Step::Last(bytes)], true)
        }
        "documented error below 500, the same key" => (vec![first, status(404)], true),
        "documented error below 500, no key" => (vec![first, status(404)], false),
        "documented 409, the same key" => (vec![first, status(409)], true),
        "documented 401, the same key" => (vec![first, status(401)], true),
        "documented 429 with `Retry-After`, the same key" => (vec![first, later(429)], true),
        "documented 503 with `Retry-After`, the same key" => (vec![first, later(503)], true),
        "any other `NotDone`" => (vec![first, status(403)], true),
        "`Done`" => (vec![first, Step::Close(response(200, "", "[]"))], true),
        "any" => (vec![first, status(404)], true),
        other => panic!("`{other}` is not tried"),
    }
}

#[tokio::test]
async fn each_row_of_several_attempts() {
    let retries = RetryPolicy::default()
        .max_attempts(2)
        .initial_backoff(Duration::ZERO);
    let rows = table("| earlier attempt |");
    assert!(rows.len() > 7, "{rows:?}");
    for row in rows {
        let earlier = outcome(row[0]);
        if earlier == Outcome::NotSent {
            continue;
        }
        let expected = outcome(row[2]);
        let (served, is_keyed) = steps(earlier, row[1]);
        for method in if is_keyed {
            &METHODS[..]
        } else {
            &METHODS[1..]
        } {
            let http = client(serve(served.clone()), retries.clone());
            let error = call(&http, method, is_keyed).await.unwrap_err();
            let why = format!("{method}, {row:?}: {error:?}");
            assert_eq!(error.attempts(), 2, "{why}");
            assert_eq!(error.outcome(), expected, "{why}");
            assert_eq!(
                error.earlier_attempt_lost(),
                earlier >= Outcome::Unknown,
                "{why}"
            );
        }
    }
}

/// The first row of several attempts: nobody listens, then a server does.
#[tokio::test]
async fn an_attempt_that_was_not_sent_leaves_the_outcome_to_the_next() {
    for (step, expected) in [
        (status(404), Outcome::NotDone),
        (status(500), Outcome::Unknown),
        (Step::Close(response(200, "", "[]")), Outcome::Done),
    ] {
        let address = nobody();
        let served = Arc::new(Mutex::new(Some(step)));
        let retries = RetryPolicy::default()
            .max_attempts(2)
            .initial_backoff(Duration::ZERO);
        let retries = retries.classify(move |attempt| {
            if let Some(step) = served.lock().unwrap().take() {
                assert_eq!((attempt.attempt, attempt.status), (1, None));
                let listener = TcpListener::bind(address).unwrap();
                thread::spawn(move || serve_on(listener, &[step]));
            }
            None::<RetryAdvice>
        });
        let http = client(address, retries);
        let error = call(&http, "POST", false).await.unwrap_err();
        assert_eq!(
            (error.attempts(), error.outcome()),
            (2, expected),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn nothing_is_sent_while_a_token_is_fetched_or_parts_are_missing() {
    let http = client(nobody(), RetryPolicy::none());
    let needy = http.post("/x").security(&[&["absent"]]);
    let error = needy
        .receive::<(), ()>(|response| response.empty())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::MissingCredential(_)));
    assert_eq!(error.outcome(), Outcome::NotSent);
    let bad = call(&http, "POST", false)
        .header("a b", "c")
        .await
        .unwrap_err();
    assert_eq!(
        (bad.outcome(), bad.is_retryable()),
        (Outcome::NotSent, false)
    );
}

/// Another 2xx than the documented one is no error after the server has acted.
#[tokio::test]
async fn another_success_is_read_as_the_documented_one() {
    for code in [201, 202, 203, 206, 299] {
        let http = client(
            serve(vec![Step::Close(response(code, "", GOOD))]),
            RetryPolicy::none(),
        );
        let parts = call(&http, "POST", false).with_parts().await.unwrap();
        assert_eq!((&*parts.value.id, parts.status()), ("s1", code));
    }
    let http = client(serve(vec![status(204)]), RetryPolicy::none());
    let error = call(&http, "POST", false).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedResponse(_)), "{error:?}");
    assert_eq!(
        (error.outcome(), error.status()),
        (Outcome::Done, Some(204))
    );
}

/// A 409 to a key whose first request is open says that it is being processed.
#[tokio::test]
async fn a_conflict_about_a_repeated_key_is_tried_again() {
    let retries = RetryPolicy::default()
        .max_attempts(3)
        .initial_backoff(Duration::ZERO);
    let lost = Step::Close(String::new());
    let good = Step::Close(response(200, "", GOOD));
    let http = client(serve(vec![lost, status(409), good]), retries.clone());
    let parts = call(&http, "POST", true).with_parts().await.unwrap();
    assert_eq!((parts.attempts(), parts.earlier_attempt_lost()), (3, true));
    // A first request that conflicts is a plain refusal.
    let http = client(serve(vec![status(409)]), retries);
    let error = call(&http, "POST", true).await.unwrap_err();
    assert_eq!((error.attempts(), error.outcome()), (1, Outcome::NotDone));
}

/// The call that an error gives back has the same key, and only where that helps.
#[tokio::test]
async fn a_failed_call_is_resumed_with_its_key() {
    let lost = Step::Close(String::new());
    let good = Step::Close(response(200, "", GOOD));
    let http = client(serve(vec![lost.clone(), good.clone()]), RetryPolicy::none());
    let future = call(&http, "POST", true);
    let key = future.idempotency_key_value().unwrap().to_owned();
    let failed = future.resumable().await.unwrap_err();
    assert!(failed.error.outcome_unknown() && failed.is_resumable());
    assert!(!failed.error.is_retryable(), "another call has another key");
    let again = failed.resume().unwrap();
    assert_eq!(again.idempotency_key_value(), Some(&*key));
    let parts = again.with_parts().resumable().await.unwrap();
    assert_eq!((parts.value.id.as_str(), parts.status()), ("s1", 200));
    assert_eq!(parts.idempotency_key(), Some(&*key));

    let http = client(serve(vec![lost.clone(), good.clone()]), RetryPolicy::none());
    let future = call(&http, "POST", true).with_parts().resumable();
    let again = future.await.unwrap_err().resume().unwrap();
    assert_eq!(again.with_parts().await.unwrap().status(), 200);

    let http = client(serve(vec![lost, good]), RetryPolicy::none());
    let failed = call(&http, "POST", false).resumable().await.unwrap_err();
    assert!(!failed.is_resumable());
    assert!(failed.resume().unwrap_err().outcome_unknown());
}

/// A resumed call goes on where the one before it ended.
#[tokio::test]
async fn a_resumed_call_knows_of_the_one_before() {
    let lost = || Step::Close(String::new());
    for (step, expected) in [
        (status(409), Outcome::Unknown),
        (status(403), Outcome::Unknown),
        (later(429), Outcome::Unknown),
        (status(404), Outcome::NotDone),
        (Step::Close(response(200, "", "[]")), Outcome::Done),
    ] {
        let http = client(serve(vec![lost(), step]), RetryPolicy::none());
        let failed = call(&http, "POST", true).resumable().await.unwrap_err();
        assert_eq!(failed.error.outcome(), Outcome::Unknown);
        let error = failed.resume().unwrap().await.unwrap_err();
        assert_eq!(error.outcome(), expected, "{error:?}");
        assert!(error.earlier_attempt_lost(), "{error:?}");
    }
    // Nobody listens any more.
    let gone = vec![Step::Last(String::new())];
    let http = client(serve(gone), RetryPolicy::none());
    let failed = call(&http, "POST", true).resumable().await.unwrap_err();
    let error = failed.resume().unwrap().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
}

#[tokio::test]
async fn a_failed_call_is_an_error_like_any_other() {
    async fn twice(http: &Http) -> Result<Subscription, Error<Documented>> {
        Ok(call(http, "POST", true).resumable().await?)
    }
    let http = client(nobody(), RetryPolicy::none());
    assert_eq!(twice(&http).await.unwrap_err().outcome(), Outcome::NotSent);
    // A stream that has begun can't be sent again.
    let http = client(serve(vec![Step::Close(String::new())]), RetryPolicy::none());
    let once = Response::new(StatusCode::OK, HeaderMap::new(), "a");
    let body = Body::stream(StreamingResponse::from(once).bytes(), None);
    let request = http.put("/x").bytes("a/b", body);
    let sent = request.receive::<(), ()>(|response| response.empty());
    let failed = sent.resumable().await.unwrap_err();
    assert!(!failed.is_resumable(), "the stream has begun");
}
