//! Webhooks and callbacks: for each set of them one union, with a branch for
//! each body that the vendor sends.
//!
//! A branch belongs to a webhook, not to a type: two webhooks may have the same
//! body, and are still two variants. How a body finds its own is decided here.

use super::Lower;
use super::content::MediaKind;
use super::kinds::Kinds;
use super::operation::joined;
use super::plan::{By, Pending};
use super::tags;
use super::union::Candidate;
use crate::config::lists;
use crate::diag::{Code, Diagnostic, Pointer, Report};
use crate::ir::{
    Branch, BranchSchema, Docs, Events, Origin, Place, Plan, Type, TypeId, TypeKind, Union,
    WebhookKey,
};
use crate::spec;
use serde_json::Value;
use std::collections::BTreeSet;

/// Properties in which vendors write a webhook's name, the plainest first.
const CUSTOMARY: &[&str] = &["event", "event_type", "eventType", "event_name", "type"];

/// A webhook and what its body is.
struct Payload {
    name: String,
    candidate: Candidate,
}

/// The webhooks that the branches of a union are.
#[derive(Debug)]
pub(super) struct Webhooks {
    names: Vec<String>,
    /// Where they stand.
    at: Pointer,
    /// Whether they are the document's, not an operation's.
    is_global: bool,
}

