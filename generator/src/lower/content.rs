//! Bodies and replies: which of the media types on offer is used, and what it
//! consists of. OpenAPI 3.1 §4.8.13 to §4.8.17.

use super::Lower;
use super::parameter::{query_layout, usual};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::document::{Schema, place_of};
use crate::ir::{
    Body, Content, Docs, Encoding, Origin, ParameterLocation, Place, Reply, Status, Style,
    StyleLayout, Type,
};
use openapiv3::MediaType;
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
        let at_media = offers.child(media_type);
        let origin = Origin::Request {
            operation: operation.clone(),
        };
        let content = match MediaKind::of(media_type) {
            MediaKind::Json => Content::Json(self.content_type(media, &at_media, origin)),
            MediaKind::Form => Content::Form(
                self.content_type(media, &at_media, origin),
                encodings(media),
            ),
            MediaKind::Multipart => {
                Content::Multipart(self.parts(media, &at_media, origin), encodings(media))
            }
            MediaKind::Text => Content::Text,
            MediaKind::Bytes
            | MediaKind::Events
            | MediaKind::JsonLines
            | MediaKind::JsonSequence => Content::Bytes,
        };
        Some(Body {
            at,
            required: body.required,
            media_type: media_type.to_owned(),
            content,
            docs: Docs {
                text: body.description.clone(),
                ..Docs::default()
            },
        })
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
            let at = offers.child(media_type);
            let origin = Origin::Reply {
                operation: operation.clone(),
                status,
            };
            content = Some(match MediaKind::of(media_type) {
                MediaKind::Json => Content::Json(self.content_type(media, &at, origin)),
                MediaKind::Events => Content::Events(self.item_type(media, &at, origin)),
                MediaKind::JsonLines => Content::JsonLines(self.item_type(media, &at, origin)),
                MediaKind::JsonSequence => {
                    Content::JsonSequence(self.item_type(media, &at, origin))
                }
                MediaKind::Text | MediaKind::Form => Content::Text,
                MediaKind::Bytes | MediaKind::Multipart => Content::Bytes,
            });
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
        let schema = Schema::read(&self.document.files, &at, &mut self.found);
        self.type_of(schema, &Arc::new(Place { at, origin }), None)
    }

    /// The type of a body of several parts, in which binary strings are files.
    fn parts(&mut self, media: &MediaType, at: &Pointer, origin: Origin) -> Type {
        let Some(schema) = &media.schema else {
            return Type::Map(Box::new(Type::File));
        };
        let schema = self.schema_of(schema, at);
        let place = Arc::new(Place {
            at: schema.at.clone(),
            origin,
        });
        // Even a named schema gets a type of its own here: elsewhere it is JSON.
        let schema = self.merged(schema, &mut Vec::new());
        self.in_parts = true;
        let ty = self.type_of(schema, &place, None);
        self.in_parts = false;
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
        let mut offered: Vec<(&str, &MediaType)> = offers
            .iter()
            .map(|(name, media)| (name.as_str(), media))
            .collect();
        offered.sort_by_key(|(name, _)| (MediaKind::of(name), *name != "application/json", *name));
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
            }),
        };
        if how != Encoding::Style(usual(ParameterLocation::Query)) {
            encodings.push((property.clone(), how));
        }
    }
    encodings
}
