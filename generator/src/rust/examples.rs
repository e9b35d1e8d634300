//! Examples that have the same content.

use crate::ir::{Api, ExampleContent};
use std::collections::HashMap;

/// For each example the first one before it that has the same content.
pub(super) fn same_examples(api: &Api) -> Vec<Option<usize>> {
    let mut known: HashMap<&ExampleContent, usize> = HashMap::new();
    let all = api.examples.iter().enumerate();
    let same = all.map(|(index, one)| {
        let first = *known.entry(&one.content).or_insert(index);
        (first != index).then_some(first)
    });
    same.collect()
}
