//! Bodies that a vendor sends to webhooks and callbacks: the enum's docs and its table.
//! The enum itself is a union like any other.

use super::context::Emit;
use super::docs::{code, comment, markdown};
use super::item::Table;
use super::print::literal;
use crate::ir::{Origin, Signature, SignatureEncoding, SignatureTime, TypeId, WebhookKey};
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
        let trust = match self.signature(id) {
            Some(_) => {
                "Anyone can send such a body: `verify`, with the feature `webhooks`, reads those \
                 alone whose signature is the vendor's."
            }
            None => {
                "Anyone can send such a body: verify its signature first, as the vendor \
                 describes, over the bytes as they were received."
            }
        };
        let mut lines = vec![what, String::new()];
        lines.extend(how);
        lines.push(String::new());
        lines.extend(markdown(trust));
        comment(&lines)
    }

    /// The way the bodies of an enum are signed.
    fn signature(&self, id: TypeId) -> Option<&Signature> {
        let mut events = self.api.events.iter();
        events.find(|events| events.id == id)?.signature.as_ref()
    }

    /// The table of the signature, if it is known.
    pub(super) fn signature_table(&mut self, id: TypeId) -> Option<Table> {
        let rows = signature_rows(self.signature(id)?);
        self.table("signature");
        Some(Table::new(
            "signature",
            self.rust.type_name(id).to_owned(),
            rows,
        ))
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

/// The rows of a signature: what differs from a plain HMAC of the body in hexadecimal
/// digits. Those of Standard Webhooks are known by their name.
fn signature_rows(signature: &Signature) -> Vec<String> {
    let text = |text: &str| literal(&Value::from(text));
    let mut rows = vec![format!("header: {}", text(&signature.header))];
    let mut row = |name: &str, value: String| rows.push(format!("{name}: {value}"));
    row("separator", format!("{:?}", signature.separator));
    row("prefix", text(&signature.prefix));
    match &signature.timestamp {
        None => {}
        Some(SignatureTime::Part(prefix)) => row("timestamp", format!("Part({})", text(prefix))),
        Some(SignatureTime::Header(name)) => row("timestamp", format!("Header({})", text(name))),
    }
    if let Some(name) = &signature.id_header {
        row("id_header", text(name));
    }
    row("payload", text(&signature.payload));
    let encoding = match signature.encoding {
        SignatureEncoding::Hex => "Hex",
        SignatureEncoding::Base64 => "Base64",
    };
    row("encoding", encoding.to_owned());
    match &signature.secret_base64 {
        None => row("secret", "Text".to_owned()),
        Some(prefix) => row("secret", format!("Base64({})", text(prefix))),
    }
    row("tolerance", signature.tolerance.to_string());
    rows
}
