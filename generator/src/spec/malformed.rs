//! Values of another kind than their keys ask for.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::json::JsonType;
use serde_json::Value;

/// An error about a value that isn't what is expected.
pub(super) fn malformed(at: &Pointer, expected: &str, found: &Value) -> Diagnostic {
    let kind = JsonType::of(found).map_or("null", JsonType::as_str);
    Diagnostic::error(
        Code::Malformed,
        at,
        format!("expected {expected}, found {kind}"),
    )
    .help("correct the value, or take the key out")
}
