//! A map from the document to Rust, for tools: `bindings.json`.
//!
//! Takes an [`Api`] and its [`Names`], gives a JSON value. Types are written as
//! Rust has them, those of the crate relative to its root, others with their
//! full path. Must not know how the code itself is written.

use crate::diag::{Diagnostic, Pointer};
use crate::ir::{
    Api, BytesEncoding, Content, Integer, Layout, Operation, Plan, Type, TypeId, TypeKind,
};
use crate::names::Names;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The map for one document, of which `text` is what it was read from.
pub fn bindings(api: &Api, names: &Names, text: &str) -> Value {
    let types: Vec<Value> = api
        .schemas
        .iter()
        .map(|schema| json!({ "pointer": schema.at.path(), "rust": rust(api, names, &schema.ty) }))
        .collect();
    let operations = api.operations.iter().enumerate();
    let operations: Vec<Value> = operations
        .map(|(i, one)| operation(api, names, i, one))
        .collect();
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
        "webhooks": webhooks(api, names),
        "unions": unions(api, names),
        "constants": constants(api),
        "gaps": findings(&api.gaps),
        "any_json": findings(&api.any_json),
    })
}

fn operation(api: &Api, names: &Names, index: usize, operation: &Operation) -> Value {
    let body = operation.body.as_ref();
    let request = body.map(|body| content(api, names, &body.content));
    let success = operation.successes().next();
    let offers = operation.offers.iter().map(|offer| {
        json!({
            "status": success.map(|reply| reply.status.to_string()),
            "media_type": offer.media_type,
            "rust": content(api, names, &offer.content),
        })
    });
    let responses: Vec<Value> = operation
        .replies
        .iter()
        .filter_map(|reply| {
            Some(json!({
                "status": reply.status.to_string(),
                "media_type": reply.media_type,
                "rust": content(api, names, reply.content.as_ref()?),
            }))
        })
        .chain(offers)
        .collect();
    json!({
        "pointer": operation.at.path(),
        "operation_id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "rust": format!("Client::{}", names.operations[index].function),
        "request": request,
        "responses": responses,
    })
}

/// The bodies that come to webhooks and callbacks, each with its variant.
fn webhooks(api: &Api, names: &Names) -> Vec<Value> {
    let mut webhooks = Vec::new();
    for events in &api.events {
        let TypeKind::Union(union) = &api.type_def(events.id).kind else {
            continue;
        };
        let of = rust(api, names, &Type::Named(events.id));
        for (branch, member) in union.branches.iter().zip(&names.members[events.id.0]) {
            webhooks.push(json!({
                "pointer": branch.at.path(),
                "name": branch.tag,
                "rust": format!("{of}::{member}"),
                "body": branch.ty.as_ref().map(|ty| rust(api, names, ty)),
            }));
        }
    }
    webhooks
}

/// The unions, each variant with the schemas whose values it holds: any of them,
/// where a `type` stands beside the pointer only its values of that type.
fn unions(api: &Api, names: &Names) -> Vec<Value> {
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
        let members = union.branches.iter().zip(&names.members[index]);
        let variants = members.enumerate().map(|(place, (branch, member))| {
            let schemas = branch.schemas.iter().map(|schema| match schema.kind {
                None => json!({ "pointer": schema.at.path() }),
                Some(kind) => json!({ "pointer": schema.at.path(), "type": kind.as_str() }),
            });
            json!({
                "name": member.trim_start_matches("r#"),
                "schemas": schemas.collect::<Vec<_>>(),
                "values": union.plan.values(place),
            })
        });
        unions.push(json!({
            "pointer": def.places.first().map(Pointer::path),
            "rust": rust(api, names, &Type::Named(TypeId(index))),
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
fn content(api: &Api, names: &Names, content: &Content) -> String {
    match content.ty() {
        Some(ty) => rust(api, names, ty),
        None if *content == Content::Text => "String".to_owned(),
        None => "bytes::Bytes".to_owned(),
    }
}

/// A type in full.
fn rust(api: &Api, names: &Names, ty: &Type) -> String {
    let inner = |ty: &Type| rust(api, names, ty);
    match ty {
        Type::Any => "serde_json::Value".to_owned(),
        Type::Null => "()".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer(Integer::I32) => "i32".to_owned(),
        Type::Integer(Integer::I64) => "i64".to_owned(),
        Type::Integer(Integer::U32) => "u32".to_owned(),
        Type::Integer(Integer::U64) => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Timestamp => "jiff::Timestamp".to_owned(),
        Type::Date => "jiff::civil::Date".to_owned(),
        Type::Decimal => "runtime::Decimal".to_owned(),
        Type::Encoded(BytesEncoding::Base64) => "runtime::Base64".to_owned(),
        Type::Encoded(BytesEncoding::Base64Url) => "runtime::Base64Url".to_owned(),
        Type::Secret => "runtime::Secret".to_owned(),
        Type::File => "runtime::File".to_owned(),
        Type::Array(item) => format!("Vec<{}>", inner(item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::Nullable(some) => format!("Option<{}>", inner(some)),
        Type::Named(id) | Type::Boxed(id) => match api.layout() {
            Layout::Single => names.of(*id).to_owned(),
            Layout::Split => format!("types::{}", names.of(*id)),
        },
    }
}
