//! Bodies and replies: which of the media types on offer is used, and what it
//! consists of. OpenAPI 3.1 §4.8.13 to §4.8.17.

use super::Lower;
use super::memo::Context;
use super::parameter::{query_layout, usual};
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::document::{self, place_of};
use crate::ir::{
    Body, Content, Docs, Encoding, Offer, Origin, ParameterLocation, Place, Reply, Scalar, Status,
    Style, StyleLayout, Type,
};
use openapiv3::{MediaType, ReferenceOr};
use std::sync::Arc;

type Offers = indexmap::IndexMap<String, MediaType>;

impl Lower<'_> {
    pub(super) fn body(
        &mut self,
        body: &openapiv3::RequestBody,
        operation: &Pointer,
    ) -> Option<Body> {
        let at = place_of(&body.extensions).unwrap_or_else(|| operation.clone());
        let offers = at.child("content");
        let (media_type, media) = self.chosen(&body.content, &offers, "sent")?;
        let origin = Origin::Request {
            operation: operation.clone(),
            offer: None,
        };
        let content = self.sent(media_type, media, &offers, origin);
        let others = in_order(&body.content).into_iter().skip(1);
        let others = others.filter(|(other, _)| is_another(media_type, other));
        let offers = others
            .filter_map(|(other, media)| {
                let origin = Origin::Request {
                    operation: operation.clone(),
                    offer: Some(other.to_owned()),
                };
                self.offer(other, &offers, "a body can't be sent", |lower| {
                    lower.sent(other, media, &offers, origin)
                })
            })
            .collect();
        Some(Body {
            at,
            required: body.required,
            media_type: media_type.to_owned(),
            content,
            offers,
            docs: Docs {
                text: body.description.clone(),
                ..Docs::default()
            },
        })
    }

    /// What may take the place of the media type that is used by default. One
    /// that can't is not in the way of the operation.
    fn offer(
        &mut self,
        media_type: &str,
        offers: &Pointer,
        failure: &str,
        content: impl FnOnce(&mut Self) -> Content,
    ) -> Option<Offer> {
        let before = std::mem::take(&mut self.found);
        let content = content(self);
        let found = std::mem::replace(&mut self.found, before);
        let at = offers.child(media_type);
        if let Some(error) = found.iter().find(|one| one.severity == Severity::Error) {
            let message = format!("{failure} as {media_type}: {}", error.message);
            self.found
                .push(Diagnostic::note(Code::Choice, &at, message));
            return None;
        }
        self.found.extend(found);
        Some(Offer {
            at,
            media_type: media_type.to_owned(),
            content,
        })
    }

    /// What a body of a media type consists of.
    fn sent(
        &mut self,
        media_type: &str,
        media: &MediaType,
        offers: &Pointer,
        origin: Origin,
    ) -> Content {
        let at = offers.child(media_type);
        match MediaKind::of(media_type) {
            MediaKind::Json if self.is_raw(media) => Content::Bytes,
            MediaKind::Json => Content::Json(self.content_type(media, &at, origin)),
            MediaKind::Form => {
                Content::Form(self.content_type(media, &at, origin), encodings(media))
            }
            MediaKind::Multipart => {
                Content::Multipart(self.parts(media, &at, origin), encodings(media))
            }
            MediaKind::Text => Content::Text,
            MediaKind::Bytes
            | MediaKind::Events
            | MediaKind::JsonLines
            | MediaKind::JsonSequence => Content::Bytes,
        }
    }

    pub(super) fn reply(
        &mut self,
        status: Status,
        reply: &openapiv3::Response,
        operation: &Pointer,
    ) -> Reply {
        let at = place_of(&reply.extensions).unwrap_or_else(|| operation.clone());
        let offers = at.child("content");
        let mut used = String::new();
        let mut content = None;
        if let Some((media_type, media)) = self.chosen(&reply.content, &offers, "read") {
            let origin = Origin::Reply {
                operation: operation.clone(),
                status,
                offer: None,
            };
            content = Some(self.received(media_type, media, &offers, origin));
            media_type.clone_into(&mut used);
        }
        let text = Some(reply.description.trim()).filter(|text| !text.is_empty());
        Reply {
            at,
            status,
            media_type: used,
            content,
            docs: Docs {
                text: text.map(str::to_owned),
                ..Docs::default()
            },
        }
    }

    /// What a reply of a media type consists of.
    fn received(
        &mut self,
        media_type: &str,
        media: &MediaType,
        offers: &Pointer,
        origin: Origin,
    ) -> Content {
        let at = offers.child(media_type);
        match MediaKind::of(media_type) {
            MediaKind::Json if self.is_raw(media) => Content::Bytes,
            MediaKind::Json => Content::Json(self.content_type(media, &at, origin)),
            MediaKind::Events => Content::Events(self.item_type(media, &at, origin)),
            MediaKind::JsonLines => Content::JsonLines(self.item_type(media, &at, origin)),
            MediaKind::JsonSequence => Content::JsonSequence(self.item_type(media, &at, origin)),
            MediaKind::Text | MediaKind::Form => Content::Text,
            MediaKind::Bytes | MediaKind::Multipart => Content::Bytes,
        }
    }

    /// What an operation's success may be in place of what is asked for by
    /// default, where there is only one success. A media type that has the same
    /// schema says the same in other words, and is left out; streams never are.
    pub(super) fn reply_offers(&mut self, source: &document::Operation) -> Vec<Offer> {
        let Some((status, reply)) = only_success(&source.value.responses) else {
            return Vec::new();
        };
        let at = place_of(&reply.extensions).unwrap_or_else(|| source.at.clone());
        let at = at.child("content");
        let mut offered = in_order(&reply.content).into_iter();
        let Some((used, _)) = offered.next() else {
            return Vec::new();
        };
        let files = &self.document.files;
        let schema = |media_type: &str| files.value(&at.child(media_type).child("schema"));
        let same = |other: &str| schema(other).is_some() && schema(other) == schema(used);
        let others: Vec<_> = offered
            .filter(|(other, _)| is_another(used, other))
            .filter(|(other, _)| MediaKind::of(other).is_stream() || !same(other))
            .collect();
        let others = others.into_iter().filter_map(|(other, media)| {
            let origin = Origin::Reply {
                operation: source.at.clone(),
                status,
                offer: Some(other.to_owned()),
            };
            self.offer(other, &at, "a reply can't be read", |lower| {
                lower.received(other, media, &at, origin)
            })
        });
        others.collect()
    }

    /// Tells if a body is bytes, whatever its media type says: no JSON is `format:
    /// binary`, but some frameworks describe files so.
    fn is_raw(&self, media: &MediaType) -> bool {
        const LONGEST_CHAIN: usize = 8;
        let files = &self.document.files;
        let Some(ReferenceOr::Reference { reference }) = &media.schema else {
            return false;
        };
        let mut at = document::place(reference);
        for _ in 0..LONGEST_CHAIN {
            let Some(schema) = files.value(&at) else {
                return false;
            };
            if let Some(reference) = schema["$ref"].as_str() {
                let Ok(target) = files.resolve(&at, reference) else {
                    return false;
                };
                at = target;
                continue;
            }
            let is_text = schema["type"] == "string" || schema.get("type").is_none();
            return is_text && schema["format"] == "binary";
        }
        false
    }

    pub(super) fn content_type(&mut self, media: &MediaType, at: &Pointer, origin: Origin) -> Type {
        match &media.schema {
            None => Type::Any,
            Some(schema) => {
                let schema = self.schema_of(schema, at);
                let place = Arc::new(Place {
                    at: schema.at.clone(),
                    origin,
                });
                self.type_of(schema, &place, None)
            }
        }
    }

    /// The type of the items of a stream: `itemSchema` of 3.2, or what the
    /// schema says, by which vendors mean the item.
    fn item_type(&mut self, media: &MediaType, at: &Pointer, origin: Origin) -> Type {
        if !media.extensions.contains_key("x-item-schema") {
            return match self.content_type(media, at, origin) {
                Type::Array(item) => *item,
                ty => ty,
            };
        }
        let at = at.child("itemSchema");
        let schema = self.read(&at);
        self.type_of(schema, &Arc::new(Place { at, origin }), None)
    }

    /// The type of a body of several parts, in which binary strings are files.
    fn parts(&mut self, media: &MediaType, at: &Pointer, origin: Origin) -> Type {
        let Some(schema) = &media.schema else {
            return Type::Map(Box::new(Type::Scalar(Scalar::File)));
        };
        let schema = self.schema_of(schema, at);
        let place = Arc::new(Place {
            at: schema.at.clone(),
            origin,
        });
        let named = schema.reference.clone().filter(|_| schema.is_bare());
        let schema = self.merged(schema);
        self.context = Context::Parts;
        let is_union = !schema.one_of.is_empty() || !schema.any_of.is_empty();
        let mut properties = schema.properties.iter();
        let has_files = is_union || properties.any(|(_, one)| self.file(one).is_some());
        // A named schema with files gets a type of its own here: elsewhere it is JSON.
        let ty = match named.filter(|_| !has_files) {
            Some(named) => {
                self.context = Context::Json;
                self.type_at(&named)
            }
            None => self.type_of(schema, &place, None),
        };
        self.context = Context::Json;
        ty
    }

    /// The media type that is used of those on offer: the first in the order of
    /// [`MediaKind`], then by name.
    pub(super) fn chosen<'c>(
        &mut self,
        offers: &'c Offers,
        at: &Pointer,
        used: &str,
    ) -> Option<(&'c str, &'c MediaType)> {
        let offered = in_order(offers);
        let (first, others) = offered.split_first()?;
        if !others.is_empty() {
            let others: Vec<&str> = others.iter().map(|(name, _)| *name).collect();
            let message = format!(
                "{} is {used}; also on offer: {}",
                first.0,
                others.join(", ")
            );
            self.found.push(Diagnostic::note(Code::Choice, at, message));
        }
        Some(*first)
    }
}

