//! Lists that come in pages: what is asked for, and when it ends.

use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use super::sample::Client;
use super::stub::{Stub, header};
use crate::runtime::{
    ClientBuilder, Credential, Error, Items, NextPage, Page, RawJson, RequestBuilder, RetryPolicy,
    Secret, TimeLimit, object,
};

#[derive(Debug, Clone, PartialEq)]
struct Things {
    data: Vec<i64>,
    next: Option<String>,
    more: Option<bool>,
}

object!(Things {
    data: required "data",
    next: optional "next",
    more: optional "more",
});

/// Answers each request with the next of these: further headers, and a body.
/// A body of `!` is an error of the server, one of `?` that it is busy.
fn stub(responses: &[(&str, &str)]) -> Stub {
    let texts = responses.iter().map(|(headers, body)| {
        let status = match *body {
            "!" => 500,
            "?" => 503,
            _ => 200,
        };
        let length = body.len();
        // As the stub closes it, the next page must not be asked for on it.
        let headers = format!("{headers}connection: close\r\n");
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}")
    });
    let mut texts: Vec<String> = texts.collect();
    texts.reverse();
    let texts = Mutex::new(texts);
    Stub::start(move |connection| {
        if let Some(text) = texts.lock().unwrap().pop() {
            let _ = connection.write_all(text.as_bytes());
        }
    })
}

fn client(stub: &Stub) -> Client {
    Client::builder(Secret::new("k"))
        .server(stub.url.as_str())
        .retries(RetryPolicy::none())
        .build()
        .unwrap()
}

fn things(call: RequestBuilder<'_>, turn: NextPage) -> Items<'_, i64, ()> {
    let sending = call.receive(|response| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    });
    Items::new(sending, turn, |page: Things| {
        Page::start()
            .next(Some(&page.next))
            .more(Some(&page.more))
            .items(page.data)
    })
}

/// All items, and the error that they end with.
async fn all(mut items: Items<'_, i64, ()>) -> (Vec<i64>, Option<Error<()>>) {
    let mut got = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => got.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "nothing after an error");
                return (got, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none(), "nothing after the end");
    (got, None)
}

