//! The findings of a document: one list, of which every part knows its own.

use crate::diag::Diagnostic;
use std::fmt;
use std::ops::Range;

/// All that was found while a document was read.
#[derive(Debug, Default)]
pub struct Findings {
    all: Vec<Diagnostic>,
}

/// The findings of one part of a document, to be looked up in [`Findings`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Found(Range<usize>);

/// The indices of the findings, if there are any.
impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.clone()).finish()
    }
}

impl Findings {
    /// The findings of one part, in the order of its keys.
    pub fn of(&self, found: &Found) -> &[Diagnostic] {
        self.all.get(found.0.clone()).unwrap_or_default()
    }

    /// Adds the findings of one part.
    pub(super) fn add(&mut self, found: Vec<Diagnostic>) -> Found {
        let start = self.all.len();
        self.all.extend(found);
        Found(start..self.all.len())
    }
}
