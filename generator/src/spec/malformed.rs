//! Values of another kind than their keys ask for.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::json::JsonType;
use serde_json::Value;

/// The error of a value that has the wrong JSON type.
pub(super) fn malformed(at: &Pointer, expected: &str, found: &Value) -> Diagnostic {
    let kind = JsonType::of(found).map_or("null", JsonType::as_str);
    let message = match keyword(at) {
        Some(key) => format!("`{key}`: expected {expected}, found {kind}"),
        None => format!("expected {expected}, found {kind}"),
    };
    Diagnostic::error(Code::Malformed, at, message).help("correct the value, or remove it")
}

/// The last key on the way to a place; of an item, that of its array.
fn keyword(at: &Pointer) -> Option<String> {
    let mut keys = at.tokens().rev();
    keys.find(|key| key.parse::<usize>().is_err())
}
