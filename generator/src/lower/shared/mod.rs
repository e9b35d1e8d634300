//! Equal inline schemas of several operations, schemas and components.
//!
//! Takes [`UndecidedTypes`] and the [`Uses`] of them, gives the same with fewer types:
//! those that are equal are one where there is a name for it that isn't one's own, the
//! words that their names have in common. The others stay apart.
//!
//! | file | holds |
//! |---|---|
//! | `names` | the words of the name that a type would have |
//! | `taken` | the names that are in use |
//! | `groups` | the types that are equal, as those that could be one |

mod groups;
mod names;
mod taken;

use super::types::UndecidedTypes;
use super::uses::Uses;
use crate::config::Config;
use crate::ir::{Origin, TypeId};
use crate::spec::Spec;
use crate::words::common;
use groups::{Group, equal_groups, single_groups};
use names::OperationWords;
use std::collections::HashMap;
use taken::Taken;

/// Words that say nothing if they are alone.
const EMPTY_WORDS: &[&str] = &[
    "attributes",
    "body",
    "content",
    "data",
    "event",
    "events",
    "id",
    "item",
    "kind",
    "meta",
    "metadata",
    "name",
    "object",
    "payload",
    "request",
    "response",
    "result",
    "results",
    "type",
    "value",
];

/// The same types, equal ones made one.
pub(super) fn share<'a>(
    mut types: UndecidedTypes,
    mut uses: Uses<'a>,
    spec: &Spec,
    config: &Config,
) -> (UndecidedTypes, Uses<'a>) {
    let words = OperationWords::of(spec, config);
    let mut taken = Taken::of(spec, &types, &words);
    loop {
        let groups = equal_groups(&types, config, &words);
        let successors = join(groups, &mut types, &words, &mut taken, config);
        if successors.is_empty() {
            break;
        }
        types.replace(&successors);
        taken.replace(&successors);
        let successor = |id: TypeId| *successors.get(&id).unwrap_or(&id);
        uses.visit_types_mut(&mut |ty| ty.change_id(successor));
    }
    // One schema that several operations use is none's own, either.
    let groups = single_groups(&types, config);
    join(groups, &mut types, &words, &mut taken, config);
    (types, uses)
}

/// Makes one type of each group that there is a name for. Says for each that is gone
/// which one took its place.
fn join(
    groups: Vec<Group>,
    types: &mut UndecidedTypes,
    words: &OperationWords<'_>,
    taken: &mut Taken,
    config: &Config,
) -> HashMap<TypeId, TypeId> {
    let mut successors = HashMap::new();
    let mut waiting = groups;
    while !waiting.is_empty() {
        let named = waiting.into_iter().map(|group| {
            let origins = group.origins(types);
            let all: Vec<Vec<String>> = origins.map(|origin| words.name(origin)).collect();
            (common(&all), group)
        });
        let named: Vec<(Vec<String>, Group)> = named.collect();
        let mut wanted: HashMap<String, usize> = HashMap::new();
        for (name, group) in &named {
            if !group.is_settled {
                *wanted.entry(name.concat()).or_default() += 1;
            }
        }
        waiting = Vec::new();
        for (name, group) in named {
            let is_alone = wanted.get(&name.concat()) == Some(&1);
            let is_free = is_alone && is_name(&name) && taken.is_free(&name, &group.ids);
            let is_split = || config.splits(&name.concat());
            if !group.is_settled && (!is_free || is_split()) {
                waiting.extend(group.parts(types, words));
                continue;
            }
            let shared = group.shared(types, name);
            if let Some(Origin::Shared { words, .. }) = &shared {
                taken.take(words, group.ids[0]);
            }
            types.join(&group.ids, shared);
            let (first, others) = (group.ids[0], &group.ids[1..]);
            successors.extend(others.iter().map(|other| (*other, first)));
        }
    }
    successors
}

/// Tells if words are more than a role.
fn is_name(words: &[String]) -> bool {
    words
        .iter()
        .any(|word| !EMPTY_WORDS.contains(&word.as_str()))
}