/// The one reply that means success, if there is only one.
fn only_success(responses: &openapiv3::Responses) -> Option<(Status, &openapiv3::Response)> {
    let stated = responses.responses.iter();
    let mut successes = stated
        .map(|(status, reply)| (Status::from(status), reply))
        .filter(|(status, _)| status.is_success());
    let (status, reply) = successes.next()?;
    match successes.next() {
        None => Some((status, reply.as_item()?)),
        Some(_) => None,
    }
}

/// The media types on offer, the one that suits a client best first.
fn in_order(offers: &Offers) -> Vec<(&str, &MediaType)> {
    let mut offered: Vec<(&str, &MediaType)> = offers
        .iter()
        .map(|(name, media)| (name.as_str(), media))
        .collect();
    offered.sort_by_key(|(name, _)| (MediaKind::of(name), *name != "application/json", *name));
    offered
}

/// Whether another media type makes a difference on the wire: JSON of any type
/// is plain JSON, and so is JSON with a character set.
fn is_another(chosen: &str, other: &str) -> bool {
    let essence = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let is_open_json = MediaKind::of(other) == MediaKind::Json && other.contains('*');
    !is_open_json && essence(chosen) != essence(other)
}

/// What a media type is to a client, the one that suits it best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MediaKind {
    Json,
    Form,
    Multipart,
    Events,
    JsonLines,
    JsonSequence,
    Text,
    Bytes,
}

