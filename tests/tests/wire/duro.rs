//! Duro: a bearer token, an optional body, and nothing documented but 200.

use serde_json::json;
use subscription_cancel::ClientBuilder;
use subscription_cancel::duro::{
    CancelSubscriptionRequest, Client, Server, Subscription, SubscriptionStatus,
};
use subscription_cancel::runtime::{Nullable, from_json};

use crate::shared::{check_bodies, encoded, fixture, parsed, success};
use crate::vendor::{Check, ID, Vendor, sends};

pub(crate) struct Duro;

impl Vendor for Duro {
    sends!(duro::Subscription);

    const NAME: &str = "duro";
    const SERVER: &str = "https://api.useduro.com";
    const PATH: &str = "/v1/subscriptions/{id}/cancel";
    const PARAMETER: &str = "id";
    const CREDENTIAL: (&str, &str) = ("authorization", "Bearer ");
    const RESPONSE: &str = "duro/subscription_full.json";
    const RESPONSE_ID: &str = "/id";
    const RESPONSE_ENUMS: &[&str] = &["/status"];
    const REFUSALS: &[(u16, &str, Check<Self::ApiError>)] = &[];

    fn builder(secret: &str) -> ClientBuilder<Client> {
        Client::builder(secret)
    }
}

#[tokio::test]
async fn bodies() {
    check_bodies::<Duro>(|client| {
        let call = || client.cancel_subscription(ID);
        let request = CancelSubscriptionRequest::default;
        let (now, at_period_end) = (r#"{"atPeriodEnd":false}"#, r#"{"atPeriodEnd":true}"#);
        vec![
            (call(), None),
            (call().at_period_end(false), Some(now)),
            (call().at_period_end(true), Some(at_period_end)),
            (call().at_period_end(true).at_period_end(false), Some(now)),
            (call().body(request()), Some("{}")),
            (
                call().body(request().at_period_end(true)),
                Some(at_period_end),
            ),
            (call().body(request()).at_period_end(false), Some(now)),
            (call().at_period_end(true).body(request()), Some("{}")),
        ]
    })
    .await;
}

#[tokio::test]
async fn a_response() {
    let subscription = success::<Duro>(&fixture(Duro::RESPONSE)).await;
    assert_eq!(subscription.id.as_deref(), Some("sub_01JD4QZ8M2"), "id");
    assert_eq!(
        subscription.status,
        Some(SubscriptionStatus::Active),
        "status"
    );
    assert_eq!(
        subscription.plan_id.as_deref(),
        Some("plan_01JC7T"),
        "planId"
    );
    let end = Nullable::from("2026-12-01T00:00:00.000Z");
    assert_eq!(subscription.current_period_end, end, "currentPeriodEnd");
    assert_eq!(subscription.cycles_completed, Some(3), "cyclesCompleted");
}

#[tokio::test]
async fn empty_object_decodes_as_subscription() {
    let subscription = success::<Duro>("{}").await;
    let written = serde_json::to_value(&subscription).expect("JSON");
    assert_eq!(written, json!({}), "nothing is made up");
}

/// Absent, null and a value are three different things, both ways.
#[test]
fn period_is_absent_null_or_a_value() {
    let period = |text: &str| {
        let subscription: Subscription = from_json(text.as_bytes()).expect(text);
        assert_eq!(encoded(&subscription), parsed(text), "encoded again");
        subscription.current_period_start
    };
    assert_eq!(period("{}"), Nullable::Absent, "absent");
    let null = fixture("duro/subscription_null_period.json");
    assert_eq!(period(&null), Nullable::Null, "null");
    let there = json!({ "currentPeriodStart": "2026-11-01" }).to_string();
    assert_eq!(period(&there), Nullable::from("2026-11-01"), "there");
}

#[test]
fn servers() {
    assert_eq!(Server::Production.url(), Duro::SERVER, "live");
    assert_eq!(Server::Sandbox.url(), "https://sandbox.useduro.com", "test");
}
