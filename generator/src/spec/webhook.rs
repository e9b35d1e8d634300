//! Requests that the vendor sends: `webhooks`. OpenAPI 3.2 §4.1.
//!
//! They are operations like those of a path, but for their key, which is a name and
//! no path.

use super::malformed::malformed;
use super::operation::{Caller, Operation};
use super::read::Reader;
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
}
