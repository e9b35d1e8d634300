//! Requests that the vendor sends: `webhooks`. OpenAPI 3.2 §4.1.
//!
//! They are operations like those of a path, but for their key, which is a name and
//! no path.

use super::malformed::malformed;
use super::operation::{Caller, Operation};
use super::read::Reader;
use crate::diag::Pointer;
use serde_json::Value;

/// The requests that the vendor sends.
#[derive(Debug)]
pub struct Webhooks {
    /// The place of the object that lists them: `webhooks`, or else `x-webhooks`.
    pub at: Pointer,
    /// Every operation of them, its path the webhook's key.
    pub operations: Vec<Operation>,
}

/// The extension by which documents of 3.0 have webhooks.
const EXTENSION: &str = "x-webhooks";

impl<'a> Reader<'a> {
    /// The operations under `webhooks` and the extension; nothing if there is none.
    pub(super) fn webhooks(&mut self, root: &'a Value, at: &Pointer) -> Option<Webhooks> {
        let mut webhooks: Option<Webhooks> = None;
        for key in ["webhooks", EXTENSION] {
            let at = at.child(key);
            let mut operations = match root.get(key) {
                None | Some(Value::Null) => continue,
                Some(Value::Object(items)) => {
                    let named = items.iter().filter(|(name, _)| !name.starts_with("x-"));
                    let operations = named.flat_map(|(name, item)| {
                        self.path_item(name, item, &at.child(name), Caller::Anyone)
                    });
                    operations.collect::<Vec<_>>()
                }
                // An extension may be anything.
                Some(_) if key == EXTENSION => continue,
                Some(other) => {
                    self.found
                        .push(malformed(&at, "an object of webhooks", other));
                    continue;
                }
            };
            if let Some(known) = &mut webhooks {
                known.operations.append(&mut operations);
            } else if !operations.is_empty() {
                webhooks = Some(Webhooks { at, operations });
            }
        }
        webhooks
    }
}
