//! `[auth.…]`: facts of security schemes that a document states in prose only.

use std::collections::BTreeMap;

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, filled, members, table};

/// A fact of a security scheme that the document doesn't state.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Auth {
    /// The text before the key, as in `Authorization: Token …`.
    pub prefix: Option<String>,
    /// The source of the fact.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["prefix", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<BTreeMap<String, Setting<Auth>>, Fault> {
    let mut schemes = BTreeMap::new();
    for Member { key, span, value } in members(table("auth", section.value)?) {
        let mut fields = Fields::new(&format!("auth.{key}"), value, KEYS)?;
        let prefix = match fields.take("prefix") {
            Some(value) => Some(filled("prefix", value)?),
            None => None,
        };
        let reason = fields.reason(&span)?;
        let auth = Auth { prefix, reason };
        schemes.insert(key.to_owned(), Setting::new(auth, &span));
    }
    Ok(schemes)
}

pub(super) fn audit(schemes: &BTreeMap<String, Setting<Auth>>, audit: &mut Audit<'_>) {
    for (scheme, auth) in schemes {
        audit.check_name(
            auth,
            |_| format!("no generated operation requires the security scheme `{scheme}`"),
            |known, _| known.scheme(scheme),
        );
    }
}
