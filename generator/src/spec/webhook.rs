//! Requests that the vendor sends: `webhooks`, and the `callbacks` of an operation.
//! OpenAPI 3.2 §4.1 and §4.18.
//!
//! Both are operations like those of a path, but for their key, which is a name
//! or an expression and no path.

use super::malformed;
use super::operation::{Caller, Operation};
use super::read::{Member, Reader};
use crate::diag::Pointer;
use serde_json::Value;

/// The extension by which documents of 3.0 have webhooks.
const EXTENSION: &str = "x-webhooks";

impl<'a> Reader<'a> {
    /// Every operation under `webhooks`, its path the webhook's key.
    pub(super) fn webhooks(&mut self, root: &'a Value, at: &Pointer) -> Vec<Operation> {
        let mut webhooks = Vec::new();
        for key in ["webhooks", EXTENSION] {
            let at = at.child(key);
            match root.get(key) {
                None | Some(Value::Null) => {}
                Some(Value::Object(items)) => {
                    let named = items.iter().filter(|(name, _)| !name.starts_with("x-"));
                    for (name, item) in named {
                        let at = at.child(name);
                        webhooks.extend(self.path_item(name, item, &at, Caller::Anyone));
                    }
                }
                // An extension may be anything.
                Some(_) if key == EXTENSION => {}
                Some(other) => {
                    self.found
                        .push(malformed(&at, "an object of webhooks", other));
                }
            }
        }
        webhooks
    }

    /// The operations under `callbacks`, the path of each the callback's key,
    /// with the expression of its address behind it where there are several.
    pub(super) fn callbacks(&mut self, member: &Member<'a>) -> Vec<Operation> {
        let mut callbacks = Vec::new();
        let entries = member.value.as_object().into_iter().flatten();
        for (name, entry) in entries {
            let at = member.at.child(name);
            let Some(entry) = self.open_object("a callback", entry, &at) else {
                continue;
            };
            let mut items = entry.members;
            items.retain(|item| !item.key.starts_with("x-"));
            for item in &items {
                let name = match items.len() {
                    1 => name.clone(),
                    _ => format!("{name} {}", item.key),
                };
                callbacks.extend(self.path_item(&name, item.value, &item.at, Caller::Callback));
            }
        }
        callbacks
    }
}
