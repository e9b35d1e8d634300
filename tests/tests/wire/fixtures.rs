//! Every file in `tests/fixtures` as its type and back, without loss.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use subscription_cancel::runtime::{Wire, from_json, to_json};
use subscription_cancel::{duro, exodus, flowglad, funnelfox, lotus};

use crate::shared::{fixture, parsed};
use crate::vendor::vendors;

type Check = fn(&str);

/// The type of each file.
#[rustfmt::skip]
const FIXTURES: &[(&str, Check)] = &[
    ("duro/request_at_period_end.json", keeps::<duro::CancelSubscriptionRequest>),
    ("duro/request_now.json", keeps::<duro::CancelSubscriptionRequest>),
    ("duro/subscription_empty.json", keeps::<duro::Subscription>),
    ("duro/subscription_full.json", keeps::<duro::Subscription>),
    ("duro/subscription_null_period.json", keeps::<duro::Subscription>),
    ("exodus/cancelled_at_period_end.json", keeps::<exodus::Subscription>),
    ("exodus/cancelled_immediately.json", keeps::<exodus::Subscription>),
    ("exodus/error_invalid_status.json", keeps::<exodus::ErrorResponse>),
    ("exodus/error_not_found.json", keeps::<exodus::ErrorResponse>),
    ("exodus/request_immediately.json", keeps::<exodus::CancelSubscriptionRequest>),
    ("flowglad/error_bad_request.json", keeps::<flowglad::BadRequestError>),
    ("flowglad/error_bad_request_issues.json", keeps::<flowglad::BadRequestError>),
    ("flowglad/error_forbidden.json", keeps::<flowglad::ForbiddenError>),
    ("flowglad/error_internal_server_error.json", keeps::<flowglad::InternalServerError>),
    ("flowglad/error_unauthorized.json", keeps::<flowglad::UnauthorizedError>),
    ("flowglad/non_renewing.json", keeps::<flowglad::CancelSubscriptionResponse>),
    ("flowglad/published_example.json", keeps::<flowglad::CancelSubscriptionResponse>),
    ("flowglad/request_at_period_end.json", keeps::<flowglad::CancelSubscriptionRequest>),
    ("flowglad/request_immediately.json", keeps::<flowglad::CancelSubscriptionRequest>),
    ("flowglad/standard.json", keeps::<flowglad::CancelSubscriptionResponse>),
    ("flowglad/standard_minimal.json", keeps::<flowglad::CancelSubscriptionResponse>),
    ("funnelfox/error_authentication.json", keeps::<funnelfox::ErrorMessage>),
    ("funnelfox/error_not_found.json", keeps::<funnelfox::ErrorMessage>),
    ("funnelfox/error_request.json", keeps::<funnelfox::ErrorMessage>),
    ("funnelfox/request_reason.json", keeps::<funnelfox::CancelSubscriptionRequest>),
    ("funnelfox/subscription_full.json", keeps::<funnelfox::Subscription>),
    ("funnelfox/subscription_minimal.json", keeps::<funnelfox::Subscription>),
    ("lotus/request_full.json", keeps::<lotus::CancelSubscriptionRequest>),
    ("lotus/request_null_flat_fee.json", keeps::<lotus::CancelSubscriptionRequest>),
    ("lotus/subscription_custom_version.json", keeps::<lotus::Subscription>),
    ("lotus/subscription_full.json", keeps::<lotus::Subscription>),
];

#[test]
fn fixture_round_trips() {
    for (name, check) in FIXTURES {
        check(name);
    }
}

#[test]
fn every_fixture_has_its_type() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found = BTreeSet::new();
    for vendor in entries(&folder) {
        for file in entries(&folder.join(&vendor)) {
            found.insert(format!("{vendor}/{file}"));
        }
    }
    let listed: BTreeSet<_> = FIXTURES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(found, listed, "the files, and the table above");
}

