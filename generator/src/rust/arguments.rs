//! Arguments: the types that functions take values as, and what they make of them.

use super::ink::Ink;
use super::types::{Name, RustType, scalar};
use crate::ir::{Access, Field, Scalar, TypeDef, TypeKind};

/// The type of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentType {
    /// `&str`.
    Str,
    /// A reference.
    Lent(RustType),
    /// A value.
    Given(RustType),
    /// Anything that becomes a value of the type.
    Into(RustType),
}

/// The expression that makes of an argument what is kept or passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// The argument itself.
    Same,
    /// A reference to it.
    Lend,
    /// A conversion of it.
    Into,
    /// A reference to a conversion of it.
    LendInto,
    /// The value that may be `null` in a conversion of it.
    IntoValue,
    /// A box around it.
    Box,
}

/// Tells if `new` takes a field: it must be there in requests.
pub(super) fn is_argument(field: &Field) -> bool {
    field.required || (field.required_by_schema && field.access == Some(Access::WriteOnly))
}

/// The most arguments of a `new`; beyond, several of one type are easily confused.
const MOST_ARGUMENTS: usize = 4;

/// Tells if `new` takes the required fields as a struct.
pub(super) fn takes_struct(def: &TypeDef) -> bool {
    match &def.kind {
        TypeKind::Struct(object) if def.in_request => {
            let arguments = object.fields.iter().filter(|field| is_argument(field));
            arguments.count() > MOST_ARGUMENTS
        }
        _ => false,
    }
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The type in the signature.
    pub ty: ArgumentType,
    /// The conversion of it.
    pub value: Conversion,
}

impl Argument {
    /// An argument that ends up in a field of this type.
    pub fn owned(ty: &RustType) -> Self {
        let is_converted = match ty {
            RustType::Scalar(one) => scalar(*one).is_converted,
            RustType::Nullable(_) => true,
            _ => false,
        };
        match ty {
            RustType::Boxed(id) => Self {
                ty: ArgumentType::Given(RustType::Named(*id)),
                value: Conversion::Box,
            },
            RustType::Option(inner) => Self {
                ty: nullable(inner),
                value: Conversion::IntoValue,
            },
            _ if is_converted => Self::into(ty.clone()),
            _ => Self {
                ty: ArgumentType::Given(ty.clone()),
                value: Conversion::Same,
            },
        }
    }

    /// An argument that ends up in a field of this type, and must be there.
    pub fn needed(ty: &RustType) -> Self {
        match ty {
            RustType::Nullable(inner) => Self::owned(&RustType::Option(inner.clone())),
            _ => Self::owned(ty),
        }
    }

    /// An argument that is anything that becomes a value of this type.
    pub fn into(ty: RustType) -> Self {
        Self {
            ty: ArgumentType::Into(ty),
            value: Conversion::Into,
        }
    }

    /// An argument that is only written into a request.
    pub fn borrowed(ty: &RustType) -> Self {
        let (ty, value) = match ty {
            RustType::Scalar(Scalar::String) => (ArgumentType::Str, Conversion::Same),
            RustType::Named(_) | RustType::Scalar(Scalar::Secret) => {
                (ArgumentType::Lent(ty.clone()), Conversion::Same)
            }
            RustType::Option(inner) => (nullable(inner), Conversion::LendInto),
            _ => (ArgumentType::Given(ty.clone()), Conversion::Lend),
        };
        Self { ty, value }
    }
}

/// An argument for what may be `null`: a value, what becomes one, or `None`.
fn nullable(inner: &RustType) -> ArgumentType {
    ArgumentType::Into(RustType::Nullable(Box::new(inner.clone())))
}

impl ArgumentType {
    /// Writes it; `path` writes the names of which it is made.
    pub fn write<I: Ink>(&self, ink: &mut I, path: &mut impl FnMut(&mut I, Name)) {
        match self {
            Self::Str => {
                ink.mark("&");
                ink.word("str");
            }
            Self::Lent(ty) => {
                ink.mark("&");
                ty.write(ink, path);
            }
            Self::Given(ty) => ty.write(ink, path),
            Self::Into(ty) => {
                ink.word("impl");
                ink.word("Into");
                ink.mark("<");
                ty.write(ink, path);
                ink.mark(">");
            }
        }
    }
}

impl Conversion {
    /// Writes the expression for an argument of this name.
    pub fn write(self, ink: &mut impl Ink, name: &str) {
        match self {
            Self::Same => ink.word(name),
            Self::Lend => {
                ink.mark("&");
                ink.word(name);
            }
            Self::Into => {
                ink.word(name);
                call(ink, "into");
            }
            Self::LendInto => {
                ink.mark("&");
                ink.word(name);
                call(ink, "into");
            }
            Self::IntoValue => {
                ink.word(name);
                call(ink, "into");
                call(ink, "into_value");
            }
            Self::Box => {
                ink.word("Box");
                ink.mark("::");
                ink.word("new");
                ink.parenthesized(|ink| ink.word(name));
            }
        }
    }
}

fn call(ink: &mut impl Ink, method: &str) {
    ink.mark(".");
    ink.word(method);
    ink.parenthesized(|_| ());
}
