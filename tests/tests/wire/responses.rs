//! Whole responses, for every vendor.

use std::error::Error as _;

use serde_json::Value;
use subscription_cancel::runtime::Outcome;
use subscription_cancel::{DecodeError, Error};
use subscription_cancel_tests::Response;

use crate::shared::{Exchange, changed, chunked, encoded, fixture, parsed};
use crate::vendor::{Vendor, every_vendor};

every_vendor! {
    response_round_trips,
    the_framing_does_not_matter,
    unknown_enum_value_is_kept,
    api_errors_documented_are_typed,
    other_success_is_read_as_the_documented_one,
    undocumented_status_is_kept,
    body_not_json_is_kept_in_the_error,
    body_of_wrong_shape_is_an_error_with_path,
    deeply_nested_body_is_an_error,
}

async fn response_round_trips<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    let body = fixture(V::RESPONSE);
    let subscription = exchange
        .success(Response::new(200, &body), "the fixture")
        .await;
    assert_eq!(
        encoded(&subscription),
        parsed(&body),
        "{}: encoded again",
        V::NAME
    );
}

async fn the_framing_does_not_matter<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    // Two bytes each, so that chunks end inside of them.
    let mut json = changed(V::RESPONSE, V::RESPONSE_ID, "üüü");
    json["unknown"] = "ü\"\\/".into();
    let body = json.to_string().into_bytes();
    let ok = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
    let length = format!("content-length: {}\r\n\r\n", body.len());
    let in_chunks = format!("{ok}transfer-encoding: chunked\r\n\r\n");
    let plain = body.as_slice();
    for (name, head, body) in [
        ("a length", format!("{ok}{length}"), plain),
        ("until the end", format!("{ok}\r\n"), plain),
        ("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n".to_owned(), plain),
        (
            "no reason phrase",
            format!("HTTP/1.1 200\r\nconnection: close\r\n{length}"),
            plain,
        ),
        (
            "a type that lies",
            format!("{ok}content-type: text/html\r\n{length}"),
            plain,
        ),
        ("chunks of 1", in_chunks.clone(), &chunked(&body, 1)),
        ("chunks of 7", in_chunks.clone(), &chunked(&body, 7)),
        ("one chunk", in_chunks, &chunked(&body, body.len())),
        (
            "an early hint",
            format!("HTTP/1.1 103 Early Hints\r\n\r\n{ok}{length}"),
            plain,
        ),
    ] {
        let response = Response::raw([head.as_bytes(), body].concat());
        let subscription = exchange.success(response, name).await;
        let id = encoded(&subscription).pointer(V::RESPONSE_ID).cloned();
        assert_eq!(id, Some(Value::from("üüü")), "{}: {name}", V::NAME);
    }
}

async fn unknown_enum_value_is_kept<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    for at in V::RESPONSE_ENUMS {
        let body = changed(V::RESPONSE, at, "brand_new");
        let response = Response::new(200, &body.to_string());
        let subscription = exchange.success(response, at).await;
        let shown = format!("{subscription:?}");
        let kept = r#"Unrecognized("brand_new")"#;
        assert!(shown.contains(kept), "{}{at} decoded: {shown}", V::NAME);
        assert_eq!(
            encoded(&subscription),
            body,
            "{}{at} encoded again",
            V::NAME
        );
    }
}

/// The status, one header and the body must be at hand.
fn check_kept<V: Vendor>(error: &Error<V::ApiError>, status: u16, body: &str) {
    let why = format!("{} with status {status}: {error}", V::NAME);
    assert_eq!(error.status(), Some(status), "{why}");
    let headers = error
        .headers()
        .expect("a response came, so there are headers");
    assert_eq!(headers["x-request-id"], "req_1", "{why}");
    let kept = error.body().expect("a response came, so there is a body");
    assert_eq!(kept[..], *body.as_bytes(), "{why}");
}

async fn api_errors_documented_are_typed<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    for (status, name, check) in V::REFUSALS {
        let body = fixture(name);
        let error = exchange.failure(Response::new(*status, &body)).await;
        assert!(
            matches!(error, Error::Api(_)),
            "{}: {name}: {error:?}",
            V::NAME
        );
        let api_error = error.api_error().expect("an API error has its body");
        assert!(check(api_error), "{}: {name} became {api_error:?}", V::NAME);
        check_kept::<V>(&error, *status, &body);
        let message = format!("{}: API error with status {status}", V::operation());
        assert_eq!(error.to_string(), message, "{}: {name}", V::NAME);
    }
}

