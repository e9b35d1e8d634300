//! Repetition of requests: the conditions, the number, the waits, and the errors that
//! callers get. Time stands still here but for the waits.

use std::time::Duration;

use tokio::time::Instant;

use super::sample::Subscription;
use super::script::{Script, Step, status};
use crate::runtime::{Error, Http, Outcome, ResponseFuture, RetryPolicy, TimeLimit};

type Failure = Error<()>;

/// A call that takes a subscription with status 200, and nothing else.
fn call<'a>(http: &'a Http, method: &str) -> ResponseFuture<'a, Subscription, ()> {
    let call = http.call(method, "/x").security(&[&["key"]]);
    call.receive(|response| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
}

/// The same for an operation that takes an idempotency key.
fn keyed(http: &Http) -> ResponseFuture<'_, Subscription, ()> {
    let call = http.post("/x").idempotency("Idempotency-Key");
    call.receive(|response| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
}

async fn failure(script: &Script, method: &str) -> Failure {
    let http = script.client();
    let sending = match method {
        "keyed POST" => keyed(&http),
        method => call(&http, method),
    };
    sending.await.unwrap_err()
}

const CONNECT: Step = Step::Timeout(TimeLimit::Connect);
const ATTEMPT: Step = Step::Timeout(TimeLimit::Attempt);
const IDEMPOTENT: [&str; 8] = [
    "GET",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "PUT",
    "DELETE",
    "QUERY",
    "keyed POST",
];
const OTHERS: [&str; 3] = ["POST", "PATCH", "LINK"];

