//! Named types while they are found: a slot for each, whatever the state of its
//! unions.

use crate::diag::Pointer;
use crate::ir::{
    BranchTypes, Docs, EnumValue, Field, Origin, Place, Struct, Type, TypeId, TypeKind,
};
use std::collections::HashSet;

/// A named type of which it isn't known yet what reaches it.
#[derive(Debug)]
pub(super) struct Definition<U> {
    /// The schemas it came from, with the sources of names for it.
    pub(super) places: Vec<Place>,
    /// The source of its name, if that is none of theirs.
    pub(super) shared: Option<Origin>,
    /// Its description.
    pub(super) docs: Docs,
    /// Its shape.
    pub(super) kind: TypeKind<U>,
}

/// Named types by their ids. A slot stays empty while its schema is being read,
/// and for good where the schema needs no type of its own.
#[derive(Debug)]
pub(super) struct Definitions<U> {
    slots: Vec<Option<Definition<U>>>,
}

impl<U> Default for Definitions<U> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<U: BranchTypes> Definitions<U> {
    /// An empty slot.
    pub(super) fn reserve(&mut self) -> TypeId {
        self.slots.push(None);
        TypeId(self.slots.len() - 1)
    }

    /// The ids of all slots.
    pub(super) fn ids(&self) -> impl Iterator<Item = TypeId> + use<U> {
        (0..self.slots.len()).map(TypeId)
    }

    /// The number of slots.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The type in a slot.
    pub(super) fn get(&self, id: TypeId) -> Option<&Definition<U>> {
        self.slots[id.0].as_ref()
    }

    /// The shape of the type in a slot.
    pub(super) fn kind(&self, id: TypeId) -> Option<&TypeKind<U>> {
        self.get(id).map(|def| &def.kind)
    }

    /// The shape of the type in a slot, to be changed.
    pub(super) fn kind_mut(&mut self, id: TypeId) -> Option<&mut TypeKind<U>> {
        self.slots[id.0].as_mut().map(|def| &mut def.kind)
    }

    /// The struct in a slot.
    pub(super) fn object(&self, id: TypeId) -> Option<&Struct> {
        match self.kind(id)? {
            TypeKind::Struct(object) => Some(object),
            _ => None,
        }
    }

    /// The struct that a type is.
    pub(super) fn object_of(&self, ty: &Type) -> Option<&Struct> {
        match ty {
            Type::Named(id) => self.object(*id),
            _ => None,
        }
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
            match self.kind(id) {
                // One that is still being read is taken for a struct.
                Some(TypeKind::Struct(_)) | None => structs.push(id),
                Some(TypeKind::Union(union)) => {
                    waiting.extend(union.types().filter_map(Type::named));
                }
                _ => {}
            }
        }
        structs
    }

    /// Fills a slot.
    pub(super) fn put(&mut self, id: TypeId, place: &Place, docs: Docs, kind: TypeKind<U>) {
        self.slots[id.0] = Some(Definition {
            places: vec![place.clone()],
            shared: None,
            docs,
            kind,
        });
    }

    /// Empties a slot.
    pub(super) fn take(&mut self, id: TypeId) -> Option<Definition<U>> {
        self.slots[id.0].take()
    }

    /// One more place where an inline type stands.
    pub(super) fn add_place(&mut self, id: TypeId, place: &Place) {
        if let Some(def) = &mut self.slots[id.0] {
            def.places.push(place.clone());
        }
    }

    /// Makes the type in a slot one with others, whose slots get empty.
    pub(super) fn join(&mut self, into: TypeId, others: &[TypeId], shared: Option<Origin>) {
        let places: Vec<Place> = others
            .iter()
            .filter_map(|other| self.take(*other))
            .flat_map(|other| other.places)
            .collect();
        if let Some(def) = &mut self.slots[into.0] {
            def.places.extend(places);
            def.shared = shared;
        }
    }

    /// Changes all types that the shapes mention.
    pub(super) fn visit_types_mut(&mut self, change: &mut impl FnMut(&mut Type)) {
        for def in self.slots.iter_mut().flatten() {
            def.kind.visit_types_mut(change);
        }
    }

    /// The same types with unions in another state.
    pub(super) fn map_unions<V>(
        self,
        mut state: impl FnMut(TypeId, U) -> Option<V>,
    ) -> Definitions<V> {
        let slots = self.slots.into_iter().enumerate();
        let slots = slots.map(|(index, slot)| {
            let def = slot?;
            Some(Definition {
                places: def.places,
                shared: def.shared,
                docs: def.docs,
                kind: match def.kind {
                    TypeKind::Struct(object) => TypeKind::Struct(object),
                    TypeKind::Enum(set) => TypeKind::Enum(set),
                    TypeKind::Union(union) => TypeKind::Union(state(TypeId(index), union)?),
                    TypeKind::Tuple(tuple) => TypeKind::Tuple(tuple),
                    TypeKind::Wrapper(ty) => TypeKind::Wrapper(ty),
                },
            })
        });
        Definitions {
            slots: slots.collect(),
        }
    }

    /// All slots, empty ones included, so that ids stay valid.
    pub(super) fn into_slots(self) -> Vec<Option<Definition<U>>> {
        self.slots
    }
}

