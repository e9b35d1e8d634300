//! Suggestions for words that aren't known at their place.

use std::ops::Range;

use super::text::Fault;
use crate::diag::nearest;

/// Something that isn't one of the words known at its place.
pub(super) fn unknown(what: &str, written: &str, span: Range<usize>, known: &[&str]) -> Fault {
    let near = nearest(written, known.iter().copied());
    let known = match known {
        [only] => format!("the only one is `{only}`"),
        all => format!("known are {}", list(all)),
    };
    Fault::new(
        span,
        format!("unknown {what} `{written}`"),
        match near {
            Some(word) => format!("did you mean `{word}`? {}", capital(&known)),
            None => known,
        },
    )
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

pub(super) fn list(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        words => words.concat(),
    }
}
