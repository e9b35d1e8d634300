//! A client that is generated with what was learned from a recording, which is then played
//! back to it by a server on loopback: each exchange decodes, and none did before.

use examples::learned::{Client, GetThingError, Part, ThingState};
use examples::runtime::{DefaultTransport, RecordingTransport, RetryPolicy};
use openapi_client_generator::learn::Learner;
use openapi_client_generator::{Config, GenerateOptions, Input, Target, learn};
use serde_json::Value;
use std::collections::HashMap;
use std::fs::{self, File};
use std::time::Duration;
use subscription_cancel_tests::{Response, Stub};

const RECORDING: &str = include_str!("../shop/learned/recording.jsonl");

/// A server that plays the recording back.
async fn stub() -> Stub {
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
    Stub::answering(move |request| responses[request.line()].clone()).await
}

/// A client of that server.
async fn client() -> Client {
    let builder = Client::builder().server(stub().await.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

/// The corrections that a recording leads to.
fn corrections(recording: &str, server: Option<&str>) -> String {
    let config = Config::default();
    let input = Input {
        name: "openapi.yaml",
        text: include_str!("../shop/learned/openapi.yaml").to_owned(),
        config: &config,
        options: GenerateOptions::default(),
        load: &|_| Err("no other files".to_owned()),
        target: Target {
            package: "test",
            module: None,
            command: "a test",
        },
    };
    let read = |learner: &mut Learner<'_>| learner.read("recording", recording.as_bytes());
    let (read, learned) = learn(input, server, read).expect("a sound document");
    read.expect("bytes in memory");
    learned.corrections
}

/// The recording transport writes what can be learned from.
#[tokio::test]
async fn a_recording_of_ours_teaches_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ours.jsonl");
    let inner = DefaultTransport::new(Duration::from_secs(10)).expect("a transport");
    let out = File::create(&file).expect("a new file");
    let transport = RecordingTransport::new(inner, out);
    let stub = stub().await;
    let builder = Client::builder().server(stub.url());
    let builder = builder.retries(RetryPolicy::none());
    let client = builder.transport(transport.clone()).build().unwrap();
    for id in ["1", "2", "3", "4", "5", "6"] {
        let _ = client.get_thing(id).await;
    }
    client.get_note().await.unwrap();
    transport.finish().expect("a disk with room");

    let ours = fs::read_to_string(&file).expect("the recording");
    assert_eq!(ours.lines().count(), 7, "{ours}");
    let expected = corrections(RECORDING, None);
    assert!(expected.contains("status = 410"), "{expected}");
    assert_eq!(corrections(&ours, Some(&stub.url())), expected);
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
