//! `layout`: the functions of all operations on the client, or by tags.

use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Member, string};

/// The place of the functions that call operations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LayoutChoice {
    /// All on the client.
    #[default]
    Flat,
    /// A client for each tag, which the client hands out.
    Tags,
}

pub(super) fn read(section: &Member<'_, '_>) -> Result<LayoutChoice, Fault> {
    match string("layout", section.value)? {
        "flat" => Ok(LayoutChoice::Flat),
        "tags" => Ok(LayoutChoice::Tags),
        other => Err(unknown(
            "layout",
            other,
            section.value.span(),
            &["flat", "tags"],
        )),
    }
}
