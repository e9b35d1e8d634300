//! The hook for each attempt.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::script::{Script, Step, status};
use crate::runtime::{
    AttemptEnd, AttemptStart, BoxError, Credential, Observer, RetryAdvice, RetryBudget,
    RetryPolicy, Token,
};

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn note(&self, note: String) {
        self.0.lock().unwrap().push(note);
    }
}

impl Observer for Notes {
    fn starts(&self, attempt: &mut AttemptStart<'_>) {
        let AttemptStart {
            operation,
            method,
            route,
            attempt: number,
            headers,
            ..
        } = attempt;
        headers.insert("traceparent", format!("00-{number}").parse().unwrap());
        // Neither a credential nor the frame is an observer's to set.
        headers.insert("x-key", "mine".parse().unwrap());
        headers.insert("content-length", "9".parse().unwrap());
        headers.insert("idempotency-key", "mine".parse().unwrap());
        headers.append("baggage", "a=1".parse().unwrap());
        headers.append("baggage", "b=2".parse().unwrap());
        self.note(format!("{operation}: {method} {route}, attempt {number}"));
    }

    fn ends(&self, attempt: &AttemptEnd<'_>) {
        let error = attempt.error.map(ToString::to_string);
        assert!(attempt.duration < Duration::from_secs(1));
        assert_eq!(attempt.headers.is_some(), attempt.status.is_some());
        self.note(format!(
            "{}: {:?}, {error:?}",
            attempt.attempt, attempt.status
        ));
    }
}

#[tokio::test(start_paused = true)]
async fn an_observer_sees_each_attempt() {
    let script = Script::new(&[Step::Lost, Step::CutOff(200), status(200)]);
    let notes = Notes::default();
    let http = script.builder().observer(notes.clone()).build().unwrap();
    let call = http
        .get("/x/{id}")
        .operation("getX", "get_x")
        .path("id", &7);
    let call = call.security(&[&["key"]]);
    call.receive::<(), ()>(|response| response.empty())
        .await
        .unwrap();
    let lost = "connection lost before a response: broken";
    let cut_off = "status 200, body cut off after 1 bytes: broken";
    assert_eq!(
        *notes.0.lock().unwrap(),
        [
            "getX: GET /x/{id}, attempt 1".to_owned(),
            format!("1: None, Some({lost:?})"),
            "getX: GET /x/{id}, attempt 2".to_owned(),
            format!("2: Some(200), Some({cut_off:?})"),
            "getX: GET /x/{id}, attempt 3".to_owned(),
            "3: Some(200), None".to_owned(),
        ]
    );
    let sent = |number| Some(format!("00-{number}"));
    assert_eq!(script.headers("traceparent"), [sent(1), sent(2), sent(3)]);
    assert_eq!(script.headers("x-key"), vec![Some("s3cret".to_owned()); 3]);
    assert_eq!(script.headers("content-length"), vec![None; 3]);
}

#[tokio::test(start_paused = true)]
async fn a_budget_bounds_the_repetitions_of_all_clones() {
    let script = Script::new(&[status(503)]);
    let budget = RetryBudget::new(12);
    let retries = RetryPolicy::default().budget(budget.clone());
    let http = script.builder().retries(retries).build().unwrap();
    for (sent, left) in [(3, 2), (4, 2)] {
        let clone = http.clone();
        let get = clone
            .get("/x")
            .receive::<(), ()>(|response| match response.status() {
                200 => response.empty(),
                _ => Err(response.unexpected()),
            });
        get.await.unwrap_err();
        assert_eq!((script.count(), budget.left()), (sent, left));
    }
    // The policy of a single call has no budget of its own.
    let get = http
        .get("/x")
        .receive::<(), ()>(|response| Err(response.unexpected()));
    let error = get
        .retries(RetryPolicy::default().max_attempts(9))
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), budget.left()), (1, 2));
    // A success gives some of it back.
    let script = Script::new(&[status(200)]);
    let retries = RetryPolicy::default().budget(budget.clone());
    let http = script.builder().retries(retries).build().unwrap();
    for _ in 0..30 {
        http.get("/x")
            .receive::<(), ()>(|response| response.empty())
            .await
            .unwrap();
    }
    assert_eq!(budget.left(), 12);
}

/// A key that the client doesn't know of would be another request each time; of a header
/// with several values, all are sent.
#[tokio::test]
async fn an_observer_sets_no_idempotency_key() {
    let script = Script::new(&[status(200)]);
    let http = script.builder().observer(Notes::default()).build().unwrap();
    let call = http.post("/x").idempotency("Idempotency-Key");
    let call = call.receive::<(), ()>(|response| response.empty());
    let key = call.idempotency_key_value().unwrap().to_owned();
    call.await.unwrap();
    assert_eq!(script.headers("idempotency-key"), [Some(key)]);
    let baggage = script.requests()[0]
        .headers
        .get_all("baggage")
        .iter()
        .count();
    assert_eq!(baggage, 2);
}

#[tokio::test(start_paused = true)]
async fn a_classifier_is_asked_about_a_401_and_knows_the_wait() {
    let script = Script::new(&[Step::Response(401, "retry-after-ms", "20.5")]);
    let retries = RetryPolicy::default().classify(|attempt| {
        assert_eq!(attempt.retry_after(), Some(Duration::from_micros(20_500)));
        Some(RetryAdvice::Stop)
    });
    let tokens = || async { Ok::<_, BoxError>(Token::new("t").valid_for(Duration::from_secs(60))) };
    let credential = Credential::bearer(tokens);
    let builder = script.builder().credential("token", credential);
    let http = builder.retries(retries).build().unwrap();
    let call = http.get("/x").security(&[&["token"]]);
    let call = call.receive::<(), ()>(|response| Err(response.unexpected()));
    assert_eq!(call.await.unwrap_err().attempts(), 1);
}
