//! Flowglad: a raw key, a body that must be there, a response told apart by a
//! boolean.

use serde_json::{Value, json};
use subscription_cancel::flowglad::{
    CancelSubscriptionError, CancelSubscriptionRequest, CancelSubscriptionResponse, Cancellation,
    Client, MetadataValue, StandardSubscriptionStatus, Subscription,
};
use subscription_cancel::runtime::{Nullable, from_json};
use subscription_cancel::{ClientBuilder, DecodeError};
use subscription_cancel_tests::Response;

use crate::shared::{Exchange, changed, check_bodies, encoded, failure, fixture, parsed, success};
use crate::vendor::{Check, ID, Vendor, sends};

pub(crate) struct Flowglad;

/// An API error of this variant, with this code and as many issues.
macro_rules! api_error {
    ($variant:ident, $code:literal, $issues:literal) => {
        |api_error| {
            matches!(api_error, CancelSubscriptionError::$variant(body)
                if body.code == $code && body.issues.as_ref().map(Vec::len) == Some($issues))
        }
    };
}

impl Vendor for Flowglad {
    sends!(flowglad::CancelSubscriptionResponse now());

    const NAME: &str = "flowglad";
    const SERVER: &str = "https://app.flowglad.com";
    const PATH: &str = "/api/v1/subscriptions/{id}/cancel";
    const PARAMETER: &str = "id";
    const CREDENTIAL: (&str, &str) = ("authorization", "");
    const BODY: Option<&str> = Some(r#"{"cancellation":{"timing":"immediately"}}"#);
    const RESPONSE: &str = STANDARD;
    const RESPONSE_ID: &str = "/subscription/id";
    const RESPONSE_ENUMS: &[&str] = &["/subscription/status", "/subscription/interval"];
    #[rustfmt::skip]
    const REFUSALS: &[(u16, &str, Check<Self::ApiError>)] = &[
        (400, "flowglad/error_bad_request.json", api_error!(BadRequest, "BAD_REQUEST", 0)),
        (400, "flowglad/error_bad_request_issues.json", api_error!(BadRequest, "BAD_REQUEST", 1)),
        (401, "flowglad/error_unauthorized.json", api_error!(Unauthorized, "UNAUTHORIZED", 0)),
        (403, "flowglad/error_forbidden.json", api_error!(Forbidden, "FORBIDDEN", 0)),
        (500, "flowglad/error_internal_server_error.json",
            api_error!(InternalServerError, "INTERNAL_SERVER_ERROR", 0)),
    ];

    fn builder(secret: &str) -> ClientBuilder<Client> {
        Client::builder(secret)
    }
}

fn now() -> CancelSubscriptionRequest {
    CancelSubscriptionRequest::new(Cancellation::Immediately)
}

const STANDARD: &str = "flowglad/standard.json";
const NON_RENEWING: &str = "flowglad/non_renewing.json";

#[tokio::test]
async fn bodies() {
    check_bodies::<Flowglad>(|client| {
        let call = |cancellation| {
            client.cancel_subscription(ID, CancelSubscriptionRequest::new(cancellation))
        };
        let at_end = r#"{"cancellation":{"timing":"at_end_of_current_billing_period"}}"#;
        let new = json!({ "timing": "on_a_day" });
        vec![
            (call(Cancellation::Immediately), Flowglad::BODY),
            (
                call(Cancellation::AtEndOfCurrentBillingPeriod),
                Some(at_end),
            ),
            (
                call(Cancellation::Unrecognized(new.into())),
                Some(r#"{"cancellation":{"timing":"on_a_day"}}"#),
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn a_subscription_that_renews() {
    let response = success::<Flowglad>(&fixture(STANDARD)).await;
    let Subscription::Standard(standard) = response.subscription else {
        panic!("`renews` is true: {response:?}");
    };
    let status = StandardSubscriptionStatus::CancellationScheduled;
    assert_eq!(standard.status, status, "status");
    assert_eq!(
        standard.cancel_scheduled_at,
        Nullable::Value(1_764_547_200_000),
        "cancelScheduledAt"
    );
    assert_eq!(standard.trial_end, Nullable::Null, "trialEnd is null");
    let metadata = standard.metadata.into_value().expect("metadata is there");
    assert_eq!(
        metadata["plan"],
        MetadataValue::String("pro".to_owned()),
        "metadata.plan"
    );
    assert_eq!(
        metadata["seats"],
        MetadataValue::Number(12.0),
        "metadata.seats"
    );
    assert_eq!(
        metadata["beta"],
        MetadataValue::Boolean(true),
        "metadata.beta"
    );

    let response = success::<Flowglad>(&fixture("flowglad/standard_minimal.json")).await;
    let Subscription::Standard(minimal) = response.subscription else {
        panic!("`renews` is true: {response:?}");
    };
    assert_eq!(minimal.trial_end, Nullable::Absent, "trialEnd is absent");
    assert_eq!(minimal.metadata, Nullable::Absent, "metadata is absent");
}

fn decode(json: &Value) -> Result<CancelSubscriptionResponse, DecodeError> {
    from_json(json.to_string().as_bytes())
}

/// The name of the variant that a response becomes.
fn variant(json: &Value) -> &'static str {
    match decode(json) {
        Ok(response) => match response.subscription {
            Subscription::Standard(_) => "Standard",
            Subscription::NonRenewing(_) => "NonRenewing",
            Subscription::Unrecognized(_) => "Unrecognized",
            _ => "another variant",
        },
        Err(error) => panic!("this should decode: {error}"),
    }
}

#[test]
fn the_tag_is_a_boolean() {
    for (name, expected) in [(STANDARD, "Standard"), (NON_RENEWING, "NonRenewing")] {
        let mut json = parsed(&fixture(name));
        assert_eq!(variant(&json), expected, "{name}");
        json["subscription"]["newProperty"] = json!({ "of": ["any", "kind"] });
        assert_eq!(variant(&json), expected, "{name} with a new property");
        json["alsoNew"] = Value::Null;
        assert_eq!(
            variant(&json),
            expected,
            "{name} with a new property around it"
        );
    }
}

#[test]
fn unknown_tag_is_kept() {
    let keep = |json: &Value, why: &str| {
        assert_eq!(variant(json), "Unrecognized", "{why}");
        let response = decode(json).expect("it decoded a moment ago");
        assert_eq!(&encoded(&response), json, "{why}, encoded again");
    };
    for name in [STANDARD, NON_RENEWING] {
        for tag in ["\"true\"", "\"false\"", "1", "0", "null", "[]"].map(parsed) {
            let why = format!("{name} with the tag {tag}");
            keep(&changed(name, "/subscription/renews", tag), &why);
        }
        let mut json = parsed(&fixture(name));
        json["subscription"]
            .as_object_mut()
            .expect("an object")
            .remove("renews");
        keep(&json, &format!("{name} without the tag"));
    }
    keep(
        &parsed(&fixture("flowglad/published_example.json")),
        "the published example",
    );
    keep(&json!({ "subscription": "sub_1" }), "no object");
}

#[tokio::test]
async fn published_example_of_no_variant_is_kept() {
    let body = fixture("flowglad/published_example.json");
    let response = success::<Flowglad>(&body).await;
    let kept = Subscription::Unrecognized(parsed(&body)["subscription"].clone().into());
    assert_eq!(response.subscription, kept, "all of the example");
}

/// A lenient call reads it as well, and lists what the server left out.
#[tokio::test]
async fn published_example_is_read_leniently() {
    let body = fixture("flowglad/published_example.json");
    let exchange = Exchange::<Flowglad>::start().await;
    exchange.prepare(Response::new(200, &body));
    let call = exchange.client.cancel_subscription(ID, now()).send();
    let parts = call.lenient().with_parts().await.expect("it is read");
    assert!(matches!(
        parts.value.subscription,
        Subscription::Unrecognized(_)
    ));
    let differences: Vec<String> = parts
        .differences()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = "$.subscription.renews: expected one of the documented values, found nothing";
    assert_eq!(differences, [expected]);
    assert_eq!(parts.body()[..], *body.as_bytes());

    // With its tag, a date as text is in the way of what is required.
    let mut with_tag = parsed(&body);
    with_tag["subscription"]["renews"] = true.into();
    exchange.prepare(Response::new(200, &with_tag.to_string()));
    let call = exchange.client.cancel_subscription(ID, now()).send();
    let error = call
        .lenient()
        .await
        .expect_err("a required number is a date");
    let listed: Vec<String> = error.differences().iter().map(DecodeError::path).collect();
    assert_eq!(listed, ["$.subscription.createdAt"], "{error}");
}

/// The tag decides. What doesn't fit the variant that it names is an error that
/// says where, never another variant.
#[tokio::test]
async fn union_variant_of_wrong_shape_is_an_error() {
    for (name, property, value, at_fault) in [
        (STANDARD, "createdAt", json!("2023-11-07"), "createdAt"),
        (STANDARD, "priceId", Value::Null, "priceId"),
        (NON_RENEWING, "interval", json!("month"), "interval"),
        (NON_RENEWING, "renews", json!(true), "interval"),
    ] {
        let error = decode(&changed(name, &format!("/subscription/{property}"), value));
        let error = error.expect_err("the variant doesn't fit");
        let path = format!("$.subscription.{at_fault}");
        assert_eq!(
            error.path(),
            path,
            "{name} with another {property}: {error}"
        );
    }
    let json = changed(STANDARD, "/subscription/createdAt", "2023-11-07").to_string();
    let error = failure::<Flowglad>(Response::new(200, &json)).await;
    let body = error.body().expect("the body should be kept");
    assert_eq!(body[..], *json.as_bytes(), "the body as it came");
}