impl MediaKind {
    fn is_stream(self) -> bool {
        matches!(self, Self::Events | Self::JsonLines | Self::JsonSequence)
    }

    /// The kind of a media type. RFC 6839 §3.1 for the suffixes.
    pub(super) fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default();
        match essence.trim().to_ascii_lowercase().as_str() {
            "application/json" | "text/json" | "*/*" | "application/*" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "text/event-stream" => Self::Events,
            "application/jsonl"
            | "application/x-jsonl"
            | "application/json-lines"
            | "application/ndjson"
            | "application/x-ndjson" => Self::JsonLines,
            "application/json-seq" => Self::JsonSequence,
            "application/xml" | "application/yaml" | "application/x-yaml" => Self::Text,
            other if other.ends_with("+json") => Self::Json,
            other if other.starts_with("multipart/") => Self::Multipart,
            other if other.starts_with("text/") || other.ends_with("+xml") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// How the properties of a form are sent, as far as the document says.
pub(super) fn encodings(media: &MediaType) -> Vec<(String, Encoding)> {
    let mut encodings = Vec::new();
    for (property, encoding) in &media.encoding {
        let how = match (&encoding.style, &encoding.content_type) {
            (None, Some(media_type)) => Encoding::MediaType(media_type.clone()),
            (style, _) => Encoding::Style(Style {
                layout: style.as_ref().map_or(StyleLayout::Form, query_layout),
                explode: encoding.explode,
                reserved: encoding.allow_reserved,
                segments: false,
            }),
        };
        if how != Encoding::Style(usual(ParameterLocation::Query)) {
            encodings.push((property.clone(), how));
        }
    }
    encodings
}
