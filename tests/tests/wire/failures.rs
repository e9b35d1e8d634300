//! A server that misbehaves on purpose, in every way, one table for each part
//! of a reply.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use subscription_cancel_tests::Reply;

use crate::failing::{Case, Server, check_all};
use crate::vendor::SECRET;

const LOST: &str = "connection lost before a reply: ";
const CUT_OFF: &str = "status 200, body cut off after ";
const LATE: &str = "timed out: no whole reply within 100ms";
const TOO_LARGE: &str = "status 200, body over the limit of 1000 bytes";
const UNDECODABLE: &str = "status 200, but the body doesn't decode: $: expected ";

/// Before a reply has begun, or within its head.
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
        Case::reply("reset before the head", Reply::raw("").resetting())
            .is("Interrupted", LOST)
            .repeated(),
        Case::reply(
            "reset within the head",
            Reply::raw("HTTP/1.1 200 OK\r\nx-").resetting(),
        )
        .is("Interrupted", LOST)
        .repeated(),
        Case::reply(
            "a head in drops",
            Reply::raw("HTTP/1.1 200 OK\r\nx:").dripping(),
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
    let reply = |head: &str| Reply::raw(ok(head));
    let cases = vec![
        Case::reply(
            "reset within the body",
            reply("content-length: 9\r\n\r\n7").resetting(),
        )
        .is("CutOff", CUT_OFF)
        .repeated(),
        Case::reply(
            "half a body",
            reply("content-length: 9\r\n\r\n7").stalling(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::reply(
            "a body in drops",
            reply("content-length: 900\r\n\r\n").dripping(),
        )
        .is("Timeout", LATE)
        .repeated()
        .slow(),
        Case::reply(
            "drops without end",
            reply("connection: close\r\n\r\n").dripping(),
        )
        .is("Timeout", LATE)
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
        Case::reply(
            "100 MB that are announced",
            reply("content-length: 100000000\r\n\r\n").flooding(taken),
        )
        .is("TooLarge", TOO_LARGE),
        Case::reply(
            "100 MB that are not announced",
            reply("connection: close\r\n\r\n").flooding(taken),
        )
        .is("TooLarge", TOO_LARGE),
    ];
    check_all(cases).await;
    // What fits into the buffers between the two; there were four floods.
    let taken = taken.load(Ordering::SeqCst);
    assert!(taken < 40_000_000, "{taken} bytes were taken");
}

/// Whole replies that are no good.
#[tokio::test]
async fn contents() {
    let reply = |rest: &[u8]| Reply::raw([ok("connection: close\r\n").as_bytes(), rest].concat());
    let page = format!("content-type: text/html\r\n\r\n<html>{SECRET}</html>");
    // The beginning of what `gzip` makes of `7`.
    let gzip = b"content-encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03\x33";
    let coded = "status 200, but the body doesn't decode: $: expected no Content-Encoding, found ";
    let not_utf8 = "status 200, but the body doesn't decode: $: expected UTF-8, found another byte";
    let cases = vec![
        Case::reply("a page", reply(page.as_bytes())).is("Decode", UNDECODABLE),
        Case::reply("not UTF-8", reply(b"\r\n\"\xff\xfe\"")).is("Decode", not_utf8),
        Case::reply("not UTF-8 at its end", reply(b"\r\n\"\xc3")).is("Decode", not_utf8),
        Case::reply("half a gzip", reply(gzip)).is("Decode", coded),
        Case::reply(
            "an unknown coding",
            reply(b"content-encoding: identity\r\ncontent-encoding: rot13\r\n\r\n!"),
        )
        .is("Decode", coded),
        Case::reply("nothing", reply(b"\r\n")).is("Decode", UNDECODABLE),
    ];
    check_all(cases).await;
}

/// Statuses with and without advice, and redirects.
#[tokio::test]
async fn statuses() {
    let busy = |status, after| Reply::new(status, SECRET).header("retry-after", after);
    let redirect = |location| Reply::new(302, SECRET).header("location", location);
    let too_many = "unexpected status 429";
    let unavailable = "unexpected status 503";
    let redirected = "status 302, a redirect that is not followed";
    let cases = vec![
        Case::reply("429", Reply::new(429, SECRET))
            .is("Unexpected", too_many)
            .repeated(),
        Case::reply("429, now", busy(429, "0"))
            .is("Unexpected", too_many)
            .seen(3, 3),
        Case::reply(
            "429, a date long ago",
            busy(429, "Sun, 06 Nov 1994 08:49:37 GMT"),
        )
        .is("Unexpected", too_many)
        .seen(3, 3),
        Case::reply("429, some day", busy(429, "99999999999999999999999"))
            .is("Unexpected", too_many),
        Case::reply("429, soon", busy(429, "soon"))
            .is("Unexpected", too_many)
            .repeated(),
        Case::reply("429, before now", busy(429, "-1"))
            .is("Unexpected", too_many)
            .repeated(),
        Case::reply("503 ten times", Reply::new(503, SECRET))
            .attempts(10)
            .is("Unexpected", unavailable)
            .seen(10, 1),
        Case::reply("503 ten times, now", busy(503, "0"))
            .attempts(10)
            .is("Unexpected", unavailable)
            .seen(10, 10),
        Case::reply("a redirect in a loop", redirect("/x")).is("Redirected", redirected),
        Case::reply("to another host", redirect("//other.invalid/x")).is("Redirected", redirected),
        Case::reply("to another scheme", redirect("ftp://127.0.0.1/x"))
            .is("Redirected", redirected),
    ];
    check_all(cases).await;
}

fn ok(rest: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{rest}")
}
