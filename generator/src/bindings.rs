//! A map from the document to Rust, for tools: `bindings.json`.
//!
//! Takes a [`RustApi`], gives a JSON value. Types are written as
//! Rust has them, those of the crate relative to its root, others with their
//! full path. Must not know how the code itself is written.

use crate::diag::{Diagnostic, Pointer};
use crate::ir::{Api, BranchSchema, Content, Operation, Plan, Type, TypeId, TypeKind};
use crate::rust::names::without_mark;
use crate::rust::{Layout, Name, RustApi, RustType, RustVariant};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The map for one document, of which `text` is what it was read from.
pub fn bindings(rust: &RustApi<'_>, text: &str) -> Value {
    let api = rust.api;
    let types: Vec<Value> = api
        .schemas
        .iter()
        .map(|schema| json!({ "pointer": schema.at.path(), "rust": full(rust, &schema.ty) }))
        .collect();
    let operations = api.operations.iter().enumerate();
    let operations: Vec<Value> = operations.map(|(i, one)| operation(rust, i, one)).collect();
    let findings = |findings: &[Diagnostic]| -> Vec<Value> {
        let entry = |one: &Diagnostic| json!({ "pointer": one.at.path(), "code": one.code.as_str(), "message": one.message });
        findings.iter().map(entry).collect()
    };
    json!({
        "document": {
            "title": api.title,
            "version": api.version,
            "sha256": format!("{:x}", Sha256::digest(text.as_bytes())),
        },
        "types": types,
        "operations": operations,
        "webhooks": webhooks(rust),
        "unions": unions(rust),
        "constants": constants(api),
        "gaps": findings(&api.skipped),
        "any_json": findings(&api.any_json),
    })
}

fn operation(rust: &RustApi<'_>, index: usize, operation: &Operation) -> Value {
    let body = operation.body.as_ref();
    let request = body.map(|body| content(rust, &body.content));
    let success = operation.successes().next();
    let offers = operation.alternatives.iter().map(|offer| {
        json!({
            "status": success.map(|response| response.status.to_string()),
            "media_type": offer.media_type,
            "rust": content(rust, &offer.content),
        })
    });
    let responses: Vec<Value> = operation
        .responses
        .iter()
        .filter_map(|response| {
            Some(json!({
                "status": response.status.to_string(),
                "media_type": response.media_type,
                "rust": content(rust, response.content.as_ref()?),
            }))
        })
        .chain(offers)
        .collect();
    json!({
        "pointer": operation.at.path(),
        "operation_id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "rust": rust.function(index),
        "request": request,
        "responses": responses,
    })
}

/// The bodies that come to webhooks and callbacks, each with its variant.
fn webhooks(rust: &RustApi<'_>) -> Vec<Value> {
    let api = rust.api;
    let mut webhooks = Vec::new();
    for events in &api.events {
        let TypeKind::Union(union) = &api.type_def(events.id).kind else {
            continue;
        };
        let of = full(rust, &Type::Named(events.id));
        for RustVariant { branch, name, .. } in rust.variants(events.id, union) {
            webhooks.push(json!({
                "pointer": branch.at.path(),
                "name": branch.tag,
                "rust": format!("{of}::{name}"),
                "body": branch.ty.as_ref().map(|ty| full(rust, ty)),
            }));
        }
    }
    webhooks
}

/// A schema whose values a variant holds: those of that `type`, if one is stated,
/// which are also of the schemas that it is `joined` with.
fn branch_schema(schema: &BranchSchema) -> Value {
    let mut entry = json!({ "pointer": schema.at.path() });
    if let Some(kind) = schema.kind {
        entry["type"] = json!(kind.as_str());
    }
    if !schema.joined.is_empty() {
        let joined = schema.joined.iter().map(Pointer::path);
        entry["joined"] = joined.collect();
    }
    entry
}

/// The unions, each variant with the schemas whose values it holds: any of them.
fn unions(rust: &RustApi<'_>) -> Vec<Value> {
    let api = rust.api;
    let mut unions = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let decided_by = match &union.plan {
            Plan::Tag { .. } => "property",
            Plan::JsonType(_) => "type",
            Plan::Choose { .. } => "type, property, trial",
            Plan::BestOf => "trial",
            Plan::Webhook { .. } => "webhook",
        };
        let variants = rust.variants(TypeId(index), union).enumerate();
        let variants = variants.map(|(place, variant)| {
            let schemas = variant.branch.schemas.iter().map(branch_schema);
            json!({
                "name": without_mark(variant.name),
                "schemas": schemas.collect::<Vec<_>>(),
                "values": union.plan.values(place),
            })
        });
        unions.push(json!({
            "pointer": def.places.first().map(Pointer::path),
            "rust": full(rust, &Type::Named(TypeId(index))),
            "decided_by": decided_by,
            "property": union.plan.property(),
            "variants": variants.collect::<Vec<_>>(),
        }));
    }
    unions
}

/// The members that are written though they needn't be there: names and values.
fn constants(api: &Api) -> Vec<Value> {
    let structs = api.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    });
    let constants = structs.flat_map(|object| &object.constants);
    let optional = constants.filter(|one| !one.required);
    let mut pairs: Vec<(&str, &Value)> = optional
        .map(|one| (one.name.as_str(), &one.value))
        .collect();
    pairs.sort_by_key(|(name, value)| (*name, value.to_string()));
    pairs.dedup();
    pairs.into_iter().map(|pair| json!(pair)).collect()
}

/// The type of a body. A stream is named by the type of its items.
fn content(rust: &RustApi<'_>, content: &Content) -> String {
    printed(rust, &RustType::of_item(content))
}

/// A type in full.
fn full(rust: &RustApi<'_>, ty: &Type) -> String {
    printed(rust, &RustType::of(ty))
}

fn printed(rust: &RustApi<'_>, ty: &RustType) -> String {
    let mut text = String::new();
    ty.write(&mut text, &mut |text, name| match name {
        Name::Prelude(name) => text.push_str(name),
        Name::Import(import) => {
            let module = import.module().trim_start_matches("crate::");
            text.push_str(&format!("{module}::{}", import.name()));
        }
        Name::InRuntime(name) => text.push_str(&format!("runtime::{name}")),
        Name::Generated(id) => {
            if rust.layout == Layout::Split {
                text.push_str("types::");
            }
            text.push_str(rust.type_name(id));
        }
    });
    text
}
