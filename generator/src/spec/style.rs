//! `in` and `style`: the place of a parameter in a request, and the way to write it,
//! or a property of a form, as text. OpenAPI 3.2 §4.12.

use super::read::Reader;
use crate::diag::{Code, Diagnostic, Pointer};

/// `in`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A part of the path.
    Path,
    /// An item of the query.
    Query,
    /// The whole query, of OpenAPI 3.2.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// `style` of a parameter or of a property of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `simple`.
    Simple,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
    /// `form`.
    Form,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// `cookie`, of OpenAPI 3.2.
    Cookie,
}

impl Location {
    /// The styles that a parameter here may have.
    pub(super) fn styles(self) -> &'static [Style] {
        match self {
            Self::Path => &[Style::Simple, Style::Label, Style::Matrix],
            Self::Query => Style::OF_QUERY,
            Self::QueryString => &[],
            Self::Header => &[Style::Simple],
            Self::Cookie => &[Style::Form, Style::Cookie],
        }
    }
}

impl Style {
    /// The styles of an item of a query, or of a property of a form.
    pub(super) const OF_QUERY: &[Self] = &[
        Self::Form,
        Self::SpaceDelimited,
        Self::PipeDelimited,
        Self::DeepObject,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
        }
    }
}

impl Reader<'_> {
    /// The style with a name, if it is one of these.
    pub(super) fn style(
        &mut self,
        text: &str,
        styles: &[Style],
        what: &str,
        at: &Pointer,
    ) -> Option<Style> {
        let known = styles.iter().find(|style| style.as_str() == text);
        if known.is_none() {
            let message = format!("`{text}` is no style of {what}");
            let names: Vec<&str> = styles.iter().map(|style| style.as_str()).collect();
            self.found.push(
                Diagnostic::error(Code::UnsupportedParameter, at, message)
                    .help(format!("the styles are {}", names.join(", "))),
            );
        }
        known.copied()
    }
}
