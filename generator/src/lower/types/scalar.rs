//! Scalars: types without parts, by `type`, `format` and bounds.

use crate::ir::{Integer, Scalar, Type};
use crate::spec::{Range, Schema};

/// The type of a string.
pub(super) fn string(schema: &Schema) -> Type {
    let encoding = schema.encoding.as_deref();
    if let Some(encoded) = encoding.and_then(Scalar::of_content_encoding) {
        return Type::Scalar(encoded);
    }
    let Some(format) = schema.format.as_deref() else {
        return Type::Scalar(Scalar::String);
    };
    Type::Scalar(Scalar::of_text_format(format).unwrap_or(Scalar::String))
}

/// The type for what a format promises of a number.
pub(super) fn number(format: Option<&str>) -> Type {
    Type::Scalar(
        format
            .and_then(Scalar::of_number_format)
            .unwrap_or(Scalar::Number),
    )
}

/// The narrowest type for what a format promises, or a wider one where the
/// bounds beside it promise more.
pub(crate) fn integer(format: Option<&str>, range: Range) -> Integer {
    let promised = format.and_then(Integer::of_format);
    let promised = promised.unwrap_or(Integer::I64);
    let least = range.least.unwrap_or(0);
    let most = range.most.unwrap_or(0);
    let fits = |width: &Integer| width.range().contains(&least) && width.range().contains(&most);
    let wider = [promised, Integer::I64, Integer::U64];
    wider.into_iter().find(fits).unwrap_or(promised)
}
