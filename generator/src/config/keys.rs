//! `[[keys]]`: the beginnings of keys for one server.

use std::collections::BTreeSet;

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, array, filled, twice};

/// The beginning of keys for one server, so that one for another can be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPrefix {
    /// The security scheme that they are for, or the lifted parameter.
    pub scheme: Setting<String>,
    /// Their beginning.
    pub prefix: String,
    /// The server's URL, as the document has it.
    pub server: Setting<String>,
    /// The source of the fact.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["scheme", "prefix", "server", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<KeyPrefix>, Fault> {
    let mut keys = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("keys", "of tables", section.value)? {
        let span = item.span();
        let mut fields = Fields::new("keys", item, KEYS)?;
        let scheme = filled("scheme", fields.need("scheme", &span)?)?;
        let prefix = filled("prefix", fields.need("prefix", &span)?)?;
        let server = filled("server", fields.need("server", &span)?)?;
        let reason = fields.reason(&span)?;
        if !seen.insert((scheme.clone(), prefix.clone(), server.clone())) {
            let what = format!("the prefix `{prefix}` of `{scheme}`");
            return Err(twice(span, &what));
        }
        keys.push(KeyPrefix {
            scheme: Setting::new(scheme, &span),
            prefix,
            server: Setting::new(server, &span),
            reason,
        });
    }
    Ok(keys)
}

pub(super) fn audit(keys: &[KeyPrefix], audit: &mut Audit<'_>) {
    for key in keys {
        audit.check_name(
            &key.scheme,
            |scheme| format!("no generated operation requires the security scheme `{scheme}`"),
            |known, scheme| known.scheme(scheme),
        );
        if key.scheme.is_used() {
            audit.check(&key.server, |server| {
                format!("no server of the document has the URL `{server}`")
            });
        }
    }
}
