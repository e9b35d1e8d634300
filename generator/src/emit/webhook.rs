//! Bodies that a vendor sends to webhooks and callbacks: the enum's docs and its table.
//! The enum itself is a union like any other.

use super::context::Emit;
use super::docs::{code, comment, markdown};
use super::print::literal;
use crate::ir::{Origin, TypeId, WebhookKey};
use proc_macro2::TokenStream;
use serde_json::Value;

impl Emit<'_> {
    /// The docs of the enum: its use, and the way a body finds its variant.
    pub(super) fn webhook_docs(&self, id: TypeId, property: Option<&str>) -> TokenStream {
        let what = match &self.api.type_def(id).origin {
            Origin::Events {
                operation: Some(at),
            } => format!("Bodies sent to the callbacks of {}.", self.function_at(at)),
            _ => "Bodies sent to webhooks.".to_owned(),
        };
        let how = match property {
            Some(property) => markdown(&format!(
                "The variant is found by the value at {} of the body, or by the name given to \
                 `from_json_named`.",
                code(property)
            )),
            None => markdown(
                "No property of a body names its webhook: the variant is the only one whose \
                 schema fits best. Where the name is known otherwise, say from a header, \
                 `from_json_named` is exact.",
            ),
        };
        let trust = "Anyone can send such a body: verify its signature first, as the vendor \
                     describes, over the bytes as they were received.";
        let mut lines = vec![what, String::new()];
        lines.extend(how);
        lines.push(String::new());
        lines.extend(markdown(trust));
        comment(&lines)
    }
}

/// The macro, what stands before its rows, and a row for each webhook.
pub(super) fn table(
    name: &str,
    property: Option<&str>,
    keys: &[WebhookKey],
    variants: &[String],
) -> (&'static str, String, Vec<String>) {
    let head = match property {
        Some(property) => format!("{name} by {}", literal(&Value::from(property))),
        None => name.to_owned(),
    };
    let rows = variants.iter().zip(keys).map(|(variant, key)| {
        let called = Value::from(key.name.as_str());
        let mut row = format!("{variant}: {}", literal(&called));
        if property.is_none() && !key.has_shape {
            row.push_str(" by name");
        } else if let (None, Some(marks)) = (property, &key.marks) {
            let marks: Vec<String> = marks
                .iter()
                .map(|name| literal(&name.as_str().into()))
                .collect();
            row.push_str(&format!(" with [{}]", marks.join(", ")));
        } else if property.is_some() && key.values != [called] {
            let values: Vec<String> = key.values.iter().map(literal).collect();
            row.push_str(&format!(" is {}", values.join(" | ")));
        }
        row
    });
    ("webhooks", head, rows.collect())
}
