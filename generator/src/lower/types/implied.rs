//! The types that a schema's other keywords speak of.

use crate::json::JsonType;
use crate::spec::{Additional, Schema};

/// The kinds of value that a schema without `type` speaks of.
pub(super) fn implied(schema: &Schema) -> Vec<JsonType> {
    let about_objects = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid);
    if about_objects {
        vec![JsonType::Object]
    } else if schema.items.is_some() || !schema.prefix_items.is_empty() {
        vec![JsonType::Array]
    } else {
        Vec::new()
    }
}
