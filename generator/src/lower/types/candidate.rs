//! Unions while their way to a value's branch is undecided.

use crate::diag::Pointer;
use crate::ir::{BranchSchema, BranchTypes, Docs, Type};
use crate::spec::Discriminator;

/// A union that waits for all types to be known, so that its decision doesn't
/// depend on which schema was read first.
#[derive(Debug)]
pub(crate) struct UndecidedUnion {
    /// Its branches.
    pub(crate) candidates: Vec<Candidate>,
    /// The facts that decide it.
    pub(crate) kind: UnionKind,
}

/// A branch on its way to become a variant.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Its place in the document.
    pub(crate) at: Pointer,
    /// The schemas whose values it holds: any of them.
    pub(crate) schemas: Vec<BranchSchema>,
    /// The schema that it refers to, if it only refers.
    pub(crate) target: Option<Pointer>,
    /// Its own title.
    pub(crate) title: Option<String>,
    /// Its type, never nullable.
    pub(crate) ty: Type,
    /// Its description.
    pub(crate) docs: Docs,
}

/// The things that a union can be one of.
#[derive(Debug)]
pub(crate) enum UnionKind {
    /// Schemas.
    Branches(UnionHints),
    /// Webhooks.
    Webhooks(Webhooks),
}

/// The keywords that speak of a union's branches as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnionHints {
    /// `discriminator`.
    pub(crate) discriminator: Option<Discriminator>,
    /// The number of branches that a value may belong to.
    pub(crate) matching: Matching,
}

/// The number of branches that a value may belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Matching {
    /// One: `oneOf`.
    #[default]
    ExactlyOne,
    /// Several: `anyOf`.
    AnyOf,
    /// One of the subtypes, or none but the type that they all include.
    SubtypeOrBase,
    /// Several, or none of them.
    AnyOrNone,
}

/// The webhooks that the branches of a union are.
#[derive(Debug)]
pub(crate) struct Webhooks {
    /// Their names, one for each branch.
    pub(crate) names: Vec<String>,
    /// Their place in the document.
    pub(crate) at: Pointer,
    /// `true` if they are the document's, `false` if an operation's callbacks.
    pub(crate) is_global: bool,
}

impl BranchTypes for UndecidedUnion {
    fn types(&self) -> impl Iterator<Item = &Type> {
        self.candidates.iter().map(|candidate| &candidate.ty)
    }

    fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.candidates
            .iter_mut()
            .map(|candidate| &mut candidate.ty)
    }
}

impl Candidate {
    /// The name of the schema that it refers to.
    pub(crate) fn name(&self) -> Option<String> {
        self.target.as_ref()?.tokens().next_back()
    }
}
