//! Bounds on the work that schemas made of other schemas may take.
//!
//! Every schema of the document is read once, and so is every combination of
//! them. A document may ask for more combinations than anyone could use, though:
//! this is the last resort then.

use serde_json::Value;

/// How many combinations may stand within each other.
const NESTED: usize = 32;

/// How many combinations any document may have, and how many more for each of
/// its objects.
const BASE: usize = 2_000;
const PER_OBJECT: usize = 2;

/// The work that is left.
#[derive(Debug)]
pub(super) struct Work {
    left: usize,
    nested: usize,
}

impl Work {
    /// As much as suits a document of this size.
    pub(super) fn of<'v>(documents: impl Iterator<Item = &'v Value>) -> Self {
        let objects: usize = documents.map(count).sum();
        Self {
            left: objects.saturating_mul(PER_OBJECT).saturating_add(BASE),
            nested: 0,
        }
    }

    /// Begins another combination; `false` if that would be too much.
    pub(super) fn begin(&mut self) -> bool {
        if self.left == 0 || self.nested >= NESTED {
            return false;
        }
        self.left -= 1;
        self.nested += 1;
        true
    }

    /// Ends the combination that was begun last.
    pub(super) fn end(&mut self) {
        self.nested -= 1;
    }
}

/// The number of objects in a value.
fn count(value: &Value) -> usize {
    let mut objects = 0;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                objects += 1;
                waiting.extend(object.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    objects
}
