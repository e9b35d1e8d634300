//! `[[paginate]]`: operations whose replies are pages of a list.

use std::collections::BTreeSet;
use std::ops::Range;

use ::toml::de::DeValue;

use super::Entry;
use super::toml::{Fault, Fields, Reader, Value, array, check_pointer, filled, string, twice};

/// An operation whose replies are pages of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Paginate {
    /// Its `operationId`.
    pub operation: String,
    /// Where a reply has the items, as a JSON Pointer; empty for the whole reply.
    pub items: String,
    /// How the next page is asked for.
    pub by: PaginateBy,
    /// Where a reply says whether there is a next page, as a JSON Pointer.
    pub more: Option<String>,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PaginateBy {
    /// A value of the reply is sent back.
    Cursor {
        /// Where it goes.
        to: CursorPlace,
        /// Where a reply has it, as a JSON Pointer.
        from: String,
    },
    /// The number of the page is sent.
    Page {
        /// In this query parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// The number of items before it is sent.
    Offset {
        /// In this query parameter.
        parameter: String,
    },
    /// The header `Link` of the reply has its URL.
    Link,
    /// The reply has its URL.
    Next {
        /// Where, as a JSON Pointer.
        from: String,
    },
}

/// Where a cursor goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CursorPlace {
    /// Into a query parameter.
    Parameter(String),
    /// Into the body, at a JSON Pointer.
    Body(String),
}

/// The keys of which each entry has one.
const KINDS: [&str; 5] = ["cursor", "page", "offset", "link", "next"];

impl Reader<'_> {
    pub(super) fn paginate(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        for item in array("paginate", "of tables", value)? {
            let keys = [
                "operation",
                "items",
                "cursor",
                "page",
                "offset",
                "link",
                "next",
            ];
            let mut fields = Fields::new("paginate", item, &keys)?;
            let id = fields.need("operation", &item.span())?;
            self.place("operation", &id.span());
            let operation = filled("operation", id)?;
            if !seen.insert(operation.clone()) {
                return Err(twice(id.span(), &format!("the operation `{operation}`")));
            }
            let items = fields.need("items", &item.span())?;
            self.place("items", &items.span());
            let items = pointer("items", items)?;
            let kinds = KINDS.map(|kind| (kind, fields.take(kind)));
            let mut stated = kinds
                .into_iter()
                .filter_map(|(kind, value)| Some((kind, value?)));
            let (Some((kind, value)), None) = (stated.next(), stated.next()) else {
                return Err(Fault::new(
                    item.span(),
                    "an entry of `paginate` says in one way how the next page is asked for",
                    "write one of `cursor`, `page`, `offset`, `link` and `next`",
                ));
            };
            let (by, more) = self.kind(kind, value)?;
            self.config.paginate.push(Paginate {
                operation,
                items,
                by,
                more,
            });
        }
        Ok(())
    }

    fn kind(
        &mut self,
        kind: &str,
        value: &Value<'_>,
    ) -> Result<(PaginateBy, Option<String>), Fault> {
        let span = value.span();
        let mut fields = match kind {
            "link" => {
                return match value.get_ref() {
                    DeValue::Boolean(true) => Ok((PaginateBy::Link, None)),
                    _ => Err(Fault::new(
                        span,
                        "`link` takes nothing but true",
                        "leave the key out where no `Link` is sent",
                    )),
                };
            }
            "next" => {
                self.place("from", &span);
                let from = pointer("next", value)?;
                return Ok((PaginateBy::Next { from }, None));
            }
            "cursor" => Fields::new(kind, value, &["parameter", "body", "from", "more"])?,
            "page" => Fields::new(kind, value, &["parameter", "first", "more"])?,
            _ => Fields::new(kind, value, &["parameter", "more"])?,
        };
        let more = match fields.take("more") {
            Some(value) => {
                self.place("more", &value.span());
                Some(pointer("more", value)?)
            }
            None => None,
        };
        if kind == "cursor" {
            let from = fields.need("from", &span)?;
            self.place("from", &from.span());
            let from = pointer("from", from)?;
            if let Some(body) = fields.take("body") {
                self.place("parameter", &body.span());
                let to = CursorPlace::Body(pointer("body", body)?);
                return Ok((PaginateBy::Cursor { to, from }, more));
            }
            let to = CursorPlace::Parameter(self.parameter(&mut fields, &span)?);
            return Ok((PaginateBy::Cursor { to, from }, more));
        }
        let parameter = self.parameter(&mut fields, &span)?;
        let by = match kind {
            "page" => PaginateBy::Page {
                parameter,
                first: fields.take("first").map_or(Ok(1), number)?,
            },
            _ => PaginateBy::Offset { parameter },
        };
        Ok((by, more))
    }

    fn parameter(
        &mut self,
        fields: &mut Fields<'_, '_>,
        span: &Range<usize>,
    ) -> Result<String, Fault> {
        let value = fields.need("parameter", span)?;
        self.place("parameter", &value.span());
        filled("parameter", value)
    }

    /// Remembers where a part of the entry at hand stands.
    fn place(&mut self, part: &'static str, span: &Range<usize>) {
        let index = self.config.paginate.len();
        self.remember(Entry::Paginate(index, part), span);
    }
}

fn pointer(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    let pointer = string(key, value)?;
    if !pointer.is_empty() {
        check_pointer(pointer, &value.span())?;
    }
    Ok(pointer.to_owned())
}

fn number(value: &Value<'_>) -> Result<u64, Fault> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| {
        Fault::new(
            value.span(),
            "`first` takes a number from 0",
            "write the number of the first page, such as `first = 0`",
        )
    })
}
