//! JSONPath, RFC 9535.

use super::shape::Shape;
use crate::diag::{Pointer, nearest};
use serde_json::Value;
use serde_json_path::{JsonPath, LocatedNodeList};

/// A JSONPath, its text, and the place that has it.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) at: Pointer,
    path: JsonPath,
}

impl Query {
    /// Reads a query. Fails with the fault and its remedy.
    pub(super) fn parse(text: &str, at: &Pointer) -> Result<Self, (String, String)> {
        if let Some((message, help)) = Shape::of(text).refuse(text) {
            return Err((message.to_owned(), help));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self {
                text: text.to_owned(),
                at: at.clone(),
                path,
            }),
            Err(error) => Err(fault(text, error.position(), error.message())),
        }
    }

    /// The places that it selects in a value, each once.
    pub(super) fn select<'v>(&self, value: &'v Value) -> LocatedNodeList<'v> {
        self.path.query_located(value).dedup()
    }

    /// Advice on a query that selects nothing: as far as it leads, and the name that was
    /// probably meant after that.
    pub(super) fn advice(&self, value: &Value) -> String {
        let shape = Shape::of(&self.text);
        let known = shape.segments.iter().rev().find_map(|end| {
            let path = JsonPath::parse(&self.text[..*end]).ok()?;
            let nodes = path.query(value).all();
            (!nodes.is_empty()).then_some((*end, nodes))
        });
        let Some((end, nodes)) = known else {
            return String::new();
        };
        let (known, rest) = self.text.split_at(end);
        let next = shape.segments.iter().find(|other| **other > end);
        let segment = &rest[..next.map_or(rest.len(), |next| next - end)];
        let meant = name(segment).and_then(|written| {
            let members = nodes.iter().filter_map(|node| node.as_object());
            nearest(
                &written,
                members.flat_map(|object| object.keys().map(String::as_str)),
            )
        });
        match meant {
            Some(meant) => format!("did you mean `{known}['{meant}']`? "),
            None => format!("`{known}` is there, and `{segment}` not. "),
        }
    }
}

/// The name in a segment: `.name`, `['name']`.
fn name(segment: &str) -> Option<String> {
    if let Some(name) = segment.strip_prefix('.') {
        return (name != "*").then(|| name.to_owned());
    }
    let inner = segment.strip_prefix('[')?.strip_suffix(']')?.trim();
    let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let name = inner.strip_prefix(quote)?.strip_suffix(quote)?;
    (!name.contains([quote, '\\'])).then(|| name.to_owned())
}

fn fault(text: &str, position: usize, message: &str) -> (String, String) {
    let rest = text.get(position..).unwrap_or_default();
    let near: String = rest.chars().take(20).collect();
    let why = match message {
        "parser error" => String::new(),
        why => format!(": {why}"),
    };
    let where_ = match near.is_empty() {
        true => "its end".to_owned(),
        false => format!("`{near}`"),
    };
    let message = format!("not a JSONPath at {where_}{why}");
    let help = "a JSONPath begins with `$`; a name of other characters than letters, digits and `_` \
                stands in brackets and quotes, such as `$.paths['/plans/{id}'].get`";
    (message, help.to_owned())
}
