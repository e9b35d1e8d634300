//! From any text to an identifier, in the case that its place asks for.

use crate::words::{Acronyms, KEYWORDS, NEVER};
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// The case of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `UpperCamel`, for types and variants.
    Type,
    /// `snake_case`, for functions, fields and arguments.
    Value,
    /// `UPPER_CASE`, for constants.
    Constant,
}

/// A name without the mark of a keyword.
pub fn without_mark(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// The names that something would take, the shortest first. Those that spell a
/// text out are only made once they are asked for.
#[derive(Debug, Clone)]
pub(super) struct NameCandidates {
    first: Vec<String>,
    spelled: Option<Spelled>,
    all: OnceCell<Vec<String>>,
}

/// The way from texts to identifiers.
#[derive(Debug, Clone)]
pub(super) struct Speller {
    acronyms: Rc<Acronyms>,
}

/// A text to spell out, with what it names, should its plain name be in use.
#[derive(Debug, Clone)]
struct Spelled {
    text: String,
    case: Case,
    kind: &'static str,
    speller: Speller,
}

impl NameCandidates {
    /// The names as they are given.
    pub(super) fn of(first: Vec<String>) -> Self {
        Self {
            first,
            spelled: None,
            all: OnceCell::new(),
        }
    }

    /// Beyond the names that are given, ways to write `text` as an identifier,
    /// the plainest first, each telling more texts apart than the last. `kind`
    /// says what it names.
    pub(super) fn or_spelled(
        self,
        text: &str,
        case: Case,
        kind: &'static str,
        speller: &Speller,
    ) -> Self {
        let text = text.to_owned();
        let speller = speller.clone();
        Self {
            spelled: Some(Spelled {
                text,
                case,
                kind,
                speller,
            }),
            ..self
        }
    }

    /// The one that is wanted most.
    pub(super) fn preferred(&self) -> &str {
        self.candidate(0).unwrap_or_default()
    }

    /// The names, counted from the one that is wanted most.
    pub(super) fn candidate(&self, index: usize) -> Option<&str> {
        let known = self.first.get(index);
        let name = known.or_else(|| self.all().get(index));
        name.map(String::as_str)
    }

    /// All of them.
    pub(super) fn all(&self) -> &[String] {
        self.all.get_or_init(|| self.candidates())
    }

    fn candidates(&self) -> Vec<String> {
        let mut candidates = self.first.clone();
        for candidate in self.spelled.iter().flat_map(Spelled::candidates) {
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        candidates
    }
}

impl Spelled {
    fn candidates(&self) -> Vec<String> {
        let Self {
            text,
            case,
            kind,
            speller,
        } = self;
        let code_points = text.chars().map(|c| format!("u{:x}", u32::from(c)));
        let ways = [
            words(text).into_owned(),
            spelled(text),
            format!("{text} {kind}"),
            format!("{} {}", letter_case(text), spelled(text)),
            code_points.collect::<Vec<_>>().join(" "),
        ];
        ways.iter()
            .map(|way| speller.identifier(way, *case))
            .collect()
    }
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

impl Speller {
    /// One that knows these acronyms.
    pub(super) fn new(acronyms: Acronyms) -> Self {
        Self {
            acronyms: Rc::new(acronyms),
        }
    }

    /// The words of `text` in lower case.
    pub(super) fn words(&self, text: &str) -> Vec<String> {
        self.acronyms.words(text)
    }

    /// Ways to write `text` as an identifier.
    pub(super) fn candidates(&self, text: &str, case: Case, kind: &'static str) -> NameCandidates {
        NameCandidates::of(vec![self.plain(text, case)]).or_spelled(text, case, kind, self)
    }

    /// The preferred candidate.
    pub(super) fn plain(&self, text: &str, case: Case) -> String {
        self.identifier(&words(text), case)
    }

    /// `text` as an identifier. Always valid; not always different from another's.
    pub(super) fn identifier(&self, text: &str, case: Case) -> String {
        if case == Case::Value && is_plain_snake(text) {
            return escaped(text.to_owned());
        }
        let text = self.acronyms.as_words(text);
        let word = match case {
            Case::Type => self.type_name(&text),
            Case::Value => text.to_snake_case(),
            Case::Constant => text.to_shouty_snake_case(),
        };
        let mut word: String = word
            .chars()
            .filter(|c| *c == '_' || unicode_ident::is_xid_continue(*c))
            .collect();
        if !word.chars().next().is_some_and(unicode_ident::is_xid_start) {
            let before = match case {
                Case::Type => "Value",
                Case::Value => "value_",
                Case::Constant => "VALUE_",
            };
            word.insert_str(0, before);
            word.truncate(word.trim_end_matches('_').len());
        }
        escaped(word)
    }

    fn type_name(&self, text: &str) -> String {
        let plain = text.to_upper_camel_case();
        let snake = text.to_snake_case();
        let mut has_acronym = false;
        let words = snake.split('_').map(|word| {
            let known = self.acronyms.in_type(word);
            has_acronym |= known.is_some();
            known.unwrap_or_else(|| word.to_upper_camel_case())
        });
        let name: String = words.collect();
        if has_acronym { name } else { plain }
    }
}

/// Tells if `text` is in snake case already, as most names of fields are.
fn is_plain_snake(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(is_plain)
        && !text.contains("__")
        && !text.ends_with('_')
}

/// Two names of a media type: by its structure, or else
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
