//! The types of a document, their unions decided.

use crate::diag::Pointer;
use crate::ir::{AdditionalProperties, Constant, Docs, Struct, Type, TypeId, TypeKind, Union};
use crate::lower::definitions::{Definitions, owner, without_places};
use crate::lower::uses::Uses;
use std::collections::{BTreeSet, HashMap};

/// The types of a document, their unions decided.
#[derive(Debug)]
pub(crate) struct DecidedTypes {
    /// The types by their ids.
    pub(crate) definitions: Definitions<Union>,
}

impl DecidedTypes {
    /// Makes constants of those of a struct's properties whose schema lists one
    /// value only.
    pub(super) fn fix(&mut self, id: TypeId, properties: &[String]) {
        let Some(TypeKind::Struct(object)) = self.definitions.kind_mut(id) else {
            return;
        };
        let Struct {
            fields, constants, ..
        } = object;
        fields.retain(|field| match &field.only {
            Some(value) if properties.contains(&field.name) && !field.ty.allows_null() => {
                constants.push(Constant {
                    name: field.name.clone(),
                    value: value.clone(),
                    required: field.required,
                });
                false
            }
            _ => true,
        });
    }

    /// Makes structs keep properties which their schemas don't name.
    pub(super) fn preserve_unknown_fields(&mut self, structs: &BTreeSet<TypeId>) {
        for id in structs {
            if let Some(TypeKind::Struct(object)) = self.definitions.kind_mut(*id)
                && object.additional_properties == AdditionalProperties::Ignored
            {
                object.additional_properties = AdditionalProperties::Typed(Type::Any);
                object.closed = false;
            }
        }
    }

    /// Makes one of those inline types that have become equal. Says for each that
    /// is gone which one took its place.
    pub(super) fn merge_equals(
        &mut self,
        inline: &[TypeId],
        uses: &mut Uses<'_>,
    ) -> HashMap<TypeId, TypeId> {
        let mut all = HashMap::new();
        loop {
            let merged = self.merge_once(inline);
            if merged.is_empty() {
                return all;
            }
            let successor = |id: TypeId| *merged.get(&id).unwrap_or(&id);
            let mut replace = |ty: &mut Type| ty.change_id(successor);
            self.definitions.visit_types_mut(&mut replace);
            uses.visit_types_mut(&mut replace);
            for id in all.values_mut() {
                *id = successor(*id);
            }
            all.extend(merged);
        }
    }

    fn merge_once(&mut self, inline: &[TypeId]) -> HashMap<TypeId, TypeId> {
        let mut known: HashMap<(TypeKind, Docs, Option<Pointer>), TypeId> = HashMap::new();
        let mut merged = HashMap::new();
        for &id in inline {
            let Some(def) = self.definitions.get(id) else {
                continue;
            };
            let owner = def.places.iter().map(|place| owner(&place.at)).min();
            let key = (without_places(&def.kind, shape_of), def.docs.clone(), owner);
            let Some(&first) = known.get(&key) else {
                known.insert(key, id);
                continue;
            };
            let shared = self
                .definitions
                .get(first)
                .and_then(|def| def.shared.clone());
            self.definitions.join(first, &[id], shared);
            merged.insert(id, first);
        }
        merged
    }
}

/// A union without the places of its branches.
fn shape_of(union: &Union) -> Union {
    let mut union = union.clone();
    for branch in &mut union.branches {
        branch.at = Pointer::root("");
        branch.schemas = Vec::new();
    }
    union
}
