//! Responses. OpenAPI 3.1 §4.8.16 and §4.8.17.

use super::alternative::alternative;
use super::content::{content_type, is_raw, item_type};
use super::encoding::ignore_positions;
use super::media_type::{MediaKind, chosen, in_order, is_another};
use crate::diag::{Diagnostic, Pointer};
use crate::ir::{AlternativeMediaType, Content, Docs, Origin, Response, Section, Status};
use crate::lower::types::Reader;
use crate::spec::{self, MediaType, Responses};
use openapiv3::StatusCode;

impl From<&StatusCode> for Status {
    fn from(status: &StatusCode) -> Self {
        match status {
            StatusCode::Code(code) => Self::Code(*code),
            StatusCode::Range(hundreds) => Self::Range(*hundreds),
        }
    }
}

/// The responses of an operation: exact statuses first, then ranges, then `default`.
pub(super) fn responses(
    reader: &mut Reader<'_>,
    source: &spec::Operation,
    found: &mut Vec<Diagnostic>,
) -> Vec<Response> {
    let stated = source.responses.by_status.iter();
    let stated = stated.map(|(status, response)| (Status::from(status), response));
    let default = source.responses.default.iter();
    let default = default.map(|response| (Status::Default, response));
    let mut all: Vec<_> = stated.chain(default).collect();
    // Before they are read: a response of several statuses is named after the first.
    all.sort_by_key(|(status, _)| *status);
    let read = all.into_iter();
    read.map(|(status, one)| response(reader, status, one, &source.at, found))
        .collect()
}

fn response(
    reader: &mut Reader<'_>,
    status: Status,
    response: &spec::Response,
    operation: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Response {
    let at = response.at.child("content");
    let used = chosen(&response.content, &at, "read", found);
    let content = used.map(|(media_type, media)| {
        let origin = origin(response, status, operation, None);
        content(reader, media_type, media, origin, found)
    });
    let text = response.description.as_deref().map(str::trim);
    let text = text.filter(|text| !text.is_empty());
    Response {
        at: response.at.clone(),
        status,
        media_type: used.map_or_else(String::new, |(media_type, _)| media_type.to_owned()),
        content,
        docs: Docs {
            text: text.map(str::to_owned),
            ..Docs::default()
        },
    }
}

/// The source of the name of a response's body.
fn origin(
    response: &spec::Response,
    status: Status,
    operation: &Pointer,
    media_type: Option<String>,
) -> Origin {
    match Section::at(&response.at) {
        Some((section, name)) => Origin::Component {
            section,
            name,
            media_type,
        },
        None => Origin::Response {
            operation: operation.clone(),
            status,
            media_type,
        },
    }
}

/// The content of a response of a media type.
fn content(
    reader: &mut Reader<'_>,
    media_type: &str,
    media: &MediaType,
    origin: Origin,
    found: &mut Vec<Diagnostic>,
) -> Content {
    ignore_positions(media, found);
    match MediaKind::of(media_type) {
        MediaKind::Json if is_raw(reader.spec, media) => Content::Bytes,
        MediaKind::Json => Content::Json(content_type(reader, media, origin, found)),
        MediaKind::Events => Content::Events(item_type(reader, media, origin, found)),
        MediaKind::JsonLines => Content::JsonLines(item_type(reader, media, origin, found)),
        MediaKind::JsonSequence => Content::JsonSequence(item_type(reader, media, origin, found)),
        MediaKind::Text | MediaKind::Form => Content::Text,
        MediaKind::Bytes | MediaKind::Multipart => Content::Bytes,
    }
}

/// The media types of an operation's success besides the one that is asked for
/// by default, where there is only one success. One that has the same schema says
/// the same in other words, and is left out; streams never are.
pub(super) fn response_alternatives(
    reader: &mut Reader<'_>,
    source: &spec::Operation,
    found: &mut Vec<Diagnostic>,
) -> Vec<AlternativeMediaType> {
    let Some((status, response)) = only_success(&source.responses) else {
        return Vec::new();
    };
    let mut offered = in_order(&response.content).into_iter();
    let Some((used, used_media)) = offered.next() else {
        return Vec::new();
    };
    let spec = reader.spec;
    let same = |other: &MediaType| spec.have_same_schema(used_media, other);
    let others = offered
        .filter(|(other, _)| is_another(used, other))
        .filter(|(other, media)| MediaKind::of(other).is_stream() || !same(media));
    let alternatives = others.filter_map(|(other, media)| {
        let origin = origin(response, status, &source.at, Some(other.to_owned()));
        let of_other = |found: &mut Vec<Diagnostic>| content(reader, other, media, origin, found);
        alternative(other, media, "a response can't be read", of_other, found)
    });
    alternatives.collect()
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
