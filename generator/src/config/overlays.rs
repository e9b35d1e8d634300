//! `overlays`: the files with changes to the document.

use super::operations::some;
use super::setting::Setting;
use super::text::Fault;
use super::toml::{Member, strings};

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<String>>, Fault> {
    let files = strings("overlays", "the file", section.value)?;
    let none = "`overlays` is empty, so it changes nothing";
    let help = "name a file as seen from the document's folder, or leave the key out";
    some(files, section.value, none, help)
}
