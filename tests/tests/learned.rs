//! A client that is generated with what was learned from a recording, which is then played
//! back to it by a server on loopback: each exchange decodes, and none did before.

use examples::learned::{Client, GetThingError, Part, ThingState};
use examples::runtime::RetryPolicy;
use serde_json::Value;
use std::collections::HashMap;
use subscription_cancel_tests::{Response, Stub};

const RECORDING: &str = include_str!("../shop/learned/recording.jsonl");

/// A client of a server that plays the recording back.
async fn client() -> Client {
    let lines = RECORDING.lines().map(|line| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let url = line["request"]["url"].as_str().expect("a URL");
        let path = url.trim_start_matches("https://api.learned.example/v1");
        let status = line["response"]["status"].as_u64().expect("a status");
        let body = line["response"]["body"].to_string();
        let status = u16::try_from(status).expect("a status");
        (format!("GET {path} HTTP/1.1"), Response::new(status, &body))
    });
    let responses: HashMap<_, _> = lines.collect();
    let stub = Stub::answering(move |request| responses[request.line()].clone()).await;
    let builder = Client::builder().server(stub.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn what_is_as_documented_is_as_it_was() {
    let thing = client().await.get_thing("1").await.unwrap();
    assert_eq!(thing.name.value().map(String::as_str), Some("a"));
    assert_eq!(thing.size, Some(1.0));
    assert!(matches!(&thing.parts[..], [Part::Wheel(_), Part::Door(_)]));
}

#[tokio::test]
async fn each_recorded_difference_decodes() {
    let client = client().await;
    let thing = client.get_thing("2").await.unwrap();
    assert_eq!(thing.at.as_deref(), Some("yesterday"));
    assert_eq!(thing.state, ThingState::Old);
    let thing = client.get_thing("3").await.unwrap();
    assert_eq!((thing.id, thing.size), (None, None));
    let parts = &thing.parts[..];
    assert!(
        matches!(parts, [Part::Wheel(_), Part::Unrecognized(_)]),
        "{parts:?}"
    );
}

#[tokio::test]
async fn each_recorded_error_is_one_of_the_document() {
    let client = client().await;
    for (id, status) in [("4", 410), ("5", 404), ("6", 410)] {
        let error = client.get_thing(id).await.unwrap_err();
        match (status, error.api_error()) {
            (404, Some(GetThingError::NotFound(_))) | (410, Some(GetThingError::Gone(_))) => {}
            other => panic!("{id}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn body_is_of_the_media_type_that_came() {
    let note = client().await.get_note().await.unwrap();
    assert!(format!("{note:?}").contains("hello"));
}
