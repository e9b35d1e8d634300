//! Lists: `items` and `prefixItems`.

use super::reader::{Reader, SchemaTypes};
use super::scope::{Scope, docs};
use crate::diag::Diagnostic;
use crate::ir::{AdditionalProperties, Tuple, Type, TypeKind};
use crate::spec::Schema;

/// The type of a list.
pub(super) fn array(
    reader: &mut Reader<'_>,
    schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    if !schema.prefix_items.is_empty() {
        return tuple(reader, schema, scope, found);
    }
    let Some(items) = schema.items else {
        return Type::Array(Box::new(Type::Any));
    };
    let place = scope.within(&items, "item");
    Type::Array(Box::new(reader.type_of(*items, scope.at(&place), found)))
}

/// A list whose first places have types of their own. JSON Schema 2020-12
/// core §10.3.1.1: none of them need be there but by `minItems`.
fn tuple(
    reader: &mut Reader<'_>,
    mut schema: Schema,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let docs = docs(&schema);
    let most = schema.max_items.unwrap_or(usize::MAX);
    let mut places = Vec::new();
    for (index, item) in schema.prefix_items.drain(..).take(most).enumerate() {
        let inner = scope.within(&item, &format!("item {}", index + 1));
        places.push(reader.type_of(item, scope.at(&inner), found));
    }
    let additional_items = match schema.items {
        _ if most <= places.len() => AdditionalProperties::Ignored,
        Some(items) if items.never => AdditionalProperties::Ignored,
        Some(items) => {
            let inner = scope.within(&items, "item");
            AdditionalProperties::Typed(reader.type_of(*items, scope.at(&inner), found))
        }
        None => AdditionalProperties::Typed(Type::Any),
    };
    let required = schema.min_items.unwrap_or(0).min(places.len());
    let kind = TypeKind::Tuple(Tuple {
        places,
        required,
        additional_items,
    });
    Type::Named(reader.types.define(scope.slot, scope.place, docs, kind))
}
