//! Examples: `example`, and the Example Objects of `examples`. OpenAPI 3.2 §4.19.

use super::files::Files;
use super::schema::Schema;
use crate::diag::Pointer;
use serde_json::{Map, Value};

/// An example that the document gives.
#[derive(Debug, Clone)]
pub struct Example<'s> {
    /// The place of its value.
    pub at: Pointer,
    /// Its key in `examples`, where that has keys.
    pub name: Option<&'s str>,
    /// `summary`.
    pub summary: Option<&'s str>,
    /// `description`.
    pub description: Option<&'s str>,
    /// `value` or `dataValue`.
    pub value: &'s Value,
}

impl<'s> Example<'s> {
    fn unnamed(value: &'s Value, at: Pointer) -> Self {
        Self {
            at,
            name: None,
            summary: None,
            description: None,
            value,
        }
    }
}

impl Files {
    /// The examples of the media type, parameter or header at a place, references followed.
    /// A value that stands in another file isn't read.
    pub fn examples(&self, at: &Pointer) -> Vec<Example<'_>> {
        let Some(Value::Object(written)) = self.value(at) else {
            return Vec::new();
        };
        let alone = written.get("example");
        let alone = alone.map(|value| Example::unnamed(value, at.child("example")));
        let mut examples: Vec<_> = alone.into_iter().collect();
        let named = written.get("examples").and_then(Value::as_object);
        for (name, example) in named.into_iter().flatten() {
            let (example, at) = self.behind_example(example, at.child("examples").child(name));
            let text = |key| example.get(key).and_then(Value::as_str);
            for key in ["value", "dataValue"] {
                examples.extend(example.get(key).map(|value| Example {
                    at: at.child(key),
                    name: Some(name),
                    summary: text("summary"),
                    description: text("description"),
                    value,
                }));
            }
        }
        examples
    }

    /// The examples of a schema: its own.
    pub fn schema_examples(&self, schema: &Schema) -> Vec<Example<'_>> {
        let Some(Value::Object(written)) = self.value(&schema.at) else {
            return Vec::new();
        };
        let alone = written.get("example");
        let alone = alone.map(|value| Example::unnamed(value, schema.at.child("example")));
        alone
            .into_iter()
            .chain(listed(written, &schema.at))
            .collect()
    }

    /// The object that a `$ref` leads to, or the object itself.
    fn behind_example<'s>(&'s self, value: &'s Value, at: Pointer) -> (&'s Value, Pointer) {
        let target = value.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| self.resolve(&at.child("$ref"), target).ok());
        match target.and_then(|target| Some((self.value(&target)?, target))) {
            Some(found) => found,
            None => (value, at),
        }
    }
}

/// The values in `examples` of JSON Schema.
fn listed<'s>(
    written: &'s Map<String, Value>,
    at: &Pointer,
) -> impl Iterator<Item = Example<'s>> + use<'s> {
    let at = at.child("examples");
    let values = written.get("examples").and_then(Value::as_array);
    let values = values.into_iter().flatten().enumerate();
    values.map(move |(index, value)| Example::unnamed(value, at.index(index)))
}
