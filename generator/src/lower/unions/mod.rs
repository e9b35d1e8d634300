//! Unions, once all types are known: the way from a value to its branch.
//!
//! Takes [`UndecidedTypes`], gives [`DecidedTypes`]: aliases replaced by what they
//! stand for, unions decided, inline types that became equal made one.
//!
//! | file | holds |
//! |---|---|
//! | `aliases` | lists and maps that contain themselves |
//! | `kinds` | the types of JSON value that each type allows |
//! | `branch` | branches as variants |
//! | `tags` | properties whose values differ between the branches |
//! | `plan` | the way to a branch that is a schema |
//! | `webhook` | the way to a branch that is a webhook |
//! | `decided` | the types afterwards |

mod aliases;
mod branch;
mod decided;
mod kinds;
mod plan;
mod tags;
mod webhook;

pub(super) use decided::DecidedTypes;

use super::types::{Candidate, UndecidedTypes, UnionKind};
use super::uses::Uses;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::ir::{Type, TypeId, TypeKind, Union};
use crate::schema::Inheritance;
use crate::spec::Spec;
use aliases::without_aliases;
use kinds::Kinds;
use plan::Deciding;
use std::collections::{BTreeSet, HashMap};

/// The facts of a document that decide unions.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    /// The document.
    pub(super) spec: &'a Spec,
    /// The settings for it.
    pub(super) config: &'a Config,
    /// The inclusions of its schemas.
    pub(super) inheritance: &'a Inheritance,
}

/// Decides all unions.
pub(super) fn decide<'a>(
    types: UndecidedTypes,
    mut uses: Uses<'a>,
    facts: Facts<'_>,
    found: &mut Vec<Diagnostic>,
) -> (DecidedTypes, Uses<'a>) {
    let has_aliases = !types.aliases.is_empty();
    let types = without_aliases(types, &mut uses);
    let inline = types.inline_ids();
    let Decisions {
        mut unions,
        constants,
        mut preserve,
    } = decisions(&types, facts, found);
    let mut decided = DecidedTypes {
        definitions: types.definitions.map_unions(|id, _| unions.remove(&id)),
    };
    for (id, properties) in constants {
        decided.fix(id, &properties);
    }
    if has_aliases {
        let merged = decided.merge_equals(&inline, &mut uses);
        // What one of them keeps, the one that took its place keeps.
        let ids = preserve.into_iter();
        preserve = ids.map(|id| *merged.get(&id).unwrap_or(&id)).collect();
    }
    decided.preserve_unknown_fields(&preserve);
    (decided, uses)
}

/// The decisions about all unions.
struct Decisions {
    unions: HashMap<TypeId, Union>,
    /// The properties of structs that tell branches apart.
    constants: Vec<(TypeId, Vec<String>)>,
    /// The structs that keep properties which their schemas don't name.
    preserve: BTreeSet<TypeId>,
}

fn decisions(types: &UndecidedTypes, facts: Facts<'_>, found: &mut Vec<Diagnostic>) -> Decisions {
    let definitions = &types.definitions;
    let kinds = Kinds::of(definitions);
    let mut unions = HashMap::new();
    let mut constants = Vec::new();
    let mut preserve = types.preserve_unknown_fields.clone();
    for &id in &types.unions {
        let Some(TypeKind::Union(union)) = definitions.kind(id) else {
            continue;
        };
        let candidates = without_itself(&union.candidates, id);
        let (branches, plan) = match &union.kind {
            UnionKind::Branches(hints) => {
                let mut telling = tags::telling(definitions, &candidates);
                let structs: Vec<TypeId> = candidates
                    .iter()
                    .flat_map(|candidate| definitions.structs_of(&candidate.ty))
                    .collect();
                let mut deciding = Deciding {
                    spec: facts.spec,
                    inheritance: facts.inheritance,
                    types: definitions,
                    kinds: &kinds,
                    preserve: &mut preserve,
                    found,
                };
                let (branches, plan) = deciding.decide(candidates, hints);
                telling.extend(plan.property().map(str::to_owned));
                constants.extend(structs.into_iter().map(|id| (id, telling.clone())));
                (branches, plan)
            }
            UnionKind::Webhooks(webhooks) => webhook::discriminate(
                definitions,
                facts.config,
                candidates,
                webhooks,
                &kinds,
                found,
            ),
        };
        unions.insert(id, Union { branches, plan });
    }
    Decisions {
        unions,
        constants,
        preserve,
    }
}

/// The branches of a union but for those that lead back to it, which add nothing.
fn without_itself(candidates: &[Candidate], id: TypeId) -> Vec<Candidate> {
    let is_itself = |candidate: &&Candidate| candidate.ty == Type::Named(id);
    let others: Vec<Candidate> = candidates
        .iter()
        .filter(|candidate| !is_itself(candidate))
        .cloned()
        .collect();
    if others.is_empty() {
        candidates.to_vec()
    } else {
        others
    }
}
