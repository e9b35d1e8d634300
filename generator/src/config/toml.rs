//! The TOML tree: tables, arrays and strings, each checked where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::setting::Setting;
use super::suggest::unknown;
use super::text::Fault;

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A member of a table.
pub(super) struct Member<'v, 't> {
    pub(super) key: &'v str,
    /// The place of the key.
    pub(super) span: Range<usize>,
    pub(super) value: &'v Value<'t>,
}

/// The members of a table that has fixed keys.
pub(super) struct Fields<'v, 't> {
    of: String,
    members: BTreeMap<&'v str, &'v Value<'t>>,
}

impl<'v, 't> Fields<'v, 't> {
    pub(super) fn new(of: &str, value: &'v Value<'t>, keys: &[&str]) -> Result<Self, Fault> {
        let mut fields = BTreeMap::new();
        for Member { key, span, value } in members(table(of, value)?) {
            if !keys.contains(&key) {
                return Err(unknown("key", key, span, keys));
            }
            fields.insert(key, value);
        }
        Ok(Self {
            of: of.to_owned(),
            members: fields,
        })
    }

    pub(super) fn take(&mut self, key: &str) -> Option<&'v Value<'t>> {
        self.members.remove(key)
    }

    /// One of the keys that nobody has taken.
    pub(super) fn first(&self) -> Option<&'v str> {
        self.members.keys().next().copied()
    }

    pub(super) fn need(&mut self, key: &str, span: &Range<usize>) -> Result<&'v Value<'t>, Fault> {
        self.take(key).ok_or_else(|| {
            Fault::new(
                span.clone(),
                format!("`{key}` is missing in `{}`", self.of),
                match key {
                    "reason" => REASON.to_owned(),
                    "request" => "write `[[cancel.request]]`, once for each timing".to_owned(),
                    _ => format!("add `{key} = \"…\"`"),
                },
            )
        })
    }

    pub(super) fn reason(&mut self, span: &Range<usize>) -> Result<String, Fault> {
        let value = self.need("reason", span)?;
        let reason = string("reason", value)?.trim();
        if reason.is_empty() {
            return Err(Fault::new(value.span(), "`reason` is empty", REASON));
        }
        Ok(reason.to_owned())
    }
}

const REASON: &str = "state in `reason` how the decision was made, for the next reader";

/// A table's members in the order of the file.
pub(super) fn members<'v, 't>(table: &'v DeTable<'t>) -> impl Iterator<Item = Member<'v, 't>> {
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(key, _)| key.span().start);
    members.into_iter().map(|(key, value)| Member {
        key: key.get_ref().as_ref(),
        span: key.span(),
        value,
    })
}

pub(super) fn table<'v, 't>(key: &str, value: &'v Value<'t>) -> Result<&'v DeTable<'t>, Fault> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => Err(wrong_type(key, "a table", value)),
    }
}

pub(super) fn array<'v, 't>(
    key: &str,
    of: &str,
    value: &'v Value<'t>,
) -> Result<&'v [Value<'t>], Fault> {
    match value.get_ref() {
        DeValue::Array(items) => Ok(items),
        _ => Err(wrong_type(key, &format!("an array {of}"), value)),
    }
}

pub(super) fn string<'v>(key: &str, value: &'v Value<'_>) -> Result<&'v str, Fault> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err(wrong_type(key, "a string", value)),
    }
}

pub(super) fn filled(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    let text = string(key, value)?;
    if text.trim() != text || text.is_empty() {
        return Err(Fault::new(
            value.span(),
            format!("a string of `{key}` is empty or has spaces around it"),
            "write it as in the document",
        ));
    }
    Ok(text.to_owned())
}

pub(super) fn boolean(key: &str, value: &Value<'_>) -> Result<bool, Fault> {
    match value.get_ref() {
        DeValue::Boolean(choice) => Ok(*choice),
        _ => Err(Fault::new(
            value.span(),
            format!("`{key}` must be `true` or `false`"),
            format!("write `{key} = true`, or remove the key"),
        )),
    }
}

/// The name of a header.
pub(super) fn header(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    let header = filled(key, value)?;
    check_header_name(&header, &value.span())?;
    Ok(header)
}

/// Refuses a text that no header can have as its name. RFC 9110, section 5.6.2.
pub(super) fn check_header_name(text: &str, span: &Range<usize>) -> Result<(), Fault> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if !text.is_empty() && text.bytes().all(is_token) {
        return Ok(());
    }
    Err(Fault::new(
        span.clone(),
        format!("`{text}` is not a valid name of a header"),
        "write one such as `Idempotency-Key`",
    ))
}

/// The strings of a list, each a setting that must not stand twice.
pub(super) fn strings(
    key: &str,
    what: &str,
    value: &Value<'_>,
) -> Result<Vec<Setting<String>>, Fault> {
    let mut strings = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array(key, "of strings", value)? {
        let text = filled(key, item)?;
        if !seen.insert(text.clone()) {
            return Err(twice(item.span(), &format!("{what} `{text}`")));
        }
        strings.push(Setting::new(text, &item.span()));
    }
    Ok(strings)
}

pub(super) fn wrong_type(key: &str, expected: &str, value: &Value<'_>) -> Fault {
    let found = match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    };
    Fault::new(
        value.span(),
        format!("`{key}` must be {expected}, not {found}"),
        match (expected, key) {
            ("a string", _) => "put it in quotes".to_owned(),
            ("an array of tables", "request" | "read" | "state" | "error") => {
                format!("write `[[cancel.{key}]]`, once for each entry")
            }
            ("an array of tables", _)
            | ("a table", "keys" | "lift" | "paginate" | "accept" | "correct") => {
                format!("write `[[{key}]]`, once for each entry")
            }
            ("a table", _) => format!("write `[{key}]`, and the settings below it"),
            _ => format!("write `{key} = [\"…\"]`"),
        },
    )
}

pub(super) fn check_pointer(text: &str, span: &Range<usize>) -> Result<(), Fault> {
    let escaped = text
        .split('~')
        .skip(1)
        .all(|after| after.starts_with(['0', '1']));
    if text.starts_with('/') && escaped {
        return Ok(());
    }
    let help = if text.starts_with("#/") {
        "leave out the `#`"
    } else if !escaped {
        "write `~` as `~0` and `/` within a name as `~1`"
    } else {
        "write one such as `/paths/~1users~1{id}/get`, with `~1` for `/` within a name"
    };
    let message = format!("`{text}` is not a JSON Pointer");
    Err(Fault::new(span.clone(), message, help))
}

pub(super) fn twice(span: Range<usize>, what: &str) -> Fault {
    Fault::new(
        span,
        format!("duplicate entry for {what}"),
        "remove one of the two",
    )
}

/// The root table of a text.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Fault> {
    DeTable::parse(text).map_err(|error| {
        Fault::new(
            error.span().unwrap_or(0..0),
            format!("not valid TOML: {}", first_line(error.message())),
            "correct the text at this place",
        )
    })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}
