//! A server that misbehaves on purpose, in every way, one table for each part
//! of a response.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use subscription_cancel_tests::Response;

use crate::failing::{Case, Server, check_all};
use crate::vendor::SECRET;

const LOST: &str = "connection lost before a response: ";
const CUT_OFF: &str = "status 200, body cut off after ";
const LATE: &str = "timed out: no whole response within 100ms";
const TOO_LARGE: &str = "status 200, body over the limit of 1000 bytes";
const UNDECODABLE: &str = "status 200, but the body doesn't decode: $: expected ";

/// Before a response has begun, or within its head.
#[tokio::test]
async fn heads() {
    let endless = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000);
    let long = format!("HTTP/1.1 200 OK\r\nx-long: {}\r\n", "x".repeat(1_000_000));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x-many: 1\r\n".repeat(1000));
    let connections = "connection failed: Connection refused";
    let cases = vec![
        Case::new("nobody listens", Server::Nobody)
            .is("Connect", connections)
            .seen(0, 0),
        Case::new("reset within the request", Server::HangingUp)
            .is("Interrupted", LOST)
            .repeated(),
        Case::response("reset before the head", Response::raw("").resetting())
            .is("Interrupted", LOST)
            .repeated(),
        Case::response(
            "reset within the head",
            Response::raw("HTTP/1.1 200 OK\r\nx-").resetting(),
        )
        .is("Interrupted", LOST)
        .repeated(),
        Case::response(
            "a head in drops",
            Response::raw("HTTP/1.1 200 OK\r\nx:").dripping(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::raw("only early hints", &endless)
            .is("Interrupted", LOST)
            .repeated(),
        Case::raw("a head of a megabyte", &long)
            .is("Interrupted", LOST)
            .repeated(),
        Case::raw("a thousand headers", &many)
            .is("Interrupted", LOST)
            .repeated(),
        Case::raw(
            "two lengths",
            &ok("content-length: 1\r\ncontent-length: 2\r\n\r\n77"),
        )
        .is("Interrupted", LOST)
        .repeated(),
        Case::raw("no length", &ok("content-length: seven\r\n\r\n7"))
            .is("Interrupted", LOST)
            .repeated(),
    ];
    check_all(cases).await;
}

/// Within the body.
#[tokio::test]
async fn bodies() {
    let taken = &Arc::new(AtomicUsize::new(0));
    let response = |head: &str| Response::raw(ok(head));
    let cases = vec![
        Case::response(
            "reset within the body",
            response("content-length: 9\r\n\r\n7").resetting(),
        )
        .is("CutOff", CUT_OFF)
        .repeated(),
        Case::response(
            "half a body",
            response("content-length: 9\r\n\r\n7").stalling(),
        )
        .is("CutOff", CUT_OFF)
        .repeated()
        .slow(),
        Case::response(
            "a body in drops",
            response("content-length: 900\r\n\r\n").dripping(),
        )
        .is("CutOff", CUT_OFF)
        .repeated()
        .slow(),
        Case::response(
            "drops without end",
            response("connection: close\r\n\r\n").dripping(),
        )
        .is("CutOff", CUT_OFF)
        .repeated()
        .slow(),
        Case::raw("a length too long", &ok("content-length: 9\r\n\r\n7"))
            .is("CutOff", "status 200, body cut off after 1 bytes")
            .repeated(),
        Case::raw(
            "a length too short",
            &ok("content-length: 3\r\n\r\n\"abc\""),
        )
        .is("Decode", UNDECODABLE),
        Case::raw(
            "a length beyond all",
            &ok("content-length: 9999999999999999\r\n\r\n7"),
        )
        .is("TooLarge", TOO_LARGE),
        Case::raw(
            "no chunk",
            &ok("transfer-encoding: chunked\r\n\r\nseven\r\n"),
        )
        .is("CutOff", CUT_OFF)
        .repeated(),
        Case::response(
            "100 MB that are announced",
            response("content-length: 100000000\r\n\r\n").flooding(taken),
        )
        .is("TooLarge", TOO_LARGE),
        Case::response(
            "100 MB that are not announced",
            response("connection: close\r\n\r\n").flooding(taken),
        )
        .is("TooLarge", TOO_LARGE),
    ];
    check_all(cases).await;
    // What fits into the buffers between the two; there were four floods.
    let taken = taken.load(Ordering::SeqCst);
    assert!(taken < 40_000_000, "{taken} bytes were taken");
}

/// Whole responses that are no good.
#[tokio::test]
async fn contents() {
    let response =
        |rest: &[u8]| Response::raw([ok("connection: close\r\n").as_bytes(), rest].concat());
    let page = format!("content-type: text/html\r\n\r\n<html>{SECRET}</html>");
    // The beginning of what `gzip` makes of `7`.
    let gzip = b"content-encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03\x33";
    let coded = "status 200, but the body doesn't decode: $: expected no Content-Encoding, found ";
    let not_utf8 = "status 200, but the body doesn't decode: $: expected UTF-8, found another byte";
    let cases = vec![
        Case::response("a page", response(page.as_bytes()))
            .is("Decode", UNDECODABLE)
            .unknown(),
        Case::response("not UTF-8", response(b"\r\n\"\xff\xfe\"")).is("Decode", not_utf8),
        Case::response("not UTF-8 at its end", response(b"\r\n\"\xc3")).is("Decode", not_utf8),
        Case::response("half a gzip", response(gzip)).is("Decode", coded),
        Case::response(
            "an unknown coding",
            response(b"content-encoding: identity\r\ncontent-encoding: rot13\r\n\r\n!"),
        )
        .is("Decode", coded),
        Case::response("nothing", response(b"\r\n")).is("Decode", UNDECODABLE),
    ];
    check_all(cases).await;
}

/// Statuses with and without advice, and redirects.
#[tokio::test]
async fn statuses() {
    let busy = |status, after| Response::new(status, SECRET).header("retry-after", after);
    let redirect = |location| Response::new(302, SECRET).header("location", location);
    let too_many = "unexpected status 429";
    let unavailable = "unexpected status 503";
    let redirected = "status 302, a redirect that is not followed";
    let cases = vec![
        Case::response("429", Response::new(429, SECRET))
            .is("Unexpected", too_many)
            .repeated(),
        Case::response("429, now", busy(429, "0"))
            .is("Unexpected", too_many)
            .seen(3, 3),
        Case::response(
            "429, a date long ago",
            busy(429, "Sun, 06 Nov 1994 08:49:37 GMT"),
        )
        .is("Unexpected", too_many)
        .seen(3, 3),
        Case::response("429, some day", busy(429, "99999999999999999999999"))
            .is("Unexpected", too_many),
        Case::response("429, soon", busy(429, "soon"))
            .is("Unexpected", too_many)
            .repeated(),
        Case::response("429, before now", busy(429, "-1"))
            .is("Unexpected", too_many)
            .repeated(),
        Case::response("503 ten times", Response::new(503, SECRET))
            .attempts(10)
            .is("Unexpected", unavailable)
            .unknown()
            .seen(10, 1),
        Case::response("503 ten times, now", busy(503, "0"))
            .attempts(10)
            .is("Unexpected", unavailable)
            .seen(10, 10),
        Case::response("a redirect in a loop", redirect("/x")).is("Redirected", redirected),
        Case::response("to another host", redirect("//other.invalid/x"))
            .is("Redirected", redirected),
        Case::response("to another scheme", redirect("ftp://127.0.0.1/x"))
            .is("Redirected", redirected),
    ];
    check_all(cases).await;
}

fn ok(rest: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{rest}")
}