/// Another 2xx than the documented one is read as that: the server has acted.
async fn other_success_is_read_as_the_documented_one<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    let body = fixture(V::RESPONSE);
    for status in [201, 202, 203, 206] {
        let documented = exchange.success(Response::new(200, &body), "200").await;
        let other = exchange.success(Response::new(status, &body), "2xx").await;
        assert_eq!(
            format!("{other:?}"),
            format!("{documented:?}"),
            "{}",
            V::NAME
        );
    }
    let page = Response::new(202, "<p>Please log in").header("content-type", "text/html");
    let error = exchange.failure(page).await;
    assert_eq!(error.outcome(), Outcome::Unknown, "{}: {error:?}", V::NAME);
}

/// A body of another status is no subscription, however much it looks like one.
async fn undocumented_status_is_kept<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    let body = fixture(V::RESPONSE);
    for status in [
        204, 300, 304, 400, 401, 402, 403, 404, 409, 410, 418, 422, 429, 500, 502, 503, 504, 599,
        999,
    ] {
        if V::REFUSALS
            .iter()
            .any(|(documented, ..)| *documented == status)
        {
            continue;
        }
        let body = if matches!(status, 204 | 304) {
            ""
        } else {
            &*body
        };
        let error = exchange.failure(Response::new(status, body)).await;
        assert!(
            matches!(error, Error::UnexpectedResponse(_)),
            "{}: {error:?}",
            V::NAME
        );
        assert!(error.api_error().is_none(), "{}: {error:?}", V::NAME);
        check_kept::<V>(&error, status, body);
        let message = format!("{}: unexpected status {status}", V::operation());
        assert_eq!(error.to_string(), message, "{}", V::NAME);
    }
}

/// The documented statuses, without those that a fixture repeats.
fn documented<V: Vendor>() -> Vec<u16> {
    let mut statuses = vec![200];
    statuses.extend(V::REFUSALS.iter().map(|(status, ..)| *status));
    statuses.dedup();
    statuses
}

/// A documented error whose body isn't as documented is that error all the same.
fn check_undecoded<V: Vendor>(error: &Error<V::ApiError>, status: u16) -> &DecodeError {
    match status {
        200 => assert!(matches!(error, Error::Decode(_)), "{}: {error:?}", V::NAME),
        _ => assert!(matches!(error, Error::Api(_)), "{}: {error:?}", V::NAME),
    }
    assert!(error.api_error().is_none(), "{}: {error:?}", V::NAME);
    error.decode_error().expect("the body doesn't decode")
}

async fn body_not_json_is_kept_in_the_error<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    let valid = fixture(V::RESPONSE);
    let html = "<!DOCTYPE html>\n<html><body>Bad gateway</body></html>";
    for status in documented::<V>() {
        for (body, found) in [
            (html, "expected a JSON value, found `<` at line 1, column 1"),
            ("", "expected a JSON value, found the end"),
            (&*valid.replace(':', ""), "expected `:`"),
            (&*format!("{valid}}}"), "expected the end"),
            (
                &*valid.replacen('{', "{'a':1,", 1),
                "expected a member name",
            ),
        ] {
            let error = exchange.failure(Response::new(status, body)).await;
            let shown = error.to_string();
            check_undecoded::<V>(&error, status);
            check_kept::<V>(&error, status, body);
            assert!(
                shown.contains(&format!("decode: $: {found}")),
                "{}: {shown}",
                V::NAME
            );
            assert!(!shown.contains('\n'), "{}: one line: {shown}", V::NAME);
            assert!(error.source().is_some(), "{}: what didn't decode", V::NAME);
        }
    }
}

async fn body_of_wrong_shape_is_an_error_with_path<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    for status in documented::<V>() {
        for body in ["null", "[]", "\"sub_1\"", "1"] {
            let error = exchange.failure(Response::new(status, body)).await;
            let invalid = check_undecoded::<V>(&error, status);
            assert_eq!(invalid.path(), "$", "{}: {error}", V::NAME);
            assert_eq!(invalid.expected(), "an object", "{}: {error}", V::NAME);
            check_kept::<V>(&error, status, body);
        }
    }
    let body = changed(V::RESPONSE, V::RESPONSE_ID, 7).to_string();
    let path = V::RESPONSE_ID.replace('/', ".");
    let error = exchange
        .failure(Response::new(200, &body))
        .await
        .to_string();
    let expected = format!(
        "{}: status 200, but the body doesn't decode: ${path}: expected a string, found a number",
        V::operation()
    );
    assert_eq!(error, expected, "{}", V::NAME);
}

/// A hostile response must not overflow the stack.
async fn deeply_nested_body_is_an_error<V: Vendor>() {
    let exchange = Exchange::<V>::start().await;
    for open in ["[", "{\"a\":"] {
        let error = exchange
            .failure(Response::new(200, &open.repeat(100_000)))
            .await;
        let shown = error.to_string();
        assert!(shown.contains("at most 128 levels"), "{}: {shown}", V::NAME);
    }
}
