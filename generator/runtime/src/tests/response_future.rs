//! Options of one call, and the parts of the response beside its value.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::sample::Subscription;
use super::script::{Script, Step, status};
use crate::runtime::{Error, Http, Limits, ResponseFuture};

fn call(http: &Http) -> ResponseFuture<'_, Subscription, ()> {
    let call = http.post("/x").header("X-Own", "1").cookie("a", "b");
    let call = call.security(&[&["key"]]);
    call.receive(|response| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
}

#[tokio::test]
async fn options_of_one_call() {
    let script = Script::new(&[status(200)]);
    let http = script.client();
    let limited = call(&http)
        .timeout(Duration::from_secs(3))
        .response_limit(100)
        .header("X-Tenant", "t1")
        .header("x-tenant", "t2")
        .header("x-own", "2");
    limited.await.unwrap();
    call(&http).await.unwrap();
    let [changed, plain] = &script.requests()[..] else {
        panic!("two requests")
    };
    let expected = Limits {
        attempt: Duration::from_secs(3),
        response: 100,
        ..Limits::default()
    };
    assert_eq!(
        (changed.limits, plain.limits),
        (expected, Limits::default())
    );
    assert!(changed.headers["x-tenant"].is_sensitive());
    assert_eq!(script.headers("x-tenant"), [Some("t2".to_owned()), None]);
    let own = ["2", "1"].map(|value| Some(value.to_owned()));
    assert_eq!(script.headers("x-own"), own);

    let error = call(&http).response_limit(3).await.unwrap_err();
    let shown = "status 200, body over the limit of 3 bytes";
    assert_eq!(error.to_string(), shown);
}

#[tokio::test]
async fn a_header_that_is_not_the_callers() {
    let script = Script::new(&[status(200)]);
    let http = script.client();
    for (name, value, problem) in [
        ("X-Key", "mine", "the header `x-key` holds a credential"),
        (
            "cookie",
            "a=c",
            "the header `cookie` can't be set for a call",
        ),
        ("Host", "x", "the header `host` can't be set for a call"),
        (
            "Content-Length",
            "0",
            "the header `content-length` can't be set for a call",
        ),
        (
            "X-A",
            "1\r\nX-Key: 2",
            "the header `x-a` holds a character that no header can",
        ),
        ("X A", "1", "a header has no name that a header can have"),
        ("", "1", "a header has no name that a header can have"),
        (
            "X-A: 1\r\nX-B",
            "1",
            "a header has no name that a header can have",
        ),
    ] {
        let error = call(&http).header(name, value).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)));
        let expected = format!("the request couldn't be built: {problem}");
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(script.count(), 0);
}

#[tokio::test]
async fn what_stands_around_a_value() {
    let script = Script::new(&[status(200), Step::Response(200, "x-rate-left", "41")]);
    let http = script.client();
    let answer = call(&http).with_parts().await.unwrap();
    assert_eq!((&*answer.value.id, answer.status()), ("s1", 200));
    assert_eq!((answer.request_id(), answer.attempts()), (Some("r1"), 1));
    assert_eq!(answer.headers().len(), 1);
    let answer = call(&http).with_parts().await.unwrap();
    assert_eq!(answer.header::<i64>("X-Rate-Left"), Ok(Some(41)));
    assert_eq!(answer.header::<i64>("X-Other"), Ok(None));
}

#[tokio::test]
async fn after_its_end_it_stays_pending() {
    let script = Script::new(&[status(200)]);
    let http = script.client();
    let mut sending = call(&http);
    (&mut sending).await.unwrap();
    let mut sending = sending.timeout(Duration::ZERO);
    let again = poll_fn(|cx| Poll::Ready(Pin::new(&mut sending).poll(cx))).await;
    assert!(again.is_pending());
    assert_eq!(script.count(), 1);
}

#[test]
fn it_is_sent_by_any_thread() {
    fn check<T: Send + Unpin>(_: &T) {}
    let script = Script::new(&[status(200)]);
    let http = script.client();
    check(&call(&http));
    check(&call(&http).with_parts());
    let shown = format!("{:?}", call(&http).header("X-Tenant", "s3cret"));
    assert!(shown.contains("/x") && !shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn a_redirect_is_an_error_of_its_own() {
    let redirect = Step::Response(302, "location", "https://other.example/?key=s3cret");
    let http = Script::new(&[redirect]).client();
    let error = call(&http).await.unwrap_err();
    assert!(matches!(error, Error::Redirect(_)));
    assert_eq!(error.status(), Some(302));
    let shown = format!("{error} {error:?}");
    assert!(shown.starts_with("status 302, a redirect that is not followed "));
    assert!(!shown.contains("s3cret"), "{shown}");
    let http = Script::new(&[status(304)]).client();
    let error = call(&http).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedResponse(_)));
}
