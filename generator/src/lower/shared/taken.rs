//! The names that are in use.

use super::names::OperationWords;
use crate::ir::{Origin, TypeId};
use crate::lower::types::UndecidedTypes;
use crate::spec::Spec;
use std::collections::{BTreeSet, HashMap};

/// The names that are in use, without regard to case.
pub(super) struct Taken {
    /// Those of schemas and components.
    given: BTreeSet<String>,
    /// Those that inline types would have, and which ones.
    derived: HashMap<String, BTreeSet<TypeId>>,
}

impl Taken {
    /// Those of a document, and of its inline types.
    pub(super) fn of(spec: &Spec, types: &UndecidedTypes, names: &OperationWords<'_>) -> Self {
        let mut taken = Self {
            given: BTreeSet::new(),
            derived: HashMap::new(),
        };
        let schemas = spec.named_schemas.iter();
        taken
            .given
            .extend(schemas.map(|(name, _)| names.name(&Origin::Named(name.clone())).concat()));
        for id in types.inline_ids() {
            let Some(def) = types.definitions.get(id) else {
                continue;
            };
            for place in &def.places {
                let name = names.name(&place.origin).concat();
                taken.derived.entry(name).or_default().insert(id);
            }
        }
        taken
    }

    /// Tells if nothing but these types has a claim to a name.
    pub(super) fn is_free(&self, name: &[String], ids: &[TypeId]) -> bool {
        let name = name.concat();
        let mut claims = self.derived.get(&name).into_iter().flatten();
        !self.given.contains(&name) && claims.all(|id| ids.contains(id))
    }

    /// Gives a name to a type.
    pub(super) fn take(&mut self, name: &[String], id: TypeId) {
        self.derived.entry(name.concat()).or_default().insert(id);
    }

    /// Speaks of `successors` in the place of types that are one with them by now.
    pub(super) fn replace(&mut self, successors: &HashMap<TypeId, TypeId>) {
        for ids in self.derived.values_mut() {
            let all = ids.iter();
            *ids = all.map(|id| *successors.get(id).unwrap_or(id)).collect();
        }
    }
}
