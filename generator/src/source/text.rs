//! Places in a text, and faults at them.

/// An error in a text, and the byte where it shows.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(offset: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            offset,
            message: message.into(),
            help: help.into(),
        }
    }

    pub(super) fn repeated_key(offset: usize, key: &str) -> Self {
        Self::new(
            offset,
            format!("duplicate key `{key}` in an object"),
            "remove or rename one of the two",
        )
    }

    pub(super) fn too_deep(offset: usize, limit: usize) -> Self {
        Self::new(
            offset,
            format!("nested more than {limit} levels deep"),
            "move inner parts to `components` and refer to them with `$ref`",
        )
    }
}

/// An array index as JSON Pointer writes it.
pub(super) fn array_index(token: &str) -> Option<usize> {
    let canonical = token == "0" || !token.starts_with(['0', '+']);
    canonical.then(|| token.parse().ok()).flatten()
}

/// The byte of `text` where `part` begins, if it is a slice of it.
pub(super) fn offset_of(text: &str, part: &str) -> Option<usize> {
    let offset = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (offset + part.len() <= text.len()).then_some(offset)
}

/// The line and column, both from 1, of a byte; the column in characters.
pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
