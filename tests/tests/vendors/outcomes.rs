//! Responses of each vendor, in `tests/outcomes/<vendor>.json`, and the outcome that each
//! has to tell: from the examples of the vendors' documents, or made of their fields, as
//! `source` says.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use subscription_cancel::runtime::cancel::{
    CancelError, CancelSubscriptionExt as _, Key, Moment, Money, Operation, State, Vendor,
    VendorState,
};
use subscription_cancel_tests::{Request, Response, Stub};

use super::clients::{client, key};
use super::requests::{REASON, when};

/// A response, and the outcome that it has to tell.
pub(super) struct Example {
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) body: String,
    key: Option<Key>,
    expect: Value,
}

/// The examples of a vendor.
pub(super) fn examples(vendor: &str) -> Vec<Example> {
    let path = at(&format!("outcomes/{vendor}.json"));
    let text = fs::read_to_string(&path).expect("examples of every vendor");
    let all: Vec<Value> = serde_json::from_str(&text).expect("an array");
    all.iter().map(example).collect()
}

fn example(value: &Value) -> Example {
    let body = match value["fixture"].as_str() {
        Some(name) => {
            fs::read_to_string(at(&format!("fixtures/{name}.json"))).expect("the fixture")
        }
        None => value["body"].to_string(),
    };
    let key = value["key"].as_object().map(|parts| {
        let parts = parts.iter();
        Key::from_parts(parts.map(|(name, value)| (name.as_str(), value.as_str().unwrap())))
    });
    Example {
        operation: value["operation"].as_str().expect("its id").to_owned(),
        status: value["status"].as_u64().expect("a status") as u16,
        body,
        key,
        expect: value["expect"].clone(),
    }
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[tokio::test]
async fn responses_tell_their_outcomes() {
    let mut wrong = String::new();
    let mut count = 0;
    for vendor in subscription_cancel::VENDORS {
        let vendor = vendor.vendor;
        let name = vendor.name;
        let examples = examples(name);
        for (index, example) in examples.iter().enumerate() {
            count += 1;
            let told = told(vendor, example, &examples).await;
            if told != expected(&example.expect) {
                let _ = writeln!(wrong, "{name} {index}: {told}, not {}", example.expect);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 150, "{count} examples");
}

/// A subscription as the vendor's reading gives it: one that is scheduled to end or one
/// that isn't.
pub(super) fn read_before(vendor: &Vendor, all: &[Example], is_scheduled: bool) -> Option<String> {
    let read = vendor.read.first()?.id;
    let successes = all.iter().filter(|one| one.status == 200);
    let fitness = |one: &&Example| {
        let state = one.expect["state"].as_str().unwrap_or_default();
        let fits = (state == "scheduled") == is_scheduled;
        (fits, one.operation == read)
    };
    let best = successes.rev().max_by_key(fitness);
    best.map(|one| one.body.clone())
}

/// The outcome of a call that gets the response of an example.
async fn told(tables: &Vendor, example: &Example, all: &[Example]) -> String {
    let (vendor, id) = (tables.name, example.operation.as_str());
    let request = tables.requests.iter().find(|one| one.operation.id == id);
    let undo = tables.undo.as_ref().filter(|one| one.id == id);
    let reads_first = |one: &Operation| !(one.copy.is_empty() && one.conditions.is_empty());
    let operation = request.map(|one| &one.operation).or(undo);
    let is_undo = request.is_none() && undo.is_some();
    let before = operation.filter(|one| reads_first(one));
    let before = before.and_then(|_| read_before(tables, all, is_undo));
    let (status, body) = (example.status, example.body.clone());
    let stub = Stub::answering(move |sent: &Request| match &before {
        Some(before) if sent.line().starts_with("GET") => Response::new(200, before),
        _ => Response::new(status, &body),
    })
    .await;
    let client = client(vendor, &stub.url());
    let key = example.key.clone().unwrap_or_else(|| key(&*client));
    if let Some(request) = request {
        let mut call = client.cancel(key, when(request.timing, request.date));
        if request.needs_reason {
            call = call.reason(REASON);
        }
        if request.needs_money {
            call = call.money(request.money.first().map_or(Money::None, |one| one.0));
        }
        return state_or_error(call.await.map(|done| done.state));
    }
    if tables.read.iter().any(|one| one.id == id) {
        return state_or_error(client.status(key).await.map(|read| Some(read.state)));
    }
    assert!(undo.is_some(), "{vendor} doesn't call {id}");
    state_or_error(client.undo(key).await.map(|undone| undone.state))
}

fn state_or_error(result: Result<Option<VendorState>, CancelError>) -> String {
    match result {
        Ok(None) => "accepted".to_owned(),
        Ok(Some(state)) => {
            let (word, at) = match state.state {
                State::Active => ("active", None),
                State::Trial => ("trial", None),
                State::PastDue => ("past_due", None),
                State::Paused => ("paused", None),
                State::NotStarted => ("not_started", None),
                State::Scheduled { at } => ("scheduled", at),
                State::Ended { at } => ("ended", at),
                _ => ("unknown", None),
            };
            shown(word, at.as_ref().map(Moment::to_string))
        }
        Err(error) => format!("error {:?}", error.kind()),
    }
}

fn expected(expect: &Value) -> String {
    let state = expect["state"].as_str();
    match (state, expect["error"].as_str()) {
        // The only subscription of the response is another one.
        (Some("absent"), _) => "error NotFound".to_owned(),
        (Some("accepted"), _) => "accepted".to_owned(),
        (Some(state), _) => {
            let at = expect["at"].as_str();
            shown(state, at.map(normal))
        }
        (None, Some(kind)) => {
            let words = kind
                .split('_')
                .map(|word| word[..1].to_uppercase() + &word[1..]);
            format!("error {}", words.collect::<String>())
        }
        (None, None) => panic!("nothing is expected"),
    }
}

/// A time as `jiff` writes it.
fn normal(text: &str) -> String {
    let instant: Result<jiff::Timestamp, _> = text.parse();
    instant.map_or(text.to_owned(), |instant| instant.to_string())
}

fn shown(state: &str, at: Option<String>) -> String {
    match at {
        Some(at) => format!("{state} at {at}"),
        None => state.to_owned(),
    }
}
