//! `[names]`: Rust names of places in the document.

use super::Entry;
use super::toml::{Fault, Reader, Value, check_pointer, members, string, table};

impl Reader<'_> {
    pub(super) fn names(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        for (key, span, value) in members(table("names", value)?) {
            check_pointer(key, &span)?;
            let name = string("names", value)?;
            if !is_identifier(name) {
                return Err(Fault::new(
                    value.span(),
                    format!("`{name}` is not a Rust identifier"),
                    "take ASCII letters, digits and `_`, not beginning with a digit",
                ));
            }
            self.remember(Entry::Name(key), &span);
            self.config.names.insert(key.to_owned(), name.to_owned());
        }
        Ok(())
    }
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && text != "_"
}
