//! Examples that have the same content.

use crate::ir::{Api, ExampleContent};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// For each example the first one before it that has the same content, in whatever order its
/// keys are, and whose operation is in the same one of the `groups`.
pub(super) fn same_examples(api: &Api, groups: &BTreeMap<usize, usize>) -> Vec<Option<usize>> {
    let mut known: HashMap<(Option<&usize>, bool, String), usize> = HashMap::new();
    let all = api.examples.iter().enumerate();
    let same = all.map(|(index, one)| {
        let (is_json, text) = match &one.content {
            ExampleContent::Json(value) => (true, sorted(value)),
            ExampleContent::Text(text) => (false, text.clone()),
        };
        let key = (groups.get(&one.operation), is_json, text);
        let first = *known.entry(key).or_insert(index);
        (first != index).then_some(first)
    });
    same.collect()
}

/// A value as text, its keys sorted.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            let members = members.into_iter();
            let members = members.map(|(key, value)| {
                let key = Value::from(key.as_str());
                format!("{key}:{}", sorted(value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(sorted).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}