impl Lower<'_> {
    /// The webhooks of the document, where they are wanted.
    pub(super) fn webhooks(&mut self, report: &mut Report) -> Option<Events> {
        let document = self.document;
        let settings = self.config.webhooks.as_ref();
        let wanted = settings.is_some() || self.config.operations.is_none();
        let only = settings.and_then(|settings| settings.only.as_ref());
        let sources: Vec<&spec::Operation> = document
            .webhooks
            .iter()
            .filter(|source| wanted && only.is_none_or(|only| lists(only, &source.path)))
            .collect();
        if let Some(name_at) = settings.and_then(|settings| settings.name_at.as_ref())
            && !document.webhooks.is_empty()
        {
            name_at.apply();
        }
        let place = Place {
            at: document.at.child("webhooks"),
            origin: Origin::Events { operation: None },
        };
        self.events(&sources, place, report)
    }

    /// The callbacks of an operation.
    pub(super) fn callbacks(
        &mut self,
        source: &spec::Operation,
        report: &mut Report,
    ) -> Option<Events> {
        let sources: Vec<&spec::Operation> = source.callbacks.iter().collect();
        let place = Place {
            at: source.at.child("callbacks"),
            origin: Origin::Events {
                operation: Some(source.at.clone()),
            },
        };
        self.events(&sources, place, report)
    }

    fn events(
        &mut self,
        sources: &[&spec::Operation],
        place: Place,
        report: &mut Report,
    ) -> Option<Events> {
        let Origin::Events { operation } = &place.origin else {
            return None;
        };
        let mut payloads = Vec::new();
        for source in sources {
            let is_alone = sources.iter().filter(|s| s.path == source.path).count() == 1;
            let name = match is_alone {
                true => source.path.clone(),
                false => format!("{} {}", source.path, source.method),
            };
            // Some documents write a name as they would a path.
            let name = name.strip_prefix('/').map_or(name.clone(), str::to_owned);
            let payload = self.payload(source, name, operation.as_ref());
            if self.settle(&source.at, report) {
                payloads.extend(payload);
            }
        }
        // As a map, `webhooks` has no order; nor have variants.
        payloads.sort_by(|one, other| one.name.cmp(&other.name));
        payloads.dedup_by(|one, other| one.name == other.name);
        let first = payloads.first()?;
        let at = match operation {
            Some(_) => place.at.clone(),
            // `x-webhooks`, where that is what the document has.
            None => parent(&first.candidate.at, &place.at),
        };
        let operation = operation.clone();
        let place = Place { at, ..place };
        let (names, candidates) = payloads
            .into_iter()
            .map(|payload| (payload.name, payload.candidate))
            .unzip();
        let webhooks = Webhooks {
            names,
            at: place.at.clone(),
            is_global: operation.is_none(),
        };
        let id = self.define_webhooks(&place, candidates, webhooks);
        Some(Events {
            at: place.at,
            operation,
            id,
        })
    }

    /// The body of one webhook; nothing if it has none that can be typed.
    fn payload(
        &mut self,
        source: &spec::Operation,
        name: String,
        operation: Option<&Pointer>,
    ) -> Option<Payload> {
        self.note_findings(source);
        let body = source.request_body.as_ref();
        let Some(body) = body.filter(|body| !body.content.is_empty()) else {
            self.unsupported(source, &format!("`{name}` has no body, so it has no type"));
            return None;
        };
        let at = body.at.child("content");
        let (media_type, media) = self.chosen(&body.content, &at, "read")?;
        if MediaKind::of(media_type) != MediaKind::Json {
            let message = format!("`{name}` is sent as {media_type}, for which it gets no type");
            self.unsupported(source, &message);
            return None;
        }
        let origin = Origin::Payload {
            operation: operation.cloned(),
            name: name.clone(),
        };
        let ty = match self.content_type(media, origin) {
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

    fn unsupported(&mut self, source: &spec::Operation, message: &str) {
        let help = "read its body as plain JSON, if it has one; the other webhooks are typed";
        self.found
            .push(Diagnostic::warning(Code::UnsupportedWebhook, &source.at, message).help(help));
    }

    /// Defines their union, to be decided once all types are known.
    fn define_webhooks(
        &mut self,
        place: &Place,
        candidates: Vec<Candidate>,
        webhooks: Webhooks,
    ) -> TypeId {
        let branches = candidates.iter();
        let branches = branches.map(|candidate| candidate.clone().undecided());
        let union = Union {
            branches: branches.collect(),
            plan: Plan::BestOf,
        };
        let slot = Some(self.types.reserve());
        let kind = TypeKind::Union(union);
        let id = self.types.define(slot, place, Docs::default(), kind);
        let by = By::Webhooks(webhooks);
        self.pending.push(Pending { id, candidates, by });
        id
    }

    /// How a body finds its webhook: by the property that the settings name, by
    /// one whose fixed values differ, by one that holds the webhook's name, or
    /// by its shape.
    pub(super) fn told_apart(
        &mut self,
        candidates: Vec<Candidate>,
        webhooks: &Webhooks,
        kinds: &Kinds,
    ) -> (Vec<Branch>, Plan) {
        let Webhooks { names, at, .. } = webhooks;
        let settings = self.config.webhooks.as_ref();
        let settings = settings.filter(|_| webhooks.is_global);
        let stated = settings.and_then(|settings| settings.name_at.as_deref().cloned());
        let by_name = || {
            names
                .iter()
                .map(|name| vec![Value::from(name.as_str())])
                .collect()
        };
        let several = candidates.len() > 1;
        let (property, values): (Option<String>, Vec<Vec<Value>>) = if let Some(stated) = stated {
            (Some(stated), by_name())
        } else if let Some(choice) = tags::inferred(&self.types, &candidates).filter(|_| several) {
            (Some(pointer(&choice.property)), choice.values)
        } else if let Some(property) = self.naming_property(names, &candidates, at) {
            (Some(pointer(&property)), by_name())
        } else {
            (None, vec![Vec::new(); names.len()])
        };
        let marks = tags::marks(&self.types, &candidates);
        let keys = names.iter().zip(values).zip(&candidates).zip(marks);
        let keys = keys.map(|(((name, values), candidate), marks)| WebhookKey {
            name: name.clone(),
            values,
            has_shape: !matches!(candidate.ty, Type::Any | Type::Map(_)),
            marks,
        });
        let keys = keys.collect();
        let branches = candidates
            .into_iter()
            .zip(names)
            .map(|(candidate, name)| Branch {
                tag: Some(name.clone()),
                ..candidate.variant(kinds)
            });
        (branches.collect(), Plan::Webhook { property, keys })
    }

    /// A property that all bodies require and that holds the webhook's name:
    /// one whose listed values have it, or one of a customary name whose values
    /// nobody lists.
    fn naming_property(
        &mut self,
        names: &[String],
        candidates: &[Candidate],
        at: &Pointer,
    ) -> Option<String> {
        let required = tags::required_names(&self.types, candidates);
        let listed = required.into_iter().find(|property| {
            names.iter().zip(candidates).all(|(name, candidate)| {
                tags::required_values(&self.types, &candidate.ty, property)
                    .is_some_and(|values| values.contains(&Value::from(name.as_str())))
            })
        });
        if listed.is_some() {
            return listed;
        }
        let customary = CUSTOMARY.iter().find(|property| {
            candidates
                .iter()
                .all(|candidate| tags::requires_text(&self.types, &candidate.ty, property))
        })?;
        let message = format!("`{customary}` of a body is taken to hold its webhook's name");
        self.found
            .push(Diagnostic::note(Code::Choice, at, message).help(
                "where it holds something else, state `name_at` under [webhooks] in codegen.toml",
            ));
        Some((*customary).to_owned())
    }
}

/// A property of the body as a JSON Pointer.
fn pointer(property: &str) -> String {
    format!("/{}", property.replace('~', "~0").replace('/', "~1"))
}

/// The object that an operation of a webhook stands in, two levels up; or
/// `other` if that is elsewhere.
fn parent(operation: &Pointer, other: &Pointer) -> Pointer {
    let extension = Pointer::root(operation.file()).child("x-webhooks");
    match operation.path().starts_with("/x-webhooks/") {
        true => extension,
        false => other.clone(),
    }
}
