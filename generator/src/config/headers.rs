//! `[headers]`: headers that every request has.

use std::collections::BTreeSet;
use std::ops::Range;

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, check_header_name, filled, members, table, twice};

/// A header that every request of the client has, with one and the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedHeader {
    /// Its name.
    pub name: String,
    /// Its value, printable ASCII.
    pub value: String,
    /// The reason why it is sent.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["value", "reason"];

/// Headers that hold something else in each request, with the advice for each.
const NOT_FIXED: &[(&str, &[&str])] = &[
    (
        "the client writes it, as it says where a request goes or ends",
        &[
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
        ],
    ),
    (
        "credentials are given to the client's builder, and none belongs into this file",
        &["authorization", "cookie", "proxy-authorization"],
    ),
    (
        "the client writes it, as it depends on the body",
        &["content-encoding", "content-type"],
    ),
    (
        "the client reads no compressed responses, so it asks for none",
        &["accept-encoding"],
    ),
    (
        "the client's builder has `user_agent` for it",
        &["user-agent"],
    ),
    (
        "each request has a key of its own; see the section `[idempotency]`",
        &["idempotency-key"],
    ),
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<FixedHeader>>, Fault> {
    let mut headers = Vec::new();
    let mut seen = BTreeSet::new();
    for Member { key, span, value } in members(table("headers", section.value)?) {
        check_header_name(key, &span)?;
        check_fixable(key, &span)?;
        if !seen.insert(key.to_ascii_lowercase()) {
            return Err(twice(span, &format!("the header `{key}`")));
        }
        let mut fields = Fields::new(&format!("headers.{key}"), value, KEYS)?;
        let text = fields.need("value", &span)?;
        let header = FixedHeader {
            name: key.to_owned(),
            value: filled("value", text)?,
            reason: fields.reason(&span)?,
        };
        if !header.value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Fault::new(
                text.span(),
                format!("the value of `{key}` isn't printable ASCII"),
                "write it as the vendor's documentation does",
            ));
        }
        headers.push(Setting::new(header, &span));
    }
    Ok(headers)
}

fn check_fixable(name: &str, span: &Range<usize>) -> Result<(), Fault> {
    let is_listed = |known: &&str| name.eq_ignore_ascii_case(known);
    match NOT_FIXED
        .iter()
        .find(|(_, names)| names.iter().any(&is_listed))
    {
        None => Ok(()),
        Some((advice, _)) => Err(Fault::new(
            span.clone(),
            format!("the header `{name}` can't be fixed"),
            *advice,
        )),
    }
}

pub(super) fn audit(headers: &[Setting<FixedHeader>], audit: &mut Audit<'_>) {
    for header in headers {
        audit.check(header, |header| {
            let name = &header.name;
            format!("no operation is generated that could send `{name}`")
        });
    }
}
