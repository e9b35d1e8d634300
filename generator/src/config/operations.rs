//! `operations`: the operations to generate, and the ways in which settings name one.

use std::ops::Range;

use super::places::Places;
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, Value, strings};

/// The word before the name of a tag.
const TAG: &str = "tag";

/// An operation of a document, by all that a setting may name it with.
#[derive(Debug, Clone, Copy)]
pub struct OperationNames<'a> {
    /// Its `operationId`.
    pub id: Option<&'a str>,
    /// The method, in upper case.
    pub method: &'a str,
    /// The path.
    pub path: &'a str,
    /// Its tags.
    pub tags: &'a [String],
}

impl OperationNames<'_> {
    /// True if a setting names it: by its `operationId`, or by method and path.
    pub fn is(&self, written: &str) -> bool {
        self.id == Some(written) || written.split_once(' ') == Some((self.method, self.path))
    }

    /// True if a list names it; marks what names it there as used.
    pub fn is_in(&self, list: &[Setting<String>]) -> bool {
        let found = list.iter().find(|one| self.is(one));
        found.map(Setting::apply).is_some()
    }

    /// True if it is selected: by the last entry that it matches, or by none if all
    /// entries leave something out. Marks the entries that it matches as used.
    pub fn is_selected(&self, list: &[Setting<String>]) -> bool {
        let mut is_selected = list.iter().all(|one| one.starts_with('!'));
        for entry in list {
            let pattern = entry.strip_prefix('!');
            if self.fits_pattern(pattern.unwrap_or(entry)) {
                entry.apply();
                is_selected = pattern.is_none();
            }
        }
        is_selected
    }

    fn fits_pattern(&self, pattern: &str) -> bool {
        if self.is(pattern) {
            return true;
        }
        match pattern.split_once(' ') {
            Some((TAG, tag)) => self.tags.iter().any(|one| one == tag),
            Some((method, path)) => {
                let is_method = method == "*" || method == self.method;
                is_method && Places::of(path).holds(self.path)
            }
            None => false,
        }
    }
}

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<String>>, Fault> {
    let help = "name an `operationId`, or leave the key out to generate all";
    let none = "`operations` is empty, so nothing would be generated";
    let entries = some(ids(section.value)?, section.value, none, help)?;
    for entry in &entries {
        let offset = entry.offset();
        check(entry.strip_prefix('!').unwrap_or(entry), offset..offset)?;
    }
    Ok(entries)
}

/// An entry of several words is a tag, or a method and a path.
fn check(entry: &str, span: Range<usize>) -> Result<(), Fault> {
    let is_sound = match entry.split_once(' ') {
        None => !entry.is_empty(),
        Some((TAG, tag)) => !tag.is_empty(),
        Some((method, path)) => {
            let is_method = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
            // An `operationId` may have spaces.
            !path.starts_with('/') || method == "*" || is_method(method)
        }
    };
    if is_sound {
        return Ok(());
    }
    Err(Fault::new(
        span,
        format!("`{entry}` selects nothing"),
        "write an `operationId`, a method in upper case and a path such as `GET /plans/**`, or `tag Billing`",
    ))
}

pub(super) fn audit(operations: Option<&Vec<Setting<String>>>, audit: &mut Audit<'_>) {
    for id in operations.into_iter().flatten() {
        audit.check_name(
            id,
            |id| match id.contains([' ', '!']) {
                true => format!("no operation matches `{id}`"),
                false => format!("no operation has the `operationId` `{id}`"),
            },
            |known, id| known.operation(id),
        );
    }
}

/// Each operation of a list.
pub(super) fn ids(value: &Value<'_>) -> Result<Vec<Setting<String>>, Fault> {
    strings("operations", "the operation", value)
}

/// A list, if there is anything in it.
pub(super) fn some<T>(
    items: Vec<T>,
    value: &Value<'_>,
    message: &str,
    help: &str,
) -> Result<Vec<T>, Fault> {
    if items.is_empty() {
        return Err(Fault::new(value.span(), message, help));
    }
    Ok(items)
}
