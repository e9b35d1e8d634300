//! Examples of bodies: a constant for each.

use super::context::Emit;
use super::docs::{code, is_unseen, markdown, paragraphs, running};
use super::item::{Constant, Item};
use super::print::literal;
use crate::ir::{ExampleContent, ExampleOf};
use crate::rust::{Import, RustExample};

/// The most marks around a raw literal.
const MOST_MARKS: usize = 255;

impl Emit<'_> {
    /// The docs of the module of examples, below its first line.
    pub(super) fn examples_docs(&self) -> Vec<String> {
        let all = (0..self.api.examples.len()).map(|index| self.rust.example(index));
        let mut responses = all.filter(|one| one.example.of != ExampleOf::Request);
        let used = responses.next().map(|first| {
            let call = format!("`MockTransport::new().respond(examples::{})`", first.name);
            running(&format!(
                "A transport that responds with one: {call}. Of each, `value()` is the value and \
                 `text()` the text."
            ))
        });
        let others = match self.api.other_examples.len() {
            0 => String::new(),
            1 => "One more is left out, as".to_owned(),
            count => format!("Another {count} are left out, as"),
        };
        let others = match others.is_empty() {
            true => others,
            false => format!(
                "{others} such don't fit their schemas, which `check` reports, are longer than \
                 16 KiB, or are neither JSON nor text."
            ),
        };
        paragraphs([used.unwrap_or_default(), running(&others)])
    }

    /// The constant of an example.
    pub(super) fn example(&mut self, index: usize) -> Item {
        self.import(Import::Runtime);
        let rust = self.rust;
        let of = rust.example(index);
        let ty: String = self.ty(&of.ty);
        let argument = match (of.same, &of.example.content) {
            (Some(same), _) => format!("{same}.text()"),
            (None, ExampleContent::Json(value)) => raw_literal(&escaped(&format!("{value:#}"))),
            (None, ExampleContent::Text(text)) => literal(&text.as_str().into()),
        };
        let function = match of.example.content {
            ExampleContent::Json(_) => "runtime::Example::new",
            ExampleContent::Text(_) => "runtime::Example::of_text",
        };
        let (ty, tail) = match of.example.of {
            ExampleOf::Request => (format!("runtime::Example<{ty}>"), None),
            ExampleOf::Response { status, .. } => {
                let ty = format!("runtime::ExampleResponse<{ty}>");
                (ty, Some(origin(&of, status)))
            }
        };
        Item::Constant(Constant {
            docs: self.example_docs(&of),
            feature: of.feature.clone(),
            name: of.name.to_owned(),
            ty,
            function,
            argument,
            tail,
        })
    }

    fn example_docs(&self, of: &RustExample<'_>) -> Vec<String> {
        let link = self.function_link(of.of);
        let body = match of.example.of {
            ExampleOf::Request => format!("Request body of {link}"),
            ExampleOf::Response { status, .. } => format!("Response {status} of {link}"),
        };
        let name = of.example.name.as_deref().map(code);
        let first = match name {
            Some(name) => format!("{body}: {name}."),
            None => format!("{body}."),
        };
        let text = of.example.text.as_deref().map(markdown);
        paragraphs([running(&first), text.unwrap_or_default()])
    }
}

/// The call that says of what operation a response is.
fn origin(of: &RustExample<'_>, status: u16) -> String {
    let text = |text: &str| literal(&text.into());
    let operation = of.of.operation;
    format!(
        "of({}, {}, {status}, {})",
        text(&operation.method),
        text(&operation.path),
        text(&of.media_type)
    )
}

/// JSON in which characters that aren't seen are written as escapes. Such characters stand in
/// texts only, but for the ends of lines.
fn escaped(json: &str) -> String {
    if !json.contains(|c| c != '\n' && is_unseen(c)) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c != '\n' && is_unseen(c) {
            true => {
                let units = c.encode_utf16(&mut [0; 2]).to_vec();
                out.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
            false => out.push(c),
        }
    }
    out
}

/// A text without control characters as a raw literal, between as many marks as it needs.
fn raw_literal(text: &str) -> String {
    let ends = text.split('"').skip(1);
    let marks = ends.map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let marks = 1 + marks.max().unwrap_or(0);
    if marks > MOST_MARKS {
        return literal(&text.into());
    }
    let marks = "#".repeat(marks);
    format!("r{marks}\"{text}\"{marks}")
}

#[cfg(test)]
mod tests {
    use super::{escaped, raw_literal};

    /// The text of a literal, as the compiler reads it.
    fn read(literal: &str) -> String {
        let literal: syn::LitStr = syn::parse_str(literal).expect("a literal");
        literal.value()
    }

    #[test]
    fn no_text_breaks_out_of_its_literal() {
        let marks = format!("a\"{}b", "#".repeat(300));
        for text in [
            "",
            "a",
            "\"#",
            "\"##\"###",
            "#\"",
            "{\n  \"a\": 1\n}",
            "r#\"",
            &marks,
        ] {
            assert_eq!(read(&raw_literal(text)), text);
        }
        assert_eq!(raw_literal("\"a\": \"\"#"), "r##\"\"a\": \"\"#\"##");
    }

    #[test]
    fn what_is_not_seen_is_escaped() {
        let value = serde_json::json!({"a\u{202e}": "\u{0}\r\n\u{7f}\u{e0001}\u{feff}ü"});
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        let escaped = escaped(&text);
        let is_plain = |c: char| matches!(c, '\n' | ' '..='~' | 'ü');
        assert!(escaped.chars().all(is_plain), "{escaped}");
        let read: serde_json::Value = serde_json::from_str(&escaped).expect("JSON");
        assert_eq!(read, value);
    }
}
