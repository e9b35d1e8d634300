//! `[cancel]`: the mapping of a vendor's operations onto the neutral interface.
//!
//! | file | holds |
//! |---|---|
//! | `values` | targets, pointers, constants, words |
//! | `operations` | what is called, and what is filled |
//! | `rules` | states and errors, and the conditions that tell them |
//! | `events` | webhooks |

mod events;
mod operations;
mod rules;
mod values;

pub use events::CancelEvents;
pub use operations::{CancelList, CancelOperation, CancelRequest, Copy, MoneyChoice, Set};
pub use rules::{CancelDetail, CancelErrorRule, CancelStateRule, If};

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, Value, filled, members, string, strings, table, twice};
use crate::cancel::{Category, Target, TimeUnit};
use values::{known_word, pointer, response_pointer, targets, word};

/// The mapping of a vendor's operations onto the neutral interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancel {
    /// The place of the section.
    pub section: Setting<()>,
    /// The vendor's name as people write it.
    pub title: Option<Setting<String>>,
    /// A note on the document, if it isn't the vendor's own.
    pub third_party: Option<Setting<String>>,
    /// The place of the subscription in the body of a success, as a JSON Pointer.
    pub subscription: Setting<String>,
    /// The place of the vendor's word for the state, in a subscription.
    pub status: Option<Setting<String>>,
    /// Words of the vendor for states of which the document doesn't say what they mean.
    pub unclear: Vec<Setting<String>>,
    /// The place of the end of the period that is paid for, in a subscription.
    pub period_end: Option<Setting<String>>,
    /// Places that the document doesn't have, each with all below it.
    pub undocumented: Vec<Setting<String>>,
    /// The unit of times that are numbers.
    pub time_unit: TimeUnit,
    /// The parts of a subscription's key, in order.
    pub key: Vec<KeyPart>,
    /// The ways to cancel, one for each timing.
    pub requests: Vec<CancelRequest>,
    /// The vendor's words for neutral reasons.
    pub categories: Vec<(Category, Setting<String>)>,
    /// The operations that read a subscription: the next is asked where one finds none.
    pub read: Vec<CancelOperation>,
    /// The operation that takes a scheduled cancellation back.
    pub undo: Option<CancelOperation>,
    /// The operation that lists a customer's subscriptions.
    pub list: Option<CancelList>,
    /// The rules that tell states, in the order in which they are tried.
    pub states: Vec<CancelStateRule>,
    /// The rules that tell errors, in the order in which they are tried.
    pub errors: Vec<CancelErrorRule>,
    /// The places in the body of an error.
    pub detail: CancelDetail,
    /// The webhooks.
    pub events: Option<CancelEvents>,
}

/// A part of a subscription's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPart {
    /// Its name.
    pub name: Setting<String>,
    /// The targets that an operation may take it in.
    pub targets: Vec<Setting<Target>>,
}

const KEYS: &[&str] = &[
    "title",
    "third_party",
    "subscription",
    "status",
    "unclear",
    "period_end",
    "undocumented",
    "time_unit",
    "key",
    "request",
    "categories",
    "read",
    "undo",
    "list",
    "state",
    "error",
    "detail",
    "events",
];

/// The keys of the section, and those of the tables in it.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    ("", KEYS),
    ("request.", operations::REQUEST),
    ("read.", operations::READ),
    ("undo.", operations::UNDO),
    ("list.", operations::LIST),
    ("state.", rules::STATE),
    ("error.", rules::ERROR),
    ("detail.", rules::DETAIL),
    ("events.", events::KEYS),
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Cancel, Fault> {
    let span = &section.span;
    let mut fields = Fields::new("cancel", section.value, KEYS)?;
    let pointer_or_root = match fields.take("subscription") {
        Some(value) => pointer("subscription", value)?,
        None => Setting::new(String::new(), span),
    };
    let key = key(fields.need("key", span)?)?;
    let requests = operations::requests(fields.need("request", span)?)?;
    Ok(Cancel {
        section: Setting::new((), span),
        title: optional(&mut fields, "title", text)?,
        third_party: optional(&mut fields, "third_party", text)?,
        subscription: pointer_or_root,
        status: optional(&mut fields, "status", pointer)?,
        unclear: fields.take("unclear").map_or(Ok(Vec::new()), |words| {
            strings("unclear", "the state", words)
        })?,
        period_end: optional(&mut fields, "period_end", pointer)?,
        undocumented: fields
            .take("undocumented")
            .map_or(Ok(Vec::new()), undocumented)?,
        time_unit: match fields.take("time_unit") {
            Some(value) => word("unit", value, TimeUnit::ALL, TimeUnit::as_str)?,
            None => TimeUnit::Seconds,
        },
        key,
        requests,
        categories: fields
            .take("categories")
            .map_or(Ok(Vec::new()), categories)?,
        read: fields
            .take("read")
            .map_or(Ok(Vec::new()), operations::reads)?,
        undo: optional(&mut fields, "undo", operations::undo)?,
        list: optional(&mut fields, "list", operations::list)?,
        states: fields.take("state").map_or(Ok(Vec::new()), rules::states)?,
        errors: fields.take("error").map_or(Ok(Vec::new()), rules::errors)?,
        detail: fields
            .take("detail")
            .map_or(Ok(CancelDetail::default()), rules::detail)?,
        events: fields.take("events").map(events::read).transpose()?,
    })
}

