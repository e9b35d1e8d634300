//! What the vendor sends of its own accord: `webhooks`, and the `callbacks` of
//! an operation. OpenAPI 3.1 §4.8.1 and §4.8.18.
//!
//! Both are operations like those of a path, but for their key, which is a name
//! or an expression and no path.

use super::{Operation, Reader, malformed};
use crate::diag::Pointer;
use serde_json::Value;

/// The extension by which documents of 3.0 have webhooks.
const EXTENSION: &str = "x-webhooks";

impl Reader<'_> {
    /// Every operation under `webhooks`, its path the webhook's key.
    pub(super) fn webhooks(&mut self, root: &Value, at: &Pointer) -> Vec<Operation> {
        let mut webhooks = Vec::new();
        for key in ["webhooks", EXTENSION] {
            let at = at.child(key);
            match root.get(key) {
                None | Some(Value::Null) => {}
                Some(Value::Object(items)) => {
                    let named = items.iter().filter(|(name, _)| !name.starts_with("x-"));
                    for (name, item) in named {
                        webhooks.extend(self.path_item(name, item, &at.child(name)));
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
    pub(super) fn callbacks(&mut self, operation: &Value, at: &Pointer) -> Vec<Operation> {
        // A callback of a callback is nobody's business, and may lead back here.
        if std::mem::replace(&mut self.in_callback, true) {
            return Vec::new();
        }
        let at = at.child("callbacks");
        let mut callbacks = Vec::new();
        let entries = operation.get("callbacks").and_then(Value::as_object);
        for (name, entry) in entries.into_iter().flatten() {
            let Some((entry, at)) = self.path_reference(entry, &at.child(name)) else {
                continue;
            };
            let Value::Object(items) = &*entry else {
                self.found.push(malformed(&at, "a callback", &entry));
                continue;
            };
            let items: Vec<_> = items
                .iter()
                .filter(|(expression, _)| !expression.starts_with("x-"))
                .collect();
            for (expression, item) in &items {
                let name = match items.len() {
                    1 => name.clone(),
                    _ => format!("{name} {expression}"),
                };
                callbacks.extend(self.path_item(&name, item, &at.child(expression)));
            }
        }
        self.in_callback = false;
        callbacks
    }
}
