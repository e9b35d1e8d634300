//! The schemas that are read once: by their places, or by what they are made of.

use super::scope::Context;
use crate::diag::{Diagnostic, Pointer};
use crate::ir::{Type, TypeId};
use serde_json::Value;
use std::collections::HashMap;

/// The identity of a schema that is read once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// One that stands in the document.
    At(Pointer, Context),
    /// One that is made of others, by its fingerprint.
    Combined(u128, Context),
}

/// The state of a schema that is read once.
#[derive(Debug)]
enum SchemaState {
    /// It is being read; a mention of it from within takes its slot.
    InProgress {
        slot: TypeId,
        nullable: bool,
        mentioned: bool,
    },
    /// It has been read, with the errors in it.
    Done { ty: Type, found: Vec<Diagnostic> },
}

/// Everything about schemas that is found once.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    states: HashMap<Key, SchemaState>,
    /// For places of schemas: `true` if files are within.
    pub(super) with_files: HashMap<Pointer, bool>,
    /// For places of schemas: the only value that they list.
    pub(super) only_values: HashMap<Pointer, Option<Value>>,
}

impl Memo {
    /// The type of a schema that has been read, or is being read.
    pub(super) fn recall(&mut self, key: &Key, found: &mut Vec<Diagnostic>) -> Option<Type> {
        match self.states.get_mut(key)? {
            SchemaState::Done { ty, found: known } => {
                found.extend(known.iter().cloned());
                Some(ty.clone())
            }
            SchemaState::InProgress {
                slot,
                nullable,
                mentioned,
            } => {
                *mentioned = true;
                let ty = Type::Named(*slot);
                Some(if *nullable { ty.nullable() } else { ty })
            }
        }
    }

    /// Begins a schema. Until its end, a mention of it takes the slot.
    pub(super) fn begin(&mut self, key: Key, slot: TypeId, nullable: bool) {
        let state = SchemaState::InProgress {
            slot,
            nullable,
            mentioned: false,
        };
        self.states.insert(key, state);
    }

    /// Tells if a schema that is being read has been mentioned since.
    pub(super) fn is_mentioned(&self, key: &Key) -> bool {
        let state = self.states.get(key);
        matches!(
            state,
            Some(SchemaState::InProgress {
                mentioned: true,
                ..
            })
        )
    }

    /// Ends a schema.
    pub(super) fn end(&mut self, key: Key, ty: Type, found: Vec<Diagnostic>) {
        self.states.insert(key, SchemaState::Done { ty, found });
    }
}