/// The path and the query of the next request.
fn target(stub: &Stub) -> String {
    let request = stub.request();
    let line = request.lines().next().unwrap_or_default().to_owned();
    line.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_cursor_is_sent_back_until_there_is_none() {
    let stub = stub(&[
        ("", r#"{"data":[1,2],"next":"a&b"}"#),
        ("", r#"{"data":[],"next":"c"}"#),
        ("", r#"{"data":[3],"next":""}"#),
    ]);
    let client = client(&stub);
    let call = client.http.get("/things").query("limit", &2);
    let (got, error) = all(things(call, NextPage::Cursor("cursor"))).await;
    assert_eq!(got, [1, 2, 3]);
    assert!(error.is_none());
    assert_eq!(target(&stub), "/things?limit=2");
    assert_eq!(target(&stub), "/things?limit=2&cursor=a%26b");
    assert_eq!(target(&stub), "/things?limit=2&cursor=c");
    assert!(stub.got_nothing());
}

#[tokio::test]
async fn a_response_can_say_that_it_is_the_last() {
    let stub = stub(&[
        ("", r#"{"data":[1],"next":"a","more":true}"#),
        ("", r#"{"data":[2],"next":"b","more":false}"#),
    ]);
    let client = client(&stub);
    let (got, error) = all(things(client.http.get("/things"), NextPage::Cursor("c"))).await;
    assert_eq!((got, error.is_none()), (vec![1, 2], true));
}

#[tokio::test]
async fn a_cursor_within_a_body_leaves_the_rest_of_it() {
    let stub = stub(&[("", r#"{"data":[1],"next":"a"}"#), ("", r#"{"data":[2]}"#)]);
    let client = client(&stub);
    let body = serde_json::json!({ "filter": 1 });
    let call = client.http.post("/search").json(&body);
    let (got, error) = all(things(call, NextPage::CursorInBody("/page/cursor"))).await;
    assert_eq!((got, error.is_none()), (vec![1, 2], true));
    assert!(stub.request().ends_with(r#"{"filter":1}"#));
    let second = stub.request();
    assert!(
        second.ends_with(r#"{"filter":1,"page":{"cursor":"a"}}"#),
        "{second}"
    );
}

#[tokio::test]
async fn a_cursor_that_is_an_integer_is_sent_as_one() {
    let stub = stub(&[
        ("", r#"{"data":[1],"next":"12345678901234567890"}"#),
        ("", r#"{"data":[2],"next":"a"}"#),
        ("", r#"{"data":[3]}"#),
    ]);
    let client = client(&stub);
    let call = client.http.post("/search");
    let (got, error) = all(things(call, NextPage::IntegerInBody("/c"))).await;
    assert_eq!((got, error.is_none()), (vec![1, 2, 3], true));
    let _first = stub.request();
    for expected in [r#"{"c":12345678901234567890}"#, r#"{"c":"a"}"#] {
        let request = stub.request();
        assert!(request.ends_with(expected), "{request}");
    }
}

/// A body keeps every digit of the members that its cursor isn't among.
#[tokio::test]
async fn a_cursor_within_a_body_rounds_nothing() {
    let stub = stub(&[
        ("", r#"{"data":[1],"next":"a\"b"}"#),
        ("", r#"{"data":[2],"next":"c"}"#),
        ("", r#"{"data":[3]}"#),
    ]);
    let client = client(&stub);
    let body: RawJson = r#"{"z":{"c":null,"at_least":12345678901234567.89},"a":[1.10,1e400]}"#
        .parse()
        .unwrap();
    let call = client.http.post("/search").json(&body);
    let (got, error) = all(things(call, NextPage::CursorInBody("/z/c"))).await;
    assert_eq!((got, error.is_none()), (vec![1, 2, 3], true));
    for cursor in ["null", r#""a\"b""#, r#""c""#] {
        let expected = body.as_str().replace("null", cursor);
        let request = stub.request();
        assert!(request.ends_with(&expected), "{request}");
    }
}

#[tokio::test]
async fn a_list_that_is_cut_off_is_an_error() {
    let cursor = NextPage::Cursor("c");
    let cut_off = [
        (cursor, r#"{"data":[1],"next":null,"more":true}"#),
        (cursor, r#"{"data":[1],"next":"","more":true}"#),
        (NextPage::CursorInBody("/c"), r#"{"data":[1],"more":true}"#),
        (NextPage::Url, r#"{"data":[1],"more":true}"#),
        (NextPage::Link, r#"{"data":[1],"more":true}"#),
    ];
    for (turn, page) in cut_off {
        let stub = stub(&[("", page)]);
        let client_of = client(&stub);
        let (got, error) = all(things(client_of.http.get("/x"), turn)).await;
        let told = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(got == [1] && told.contains("is cut off"), "{told}");
        stub.request();
        assert!(stub.got_nothing());
    }
    for turn in [NextPage::Page("p", 1), NextPage::Offset("o")] {
        let stub = stub(&[
            ("", r#"{"data":[1],"more":true}"#),
            ("", r#"{"data":[],"more":true}"#),
        ]);
        let client_of = client(&stub);
        let (got, error) = all(things(client_of.http.get("/x"), turn)).await;
        let told = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(got == [1] && told.contains("is cut off"), "{told}");
    }
}

#[tokio::test]
async fn a_link_that_repeats_the_key_does_not_send_it_twice() {
    let next = "link: </things?api%5Fkey=old&page=2&api_key=k>; rel=next\r\n";
    let stub = stub(&[(next, r#"{"data":[1]}"#), ("", r#"{"data":[2]}"#)]);
    let client = ClientBuilder::<Client>::new(stub.url.as_str())
        .credential("key", Credential::query("api_key", "k"))
        .build()
        .unwrap();
    let call = client.http.get("/things").security(&[&["key"]]);
    let (got, error) = all(things(call, NextPage::Link)).await;
    assert_eq!((got, error.is_none()), (vec![1, 2], true));
    let targets = [target(&stub), target(&stub)];
    assert_eq!(targets, ["/things?api_key=k", "/things?page=2&api_key=k"]);
}

#[tokio::test]
async fn pages_are_counted_from_where_the_caller_starts() {
    let responses = [
        ("", r#"{"data":[1,2]}"#),
        ("", r#"{"data":[3]}"#),
        ("", r#"{"data":[]}"#),
    ];
    let stub = stub(&responses);
    let client_of = client(&stub);
    let (got, _) = all(things(client_of.http.get("/x"), NextPage::Page("page", 1))).await;
    assert_eq!(got, [1, 2, 3]);
    let targets = [target(&stub), target(&stub), target(&stub)];
    assert_eq!(targets, ["/x", "/x?page=2", "/x?page=3"]);

    let stub = self::stub(&responses);
    let client_of = client(&stub);
    let call = client_of.http.get("/x").query("page", &4);
    assert_eq!(
        all(things(call, NextPage::Page("page", 1))).await.0,
        [1, 2, 3]
    );
    let targets = [target(&stub), target(&stub), target(&stub)];
    assert_eq!(targets, ["/x?page=4", "/x?page=5", "/x?page=6"]);

    let stub = self::stub(&responses);
    let client_of = client(&stub);
    let call = client_of.http.get("/x").query("skip", &10);
    assert_eq!(
        all(things(call, NextPage::Offset("skip"))).await.0,
        [1, 2, 3]
    );
    let targets = [target(&stub), target(&stub), target(&stub)];
    assert_eq!(targets, ["/x?skip=10", "/x?skip=12", "/x?skip=13"]);
}

#[tokio::test]
async fn links_are_followed_with_the_credential() {
    let next = "link: </things?after=2>; rel=\"next\"\r\n";
    let stub = stub(&[(next, r#"{"data":[1]}"#), ("", r#"{"data":[2]}"#)]);
    let client = client(&stub);
    let call = client.http.get("/things").query("limit", &1);
    let call = call.security(&[&["bearerAuth"]]);
    let (got, error) = all(things(call, NextPage::Link)).await;
    assert_eq!((got, error.is_none()), (vec![1, 2], true));
    stub.request();
    let second = stub.request();
    assert!(
        second.starts_with("GET /things?after=2 HTTP/1.1\r\n"),
        "{second}"
    );
    assert_eq!(header(&second, "authorization"), Some("Bearer k"));
}

#[tokio::test]
async fn a_link_to_another_server_is_refused() {
    let next = "link: <https://evil.example/things?after=2>; rel=next\r\n";
    let stub = stub(&[(next, r#"{"data":[1]}"#)]);
    let client_of = client(&stub);
    let (got, error) = all(things(client_of.http.get("/things"), NextPage::Link)).await;
    assert_eq!(got, [1]);
    assert!(matches!(error, Some(Error::Request(_))), "{error:?}");

    let elsewhere = r#"{"data":[1],"next":"//evil.example/things"}"#;
    let stub = self::stub(&[("", r#"{"data":[0],"next":"?p=2"}"#), ("", elsewhere)]);
    let client_of = client(&stub);
    let (got, error) = all(things(client_of.http.get("/things"), NextPage::Url)).await;
    assert_eq!(got, [0, 1]);
    let told = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(told.contains("another server"), "{told}");
    assert_eq!([target(&stub), target(&stub)], ["/things", "/things?p=2"]);
}

#[tokio::test]
async fn an_error_ends_it() {
    let stub = stub(&[("", r#"{"data":[1],"next":"a"}"#), ("", "!")]);
    let client = client(&stub);
    let (got, error) = all(things(client.http.get("/things"), NextPage::Cursor("c"))).await;
    assert_eq!(got, [1]);
    assert_eq!(error.and_then(|error| error.status()), Some(500));
}

#[tokio::test]
async fn a_circle_is_noticed() {
    let page = |next: &'static str| ("", next);
    let (a, b) = (r#"{"data":[1],"next":"a"}"#, r#"{"data":[2],"next":"b"}"#);
    let stub = stub(&[page(a), page(a)]);
    let client_of = client(&stub);
    let (got, error) = all(things(client_of.http.get("/x"), NextPage::Cursor("c"))).await;
    assert_eq!(got, [1, 1]);
    let told = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(told.contains("again and again"), "{told}");

    let around: Vec<_> = [a, b].into_iter().cycle().take(20).map(page).collect();
    let stub = self::stub(&around);
    let client_of = client(&stub);
    let (got, error) = all(things(client_of.http.get("/x"), NextPage::Cursor("c"))).await;
    assert!(got.len() < 10 && error.is_some(), "{got:?}");

    // A server that doesn't know the parameter gives the first page for ever.
    let stub = self::stub(&[page(r#"{"data":[1]}"#); 20]);
    let client_of = client(&stub);
    let (got, error) = all(things(client_of.http.get("/x"), NextPage::Page("p", 1))).await;
    assert!(got.len() < 10 && error.is_some(), "{got:?}");
}

#[tokio::test]
async fn nothing_is_sent_before_an_item_is_asked_for() {
    let stub = stub(&[("", r#"{"data":[1,2],"next":"a"}"#)]);
    let client = client(&stub);
    let mut items = things(client.http.get("/x"), NextPage::Cursor("c"));
    assert!(stub.got_nothing());
    assert!(matches!(items.next().await, Some(Ok(1))));
    assert!(matches!(items.next().await, Some(Ok(2))));
    stub.request();
    assert!(
        stub.got_nothing(),
        "the second page is still to be asked for"
    );
}

#[tokio::test]
async fn options_hold_for_every_page() {
    let next = "link: </things?after=2>; rel=\"next\"\r\n";
    let stub = stub(&[
        ("", "?"),
        (next, r#"{"data":[1]}"#),
        ("", "?"),
        ("", r#"{"data":[2]}"#),
        ("", "?"),
    ]);
    let client = client(&stub);
    let items = || things(client.http.get("/things"), NextPage::Link).header("X-Tenant", "t_1");
    let patient = RetryPolicy::default().initial_backoff(Duration::ZERO);
    let (got, error) = all(items().retries(patient)).await;
    assert_eq!((got, error.is_none()), (vec![1, 2], true));
    for _ in 0..4 {
        assert_eq!(header(&stub.request(), "x-tenant"), Some("t_1"));
    }
    let (_, error) = all(items()).await;
    assert_eq!(error.and_then(|error| error.status()), Some(503));
}

#[tokio::test]
async fn limits_hold_for_every_page() {
    let page = r#"{"data":[1],"next":"a"}"#;
    let stub = stub(&[("", page), ("", r#"{"data":[2222222222222222222]}"#)]);
    let client_of = client(&stub);
    let items = things(client_of.http.get("/x"), NextPage::Cursor("c")).response_limit(page.len());
    let (got, error) = all(items).await;
    let told = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(got == [1] && told.contains("23 bytes"), "{told}");

    let slow = Stub::stalling("");
    let client_of = client(&slow);
    let items = things(client_of.http.get("/x"), NextPage::Cursor("c"));
    let (_, error) = all(items.timeout(Duration::from_millis(50))).await;
    let limit = error.and_then(|error| error.time_limit());
    assert_eq!(limit, Some(TimeLimit::Attempt));
}

#[tokio::test]
async fn an_option_that_cannot_be_met_sends_nothing() {
    let stub = stub(&[("", r#"{"data":[1]}"#)]);
    let client = client(&stub);
    let items = things(client.http.get("/things"), NextPage::Link).header("Host", "evil.example");
    let (got, error) = all(items).await;
    assert!(
        got.is_empty() && matches!(error, Some(Error::Request(_))),
        "{error:?}"
    );
    assert!(stub.got_nothing());
}