#[tokio::test(start_paused = true)]
async fn what_is_repeated() {
    let asked = |status| Step::Response(status, "retry-after", "0");
    for (step, idempotent, others) in [
        (Step::Connect, 3, 3),
        (CONNECT, 3, 3),
        (asked(429), 3, 3),
        (asked(503), 3, 3),
        (status(429), 3, 1),
        (status(503), 3, 1),
        (status(408), 3, 1),
        (status(502), 3, 1),
        (status(504), 3, 1),
        (asked(502), 3, 1),
        (Step::Lost, 3, 1),
        (ATTEMPT, 3, 1),
        (Step::CutOff(200), 3, 1),
        (Step::TooLarge, 1, 1),
        (status(408), 3, 1),
        (status(425), 3, 1),
        (status(500), 3, 1),
        (asked(500), 3, 1),
        (status(524), 3, 1),
        (status(501), 1, 1),
        (status(404), 1, 1),
        (status(409), 1, 1),
        (status(204), 1, 1),
        (Step::Response(307, "location", "/y"), 1, 1),
    ] {
        for (methods, attempts) in [(&IDEMPOTENT[..], idempotent), (&OTHERS[..], others)] {
            for method in methods {
                let script = Script::new(&[step]);
                let error = failure(&script, method).await;
                let why = format!("{method}, {step:?}: {error:?}");
                assert_eq!(
                    (script.count(), error.attempts()),
                    (attempts, attempts),
                    "{why}"
                );
                // A 429 says that nothing was done, so that a caller may try again;
                // a random key is another one in the next call.
                let is_harmless = match error.outcome() {
                    Outcome::NotSent | Outcome::NotDone => idempotent > 1,
                    Outcome::Unknown | Outcome::Done => attempts > 1 && *method != "keyed POST",
                };
                assert_eq!(error.is_retryable(), is_harmless, "{why}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_api_error_that_does_not_decode_counts_by_its_status() {
    for (code, attempts) in [(503, 3), (200, 1)] {
        let script = Script::new(&[status(code)]);
        let http = script.client();
        let sending = http
            .get("/x")
            .receive::<i64, i64>(|response| match response.status() {
                200 => response.json(),
                _ => Err(response.api_error(|api_error| api_error)),
            });
        let error = sending.await.unwrap_err();
        assert!(error.decode_error().is_some(), "{error}");
        assert_eq!(
            (script.count(), error.is_retryable()),
            (attempts, attempts > 1)
        );
    }
}

#[tokio::test]
async fn waits_of_any_length() {
    let retries = RetryPolicy::default().initial_backoff(Duration::MAX);
    let script = Script::new(&[status(503)]);
    let http = script.client();
    let sending = call(&http, "GET").retries(retries.max_backoff(Duration::MAX));
    assert_eq!(sending.await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_third_attempt_may_do() {
    let script = Script::new(&[Step::Lost, status(503), status(200)]);
    let http = script.client();
    let answer = call(&http, "GET").with_parts().await.unwrap();
    assert_eq!((&*answer.value.id, answer.attempts()), ("s1", 3));
    assert_eq!(script.headers("x-key"), vec![Some("s3cret".to_owned()); 3]);
}

#[tokio::test(start_paused = true)]
async fn the_outcome_is_unknown_once_a_response_is_lost() {
    for (steps, is_unknown) in [
        (&[Step::Lost][..], true),
        (&[ATTEMPT], true),
        (&[Step::CutOff(200)], false),
        (&[status(504)], true),
        (&[Step::Connect], false),
        (&[CONNECT], false),
        (&[status(429)], false),
        (&[status(500)], true),
        (&[status(501)], false),
        (&[Step::TooLarge], false),
        // Of an earlier attempt, nothing is known until a response tells.
        (&[Step::Lost, Step::Connect], true),
        (&[Step::Lost, status(503)], true),
        (&[Step::Lost, status(404)], true),
        (&[Step::Connect, status(503)], true),
        (
            &[Step::Connect, Step::Response(503, "retry-after", "0")],
            false,
        ),
    ] {
        let script = Script::new(steps);
        let error = failure(&script, "keyed POST").await;
        assert_eq!(error.outcome_unknown(), is_unknown, "{steps:?}: {error:?}");
        let error = failure(&Script::new(steps), "DELETE").await;
        assert_eq!(error.outcome_unknown(), is_unknown, "{steps:?}: {error:?}");
    }
    let error = failure(&Script::new(&[Step::Lost]), "POST").await;
    assert!(error.outcome_unknown() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "connection lost before a response: broken"
    );
    let error = failure(&Script::new(&[Step::Lost]), "PUT").await;
    let shown = "connection lost before a response: broken (after 3 attempts)";
    assert_eq!(error.to_string(), shown);
}

#[tokio::test]
async fn one_key_for_all_attempts() {
    let script = Script::new(&[status(503)]);
    let retries = RetryPolicy::default().initial_backoff(Duration::ZERO);
    let http = script.builder().retries(retries).build().unwrap();
    let sending = keyed(&http);
    let key = sending.idempotency_key_value().unwrap().to_owned();
    let parts: Vec<_> = key.split('-').collect();
    let lengths: Vec<_> = parts.iter().map(|part| part.len()).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12], "{key}");
    assert!(parts[2].starts_with('4') && parts[3].starts_with(['8', '9', 'a', 'b']));
    let error = sending.await.unwrap_err();
    assert_eq!(error.idempotency_key(), Some(&*key));
    assert_eq!(
        script.headers("idempotency-key"),
        vec![Some(key.clone()); 3]
    );

    // Another call has another key, unless it is told.
    let other = keyed(&http);
    assert_ne!(other.idempotency_key_value(), Some(&*key));
    let error = other.idempotency_key(&*key).await.unwrap_err();
    assert_eq!(error.idempotency_key(), Some(&*key));
    assert_eq!(script.headers("idempotency-key"), vec![Some(key); 6]);

    // A parameter of the operation comes first.
    let parameter = http.post("/x").idempotency("Idempotency-Key");
    let sending = parameter
        .header("idempotency-key", "mine")
        .receive::<(), ()>(|response| response.empty());
    assert_eq!(sending.idempotency_key_value(), Some("mine"));
}

#[tokio::test]
async fn a_key_that_cannot_be_sent() {
    let script = Script::new(&[status(200)]);
    let http = script.client();
    for (sending, problem) in [
        (
            keyed(&http).idempotency_key(""),
            "the idempotency key is empty or not plain ASCII",
        ),
        (
            keyed(&http).idempotency_key("é"),
            "the idempotency key is empty or not plain ASCII",
        ),
        (
            call(&http, "POST").idempotency_key("a"),
            "the operation has no header for idempotency keys",
        ),
    ] {
        let error = sending.await.unwrap_err();
        let expected = format!("the request couldn't be built: {problem}");
        assert_eq!(error.to_string(), expected);
        assert_eq!((error.attempts(), error.is_retryable()), (0, false));
    }
    assert_eq!(script.count(), 0);
    let plain = call(&http, "POST");
    assert_eq!(plain.idempotency_key_value(), None);
    let answer = plain.with_parts().await.unwrap();
    assert_eq!(answer.idempotency_key(), None);
}

#[tokio::test(start_paused = true)]
async fn waits_double_up_to_a_limit() {
    let script = Script::new(&[status(503)]);
    let retries = RetryPolicy::default()
        .max_attempts(40)
        .initial_backoff(Duration::from_secs(1))
        .max_backoff(Duration::from_secs(4))
        .max_elapsed(Duration::from_secs(1000));
    let http = script.builder().retries(retries).build().unwrap();
    let start = Instant::now();
    call(&http, "GET").await.unwrap_err();
    assert_eq!(script.count(), 40);
    let most = Duration::from_secs(1 + 2 + 4 * 37);
    // By chance, it is a little more than half of that.
    assert!(start.elapsed() < most && start.elapsed() > most / 8);
}

#[tokio::test(start_paused = true)]
async fn a_server_says_how_long_to_wait() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (value, seconds) in [("7", 14), (" 2 ", 4), (date, 0)] {
        let script = Script::new(&[Step::Response(429, "retry-after", value)]);
        let start = Instant::now();
        failure(&script, "POST").await;
        assert_eq!(script.count(), 3, "{value}");
        let waited = start.elapsed();
        let most = Duration::from_secs(seconds) + Duration::from_millis(1600);
        assert!(
            waited >= Duration::from_secs(seconds) && waited < most,
            "{value}: {waited:?}"
        );
    }
    // Nobody waits that long, nor for what isn't a time.
    for (value, method) in [
        ("61", "GET"),
        ("99999999999999999999999", "GET"),
        ("Sun, 06 Nov 3994 08:49:37 GMT", "GET"),
        ("soon", "POST"),
        ("-1", "POST"),
        ("", "POST"),
    ] {
        let script = Script::new(&[Step::Response(429, "retry-after", value)]);
        let start = Instant::now();
        let error = failure(&script, method).await;
        assert_eq!((script.count(), error.status()), (1, Some(429)), "{value}");
        assert_eq!(start.elapsed(), Duration::ZERO, "{value}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_total_limit() {
    // Hit within an attempt.
    let script = Script::new(&[Step::Slow(100)]);
    let http = script.client();
    let start = Instant::now();
    let limit = Duration::from_secs(5);
    let error = call(&http, "POST").total_timeout(limit).await.unwrap_err();
    assert_eq!(start.elapsed(), limit);
    assert_eq!(error.time_limit(), Some(TimeLimit::Total));
    assert!(error.is_timeout() && error.outcome_unknown() && !error.is_retryable());
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        error.to_string(),
        "timed out: no success within 5s in total"
    );

    // Before a wait that would outlast it.
    let script = Script::new(&[Step::Response(503, "retry-after", "5")]);
    let http = script.builder().total_timeout(limit).build().unwrap();
    let start = Instant::now();
    let error = call(&http, "POST").await.unwrap_err();
    assert_eq!(
        (start.elapsed(), error.status()),
        (Duration::ZERO, Some(503))
    );
    let longer = Duration::from_secs(8);
    let error = call(&http, "POST").total_timeout(longer).await.unwrap_err();
    assert_eq!((script.count(), error.attempts()), (3, 2));
    assert!(start.elapsed() < longer);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_no_more() {
    let script = Script::new(&[Step::Response(503, "retry-after", "5")]);
    let http = script.client();
    drop(call(&http, "GET"));
    assert_eq!(script.count(), 0);
    let cancelled = tokio::time::timeout(Duration::from_secs(1), call(&http, "GET")).await;
    assert!(cancelled.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.count(), 1);
}

#[tokio::test]
async fn a_number_of_attempts() {
    for (most, attempts) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let retries = RetryPolicy::default()
            .max_attempts(most)
            .initial_backoff(Duration::ZERO);
        let script = Script::new(&[Step::Connect]);
        let http = script.client();
        let error = call(&http, "POST").retries(retries).await.unwrap_err();
        assert_eq!((script.count(), error.attempts()), (attempts, attempts));
    }
}

#[tokio::test]
async fn a_stream_is_asked_for_again_until_it_begins() {
    let script = Script::new(&[status(503), Step::Lost, Step::CutOff(200), status(200)]);
    let retries = RetryPolicy::default().initial_backoff(Duration::ZERO);
    let http = script.builder().retries(retries).build().unwrap();
    let sending = http.get("/x").streaming::<String, ()>(|response| {
        Box::pin(async move { response.whole().await?.text() })
    });
    let error = sending.await.unwrap_err();
    assert_eq!((script.count(), error.attempts()), (3, 3));
    assert_eq!(error.status(), Some(200));
    assert!(script.requests().iter().all(|request| request.streamed));

    let sending = http.get("/x").streaming::<String, ()>(|response| {
        Box::pin(async move { response.whole().await?.text() })
    });
    let answer = sending.with_parts().await.unwrap();
    assert_eq!((answer.status(), answer.attempts()), (200, 1));
}
