//! What a vendor's `codegen.toml` settles.
//!
//! Takes the text of one `codegen.toml` and gives a [`Config`]. Must not know
//! the document that the settings speak of: whether a pointer leads somewhere
//! and whether a setting is used is for the later stages to say, with
//! [`Config::diagnostic`].

mod accept;
mod auth;
mod formats;
mod idempotency;
mod keys;
mod lift;
mod names;
mod operations;
mod paginate;
mod suggest;
mod toml;
mod webhooks;

#[cfg(test)]
mod tests;

pub use accept::Accept;
pub use auth::Auth;
pub use formats::FormatChoice;
pub use idempotency::Idempotency;
pub use keys::KeyPrefix;
pub use lift::{Lift, Location};
pub use paginate::{CursorPlace, Paginate, PaginateBy};
pub use webhooks::Webhooks;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Pointer};
use suggest::unknown;
use toml::{Fault, Reader, line_column, members, parse};

/// The settings of one vendor. [`Config::default`] is an empty file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The operations to generate, by `operationId`, with what they reach and
    /// nothing else. `None` means all.
    pub operations: Option<Vec<String>>,
    /// The Rust name of what a JSON Pointer leads to. A name is an identifier
    /// in ASCII; a keyword is allowed and stands without its `r#`.
    pub names: BTreeMap<String, String>,
    /// How to represent values of a `format`.
    pub formats: BTreeMap<String, FormatChoice>,
    /// What the document says of a security scheme in prose only, by the
    /// scheme's name.
    pub auth: BTreeMap<String, Auth>,
    /// Which keys are for which server.
    pub keys: Vec<KeyPrefix>,
    /// Parameters that are given to the client once and not to each call.
    pub lift: Vec<Lift>,
    /// How the vendor knows a repeated request, if it can.
    pub idempotency: Option<Idempotency>,
    /// Operations whose replies are pages of a list.
    pub paginate: Vec<Paginate>,
    /// What the document says of its webhooks in prose only.
    pub webhooks: Option<Webhooks>,
    /// Gaps that are known and accepted.
    pub accept: Vec<Accept>,
    file: Arc<str>,
    positions: BTreeMap<Key, (usize, usize)>,
}

/// One setting, to ask for its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'a> {
    /// An item of [`Config::operations`].
    Operation(usize),
    /// A key of [`Config::names`].
    Name(&'a str),
    /// A key of [`Config::formats`].
    Format(&'a str),
    /// A key of [`Config::auth`].
    Auth(&'a str),
    /// An item of [`Config::keys`].
    KeyPrefix(usize),
    /// An item of [`Config::lift`].
    Lift(usize),
    /// [`Config::idempotency`].
    Idempotency,
    /// An item of [`Idempotency::operations`].
    IdempotentOperation(usize),
    /// A part of an item of [`Config::paginate`].
    Paginate(usize, &'static str),
    /// An item of [`Webhooks::only`].
    Webhook(usize),
    /// [`Webhooks::name_at`].
    WebhookName,
    /// An item of [`Config::accept`].
    Accept(usize),
}

/// [`Entry`] with its text, to keep in a map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Item(&'static str, usize),
    Part(&'static str, usize, &'static str),
    Member(&'static str, String),
}

impl From<Entry<'_>> for Key {
    fn from(entry: Entry<'_>) -> Self {
        match entry {
            Entry::Operation(index) => Self::Item("operations", index),
            Entry::Name(name) => Self::Member("names", name.to_owned()),
            Entry::Format(name) => Self::Member("formats", name.to_owned()),
            Entry::Auth(name) => Self::Member("auth", name.to_owned()),
            Entry::KeyPrefix(index) => Self::Item("keys", index),
            Entry::Lift(index) => Self::Item("lift", index),
            Entry::Idempotency => Self::Item("idempotency", 0),
            Entry::IdempotentOperation(index) => Self::Item("idempotency.operations", index),
            Entry::Paginate(index, part) => Self::Part("paginate", index, part),
            Entry::Webhook(index) => Self::Item("webhooks.only", index),
            Entry::WebhookName => Self::Item("webhooks.name_at", 0),
            Entry::Accept(index) => Self::Item("accept", index),
        }
    }
}

impl Config {
    /// Reads the text of a `codegen.toml`; `name` is what reports call it.
    ///
    /// # Errors
    ///
    /// A [`Code::Config`] error with line and column for the first thing in the
    /// text that isn't known or can't be.
    #[expect(clippy::result_large_err, reason = "once a file, and rarely an error")]
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file = Arc::<str>::from(name);
        let config = Self {
            file: Arc::clone(&file),
            ..Self::default()
        };
        let mut reader = Reader { text, config };
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

    /// The file, as it is shown to people. Empty if there was none.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line and column, both from 1, where a setting stands. `None` if the
    /// file doesn't have it.
    pub fn position(&self, entry: Entry<'_>) -> Option<(usize, usize)> {
        self.positions.get(&Key::from(entry)).copied()
    }

    /// An error about a setting, at its place.
    pub fn diagnostic(
        &self,
        entry: Entry<'_>,
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        let at = Pointer::root(Arc::clone(&self.file));
        let diagnostic = Diagnostic::error(code, &at, message);
        match self.position(entry) {
            Some((line, column)) => diagnostic.position(line, column),
            None => diagnostic,
        }
    }
}

/// The sections that a file may have.
const SECTIONS: &[&str] = &[
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

impl Reader<'_> {
    fn file(&mut self) -> Result<(), Fault> {
        let table = parse(self.text)?;
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
                _ => return Err(unknown("key", key, span, SECTIONS)),
            }
        }
        Ok(())
    }
}
