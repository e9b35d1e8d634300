//! A client whose document is corrected in `codegen.toml`, against a server on loopback
//! that differs from the document in each of those ways.

use examples::corrected::{Client, GetThingError, Thing, ThingKind, ThingSize};
use examples::runtime::{RetryPolicy, to_json};
use subscription_cancel_tests::{Request, Response, Stub};

const WHOLE: &str =
    r#"{"id":"1","name":"a","owner":{"email":"b@example.com"},"size":1,"kind":"plain"}"#;

fn client_of(stub: &Stub) -> Client {
    let builder = Client::builder("key_1").server(stub.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

fn has_header(request: &Request, name: &str, value: &str) -> bool {
    request.headers().contains(&(name.to_owned(), value))
}

async fn thing(body: &str) -> Thing {
    let stub = Stub::start(Response::new(200, body)).await;
    client_of(&stub).get_thing("1").await.unwrap()
}

#[tokio::test]
async fn what_the_document_promises_decodes_as_before() {
    let thing = thing(WHOLE).await;
    assert_eq!(thing.name.as_deref(), Some("a"));
    assert_eq!(thing.owner.unwrap().email, "b@example.com");
    assert_eq!(thing.size, ThingSize::Integer(1));
    assert_eq!(thing.kind, ThingKind::Plain);
}

#[tokio::test]
async fn schemas_are_as_they_are_corrected() {
    let thing = thing(r#"{"id":"1","owner":null,"size":"9e99","kind":"fancy"}"#).await;
    assert_eq!((thing.name, thing.owner), (None, None));
    assert_eq!(thing.size, ThingSize::String("9e99".to_owned()));
    assert_eq!(thing.kind, ThingKind::Fancy);
}

#[tokio::test]
async fn only_what_is_corrected_is_allowed() {
    let stub = Stub::start(Response::new(200, &WHOLE.replace("\"1\"", "null"))).await;
    let error = client_of(&stub).get_thing("1").await.unwrap_err();
    assert!(error.to_string().contains("$.id"), "{error}");
}

#[tokio::test]
async fn response_comes_with_the_other_status() {
    for status in [404, 410] {
        let stub = Stub::start(Response::new(status, r#"{"message":"no"}"#)).await;
        let error = client_of(&stub).get_thing("1").await.unwrap_err();
        match (status, error.api_error()) {
            (404, Some(GetThingError::NotFound(problem)))
            | (410, Some(GetThingError::Gone(problem))) => assert_eq!(problem.message, "no"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn body_is_of_the_corrected_media_type() {
    let mut stub = Stub::start(Response::new(200, r#"{"message":"a note"}"#)).await;
    let note = client_of(&stub).get_note("1").await.unwrap();
    assert_eq!(note.message, "a note");
    let request = stub.request().await;
    assert!(has_header(&request, "accept", "application/json"));
}

#[tokio::test]
async fn security_is_of_operations_that_state_none() {
    let mut stub = Stub::start(Response::new(200, WHOLE)).await;
    let client = client_of(&stub);
    client.get_thing("1").await.unwrap();
    let request = stub.request().await;
    assert!(has_header(&request, "x-key", "key_1"));

    let mut stub = Stub::start(Response::new(204, "")).await;
    client_of(&stub).get_open().await.unwrap();
    let request = stub.request().await;
    assert!(!request.headers().iter().any(|(name, _)| *name == "x-key"));
}

/// Members that the document doesn't name stay, to the last digit and with what no string
/// can hold.
#[tokio::test]
async fn unknown_members_are_kept_and_written_back() {
    let more = r#","amount":1.10,"big":12345678901234567.89,"half":"\ud800","deep":{"b":[null]}}"#;
    let body = WHOLE.replace("\"b@example.com\"", r#""b@example.com","x":1"#);
    let body = body.strip_suffix('}').unwrap().to_owned() + more;
    let thing = thing(&body).await;
    let kept: Vec<(&str, &str)> = thing
        .additional
        .iter()
        .map(|(name, value)| (&**name, value.as_str()))
        .collect();
    let expected = [
        ("amount", "1.10"),
        ("big", "12345678901234567.89"),
        ("deep", r#"{"b":[null]}"#),
        ("half", r#""\ud800""#),
    ];
    assert_eq!(kept, expected);
    let written = to_json(&thing);
    for (name, value) in expected {
        let member = format!("\"{name}\":{value}");
        assert!(written.contains(&member), "{member} in {written}");
    }
    // Only of what the settings name.
    assert!(!written.contains("\"x\""), "{written}");
}