impl<U> Definition<U> {
    /// The schemas it came from, the shallowest first.
    pub(super) fn pointers(&self) -> Vec<Pointer> {
        let mut pointers: Vec<Pointer> = self.places.iter().map(|one| one.at.clone()).collect();
        pointers.sort_by(|one, other| (depth(one), one).cmp(&(depth(other), other)));
        pointers.dedup();
        pointers
    }

    /// The source of its name: the shallowest place, so that the order of the document
    /// doesn't matter, unless it is shared.
    pub(super) fn origin(&self) -> Option<&Origin> {
        let places = self.places.iter();
        let first = places.min_by_key(|place| Rank::of(place));
        self.shared.as_ref().or(first.map(|place| &place.origin))
    }
}

/// The operation, component or the like that a schema stands in. Equal inline schemas
/// within one are one type.
pub(super) fn owner(at: &Pointer) -> Pointer {
    const PARTS: usize = 3;
    let path = at.path();
    let mut ends = path.match_indices('/').map(|(end, _)| end).skip(PARTS);
    let end = ends.next().unwrap_or(path.len());
    at.up_to(end)
}

fn depth(at: &Pointer) -> usize {
    at.path().matches('/').count()
}

/// The rank of an inline type's place; the one of least rank names it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'p> {
    depth: usize,
    at: &'p Pointer,
    is_lent: bool,
    parent: Option<&'p Pointer>,
}

impl<'p> Rank<'p> {
    fn of(place: &'p Place) -> Self {
        // What is sent by default has the better claim to the operation's name.
        let is_alternative = matches!(
            &place.origin,
            Origin::Request {
                media_type: Some(_),
                ..
            } | Origin::Component {
                media_type: Some(_),
                ..
            } | Origin::Response {
                media_type: Some(_),
                ..
            }
        );
        let parent = match &place.origin {
            Origin::Within { parent, .. } => Some(&parent.at),
            _ => None,
        };
        Self {
            depth: depth(&place.at) + usize::from(is_alternative),
            at: &place.at,
            is_lent: !place.is_home(),
            parent,
        }
    }
}

/// A shape with every pointer blanked and its members sorted, so that equal ones
/// compare equal, in whatever order the document has their keys. `union` does
/// the same for unions.
pub(super) fn without_places<U, V>(kind: &TypeKind<U>, union: impl FnOnce(&U) -> V) -> TypeKind<V> {
    let nowhere = Pointer::root("");
    match kind {
        TypeKind::Struct(object) => {
            let mut object = object.clone();
            for Field { at, .. } in &mut object.fields {
                *at = nowhere.clone();
            }
            object
                .fields
                .sort_by(|one, other| one.name.cmp(&other.name));
            object
                .constants
                .sort_by(|one, other| one.name.cmp(&other.name));
            TypeKind::Struct(object)
        }
        TypeKind::Enum(set) => {
            let mut set = set.clone();
            for EnumValue { at, .. } in &mut set.values {
                *at = nowhere.clone();
            }
            TypeKind::Enum(set)
        }
        TypeKind::Union(one) => TypeKind::Union(union(one)),
        TypeKind::Tuple(tuple) => TypeKind::Tuple(tuple.clone()),
        TypeKind::Wrapper(ty) => TypeKind::Wrapper(ty.clone()),
    }
}
