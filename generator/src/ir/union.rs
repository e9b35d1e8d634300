//! Unions: their branches, and the way to a value's branch.

use super::{Docs, Type};
use crate::diag::Pointer;
use crate::json::JsonType;
use serde_json::Value;
use std::collections::BTreeSet;

/// One of several types.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Union {
    /// The branches, in the document's order.
    pub branches: Vec<Branch>,
    /// The way to a value's branch.
    pub plan: Plan,
}

/// A schema whose values a branch of a union holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BranchSchema {
    /// Its place in the document.
    pub at: Pointer,
    /// The type of those values, where the schema has several.
    pub kind: Option<JsonType>,
    /// The schemas that the union is joined with: its values are of these, too.
    pub joined: BTreeSet<Pointer>,
}

/// A branch of a union.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Branch {
    /// Its place in the document.
    pub at: Pointer,
    /// The schemas whose values it holds: any of them.
    pub schemas: Vec<BranchSchema>,
    /// The text that chooses it, if one alone does.
    pub tag: Option<String>,
    /// The name of the schema that it refers to.
    pub name: Option<String>,
    /// Its own title.
    pub title: Option<String>,
    /// The kind of JSON value that it is.
    pub kind: JsonType,
    /// The type that the variant holds; nothing where the tag says everything.
    pub ty: Option<Type>,
    /// Its description.
    pub docs: Docs,
}

/// The way to a value's branch. Each list has one entry for each branch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Plan {
    /// By the value of a property that every branch requires, and that no branch
    /// shares with another.
    Tag {
        /// The property.
        property: String,
        /// The values that choose each branch.
        values: Vec<Vec<Value>>,
    },
    /// By the type of JSON value.
    JsonType(Vec<JsonType>),
    /// By the type of JSON value, then by the value of a property, then by trial.
    Choose {
        /// The property.
        property: Option<String>,
        /// The admission to each branch.
        guards: Vec<Guard>,
        /// The fate of an object that the property leaves without a branch.
        fallback: Fallback,
    },
    /// By trying all of them; the one that understands the most wins.
    BestOf,
    /// By the webhook that it was sent to, or else by what it says itself.
    Webhook {
        /// The JSON Pointer to the name of its webhook within a body. Without one
        /// the shape decides, if that of a single branch fits best.
        property: Option<String>,
        /// The webhooks.
        keys: Vec<WebhookKey>,
    },
}

impl Plan {
    /// The property that tells branches apart, if one does.
    pub fn property(&self) -> Option<&str> {
        match self {
            Self::Tag { property, .. } => Some(property),
            Self::Choose { property, .. } => property.as_deref(),
            Self::JsonType(_) | Self::BestOf | Self::Webhook { .. } => None,
        }
    }

    /// The values of that property that choose a branch.
    pub fn values(&self, branch: usize) -> &[Value] {
        match self {
            Self::Tag { values, .. } => &values[branch],
            Self::Choose { guards, .. } => match &guards[branch] {
                Guard::Tag(values) => values,
                Guard::Type(_) | Guard::Trial => &[],
            },
            Self::JsonType(_) | Self::BestOf | Self::Webhook { .. } => &[],
        }
    }
}

/// The admission of a value to a branch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Guard {
    /// Its JSON type, which no other branch has.
    Type(JsonType),
    /// These values of the property.
    Tag(Vec<Value>),
    /// Nothing but a trial.
    Trial,
}

/// The fate of an object that a property leaves without a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fallback {
    /// It is none of them.
    Unrecognized,
    /// Without the property, it is the only branch that fits.
    Only,
    /// It is the branch that fits best: of all if it lacks the property, else of
    /// those that the property says nothing about.
    Best,
    /// As [`Best`](Self::Best), and also where the branch that the property names
    /// can't read it.
    Any,
}

/// A webhook, as the branch of a union.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebhookKey {
    /// Its name in the document.
    pub name: String,
    /// The values of the property that stand for it.
    pub values: Vec<Value>,
    /// `true` if its bodies have a shape at all.
    pub has_shape: bool,
    /// The properties of its bodies that not all webhooks have, sorted; nothing
    /// where its bodies may have any.
    pub marks: Option<Vec<String>>,
}
