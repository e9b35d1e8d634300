//! `[security.…]`: security schemes of operations that the document declares none for.

use std::collections::BTreeMap;

use super::lift::{Location, location};
use super::setting::{Audit, Setting};
use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Fields, Member, Value, filled, header, members, table};

/// A security scheme that operations without any ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeOfAll {
    /// The scheme; nothing for one that the document has.
    pub kind: Option<SchemeKind>,
    /// The source of the fact.
    pub reason: String,
}

/// A kind of security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A bearer token. RFC 6750.
    Bearer,
    /// User name and password. RFC 7617.
    Basic,
    /// A key in a parameter of this name.
    ApiKey {
        /// The part of a request that carries it.
        location: Location,
        /// The parameter's name.
        name: String,
    },
}

pub(super) const KEYS: &[&str] = &["type", "in", "name", "reason"];

const TYPES: &[&str] = &["bearer", "basic", "apiKey"];

pub(super) fn read(
    section: &Member<'_, '_>,
) -> Result<BTreeMap<String, Setting<SchemeOfAll>>, Fault> {
    let mut schemes = BTreeMap::new();
    for Member { key, span, value } in members(table("security", section.value)?) {
        let mut fields = Fields::new(&format!("security.{key}"), value, KEYS)?;
        let kind = match fields.take("type") {
            Some(value) => Some(kind(value, &mut fields)?),
            None => None,
        };
        let reason = fields.reason(&span)?;
        if let Some(key) = fields.first() {
            return Err(Fault::new(
                span,
                format!("`{key}` is for API keys only"),
                format!("write `type = \"apiKey\"`, or remove `{key}`"),
            ));
        }
        let scheme = SchemeOfAll { kind, reason };
        schemes.insert(key.to_owned(), Setting::new(scheme, &span));
    }
    Ok(schemes)
}

fn kind(value: &Value<'_>, fields: &mut Fields<'_, '_>) -> Result<SchemeKind, Fault> {
    match filled("type", value)?.as_str() {
        "bearer" => Ok(SchemeKind::Bearer),
        "basic" => Ok(SchemeKind::Basic),
        "apiKey" => {
            let location = location(fields.need("in", &value.span())?)?;
            let name = fields.need("name", &value.span())?;
            let name = match location {
                Location::Header => header("name", name)?,
                Location::Query | Location::Cookie => filled("name", name)?,
            };
            Ok(SchemeKind::ApiKey { location, name })
        }
        other => Err(unknown("type", other, value.span(), TYPES)),
    }
}

pub(super) fn audit(schemes: &BTreeMap<String, Setting<SchemeOfAll>>, audit: &mut Audit<'_>) {
    for (name, scheme) in schemes {
        audit.check(scheme, |_| {
            format!("no operation is without `security` that `{name}` could be for")
        });
    }
}
