//! Types that are equal, as groups of those that could be one.

use super::names::{OperationWords, Root, root};
use crate::config::Config;
use crate::diag::Pointer;
use crate::ir::{Origin, Place, TypeId};
use crate::lower::types::{Shape, UndecidedTypes};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Types that could be one, the one with the first place first.
pub(super) struct Group {
    pub(super) ids: Vec<TypeId>,
    /// `true` if the settings name it.
    pub(super) is_settled: bool,
    /// The ways of making it smaller that have been tried.
    tried: usize,
}

/// The words of a name that have to be alike.
type Way = fn(&[String]) -> &[String];

/// The ways of making smaller groups: by so many words at the end of the names, or at the
/// beginning.
const WAYS: &[Way] = &[
    |name| &name[name.len().saturating_sub(2)..],
    |name| &name[name.len().saturating_sub(3)..],
    |name| &name[..name.len().min(1)],
    |name| &name[name.len().saturating_sub(4)..],
];

impl Group {
    /// The sources of the names that its types would have.
    pub(super) fn origins<'t>(
        &'t self,
        types: &'t UndecidedTypes,
    ) -> impl Iterator<Item = &'t Origin> {
        let defs = self.ids.iter().filter_map(|id| types.definitions.get(*id));
        let homes = defs.flat_map(|def| homes(&def.places));
        homes.map(|place| &place.origin)
    }

    /// The source of the common name; nothing if it has one owner, whose names it has.
    pub(super) fn shared(&self, types: &UndecidedTypes, words: Vec<String>) -> Option<Origin> {
        let roots: BTreeSet<Root<'_>> = self.origins(types).map(root).collect();
        if roots.len() < 2 || words.is_empty() {
            return None;
        }
        let defs = self.ids.iter().filter_map(|id| types.definitions.get(*id));
        let places = defs.flat_map(|def| &def.places);
        let places: BTreeSet<&Pointer> = places.map(|place| &place.at).collect();
        let count = places.len();
        Some(Origin::Shared { words, count })
    }

    /// Smaller groups, of names that are more alike.
    pub(super) fn parts(self, types: &UndecidedTypes, names: &OperationWords<'_>) -> Vec<Self> {
        let Some(way) = WAYS.get(self.tried) else {
            return Vec::new();
        };
        let tried = self.tried + 1;
        let alike = |id: &TypeId| {
            let def = types.definitions.get(*id)?;
            Some(way(&names.name(def.origin()?)).to_vec())
        };
        let groups = parts(self.ids, alike).into_iter();
        let groups = groups.filter(|ids| ids.len() > 1);
        groups
            .map(|ids| Self {
                tried,
                ..Self::of(ids)
            })
            .collect()
    }

    fn of(ids: Vec<TypeId>) -> Self {
        Self {
            ids,
            is_settled: false,
            tried: 0,
        }
    }
}

/// The inline types that are equal, apart where their names end in other words.
pub(super) fn equal_groups(
    types: &UndecidedTypes,
    config: &Config,
    names: &OperationWords<'_>,
) -> Vec<Group> {
    let mut equal: HashMap<Shape, Vec<TypeId>> = HashMap::new();
    for id in types.inline_ids() {
        if let Some(shape) = types.shape(id) {
            equal.entry(shape).or_default().push(id);
        }
    }
    let mut groups = Vec::new();
    for mut ids in equal.into_values().filter(|ids| ids.len() > 1) {
        ids.sort_by_key(|id| first_place(types, *id));
        ids.retain(|id| !is_kept_apart(types, *id, config));
        let mut chosen: BTreeMap<Option<&str>, Vec<TypeId>> = BTreeMap::new();
        for id in ids {
            chosen
                .entry(chosen_name(types, id, config))
                .or_default()
                .push(id);
        }
        groups.extend(of_equal(chosen, types, names));
    }
    groups.sort_by_key(|group: &Group| first_place(types, group.ids[0]));
    groups
}

/// Equal types that the settings name are one with all others if they have one name.
fn of_equal(
    mut chosen: BTreeMap<Option<&str>, Vec<TypeId>>,
    types: &UndecidedTypes,
    names: &OperationWords<'_>,
) -> Vec<Group> {
    let unnamed = chosen.remove(&None).unwrap_or_default();
    let is_one = chosen.len() == 1;
    let named = chosen.into_values().map(|mut ids| {
        if is_one {
            ids.extend(&unnamed);
            ids.sort_by_key(|id| first_place(types, *id));
        }
        Group {
            is_settled: true,
            ..Group::of(ids)
        }
    });
    let mut groups: Vec<Group> = named.collect();
    if !is_one {
        let last = |id: &TypeId| {
            let def = types.definitions.get(*id)?;
            names.name(def.origin()?).pop()
        };
        groups.extend(parts(unnamed, last).into_iter().map(Group::of));
    }
    groups.retain(|group| group.ids.len() > 1);
    groups
}

/// The inline types whose schema stands in one place, but is used by several operations.
pub(super) fn single_groups(types: &UndecidedTypes, config: &Config) -> Vec<Group> {
    let mut groups = Vec::new();
    for id in types.inline_ids() {
        let Some(def) = types.definitions.get(id).filter(|def| def.shared.is_none()) else {
            continue;
        };
        let homes = homes(&def.places);
        let roots: BTreeSet<Root<'_>> = homes.map(|place| root(&place.origin)).collect();
        if roots.len() > 1 && chosen_name(types, id, config).is_none() {
            groups.push(Group::of(vec![id]));
        }
    }
    groups.sort_by_key(|group| first_place(types, group.ids[0]));
    groups
}

/// The ids with equal keys.
fn parts<K: Ord>(ids: Vec<TypeId>, key: impl Fn(&TypeId) -> K) -> Vec<Vec<TypeId>> {
    let mut parts: BTreeMap<K, Vec<TypeId>> = BTreeMap::new();
    for id in ids {
        parts.entry(key(&id)).or_default().push(id);
    }
    parts.into_values().collect()
}

/// The places that name a type: not those that only lend its schema, if it has others.
fn homes(places: &[Place]) -> impl Iterator<Item = &Place> {
    let has_home = places.iter().any(Place::is_home);
    places
        .iter()
        .filter(move |place| !has_home || place.is_home())
}

fn first_place(types: &UndecidedTypes, id: TypeId) -> Option<Pointer> {
    let def = types.definitions.get(id)?;
    def.places.iter().map(|place| &place.at).min().cloned()
}

/// The name of a type that the settings choose.
fn chosen_name<'c>(types: &UndecidedTypes, id: TypeId, config: &'c Config) -> Option<&'c str> {
    let def = types.definitions.get(id)?;
    let mut places = def.places.iter();
    let name = places.find_map(|place| {
        let name = config.names.get(place.at.path())?;
        name.starts_with(char::is_uppercase).then_some(name)
    })?;
    Some(name.as_str())
}

/// Tells if the settings keep a type apart, which marks those that do as used.
fn is_kept_apart(types: &UndecidedTypes, id: TypeId, config: &Config) -> bool {
    let def = types.definitions.get(id);
    let places = def.iter().flat_map(|def| &def.places);
    let mut is_apart = false;
    for place in places {
        is_apart |= config.keeps_apart(place.at.path());
    }
    is_apart
}
