//! The types of a document, their unions undecided.

use super::candidate::{UndecidedUnion, UnionKind};
use crate::diag::Pointer;
use crate::ir::{Docs, Place, Type, TypeId, TypeKind};
use crate::lower::definitions::{Definitions, without_places};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The types of a document, their unions undecided: a slot for each named schema,
/// and one for each different inline one.
#[derive(Debug, Default)]
pub(crate) struct UndecidedTypes {
    /// The types by their ids.
    pub(crate) definitions: Definitions<UndecidedUnion>,
    /// Lists and maps that contain themselves.
    pub(crate) aliases: BTreeMap<TypeId, Alias>,
    /// The unions, in the order in which they were found.
    pub(crate) unions: Vec<TypeId>,
    /// The structs that keep properties which their schemas don't name.
    pub(crate) preserve_unknown_fields: BTreeSet<TypeId>,
    /// The inline types.
    inline: HashMap<InlineKey, TypeId>,
}

/// A named schema that contains itself and whose slot stays empty.
#[derive(Debug)]
pub(crate) struct Alias {
    /// The type that it stands for, never nullable: a mention says that itself.
    pub(crate) ty: Type,
    /// Its place.
    pub(crate) place: Arc<Place>,
}

/// The key of inline types that are one.
type InlineKey = (TypeKind<UnionShape>, Docs);

/// The part of an inline union that makes it the same as another.
#[derive(Debug, PartialEq, Eq, Hash)]
struct UnionShape {
    branches: Vec<BranchShape>,
    discriminator: Option<(String, BTreeSet<(String, Pointer)>)>,
}

/// A branch of an inline union without its place.
#[derive(Debug, PartialEq, Eq, Hash)]
struct BranchShape {
    name: Option<String>,
    title: Option<String>,
    ty: Type,
    docs: Docs,
}

impl UndecidedTypes {
    /// Puts a type into its slot, or an inline one into the slot of its equals.
    pub(crate) fn define(
        &mut self,
        slot: Option<TypeId>,
        place: &Place,
        docs: Docs,
        kind: TypeKind<UndecidedUnion>,
    ) -> TypeId {
        let id = match slot {
            Some(id) => id,
            None => {
                let key = (without_places(&kind, UnionShape::of), docs.clone());
                if let Some(&id) = self.inline.get(&key) {
                    self.definitions.add_place(id, place);
                    return id;
                }
                let id = self.definitions.reserve();
                self.inline.insert(key, id);
                id
            }
        };
        let is_known = matches!(self.definitions.kind(id), Some(TypeKind::Union(_)));
        if matches!(kind, TypeKind::Union(_)) && !is_known {
            self.unions.push(id);
        }
        self.definitions.put(id, place, docs, kind);
        id
    }

    /// The ids of inline types, sorted.
    pub(crate) fn inline_ids(&self) -> Vec<TypeId> {
        let mut ids: Vec<TypeId> = self.inline.values().copied().collect();
        ids.sort();
        ids
    }
}

impl UnionShape {
    fn of(union: &UndecidedUnion) -> Self {
        let branches = union.candidates.iter().map(|candidate| BranchShape {
            name: candidate.name(),
            title: candidate.title.clone(),
            ty: candidate.ty.clone(),
            docs: candidate.docs.clone(),
        });
        let discriminator = match &union.kind {
            UnionKind::Branches(hints) => hints.discriminator.as_ref(),
            UnionKind::Webhooks(_) => None,
        };
        Self {
            branches: branches.collect(),
            discriminator: discriminator.map(|one| {
                let mapping = one.mapping.iter().cloned().collect();
                (one.property.clone(), mapping)
            }),
        }
    }
}
