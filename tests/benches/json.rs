//! Speed of generated types with JSON, beside the same types with derived
//! serde code.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hint::black_box;
use subscription_cancel::flowglad;
use subscription_cancel::runtime::{from_json, to_json};

const STANDARD: &str = include_str!("../fixtures/flowglad/standard.json");

/// As `flowglad::StandardSubscription`, written by hand for serde.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Derived {
    id: String,
    created_at: i64,
    updated_at: i64,
    livemode: bool,
    start_date: i64,
    customer_id: String,
    organization_id: String,
    status: Status,
    default_payment_method_id: Option<String>,
    backup_payment_method_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial_end: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current_billing_period_start: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current_billing_period_end: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<BTreeMap<String, Metadata>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canceled_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_scheduled_at: Option<i64>,
    cancellation_reason: Option<String>,
    replaced_by_subscription_id: Option<String>,
    is_free_plan: Option<bool>,
    do_not_charge: Option<bool>,
    price_id: String,
    run_billing_at_period_start: Option<bool>,
    interval: Interval,
    interval_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_cycle_anchor_date: Option<i64>,
    name: Option<String>,
    pricing_model_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_adjustment_at: Option<i64>,
    current: bool,
    renews: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Metadata {
    Text(String),
    Number(f64),
    Flag(bool),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Trialing,
    Active,
    PastDue,
    Unpaid,
    CancellationScheduled,
    Incomplete,
    IncompleteExpired,
    Canceled,
    Paused,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Interval {
    Day,
    Week,
    Month,
    Year,
}

fn subscriptions(c: &mut Criterion) {
    let whole: serde_json::Value = serde_json::from_str(STANDARD).expect("a fixture is JSON");
    let one = whole.get("subscription").unwrap_or(&whole);
    let text = serde_json::to_string(&vec![one; 100]).expect("a value is JSON");
    let ours: Vec<flowglad::StandardSubscription> =
        from_json(text.as_bytes()).expect("a fixture decodes");
    let derived: Vec<Derived> = serde_json::from_str(&text).expect("a fixture decodes");

    let mut group = c.benchmark_group("json");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function(BenchmarkId::new("decode", "ours"), |bencher| {
        bencher.iter(|| {
            from_json::<Vec<flowglad::StandardSubscription>>(black_box(text.as_bytes())).is_ok()
        });
    });
    group.bench_function(BenchmarkId::new("decode", "derived"), |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<Derived>>(black_box(&text)).is_ok());
    });
    group.bench_function(BenchmarkId::new("encode", "ours"), |bencher| {
        bencher.iter(|| to_json(black_box(&ours)).len());
    });
    group.bench_function(BenchmarkId::new("encode", "derived"), |bencher| {
        bencher.iter(|| serde_json::to_string(black_box(&derived)).map_or(0, |text| text.len()));
    });
    group.finish();
}

criterion_group!(benches, subscriptions);
criterion_main!(benches);
