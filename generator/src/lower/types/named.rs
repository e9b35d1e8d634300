//! Schemas that are read once, whoever mentions them.

use super::files::has_files;
use super::memo::Key;
use super::reader::{Reader, SchemaTypes};
use super::scope::{Context, Scope};
use super::undecided::Alias;
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::ir::{Origin, Place, Type, TypeId};
use crate::spec::{Schema, Spec};
use std::sync::Arc;

/// The type of the schema at a place that no schema refers to.
pub(crate) fn named_type(
    reader: &mut Reader<'_>,
    at: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let place = Arc::new(place_of(reader.spec, at, Context::Json));
    type_at(reader, at, Scope::new(&place, Context::Json), found)
}

/// The type of the schema at a place that a `$ref` names.
pub(super) fn type_at(
    reader: &mut Reader<'_>,
    at: &Pointer,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let context = match scope.context {
        Context::Multipart if has_files(reader, at) => Context::Multipart,
        _ => Context::Json,
    };
    let key = Key::At(at.clone(), context);
    if let Some(ty) = reader.memo.recall(&key, found) {
        return ty;
    }
    let place = Arc::new(place_of(reader.spec, at, context));
    let mut own = Vec::new();
    let schema = reader.schema_at(at, &mut own);
    // None is combined with it yet: it stands by itself.
    let scope = Scope {
        context,
        combined: 0,
        ..scope.at(&place)
    };
    read_once(reader, key, schema, scope, own, found)
}

fn place_of(spec: &Spec, at: &Pointer, context: Context) -> Place {
    let last = at.tokens().next_back();
    let named = Place {
        at: at.clone(),
        origin: Origin::Named(last.unwrap_or_else(|| spec.info.title.clone())),
    };
    match context {
        Context::Json => named,
        // Elsewhere it is JSON, and another type.
        Context::Multipart => Place {
            at: at.clone(),
            origin: Origin::Within {
                parent: Arc::new(named),
                word: "form".to_owned(),
                title: None,
            },
        },
    }
}

/// Reads the type of a schema and remembers it. Until then, a mention of it from
/// within takes its slot. `own` was found when the schema was put together.
pub(super) fn read_once(
    reader: &mut Reader<'_>,
    key: Key,
    schema: Schema,
    scope: Scope<'_>,
    mut own: Vec<Diagnostic>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let slot = reader.types.definitions.reserve();
    let nullable = may_be_null(reader.spec, &schema);
    reader.memo.begin(key.clone(), slot, nullable);
    // A combination without a name is an inline type.
    let is_named = matches!(key, Key::At(..));
    let inner = Scope {
        slot: is_named.then_some(slot),
        ..scope
    };
    let mut ty = reader.type_of(schema, inner, &mut own);
    if reader.memo.is_mentioned(&key) && reader.types.definitions.get(slot).is_none() {
        ty = alias(reader, ty, slot, scope.place, &mut own);
    }
    found.extend(own.iter().cloned());
    // What is in the way of one operation is in the way of the next; the
    // rest has been said.
    own.retain(|diagnostic| diagnostic.severity == Severity::Error);
    own.dedup();
    reader.memo.end(key, ty.clone(), own);
    ty
}

/// A list or map that contains itself, spoken of by its slot for now.
fn alias(
    reader: &mut Reader<'_>,
    ty: Type,
    slot: TypeId,
    place: &Arc<Place>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let (inner, nullable) = match ty {
        Type::Nullable(inner) => (*inner, true),
        other => (other, false),
    };
    if inner == Type::Named(slot) {
        let message = "this schema is only a reference to itself";
        let error = Diagnostic::error(Code::CircularReference, &place.at, message)
            .help("let one of the references hold what is meant");
        reader.flaw(error, found);
        return Type::Any;
    }
    let place = Arc::clone(place);
    let ty = match inner {
        Type::Named(_) => inner.clone(),
        _ => Type::Named(slot),
    };
    let alias = Alias { ty: inner, place };
    reader.types.aliases.insert(slot, alias);
    if nullable { ty.nullable() } else { ty }
}

/// Tells if a schema allows `null`, as far as its own keywords say: needed when it
/// is mentioned from within itself.
fn may_be_null(spec: &Spec, schema: &Schema) -> bool {
    for schema in spec.reference_chain(schema) {
        if schema.nullable {
            return true;
        }
        if let Some(values) = &schema.values {
            return values.iter().any(|(_, value)| value.is_null());
        }
        if schema.only_target().is_none() {
            let mut branches = schema.one_of.iter().chain(&schema.any_of);
            return branches.any(Schema::is_null);
        }
    }
    false
}
