//! The names of operations, each of which is to have its own.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::{Operation, Spec};
use std::collections::{HashMap, HashSet};

/// The most other operations of one name that are shown.
const MOST_SHOWN: usize = 3;

/// A warning for each `operationId` that several operations have.
pub(super) fn lint(spec: &Spec) -> Vec<Diagnostic> {
    let mut by_id: HashMap<&str, Vec<&Pointer>> = HashMap::new();
    let mut ids = Vec::new();
    let mut seen = HashSet::new();
    for operation in operations(spec) {
        let Some(id) = operation.id.as_deref() else {
            continue;
        };
        let places = by_id.entry(id).or_default();
        if places.is_empty() {
            ids.push(id);
        }
        // One path item may serve several paths.
        if seen.insert(&operation.at) {
            places.push(&operation.at);
        }
    }
    let places = ids.into_iter().map(|id| (id, &by_id[id]));
    places.filter_map(|(id, all)| repeated(id, all)).collect()
}

/// The operations of paths and webhooks.
fn operations(spec: &Spec) -> impl Iterator<Item = &Operation> {
    let webhooks = spec.webhooks.iter().flat_map(|all| &all.operations);
    spec.operations.iter().chain(webhooks)
}

fn repeated(id: &str, places: &[&Pointer]) -> Option<Diagnostic> {
    let (last, others) = places
        .split_last()
        .filter(|(_, others)| !others.is_empty())?;
    let message = format!("{} operations have the `operationId` `{id}`", places.len());
    let at = last.child("operationId");
    let warning = Diagnostic::warning(Code::DuplicateOperationId, &at, message);
    let warning = others
        .iter()
        .take(MOST_SHOWN)
        .fold(warning, |warning, other| {
            warning.related(&other.child("operationId"), "the same name")
        });
    let help = "give each operation a name of its own: functions are named after it, and what \
                names one by it can't tell them apart";
    Some(warning.help(help))
}