#[test]
fn transcribed_vendors_of_specs_are_all_tested() {
    macro_rules! names {
        ($($module:ident $vendor:ident)+) => { BTreeSet::from([$(stringify!($module).to_owned()),+]) };
    }
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut folders = entries(&specs);
    // The others are as their vendors' documents have them, and not on by default.
    let is_extracted = |name: &String| specs.join(name).join("extract.toml").exists();
    folders.retain(|name| specs.join(name).is_dir() && !is_extracted(name));
    let listed: BTreeSet<String> = vendors!(names);
    assert_eq!(BTreeSet::from_iter(folders), listed, "in `vendor.rs`");
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().expect("the folder should be there");
    let names = entries.map(|entry| entry.expect("the folder should be readable").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Ours and serde's way in give one value; both ways out give the JSON that
/// went in.
fn keeps<T>(name: &str)
where
    T: Wire + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let text = fixture(name);
    let json = parsed(&text);
    let value: T = from_json(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(parsed(&to_json(&value)), json, "{name}: `to_json`");
    assert_eq!(
        serde_json::to_value(&value).ok().as_ref(),
        Some(&json),
        "{name}: `to_value`"
    );
    let written = serde_json::to_string_pretty(&value).expect("a type of JSON can be written");
    assert_eq!(parsed(&written), json, "{name}: `to_string_pretty`");

    let same = |way: &str, read: serde_json::Result<T>| {
        let read = read.unwrap_or_else(|error| panic!("{name}: `{way}`: {error}"));
        assert_eq!(read, value, "{name}: `{way}`");
    };
    same("from_str", serde_json::from_str(&text));
    same("from_slice", serde_json::from_slice(text.as_bytes()));
    same("from_reader", serde_json::from_reader(text.as_bytes()));
    same("from_value", serde_json::from_value(json.clone()));
    same(
        "from_str of another order",
        serde_json::from_str(&reversed(&json)),
    );
    let read: T = from_json(reversed(&json).as_bytes()).expect("the order doesn't matter");
    assert_eq!(read, value, "{name}: `from_json` of another order");
}

/// JSON text whose members stand the other way round.
fn reversed(json: &Value) -> String {
    match json {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members = members.map(|(name, value)| {
                format!("{} : {}", Value::from(name.as_str()), reversed(value))
            });
            format!("{{ {} }}", members.collect::<Vec<_>>().join(" , "))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(reversed).collect();
            format!("[ {} ]", items.join(" , "))
        }
        scalar => scalar.to_string(),
    }
}

/// A value that a caller stores: our types within their own.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stored {
    seen_at: i64,
    previous: Option<duro::Subscription>,
    by_status: BTreeMap<String, Vec<exodus::SubscriptionStatus>>,
    #[serde(flatten)]
    subscription: flowglad::CancelSubscriptionResponse,
}

#[test]
fn generated_types_nest_in_derived_types() {
    let response = fixture("flowglad/standard.json");
    let mut json = parsed(&response);
    json["seen_at"] = 5.into();
    json["previous"] = parsed(&fixture("duro/subscription_null_period.json"));
    json["by_status"] = serde_json::json!({ "a": ["active", "brand_new"] });
    let stored: Stored = serde_json::from_value(json.clone()).expect("this is what is stored");
    let response = from_json(response.as_bytes()).expect("this is a subscription");
    assert_eq!(stored.subscription, response, "the flattened part");
    let kept = exodus::SubscriptionStatus::Unrecognized("brand_new".to_owned());
    assert_eq!(stored.by_status["a"][1], kept, "an enum within a list");
    let again = serde_json::to_value(&stored).expect("this can be written");
    assert_eq!(again, json, "written again");
}

#[test]
fn serde_error_has_the_path() {
    let json = serde_json::json!({ "currentPeriodStart": 1 });
    let error = serde_json::from_value::<duro::Subscription>(json).expect_err("a string is needed");
    let expected = "$.currentPeriodStart: expected a string, found a number";
    assert_eq!(error.to_string(), expected, "the path is in the message");
}
