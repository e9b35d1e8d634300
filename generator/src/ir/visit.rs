//! The walk over types: the only place that knows which types a type or a shape
//! mentions.

use super::{AdditionalProperties, Type, TypeId, TypeKind, Union};

impl Type {
    /// The type that this one is about: of a list, of a map, of a nullable type.
    pub fn inner(&self) -> Option<&Self> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => Some(inner),
            Self::Any | Self::Raw | Self::Null | Self::Scalar(_) | Self::Named(_) => None,
        }
    }

    /// The same, to be changed.
    fn inner_mut(&mut self) -> Option<&mut Self> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => Some(inner),
            Self::Any | Self::Raw | Self::Null | Self::Scalar(_) | Self::Named(_) => None,
        }
    }

    /// The type that lists, maps and nullable types are about in the end.
    pub fn innermost(&self) -> &Self {
        self.inner().map_or(self, Self::innermost)
    }

    /// The named type within it, if there is one.
    pub fn named(&self) -> Option<TypeId> {
        match self.innermost() {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Gives the named type within it, if there is one, another id.
    pub fn change_id(&mut self, id: impl FnOnce(TypeId) -> TypeId) {
        match self {
            Self::Named(named) => *named = id(*named),
            other => {
                if let Some(inner) = other.inner_mut() {
                    inner.change_id(id);
                }
            }
        }
    }

    /// The same type with another in the place of the named one within it. What
    /// is nullable stays so, once.
    #[must_use]
    pub fn replacing_named(&self, with: &impl Fn(TypeId) -> Self) -> Self {
        match self {
            Self::Named(id) => with(*id),
            Self::Array(item) => Self::Array(Box::new(item.replacing_named(with))),
            Self::Map(value) => Self::Map(Box::new(value.replacing_named(with))),
            Self::Nullable(inner) => inner.replacing_named(with).nullable(),
            Self::Any | Self::Raw | Self::Null | Self::Scalar(_) => self.clone(),
        }
    }
}

impl AdditionalProperties {
    fn ty(&self) -> Option<&Type> {
        match self {
            Self::Typed(ty) => Some(ty),
            Self::Ignored => None,
        }
    }

    fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Typed(ty) => Some(ty),
            Self::Ignored => None,
        }
    }
}

/// The types of a union's branches.
pub trait BranchTypes {
    /// The types that the branches have.
    fn types(&self) -> impl Iterator<Item = &Type>;

    /// The same, to be changed.
    fn types_mut(&mut self) -> impl Iterator<Item = &mut Type>;
}

impl BranchTypes for Union {
    fn types(&self) -> impl Iterator<Item = &Type> {
        let branches = self.branches.iter();
        branches.filter_map(|branch| branch.ty.as_ref())
    }

    fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let branches = self.branches.iter_mut();
        branches.filter_map(|branch| branch.ty.as_mut())
    }
}

impl<U: BranchTypes> TypeKind<U> {
    /// The types that a value has in it, one for each field, variant or place.
    pub fn members(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => object.fields.iter().map(|field| &field.ty).collect(),
            Self::Enum(_) => Vec::new(),
            Self::Union(union) => union.types().collect(),
            Self::Tuple(tuple) => tuple.places.iter().collect(),
            Self::Wrapper(ty) => vec![ty],
        }
    }

    /// The types that it mentions directly: its members, and the one of all else
    /// that it may hold.
    pub fn mentioned(&self) -> Vec<&Type> {
        let rest = match self {
            Self::Struct(object) => object.additional_properties.ty(),
            Self::Tuple(tuple) => tuple.additional_items.ty(),
            Self::Enum(_) | Self::Union(_) | Self::Wrapper(_) => None,
        };
        let mut types = self.members();
        types.extend(rest);
        types
    }

    /// Changes every type that it mentions directly, in the order of
    /// [`mentioned`](Self::mentioned).
    pub fn visit_types_mut(&mut self, change: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Struct(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.ty);
                fields
                    .chain(object.additional_properties.ty_mut())
                    .for_each(change);
            }
            Self::Enum(_) => {}
            Self::Union(union) => union.types_mut().for_each(change),
            Self::Tuple(tuple) => {
                let places = tuple.places.iter_mut();
                places
                    .chain(tuple.additional_items.ty_mut())
                    .for_each(change);
            }
            Self::Wrapper(ty) => change(ty),
        }
    }
}
