//! The types of the values that bodies consist of.

use crate::diag::{Diagnostic, Pointer};
use crate::ir::{Origin, Place, Scalar, Type};
use crate::json::JsonType;
use crate::lower::types::{Context, Reader, SchemaTypes, Scope, file, merged};
use crate::spec::{MediaType, Spec};
use std::sync::Arc;

/// The type of a body.
pub(super) fn content_type(
    reader: &mut Reader<'_>,
    media: &MediaType,
    origin: Origin,
    found: &mut Vec<Diagnostic>,
) -> Type {
    match &media.schema {
        None => Type::Any,
        Some(at) => type_standing_at(reader, at, origin, found),
    }
}

/// The type of a schema that stands in an object of the document.
fn type_standing_at(
    reader: &mut Reader<'_>,
    at: &Pointer,
    origin: Origin,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let schema = reader.schema_at(at, found);
    let at = at.clone();
    let place = Arc::new(Place { at, origin });
    reader.type_of(schema, Scope::new(&place, Context::Json), found)
}

/// The type of the items of a stream: `itemSchema` of 3.2, or what the
/// schema says, by which vendors mean the item.
pub(super) fn item_type(
    reader: &mut Reader<'_>,
    media: &MediaType,
    origin: Origin,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if let Some(at) = &media.item_schema {
        return type_standing_at(reader, at, origin, found);
    }
    match content_type(reader, media, origin, found) {
        Type::Array(item) => *item,
        ty => ty,
    }
}

/// The type of a body of several parts, in which binary strings are files.
pub(super) fn multipart_type(
    reader: &mut Reader<'_>,
    media: &MediaType,
    origin: Origin,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let Some(at) = &media.schema else {
        return Type::Map(Box::new(Type::Scalar(Scalar::File)));
    };
    let schema = reader.schema_at(at, found);
    let place = Arc::new(Place {
        at: schema.at.clone(),
        origin,
    });
    let named = schema.only_target().cloned();
    let schema = merged(reader, schema, found);
    let is_union = !schema.one_of.is_empty() || !schema.any_of.is_empty();
    let is_file = |schema| file(reader.spec, schema, Context::Multipart).is_some();
    let has_files = is_union || schema.properties.iter().any(|(_, one)| is_file(one));
    // A named schema with files gets a type of its own here: elsewhere it is JSON.
    match named.filter(|_| !has_files) {
        Some(named) => reader.type_at(&named, Scope::new(&place, Context::Json), found),
        None => reader.type_of(schema, Scope::new(&place, Context::Multipart), found),
    }
}

/// Tells if a body is bytes, whatever its media type says: no JSON is `format:
/// binary`, but some frameworks describe files so.
pub(super) fn is_raw(spec: &Spec, media: &MediaType) -> bool {
    let stated = media.schema.as_ref().and_then(|at| spec.schema(at));
    let last = stated.and_then(|schema| spec.reference_chain(schema).last());
    last.is_some_and(|schema| {
        let types = schema.types.as_deref();
        let is_text = types.is_none_or(|types| types == [JsonType::String]);
        schema.reference.is_none() && is_text && schema.format.as_deref() == Some("binary")
    })
}
