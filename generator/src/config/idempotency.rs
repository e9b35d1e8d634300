//! `[idempotency]`: the header by which a vendor knows a repeated request.

use ::toml::de::DeValue;

use super::operations::{ids, some};
use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Fields, Member, Value, header};

/// The header by whose value a vendor knows that a request is sent again, and
/// does nothing twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The header's name; nothing if parameters for such keys are ordinary ones.
    pub header: Option<String>,
    /// The operations that heed it, by `operationId`. `None` means all whose
    /// method isn't idempotent by itself.
    pub operations: Option<Vec<Setting<String>>>,
    /// The source of the fact.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["header", "operations", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Setting<Idempotency>, Fault> {
    let mut fields = Fields::new("idempotency", section.value, KEYS)?;
    let value = fields.need("header", &section.span)?;
    let header = match value.get_ref() {
        DeValue::Boolean(false) => None,
        _ => Some(header("header", value)?),
    };
    let operations = match fields.take("operations") {
        Some(value) if header.is_none() => {
            return Err(Fault::new(
                value.span(),
                "`operations` says who heeds the header, and there is none",
                "name the header, or remove `operations`",
            ));
        }
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
        None => audit.check(idempotency, |one| match one.header {
            Some(_) => "no generated operation needs an idempotency key".to_owned(),
            None => "no generated operation has a parameter for idempotency keys".to_owned(),
        }),
    }
}
