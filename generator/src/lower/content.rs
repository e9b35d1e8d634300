//! Bodies and responses: which of the media types on offer is used, and what it
//! consists of. OpenAPI 3.1 §4.8.13 to §4.8.17.

use super::Lower;
use super::memo::Context;
use super::parameter::default_style;
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::ir::{
    Body, Content, Docs, Encoding, Offer, Origin, ParameterLocation, Place, Response, Scalar,
    Status, Style, StyleLayout, Type,
};
use crate::json::JsonType;
use crate::spec::{self, MediaType, RequestBody, Responses};
use std::sync::Arc;

/// The media types of a body, of which any one will do.
type Offers = [(String, MediaType)];

impl Lower<'_> {
    pub(super) fn body(&mut self, body: &RequestBody, operation: &Pointer) -> Option<Body> {
        let at = body.at.child("content");
        let (media_type, media) = self.chosen(&body.content, &at, "sent")?;
        let origin = Origin::Request {
            operation: operation.clone(),
            offer: None,
        };
        let content = self.sent(media_type, media, origin);
        let others = in_order(&body.content).into_iter().skip(1);
        let others = others.filter(|(other, _)| is_another(media_type, other));
        let offers = others
            .filter_map(|(other, media)| {
                let origin = Origin::Request {
                    operation: operation.clone(),
                    offer: Some(other.to_owned()),
                };
                self.offer(other, media, "a body can't be sent", |lower| {
                    lower.sent(other, media, origin)
                })
            })
            .collect();
        Some(Body {
            at: body.at.clone(),
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
        media: &MediaType,
        failure: &str,
        content: impl FnOnce(&mut Self) -> Content,
    ) -> Option<Offer> {
        let before = std::mem::take(&mut self.found);
        let content = content(self);
        let found = std::mem::replace(&mut self.found, before);
        let at = media.at.clone();
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
    fn sent(&mut self, media_type: &str, media: &MediaType, origin: Origin) -> Content {
        match MediaKind::of(media_type) {
            MediaKind::Multipart => self.refuse_positions(media),
            _ => self.ignore_positions(media),
        }
        match MediaKind::of(media_type) {
            MediaKind::Json if self.is_raw(media) => Content::Bytes,
            MediaKind::Json => Content::Json(self.content_type(media, origin)),
            MediaKind::Form => Content::Form(self.content_type(media, origin), encodings(media)),
            MediaKind::Multipart => Content::Multipart(self.parts(media, origin), encodings(media)),
            MediaKind::Text => Content::Text,
            MediaKind::Bytes
            | MediaKind::Events
            | MediaKind::JsonLines
            | MediaKind::JsonSequence => Content::Bytes,
        }
    }

    pub(super) fn response(
        &mut self,
        status: Status,
        response: &spec::Response,
        operation: &Pointer,
    ) -> Response {
        let at = response.at.child("content");
        let mut used = String::new();
        let mut content = None;
        if let Some((media_type, media)) = self.chosen(&response.content, &at, "read") {
            let origin = Origin::Response {
                operation: operation.clone(),
                status,
                offer: None,
            };
            content = Some(self.received(media_type, media, origin));
            media_type.clone_into(&mut used);
        }
        let text = response.description.as_deref().map(str::trim);
        let text = text.filter(|text| !text.is_empty());
        Response {
            at: response.at.clone(),
            status,
            media_type: used,
            content,
            docs: Docs {
                text: text.map(str::to_owned),
                ..Docs::default()
            },
        }
    }

    /// What a response of a media type consists of.
    fn received(&mut self, media_type: &str, media: &MediaType, origin: Origin) -> Content {
        self.ignore_positions(media);
        match MediaKind::of(media_type) {
            MediaKind::Json if self.is_raw(media) => Content::Bytes,
            MediaKind::Json => Content::Json(self.content_type(media, origin)),
            MediaKind::Events => Content::Events(self.item_type(media, origin)),
            MediaKind::JsonLines => Content::JsonLines(self.item_type(media, origin)),
            MediaKind::JsonSequence => Content::JsonSequence(self.item_type(media, origin)),
            MediaKind::Text | MediaKind::Form => Content::Text,
            MediaKind::Bytes | MediaKind::Multipart => Content::Bytes,
        }
    }

    /// Reports encodings of parts without names in a body that is sent.
    fn refuse_positions(&mut self, media: &MediaType) {
        for (keyword, at) in positions(media) {
            let message = format!("`{keyword}` is not supported: parts are sent by their names");
            self.found.push(
                Diagnostic::error(Code::UnsupportedMediaType, at, message)
                    .help("make the parts properties of an object, with `encoding` for them"),
            );
        }
    }

    /// Reports encodings of parts without names in a body that has no parts, or
    /// whose parts are given as they came.
    fn ignore_positions(&mut self, media: &MediaType) {
        for (keyword, at) in positions(media) {
            let message = format!("`{keyword}` is not heeded: the body is not taken apart");
            self.found.push(
                Diagnostic::warning(Code::UnsupportedMediaType, at, message)
                    .help("take it out, or read the parts from the body's bytes"),
            );
        }
    }

    /// What an operation's success may be in place of what is asked for by
    /// default, where there is only one success. A media type that has the same
    /// schema says the same in other words, and is left out; streams never are.
    pub(super) fn response_offers(&mut self, source: &spec::Operation) -> Vec<Offer> {
        let Some((status, response)) = only_success(&source.responses) else {
            return Vec::new();
        };
        let mut offered = in_order(&response.content).into_iter();
        let Some((used, used_media)) = offered.next() else {
            return Vec::new();
        };
        let same = |other: &MediaType| self.document.have_same_schema(used_media, other);
        let others: Vec<_> = offered
            .filter(|(other, _)| is_another(used, other))
            .filter(|(other, media)| MediaKind::of(other).is_stream() || !same(media))
            .collect();
        let others = others.into_iter().filter_map(|(other, media)| {
            let origin = Origin::Response {
                operation: source.at.clone(),
                status,
                offer: Some(other.to_owned()),
            };
            self.offer(other, media, "a response can't be read", |lower| {
                lower.received(other, media, origin)
            })
        });
        others.collect()
    }

    /// Tells if a body is bytes, whatever its media type says: no JSON is `format:
    /// binary`, but some frameworks describe files so.
    fn is_raw(&self, media: &MediaType) -> bool {
        const LONGEST_CHAIN: usize = 8;
        let mut target = media.schema.as_ref();
        for _ in 0..LONGEST_CHAIN {
            let known = target.and_then(|at| self.document.schemas.get(at));
            let Some(known) = known else {
                return false;
            };
            let schema = &known.schema;
            if schema.reference.is_none() {
                let types = schema.types.as_deref();
                let is_text = types.is_none_or(|types| types == [JsonType::String]);
                return is_text && schema.format.as_deref() == Some("binary");
            }
            target = schema.reference.as_ref();
        }
        false
    }

    pub(super) fn content_type(&mut self, media: &MediaType, origin: Origin) -> Type {
        match &media.schema {
            None => Type::Any,
            Some(at) => self.type_standing_at(at, origin),
        }
    }

    /// The type of a schema that stands in an object of the document.
    fn type_standing_at(&mut self, at: &Pointer, origin: Origin) -> Type {
        let schema = self.read(at);
        let at = at.clone();
        self.type_of(schema, &Arc::new(Place { at, origin }), None)
    }

    /// The type of the items of a stream: `itemSchema` of 3.2, or what the
    /// schema says, by which vendors mean the item.
    fn item_type(&mut self, media: &MediaType, origin: Origin) -> Type {
        if let Some(at) = &media.item_schema {
            return self.type_standing_at(at, origin);
        }
        match self.content_type(media, origin) {
            Type::Array(item) => *item,
            ty => ty,
        }
    }

    /// The type of a body of several parts, in which binary strings are files.
    fn parts(&mut self, media: &MediaType, origin: Origin) -> Type {
        let Some(at) = &media.schema else {
            return Type::Map(Box::new(Type::Scalar(Scalar::File)));
        };
        let schema = self.read(at);
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

/// The keywords that are about parts without names, and their places.
fn positions(media: &MediaType) -> impl Iterator<Item = (&'static str, &Pointer)> {
    let prefix = media.prefix_encoding.iter();
    let prefix = prefix.map(|encoding| ("prefixEncoding", &encoding.at));
    let item = media.item_encoding.iter();
    prefix.chain(item.map(|encoding| ("itemEncoding", &encoding.at)))
}

/// The one response that means success, if there is only one.
fn only_success(responses: &Responses) -> Option<(Status, &spec::Response)> {
    let stated = responses.by_status.iter();
    let mut successes = stated
        .map(|(status, response)| (Status::from(status), response))
        .filter(|(status, _)| status.is_success());
    let (status, response) = successes.next()?;
    match successes.next() {
        None => Some((status, response)),
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
                layout: style.unwrap_or(StyleLayout::Form),
                explode: encoding.explode,
                reserved: encoding.allow_reserved,
                segments: false,
            }),
        };
        if how != Encoding::Style(default_style(ParameterLocation::Query)) {
            encodings.push((property.clone(), how));
        }
    }
    encodings
}
