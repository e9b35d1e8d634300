//! The ways in which a server differs from its document.

use std::fmt;

use serde_json::Value;

use crate::diag::Pointer;
use crate::fit::{Misfit, MisfitKind};
use crate::json::JsonType;

/// A difference at a place of the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Difference {
    pub(super) at: Pointer,
    pub(super) kind: Kind,
}

impl Difference {
    /// The difference that a value makes which doesn't fit; nothing for what no client depends
    /// on.
    pub(super) fn of(misfit: Misfit) -> Option<Self> {
        let Misfit { schema, kind, .. } = misfit;
        let kind = match kind {
            MisfitKind::Absent { name, may_be_null } => {
                let at = schema.child("properties").child(&name);
                let kind = if may_be_null {
                    Kind::AbsentNull
                } else {
                    Kind::Absent
                };
                return Some(Self { at, kind });
            }
            MisfitKind::Null => Kind::Null,
            MisfitKind::Type { expected, found } => Kind::Type { expected, found },
            MisfitKind::Format {
                expected,
                is_huge,
                format,
            } => Kind::Format {
                expected,
                is_huge,
                format,
            },
            MisfitKind::Value(value) => Kind::value(&value),
            MisfitKind::Branch(found) => Kind::Branch(found),
            MisfitKind::Member(name) => Kind::member(&name),
            MisfitKind::Limit(_) => return None,
        };
        Some(Self { at: schema, kind })
    }
}

/// The kind of a difference. Of what a server sends it holds types, and the words for
/// which the document has an enum; never any other value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A required property isn't there.
    Absent,
    /// A required property isn't there that may be `null`, which is how a client reads it.
    AbsentNull,
    /// `null` where the schema doesn't allow it.
    Null,
    /// A value of another type than those of the schema.
    Type {
        expected: Vec<JsonType>,
        found: JsonType,
    },
    /// A value of the type, but not of the format or width.
    Format {
        expected: Vec<JsonType>,
        /// `true` of an integer that no integer type of ours holds.
        is_huge: bool,
        format: String,
    },
    /// A value that an enum doesn't list: its JSON, if it is a word.
    Value(Option<String>),
    /// A value that no branch of a union is for.
    Branch(Option<JsonType>),
    /// A member that no schema knows: its name, if it looks like one.
    Member(Option<String>),
    /// A status that the operation doesn't list, and the key of a response that fits.
    Status { status: u16, like: Option<String> },
    /// A body of another media type than those of the response.
    MediaType(String),
    /// A body where the response has none.
    Body(String),
    /// No body where the response has one.
    NoBody,
}

impl Kind {
    /// A value of an enum that may be shown: a word, not a text that could be anything.
    fn value(value: &Value) -> Self {
        let is_word = match value {
            Value::String(text) => is_word(text),
            Value::Bool(_) => true,
            Value::Number(number) => number.is_i64(),
            _ => false,
        };
        Self::Value(is_word.then(|| value.to_string()))
    }

    /// A member, by its name unless that could be data.
    fn member(name: &str) -> Self {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        Self::Member((is_word(name) && digits < 4).then(|| name.to_owned()))
    }
}

/// True of a text that looks like a word of an API.
fn is_word(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/+#$".contains(&byte);
    (1..=40).contains(&text.len()) && text.bytes().all(is_part)
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("absent"),
            Self::AbsentNull => f.write_str("absent, which is read as null"),
            Self::Null => f.write_str("null"),
            Self::Type { expected, found } => {
                let expected: Vec<_> = expected.iter().map(|one| one.as_str()).collect();
                write!(
                    f,
                    "{} in place of {}",
                    found.as_str(),
                    expected.join(" or ")
                )
            }
            Self::Format { format, .. } => write!(f, "not of the format {format}"),
            Self::Value(Some(word)) => write!(f, "value {word}"),
            Self::Value(None) => f.write_str("another value"),
            Self::Branch(Some(found)) => write!(f, "{}, which fits no branch", found.as_str()),
            Self::Branch(None) => f.write_str("null, which fits no branch"),
            Self::Member(Some(name)) => write!(f, "undocumented member {name}"),
            Self::Member(None) => f.write_str("undocumented member with a name that may be data"),
            Self::Status { status, like: None } => write!(f, "undocumented status {status}"),
            Self::Status {
                status,
                like: Some(like),
            } => write!(f, "undocumented status {status}, like {like}"),
            Self::MediaType(found) => write!(f, "media type {found}"),
            Self::Body(found) => write!(f, "undocumented body of {found}"),
            Self::NoBody => f.write_str("no body"),
        }
    }
}
