//! From any text to an identifier, in the case that its place asks for.

use heck::{ToSnakeCase, ToUpperCamelCase};
use std::borrow::Cow;

/// Which case an identifier is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `UpperCamel`, for types and variants.
    Type,
    /// `snake_case`, for functions, fields and arguments.
    Value,
}

/// Words of every edition that can't be an identifier as they stand.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that not even `r#` makes an identifier.
const NEVER: &[&str] = &["self", "super", "crate", "Self", "_"];

/// Ways to write `text` as an identifier, the plainest first, each telling more
/// texts apart than the last. `kind` says what it names, should its plain name
/// be in use.
pub(super) fn ladder(text: &str, case: Case, kind: &str) -> Vec<String> {
    let mut rungs = Vec::new();
    let mut push = |text: &str| {
        let rung = identifier(text, case);
        if !rungs.contains(&rung) {
            rungs.push(rung);
        }
    };
    push(&words(text));
    push(&spelled(text));
    push(&format!("{text} {kind}"));
    push(&format!("{} {}", letter_case(text), spelled(text)));
    let code_points = text.chars().map(|c| format!("u{:x}", u32::from(c)));
    push(&code_points.collect::<Vec<_>>().join(" "));
    rungs
}

/// The first rung of the ladder.
pub(super) fn plain(text: &str, case: Case) -> String {
    identifier(&words(text), case)
}

/// `text` as it is read out.
fn words(text: &str) -> Cow<'_, str> {
    let signed = text.strip_prefix(['-', '+']);
    if text.is_empty() {
        "empty".into()
    } else if text.parse::<f64>().is_ok() && text.contains(|c: char| c.is_ascii_digit()) {
        let number = signed.unwrap_or(text).replace('.', " point ");
        match text.chars().next() {
            Some('-') => format!("minus {number}").into(),
            Some('+') => format!("plus {number}").into(),
            _ => number.into(),
        }
    } else if text.chars().any(char::is_alphanumeric) {
        text.into()
    } else {
        spelled(text).into()
    }
}

/// `text` as an identifier. Always valid; not always different from another's.
pub(super) fn identifier(text: &str, case: Case) -> String {
    let word = match case {
        Case::Type => text.to_upper_camel_case(),
        Case::Value => text.to_snake_case(),
    };
    let mut word: String = word
        .chars()
        .filter(|c| *c == '_' || unicode_ident::is_xid_continue(*c))
        .collect();
    if !word.chars().next().is_some_and(unicode_ident::is_xid_start) {
        let before = match case {
            Case::Type => "Value",
            Case::Value => "value_",
        };
        word.insert_str(0, before);
        word.truncate(word.trim_end_matches('_').len());
    }
    escaped(word)
}

/// What a media type is called where few others are: by its structure, or else
/// by its subtype; and its name in full.
pub(super) fn media_words(media_type: &str) -> [String; 2] {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let (family, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    let word = match (family, subtype) {
        ("multipart", "form-data") => "multipart",
        (_, "x-www-form-urlencoded") => "form",
        (_, "plain") => "text",
        (_, "octet-stream" | "*") if family == "application" => "bytes",
        (family, "*") => family,
        (_, subtype) => {
            let word = subtype.split_once('+').map_or(subtype, |(word, _)| word);
            word.strip_prefix("x-").unwrap_or(word)
        }
    };
    [word.to_owned(), essence.clone()]
}

/// An identifier that stands apart from the keywords.
pub(super) fn escaped(word: String) -> String {
    if KEYWORDS.contains(&word.as_str()) {
        format!("r#{word}")
    } else if NEVER.contains(&word.as_str()) {
        format!("{word}_")
    } else {
        word
    }
}

/// `text` with its symbols spelled out.
fn spelled(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let name = match c {
            '-' if characters.peek().is_some_and(char::is_ascii_digit) => "minus",
            '+' => "plus",
            '-' => "dash",
            '.' => "dot",
            '/' => "slash",
            '\\' => "backslash",
            '*' => "star",
            '<' => "less",
            '>' => "greater",
            '=' => "equal",
            '!' => "not",
            '@' => "at",
            '#' => "hash",
            '$' => "dollar",
            '%' => "percent",
            '&' => "and",
            '|' => "or",
            '^' => "caret",
            '~' => "tilde",
            '?' => "question",
            ':' => "colon",
            ';' => "semicolon",
            ',' => "comma",
            '\'' => "apostrophe",
            '"' => "quote",
            '`' => "backtick",
            '_' => "underscore",
            ' ' => "space",
            '(' | '[' | '{' => "open",
            ')' | ']' | '}' => "close",
            c if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ => "symbol",
        };
        out.push(' ');
        out.push_str(name);
        out.push(' ');
    }
    out
}

fn letter_case(text: &str) -> &'static str {
    let upper = text.chars().any(char::is_uppercase);
    let lower = text.chars().any(char::is_lowercase);
    match (upper, lower) {
        (true, false) => "upper",
        (false, true) => "lower",
        _ => "mixed",
    }
}

/// The singular of an English plural, if it looks like one.
pub(super) fn singular(word: &str) -> Option<String> {
    const LIKE_PLURALS: &[&str] = &["ss", "us", "is"];
    let lower = word.to_ascii_lowercase();
    if let Some(stem) = lower.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{}y", &word[..stem.len()]));
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if lower.ends_with(ending) {
            return Some(word[..word.len() - 2].to_owned());
        }
    }
    let stem = lower.strip_suffix('s').filter(|stem| stem.len() > 1)?;
    if LIKE_PLURALS.iter().any(|ending| lower.ends_with(ending)) {
        return None;
    }
    Some(word[..stem.len()].to_owned())
}
