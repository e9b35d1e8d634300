//! The head of a response, and bodies that are no JSON.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::sample::Status;
use crate::runtime::{Error, Response, Secret, response_headers};

fn response(headers: &[(&str, &str)], body: impl Into<bytes::Bytes>) -> Response {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::try_from(*name).unwrap();
        map.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    Response::new(StatusCode::OK, map, body)
}

#[derive(Debug)]
struct ThingHeaders {
    remaining: Option<i64>,
    allow: Option<Vec<String>>,
    location: Option<Secret>,
    etag: Option<String>,
}

response_headers!(ThingHeaders {
    remaining: "X-Rate-Limit-Remaining",
    allow: "Allow",
    location: "Location",
    etag: "ETag",
});

#[test]
fn documented_headers_are_fields() {
    let given = response(
        &[
            ("x-rate-limit-remaining", "42"),
            ("allow", "GET, PUT"),
            ("location", "/sessions/s3cret"),
        ],
        "",
    );
    let headers = ThingHeaders::of(given.headers()).unwrap();
    assert_eq!(headers.remaining, Some(42));
    assert_eq!(
        headers.allow,
        Some(vec!["GET".to_owned(), "PUT".to_owned()])
    );
    assert_eq!(headers.etag, None);
    assert!(headers.location.is_some());
    assert!(!format!("{headers:?}").contains("s3cret"));

    let given = response(&[("x-rate-limit-remaining", "many")], "");
    let error = ThingHeaders::of(given.headers()).unwrap_err().to_string();
    assert!(error.contains("X-Rate-Limit-Remaining"), "{error}");
}

#[test]
fn headers_are_typed() {
    let response = response(
        &[
            ("X-Rate-Limit-Remaining", "42"),
            ("X-Ratio", "0.5"),
            ("X-Live", "true"),
            ("X-Status", "active"),
            ("X-Ids", "1, 2,3"),
            ("X-Ids", "4"),
            ("X-Names", "a,b"),
            ("X-Empty", ""),
            ("X-Json", r#"{"a": [1, 2]}"#),
            ("X-Word", "é"),
        ],
        "",
    );
    assert_eq!(response.header("x-rate-limit-remaining"), Ok(Some(42_i64)));
    assert_eq!(
        response.header("x-rate-limit-remaining"),
        Ok(Some("42".to_owned()))
    );
    assert_eq!(response.header("x-ratio"), Ok(Some(0.5)));
    assert_eq!(response.header("x-live"), Ok(Some(true)));
    assert_eq!(response.header("x-status"), Ok(Some(Status::Active)));
    assert_eq!(response.header("x-ids"), Ok(Some(vec![1_i64, 2, 3, 4])));
    assert_eq!(response.header("x-ids"), Ok(Some("1, 2,3, 4".to_owned())));
    let names = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(response.header("x-names"), Ok(Some(names)));
    assert_eq!(response.header("x-live"), Ok(Some(vec![true])));
    assert_eq!(response.header("x-empty"), Ok(Some(String::new())));
    assert_eq!(response.header("x-empty"), Ok(Some(Vec::<i64>::new())));
    assert_eq!(response.header("x-word"), Ok(Some("é".to_owned())));
    assert_eq!(response.header::<i64>("x-absent"), Ok(None));
    let map = response.header::<std::collections::BTreeMap<String, Vec<i64>>>("x-json");
    assert_eq!(map.unwrap().unwrap()["a"], [1, 2]);
    let error = response.header::<i64>("x-status").unwrap_err();
    assert_eq!(
        error.to_string(),
        "$.x-status: expected an integer of 64 bits, found a string"
    );
    let error: Error<()> = response.unexpected();
    assert_eq!(error.header("x-live"), Ok(Some(true)));
}

#[cfg(feature = "jiff")]
#[test]
fn instants_in_headers() {
    let response = response(&[("X-Reset", "2026-01-31T12:00:00Z")], "");
    let instant: jiff::Timestamp = response.header("x-reset").unwrap().unwrap();
    assert_eq!(instant.to_string(), "2026-01-31T12:00:00Z");
}

#[test]
fn the_id_of_a_request() {
    assert_eq!(response(&[], "").request_id(), None);
    let ids = [("Request-Id", "r2"), ("X-Amzn-RequestId", "r3")];
    assert_eq!(response(&ids, "").request_id(), Some("r2"));
    let error: Error<()> = response(&[("x-request-id", "r1")], "").unexpected();
    assert_eq!(error.request_id(), Some("r1"));
}

#[test]
fn media_types() {
    for (header, media_type) in [
        ("text/csv; charset=utf-8", Some("text/csv")),
        ("Application/JSON", Some("Application/JSON")),
        ("", None),
    ] {
        assert_eq!(
            response(&[("content-type", header)], "").media_type(),
            media_type
        );
    }
    assert_eq!(response(&[], "").media_type(), None);
}

#[test]
fn texts() {
    let text =
        |header, body: &'static [u8]| response(&[("content-type", header)], body).text::<()>();
    assert_eq!(text("text/plain", "é".as_bytes()).unwrap(), "é");
    assert_eq!(text("text/plain", b"\xef\xbb\xbfa").unwrap(), "a");
    assert_eq!(
        text("text/plain; charset=\"ISO-8859-1\"", b"\xe9").unwrap(),
        "é"
    );
    let error = text("text/plain", b"\xe9").unwrap_err();
    assert_eq!(
        error.to_string(),
        "status 200, but the body doesn't decode: $: expected UTF-8, found other bytes"
    );
    assert_eq!(&error.body().unwrap()[..], b"\xe9");
    let error = response(&[], "no").api_error_text(Some);
    assert_eq!(error.api_error(), Some(&Some("no".to_owned())));
    let error = response(&[], vec![0xe9]).api_error_bytes(Some);
    assert_eq!(error.api_error().unwrap().as_deref(), Some(&b"\xe9"[..]));
}

#[test]
fn files() {
    for (header, name) in [
        ("attachment; filename=a.csv", Some("a.csv")),
        (
            r#"attachment; x="a;filename=b"; filename="a b.csv""#,
            Some("a b.csv"),
        ),
        ("attachment;FileName=a.csv;x=1", Some("a.csv")),
        (
            "attachment; filename=x; filename*=UTF-8''%e2%82%ac%20rates",
            Some("€ rates"),
        ),
        (
            "attachment; filename*=iso-8859-1''%a3; filename=x",
            Some("x"),
        ),
        (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
        (r#"attachment; filename="C:\a\b.txt""#, Some("b.txt")),
        ("attachment; filename*=UTF-8''..%2f..%2fx", Some("x")),
        ("attachment; filename=..", None),
        ("attachment; filename=", None),
        ("attachment", None),
        ("inline; filename=\"a", None),
    ] {
        let headers = [
            ("content-disposition", header),
            ("content-type", "text/csv"),
        ];
        let file = response(&headers, "1").file::<()>().unwrap();
        assert_eq!(
            (file.file_name(), file.content_type()),
            (name, Some("text/csv")),
            "{header}"
        );
    }
    assert_eq!(response(&[], "1").bytes::<()>().unwrap(), "1");
}

#[test]
fn a_value_of_any_kind_is_the_text() {
    let value: Value = response(&[("x", "1")], "").header("x").unwrap().unwrap();
    assert_eq!(value, Value::from("1"));
}
