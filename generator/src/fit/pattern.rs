//! Patterns: regular expressions of ECMA 262, as far as they mean the same to the library.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

/// The most memory that one pattern may take.
const MOST_BYTES: usize = 1 << 20;

/// The longest pattern that is looked at.
const LONGEST: usize = 1_000;

/// Patterns that have been compiled, each once; nothing for those that aren't understood.
#[derive(Debug, Default)]
pub(super) struct Patterns(HashMap<String, Option<Regex>>);

impl Patterns {
    /// `false` of a text that a pattern certainly doesn't match.
    pub(super) fn may_match(&mut self, pattern: &str, text: &str) -> bool {
        let compiled = match self.0.get(pattern) {
            Some(known) => known,
            None => self.0.entry(pattern.to_owned()).or_insert(compile(pattern)),
        };
        compiled.as_ref().is_none_or(|one| one.is_match(text))
    }
}

fn compile(pattern: &str) -> Option<Regex> {
    if pattern.len() > LONGEST || !means_the_same(pattern) {
        return None;
    }
    let mut builder = RegexBuilder::new(pattern);
    let builder = builder.size_limit(MOST_BYTES).dfa_size_limit(MOST_BYTES);
    builder.build().ok()
}

/// `false` of a class with brackets or operators in it, which mean themselves in ECMA 262.
fn means_the_same(pattern: &str) -> bool {
    let mut is_class = false;
    let mut before = ' ';
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next();
                before = ' ';
                continue;
            }
            '[' if is_class => return false,
            '&' | '~' | '-' if is_class && before == c => return false,
            '[' => is_class = true,
            ']' => is_class = false,
            _ => {}
        }
        before = c;
    }
    true
}
