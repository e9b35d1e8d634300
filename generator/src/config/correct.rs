//! `[[correct]]`: places at which a vendor's servers differ from the document.

use std::collections::BTreeSet;

use ::toml::de::DeValue;
use serde_json::Value as Json;

use super::places::Places;
use super::setting::{Audit, Setting};
use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Fields, Member, Value, array, filled, twice, wrong_type};
use crate::json::JsonType;

/// A place at which servers differ from the document, or many places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correct {
    /// The places.
    pub at: Places,
    /// The corrections of each.
    pub corrections: Vec<Setting<Correction>>,
    /// The evidence.
    pub reason: String,
}

/// The truth about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// A property that may be absent.
    Optional,
    /// A schema whose values may be `null`.
    Nullable,
    /// A schema whose values are of these types.
    Types {
        /// The types.
        types: Vec<JsonType>,
        /// `true` if `null` is among them.
        nullable: bool,
    },
    /// A schema with further values besides those that it lists.
    Enum(Vec<Json>),
    /// A response that comes with these statuses, too.
    Statuses(Vec<u16>),
    /// A body that is of this media type.
    MediaType(String),
}

impl Correction {
    /// The key that it is written as.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Optional => "optional",
            Self::Nullable => "nullable",
            Self::Types { .. } => "type",
            Self::Enum(_) => "enum",
            Self::Statuses(_) => "status",
            Self::MediaType(_) => "media_type",
        }
    }

    /// The object of a document that it applies to.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Optional => "property",
            Self::Nullable | Self::Types { .. } | Self::Enum(_) => "schema",
            Self::Statuses(_) => "response of an operation",
            Self::MediaType(_) => "media type of a body",
        }
    }
}

pub(super) const KEYS: &[&str] = &[
    "at",
    "optional",
    "nullable",
    "type",
    "enum",
    "status",
    "media_type",
    "reason",
];

