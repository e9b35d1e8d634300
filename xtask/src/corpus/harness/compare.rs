//! Comparison of two JSON values: numbers by value, all else by its text.

use serde_json::{Number, Value};

/// The place where `back` isn't what was `known`, or has something that wasn't
/// even in what was `sent`, which may have more members than what is known.
/// Members that are among the `constants` may have been added.
pub(crate) fn difference(
    known: &Value,
    sent: &Value,
    back: &Value,
    place: &str,
    constants: &[(String, Value)],
) -> Option<String> {
    let here = || Some(if place.is_empty() { "/" } else { place }.to_owned());
    match (known, sent, back) {
        (Value::Object(known), Value::Object(sent), Value::Object(back)) => {
            for (key, value) in known {
                let place = format!("{place}/{key}");
                match (sent.get(key), back.get(key)) {
                    (Some(sent), Some(back)) => {
                        if let Some(found) = difference(value, sent, back, &place, constants) {
                            return Some(found);
                        }
                    }
                    _ => return Some(format!("{place} (lost)")),
                }
            }
            // What was added may be dropped, whole or in part, but nothing else
            // may come up in its place.
            let unknown = back.keys().filter(|key| !known.contains_key(*key));
            let is_constant = |key: &str| {
                let mut constants = constants.iter();
                constants.any(|(name, value)| name == key && back.get(key) == Some(value))
            };
            let mut unknown = unknown.filter(|key| !sent.contains_key(*key) && !is_constant(key));
            if let Some(key) = unknown.next() {
                return Some(format!("{place}/{key} (made up)"));
            }
            None
        }
        (Value::Array(known), Value::Array(sent), Value::Array(back)) => {
            if known.len() != back.len() || sent.len() != back.len() {
                return here();
            }
            let items = known.iter().zip(sent).zip(back).enumerate();
            items
                .into_iter()
                .find_map(|(index, ((known, sent), back))| {
                    difference(known, sent, back, &format!("{place}/{index}"), constants)
                })
        }
        (Value::Number(known), _, Value::Number(back)) if same_number(known, back) => None,
        _ if known == back => None,
        _ => here(),
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    let exact = |number: &Number| {
        let signed = number.as_i64().map(i128::from);
        signed.or_else(|| number.as_u64().map(i128::from))
    };
    match (exact(one), exact(other)) {
        (Some(one), Some(other)) => one == other,
        (Some(exact), None) | (None, Some(exact)) => {
            let inexact = if one.is_f64() { one } else { other };
            inexact
                .as_f64()
                .is_some_and(|value| value == exact as f64 && value as i128 == exact)
        }
        (None, None) => one.as_f64() == other.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use super::difference;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(known: Value, sent: Value, back: Value, expected: Option<&str>) {
        assert_eq!(
            difference(&known, &sent, &back, "", &[]).as_deref(),
            expected
        );
    }

    #[test]
    fn numbers_are_compared_by_value_and_texts_to_the_letter() {
        check(json!({"a": 1}), json!({"a": 1}), json!({"a": 1.0}), None);
        let big = json!(9_007_199_254_740_993_i64);
        check(
            big.clone(),
            big.clone(),
            json!(9_007_199_254_740_992.0),
            Some("/"),
        );
        let (east, utc) = (
            json!("2020-01-01T02:00:00+02:00"),
            json!("2020-01-01T00:00:00Z"),
        );
        check(east.clone(), east, utc, Some("/"));
    }

    #[test]
    fn added_members_may_go_but_known_ones_may_not() {
        let (known, sent) = (json!({"a": [{}]}), json!({"a": [{"x": 1}], "x": 2}));
        check(known.clone(), sent.clone(), known.clone(), None);
        check(known.clone(), sent.clone(), sent.clone(), None);
        check(
            known.clone(),
            sent.clone(),
            json!({"x": 2}),
            Some("/a (lost)"),
        );
        check(
            known,
            sent,
            json!({"a": [{}], "b": 1}),
            Some("/b (made up)"),
        );
    }
}
