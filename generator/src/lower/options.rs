//! The part of a document that is wanted.

/// The part of a document that is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GenerateOptions {
    /// `true` if schemas that no operation reaches are wanted too.
    pub all_schemas: bool,
    /// Makes errors of what is wrong with a part of the document. Otherwise that
    /// part is left out or becomes any JSON, with a warning.
    pub strict: bool,
    /// Gives advice about what is sound, and bites those who call the API.
    pub advice: bool,
    /// `true` if the code is to be included into a module of a crate that was there before.
    /// Then it has no features of its own, and the runtime is a dependency.
    pub included: bool,
}
