//! From the TOML tree to the settings, each checked where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{
    Accept, Auth, Config, Entry, FormatChoice, Idempotency, Key, KeyPrefix, Lift, Location,
};
use crate::diag::{Code, Diagnostic, Pointer, distance};

/// What is wrong, and the byte where it stands.
#[derive(Debug)]
pub(super) struct Fault {
    offset: usize,
    message: String,
    help: String,
}

impl Fault {
    pub(super) fn new(
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            offset: span.start,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// Codes of what nothing can be generated from, accepted or not.
const FATAL: &[Code] = &[
    Code::Unreadable,
    Code::Syntax,
    Code::Config,
    Code::UnusedConfig,
    Code::NotOpenApi,
];

#[expect(clippy::result_large_err, reason = "once a file, and rarely an error")]
pub(super) fn config(name: &str, text: &str) -> Result<Config, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = Arc::<str>::from(name);
    let mut reader = Reader {
        text,
        config: Config {
            file: Arc::clone(&file),
            ..Config::default()
        },
    };
    match reader.file() {
        Ok(()) => Ok(reader.config),
        Err(fault) => {
            let (line, column) = line_column(text, fault.offset);
            let at = Pointer::root(file);
            Err(Diagnostic::error(Code::Config, &at, fault.message)
                .help(fault.help)
                .position(line, column))
        }
    }
}

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) config: Config,
}

