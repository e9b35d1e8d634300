//! Text for a reader.

/// Text for a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// The description, in CommonMark.
    pub text: Option<String>,
    /// Further facts of the document, one paragraph each: a default, a range.
    pub facts: Vec<String>,
    /// `true` if the document calls it deprecated.
    pub deprecated: bool,
}
