//! The types of JSON value that each type of the document allows.

use crate::ir::{Scalar, Type, TypeId, TypeKind};
use crate::json::JsonType;
use crate::lower::definitions::Definitions;
use crate::lower::types::UndecidedUnion;
use std::collections::BTreeSet;

type Set = BTreeSet<JsonType>;

/// The types of JSON value that each named type allows, `null` aside.
#[derive(Debug)]
pub(super) struct Kinds {
    of: Vec<Set>,
}

impl Kinds {
    /// Those of all types. Each union passes on what is new to the types that
    /// mention it, so the work grows with the mentions alone.
    pub(super) fn of(types: &Definitions<UndecidedUnion>) -> Self {
        let mut kinds = Self {
            of: vec![Set::new(); types.len()],
        };
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
        let mut waiting = Vec::new();
        for (index, id) in types.ids().enumerate() {
            let own = match types.kind(id) {
                // A type without a definition could be anything.
                None => all(),
                Some(TypeKind::Struct(_)) => Set::from([JsonType::Object]),
                Some(TypeKind::Tuple(_)) => Set::from([JsonType::Array]),
                Some(TypeKind::Enum(set)) => {
                    let values = set.values.iter();
                    values.filter_map(|one| JsonType::of(&one.value)).collect()
                }
                Some(kind @ (TypeKind::Wrapper(_) | TypeKind::Union(_))) => {
                    let mut own = Set::new();
                    for ty in kind.mentioned() {
                        match passed_on(ty) {
                            Some(id) => users[id.0].push(index),
                            None => own.extend(kinds.of_type(ty)),
                        }
                    }
                    own
                }
            };
            kinds.of[index] = own;
            waiting.push(index);
        }
        while let Some(index) = waiting.pop() {
            let passed = kinds.of[index].clone();
            for &user in &users[index] {
                let before = kinds.of[user].len();
                kinds.of[user].extend(&passed);
                if kinds.of[user].len() > before {
                    waiting.push(user);
                }
            }
        }
        kinds
    }

    /// The JSON types that a type allows besides `null`.
    pub(super) fn of_type(&self, ty: &Type) -> Vec<JsonType> {
        let one = |kind| vec![kind];
        match ty {
            Type::Any | Type::Raw => all().into_iter().collect(),
            Type::Scalar(Scalar::Own(own)) if own.json_type.is_none() => {
                all().into_iter().collect()
            }
            Type::Null => Vec::new(),
            Type::Scalar(scalar) => one(scalar.facts().json_type),
            Type::Array(_) => one(JsonType::Array),
            Type::Map(_) => one(JsonType::Object),
            Type::Nullable(inner) => self.of_type(inner),
            Type::Named(id) => self.of[id.0].iter().copied().collect(),
        }
    }
}

/// The named type whose JSON types are those of this type, too.
fn passed_on(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => passed_on(inner),
        Type::Any | Type::Raw | Type::Null | Type::Scalar(_) | Type::Array(_) | Type::Map(_) => {
            None
        }
    }
}

fn all() -> Set {
    Set::from([
        JsonType::Boolean,
        JsonType::Number,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
    ])
}
