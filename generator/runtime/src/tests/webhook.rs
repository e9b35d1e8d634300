//! `webhooks!`.

use serde_json::{Value, json};

use crate::runtime::{DecodeError, RawJson, object, to_json, webhooks};

#[derive(Debug, Clone, PartialEq)]
struct Paid {
    total: i64,
}

object!(Paid { total: required "total" });

#[derive(Debug, Clone, PartialEq)]
struct Refunded {
    total: i64,
    reason: Option<String>,
}

object!(Refunded { total: required "total", reason: optional "reason" });

#[derive(Debug, Clone, PartialEq)]
enum Event {
    Paid(Paid),
    Refunded(Refunded),
    Chargeback(Refunded),
    Unrecognized(RawJson),
}

webhooks!(Event by "/events/0/a~1b" {
    Paid(Paid): "order.paid",
    Refunded(Refunded): "order.refunded" is "refund" | 7,
    Chargeback(Refunded): "order.chargeback",
});

#[derive(Debug, Clone, PartialEq)]
enum Shaped {
    Paid(Paid),
    Refunded(Refunded),
    Voided(Refunded),
    Ping(Value),
    Unrecognized(RawJson),
}

webhooks!(Shaped {
    Paid(Paid): "paid",
    Refunded(Refunded): "refunded",
    Voided(Refunded): "voided",
    Ping(Value): "ping" by name,
});

#[test]
fn a_value_of_the_body_tells_them_apart() {
    let of = |tag: Value| {
        let body = json!({ "events": [{ "a/b": tag }], "total": 3 }).to_string();
        Event::from_json(body.as_bytes()).map(|event| event.name())
    };
    assert_eq!(of(json!("order.paid")), Ok(Some("order.paid")));
    assert_eq!(of(json!("refund")), Ok(Some("order.refunded")));
    assert_eq!(of(json!(7)), Ok(Some("order.refunded")));
    assert_eq!(of(json!("order.refunded")), Ok(None));
    assert_eq!(of(json!(null)), Ok(None));
}

#[test]
fn what_is_not_known_is_kept_and_written_back() -> Result<(), DecodeError> {
    for body in [r#"{"events":[{"a/b":"new"}],"x":1.50}"#, "[]", "null", "7"] {
        let event = Event::from_json(body.as_bytes())?;
        assert_eq!(to_json(&event), body);
        assert_eq!(event, Event::Unrecognized(body.parse()?));
    }
    Ok(())
}

#[test]
fn a_known_event_must_be_what_was_promised() {
    let wrong = br#"{"events":[{"a/b":"order.paid"}],"total":"3"}"#;
    let error = Event::from_json(wrong).map_err(|error| error.to_string());
    let told = "$.total: expected an integer of 64 bits, found a string";
    assert_eq!(error, Err(told.to_owned()));
    assert!(Event::from_json(b"total=3").is_err());
}

#[test]
fn a_name_from_elsewhere_decides() -> Result<(), DecodeError> {
    let body = br#"{"total":3}"#;
    let paid = Paid { total: 3 };
    let unknown = json!({ "total": 3 });
    let of = |name| Event::from_json_named(name, body);
    assert_eq!(of("order.paid")?, Event::Paid(paid));
    assert_eq!(of("order.chargeback")?.name(), Some("order.chargeback"));
    assert_eq!(
        of("order.new")?,
        Event::Unrecognized(unknown.clone().into())
    );
    assert_eq!(of("")?, Event::Unrecognized(unknown.into()));
    Ok(())
}

#[test]
fn without_such_a_value_the_shape_must_be_that_of_one_alone() -> Result<(), DecodeError> {
    let of = |body: &str| Shaped::from_json(body.as_bytes()).map(|event| event.name());
    // `reason` is known to two, so neither is the one.
    assert_eq!(of(r#"{"total":3,"reason":"r"}"#)?, None);
    assert_eq!(of(r#"{"total":3}"#)?, None);
    assert_eq!(of(r#"{"zen":"Keep it logically awesome."}"#)?, None);
    let ping = Shaped::from_json_named("ping", br#"{"zen":"x"}"#)?;
    assert_eq!(ping, Shaped::Ping(json!({ "zen": "x" })));
    Ok(())
}

#[derive(Debug, Clone, PartialEq)]
enum Pair {
    Paid(Paid),
    Refunded(Refunded),
    Unrecognized(RawJson),
}

webhooks!(Pair { Paid(Paid): "paid", Refunded(Refunded): "refunded" });

#[test]
fn the_one_that_loses_the_least_is_taken() -> Result<(), DecodeError> {
    let of = |body: &str| Pair::from_json(body.as_bytes()).map(|event| event.name());
    assert_eq!(of(r#"{"total":3,"reason":"r"}"#)?, Some("refunded"));
    assert_eq!(of(r#"{"total":3}"#)?, None);
    assert_eq!(of(r#"{"else":3}"#)?, None);
    let named = Pair::from_json_named("paid", br#"{"total":3}"#)?;
    assert_eq!(named, Pair::Paid(Paid { total: 3 }));
    Ok(())
}
