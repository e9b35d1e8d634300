//! Learned corrections, as entries of `[[correct]]`.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::is_json;
use super::difference::Kind;
use super::report::times;
use super::tally::{Seen, Tally};
use crate::diag::Pointer;
use crate::json::JsonType;

/// The corrections of one place.
#[derive(Default)]
struct Entry {
    optional: bool,
    nullable: bool,
    types: BTreeSet<JsonType>,
    values: BTreeSet<String>,
    statuses: BTreeSet<u16>,
    media_type: Option<String>,
    evidence: Vec<(String, Seen)>,
}

impl Entry {
    fn corrects_nothing(&self) -> bool {
        !self.optional
            && !self.nullable
            && self.types.is_empty()
            && self.values.is_empty()
            && self.statuses.is_empty()
            && self.media_type.is_none()
    }

    /// Takes a difference in; gives `false` of one that no correction is for.
    fn take(&mut self, kind: &Kind, media_type: Option<&String>) -> bool {
        match kind {
            Kind::Absent => self.optional = true,
            Kind::Null => self.nullable = true,
            Kind::Type { expected, found } => {
                self.types.extend(expected);
                self.types.insert(*found);
            }
            Kind::Format {
                expected, is_huge, ..
            } => {
                self.types.extend(expected);
                if *is_huge {
                    self.types.insert(JsonType::Number);
                }
            }
            Kind::Value(Some(word)) => {
                self.values.insert(word.clone());
            }
            Kind::MediaType(_) if media_type.is_some() => self.media_type = media_type.cloned(),
            Kind::Status {
                status,
                like: Some(_),
            } => {
                self.statuses.insert(*status);
            }
            _ => return false,
        }
        true
    }

    fn lines(&self, at: &str, tally: &Tally) -> String {
        let mut lines = format!("\n[[correct]]\nat = {}\n", quoted(at));
        let mut add = |key: &str, value: &str| lines.push_str(&format!("{key} = {value}\n"));
        if self.optional {
            add("optional", "true");
        }
        if self.nullable {
            add("nullable", "true");
        }
        let has_number = self.types.contains(&JsonType::Number);
        let types = self.types.iter();
        let types = types.filter(|kind| !(has_number && **kind == JsonType::Integer));
        let types: Vec<_> = types.map(|kind| quoted(kind.as_str())).collect();
        if !types.is_empty() {
            add("type", &one_or_several(&types));
        }
        // The JSON of a word is TOML, too.
        let values: Vec<_> = self.values.iter().cloned().collect();
        if !values.is_empty() {
            add("enum", &one_or_several(&values));
        }
        let statuses: Vec<_> = self.statuses.iter().map(u16::to_string).collect();
        if !statuses.is_empty() {
            add("status", &one_or_several(&statuses));
        }
        if let Some(media_type) = &self.media_type {
            add("media_type", &quoted(media_type));
        }
        add("reason", &quoted(&self.reason(tally)));
        lines
    }

    /// The evidence in a sentence.
    fn reason(&self, tally: &Tally) -> String {
        const MOST: usize = 3;
        let shown = self.evidence.iter().take(MOST);
        let mut parts: Vec<String> = shown
            .map(|(what, seen)| {
                let first = tally.name(seen.first);
                format!("{what} {} ({first})", times(seen.count))
            })
            .collect();
        if self.evidence.len() > MOST {
            parts.push("and more".to_owned());
        }
        format!("Recorded: {}.", parts.join("; "))
    }
}

fn one_or_several(values: &[String]) -> String {
    match values {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

/// A text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The entries of a `codegen.toml` with which the document is as the servers are; empty
/// if there is nothing to correct.
pub(super) fn corrections(tally: &Tally) -> String {
    let mut entries: BTreeMap<Pointer, Entry> = BTreeMap::new();
    let counted = tally.operations.values();
    let differences = counted.flat_map(|one| &one.differences);
    for (difference, seen) in differences {
        let at = match &difference.kind {
            Kind::Status {
                like: Some(like), ..
            } => difference.at.child(like),
            _ => difference.at.clone(),
        };
        let media_type = other_media_type(tally, &at);
        let entry = entries.entry(at).or_default();
        if !entry.take(&difference.kind, media_type) {
            continue;
        }
        let what = difference.kind.to_string();
        match entry.evidence.iter_mut().find(|(known, _)| *known == what) {
            Some((_, known)) => known.count += seen.count,
            None => entry.evidence.push((what, *seen)),
        }
    }
    let filled = entries
        .iter()
        .filter(|(_, entry)| !entry.corrects_nothing());
    filled
        .map(|(at, entry)| entry.lines(at.path(), tally))
        .collect()
}

/// The media type that always comes in place of that at a place, if it makes a
/// difference to a client.
fn other_media_type<'t>(tally: &'t Tally, at: &Pointer) -> Option<&'t String> {
    let seen = tally.media_types.get(at).filter(|seen| seen.same == 0)?;
    let documented = at.tokens().next_back()?;
    let mut others = seen.others.iter();
    let other = others.next()?;
    (others.next().is_none() && is_json(&documented) != is_json(other)).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quoted_text_is_a_string_of_toml() {
        let text = "a\"b\\c\n\u{7f}ü";
        let toml = format!("a = {}", quoted(text));
        let table: toml::Table = toml.parse().unwrap();
        assert_eq!(table["a"].as_str(), Some(text));
    }
}
