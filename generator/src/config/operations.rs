//! `operations`: the operations to generate.

use std::collections::BTreeSet;

use super::Entry;
use super::toml::{Fault, Reader, Value, array, filled, twice};

impl Reader<'_> {
    pub(super) fn operations(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let operations = self.ids("operations", value, Entry::Operation)?;
        if operations.is_empty() {
            return Err(Fault::new(
                value.span(),
                "`operations` is empty, so nothing would be generated",
                "name an `operationId`, or leave the key out to generate all",
            ));
        }
        self.config.operations = Some(operations);
        Ok(())
    }

    /// Each `operationId` of a list.
    pub(super) fn ids(
        &mut self,
        key: &str,
        value: &Value<'_>,
        entry: fn(usize) -> Entry<'static>,
    ) -> Result<Vec<String>, Fault> {
        let mut ids = Vec::new();
        let mut seen = BTreeSet::new();
        for item in array(key, "of strings", value)? {
            let id = filled(key, item)?;
            if !seen.insert(id.clone()) {
                return Err(twice(item.span(), &format!("the operation `{id}`")));
            }
            self.remember(entry(ids.len()), &item.span());
            ids.push(id);
        }
        Ok(ids)
    }
}