/// A key that may be left out.
fn optional<'v, 't, T>(
    fields: &mut Fields<'v, 't>,
    key: &str,
    read: impl FnOnce(&str, &'v Value<'t>) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    let value = fields.take(key);
    value.map(|value| read(key, value)).transpose()
}

fn text(key: &str, value: &Value<'_>) -> Result<Setting<String>, Fault> {
    Ok(Setting::new(filled(key, value)?, &value.span()))
}

fn key(value: &Value<'_>) -> Result<Vec<KeyPart>, Fault> {
    let mut parts = Vec::new();
    for Member { key, span, value } in members(table("key", value)?) {
        if !is_part_name(key) {
            return Err(Fault::new(
                span,
                format!("`{key}` can't be the name of a part of a key"),
                "use small letters and `_`, such as `subscription`",
            ));
        }
        parts.push(KeyPart {
            name: Setting::new(key.to_owned(), &span),
            targets: targets(key, value)?,
        });
    }
    if parts.is_empty() {
        return Err(Fault::new(
            value.span(),
            "`key` is empty, so no subscription could be named",
            "write a part, such as `subscription = \"path id\"`",
        ));
    }
    Ok(parts)
}

/// A part is a field of Rust, and an argument of a function.
fn is_part_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(plain)
        && !text.contains("__")
        && !text.ends_with('_')
}

/// Pointers, each with the reason why it is trusted.
fn undocumented(value: &Value<'_>) -> Result<Vec<Setting<String>>, Fault> {
    let pointers = members(table("undocumented", value)?);
    let pointers = pointers.map(|Member { key, span, value }| {
        response_pointer(key, &span)?;
        filled("undocumented", value)?;
        Ok(Setting::new(key.to_owned(), &span))
    });
    pointers.collect()
}

fn categories(value: &Value<'_>) -> Result<Vec<(Category, Setting<String>)>, Fault> {
    let mut categories: Vec<(Category, Setting<String>)> = Vec::new();
    for Member { key, span, value } in members(table("categories", value)?) {
        let category = known_word(
            "category",
            key,
            span.clone(),
            Category::ALL,
            Category::as_str,
        )?;
        if categories.iter().any(|(known, _)| *known == category) {
            return Err(twice(span, &format!("`{key}`")));
        }
        let vendors = string(key, value)?.to_owned();
        categories.push((category, Setting::new(vendors, &value.span())));
    }
    Ok(categories)
}

impl Cancel {
    /// Marks everything as used that could be found to be unused.
    pub fn apply_all(&self) {
        for target in self.key.iter().flat_map(|part| &part.targets) {
            target.apply();
        }
        for (_, word) in &self.categories {
            word.apply();
        }
        for pointer in &self.undocumented {
            pointer.apply();
        }
    }
}

pub(super) fn audit(cancel: Option<&Cancel>, audit: &mut Audit<'_>) {
    let Some(cancel) = cancel else {
        return;
    };
    for part in &cancel.key {
        for target in &part.targets {
            audit.check(target, |target| {
                let name = part.name.as_str();
                format!("no operation of the mapping takes `{name}` in `{target}`")
            });
        }
    }
    for pointer in &cancel.undocumented {
        audit.check(pointer, |pointer| {
            format!("nothing of the mapping needs `{pointer}`, or the document has it")
        });
    }
    for (_, word) in &cancel.categories {
        audit.check(word, |_| {
            "no request of the mapping takes a category".to_owned()
        });
    }
}
