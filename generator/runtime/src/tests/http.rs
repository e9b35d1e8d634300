//! Requests as they arrive, and everything that can come back.

use std::error::Error as _;
use std::time::{Duration, Instant};

use super::sample::{
    CancelSubscriptionError, CancelSubscriptionRequest, Client, Problem, Status, Subscription,
    message,
};
use super::stub::{Stub, header};
use crate::runtime::{
    BoxFuture, ClientBuilder, Credential, Error, Http, Limits, Outcome, Request, Response,
    RetryPolicy, Secret, SendError, StreamingResponse, TimeLimit, Transport, TransportError,
};

type CancelError = Error<CancelSubscriptionError>;

fn client(url: &str) -> Client {
    Client::builder(Secret::new("k"))
        .server(url)
        .retries(RetryPolicy::none())
        .build()
        .unwrap()
}

async fn cancel(stub: &Stub) -> Result<Subscription, CancelError> {
    client(&stub.url).cancel_subscription("s1").send().await
}

/// The first line of what is sent for this path parameter.
async fn line(base: &str, id: &str) -> Result<String, SendError> {
    let stub = Stub::status(200, "");
    let http = client(&format!("{}{base}", stub.url)).http;
    http.get("/items/{id}/").path("id", id).send().await?;
    Ok(stub.request().lines().next().unwrap().to_owned())
}

