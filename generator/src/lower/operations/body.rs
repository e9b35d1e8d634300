//! Bodies of requests. OpenAPI 3.1 §4.8.13.

use super::alternative::alternative;
use super::content::{content_type, is_raw, multipart_type};
use super::encoding::{encodings, ignore_positions, refuse_positions};
use super::media_type::{MediaKind, chosen, in_order, is_another};
use crate::diag::{Diagnostic, Pointer};
use crate::ir::{Body, Content, Docs, Origin, Section};
use crate::lower::types::Reader;
use crate::spec::{MediaType, RequestBody};

/// The body of a request.
pub(super) fn body(
    reader: &mut Reader<'_>,
    body: &RequestBody,
    operation: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Option<Body> {
    let at = body.at.child("content");
    let (media_type, media) = chosen(&body.content, &at, "sent", found)?;
    let component = Section::at(&body.at);
    let origin = |media_type: Option<&str>| {
        let media_type = media_type.map(str::to_owned);
        match component.clone() {
            Some((section, name)) => Origin::Component {
                section,
                name,
                media_type,
            },
            None => Origin::Request {
                operation: operation.clone(),
                media_type,
            },
        }
    };
    let content = content(reader, media_type, media, origin(None), found);
    let others = in_order(&body.content).into_iter().skip(1);
    let others = others.filter(|(other, _)| is_another(media_type, other));
    let alternatives = others.filter_map(|(other, media)| {
        let origin = origin(Some(other));
        let of_other =
            |found: &mut Vec<Diagnostic>| self::content(reader, other, media, origin, found);
        alternative(other, media, "a body can't be sent", of_other, found)
    });
    let alternatives = alternatives.collect();
    Some(Body {
        at: body.at.clone(),
        required: body.required,
        media_type: media_type.to_owned(),
        content,
        alternatives,
        docs: Docs {
            text: body.description.clone(),
            ..Docs::default()
        },
    })
}

/// The content of a body of a media type.
fn content(
    reader: &mut Reader<'_>,
    media_type: &str,
    media: &MediaType,
    origin: Origin,
    found: &mut Vec<Diagnostic>,
) -> Content {
    let kind = MediaKind::of(media_type);
    if kind == MediaKind::Multipart {
        refuse_positions(media, found);
    } else {
        ignore_positions(media, found);
    }
    match kind {
        MediaKind::Json if is_raw(reader.spec, media) => Content::Bytes,
        MediaKind::Json => Content::Json(content_type(reader, media, origin, found)),
        MediaKind::Form => {
            let ty = content_type(reader, media, origin, found);
            Content::Form(ty, encodings(media))
        }
        MediaKind::Multipart => {
            let ty = multipart_type(reader, media, origin, found);
            Content::Multipart(ty, encodings(media))
        }
        MediaKind::Text => Content::Text,
        MediaKind::Bytes | MediaKind::Events | MediaKind::JsonLines | MediaKind::JsonSequence => {
            Content::Bytes
        }
    }
}
