//! The way to a part of a value.

use crate::source::Origins;
use serde_json::Value;
use serde_json_path::{NormalizedPath, PathElement};

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

/// Removes the part of a value that steps lead to; nothing for the whole.
pub(super) fn remove(value: &mut Value, origins: &mut Origins, steps: &[Step]) -> Option<()> {
    let (last, before) = steps.split_last()?;
    match (last, part(value, origins, before)?) {
        (Step::Key(key), (Value::Object(members), origins)) => {
            members.shift_remove(key)?;
            origins.remove(key);
        }
        (Step::Index(index), (Value::Array(items), origins)) if *index < items.len() => {
            origins.items(items.len()).remove(*index);
            items.remove(*index);
        }
        _ => return None,
    }
    Some(())
}
