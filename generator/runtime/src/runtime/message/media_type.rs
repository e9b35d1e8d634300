//! Media types as text.

/// Server-Sent Events.
pub(crate) const EVENT_STREAM: &str = "text/event-stream";

/// Whether a media type is JSON: `application/json` or with the suffix `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}
