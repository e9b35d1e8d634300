//! The type of a schema of any kind: each kind has a file, and this one knows all.

use super::all_of::all_of;
use super::array::array;
use super::chosen::{by_format, by_place};
use super::enum_::enumeration;
use super::implied::implied;
use super::named;
use super::object::object;
use super::reader::{Reader, SchemaTypes};
use super::scalar::{integer, number, string};
use super::scope::Scope;
use super::union::{several_types, union};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{Scalar, Type};
use crate::json::JsonType;
use crate::spec::Schema;

/// The number of schemas that may nest, references followed.
const DEEPEST: usize = 2_000;

impl SchemaTypes for Reader<'_> {
    fn type_of(&mut self, schema: Schema, scope: Scope<'_>, found: &mut Vec<Diagnostic>) -> Type {
        if scope.depth >= DEEPEST {
            let message = "this schema nests without an end";
            let error = Diagnostic::error(Code::CircularReference, &schema.at, message)
                .help("let one of the schemas on the way be referred to, not included");
            self.flaw(error, found);
            return Type::Any;
        }
        let scope = Scope {
            depth: scope.depth + 1,
            ..scope
        };
        if let Some(chosen) = by_place(self, &schema) {
            return chosen;
        }
        if let Some(target) = schema.only_target() {
            let ty = self.type_at(target, scope, found);
            return if schema.nullable { ty.nullable() } else { ty };
        }
        if schema.reference.is_some() || !schema.all_of.is_empty() {
            return all_of(self, schema, scope, found);
        }
        let nullable = schema.nullable;
        let ty = type_but_null(self, schema, scope, found);
        if nullable { ty.nullable() } else { ty }
    }

    fn type_at(&mut self, at: &Pointer, scope: Scope<'_>, found: &mut Vec<Diagnostic>) -> Type {
        named::type_at(self, at, scope, found)
    }
}

fn type_but_null(
    reader: &mut Reader<'_>,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if schema.values.is_some() {
        return enumeration(reader, schema, scope, found);
    }
    if !schema.one_of.is_empty() || !schema.any_of.is_empty() {
        return union(reader, schema, scope, found);
    }
    let types = match &schema.types {
        Some(types) => types.clone(),
        None => implied(&schema),
    };
    match types[..] {
        // `nullable: true` alone allows anything; `type: [null]` only that.
        [] if schema.types.is_some() && schema.nullable => Type::Null,
        [] => Type::Any,
        [one] => of_kind(reader, one, schema, scope, found),
        _ => several_types(reader, &types, schema, scope, found),
    }
}

fn of_kind(
    reader: &mut Reader<'_>,
    kind: JsonType,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if let Some(chosen) = by_format(reader, kind, &schema) {
        return chosen;
    }
    let format = schema.format.as_deref();
    match kind {
        JsonType::Boolean => Type::Scalar(Scalar::Boolean),
        JsonType::Integer => Type::Scalar(Scalar::Integer(integer(format, schema.range))),
        JsonType::Number => number(format),
        JsonType::String => string(&schema),
        JsonType::Array => array(reader, schema, scope, found),
        JsonType::Object => object(reader, schema, Vec::new(), scope, found),
    }
}
