//! `[auth.…]`: facts of security schemes that a document states in prose only.

use super::Entry;
use super::toml::{Fault, Fields, Reader, Value, filled, members, table};

/// What the document doesn't say of a security scheme.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Auth {
    /// What stands before the key, as in `Authorization: Token …`.
    pub prefix: Option<String>,
    /// How this is known.
    pub reason: String,
}

impl Reader<'_> {
    pub(super) fn auth(&mut self, value: &Value<'_>) -> Result<(), Fault> {
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
}
