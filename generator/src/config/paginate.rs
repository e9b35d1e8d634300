//! `[[paginate]]`: operations whose responses are pages of a list.

use std::collections::BTreeSet;
use std::ops::Range;

use ::toml::de::DeValue;

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, Value, array, check_pointer, filled, string, twice};

/// An operation whose responses are pages of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paginate {
    /// Its `operationId`.
    pub operation: Setting<String>,
    /// The place of the items in a response, as a JSON Pointer; empty for the
    /// whole response.
    pub items: Setting<String>,
    /// The way to ask for the next page.
    pub by: PaginateBy,
    /// The place in a response that says if there is a next page, as a JSON
    /// Pointer.
    pub more: Option<Setting<String>>,
}

/// The way to ask for the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaginateBy {
    /// A value of the response is sent back.
    Cursor {
        /// The target of the value.
        to: CursorPlace,
        /// The place of the value.
        from: CursorSource,
    },
    /// The number of the page is sent.
    Page {
        /// The query parameter for it.
        parameter: Setting<String>,
        /// The number of the first page.
        first: u64,
    },
    /// The number of items before the page is sent.
    Offset {
        /// The query parameter for it.
        parameter: Setting<String>,
    },
    /// The header `Link` of the response has the page's URL.
    Link,
    /// The response has the page's URL.
    Next {
        /// The place of the URL, as a JSON Pointer.
        from: Setting<String>,
    },
}

/// The source of a cursor, as a JSON Pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CursorSource {
    /// A place in a response.
    Response(Setting<String>),
    /// A place in the last item of a page.
    LastItem(Setting<String>),
}

/// The target of a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CursorPlace {
    /// A query parameter.
    Parameter(Setting<String>),
    /// A place in the body, as a JSON Pointer.
    Body(Setting<String>),
}

/// The keys of which each entry has one.
const KINDS: [&str; 5] = ["cursor", "page", "offset", "link", "next"];

const KEYS: &[&str] = &[
    "operation",
    "items",
    "cursor",
    "page",
    "offset",
    "link",
    "next",
];
const CURSOR: &[&str] = &["parameter", "body", "from", "last_item", "more"];
const PAGE: &[&str] = &["parameter", "first", "more"];
const OFFSET: &[&str] = &["parameter", "more"];
const NEXT: &[&str] = &["from", "more"];

/// The keys of an entry, and those of the tables in it.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    ("", KEYS),
    ("cursor.", CURSOR),
    ("page.", PAGE),
    ("offset.", OFFSET),
    ("next.", NEXT),
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Paginate>, Fault> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("paginate", "of tables", section.value)? {
        let mut fields = Fields::new("paginate", item, KEYS)?;
        let id = fields.need("operation", &item.span())?;
        let operation = filled("operation", id)?;
        if !seen.insert(operation.clone()) {
            return Err(twice(id.span(), &format!("the operation `{operation}`")));
        }
        let operation = Setting::new(operation, &id.span());
        let items = pointer("items", fields.need("items", &item.span())?)?;
        let (by, more) = by(&mut fields, &item.span())?;
        entries.push(Paginate {
            operation,
            items,
            by,
            more,
        });
    }
    Ok(entries)
}

/// The way to ask for the next page, and the place that says if there is one.
type Way = (PaginateBy, Option<Setting<String>>);

fn by(fields: &mut Fields<'_, '_>, span: &Range<usize>) -> Result<Way, Fault> {
    let kinds = KINDS.map(|kind| (kind, fields.take(kind)));
    let mut stated = kinds
        .into_iter()
        .filter_map(|(kind, value)| Some((kind, value?)));
    let (Some((kind, value)), None) = (stated.next(), stated.next()) else {
        return Err(Fault::new(
            span.clone(),
            "an entry of `paginate` needs exactly one way to the next page",
            "write one of `cursor`, `page`, `offset`, `link` and `next`",
        ));
    };
    match kind {
        "cursor" => cursor(value),
        "page" => page(value),
        "offset" => offset(value),
        "link" => link(value),
        _ => next(value),
    }
}

fn cursor(value: &Value<'_>) -> Result<Way, Fault> {
    let mut fields = Fields::new("cursor", value, CURSOR)?;
    let more = more(&mut fields)?;
    let from = match fields.take("last_item") {
        Some(place) => CursorSource::LastItem(pointer("last_item", place)?),
        None => CursorSource::Response(pointer("from", fields.need("from", &value.span())?)?),
    };
    let to = match fields.take("body") {
        Some(body) => CursorPlace::Body(pointer("body", body)?),
        None => CursorPlace::Parameter(parameter(&mut fields, &value.span())?),
    };
    Ok((PaginateBy::Cursor { to, from }, more))
}

fn page(value: &Value<'_>) -> Result<Way, Fault> {
    let mut fields = Fields::new("page", value, PAGE)?;
    let more = more(&mut fields)?;
    let by = PaginateBy::Page {
        parameter: parameter(&mut fields, &value.span())?,
        first: fields.take("first").map_or(Ok(1), number)?,
    };
    Ok((by, more))
}

fn offset(value: &Value<'_>) -> Result<Way, Fault> {
    let mut fields = Fields::new("offset", value, OFFSET)?;
    let more = more(&mut fields)?;
    let parameter = parameter(&mut fields, &value.span())?;
    Ok((PaginateBy::Offset { parameter }, more))
}

fn next(value: &Value<'_>) -> Result<Way, Fault> {
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        let from = pointer("next", value)?;
        return Ok((PaginateBy::Next { from }, None));
    }
    let mut fields = Fields::new("next", value, NEXT)?;
    let more = more(&mut fields)?;
    let from = pointer("from", fields.need("from", &value.span())?)?;
    Ok((PaginateBy::Next { from }, more))
}

fn link(value: &Value<'_>) -> Result<Way, Fault> {
    match value.get_ref() {
        DeValue::Boolean(true) => Ok((PaginateBy::Link, None)),
        _ => Err(Fault::new(
            value.span(),
            "`link` must be `true`",
            "remove the key if responses have no header `Link`",
        )),
    }
}

fn more(fields: &mut Fields<'_, '_>) -> Result<Option<Setting<String>>, Fault> {
    match fields.take("more") {
        Some(value) => Ok(Some(pointer("more", value)?)),
        None => Ok(None),
    }
}

fn parameter(fields: &mut Fields<'_, '_>, span: &Range<usize>) -> Result<Setting<String>, Fault> {
    let value = fields.need("parameter", span)?;
    let parameter = filled("parameter", value)?;
    Ok(Setting::new(parameter, &value.span()))
}

fn pointer(key: &str, value: &Value<'_>) -> Result<Setting<String>, Fault> {
    let pointer = string(key, value)?;
    if !pointer.is_empty() {
        check_pointer(pointer, &value.span())?;
    }
    Ok(Setting::new(pointer.to_owned(), &value.span()))
}

fn number(value: &Value<'_>) -> Result<u64, Fault> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| {
        Fault::new(
            value.span(),
            "`first` must be an integer from 0",
            "write the number of the first page, such as `first = 0`",
        )
    })
}

pub(super) fn audit(entries: &[Paginate], audit: &mut Audit<'_>) {
    for entry in entries {
        audit.check_name(
            &entry.operation,
            |id| format!("no operation has the `operationId` `{id}`"),
            |known, id| known.operation(id),
        );
    }
}
