//! What a vendor sends to webhooks and callbacks: the enum's docs and its table.
//! The enum itself is a union like any other.

use super::Emit;
use super::docs::{code, comment, markdown};
use super::object::literal;
use crate::ir::{Origin, TypeId, WebhookKey};
use proc_macro2::TokenStream;
use serde_json::Value;

impl Emit<'_> {
    /// The docs of the enum: its use, and the way a body finds its variant.
    pub(super) fn webhook_docs(&self, id: TypeId, property: Option<&str>) -> TokenStream {
        let what = match &self.api.type_def(id).origin {
            Origin::Events {
                operation: Some(at),
            } => {
                let mut operations = self.api.operations.iter();
                let index = operations.position(|operation| operation.at == *at);
                let function =
                    index.map(|i| self.function_link(&self.names.operations[i].function));
                format!(
                    "What is sent to the callbacks of {}.",
                    function.as_deref().unwrap_or("an operation")
                )
            }
            _ => "What is sent to webhooks.".to_owned(),
        };
        let how = match property {
            Some(property) => markdown(&format!(
                "Its variant is found by what stands at {} of the body, or by the name that \
                 `from_json_named` is given.",
                code(property)
            )),
            None => markdown(
                "Nothing in a body says which it is: its variant is the only one that it fits \
                 best. Where its name is known otherwise, say from a header, `from_json_named` \
                 is exact.",
            ),
        };
        let trust = "Anyone can send a body like these: check its signature first, as the vendor \
                     describes it, over the bytes as they came.";
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
