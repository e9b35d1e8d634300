//! `[webhooks]`: which of a document's webhooks are wanted, and where a body
//! says which one it is.

use std::collections::BTreeSet;

use super::Entry;
use super::toml::{Fault, Fields, Reader, Value, array, check_pointer, filled, string, twice};

/// What is said of webhooks. Without it, a document's webhooks are generated
/// where all of its operations are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Webhooks {
    /// The webhooks to generate, by their names. `None` means all.
    pub only: Option<Vec<String>>,
    /// Where a body has the name of its webhook, as a JSON Pointer.
    pub name_at: Option<String>,
}

impl Reader<'_> {
    pub(super) fn webhooks(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut fields = Fields::new("webhooks", value, &["only", "name_at"])?;
        let mut webhooks = Webhooks::default();
        if let Some(value) = fields.take("only") {
            let mut only = Vec::new();
            let mut seen = BTreeSet::new();
            for item in array("only", "of strings", value)? {
                let name = filled("only", item)?;
                if !seen.insert(name.clone()) {
                    return Err(twice(item.span(), &format!("the webhook `{name}`")));
                }
                self.remember(Entry::Webhook(only.len()), &item.span());
                only.push(name);
            }
            webhooks.only = Some(only);
        }
        if let Some(value) = fields.take("name_at") {
            let pointer = string("name_at", value)?;
            check_pointer(pointer, &value.span())?;
            self.remember(Entry::WebhookName, &value.span());
            webhooks.name_at = Some(pointer.to_owned());
        }
        self.config.webhooks = Some(webhooks);
        Ok(())
    }
}
