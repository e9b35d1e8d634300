//! `maps`: the type of objects whose properties are all of one type.

use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Member, string};

/// The type of maps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MapChoice {
    /// `BTreeMap`: sorted by name.
    #[default]
    BTreeMap,
    /// `IndexMap`: in the order in which members came.
    IndexMap,
}

pub(super) fn read(section: &Member<'_, '_>) -> Result<MapChoice, Fault> {
    match string("maps", section.value)? {
        "BTreeMap" => Ok(MapChoice::BTreeMap),
        "IndexMap" => Ok(MapChoice::IndexMap),
        other => {
            let names = ["BTreeMap", "IndexMap"];
            Err(unknown("map", other, section.value.span(), &names))
        }
    }
}