impl Reader<'_> {
    fn file(&mut self) -> Result<(), Fault> {
        let table = DeTable::parse(self.text).map_err(|error| {
            Fault::new(
                error.span().unwrap_or(0..0),
                format!("not valid TOML: {}", first_line(error.message())),
                "mend the text at this place",
            )
        })?;
        const KEYS: &[&str] = &[
            "operations",
            "names",
            "formats",
            "auth",
            "keys",
            "lift",
            "idempotency",
            "paginate",
            "webhooks",
            "accept",
        ];
        for (key, span, value) in members(table.get_ref()) {
            match key {
                "operations" => self.operations(value)?,
                "names" => self.names(value)?,
                "formats" => self.formats(value)?,
                "auth" => self.auth(value)?,
                "keys" => self.keys(value)?,
                "lift" => self.lift(value)?,
                "idempotency" => self.idempotency(value, &span)?,
                "paginate" => self.paginate(value)?,
                "webhooks" => self.webhooks(value)?,
                "accept" => self.accept(value)?,
                _ => return Err(unknown("key", key, span, KEYS)),
            }
        }
        Ok(())
    }

    pub(super) fn remember(&mut self, entry: Entry<'_>, span: &Range<usize>) {
        let position = line_column(self.text, span.start);
        self.config.positions.insert(Key::from(entry), position);
    }

    fn operations(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let operations = self.ids("operations", value, Entry::Operation)?;
        if operations.is_empty() {
            return Err(Fault::new(
                value.span(),
                "`operations` is empty, so nothing would be generated",
                "name an `operationId`, or leave the key out to generate all",
            ));
        }
        self.config.operations = Some(operations);
        Ok(())
    }

    /// Each `operationId` of a list.
    fn ids(
        &mut self,
        key: &str,
        value: &Value<'_>,
        entry: fn(usize) -> Entry<'static>,
    ) -> Result<Vec<String>, Fault> {
        let mut ids = Vec::new();
        let mut seen = BTreeSet::new();
        for item in array(key, "of strings", value)? {
            let id = filled(key, item)?;
            if !seen.insert(id.clone()) {
                return Err(twice(item.span(), &format!("the operation `{id}`")));
            }
            self.remember(entry(ids.len()), &item.span());
            ids.push(id);
        }
        Ok(ids)
    }

    fn names(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        for (key, span, value) in members(table("names", value)?) {
            check_pointer(key, &span)?;
            let name = string("names", value)?;
            if !is_identifier(name) {
                return Err(Fault::new(
                    value.span(),
                    format!("`{name}` is not a Rust identifier"),
                    "take ASCII letters, digits and `_`, not beginning with a digit",
                ));
            }
            self.remember(Entry::Name(key), &span);
            self.config.names.insert(key.to_owned(), name.to_owned());
        }
        Ok(())
    }

    fn formats(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        for (key, span, value) in members(table("formats", value)?) {
            let choice = match string("formats", value)? {
                "string" => FormatChoice::String,
                other => return Err(unknown("representation", other, value.span(), &["string"])),
            };
            self.remember(Entry::Format(key), &span);
            self.config.formats.insert(key.to_owned(), choice);
        }
        Ok(())
    }

    fn auth(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        for (scheme, span, value) in members(table("auth", value)?) {
            let mut fields = Fields::new(&format!("auth.{scheme}"), value, &["prefix", "reason"])?;
            let prefix = match fields.take("prefix") {
                Some(value) => Some(filled("prefix", value)?),
                None => None,
            };
            let reason = fields.reason(&span)?;
            self.remember(Entry::Auth(scheme), &span);
            let auth = Auth { prefix, reason };
            self.config.auth.insert(scheme.to_owned(), auth);
        }
        Ok(())
    }

    fn keys(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        for item in array("keys", "of tables", value)? {
            let span = item.span();
            let mut fields = Fields::new("keys", item, &["scheme", "prefix", "server", "reason"])?;
            let scheme = filled("scheme", fields.need("scheme", &span)?)?;
            let prefix = filled("prefix", fields.need("prefix", &span)?)?;
            let server = filled("server", fields.need("server", &span)?)?;
            let reason = fields.reason(&span)?;
            if !seen.insert((scheme.clone(), prefix.clone(), server.clone())) {
                let what = format!("the prefix `{prefix}` of `{scheme}`");
                return Err(twice(span, &what));
            }
            self.remember(Entry::KeyPrefix(self.config.keys.len()), &span);
            self.config.keys.push(KeyPrefix {
                scheme,
                prefix,
                server,
                reason,
            });
        }
        Ok(())
    }

    fn lift(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        for item in array("lift", "of tables", value)? {
            let mut fields = Fields::new("lift", item, &["parameter", "in", "reason"])?;
            let parameter = filled("parameter", fields.need("parameter", &item.span())?)?;
            let place = fields.need("in", &item.span())?;
            let written = string("in", place)?;
            let known = || Location::ALL.iter().copied();
            let Some(in_) = known().find(|location| location.as_str() == written) else {
                let all: Vec<_> = known().map(Location::as_str).collect();
                return Err(unknown("location", written, place.span(), &all));
            };
            let reason = fields.reason(&item.span())?;
            if !seen.insert((parameter.clone(), in_)) {
                let what = format!("the {written} parameter `{parameter}`");
                return Err(twice(item.span(), &what));
            }
            self.remember(Entry::Lift(self.config.lift.len()), &item.span());
            self.config.lift.push(Lift {
                parameter,
                in_,
                reason,
            });
        }
        Ok(())
    }

    fn idempotency(&mut self, value: &Value<'_>, span: &Range<usize>) -> Result<(), Fault> {
        let keys = ["header", "operations", "reason"];
        let mut fields = Fields::new("idempotency", value, &keys)?;
        let place = fields.need("header", span)?;
        let header = filled("header", place)?;
        if !is_header_name(&header) {
            return Err(Fault::new(
                place.span(),
                format!("`{header}` is not the name of a header"),
                "write one such as `Idempotency-Key`",
            ));
        }
        let operations = match fields.take("operations") {
            Some(value) => {
                let ids = self.ids("operations", value, Entry::IdempotentOperation)?;
                if ids.is_empty() {
                    return Err(Fault::new(
                        value.span(),
                        "`operations` is empty, so no key would be sent",
                        "name an `operationId`, or leave the key out for all operations",
                    ));
                }
                Some(ids)
            }
            None => None,
        };
        let reason = fields.reason(span)?;
        self.remember(Entry::Idempotency, span);
        self.config.idempotency = Some(Idempotency {
            header,
            operations,
            reason,
        });
        Ok(())
    }

    fn accept(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        for item in array("accept", "of tables", value)? {
            let mut fields = Fields::new("accept", item, &["code", "at", "reason"])?;
            let code = check_code(fields.need("code", &item.span())?)?;
            let at = fields.need("at", &item.span())?;
            let pointer = string("at", at)?.to_owned();
            check_pointer(&pointer, &at.span())?;
            let reason = fields.reason(&item.span())?;
            if !seen.insert((code, pointer.clone())) {
                let what = format!("`{code}` at `{pointer}`");
                return Err(twice(item.span(), &what));
            }
            self.remember(Entry::Accept(self.config.accept.len()), &item.span());
            self.config.accept.push(Accept {
                code,
                at: pointer,
                reason,
            });
        }
        Ok(())
    }
}

