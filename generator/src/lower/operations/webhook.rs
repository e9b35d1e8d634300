//! Webhooks and callbacks: for each set of them one union, with a branch for
//! each body that the vendor sends.

use super::content::content_type;
use super::media_type::{MediaKind, chosen};
use crate::config::lists;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{BranchSchema, Docs, Events, Origin, Place, Type, TypeKind};
use crate::lower::diagnostics::Reporter;
use crate::lower::types::{Candidate, Reader, UndecidedUnion, UnionKind, Webhooks};
use crate::lower::uses::joined;
use crate::spec;
use std::collections::BTreeSet;

/// A webhook and its body.
struct Payload {
    name: String,
    candidate: Candidate,
}

/// The webhooks of the document, where they are wanted.
pub(super) fn webhooks(reader: &mut Reader<'_>, reporter: &mut Reporter<'_>) -> Option<Events> {
    let stated = reader.spec.webhooks.as_ref()?;
    let settings = reader.config.webhooks.as_ref();
    let wanted = settings.is_some() || reader.config.operations.is_none();
    let only = settings.and_then(|settings| settings.only.as_ref());
    let sources: Vec<&spec::Operation> = stated
        .operations
        .iter()
        .filter(|source| wanted && only.is_none_or(|only| lists(only, &source.path)))
        .collect();
    if let Some(name_at) = settings.and_then(|settings| settings.name_at.as_ref()) {
        name_at.apply();
    }
    let payloads = payloads(reader, &sources, None, reporter);
    if payloads.is_empty() {
        return None;
    }
    let signature = settings.and_then(|settings| settings.signature.as_ref());
    Some(Events {
        signature: signature.map(|signature| signature.apply().clone()),
        ..events(reader, payloads, stated.at.clone(), None)
    })
}

/// The callbacks of an operation.
pub(super) fn callbacks(
    reader: &mut Reader<'_>,
    source: &spec::Operation,
    reporter: &mut Reporter<'_>,
) -> Option<Events> {
    let sources: Vec<&spec::Operation> = source.callbacks.iter().collect();
    let payloads = payloads(reader, &sources, Some(&source.at), reporter);
    if payloads.is_empty() {
        return None;
    }
    let at = source.at.child("callbacks");
    Some(events(reader, payloads, at, Some(&source.at)))
}

/// The webhooks that can be typed, each name once.
fn payloads(
    reader: &mut Reader<'_>,
    sources: &[&spec::Operation],
    operation: Option<&Pointer>,
    reporter: &mut Reporter<'_>,
) -> Vec<Payload> {
    let mut payloads = Vec::new();
    for source in sources {
        let is_alone = sources.iter().filter(|s| s.path == source.path).count() == 1;
        let name = if is_alone {
            source.path.clone()
        } else {
            format!("{} {}", source.path, source.method)
        };
        // Some documents write a name as they would a path.
        let name = name.strip_prefix('/').map_or(name.clone(), str::to_owned);
        let mut found = Vec::new();
        let payload = payload(reader, source, name, operation, &mut found);
        if reporter.flush_diagnostics(found, &source.at) {
            payloads.extend(payload);
        }
    }
    // As a map, `webhooks` has no order; nor have variants.
    payloads.sort_by(|one, other| one.name.cmp(&other.name));
    payloads.dedup_by(|one, other| one.name == other.name);
    payloads
}

/// The body of one webhook; nothing if it has none that can be typed.
fn payload(
    reader: &mut Reader<'_>,
    source: &spec::Operation,
    name: String,
    operation: Option<&Pointer>,
    found: &mut Vec<Diagnostic>,
) -> Option<Payload> {
    found.extend(reader.spec.findings.of(&source.found).iter().cloned());
    let body = source.request_body.as_ref();
    let Some(body) = body.filter(|body| !body.content.is_empty()) else {
        let message = format!("`{name}` has no body, so it has no type");
        found.push(unsupported(source, message));
        return None;
    };
    let at = body.at.child("content");
    let (media_type, media) = chosen(&body.content, &at, "read", found)?;
    if MediaKind::of(media_type) != MediaKind::Json {
        let message = format!("`{name}` is sent as {media_type}, for which it gets no type");
        found.push(unsupported(source, message));
        return None;
    }
    let origin = Origin::Payload {
        operation: operation.cloned(),
        name: name.clone(),
    };
    let ty = match content_type(reader, media, origin, found) {
        Type::Nullable(inner) => *inner,
        ty => ty,
    };
    let facts = source.deprecated.then(|| "Deprecated.".to_owned());
    let candidate = Candidate {
        schemas: vec![BranchSchema {
            at: media.at.child("schema"),
            kind: None,
            joined: BTreeSet::new(),
        }],
        at: source.at.clone(),
        // Its webhook is what it is called by.
        target: None,
        title: None,
        ty,
        docs: Docs {
            text: joined(source.summary.as_deref(), source.description.as_deref()),
            facts: facts.into_iter().collect(),
            deprecated: false,
        },
    };
    Some(Payload { name, candidate })
}

fn unsupported(source: &spec::Operation, message: String) -> Diagnostic {
    let help = "read its body as plain JSON, if it has one; the other webhooks are typed";
    Diagnostic::warning(Code::UnsupportedWebhook, &source.at, message).help(help)
}

/// The union of webhooks at a place: those of the document, or of an operation.
fn events(
    reader: &mut Reader<'_>,
    payloads: Vec<Payload>,
    at: Pointer,
    operation: Option<&Pointer>,
) -> Events {
    let (names, candidates) = payloads
        .into_iter()
        .map(|payload| (payload.name, payload.candidate))
        .unzip();
    let webhooks = Webhooks {
        names,
        at: at.clone(),
        is_global: operation.is_none(),
    };
    let union = TypeKind::Union(UndecidedUnion {
        candidates,
        kind: UnionKind::Webhooks(webhooks),
    });
    let place = Place {
        at: at.clone(),
        origin: Origin::Events {
            operation: operation.cloned(),
        },
    };
    let types = &mut reader.types;
    let slot = types.definitions.reserve();
    let id = types.define(Some(slot), &place, Docs::default(), union);
    Events {
        at,
        operation: operation.cloned(),
        id,
        signature: None,
    }
}
