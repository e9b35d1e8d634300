//! The encodings of the parts of a body. OpenAPI 3.1 §4.8.15.

use super::style::default_style;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{Encoding, ParameterLocation, ParameterStyle, StyleKind};
use crate::spec::MediaType;

/// The encodings of the properties of a form, where the document states them.
pub(super) fn encodings(media: &MediaType) -> Vec<(String, Encoding)> {
    let mut encodings = Vec::new();
    for (property, encoding) in &media.encoding {
        let how = match (&encoding.style, &encoding.content_type) {
            (None, Some(media_type)) => Encoding::MediaType(media_type.clone()),
            (style, _) => Encoding::Style(ParameterStyle {
                kind: style.unwrap_or(StyleKind::Form),
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

/// Reports encodings of parts without names in a body that is sent.
pub(super) fn refuse_positions(media: &MediaType, found: &mut Vec<Diagnostic>) {
    for (keyword, at) in positions(media) {
        let message = format!("`{keyword}` is not supported: parts are sent by their names");
        found.push(
            Diagnostic::error(Code::UnsupportedMediaType, at, message)
                .help("make the parts properties of an object, with `encoding` for them"),
        );
    }
}

/// Reports encodings of parts without names in a body that has no parts, or
/// whose parts are given as they came.
pub(super) fn ignore_positions(media: &MediaType, found: &mut Vec<Diagnostic>) {
    for (keyword, at) in positions(media) {
        let message = format!("`{keyword}` is not heeded: the body is not taken apart");
        found.push(
            Diagnostic::warning(Code::UnsupportedMediaType, at, message)
                .help("take it out, or read the parts from the body's bytes"),
        );
    }
}

/// The keywords that are about parts without names, and their places.
fn positions(media: &MediaType) -> impl Iterator<Item = (&'static str, &Pointer)> {
    let prefix = media.prefix_encoding.iter();
    let prefix = prefix.map(|encoding| ("prefixEncoding", &encoding.at));
    let item = media.item_encoding.iter();
    prefix.chain(item.map(|encoding| ("itemEncoding", &encoding.at)))
}
