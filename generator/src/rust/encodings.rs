//! Encodings of the properties of a form.

use crate::ir::{Api, Encoding, Type, TypeKind};

/// The encodings that make a difference: in any style, a scalar looks the same.
pub(super) fn differing<'e>(
    api: &Api,
    ty: &Type,
    encodings: &'e [(String, Encoding)],
) -> Vec<&'e (String, Encoding)> {
    let fields = match ty {
        Type::Named(id) => match &api.type_def(*id).kind {
            TypeKind::Struct(object) => &object.fields[..],
            _ => &[],
        },
        _ => &[],
    };
    let differs = |(property, encoding): &&(String, Encoding)| {
        let field = fields.iter().find(|field| field.name == *property);
        let is_scalar = field.is_some_and(|field| is_scalar(api, &field.ty));
        matches!(encoding, Encoding::MediaType(_)) || !is_scalar
    };
    encodings.iter().filter(differs).collect()
}

fn is_scalar(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Raw | Type::Array(_) | Type::Map(_) => false,
        Type::Nullable(inner) => is_scalar(api, inner),
        Type::Named(id) => matches!(api.type_def(*id).kind, TypeKind::Enum(_)),
        _ => true,
    }
}
