//! Whatever is asked for is said in the request, or refused: no two choices make the same
//! request.

use std::collections::HashMap;

use subscription_cancel::runtime::cancel::{
    CancelSubscription, CancelSubscriptionExt as _, Category, DryRun, ErrorKind, Money, Timing,
    When,
};

use super::clients::{client, key};
use super::requests::{MONEY, TIMINGS};

/// A request in neutral terms.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Choice {
    when: When,
    money: Money,
    category: Option<Category>,
    reason: Option<&'static str>,
    key: Option<&'static str>,
}

const CATEGORIES: [Category; 2] = [Category::TooExpensive, Category::Other];

/// Texts that an encoding could lose something of.
const REASONS: [&str; 2] = ["null", " a=b&c[d]=\"e\" %20+\u{1f600}\n\\u0000/../?#"];

fn times() -> Vec<When> {
    let mut times = vec![When::Immediately, When::EndOfPeriod, When::VendorDefault];
    for day in ["2099-02-03", "2099-03-02"] {
        times.push(When::On(day.parse().expect("a day")));
    }
    for instant in [
        "2099-02-03T04:05:06Z",
        "2099-02-03T04:05:07Z",
        "2099-02-03T04:05:06.007Z",
        "2099-02-03T04:05:06.007008Z",
    ] {
        times.push(When::At(instant.parse().expect("an instant")));
    }
    times
}

fn choices() -> Vec<Choice> {
    let mut all = Vec::new();
    let categories = [None].into_iter().chain(CATEGORIES.map(Some));
    let categories: Vec<_> = categories.collect();
    let reasons = [None].into_iter().chain(REASONS.map(Some));
    let reasons: Vec<_> = reasons.collect();
    for when in times() {
        for money in MONEY {
            for category in &categories {
                for reason in &reasons {
                    for key in [None, Some("key-1")] {
                        all.push(Choice {
                            when,
                            money,
                            category: *category,
                            reason: *reason,
                            key,
                        });
                    }
                }
            }
        }
    }
    all
}

#[test]
fn no_two_choices_make_one_request() {
    let choices = choices();
    let mut made = 0;
    for vendor in subscription_cancel::VENDORS {
        let name = vendor.vendor.name;
        let client = client(name, "http://127.0.0.1:1");
        let mut seen: HashMap<String, Choice> = HashMap::new();
        for choice in &choices {
            let Some(request) = request(&*client, *choice) else {
                continue;
            };
            made += 1;
            if let Some(reason) = choice.reason {
                let texts = texts(&request);
                let is_said = texts.iter().any(|text| text == reason);
                assert!(is_said, "{name}: {reason:?} isn't in {texts:?}");
            }
            let shown = format!("{}\n{:?}", request, request.headers);
            if let Some(other) = seen.get(&shown) {
                assert!(
                    differ_by_default_time(*choice, *other),
                    "{name}: {choice:?} and {other:?} both make\n{shown}"
                );
            } else {
                seen.insert(shown, *choice);
            }
        }
        // Each timing of the vendor can be asked for.
        for request in client.vendor().requests {
            let is_made = seen
                .values()
                .any(|choice| choice.when.timing() == request.timing);
            let shared = client.vendor().requests.iter();
            let mut shared = shared.filter(|one| one.operation.id == request.operation.id);
            assert!(is_made || shared.nth(1).is_some(), "{name}: {request:?}");
        }
    }
    assert!(made > 300, "{made} requests");
}

/// The default of a vendor may be the very thing that was asked for in so many words.
fn differ_by_default_time(one: Choice, other: Choice) -> bool {
    let is_default = |choice: Choice| choice.when.timing() == Timing::VendorDefault;
    let other = Choice {
        when: match is_default(one) || is_default(other) {
            true => one.when,
            false => other.when,
        },
        ..other
    };
    one == other
}

/// The request, unless the vendor can't say so.
fn request(client: &dyn CancelSubscription, choice: Choice) -> Option<DryRun> {
    let mut call = client.cancel(key(client), choice.when).money(choice.money);
    if let Some(category) = choice.category {
        call = call.category(category);
    }
    if let Some(reason) = choice.reason {
        call = call.reason(reason);
    }
    if let Some(key) = choice.key {
        call = call.idempotency_key(key);
    }
    match call.dry_run() {
        Ok(request) => Some(request),
        Err(error) => {
            let name = client.vendor().name;
            assert_eq!(error.kind(), ErrorKind::Unsupported, "{name}: {error}");
            None
        }
    }
}

/// All texts of the query and the body, as a server decodes them.
fn texts(request: &DryRun) -> Vec<String> {
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let mut texts = form(query);
    let Some(body) = &request.body else {
        return texts;
    };
    match serde_json::from_str::<serde_json::Value>(body) {
        Ok(json) => strings(&json, &mut texts),
        Err(_) => texts.extend(form(body)),
    }
    texts
}

fn form(text: &str) -> Vec<String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(_, value)| decoded(value)).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [bytes.next(), bytes.next()].map(|digit| digit.unwrap_or(b'0'));
                let digits = String::from_utf8_lossy(&digits).into_owned();
                u8::from_str_radix(&digits, 16).expect("two digits")
            }
            byte => byte,
        });
    }
    String::from_utf8(out).expect("UTF-8")
}

fn strings(json: &serde_json::Value, texts: &mut Vec<String>) {
    match json {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        serde_json::Value::Object(members) => {
            members.values().for_each(|value| strings(value, texts));
        }
        _ => {}
    }
}

#[test]
fn each_time_is_among_the_choices() {
    let times = times();
    for timing in TIMINGS {
        assert!(times.iter().any(|when| when.timing() == timing));
    }
}
