//! `[formats]`: types of values of a `format`.

use super::Entry;
use super::suggest::unknown;
use super::toml::{Fault, Reader, Value, members, string, table};

/// How to represent values of a `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormatChoice {
    /// As a plain `String`.
    String,
}

impl Reader<'_> {
    pub(super) fn formats(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        for (key, span, value) in members(table("formats", value)?) {
            let choice = match string("formats", value)? {
                "string" => FormatChoice::String,
                other => return Err(unknown("representation", other, value.span(), &["string"])),
            };
            self.remember(Entry::Format(key), &span);
            self.config.formats.insert(key.to_owned(), choice);
        }
        Ok(())
    }
}