/// The members of a table that has fixed keys.
pub(super) struct Fields<'v, 't> {
    of: String,
    members: BTreeMap<&'v str, &'v Value<'t>>,
}

impl<'v, 't> Fields<'v, 't> {
    pub(super) fn new(of: &str, value: &'v Value<'t>, keys: &[&str]) -> Result<Self, Fault> {
        let mut fields = BTreeMap::new();
        for (key, span, value) in members(table(of, value)?) {
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

    pub(super) fn need(&mut self, key: &str, span: &Range<usize>) -> Result<&'v Value<'t>, Fault> {
        self.take(key).ok_or_else(|| {
            Fault::new(
                span.clone(),
                format!("`{}` has no `{key}`", self.of),
                match key {
                    "reason" => REASON.to_owned(),
                    _ => format!("add `{key} = \"…\"`"),
                },
            )
        })
    }

    fn reason(&mut self, span: &Range<usize>) -> Result<String, Fault> {
        let value = self.need("reason", span)?;
        let reason = string("reason", value)?.trim();
        if reason.is_empty() {
            return Err(Fault::new(value.span(), "`reason` is empty", REASON));
        }
        Ok(reason.to_owned())
    }
}

const REASON: &str = "say in `reason` how this was decided, for whoever reads it next";

/// A table's members in the order of the file.
fn members<'v, 't>(
    table: &'v DeTable<'t>,
) -> impl Iterator<Item = (&'v str, Range<usize>, &'v Value<'t>)> {
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(key, _)| key.span().start);
    members
        .into_iter()
        .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
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
            format!("a string of `{key}` is empty or has blanks around it"),
            "write it as the document has it",
        ));
    }
    Ok(text.to_owned())
}

fn wrong_type(key: &str, expected: &str, value: &Value<'_>) -> Fault {
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
        format!("`{key}` takes {expected}, not {found}"),
        match (expected, key) {
            ("a string", _) => "put it in quotes".to_owned(),
            ("an array of tables", _) | ("a table", "keys" | "lift" | "paginate" | "accept") => {
                format!("write `[[{key}]]`, once for each entry")
            }
            ("a table", _) => format!("write `[{key}]`, and the settings below it"),
            _ => format!("write `{key} = [\"…\"]`"),
        },
    )
}

fn check_code(value: &Value<'_>) -> Result<Code, Fault> {
    let written = string("code", value)?;
    let all: Vec<_> = Code::ALL
        .iter()
        .copied()
        .filter(|code| !FATAL.contains(code))
        .collect();
    if let Some(code) = all.iter().find(|code| code.as_str() == written) {
        return Ok(*code);
    }
    let all: Vec<_> = all.into_iter().map(Code::as_str).collect();
    if FATAL.iter().any(|code| code.as_str() == written) {
        return Err(Fault::new(
            value.span(),
            format!("`{written}` can't be accepted, since nothing can be generated with it"),
            format!("what can be accepted is {}", list(&all)),
        ));
    }
    Err(unknown("code", written, value.span(), &all))
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

/// RFC 9110, section 5.6.2.
fn is_header_name(text: &str) -> bool {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    text.bytes().all(is_token)
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first = bytes.next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && text != "_"
}

pub(super) fn twice(span: Range<usize>, what: &str) -> Fault {
    Fault::new(
        span,
        format!("{what} stands twice"),
        "remove one of the two",
    )
}

/// Something that isn't one of the words known at its place.
pub(super) fn unknown(what: &str, written: &str, span: Range<usize>, known: &[&str]) -> Fault {
    let near = known
        .iter()
        .map(|word| (distance(written, word), word))
        .filter(|(distance, word)| *distance <= word.len() / 3)
        .min();
    let known = match known {
        [only] => format!("the only one is `{only}`"),
        all => format!("known are {}", list(all)),
    };
    Fault::new(
        span,
        format!("unknown {what} `{written}`"),
        match near {
            Some((_, word)) => format!("did you mean `{word}`? {}", capital(&known)),
            None => known,
        },
    )
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

fn list(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        words => words.concat(),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

/// The line and column, both from 1, of a byte; the column in characters.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
