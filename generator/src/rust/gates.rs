//! The types that one tag alone reaches, which stand behind its feature.

use super::api::RustApi;
use super::files::file_of;
use crate::ir::{Type, TypeId};

/// Features that every crate may have, and names that stand for several.
const FEATURES: &[&str] = &[
    "blocking", "cancel", "cli", "client", "default", "http2", "jiff", "mock", "record", "tags",
    "tower", "tracing", "webhooks",
];

/// The reach of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing reaches it.
    None,
    /// One group of operations.
    Group(usize),
    /// Several, or something that has no feature.
    All,
}

/// The group of operations that alone reaches a type, for each type of an API.
pub(super) fn gates(rust: &RustApi<'_>) -> Vec<Option<usize>> {
    let api = rust.api;
    let mut reaches = vec![Reach::None; api.types.len()];
    for (group, (_, operations)) in rust.groups().enumerate() {
        for &operation in operations {
            for ty in api.operations[operation].types() {
                reach(rust, &mut reaches, ty, Reach::Group(group));
            }
        }
    }
    for events in &api.events {
        reach(rust, &mut reaches, &Type::Named(events.id), Reach::All);
    }
    // A schema that is only listed is for everyone, with all that it mentions.
    for id in 0..reaches.len() {
        if reaches[id] == Reach::None {
            reach(rust, &mut reaches, &Type::Named(TypeId(id)), Reach::All);
        }
    }
    let gates = reaches.into_iter().map(|reach| match reach {
        Reach::Group(group) => Some(group),
        Reach::None | Reach::All => None,
    });
    gates.collect()
}

/// Adds what reaches a type, and so what that mentions.
fn reach(rust: &RustApi<'_>, reaches: &mut [Reach], ty: &Type, by: Reach) {
    let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = waiting.pop() {
        let known = &mut reaches[id.0];
        let joint = match *known {
            Reach::None => by,
            known if known == by => continue,
            Reach::All => continue,
            Reach::Group(_) => Reach::All,
        };
        *known = joint;
        let mentioned = rust.api.type_def(id).kind.mentioned().into_iter();
        waiting.extend(mentioned.filter_map(Type::named));
    }
}

/// The feature of a group of operations, by the name of its module.
pub(super) fn feature(module: &str) -> String {
    let name = file_of(module);
    let name = name.trim_end_matches(".rs");
    match FEATURES.contains(&name) {
        true => format!("{name}-tag"),
        false => name.to_owned(),
    }
}
