//! The texts of several files.

use super::place::Sources;
use super::pointer::Pointer;
use super::text::Text;
use std::collections::BTreeMap;
use std::ops::Range;

/// Texts by the names of their files, for findings that know their lines.
#[derive(Debug, Clone, Default)]
pub struct Texts(BTreeMap<String, Text>);

impl Texts {
    /// The text of one file.
    pub fn of(file: impl Into<String>, text: impl Into<String>) -> Self {
        let mut texts = Self::default();
        texts.insert(file, text);
        texts
    }

    /// Adds the text of a file.
    pub fn insert(&mut self, file: impl Into<String>, text: impl Into<String>) {
        self.0.insert(file.into(), Text::new(text));
    }
}

impl Sources for Texts {
    fn text(&self, file: &str) -> Option<&Text> {
        self.0.get(file)
    }

    fn span(&self, _: &Pointer) -> Option<Range<usize>> {
        None
    }
}
