//! `allOf`, and a `$ref` with other keywords beside it.

use super::memo::Key;
use super::merge::{merged, only_reference};
use super::named::read_once;
use super::reader::{Reader, SchemaTypes};
use super::scope::Scope;
use super::work::NESTED;
use crate::diag::{Code, Diagnostic};
use crate::ir::Type;
use crate::spec::Schema;

/// The type of a schema made of several.
pub(super) fn all_of(
    reader: &mut Reader<'_>,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if let Some(target) = only_reference(&schema) {
        let nullable = schema.nullable;
        let ty = reader.type_at(&target, scope, found);
        return if nullable { ty.nullable() } else { ty };
    }
    if scope.slot.is_some() {
        let merged = whole(reader, schema, found);
        return reader.type_of(merged, scope, found);
    }
    combination(reader, schema, scope, found)
}

/// The type of a schema that is made of others and has no name, remembered by
/// what it is made of.
fn combination(
    reader: &mut Reader<'_>,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let key = Key::Combined(schema.fingerprint(), scope.context);
    if let Some(ty) = reader.memo.recall(&key, found) {
        if let Type::Named(id) = ty {
            reader.types.definitions.add_place(id, scope.place);
        }
        return ty;
    }
    if scope.combined >= NESTED || !reader.work.spend(schema.size()) {
        return reader.too_much(&schema.at, found);
    }
    let mut own = Vec::new();
    let merged = whole(reader, schema, &mut own);
    let scope = Scope {
        combined: scope.combined + 1,
        ..scope
    };
    read_once(reader, key, merged, scope, own, found)
}

/// One schema in the place of several, their contradictions reported.
fn whole(reader: &mut Reader<'_>, schema: Schema, found: &mut Vec<Diagnostic>) -> Schema {
    let merged = merged(reader, schema, found);
    if let Some((one, other)) = merged.conflict.as_deref() {
        let message = "no value can be what both of these ask for";
        let error = Diagnostic::error(Code::Contradiction, one, message)
            .related(other, "contradicts the other")
            .help("let the parts of an `allOf` agree");
        reader.flaw(error, found);
    }
    merged
}
