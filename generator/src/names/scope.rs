//! One scope, in which no two things may have the same name.

use super::word;
use super::word::{Case, Ladder};
use crate::diag::Pointer;
use std::collections::{BTreeMap, BTreeSet};

/// Something that wants a name.
#[derive(Debug, Clone)]
pub(super) struct Want {
    /// Where it stands, which also settles what nothing else can.
    pub(super) at: Pointer,
    /// Who gives way to whom: the lower stays.
    pub(super) rank: Rank,
    /// The names it would take.
    pub(super) ladder: Ladder,
}

/// Who gives way to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Named by `codegen.toml`.
    Chosen,
    /// Named by the document.
    Given,
    /// Named after where it stands.
    Derived,
}

/// A collision and how it was settled: the places, and the names they got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collision {
    pub(super) wanted: String,
    pub(super) settled: Vec<(Pointer, String)>,
}

/// Gives out names that differ.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which some names are in use already.
    pub(super) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// A name for each want, in their order. Where two want the same, the ones
    /// of higher rank climb their ladders until all differ; the order in which
    /// they are given plays no part.
    pub(super) fn settle(&mut self, wants: &[Want]) -> (Vec<String>, Vec<Collision>) {
        let mut rungs = vec![0; wants.len()];
        let mut collided: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        loop {
            let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (i, want) in wants.iter().enumerate() {
                let name = want.ladder.rung(rungs[i]).unwrap_or_default();
                groups.entry(name).or_default().push(i);
            }
            let mut climbing = Vec::new();
            for (name, group) in groups {
                if group.len() == 1 && !self.taken.contains(name) {
                    continue;
                }
                collided.entry(name.to_owned()).or_default().extend(&group);
                climbing.extend(self.climbers(name, &group, wants, &rungs));
            }
            if climbing.is_empty() {
                break;
            }
            for i in climbing {
                rungs[i] += 1;
            }
        }
        let mut names: Vec<String> = (0..wants.len())
            .map(|i| {
                wants[i]
                    .ladder
                    .rung(rungs[i])
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        self.number_the_rest(wants, &mut names);
        self.taken.extend(names.iter().cloned());
        let collisions = collided
            .into_iter()
            .map(|(wanted, group)| Collision {
                wanted,
                settled: group
                    .into_iter()
                    .map(|i| (wants[i].at.clone(), names[i].clone()))
                    .collect(),
            })
            .collect();
        (names, collisions)
    }

    /// Those of a group that must find another name and can.
    fn climbers(&self, name: &str, group: &[usize], wants: &[Want], rungs: &[usize]) -> Vec<usize> {
        let can = |i: &&usize| wants[**i].ladder.rung(rungs[**i] + 1).is_some();
        if self.taken.contains(name) {
            return group.iter().filter(can).copied().collect();
        }
        let lowest = group.iter().map(|&i| wants[i].rank).min();
        let alone = group
            .iter()
            .filter(|&&i| Some(wants[i].rank) == lowest)
            .count()
            == 1;
        let mut climbers = group
            .iter()
            .filter(|&&i| !(alone && Some(wants[i].rank) == lowest))
            .filter(can)
            .copied()
            .peekable();
        if climbers.peek().is_some() {
            return climbers.collect();
        }
        group.iter().filter(can).copied().collect()
    }

    /// Names that no ladder could tell apart are counted, in the order of their places.
    fn number_the_rest(&self, wants: &[Want], names: &mut [String]) {
        let mut order: Vec<usize> = (0..wants.len()).collect();
        order.sort_by(|&one, &other| {
            (&wants[one].rank, &wants[one].at).cmp(&(&wants[other].rank, &wants[other].at))
        });
        let mut used = self.taken.clone();
        for i in order {
            let plain = names[i].clone();
            let mut count = 1;
            while !used.insert(names[i].clone()) {
                count += 1;
                let separator = if plain.chars().next().is_some_and(char::is_lowercase) {
                    "_"
                } else {
                    ""
                };
                names[i] = format!("{plain}{separator}{count}");
            }
        }
    }
}

/// What a name written in `codegen.toml` is for, told by its first letter.
pub(super) fn case_of(name: &str) -> Case {
    let first = name.trim_start_matches("r#").chars().next();
    match first.is_some_and(char::is_uppercase) {
        true => Case::Type,
        false => Case::Value,
    }
}

/// The want of something that `codegen.toml` names.
pub(super) fn chosen(at: &Pointer, name: &str) -> Want {
    Want {
        at: at.clone(),
        rank: Rank::Chosen,
        ladder: Ladder::of(vec![word::escaped(name.to_owned())]),
    }
}