#[tokio::test]
async fn a_call_as_it_arrives() {
    let stub = Stub::status(200, r#"{"id":"s1","status":"paused"}"#);
    let subscription = client(&stub.url)
        .cancel_subscription("s1")
        .at_period_end(true)
        .send()
        .await;
    let status = Status::Unrecognized("paused".to_owned());
    assert_eq!(
        subscription.unwrap(),
        Subscription {
            id: "s1".to_owned(),
            status
        }
    );
    let request = stub.request();
    assert!(
        request.starts_with("POST /v1/subscriptions/s1/cancel HTTP/1.1\r\n"),
        "{request}"
    );
    assert_eq!(header(&request, "accept"), Some("application/json"));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert!(
        header(&request, "user-agent")
            .unwrap()
            .starts_with("openapi-client-runtime/")
    );
    assert!(
        request.ends_with("\r\n\r\n{\"atPeriodEnd\":true}"),
        "{request}"
    );
}

#[tokio::test]
async fn an_absent_body_is_no_body() {
    let stub = Stub::status(410, "");
    cancel(&stub).await.unwrap_err();
    let request = stub.request();
    assert_eq!(header(&request, "content-type"), None);
    // Many servers demand it: RFC 9110, section 8.6.
    assert_eq!(header(&request, "content-length"), Some("0"));
    assert!(request.ends_with("\r\n\r\n"));

    let empty = CancelSubscriptionRequest::default();
    client(&stub.url)
        .cancel_subscription("s1")
        .body(empty)
        .send()
        .await
        .unwrap_err();
    assert!(stub.request().ends_with("\r\n\r\n{}"));
}

#[tokio::test]
async fn a_path_parameter_stays_in_its_segment() {
    for (id, escaped) in [
        ("../x", "..%2Fx"),
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a b+c", "a%20b%2Bc"),
        ("é", "%C3%A9"),
        ("a\\b", "a%5Cb"),
        ("...", "..."),
        ("-._~", "-._~"),
        ("'();:@&=$,", "%27%28%29%3B%3A%40%26%3D%24%2C"),
    ] {
        assert_eq!(
            line("", id).await.unwrap(),
            format!("GET /items/{escaped}/ HTTP/1.1")
        );
    }
    assert_eq!(
        line("/public/v1/", "x").await.unwrap(),
        "GET /public/v1/items/x/ HTTP/1.1"
    );
}

#[tokio::test]
async fn a_path_parameter_that_leaves_the_path_is_refused() {
    for (id, problem) in [
        ("", "parameter `id` is empty"),
        (".", "parameter `id` makes a path segment of `.` or `..`"),
        ("..", "parameter `id` makes a path segment of `.` or `..`"),
    ] {
        let SendError::Request(error) = line("", id).await.unwrap_err() else {
            panic!("{id}")
        };
        assert_eq!(
            (error.parameter(), &*error.to_string()),
            (Some("id"), problem)
        );
    }
    let http = client("http://127.0.0.1:1").http;
    assert!(matches!(
        http.get("/{a}").send().await,
        Err(SendError::Request(_))
    ));
    assert!(matches!(
        http.call("BAD METHOD", "/").send().await,
        Err(SendError::Request(_))
    ));
}

#[tokio::test]
async fn query_and_headers() {
    let stub = Stub::status(200, "");
    let tags = vec!["a b".to_owned(), "c&d".to_owned()];
    let http = client(&stub.url).http;
    let call = http
        .call("QUERY", "/x")
        .query("tag", &tags)
        .query("n", &1_i64);
    let call = call
        .query("n", &2.5)
        .query("on[x]", &true)
        .query("none", &Vec::<i64>::new());
    let call = call
        .query("gone", "x")
        .query("gone", &None::<i64>)
        .query("empty", "");
    let call = call
        .header("X-One", "1")
        .header("X-One", &tags)
        .header("X-Gone", &None::<bool>);
    call.send().await.unwrap();
    let request = stub.request();
    let line = "QUERY /x?tag=a%20b&tag=c%26d&n=2.5&on%5Bx%5D=true&empty= HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
    assert_eq!(header(&request, "x-one"), Some("a b,c&d"));
    assert_eq!(header(&request, "x-gone"), None);

    let error = http
        .get("/")
        .header("X", "a\r\nY: b")
        .send()
        .await
        .unwrap_err();
    let error = Error::<()>::from(error).to_string();
    assert_eq!(
        error,
        "the request couldn't be built: parameter `X` holds a character that no header can",
    );
    assert!(stub.got_nothing());
}

#[tokio::test]
async fn a_documented_api_error_is_typed() {
    let error = cancel(&Stub::status(404, r#"{"message":"who?"}"#))
        .await
        .unwrap_err();
    let problem = Problem {
        message: "who?".to_owned(),
    };
    assert_eq!(
        error.api_error(),
        Some(&CancelSubscriptionError::NotFound(problem))
    );
    assert_eq!(error.status(), Some(404));
    assert_eq!(error.headers().unwrap()["x-request-id"], "r1");
    assert_eq!(message(&error), "API error with status 404");

    let error = cancel(&Stub::status(410, "")).await.unwrap_err();
    assert_eq!(error.api_error(), Some(&CancelSubscriptionError::Gone));
}

#[tokio::test]
async fn an_undocumented_status_keeps_all_there_is() {
    let error = cancel(&Stub::status(418, "short and stout"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::UnexpectedResponse(_)));
    assert_eq!(error.status(), Some(418));
    assert_eq!(error.headers().unwrap()["x-request-id"], "r1");
    assert_eq!(&error.body().unwrap()[..], b"short and stout");
    assert_eq!(message(&error), "unexpected status 418");
    assert!(!format!("{error:?}").contains("stout"));
}

#[tokio::test]
async fn an_api_error_with_another_body_is_still_one() {
    let error = cancel(&Stub::status(404, "<html>not here</html>"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Api(_)) && error.api_error().is_none());
    assert_eq!(&error.body().unwrap()[..], b"<html>not here</html>");
    assert_eq!(
        message(&error),
        "API error with status 404, but its body doesn't decode: \
         $: expected a JSON value, found `<` at line 1, column 1 (byte 0)",
    );
    assert_eq!(error.outcome(), Outcome::NotDone);
    assert_eq!(error.decode_error().unwrap().path(), "$");
    assert!(error.source().is_some());

    let error = cancel(&Stub::status(200, r#"{"id":"s1","status":1}"#))
        .await
        .unwrap_err();
    assert_eq!(
        message(&error),
        "status 200, but the body doesn't decode: $.status: expected a string, found a number",
    );
}

#[tokio::test]
async fn a_body_that_is_cut_off() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":";
    let error = cancel(&Stub::answering(head)).await.unwrap_err();
    assert!(
        matches!(error.transport(), Some(TransportError::CutOff { .. })),
        "{error:?}"
    );
    assert_eq!(
        (error.status(), &error.body().unwrap()[..]),
        (Some(200), &b"{\"id\":"[..])
    );
    assert!(
        message(&error).starts_with("status 200, body cut off after 6 bytes: "),
        "{error}"
    );

    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n";
    let error = cancel(&Stub::answering(chunked)).await.unwrap_err();
    assert!(
        matches!(error.transport(), Some(TransportError::CutOff { .. })),
        "{error:?}"
    );

    let error = cancel(&Stub::answering("")).await.unwrap_err();
    assert!(
        matches!(error.transport(), Some(TransportError::Interrupted(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_body_over_the_limit() {
    let body = "x".repeat(1000);
    let head = "HTTP/1.1 200 OK\r\n";
    for response in [
        format!("{head}content-length: 1000\r\n\r\n{body}"),
        format!("{head}transfer-encoding: chunked\r\n\r\n3e8\r\n{body}\r\n0\r\n\r\n"),
        format!("{head}connection: close\r\n\r\n{body}"),
    ] {
        let stub = Stub::answering(response);
        let limited = |limit| {
            Client::builder(Secret::new("k"))
                .server(&*stub.url)
                .response_limit(limit)
        };
        let small = limited(999).build().unwrap();
        let error = small.cancel_subscription("s1").send().await.unwrap_err();
        assert_eq!(
            message(&error),
            "status 200, body over the limit of 999 bytes"
        );
        let enough = limited(1000).build().unwrap().http;
        assert_eq!(enough.get("/").send().await.unwrap().body().len(), 1000);
    }
}

#[tokio::test]
async fn a_slow_server_hits_the_limit() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: r1\r\ncontent-length: 9\r\n\r\n{";
    let late = "timed out: no whole response within 100ms";
    let cut_off = format!("status 200, body cut off after 1 bytes: {late}");
    for (response, expected) in [("", late), (head, &cut_off)] {
        let stub = Stub::stalling(response);
        let limit = Duration::from_millis(100);
        let builder = Client::builder(Secret::new("k")).server(&*stub.url);
        let client = builder.timeout(limit).build().unwrap();
        let start = Instant::now();
        let error = client.cancel_subscription("s1").send().await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(2));
        assert_eq!(error.time_limit(), Some(TimeLimit::Attempt));
        assert!(error.is_timeout());
        assert_eq!(message(&error), expected);
        // The head is at hand as soon as it has come.
        let has_head = !response.is_empty();
        assert_eq!(error.status().is_some(), has_head);
        assert_eq!(error.request_id().is_some(), has_head);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Stub::status(200, r#"{"id":"s1","status":"active"}"#);
    for status in [301, 302, 307, 308] {
        let response = format!(
            "HTTP/1.1 {status} X\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
            other.url
        );
        let error = cancel(&Stub::answering(response)).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
    }
    assert!(other.got_nothing());
}

#[tokio::test]
async fn a_refused_connection() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url)
        .cancel_subscription("s1")
        .send()
        .await
        .unwrap_err();
    assert!(
        matches!(error.transport(), Some(TransportError::Connect(_))),
        "{error:?}"
    );
    assert!(
        message(&error).starts_with("connection failed: Connection refused"),
        "{error}"
    );
    assert!(error.source().is_some());
}

/// Answers with the path that it was asked for.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        assert_eq!(request.limits, Limits::default());
        assert!(request.headers["authorization"].is_sensitive());
        let body = format!(r#"{{"id":"{}","status":"active"}}"#, request.url.path());
        Box::pin(async {
            Ok(Response::new(http::StatusCode::OK, http::HeaderMap::new(), body).into())
        })
    }
}

#[tokio::test]
async fn another_transport() {
    let client = Client::builder(Secret::new("k"))
        .transport(Echo)
        .build()
        .unwrap();
    let subscription = client.cancel_subscription("s1").send().await.unwrap();
    assert_eq!(subscription.id, "/v1/subscriptions/s1/cancel");
}

#[test]
fn calls_can_move_between_threads() {
    fn moves<T: Send>(_: &T) {}
    fn shared<T: Send + Sync + 'static>() {}
    shared::<CancelError>();
    shared::<Http>();
    let client = client("http://127.0.0.1:1");
    moves(&client.cancel_subscription("s1").send());
}

#[tokio::test]
async fn an_operation_served_elsewhere() {
    let (default, other) = (Stub::status(200, ""), Stub::status(200, ""));
    let elsewhere: &'static str = format!("{}/v2/", other.url).leak();
    let builder = || {
        ClientBuilder::<Http>::new(&*default.url)
            .credential("key", Credential::header("X-Key", Secret::new("k")))
    };

    let http = builder().build().unwrap();
    let call = async |http: &Http| {
        let call = http.get("/a/{id}").server(elsewhere).path("id", "1");
        call.query("q", "x").security(&[&["key"]]).send().await
    };
    call(&http).await.unwrap();
    let request = other.request();
    assert!(
        request.starts_with("GET /v2/a/1?q=x HTTP/1.1\r\n"),
        "{request}"
    );
    assert_eq!(header(&request, "x-key"), Some("k"));
    assert!(default.got_nothing());
    http.get("/b").send().await.unwrap();
    assert!(default.request().starts_with("GET /b "));

    // Whoever chooses a server, be it the same, has all calls go there.
    let chosen = builder().server(&*default.url).build().unwrap();
    call(&chosen).await.unwrap();
    assert!(default.request().starts_with("GET /a/1?q=x "));
    assert!(other.got_nothing());

    for (url, problem) in [
        ("/v2", "it is neither http nor https"),
        ("https://u:p@example.com", "it holds a user name"),
    ] {
        let SendError::Request(error) = http.get("/").server(url).send().await.unwrap_err() else {
            panic!("{url}")
        };
        let expected = format!("the operation's server can't be used: {problem}");
        assert_eq!((error.parameter(), error.to_string()), (None, expected));
        chosen.get("/c").server(url).send().await.unwrap();
        assert!(default.request().starts_with("GET /c "));
    }
}
