//! `application/x-www-form-urlencoded`: OpenAPI 3.1, section 4.8.14.1, and the
//! URL Standard, section 5.

use super::encoding::Encoding;
use super::parameter::form_escape;
use super::style::{Style, json_text, pairs};
use crate::runtime::json::tree::Tree;

/// The form of a JSON object.
pub(crate) fn encode(text: &str, encodings: &[(&str, Encoding)]) -> Result<String, String> {
    match Tree::parse(text.as_bytes()) {
        Ok(json) => encode_tree(&json, encodings, "the body"),
        Err(error) => Err(format!("the body can't be a form: {error}")),
    }
}

/// The form of an object that goes by this name.
pub(crate) fn encode_tree(
    json: &Tree<'_>,
    encodings: &[(&str, Encoding)],
    called: &str,
) -> Result<String, String> {
    let Tree::Object(object) = json else {
        return Err(format!("{called} isn't an object, so it can't be a form"));
    };
    let mut items = Vec::new();
    for (name, value) in object.iter() {
        let encoding = Encoding::of(encodings, name);
        let style = match encoding {
            Some(Encoding::Style(style)) => style,
            Some(encoding) if encoding.is_json() => Style::JSON,
            _ => Style::FORM.exploded(),
        };
        let escapes = form_escape(style);
        let text;
        let value = match (encoding, value) {
            (Some(Encoding::Style(_)), value) => value,
            (_, value) if style == Style::JSON => value,
            (_, value) => {
                text = scalars(value);
                &text
            }
        };
        let added = pairs(name, value, style, escapes)
            .map_err(|problem| format!("property `{name}` of {called} {problem}"))?;
        items.extend(
            added
                .into_iter()
                .map(|(name, value)| format!("{name}={value}")),
        );
    }
    Ok(items.join("&"))
}

/// By default an object is sent as JSON text, each in a list of its own.
fn scalars(json: &Tree<'_>) -> Tree<'static> {
    match json {
        Tree::Array(items) => Tree::Array(items.iter().map(scalar).collect()),
        json => scalar(json),
    }
}

fn scalar(json: &Tree<'_>) -> Tree<'static> {
    match json {
        Tree::Array(_) | Tree::Object(_) => Tree::String(json_text(json).into()),
        json => json.to_static(),
    }
}
