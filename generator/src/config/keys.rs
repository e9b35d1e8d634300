//! `[[keys]]`: the beginnings of keys for one server.

use std::collections::BTreeSet;

use super::Entry;
use super::toml::{Fault, Fields, Reader, Value, array, filled, twice};

/// How the keys for one server begin, so that one for another can be refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyPrefix {
    /// The security scheme that they are for, or the lifted parameter.
    pub scheme: String,
    /// How they begin.
    pub prefix: String,
    /// The server's URL, as the document has it.
    pub server: String,
    /// How this is known.
    pub reason: String,
}

impl Reader<'_> {
    pub(super) fn keys(&mut self, value: &Value<'_>) -> Result<(), Fault> {
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
}
