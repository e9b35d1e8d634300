//! The media types of a body, of which any one will do. OpenAPI 3.1 §4.8.14.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::MediaType;

/// The media types of a body, of which any one will do.
type MediaTypes = [(String, MediaType)];

/// The media type that is used of those on offer: the first in the order of
/// [`MediaKind`], then by name.
pub(super) fn chosen<'c>(
    content: &'c MediaTypes,
    at: &Pointer,
    used: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<(&'c str, &'c MediaType)> {
    let offered = in_order(content);
    let (first, others) = offered.split_first()?;
    if !others.is_empty() {
        let others: Vec<&str> = others.iter().map(|(name, _)| *name).collect();
        let message = format!(
            "{} is {used}; also on offer: {}",
            first.0,
            others.join(", ")
        );
        found.push(Diagnostic::note(Code::Choice, at, message));
    }
    Some(*first)
}

/// The media types on offer, the one that suits a client best first.
pub(super) fn in_order(content: &MediaTypes) -> Vec<(&str, &MediaType)> {
    let mut offered: Vec<(&str, &MediaType)> = content
        .iter()
        .map(|(name, media)| (name.as_str(), media))
        .collect();
    offered.sort_by_key(|(name, _)| (MediaKind::of(name), *name != "application/json", *name));
    offered
}

/// Tells if another media type makes a difference on the wire: JSON of any type
/// is plain JSON, and so is JSON with a character set.
pub(super) fn is_another(chosen: &str, other: &str) -> bool {
    let essence = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let is_open_json = MediaKind::of(other) == MediaKind::Json && other.contains('*');
    !is_open_json && essence(chosen) != essence(other)
}

/// The use of a media type to a client, the one that suits it best first.
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
    /// Tells a stream from what is read as a whole.
    pub(super) fn is_stream(self) -> bool {
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
