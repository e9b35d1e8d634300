//! Branches of a union before their types are known.

use super::candidate::Candidate;
use super::scope::{Scope, docs};
use crate::diag::Pointer;
use crate::ir::{BranchSchema, Docs, Place, Type};
use crate::json::JsonType;
use crate::spec::Schema;
use serde_json::Value;
use std::sync::Arc;

/// A branch before its type is known.
pub(super) struct Outline {
    pub(super) place: Arc<Place>,
    pub(super) schema: BranchSchema,
    target: Option<Pointer>,
    title: Option<String>,
    docs: Docs,
}

impl Outline {
    /// The outline of a branch beside which `base` holds.
    pub(super) fn of(branch: &Schema, scope: Scope<'_>, base: &Schema) -> Self {
        Self {
            place: scope.within(branch, &branch_word(branch)),
            schema: branch_schema(branch, base),
            target: branch.only_target().cloned(),
            title: branch.title.clone(),
            docs: Docs {
                text: branch.description.clone(),
                ..docs(branch)
            },
        }
    }

    /// The branch with its type.
    pub(super) fn candidate(self, ty: Type) -> Candidate {
        Candidate {
            at: self.place.at.clone(),
            schemas: vec![self.schema],
            target: self.target,
            title: self.title,
            ty,
            docs: self.docs,
        }
    }
}

/// The schema that a branch is; for a type among several, or a value among
/// several, that type of the schema that all of them are.
fn branch_schema(branch: &Schema, base: &Schema) -> BranchSchema {
    let kind = match branch.types.as_deref() {
        Some(&[one]) => Some(one),
        _ => None,
    };
    let is_value = branch.at.path().rsplit('/').nth(1) == Some("enum");
    let kind = kind.filter(|_| branch.at == base.at || is_value);
    let at = if kind.is_some() { &base.at } else { &branch.at };
    BranchSchema {
        at: at.clone(),
        kind,
        joined: base.made_of.clone(),
    }
}

/// A branch together with what stands beside the branches.
pub(super) fn with_base(base: &Schema, branch: Schema) -> Schema {
    let only_types = {
        let mut rest = base.clone();
        rest.types = None;
        rest.is_bare() && rest.reference.is_none()
    };
    if only_types {
        let mut branch = branch;
        if branch.types.is_none() && branch.reference.is_none() && branch.all_of.is_empty() {
            branch.types.clone_from(&base.types);
        }
        return branch;
    }
    let mut joint = Schema::anything(&branch.at);
    joint.title = branch.title.clone();
    joint.description = branch.description.clone();
    let mut base = base.clone();
    base.made_of.insert(base.at.clone());
    joint.all_of = vec![base, branch.undescribed()];
    joint
}

/// The word for an inline branch without a title: for an object the value of the
/// property that tells it apart, if there is one.
fn branch_word(branch: &Schema) -> String {
    let word = match branch.types.as_deref() {
        Some([JsonType::Boolean]) => "boolean",
        Some([JsonType::Integer]) => "integer",
        Some([JsonType::Number]) => "number",
        Some([JsonType::String]) => "text",
        Some([JsonType::Array]) => "list",
        _ => "object",
    };
    let tags = branch.properties.iter().filter_map(|(name, property)| {
        let tag = match property.values.as_deref() {
            Some([(_, Value::String(text))]) => text.clone(),
            Some([(_, Value::Bool(true))]) => name.clone(),
            Some([(_, Value::Bool(false))]) => format!("not {name}"),
            Some([(_, value @ Value::Number(_))]) => format!("{name} {value}"),
            _ => return None,
        };
        Some((name, tag))
    });
    // By name, since the document's order means nothing.
    let first = tags.min();
    first.map_or_else(|| word.to_owned(), |(_, tag)| tag)
}
