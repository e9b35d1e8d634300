//! FunnelFox: a secret in a header of its own, a server with a path.

use subscription_cancel::ClientBuilder;
use subscription_cancel::funnelfox::{
    CancelSubscriptionError, CancelSubscriptionRequest, Client, FunnelType, SubscriptionStatus,
    TrialOffer,
};

use crate::shared::{check_bodies, fixture, parsed, success};
use crate::vendor::{Check, ID, Vendor, sends};

pub(crate) struct FunnelFox;

impl Vendor for FunnelFox {
    sends!(funnelfox::Subscription);

    const NAME: &str = "funnelfox";
    const SERVER: &str = "https://api.funnelfox.io";
    const BASE: &str = "/public/v1";
    const PATH: &str = "/subscriptions/{id}/cancel";
    const PARAMETER: &str = "id";
    const CREDENTIAL: (&str, &str) = ("fox-secret", "");
    const RESPONSE: &str = "funnelfox/subscription_full.json";
    const RESPONSE_ID: &str = "/id";
    const RESPONSE_ENUMS: &[&str] = &[
        "/status",
        "/funnel/type",
        "/product/status",
        "/billing_interval",
        "/trial_offer",
        "/payment_provider",
    ];
    const REFUSALS: &[(u16, &str, Check<Self::ApiError>)] = &[
        (400, "funnelfox/error_request.json", |api_error| {
            matches!(api_error, CancelSubscriptionError::BadRequest(body)
                if body.message == "subscription is already cancelled")
        }),
        (401, "funnelfox/error_authentication.json", |api_error| {
            matches!(api_error, CancelSubscriptionError::Unauthorized(body)
                if body.message == "invalid secret key")
        }),
        (404, "funnelfox/error_not_found.json", |api_error| {
            matches!(api_error, CancelSubscriptionError::NotFound(body)
                if body.message == "subscription not found")
        }),
    ];

    fn builder(secret: &str) -> ClientBuilder<Client> {
        Client::builder(secret)
    }
}

#[tokio::test]
async fn bodies() {
    check_bodies::<FunnelFox>(|client| {
        let call = || client.cancel_subscription(ID);
        let request = CancelSubscriptionRequest::default;
        let reason = r#"{"reason":"Too expensive"}"#;
        vec![
            (call(), None),
            (call().reason("Too expensive"), Some(reason)),
            (
                call().reason(String::from("\\ \" \u{1}")),
                Some(r#"{"reason":"\\ \" \u0001"}"#),
            ),
            (call().body(request()), Some("{}")),
            (call().body(request().reason("Too expensive")), Some(reason)),
        ]
    })
    .await;
}

#[tokio::test]
async fn a_response() {
    let subscription = success::<FunnelFox>(&fixture(FunnelFox::RESPONSE)).await;
    assert_eq!(subscription.status, SubscriptionStatus::Cancelled, "status");
    assert_eq!(
        subscription.funnel.r#type,
        FunnelType::Default,
        "funnel.type"
    );
    assert_eq!(
        subscription.trial_offer,
        Some(TrialOffer::Paid),
        "trial_offer"
    );
    assert_eq!(
        (subscription.price, subscription.price_usd),
        (1999, 2611),
        "prices"
    );
    let email = subscription.profile.email.as_deref();
    assert_eq!(email, Some("ada@example.com"), "profile.email");
    let product = subscription.product.map(|product| product.name);
    assert_eq!(product.as_deref(), Some("Monthly plan"), "product.name");
    let cancelled_at = subscription.cancelled_at.map(|at| at.to_string());
    assert_eq!(
        cancelled_at.as_deref(),
        Some("2026-11-20T16:40:12.345Z"),
        "cancelled_at"
    );
}

/// None of them is nullable by the document, yet servers do write null for
/// "nothing".
#[tokio::test]
async fn optional_properties_may_be_absent_or_null() {
    let minimal = fixture("funnelfox/subscription_minimal.json");
    let absent = success::<FunnelFox>(&minimal).await;
    let full = parsed(&fixture(FunnelFox::RESPONSE));
    let mut nulls = parsed(&minimal);
    for place in ["", "/profile", "/session"] {
        let full = full.pointer(place).and_then(|value| value.as_object());
        let nulls = nulls
            .pointer_mut(place)
            .and_then(|value| value.as_object_mut());
        let (full, nulls) = full.zip(nulls).expect("both fixtures have it");
        for name in full.keys() {
            nulls.entry(name).or_insert(serde_json::Value::Null);
        }
    }
    let null = success::<FunnelFox>(&nulls.to_string()).await;
    assert_eq!(null, absent, "null is as good as absent");
}
