//! `[[idempotent]]`: operations that can be repeated, whatever their method.

use std::collections::BTreeSet;

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, array, filled, twice};

/// An operation of which doing it twice is the same as doing it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotent {
    /// Its `operationId`.
    pub operation: String,
    /// The source of the fact.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["operation", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<Idempotent>>, Fault> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("idempotent", "of tables", section.value)? {
        let span = item.span();
        let mut fields = Fields::new("idempotent", item, KEYS)?;
        let operation = filled("operation", fields.need("operation", &span)?)?;
        let reason = fields.reason(&span)?;
        if !seen.insert(operation.clone()) {
            return Err(twice(span, &format!("the operation `{operation}`")));
        }
        entries.push(Setting::new(Idempotent { operation, reason }, &span));
    }
    Ok(entries)
}

pub(super) fn audit(entries: &[Setting<Idempotent>], audit: &mut Audit<'_>) {
    for entry in entries {
        let reason = |entry: &Idempotent| {
            let id = &entry.operation;
            format!(
                "no generated operation whose method isn't idempotent has the `operationId` `{id}`"
            )
        };
        audit.check_name(entry, reason, |known, entry| {
            known.operation(&entry.operation)
        });
    }
}
