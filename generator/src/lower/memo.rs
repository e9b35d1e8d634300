//! The schemas that are read once: by their places, or by what they are made of.

use super::Lower;
use super::alias::Alias;
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::ir::{Origin, Place, Type, TypeId};
use crate::spec::Schema;
use std::sync::Arc;

/// The situation that a schema is read for, which bears on its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Context {
    /// A JSON value.
    Json,
    /// A body of several parts, in which binary strings are files.
    Parts,
}

/// The identity of a schema that is read once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// One that stands in the document.
    At(Pointer, Context),
    /// One that is made of others, by its fingerprint.
    Made(u128, Context),
}

/// The state of a schema that is read once.
#[derive(Debug)]
pub(super) enum Known {
    /// It is being read; a mention of it from within takes its slot.
    Reading {
        slot: TypeId,
        nullable: bool,
        mentioned: bool,
    },
    /// It has been read, with what was wrong with it.
    Read { ty: Type, found: Vec<Diagnostic> },
}

impl Lower<'_> {
    /// The type of the schema at a place that a `$ref` names.
    pub(super) fn type_at(&mut self, at: &Pointer) -> Type {
        let outer = self.context;
        if outer == Context::Parts && !self.has_files(at) {
            self.context = Context::Json;
        }
        let nested = self.work.enter();
        let ty = self.type_in_context(at);
        self.work.leave(nested);
        self.context = outer;
        ty
    }

    fn type_in_context(&mut self, at: &Pointer) -> Type {
        let key = Key::At(at.clone(), self.context);
        if let Some(ty) = self.recalled(&key) {
            return ty;
        }
        let named = Place {
            at: at.clone(),
            origin: self.origin_of(at),
        };
        let place = Arc::new(match self.context {
            Context::Json => named,
            // Elsewhere it is JSON, and another type.
            Context::Parts => Place {
                at: at.clone(),
                origin: Origin::Within {
                    parent: Arc::new(named),
                    word: "form".to_owned(),
                    title: None,
                },
            },
        });
        self.remembered(
            key,
            &place,
            |lower| lower.read(at),
            |lower, schema, slot| lower.type_of(schema, &place, Some(slot)),
        )
    }

    /// The type of a schema that has been read, or is being read.
    pub(super) fn recalled(&mut self, key: &Key) -> Option<Type> {
        match self.known.get_mut(key)? {
            Known::Read { ty, found } => {
                self.found.extend(found.iter().cloned());
                Some(ty.clone())
            }
            Known::Reading {
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

    /// Reads a schema and its type, and remembers it. Until then, a mention of
    /// it from within takes the slot that `read` is given.
    pub(super) fn remembered(
        &mut self,
        key: Key,
        place: &Arc<Place>,
        schema: impl FnOnce(&mut Self) -> Schema,
        read: impl FnOnce(&mut Self, Schema, TypeId) -> Type,
    ) -> Type {
        let outer = std::mem::take(&mut self.found);
        let schema = schema(self);
        let slot = self.types.reserve();
        let nullable = self.may_be_null(&schema, 0);
        let reading = Known::Reading {
            slot,
            nullable,
            mentioned: false,
        };
        self.known.insert(key.clone(), reading);
        let mut ty = read(self, schema, slot);
        let mentioned = matches!(
            self.known.get(&key),
            Some(Known::Reading {
                mentioned: true,
                ..
            })
        );
        if mentioned && self.types.get(slot).is_none() {
            ty = self.alias(ty, slot, place);
        }
        let mut found = std::mem::replace(&mut self.found, outer);
        self.found.extend(found.iter().cloned());
        // What is in the way of one operation is in the way of the next; the
        // rest has been said.
        found.retain(|diagnostic| diagnostic.severity == Severity::Error);
        found.dedup();
        let ty_known = ty.clone();
        self.known.insert(
            key,
            Known::Read {
                ty: ty_known,
                found,
            },
        );
        ty
    }

    /// The schema at a place.
    pub(super) fn read(&mut self, at: &Pointer) -> Schema {
        self.read_included(at).0
    }

    /// The schema at a place, and the number of schemas within it.
    pub(super) fn read_included(&mut self, at: &Pointer) -> (Schema, usize) {
        let document = self.document;
        let Some(known) = document.schemas.get(at) else {
            let message = "this schema has not been read";
            self.flaw(Diagnostic::error(Code::Internal, at, message));
            return (Schema::anything(at), 1);
        };
        for one in document.findings.of(&known.found) {
            self.flaw(one.clone());
        }
        (known.schema.clone(), known.size)
    }

    /// Notes what is wrong with a schema. Unless the run is strict, no error
    /// keeps the rest of the document from being generated.
    pub(super) fn flaw(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error && !self.extent.strict {
            diagnostic.severity = Severity::Warning;
            // Of what contradicts itself, the nearest word is taken.
            if diagnostic.code != Code::Contradiction {
                self.any_json
                    .insert(diagnostic.at.clone(), diagnostic.clone());
            }
        }
        self.found.push(diagnostic);
    }

    /// A list or map that contains itself is spoken of by its slot for now.
    fn alias(&mut self, ty: Type, slot: TypeId, place: &Arc<Place>) -> Type {
        let (inner, nullable) = match ty {
            Type::Nullable(inner) => (*inner, true),
            other => (other, false),
        };
        if inner == Type::Named(slot) {
            self.flaw(
                Diagnostic::error(
                    Code::CircularReference,
                    &place.at,
                    "this schema is only a reference to itself",
                )
                .help("let one of the references hold what is meant"),
            );
            return Type::Any;
        }
        let place = Arc::clone(place);
        let ty = match inner {
            Type::Named(_) => inner.clone(),
            _ => Type::Named(slot),
        };
        self.aliases.insert(slot, Alias { ty: inner, place });
        if nullable { ty.nullable() } else { ty }
    }

    fn origin_of(&self, at: &Pointer) -> Origin {
        let last = at.tokens().next_back();
        Origin::Named(last.unwrap_or_else(|| self.document.info.title.clone()))
    }

    /// Whether a schema allows `null`, as far as its own keywords say: needed
    /// when it is mentioned from within itself.
    fn may_be_null(&self, schema: &Schema, depth: usize) -> bool {
        const DEEPEST: usize = 16;
        if schema.nullable {
            return true;
        }
        if let Some(values) = &schema.values {
            return values.iter().any(|(_, value)| value.is_null());
        }
        if depth > DEEPEST {
            return false;
        }
        if let Some(target) = schema.reference.as_ref().filter(|_| schema.is_bare()) {
            let target = self.document.schema(target);
            return target.is_some_and(|target| self.may_be_null(target, depth + 1));
        }
        let branches = schema.one_of.iter().chain(&schema.any_of);
        branches.into_iter().any(Schema::is_null)
    }
}
