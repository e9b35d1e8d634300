//! `strip_prefixes` and `acronyms`: the spelling of names.

use super::operations::some;
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, strings};

pub(super) fn prefixes(section: &Member<'_, '_>) -> Result<Vec<Setting<String>>, Fault> {
    let prefixes = strings("strip_prefixes", "the prefix", section.value)?;
    let none = "`strip_prefixes` is empty, so it strips nothing";
    let help = "write the beginnings of names, or leave the key out";
    some(prefixes, section.value, none, help)
}

pub(super) fn acronyms(section: &Member<'_, '_>) -> Result<Vec<Setting<String>>, Fault> {
    let acronyms = strings("acronyms", "the acronym", section.value)?;
    for one in &acronyms {
        let is_word = one.chars().all(|c| c.is_ascii_alphanumeric());
        let is_mixed = one.chars().skip(1).any(|c| c.is_ascii_uppercase());
        if !is_word || !is_mixed || one.starts_with(|c: char| c.is_ascii_digit()) {
            let offset = one.offset();
            return Err(Fault::new(
                offset..offset,
                format!("`{}` is not an acronym", **one),
                "write a word of ASCII letters with capitals within it, such as `GraphQL`",
            ));
        }
    }
    let none = "`acronyms` is empty, so it changes nothing";
    let help = "write words such as `GraphQL`, or leave the key out";
    some(acronyms, section.value, none, help)
}

/// A name without the longest of some prefixes that ends where one of its words does;
/// nothing if it has none. Marks that prefix as used.
pub(super) fn without_prefix<'n>(prefixes: &[Setting<String>], name: &'n str) -> Option<&'n str> {
    let stripped = prefixes.iter().filter_map(|prefix| {
        let rest = name.strip_prefix(prefix.as_str())?;
        let begins = |c: char| !c.is_lowercase() && !c.is_numeric();
        let ends_word = !prefix.ends_with(char::is_alphanumeric) || rest.starts_with(begins);
        let is_name = rest.contains(char::is_alphanumeric);
        (ends_word && is_name).then_some((prefix, rest))
    });
    let (prefix, rest) = stripped.min_by_key(|(_, rest)| rest.len())?;
    prefix.apply();
    Some(rest)
}

pub(super) fn audit(prefixes: &[Setting<String>], audit: &mut Audit<'_>) {
    for prefix in prefixes {
        audit.check(prefix, |prefix| {
            format!("no schema or operation has a name that begins with `{prefix}`")
        });
    }
}
