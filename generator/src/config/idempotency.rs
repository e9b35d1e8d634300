//! `[idempotency]`: the header by which a vendor knows a repeated request.

use super::operations::{ids, some};
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, Value, header};

/// The header by whose value a vendor knows that a request is sent again, and
/// does nothing twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The header's name.
    pub header: String,
    /// The operations that heed it, by `operationId`. `None` means all whose
    /// method isn't idempotent by itself.
    pub operations: Option<Vec<Setting<String>>>,
    /// The source of the fact.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["header", "operations", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Setting<Idempotency>, Fault> {
    let mut fields = Fields::new("idempotency", section.value, KEYS)?;
    let header = header("header", fields.need("header", &section.span)?)?;
    let operations = match fields.take("operations") {
        Some(value) => Some(operations(value)?),
        None => None,
    };
    let idempotency = Idempotency {
        header,
        operations,
        reason: fields.reason(&section.span)?,
    };
    Ok(Setting::new(idempotency, &section.span))
}

fn operations(value: &Value<'_>) -> Result<Vec<Setting<String>>, Fault> {
    let none = "`operations` is empty, so no key would be sent";
    let help = "name an `operationId`, or leave the key out for all operations";
    some(ids(value)?, value, none, help)
}

pub(super) fn audit(idempotency: Option<&Setting<Idempotency>>, audit: &mut Audit<'_>) {
    let Some(idempotency) = idempotency else {
        return;
    };
    match &idempotency.operations {
        Some(ids) => super::operations::audit(Some(ids), audit),
        None => audit.check(idempotency, |_| {
            "no generated operation needs an idempotency key".to_owned()
        }),
    }
}
