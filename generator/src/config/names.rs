//! `[names]`: Rust names of places in the document.

use std::collections::BTreeMap;

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, check_pointer, members, string, table};

pub(super) fn read(section: &Member<'_, '_>) -> Result<BTreeMap<String, Setting<String>>, Fault> {
    let mut names = BTreeMap::new();
    for Member { key, span, value } in members(table("names", section.value)?) {
        check_pointer(key, &span)?;
        let name = string("names", value)?;
        if !is_identifier(name) {
            return Err(Fault::new(
                value.span(),
                format!("`{name}` is not a Rust identifier"),
                "use ASCII letters, digits and `_`, beginning with no digit",
            ));
        }
        names.insert(key.to_owned(), Setting::new(name.to_owned(), &span));
    }
    Ok(names)
}

pub(super) fn audit(names: &BTreeMap<String, Setting<String>>, audit: &mut Audit<'_>) {
    for (at, name) in names {
        audit.check_name(
            name,
            |_| format!("nothing is generated from {at}"),
            |known, _| known.pointer(at),
        );
    }
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && text != "_"
}
