//! Lotus: two ways to authenticate, no server of its own, a path that ends in a
//! slash, a body whose null isn't its absence.

use serde_json::{Value, json};
use subscription_cancel::lotus::{
    BillingFrequency, CancelSubscriptionRequest, Client, FlatFeeBehavior, InvoicingBehavior,
    UsageBehavior, Version, VersionText,
};
use subscription_cancel::{ClientBuilder, Error};

use crate::shared::{
    built, cancelled, changed, check_bodies, check_request_with, encoded, fixture, ready, success,
};
use crate::vendor::{Check, ID, SECRET, Vendor, sends};

pub(crate) struct Lotus;

impl Vendor for Lotus {
    sends!(lotus::Subscription);

    const NAME: &str = "lotus";
    const SERVER: &str = "https://api.uselotus.io";
    const PATH: &str = "/api/subscriptions/{id}/cancel/";
    const PARAMETER: &str = "subscription_id";
    const CREDENTIAL: (&str, &str) = ("authorization", "Token ");
    const RESPONSE: &str = "lotus/subscription_full.json";
    const RESPONSE_ID: &str = "/subscription_id";
    const RESPONSE_ENUMS: &[&str] = &[
        "/addons/0/addon/addon_type",
        "/addons/0/addon/billing_frequency",
        "/billing_plan/version",
    ];
    const REFUSALS: &[(u16, &str, Check<Self::ApiError>)] = &[];

    fn builder(secret: &str) -> ClientBuilder<Client> {
        Client::builder(Self::SERVER).knox_token_auth(secret)
    }
}

#[tokio::test]
async fn alternative_credentials_are_both_accepted() {
    let (mut stub, _) = ready::<Lotus>().await;
    let builder = || Client::builder(stub.url());
    let with_token = ("authorization", "Token key_s3cret");
    for (builder, header) in [
        (builder().knox_token_auth(SECRET), with_token),
        (
            builder().organization_api_key_auth("key_2"),
            ("x-api-key", "key_2"),
        ),
        // Alternatives aren't sent together: the document's first one is.
        (
            builder()
                .organization_api_key_auth("key_2")
                .knox_token_auth(SECRET),
            with_token,
        ),
    ] {
        cancelled::<Lotus>(&built::<Lotus>(builder), ID).await;
        check_request_with::<Lotus>(&mut stub, None, header).await;
    }
}

#[tokio::test]
async fn missing_credential_sends_no_request() {
    let (mut stub, _) = ready::<Lotus>().await;
    let client = built::<Lotus>(Client::builder(stub.url()));
    let error = Lotus::cancel(&client, ID)
        .await
        .expect_err("a credential is needed");
    let Error::MissingCredential(missing) = &error else {
        panic!("the missing credential should be named: {error:?}");
    };
    let schemes: Vec<&str> = missing.missing().flatten().collect();
    assert_eq!(
        schemes,
        ["knoxTokenAuth", "OrganizationApiKeyAuth"],
        "each alternative of the document"
    );
    let message = "cancel_subscription (POST /api/subscriptions/{subscription_id}/cancel/): no credential: \
                   the client's builder takes it by `knox_token_auth(…)`, or by `organization_api_key_auth(…)`";
    assert_eq!(error.to_string(), message);
    assert_eq!(stub.connections().await, 0, "nothing should be sent");
}

#[tokio::test]
async fn bodies() {
    check_bodies::<Lotus>(|client| {
        let call = || client.cancel_subscription(ID);
        let request = CancelSubscriptionRequest::default;
        let (refund, null) = (
            r#"{"flat_fee_behavior":"refund"}"#,
            r#"{"flat_fee_behavior":null}"#,
        );
        let all = concat!(
            r#"{"flat_fee_behavior":"charge_prorated","usage_behavior":"bill_none","#,
            r#""invoicing_behavior":"add_to_next_invoice"}"#,
        );
        vec![
            (call(), None),
            (
                call().flat_fee_behavior(FlatFeeBehavior::Refund),
                Some(refund),
            ),
            (call().flat_fee_behavior(None), Some(null)),
            (
                call()
                    .flat_fee_behavior(FlatFeeBehavior::Refund)
                    .flat_fee_behavior(None),
                Some(null),
            ),
            (call().body(request()), Some("{}")),
            (call().body(request().flat_fee_behavior(None)), Some(null)),
            // The text isn't the value.
            (
                call().flat_fee_behavior(FlatFeeBehavior::from("null")),
                Some(r#"{"flat_fee_behavior":"null"}"#),
            ),
            (
                call().usage_behavior(UsageBehavior::from("bill_half")),
                Some(r#"{"usage_behavior":"bill_half"}"#),
            ),
            // The document's order, whatever the caller's.
            (
                call()
                    .invoicing_behavior(InvoicingBehavior::AddToNextInvoice)
                    .usage_behavior(UsageBehavior::BillNone)
                    .flat_fee_behavior(FlatFeeBehavior::ChargeProrated),
                Some(all),
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn a_response() {
    let subscription = success::<Lotus>(&fixture(Lotus::RESPONSE)).await;
    assert_eq!(
        subscription.start_date, "2026-11-01 00:00:00",
        "a date as it came"
    );
    assert_eq!(
        subscription.billing_plan.version,
        Version::Integer(3),
        "version"
    );
    let addon = &subscription.addons[0].addon;
    assert_eq!(
        addon.billing_frequency,
        BillingFrequency::Recurring,
        "billing_frequency"
    );
    assert_eq!(
        subscription.metadata["tags"],
        json!(["a", "b"]),
        "metadata may be anything"
    );
    assert_eq!(
        subscription.metadata["owner"],
        Value::Null,
        "null is a value, too"
    );
}

#[tokio::test]
async fn version_is_a_number_or_a_string() {
    let unknown = |value: Value| (value.clone(), Version::Unrecognized(value.into()));
    let text = |text| (json!(text), Version::Text(VersionText::from(text)));
    for (value, expected) in [
        (json!(0), Version::Integer(0)),
        (
            json!(9_007_199_254_740_993_i64),
            Version::Integer(9_007_199_254_740_993),
        ),
        (
            json!("custom_version"),
            Version::Text(VersionText::CustomVersion),
        ),
        text("draft"),
        text(""),
        unknown(json!(1.5)),
        unknown(json!(true)),
        unknown(json!({ "major": 1 })),
        unknown(Value::Null),
        unknown(json!(1e300)),
    ] {
        let body = changed(Lotus::RESPONSE, "/billing_plan/version", value.clone());
        let subscription = success::<Lotus>(&body.to_string()).await;
        assert_eq!(
            subscription.billing_plan.version, expected,
            "{value} decoded"
        );
        assert_eq!(encoded(&subscription), body, "{value} encoded again");
    }
}

/// An integer that no `i64` holds is no reason to lose the whole response.
#[tokio::test]
async fn version_beyond_i64_is_kept() {
    for version in [i64::MAX as u64 + 1, u64::MAX] {
        let body = changed(Lotus::RESPONSE, "/billing_plan/version", version);
        let subscription = success::<Lotus>(&body.to_string()).await;
        let kept = Version::Unrecognized(Value::from(version).into());
        assert_eq!(subscription.billing_plan.version, kept, "{version} decoded");
        assert_eq!(encoded(&subscription), body, "{version} encoded again");
    }
}
