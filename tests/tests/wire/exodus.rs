//! Exodus: a bearer token, an optional body, two API errors of one type.

use subscription_cancel::ClientBuilder;
use subscription_cancel::exodus::{
    CancelSubscriptionError, CancelSubscriptionRequest, Client, ErrorType, SubscriptionStatus,
};
use subscription_cancel_tests::Response;

use crate::shared::{changed, check_bodies, failure, fixture, success};
use crate::vendor::{Check, ID, Vendor, sends};

pub(crate) struct Exodus;

impl Vendor for Exodus {
    sends!(exodus::Subscription);

    const NAME: &str = "exodus";
    const SERVER: &str = "https://checkout.exodus.com";
    const PATH: &str = "/subscriptions/{id}/cancel";
    const PARAMETER: &str = "subscriptionId";
    const CREDENTIAL: (&str, &str) = ("authorization", "Bearer ");
    const RESPONSE: &str = "exodus/cancelled_immediately.json";
    const RESPONSE_ID: &str = "/id";
    const RESPONSE_ENUMS: &[&str] = &["/status"];
    const REFUSALS: &[(u16, &str, Check<Self::ApiError>)] = &[
        (400, "exodus/error_invalid_status.json", |api_error| {
            matches!(api_error, CancelSubscriptionError::BadRequest(body)
                if body.error.r#type == ErrorType::InvalidRequest
                    && body.error.message == "Subscription is already cancelled")
        }),
        (404, "exodus/error_not_found.json", |api_error| {
            matches!(api_error, CancelSubscriptionError::NotFound(body)
                if body.error.r#type == ErrorType::NotFound
                    && body.error.message == "Subscription not found")
        }),
    ];

    fn builder(secret: &str) -> ClientBuilder<Client> {
        Client::builder(secret)
    }
}

#[tokio::test]
async fn bodies() {
    check_bodies::<Exodus>(|client| {
        let call = || client.cancel_subscription(ID);
        let request = CancelSubscriptionRequest::default;
        let both = r#"{"cancel_immediately":true,"reason":"Too \"dear\"\n– ü"}"#;
        let reason = "Too \"dear\"\n– ü";
        vec![
            (call(), None),
            (
                call().cancel_immediately(true),
                Some(r#"{"cancel_immediately":true}"#),
            ),
            (
                call().cancel_immediately(false),
                Some(r#"{"cancel_immediately":false}"#),
            ),
            (call().reason(""), Some(r#"{"reason":""}"#)),
            (call().reason(reason).cancel_immediately(true), Some(both)),
            (call().body(request()), Some("{}")),
            (
                call().body(request().cancel_immediately(true).reason(reason)),
                Some(both),
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn both_responses() {
    let now = success::<Exodus>(&fixture(Exodus::RESPONSE)).await;
    assert_eq!(now.status, SubscriptionStatus::Cancelled, "status");
    assert_eq!(
        (now.amount, now.cancel_at_period_end),
        (2999, false),
        "at once"
    );
    let cancelled_at = now.cancelled_at.map(|at| at.to_string());
    assert_eq!(
        cancelled_at.as_deref(),
        Some("2024-02-15T10:30:00Z"),
        "cancelled_at"
    );
    assert_eq!(now.metadata["plan_id"], "pro_monthly", "metadata");

    let later = success::<Exodus>(&fixture("exodus/cancelled_at_period_end.json")).await;
    assert_eq!(later.status, SubscriptionStatus::Active, "status");
    assert!(later.cancel_at_period_end, "it ends with the period");
    assert_eq!(later.cancelled_at, None, "cancelled_at isn't there");
    assert_eq!(later.cancellation_reason, None, "no reason was given");
}

#[tokio::test]
async fn unknown_error_type_is_kept() {
    let body = changed("exodus/error_not_found.json", "/error/type", "gone");
    let error = failure::<Exodus>(Response::new(404, &body.to_string())).await;
    let Some(CancelSubscriptionError::NotFound(body)) = error.api_error() else {
        panic!("404 should be `NotFound`: {error:?}");
    };
    let kept = ErrorType::Unrecognized("gone".to_owned());
    assert_eq!(body.error.r#type, kept, "the type as it came");
    assert_eq!(
        body.error.r#type.as_str(),
        "gone",
        "the type as it is written"
    );
}

#[tokio::test]
async fn invalid_time_is_an_error_with_path() {
    let body = changed(Exodus::RESPONSE, "/current_period_end", "tomorrow").to_string();
    let error = failure::<Exodus>(Response::new(200, &body))
        .await
        .to_string();
    let expected = "cancel_subscription (POST /subscriptions/{subscriptionId}/cancel): status 200, but the body doesn't decode: $.current_period_end: \
                    expected an instant such as 2026-01-31T12:00:00Z, found \"tomorrow\"";
    assert_eq!(error, expected, "the message says where and why");
}

/// All of RFC 3339, not just what the examples show.
#[tokio::test]
async fn times_in_every_spelling() {
    for (text, instant) in [
        ("2026-11-20T16:40:12.345Z", "2026-11-20T16:40:12.345Z"),
        (
            "2026-11-20T16:40:12.123456789Z",
            "2026-11-20T16:40:12.123456789Z",
        ),
        ("2026-11-20T18:40:12+02:00", "2026-11-20T16:40:12Z"),
        ("2026-11-20T08:40:12-08:00", "2026-11-20T16:40:12Z"),
        ("2026-11-20T16:40:12-00:00", "2026-11-20T16:40:12Z"),
        ("2026-11-20t16:40:12z", "2026-11-20T16:40:12Z"),
    ] {
        let body = changed(Exodus::RESPONSE, "/created_at", text);
        let subscription = success::<Exodus>(&body.to_string()).await;
        let created_at = subscription.created_at;
        assert_eq!(created_at.timestamp().to_string(), instant, "{text}");
        assert_eq!(created_at.to_string(), text, "it is written as it came");
    }
}
