//! Spans and events of a call, as a subscriber of `tracing` gets them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber};

use super::sample::{Client, Status, Subscription};
use crate::runtime::{MockResponse, MockTransport, RetryPolicy, Secret, TransportError};

type Fields = BTreeMap<&'static str, String>;

/// Keeps what it is told: the fields of the one span, and those of each event.
#[derive(Clone, Default)]
struct Recorder {
    span: Arc<Mutex<Fields>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("runtime::exchange::spans")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Visitor(&mut self.span.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Visitor(&mut self.span.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        self.events.lock().unwrap().push(fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A second subscriber. While there is just one, `tracing` asks that of the thread which
/// comes to a callsite first: another test's, without any, would turn the callsite off.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Recorder::default()));

/// The span and the events of one call of a server that answers so.
async fn told(script: impl FnOnce(&MockTransport)) -> (Fields, Vec<Fields>) {
    LazyLock::force(&SECOND);
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let mock = MockTransport::new();
    script(&mock);
    let builder = Client::builder(Secret::from("sk_test_1")).transport(mock);
    let retries = RetryPolicy::default().initial_backoff(Duration::ZERO);
    let client = builder.retries(retries).build().unwrap();
    let call = client.cancel_subscription("sub_private");
    let _ = call.at_period_end(true).send().await;
    let fields = recorder.span.lock().unwrap().clone();
    let events = recorder.events.lock().unwrap().clone();
    let all = format!("{fields:?} {events:?}");
    for private in ["sk_test_1", "sub_private", "atPeriodEnd"] {
        assert!(!all.contains(private), "{all}");
    }
    (fields, events)
}

const ROUTE: &str = "/v1/subscriptions/{id}/cancel";

#[tokio::test]
async fn a_call_is_a_span_with_the_names_of_opentelemetry() {
    let subscription = Subscription {
        id: "sub_private".to_owned(),
        status: Status::Active,
    };
    let (span, events) = told(|mock| {
        mock.on("POST", ROUTE).respond(200, &subscription);
    })
    .await;
    let expected = [
        ("api.operation", "cancelSubscription"),
        ("http.request.method", "POST"),
        ("http.response.status_code", "200"),
        ("otel.kind", "client"),
        ("otel.name", "POST /v1/subscriptions/{id}/cancel"),
        ("server.address", "api.example.com"),
        ("server.port", "443"),
        ("url.template", ROUTE),
    ];
    let expected: Fields = expected.map(|(name, text)| (name, text.to_owned())).into();
    assert_eq!(span, expected);
    assert!(events.is_empty());
}

#[tokio::test]
async fn a_repetition_is_an_event_and_counted() {
    let busy = MockResponse::empty(503).header("retry-after", "0");
    let (span, events) = told(|mock| {
        mock.on("POST", ROUTE)
            .fail(|| TransportError::Connect("refused".into()))
            .respond_with(busy)
            .respond_with(MockResponse::empty(404));
    })
    .await;
    assert_eq!(span["http.request.resend_count"], "2");
    assert_eq!(span["http.response.status_code"], "404");
    assert_eq!(span["error.type"], "404");
    assert_eq!(span["otel.status_code"], "ERROR");
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["error.type"], "connect");
    assert_eq!(events[0]["http.request.resend_count"], "1");
    assert_eq!(events[1]["http.response.status_code"], "503");
}

#[tokio::test]
async fn a_call_without_a_response_says_why() {
    let lost = || TransportError::Interrupted("reset".into());
    let (span, events) = told(|mock| {
        mock.on("POST", ROUTE).fail(lost);
    })
    .await;
    assert_eq!(span["error.type"], "interrupted");
    assert!(!span.contains_key("http.response.status_code"));
    assert!(events.is_empty());
}
