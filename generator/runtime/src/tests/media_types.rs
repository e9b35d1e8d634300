//! Bodies of another media type than the documented one.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use crate::runtime::{Error, RawJson, Response, by_type, tagged};

fn response(media_type: &'static str, body: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, media_type.parse().unwrap());
    Response::new(StatusCode::OK, headers, body)
}

fn as_json(media_type: &'static str, body: &'static str) -> Option<String> {
    let read: Result<String, Error<()>> = response(media_type, body).json();
    read.ok()
}

fn as_text(media_type: &'static str, body: &'static str) -> String {
    let read: Result<String, Error<()>> = response(media_type, body).text();
    read.unwrap()
}

#[test]
fn text_where_json_is_documented() {
    for (media_type, body, expected) in [
        ("text/plain", "sub_1", Some("sub_1")),
        ("Text/Plain; charset=utf-8", "12", Some("12")),
        ("text/plain; charset=latin1", "sub_1", Some("sub_1")),
        // JSON that a server has no media type for is still JSON.
        ("text/plain", "\"sub_1\"", Some("sub_1")),
        ("application/json", "sub_1", None),
        ("text/html", "<p>Please log in", None),
        ("text/html", "sub_1", None),
        ("application/octet-stream", "sub_1", None),
    ] {
        let read = as_json(media_type, body);
        assert_eq!(read.as_deref(), expected, "{media_type}: {body}");
    }
    let number: Result<i64, Error<()>> = response("text/plain", "12").json();
    assert_eq!(number.unwrap(), 12);
    let object: Result<Value, Error<()>> = response("text/plain", r#"{"a":1}"#).json();
    assert_eq!(object.unwrap()["a"], 1);
}

#[derive(Debug, PartialEq)]
enum Objects {
    Nothing,
    Unrecognized(RawJson),
}

tagged!(Objects by "type" { Nothing: "nothing" });

#[derive(Debug, PartialEq)]
enum Id {
    Text(String),
    Number(i64),
    Unrecognized(RawJson),
}

by_type!(Id { Text(String): string, Number(i64): integer });

/// A text is no JSON of a union that has no branch for it, though it would be kept.
#[test]
fn text_is_no_branch_that_nobody_documents() {
    let busy: Result<Objects, Error<()>> = response("text/plain", "Service busy").json();
    assert!(matches!(busy, Err(Error::Decode(_))), "{busy:?}");
    let id: Result<Id, Error<()>> = response("text/plain", "sub_1").json();
    assert_eq!(id.unwrap(), Id::Text("sub_1".to_owned()));
}

#[test]
fn json_where_text_is_documented() {
    for (media_type, body, expected) in [
        ("application/json", "\"sub\\u005f1\"", "sub_1"),
        ("application/problem+json; charset=utf-8", "\"no\"", "no"),
        ("application/json", "{\"id\": 1}", "{\"id\": 1}"),
        ("application/json", "sub_1", "sub_1"),
        ("text/plain", "\"sub_1\"", "\"sub_1\""),
    ] {
        assert_eq!(as_text(media_type, body), expected, "{media_type}: {body}");
    }
}

#[test]
fn api_errors_likewise() {
    let error: Error<String> = response("text/plain", "no").api_error(|text: String| text);
    assert_eq!(error.api_error().unwrap(), "no");
    let error = response("application/json", "\"no\"").api_error_text(|text| text);
    assert_eq!(error.api_error().unwrap(), "no");
}
