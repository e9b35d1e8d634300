//! `references`: the folders besides the document's that its references may lead to.

use super::operations::some;
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, strings};

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<String>>, Fault> {
    let folders = strings("references", "the folder", section.value)?;
    let none = "`references` is empty, so it allows nothing";
    let help = "name a folder as seen from the document's, or leave the key out";
    some(folders, section.value, none, help)
}

pub(super) fn audit(folders: &[Setting<String>], audit: &mut Audit<'_>) {
    for folder in folders {
        audit.check(folder, |folder| {
            format!("no reference leads to the folder `{folder}`")
        });
    }
}
