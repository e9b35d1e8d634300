//! Schemas as types, whose unions are undecided.
//!
//! Takes schemas of a [`Spec`](crate::spec::Spec), gives
//! [`UndecidedTypes`]. Each schema is read once in each context. The type of an
//! object needs those of its properties, which may be of any kind: that way leads
//! through the trait [`SchemaTypes`], so that no two files need each other.
//!
//! | file | holds |
//! |---|---|
//! | `scope` | the situation that a schema is read in |
//! | `candidate`, `undecided` | the types found so far, and the branches of their unions |
//! | `memo`, `work` | the schemas that are read once, and a bound on their number |
//! | `reader` | all of this, and the trait |
//! | `merge` | the parts of an `allOf` as one schema |
//! | `files`, `constant`, `implied`, `discriminator` | questions about schemas and objects |
//! | `scalar`, `array`, `object`, `enum_`, `union`, `all_of` | the types of schemas of one kind |
//! | `outline`, `join`, `branches`, `several`, `inheritance` | the branches of unions |
//! | `named` | the types of schemas that others refer to |
//! | `schema` | the type of any schema |

mod all_of;
mod array;
mod branches;
mod candidate;
mod chosen;
mod constant;
mod discriminator;
mod enum_;
mod files;
mod implied;
mod inheritance;
mod join;
mod memo;
mod merge;
mod named;
mod object;
mod outline;
mod reader;
mod scalar;
mod schema;
mod scope;
mod several;
mod undecided;
mod union;
mod work;

pub(super) use candidate::{Candidate, Matching, UndecidedUnion, UnionHints, UnionKind, Webhooks};
pub(super) use discriminator::{
    Basis, Choice, Listed, declared, disjoint, is_negative, listed, objects_of,
};
pub(super) use files::file;
pub(super) use merge::merged;
pub(super) use named::named_type;
pub(super) use reader::{Reader, SchemaTypes};
pub(super) use scalar::integer;
pub(super) use scope::{Context, Scope, docs};
pub(super) use undecided::{Alias, Shape, UndecidedTypes};
