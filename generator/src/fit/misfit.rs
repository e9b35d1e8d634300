//! The ways in which a value doesn't fit a schema.

use serde_json::Value;

use crate::diag::Pointer;
use crate::json::JsonType;

/// A part of a value that a schema doesn't allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfit {
    /// The place of the schema.
    pub schema: Pointer,
    /// The keys and indices that lead to the part of the value.
    pub path: Vec<String>,
    /// The reason.
    pub kind: MisfitKind,
}

/// The reason why a value doesn't fit.
#[derive(Debug, Clone, PartialEq)]
pub enum MisfitKind {
    /// A required property isn't there.
    Absent {
        /// Its name.
        name: String,
        /// `true` if it may be `null`, which is how a client reads it.
        may_be_null: bool,
    },
    /// `null` where the schema doesn't allow it.
    Null,
    /// A value of another type than those of the schema.
    Type {
        /// The types of the schema.
        expected: Vec<JsonType>,
        /// That of the value.
        found: JsonType,
    },
    /// A value of the type, but not of the format or width.
    Format {
        /// The types of the schema.
        expected: Vec<JsonType>,
        /// `true` of an integer beyond 64 bits.
        is_huge: bool,
        /// The format.
        format: String,
    },
    /// A value that `enum` or `const` doesn't list.
    Value(Value),
    /// A value that no branch of a union is for: its type; nothing for `null`.
    Branch(Option<JsonType>),
    /// A member of this name, which no schema knows.
    Member(String),
    /// A value that is against this keyword of the schema.
    Limit(&'static str),
}

impl MisfitKind {
    /// The part that it plays in the choice of a union's branch.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Member(_)
            | Self::Absent {
                may_be_null: true, ..
            } => 1,
            Self::Null | Self::Format { .. } | Self::Limit(_) => 10,
            _ => 100,
        }
    }
}
