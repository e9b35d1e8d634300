//! `[formats]`: types of values of a `format`.

use std::collections::BTreeMap;

use super::setting::{Audit, Setting};
use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Member, members, string, table};

/// The type for values of a `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormatChoice {
    /// A plain `String`.
    String,
}

pub(super) fn read(
    section: &Member<'_, '_>,
) -> Result<BTreeMap<String, Setting<FormatChoice>>, Fault> {
    let mut formats = BTreeMap::new();
    for Member { key, span, value } in members(table("formats", section.value)?) {
        let choice = match string("formats", value)? {
            "string" => FormatChoice::String,
            other => return Err(unknown("representation", other, value.span(), &["string"])),
        };
        formats.insert(key.to_owned(), Setting::new(choice, &span));
    }
    Ok(formats)
}

pub(super) fn audit(formats: &BTreeMap<String, Setting<FormatChoice>>, audit: &mut Audit<'_>) {
    for (format, choice) in formats {
        audit.check(choice, |_| {
            format!("no generated schema has the format `{format}`")
        });
    }
}
