//! `in` and `style` of parameters, which every stage from `spec` to `emit` speaks of.

/// `in`: the part of a request that a parameter goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// A part of the path.
    Path,
    /// An item of the query.
    Query,
    /// The whole query: OpenAPI 3.2 §4.12.1.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// `style` of a parameter or of a property of a form. OpenAPI 3.2 §4.12.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// JSON text: `content` with a media type of JSON, in place of a `style`.
    Json,
}

impl Location {
    const ALL: &[Self] = &[
        Self::Path,
        Self::Query,
        Self::QueryString,
        Self::Header,
        Self::Cookie,
    ];

    /// The location with this name in a document.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }

    /// Its name in a document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The styles that a parameter here may have.
    pub fn styles(self) -> &'static [Style] {
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
    pub const OF_QUERY: &[Self] = &[
        Self::Form,
        Self::SpaceDelimited,
        Self::PipeDelimited,
        Self::DeepObject,
    ];

    /// Its name in a document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
            Self::Json => "application/json",
        }
    }
}
