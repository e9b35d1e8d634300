//! The situation that a schema is read in.

use crate::ir::{Docs, Origin, Place, TypeId};
use crate::spec::Schema;
use std::sync::Arc;

/// The form of the values of a schema, which bears on its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Context {
    /// JSON.
    Json,
    /// A body of several parts, in which binary strings are files.
    Multipart,
}

/// The situation that a schema is read in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'p> {
    /// The schema's place, and the things that a name for its type is made of.
    pub(super) place: &'p Arc<Place>,
    /// The slot of its type, if that has one of its own.
    pub(super) slot: Option<TypeId>,
    /// The form of its values.
    pub(super) context: Context,
    /// The number of schemas around it, references followed.
    pub(super) depth: usize,
    /// The number of combinations around it, up to a schema that stands by itself.
    pub(super) combined: usize,
}

impl<'p> Scope<'p> {
    /// The situation of a schema that none stands around.
    pub(crate) fn new(place: &'p Arc<Place>, context: Context) -> Self {
        Self {
            place,
            slot: None,
            context,
            depth: 0,
            combined: 0,
        }
    }

    /// The situation of a schema within this one.
    pub(super) fn at<'q>(self, place: &'q Arc<Place>) -> Scope<'q> {
        Scope {
            place,
            slot: None,
            context: self.context,
            depth: self.depth,
            combined: self.combined,
        }
    }

    /// The place of a schema that stands within this one without a property's name.
    pub(super) fn within(self, schema: &Schema, word: &str) -> Arc<Place> {
        Arc::new(Place {
            at: schema.at.clone(),
            origin: Origin::Within {
                parent: Arc::clone(self.place),
                word: word.to_owned(),
                title: schema.title.clone(),
            },
        })
    }
}

/// The words of a schema for a reader.
pub(crate) fn docs(schema: &Schema) -> Docs {
    let mut facts = Vec::new();
    if let Some(default) = schema.default.as_ref().filter(|default| !default.is_null()) {
        facts.push(format!(
            "Default: `{}`.",
            default.to_string().replace('`', "'")
        ));
    }
    Docs {
        text: schema.description.clone().or_else(|| schema.title.clone()),
        facts,
        deprecated: schema.deprecated,
    }
}
