//! The names of a document that settings may mean.

use crate::diag::nearest;

/// Finds the pointer that was probably meant by one that leads nowhere.
pub type PlaceMeant<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The names of a document, for suggestions. The default knows none.
#[derive(Default)]
pub struct Known<'a> {
    /// Every `operationId`.
    pub operations: Vec<&'a str>,
    /// The names of the security schemes.
    pub schemes: Vec<&'a str>,
    /// The pointer that was probably meant by one that leads nowhere.
    pub place: Option<PlaceMeant<'a>>,
}

impl Known<'_> {
    pub(super) fn operation(&self, written: &str) -> Option<String> {
        other(written, &self.operations)
    }

    pub(super) fn scheme(&self, written: &str) -> Option<String> {
        other(written, &self.schemes)
    }

    pub(super) fn pointer(&self, written: &str) -> Option<String> {
        (self.place?)(written)
    }
}

/// The nearest of several names, if it is another.
fn other(written: &str, known: &[&str]) -> Option<String> {
    let near = nearest(written, known.iter().copied())?;
    (near != written).then(|| near.to_owned())
}
