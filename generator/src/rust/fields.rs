//! Fields of structs: their types as they are declared, and the way to set them.

use super::api::RustField;
use super::arguments::{Argument, is_argument};
use super::types::RustType;
use crate::ir::Access;

/// The kind of a field's row in the table of its struct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// It is always there.
    Required,
    /// It is always there, and may be `null`; a response that lacks it means that.
    RequiredNullable,
    /// It may be absent.
    Optional,
    /// It may be absent, or `null`, which is a value of its own.
    Nullable,
}

impl RustField<'_> {
    /// The kind of its row.
    pub fn kind(&self) -> FieldKind {
        match (self.field.required, self.field.ty.allows_null()) {
            (true, true) => FieldKind::RequiredNullable,
            (true, false) => FieldKind::Required,
            (false, true) => FieldKind::Nullable,
            (false, false) => FieldKind::Optional,
        }
    }

    /// The type that it is declared with.
    pub fn declared(&self) -> RustType {
        match self.is_wrapped() {
            true => RustType::Option(Box::new(self.ty.clone())),
            false => self.ty.clone(),
        }
    }

    /// Tells if it is an `Option` around a value of its type.
    pub fn is_wrapped(&self) -> bool {
        !self.field.required && !matches!(self.ty, RustType::Nullable(_))
    }

    /// The type that it has in the struct that `new` takes, if it must be there in requests.
    pub fn required(&self) -> Option<RustType> {
        is_argument(self.field).then(|| match self.ty {
            RustType::Nullable(inner) => RustType::Option(inner.clone()),
            RustType::Boxed(id) if !self.is_wrapped() => RustType::Named(*id),
            ty => ty.clone(),
        })
    }

    /// The argument that `new` takes for it, if it must be there in requests.
    pub fn argument(&self) -> Option<Argument> {
        is_argument(self.field).then(|| Argument::needed(self.ty))
    }

    /// Tells if it has a setter: it can be left out, and the server doesn't fill it in.
    pub fn has_setter(&self) -> bool {
        !is_argument(self.field) && self.field.access != Some(Access::ReadOnly)
    }
}
