//! Branches of a union as variants.

use super::kinds::Kinds;
use crate::ir::Branch;
use crate::json::JsonType;
use crate::lower::types::Candidate;

/// A branch as a variant.
pub(super) fn branch(candidate: Candidate, kinds: &Kinds) -> Branch {
    let kind = kinds.of_type(&candidate.ty).first().copied();
    Branch {
        name: candidate.name(),
        at: candidate.at,
        schemas: candidate.schemas,
        tag: None,
        title: candidate.title,
        kind: kind.unwrap_or(JsonType::Object),
        ty: Some(candidate.ty),
        docs: candidate.docs,
    }
}
