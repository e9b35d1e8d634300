//! `split`: equal inline schemas that are types of their own.

use super::places::Places;
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, strings};

/// The schemas that are types of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// Those at these places.
    At(Places),
    /// Those that would be one type of this name.
    Name(String),
}

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<Split>>, Fault> {
    let entries = strings("split", "the type", section.value)?.into_iter();
    let entries = entries.map(|entry| {
        let span = entry.offset()..entry.offset() + entry.len();
        let split = match entry.starts_with('/') {
            true => Split::At(Places::checked(&entry, &span)?),
            false => Split::Name(entry.to_string()),
        };
        Ok(Setting::new(split, &span))
    });
    entries.collect()
}

/// Tells if a schema at a place is kept apart, which marks the settings that do as used.
pub(super) fn keeps_apart(split: &[Setting<Split>], at: &str) -> bool {
    let is_at = |one: &&Setting<Split>| matches!(&***one, Split::At(places) if places.holds(at));
    split.iter().filter(is_at).map(Setting::apply).count() > 0
}

/// Tells if a type of a name is split, which marks the settings that do as used. Case
/// and symbols make no difference.
pub(super) fn splits(split: &[Setting<Split>], name: &str) -> bool {
    let plain = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let is_named = |one: &&Setting<Split>| match &***one {
        Split::Name(written) => plain(written) == plain(name),
        Split::At(_) => false,
    };
    split.iter().filter(is_named).map(Setting::apply).count() > 0
}

pub(super) fn audit(split: &[Setting<Split>], audit: &mut Audit<'_>) {
    for setting in split {
        audit.check(setting, |split| match split {
            Split::At(places) => format!("no type of several schemas is at `{}`", places.as_str()),
            Split::Name(name) => format!("no type of several schemas would be `{name}`"),
        });
    }
}
