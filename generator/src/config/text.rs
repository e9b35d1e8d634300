//! The text of a `codegen.toml`, and mistakes in it.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Pointer};

/// The text of a file, with its name. Empty if there is no file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) file: Arc<str>,
    pub(super) text: Arc<str>,
}

impl Text {
    /// An error at a byte of the text.
    pub(super) fn error(
        &self,
        code: Code,
        offset: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        let at = Pointer::root(Arc::clone(&self.file));
        let (line, column) = line_column(&self.text, offset);
        Diagnostic::error(code, &at, message).position(line, column)
    }
}

/// A mistake in the text, and the byte where it stands.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            offset: span.start,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The line and column, both from 1, of a byte; the column in characters.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
