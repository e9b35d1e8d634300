//! Types as they are used somewhere.

use super::Scalar;

/// The index of a type in an [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type as it is used somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// A value that the document doesn't speak of, kept as it came.
    Raw,
    /// Only `null`.
    Null,
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    Array(Box<Type>),
    /// An object whose properties are all of one type.
    Map(Box<Type>),
    /// A value or `null`.
    Nullable(Box<Type>),
    /// A type with a name of its own.
    Named(TypeId),
}

impl Type {
    /// This type or `null`, once.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Any | Self::Raw | Self::Null | Self::Nullable(_) => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// Tells if `null` is one of its values.
    pub fn allows_null(&self) -> bool {
        matches!(self, Self::Any | Self::Raw | Self::Null | Self::Nullable(_))
    }
}
