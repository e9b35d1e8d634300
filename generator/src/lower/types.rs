//! The types found so far: a slot for each named schema, and one for each
//! different inline one.

use crate::diag::Pointer;
use crate::ir::{
    Constant, Docs, EnumValue, Field, Origin, Place, Struct, Type, TypeDef, TypeId, TypeKind,
};
use std::collections::{HashMap, HashSet};

/// The key of inline types that are one, the text beside them last.
type Shape = (TypeKind, Docs, String);

/// The types found so far. A slot stays empty while its schema is being read,
/// and for good where the schema needs no type of its own.
#[derive(Debug, Default)]
pub(super) struct Types {
    slots: Vec<Option<TypeDef>>,
    inline: HashMap<Shape, TypeId>,
    /// The rank of the place that names an inline type with several.
    first: HashMap<TypeId, Rank>,
}

impl Types {
    /// An empty slot.
    pub(super) fn reserve(&mut self) -> TypeId {
        self.slots.push(None);
        TypeId(self.slots.len() - 1)
    }

    /// The number of slots.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Makes constants of those of a struct's properties whose schema lists one value
    /// only.
    pub(super) fn fix(&mut self, id: TypeId, properties: &[String]) {
        let Some(TypeDef {
            kind: TypeKind::Struct(object),
            ..
        }) = &mut self.slots[id.0]
        else {
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

    pub(super) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.slots[id.0].as_ref()
    }

    /// The structs among a type's branches, or the type itself if it is one.
    pub(super) fn structs_of(&self, ty: &Type) -> Vec<TypeId> {
        let mut structs = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.get(id).map(|def| &def.kind) {
                // One that is still being read is taken for a struct.
                Some(TypeKind::Struct(_)) | None => structs.push(id),
                Some(TypeKind::Union(union)) => {
                    let types = union
                        .branches
                        .iter()
                        .filter_map(|branch| branch.ty.as_ref());
                    waiting.extend(types.filter_map(Type::named));
                }
                _ => {}
            }
        }
        structs
    }

    /// Puts a type into its slot, or an inline one into the slot of its equals.
    pub(super) fn define(
        &mut self,
        slot: Option<TypeId>,
        place: &Place,
        docs: Docs,
        kind: TypeKind,
    ) -> TypeId {
        self.define_beside(slot, place, docs, kind, "")
    }

    /// As [`define`](Self::define); inline types with another text `beside` them
    /// aren't equal.
    pub(super) fn define_beside(
        &mut self,
        slot: Option<TypeId>,
        place: &Place,
        docs: Docs,
        kind: TypeKind,
        beside: &str,
    ) -> TypeId {
        let id = match slot {
            Some(id) => id,
            None => {
                let key = (without_places(&kind), docs.clone(), beside.to_owned());
                match self.inline.get(&key) {
                    Some(&id) => {
                        self.add_place(id, place);
                        return id;
                    }
                    None => {
                        let id = self.reserve();
                        self.inline.insert(key, id);
                        id
                    }
                }
            }
        };
        self.slots[id.0] = Some(TypeDef {
            places: vec![place.at.clone()],
            origin: place.origin.clone(),
            docs,
            kind,
            in_request: false,
            in_response: false,
            is_listed: false,
        });
        id
    }

    /// Puts another shape in the place of a type's.
    pub(super) fn set_kind(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(def) = &mut self.slots[id.0] {
            def.kind = kind;
        }
    }

    /// One more place where an inline type stands. It is named after the
    /// shallowest, so that the order of the document doesn't matter.
    pub(super) fn add_place(&mut self, id: TypeId, place: &Place) {
        let Some(def) = &mut self.slots[id.0] else {
            return;
        };
        let rank = Rank::of(&place.at, &place.origin);
        let first = self
            .first
            .entry(id)
            .or_insert_with(|| Rank::of(&def.places[0], &def.origin));
        if rank < *first {
            *first = rank;
            def.origin = place.origin.clone();
        }
        def.places.push(place.at.clone());
    }

