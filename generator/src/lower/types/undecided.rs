//! The types of a document, their unions undecided.

use super::candidate::{UndecidedUnion, UnionKind};
use crate::config::{Config, Places, Split};
use crate::diag::Pointer;
use crate::ir::{Docs, Origin, Place, Type, TypeId, TypeKind};
use crate::lower::definitions::{Definitions, owner, without_places};
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
    /// The places whose inline types equal no others.
    apart: Vec<Places>,
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

/// The key of inline types that are one: the shape, and the owner.
type InlineKey = (Shape, Pointer);

/// The shape of an inline type, with its docs.
pub(crate) type Shape = (TypeKind<UnionShape>, Docs);

/// The part of an inline union that makes it the same as another.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct UnionShape {
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
    /// No types. Those at some places will equal no others.
    pub(super) fn with_apart(config: &Config) -> Self {
        let apart = config.split.iter().filter_map(|split| match &**split {
            Split::At(places) => Some(places.clone()),
            Split::Name(_) => None,
        });
        Self {
            apart: apart.collect(),
            ..Self::default()
        }
    }

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
                let shape = (without_places(&kind, UnionShape::of), docs.clone());
                let is_apart = self.apart.iter().any(|one| one.holds(place.at.path()));
                let owner = if is_apart {
                    place.at.clone()
                } else {
                    owner(&place.at)
                };
                let key = (shape, owner);
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

    /// The shape of an inline type; equal ones may be one.
    pub(crate) fn shape(&self, id: TypeId) -> Option<Shape> {
        let def = self.definitions.get(id)?;
        let kind = without_places(&def.kind, UnionShape::of);
        Some((kind, def.docs.clone()))
    }

    /// Makes one of several inline types that are equal: all are the first one.
    pub(crate) fn join(&mut self, ids: &[TypeId], shared: Option<Origin>) {
        if let Some((first, others)) = ids.split_first() {
            self.definitions.join(*first, others, shared);
        }
    }

    /// Speaks of `successors` in the place of types that are one with them by now.
    pub(crate) fn replace(&mut self, successors: &HashMap<TypeId, TypeId>) {
        let successor = |id: TypeId| *successors.get(&id).unwrap_or(&id);
        self.definitions
            .visit_types_mut(&mut |ty| ty.change_id(successor));
        for alias in self.aliases.values_mut() {
            alias.ty.change_id(successor);
        }
        let is_kept = |id: &TypeId| !successors.contains_key(id);
        self.unions.retain(is_kept);
        self.inline.retain(|_, id| is_kept(id));
        let preserve = self.preserve_unknown_fields.iter();
        self.preserve_unknown_fields = preserve.map(|id| successor(*id)).collect();
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