type Reader = fn(&str, &Value<'_>) -> Result<Correction, Fault>;

/// The keys that correct something.
const READERS: &[(&str, Reader)] = &[
    ("optional", |key, value| {
        stated(key, value, Correction::Optional)
    }),
    ("nullable", |key, value| {
        stated(key, value, Correction::Nullable)
    }),
    ("type", |key, value| types(key, value)),
    ("enum", |key, value| enumeration(key, value)),
    ("status", |key, value| statuses(key, value)),
    ("media_type", |key, value| media_type(key, value)),
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Correct>, Fault> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("correct", "of tables", section.value)? {
        let span = item.span();
        let mut fields = Fields::new("correct", item, KEYS)?;
        let at = Places::read("at", fields.need("at", &span)?)?;
        let mut corrections = Vec::new();
        for (key, read) in READERS {
            let Some(value) = fields.take(key) else {
                continue;
            };
            if !seen.insert((at.as_str().to_owned(), *key)) {
                return Err(twice(
                    value.span(),
                    &format!("`{key}` at `{}`", at.as_str()),
                ));
            }
            corrections.push(Setting::new(read(key, value)?, &value.span()));
        }
        let reason = fields.reason(&span)?;
        if corrections.is_empty() {
            return Err(Fault::new(
                span,
                "an entry of `correct` corrects nothing",
                "add `optional`, `nullable`, `type`, `enum`, `status` or `media_type`",
            ));
        }
        entries.push(Correct {
            at,
            corrections,
            reason,
        });
    }
    Ok(entries)
}

/// A key whose only value is `true`.
fn stated(key: &str, value: &Value<'_>, correction: Correction) -> Result<Correction, Fault> {
    match value.get_ref() {
        DeValue::Boolean(true) => Ok(correction),
        DeValue::Boolean(false) => Err(Fault::new(
            value.span(),
            format!("`{key}` can't be `false`"),
            format!("write `{key} = true`, or leave it out"),
        )),
        _ => Err(Fault {
            help: format!("write `{key} = true`, or leave it out"),
            ..wrong_type(key, "a boolean", value)
        }),
    }
}

/// One value, or an array of some.
fn several<'v, 't>(key: &str, value: &'v Value<'t>) -> Result<Vec<&'v Value<'t>>, Fault> {
    let DeValue::Array(items) = value.get_ref() else {
        return Ok(vec![value]);
    };
    if items.is_empty() {
        return Err(Fault::new(
            value.span(),
            format!("`{key}` is empty"),
            "write one value, or several in an array",
        ));
    }
    Ok(items.iter().collect())
}

fn types(key: &str, value: &Value<'_>) -> Result<Correction, Fault> {
    const NULL: &str = "null";
    let known: Vec<&str> = JsonType::ALL.iter().map(|kind| kind.as_str()).collect();
    let mut types = Vec::new();
    let mut nullable = false;
    for item in several(key, value)? {
        let name = filled(key, item)?;
        let mut all = JsonType::ALL.iter();
        match all.find(|kind| kind.as_str() == name) {
            Some(kind) if types.contains(kind) => {
                return Err(twice(item.span(), &format!("the type `{name}`")));
            }
            Some(kind) => types.push(*kind),
            None if name == NULL => nullable = true,
            None => {
                let known: Vec<&str> = known.iter().copied().chain([NULL]).collect();
                return Err(unknown("type", &name, item.span(), &known));
            }
        }
    }
    if types.is_empty() {
        return Err(Fault::new(
            value.span(),
            "`type` is `null` alone",
            "write `nullable = true` for a value that may be null",
        ));
    }
    Ok(Correction::Types { types, nullable })
}

fn enumeration(key: &str, value: &Value<'_>) -> Result<Correction, Fault> {
    let mut values = Vec::new();
    for item in several(key, value)? {
        let one = match item.get_ref() {
            DeValue::String(text) => Json::from(text.as_ref()),
            DeValue::Boolean(flag) => Json::from(*flag),
            DeValue::Integer(_) => Json::from(integer(key, item)?),
            _ => {
                return Err(Fault {
                    help: "write the value as it is in JSON".to_owned(),
                    ..wrong_type(key, "strings, integers or booleans", item)
                });
            }
        };
        if values.contains(&one) {
            return Err(twice(item.span(), &format!("the value `{one}`")));
        }
        values.push(one);
    }
    Ok(Correction::Enum(values))
}

fn statuses(key: &str, value: &Value<'_>) -> Result<Correction, Fault> {
    let mut statuses = Vec::new();
    for item in several(key, value)? {
        let number = integer(key, item)?;
        let status = u16::try_from(number).ok();
        let Some(status) = status.filter(|status| (100..600).contains(status)) else {
            return Err(Fault::new(
                item.span(),
                format!("`{number}` is not an HTTP status"),
                "a status is a number such as 404",
            ));
        };
        if statuses.contains(&status) {
            return Err(twice(item.span(), &format!("the status {status}")));
        }
        statuses.push(status);
    }
    Ok(Correction::Statuses(statuses))
}

fn integer(key: &str, value: &Value<'_>) -> Result<i64, Fault> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    number.ok_or_else(|| Fault {
        help: format!("write `{key} = …`, without quotes"),
        ..wrong_type(key, "an integer", value)
    })
}

fn media_type(key: &str, value: &Value<'_>) -> Result<Correction, Fault> {
    let text = filled(key, value)?;
    let is_part = |part: &str| {
        let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b);
        !part.is_empty() && part.bytes().all(is_token)
    };
    match text.split_once('/') {
        Some((kind, subtype)) if is_part(kind) && is_part(subtype) => {
            Ok(Correction::MediaType(text))
        }
        _ => Err(Fault::new(
            value.span(),
            format!("`{text}` is not a media type"),
            "write one such as `text/plain`, without parameters",
        )),
    }
}

pub(super) fn audit(entries: &[Correct], audit: &mut Audit<'_>) {
    for entry in entries {
        for correction in &entry.corrections {
            audit.check(correction, |correction| {
                format!("no {} is at `{}`", correction.subject(), entry.at.as_str())
            });
        }
    }
}
