//! Limits of values, from the keywords as they are written. JSON Schema 2020-12 validation
//! §6.2 to §6.5; for a boolean `exclusiveMinimum`, OpenAPI 3.0 §4.7.24.

use serde_json::{Map, Value};

use super::pattern::Patterns;

/// The most items that are compared with each other.
const MOST_COMPARED: usize = 100;

/// The first keyword that a value is against.
pub(super) fn broken(
    written: &Map<String, Value>,
    value: &Value,
    patterns: &mut Patterns,
) -> Option<&'static str> {
    match value {
        Value::Number(number) => broken_by_number(written, number.as_f64()?),
        Value::String(text) => {
            let pattern = written.get("pattern").and_then(Value::as_str);
            let matches = pattern.is_none_or(|pattern| patterns.may_match(pattern, text));
            let length = text.chars().count();
            let broken = broken_by_count(written, length, ("minLength", "maxLength"));
            broken.or((!matches).then_some("pattern"))
        }
        Value::Array(items) => {
            let broken = broken_by_count(written, items.len(), ("minItems", "maxItems"));
            broken.or_else(|| {
                let is_wanted = written.get("uniqueItems") == Some(&Value::Bool(true));
                (is_wanted && has_twice(items)).then_some("uniqueItems")
            })
        }
        Value::Object(members) => {
            broken_by_count(written, members.len(), ("minProperties", "maxProperties"))
        }
        _ => None,
    }
}

fn broken_by_number(written: &Map<String, Value>, number: f64) -> Option<&'static str> {
    let bound = |key: &str| written.get(key).and_then(Value::as_f64);
    let is_exclusive = |key: &str| written.get(key) == Some(&Value::Bool(true));
    let below =
        |least: f64| number < least || (number == least && is_exclusive("exclusiveMinimum"));
    let above = |most: f64| number > most || (number == most && is_exclusive("exclusiveMaximum"));
    if bound("minimum").is_some_and(below) {
        return Some("minimum");
    }
    if bound("maximum").is_some_and(above) {
        return Some("maximum");
    }
    if bound("exclusiveMinimum").is_some_and(|least| number <= least) {
        return Some("exclusiveMinimum");
    }
    if bound("exclusiveMaximum").is_some_and(|most| number >= most) {
        return Some("exclusiveMaximum");
    }
    let is_multiple = |step: f64| {
        // Decimal fractions aren't exact in binary.
        let times = number / step;
        step <= 0.0 || !times.is_finite() || (times - times.round()).abs() < 1e-6
    };
    let is_off = bound("multipleOf").is_some_and(|step| !is_multiple(step));
    is_off.then_some("multipleOf")
}

fn broken_by_count(
    written: &Map<String, Value>,
    count: usize,
    (least, most): (&'static str, &'static str),
) -> Option<&'static str> {
    let bound = |key: &str| written.get(key).and_then(Value::as_f64);
    let count = count as f64;
    if bound(least).is_some_and(|least| count < least) {
        return Some(least);
    }
    bound(most).is_some_and(|most| count > most).then_some(most)
}

fn has_twice(items: &[Value]) -> bool {
    let items = &items[..items.len().min(MOST_COMPARED)];
    let mut each = items.iter().enumerate();
    each.any(|(index, item)| items[..index].contains(item))
}
