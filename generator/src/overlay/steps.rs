//! The way to a part of a value.

use crate::diag::Pointer;
use crate::source::Origins;
use serde_json::Value;
use serde_json_path::{NormalizedPath, PathElement};
use std::collections::BTreeSet;

/// One step of a way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// To an item of an array.
    Index(usize),
    /// To a member of an object.
    Key(String),
}

/// The steps of a path.
pub(super) fn steps(path: &NormalizedPath<'_>) -> Vec<Step> {
    let step = |element: &PathElement<'_>| match element {
        PathElement::Index(index) => Step::Index(*index),
        PathElement::Name(name) => Step::Key((*name).to_owned()),
    };
    path.iter().map(step).collect()
}

/// The part of a value that steps lead to, and its origins, to be changed.
pub(super) fn part<'v>(
    mut value: &'v mut Value,
    mut origins: &'v mut Origins,
    steps: &[Step],
) -> Option<(&'v mut Value, &'v mut Origins)> {
    for step in steps {
        match (step, value) {
            (Step::Key(key), Value::Object(members)) => {
                value = members.get_mut(key)?;
                origins = origins.member(key);
            }
            (Step::Index(index), Value::Array(items)) => {
                origins = origins.items(items.len()).get_mut(*index)?;
                value = items.get_mut(*index)?;
            }
            _ => return None,
        }
    }
    Some((value, origins))
}

/// Removes parts of the value that steps lead to, as `by` asks, all at once: one by one, each
/// would move those behind it.
pub(super) fn remove(
    value: &mut Value,
    origins: &mut Origins,
    steps: &[Step],
    parts: &BTreeSet<Step>,
    by: &Pointer,
) -> Option<()> {
    match part(value, origins, steps)? {
        (Value::Object(members), origins) => {
            let is_removed = |key: &str| parts.contains(&Step::Key(key.to_owned()));
            members.retain(|key, _| !is_removed(key));
            for step in parts {
                if let Step::Key(key) = step {
                    origins.remove(key, by);
                }
            }
        }
        (Value::Array(items), origins) => {
            let is_kept = |index: usize| !parts.contains(&Step::Index(index));
            let mut indices = 0..;
            origins
                .items(items.len())
                .retain(|_| indices.next().is_some_and(is_kept));
            let mut indices = 0..;
            items.retain(|_| indices.next().is_some_and(is_kept));
        }
        _ => return None,
    }
    Some(())
}
