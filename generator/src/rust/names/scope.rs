//! One scope, in which no two things may have the same name.

use super::word;
use super::word::{Case, NameCandidates};
use crate::diag::Pointer;
use std::collections::{BTreeMap, BTreeSet};

/// A request for a name.
#[derive(Debug, Clone)]
pub(super) struct NameRequest {
    /// Its place, which also settles what nothing else can.
    pub(super) at: Pointer,
    /// Its rank: of two, the lower keeps the name.
    pub(super) rank: Rank,
    /// The names it would take.
    pub(super) candidates: NameCandidates,
}

/// A rank among requests for one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Named by `codegen.toml`.
    Chosen,
    /// Named by the document.
    Given,
    /// Named after where it stands.
    Derived,
    /// Named by something that holds it, or by what several have in common.
    Lent,
}

/// A collision and its settlement: the places, and the names they got.
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

    /// A name for each request, in their order. Where two want the same, the ones
    /// of higher rank move on to their next candidates until all differ; the order in which
    /// they are given plays no part.
    pub(super) fn assign(&mut self, requests: &[NameRequest]) -> (Vec<String>, Vec<Collision>) {
        let mut tried = vec![0; requests.len()];
        let mut collided: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        loop {
            let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (i, request) in requests.iter().enumerate() {
                let name = request.candidates.candidate(tried[i]).unwrap_or_default();
                groups.entry(name).or_default().push(i);
            }
            let mut climbing = Vec::new();
            for (name, group) in groups {
                if group.len() == 1 && !self.taken.contains(name) {
                    continue;
                }
                collided.entry(name.to_owned()).or_default().extend(&group);
                climbing.extend(self.climbers(name, &group, requests, &tried));
            }
            if climbing.is_empty() {
                break;
            }
            for i in climbing {
                tried[i] += 1;
            }
        }
        let mut names: Vec<String> = (0..requests.len())
            .map(|i| {
                requests[i]
                    .candidates
                    .candidate(tried[i])
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        self.number_the_rest(requests, &mut names);
        self.taken.extend(names.iter().cloned());
        let collisions = collided
            .into_iter()
            .map(|(wanted, group)| Collision {
                wanted,
                settled: group
                    .into_iter()
                    .map(|i| (requests[i].at.clone(), names[i].clone()))
                    .collect(),
            })
            .collect();
        (names, collisions)
    }

    /// Those of a group that must find another name and can.
    fn climbers(
        &self,
        name: &str,
        group: &[usize],
        requests: &[NameRequest],
        tried: &[usize],
    ) -> Vec<usize> {
        let can = |i: &&usize| requests[**i].candidates.candidate(tried[**i] + 1).is_some();
        if self.taken.contains(name) {
            return group.iter().filter(can).copied().collect();
        }
        let lowest = group.iter().map(|&i| requests[i].rank).min();
        let alone = group
            .iter()
            .filter(|&&i| Some(requests[i].rank) == lowest)
            .count()
            == 1;
        let mut climbers = group
            .iter()
            .filter(|&&i| !(alone && Some(requests[i].rank) == lowest))
            .filter(can)
            .copied()
            .peekable();
        if climbers.peek().is_some() {
            return climbers.collect();
        }
        group.iter().filter(can).copied().collect()
    }

    /// Counts names that no candidate told apart, in the order of their places.
    fn number_the_rest(&self, requests: &[NameRequest], names: &mut [String]) {
        let mut order: Vec<usize> = (0..requests.len()).collect();
        order.sort_by(|&one, &other| {
            (&requests[one].rank, &requests[one].at)
                .cmp(&(&requests[other].rank, &requests[other].at))
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

/// The case of a name written in `codegen.toml`, told by its first letter.
pub(super) fn case_of(name: &str) -> Case {
    let first = word::without_mark(name).chars().next();
    match first.is_some_and(char::is_uppercase) {
        true => Case::Type,
        false => Case::Value,
    }
}

/// The request of something that `codegen.toml` names.
pub(super) fn chosen(at: &Pointer, name: &str) -> NameRequest {
    NameRequest {
        at: at.clone(),
        rank: Rank::Chosen,
        candidates: NameCandidates::of(vec![word::escaped(name.to_owned())]),
    }
}
