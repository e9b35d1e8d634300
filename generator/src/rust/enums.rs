//! Enums of values: the type that keeps what they don't list.

use crate::ir::Enum;

/// The content of the variant for values that an enum doesn't list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unrecognized {
    /// An integer.
    Integer,
    /// A text that a later version of the document may list.
    Text,
    /// A text that the document allows, whatever it is.
    AnyText,
}

impl Unrecognized {
    /// That of an enum.
    pub fn of(set: &Enum) -> Self {
        let are_integers = set.values.iter().all(|value| value.value.is_number());
        match set.open {
            _ if are_integers => Self::Integer,
            true => Self::AnyText,
            false => Self::Text,
        }
    }
}