    /// A flag for each slot: `true` if it is filled.
    pub(super) fn defined(&self) -> Vec<bool> {
        self.slots.iter().map(Option::is_some).collect()
    }

    /// Changes all shapes.
    pub(super) fn each_kind(&mut self, mut change: impl FnMut(&mut TypeKind)) {
        for def in self.slots.iter_mut().flatten() {
            change(&mut def.kind);
        }
    }

    /// Makes one of inline types that have become equal; says which one took the
    /// place of which.
    pub(super) fn merge_equals(&mut self) -> HashMap<TypeId, TypeId> {
        let mut ids: Vec<TypeId> = self.inline.values().copied().collect();
        ids.sort();
        let mut known: HashMap<(TypeKind, Docs), TypeId> = HashMap::new();
        let mut merged = HashMap::new();
        for id in ids {
            let Some(def) = &self.slots[id.0] else {
                continue;
            };
            let key = (without_places(&def.kind), def.docs.clone());
            let Some(&first) = known.get(&key) else {
                known.insert(key, id);
                continue;
            };
            let (places, origin) = (def.places.clone(), def.origin.clone());
            self.slots[id.0] = None;
            for at in places {
                let origin = origin.clone();
                self.add_place(first, &Place { at, origin });
            }
            merged.insert(id, first);
        }
        merged
    }

    /// All slots, empty ones included, so that ids stay valid. The places of
    /// each are sorted, the shallowest first.
    pub(super) fn into_slots(mut self) -> Vec<Option<TypeDef>> {
        for def in self.slots.iter_mut().flatten() {
            def.places
                .sort_by(|one, other| (depth(one), one).cmp(&(depth(other), other)));
            def.places.dedup();
        }
        self.slots
    }
}

fn depth(at: &Pointer) -> usize {
    at.path().matches('/').count()
}

/// The rank of an inline type's place; the one of least rank names it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    depth: usize,
    at: Pointer,
    naming_distance: (bool, Option<Pointer>),
}

impl Rank {
    fn of(at: &Pointer, origin: &Origin) -> Self {
        // What is sent by default has the better claim to the operation's name.
        let is_offer = matches!(
            origin,
            Origin::Request { offer: Some(_), .. } | Origin::Response { offer: Some(_), .. }
        );
        Self {
            depth: depth(at) + usize::from(is_offer),
            at: at.clone(),
            naming_distance: naming_distance(at, origin),
        }
    }
}

/// The distance of a schema's naming parent from its place: `allOf` lends a
/// property to other types, but it belongs to the one that it stands in.
fn naming_distance(at: &Pointer, origin: &Origin) -> (bool, Option<Pointer>) {
    match origin {
        Origin::Within { parent, .. } => {
            let home = at.file() == parent.at.file() && at.path().starts_with(parent.at.path());
            (!home, Some(parent.at.clone()))
        }
        _ => (false, None),
    }
}

/// The same shape with every pointer blanked and its members sorted, so that
/// equal ones compare equal, in whatever order the document has their keys.
fn without_places(kind: &TypeKind) -> TypeKind {
    let nowhere = Pointer::root("");
    let mut kind = kind.clone();
    match &mut kind {
        TypeKind::Struct(object) => {
            for Field { at, .. } in &mut object.fields {
                *at = nowhere.clone();
            }
            object
                .fields
                .sort_by(|one, other| one.name.cmp(&other.name));
            object
                .constants
                .sort_by(|one, other| one.name.cmp(&other.name));
        }
        TypeKind::Enum(set) => {
            for EnumValue { at, .. } in &mut set.values {
                *at = nowhere.clone();
            }
        }
        TypeKind::Union(union) => {
            for branch in &mut union.branches {
                branch.at = nowhere.clone();
                branch.schemas = Vec::new();
            }
        }
        TypeKind::Tuple(_) | TypeKind::Wrapper(_) => {}
    }
    kind
}
