//! `operations`: the operations to generate.

use super::setting::{Audit, Setting};
use super::text::Fault;
use super::toml::{Member, Value, strings};

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<String>>, Fault> {
    let help = "name an `operationId`, or leave the key out to generate all";
    let none = "`operations` is empty, so nothing would be generated";
    some(ids(section.value)?, section.value, none, help)
}

pub(super) fn audit(operations: Option<&Vec<Setting<String>>>, audit: &mut Audit<'_>) {
    for id in operations.into_iter().flatten() {
        audit.check_name(
            id,
            |id| format!("no operation has the `operationId` `{id}`"),
            |known, id| known.operation(id),
        );
    }
}

/// Each `operationId` of a list.
pub(super) fn ids(value: &Value<'_>) -> Result<Vec<Setting<String>>, Fault> {
    strings("operations", "the operation", value)
}

/// A list, if there is anything in it.
pub(super) fn some<T>(
    items: Vec<T>,
    value: &Value<'_>,
    message: &str,
    help: &str,
) -> Result<Vec<T>, Fault> {
    if items.is_empty() {
        return Err(Fault::new(value.span(), message, help));
    }
    Ok(items)
}
