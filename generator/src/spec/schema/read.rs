//! The reader of schemas.
//!
//! Vendors mix the dialects, `nullable` in a 3.1 document and type arrays in a
//! 3.0 one, so both are accepted whatever the document's version. Every keyword
//! is used, known to be harmless, or reported.

use super::super::files::Files;
use super::super::keys::remedy_among;
use super::super::malformed::malformed;
use super::keywords::{HARMLESS, TELLING, is_slip};
use super::model::{Additional, Discriminator, Schema};
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::json::JsonType;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Reads one schema, and those within it.
pub(super) struct Reader<'a> {
    pub(super) files: &'a Files,
    /// The findings in it.
    pub(super) found: Vec<Diagnostic>,
    /// The schemas that it refers to.
    pub(super) targets: Vec<Pointer>,
}

impl Reader<'_> {
    pub(super) fn schema(&mut self, value: &Value, at: &Pointer) -> Schema {
        let mut schema = Schema::anything(at);
        let object = match value {
            Value::Bool(allowed) => {
                schema.never = !allowed;
                return schema;
            }
            Value::Object(object) => object,
            other => {
                self.malformed(at, "a schema", other);
                return schema;
            }
        };
        for (key, value) in object {
            self.keyword(&mut schema, key, value, &at.child(key));
        }
        self.null_type(&mut schema, object);
        self.patterns(&mut schema, object);
        self.values_of_items(&mut schema);
        schema.raw =
            object.contains_key("contentMediaType") && !object.contains_key("contentEncoding");
        schema
    }

    fn keyword(&mut self, schema: &mut Schema, key: &str, value: &Value, at: &Pointer) {
        match key {
            "$ref" | "$dynamicRef" => schema.reference = self.reference(value, at),
            "type" => self.types(schema, value, at),
            "nullable" => schema.nullable |= self.boolean(value, at),
            "enum" => schema.values = Some(self.values(value, at)).filter(|all| !all.is_empty()),
            "const" => {
                schema.values = Some(vec![(at.clone(), value.clone())]);
                schema.constant = true;
            }
            "format" => schema.format = self.string(value, at),
            "minimum" => schema.range.least = bound(value),
            "maximum" => schema.range.most = bound(value),
            "contentEncoding" => schema.encoding = self.string(value, at),
            "properties" => schema.properties = self.properties(value, at),
            "required" => schema.required = self.required(value, at),
            "additionalProperties" => schema.additional = self.additional(value, at),
            "items" => match value {
                // The tuples of older drafts.
                Value::Array(_) => schema.prefix_items = self.schemas(value, at),
                _ => schema.items = Some(Box::new(self.schema(value, at))),
            },
            "prefixItems" => schema.prefix_items = self.schemas(value, at),
            "minItems" => schema.min_items = count(value),
            "maxItems" => schema.max_items = count(value),
            "allOf" => schema.all_of = self.schemas(value, at),
            "oneOf" => schema.one_of = self.schemas(value, at),
            "anyOf" => schema.any_of = self.schemas(value, at),
            "then" | "else" => schema.conditional.push(self.schema(value, at)),
            "dependentSchemas" => {
                let schemas = self.properties(value, at).into_iter();
                schema.conditional.extend(schemas.map(|(_, schema)| schema));
            }
            "discriminator" => schema.discriminator = self.discriminator(value, at),
            "title" => schema.title = self.string(value, at),
            "description" => schema.description = self.string(value, at),
            "deprecated" => schema.deprecated = self.boolean(value, at),
            "readOnly" => schema.read_only = self.boolean(value, at),
            "writeOnly" => schema.write_only = self.boolean(value, at),
            "default" => schema.default = Some(value.clone()),
            // Read together with the other keys.
            "patternProperties" => {}
            _ if HARMLESS.contains(&key) || key.starts_with("x-") => {}
            // JSON Schema 2020-12 core §6.5: an annotation, unless it is a slip.
            _ if !self.files.is_early() && !is_slip(key) => {}
            _ => self.found.push(
                Diagnostic::warning(
                    Code::UnknownKey,
                    at,
                    format!("unknown keyword `{key}` in a schema; ignored"),
                )
                .help(remedy_among(TELLING, key)),
            ),
        }
    }

    /// Takes `type: null` without quotes for the name, unless the schema says more: then it
    /// says nothing, as tools write it that have no type to write.
    fn null_type(&mut self, schema: &mut Schema, object: &Map<String, Value>) {
        if !matches!(object.get("type"), Some(Value::Null)) {
            return;
        }
        let at = schema.at.child("type");
        if schema.is_bare() && schema.reference.is_none() {
            schema.types = Some(Vec::new());
            schema.nullable = true;
            self.unquoted_null(&at, "is read as \"null\"");
        } else {
            self.unquoted_null(&at, "says nothing beside the rest of the schema");
        }
    }

    fn unquoted_null(&mut self, at: &Pointer, read: &str) {
        let message = format!("`type` is null, which is no name of a type, and {read}");
        let help = "write \"null\" in quotes if null is meant, or remove it";
        self.found
            .push(Diagnostic::warning(Code::Malformed, at, message).help(help));
    }

    fn types(&mut self, schema: &mut Schema, value: &Value, at: &Pointer) {
        if value.is_null() {
            // Read together with the other keys.
            return;
        }
        let mut types = Vec::new();
        let mut unknown = Vec::new();
        let names: Vec<(Pointer, &Value)> = match value {
            Value::Array(items) => {
                let places = items.iter().enumerate();
                places.map(|(i, item)| (at.index(i), item)).collect()
            }
            other => vec![(at.clone(), other)],
        };
        for (at, name) in names {
            match name.as_str() {
                // Without quotes, as it is easily written in YAML.
                None if name.is_null() => {
                    schema.nullable = true;
                    self.unquoted_null(&at, "is read as \"null\"");
                }
                Some("null") => schema.nullable = true,
                Some("boolean") => types.push(JsonType::Boolean),
                Some("integer") => types.push(JsonType::Integer),
                Some("number") => types.push(JsonType::Number),
                Some("string") => types.push(JsonType::String),
                Some("array") => types.push(JsonType::Array),
                Some("object") => types.push(JsonType::Object),
                _ => {
                    let message = format!("unknown `type` {name} in a schema");
                    let help =
                        "the types are null, boolean, integer, number, string, array and object";
                    unknown.push(Diagnostic::error(Code::Malformed, &at, message).help(help));
                }
            }
        }
        let mut seen = BTreeSet::new();
        types.retain(|kind| seen.insert(*kind));
        if types.is_empty() && !unknown.is_empty() {
            self.found.append(&mut unknown);
            return;
        }
        // The types beside one that there isn't are those that the schema has.
        self.found
            .extend(unknown.into_iter().map(Diagnostic::into_warning));
        schema.types = Some(types);
    }

    fn patterns(&mut self, schema: &mut Schema, object: &Map<String, Value>) {
        let Some(Value::Object(patterns)) = object.get("patternProperties") else {
            return;
        };
        let at = schema.at.child("patternProperties");
        let mut typed: Vec<Schema> = patterns
            .iter()
            .map(|(pattern, value)| self.schema(value, &at.child(pattern)))
            .collect();
        let mut open = false;
        match std::mem::replace(&mut schema.additional, Additional::Unsaid) {
            Additional::Allowed(other) => typed.push(*other),
            Additional::Forbidden => {}
            // A pattern that every name matches leaves nothing unsaid.
            Additional::Unsaid => open = !patterns.keys().any(|pattern| matches_all(pattern)),
        }
        schema.additional = match typed.len() {
            0 => Additional::Unsaid,
            1 if !open => Additional::Allowed(Box::new(typed.remove(0))),
            _ => {
                let mut either = Schema::anything(&at);
                either.any_of = typed;
                either.open = open;
                Additional::Allowed(Box::new(either))
            }
        };
    }

    fn reference(&mut self, value: &Value, at: &Pointer) -> Option<Pointer> {
        let text = self.string(value, at)?;
        match self.files.resolve(at, &text) {
            Ok(target) => {
                self.targets.push(target.clone());
                Some(target)
            }
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                None
            }
        }
    }

    fn values(&mut self, value: &Value, at: &Pointer) -> Vec<(Pointer, Value)> {
        let Value::Array(items) = value else {
            self.malformed(at, "an array", value);
            return Vec::new();
        };
        let places = items.iter().enumerate();
        places
            .map(|(i, item)| (at.index(i), item.clone()))
            .collect()
    }

    /// Takes the `enum` of an array for that of its items where it lists no array, and leaves
    /// it out where those say more than their type.
    fn values_of_items(&mut self, schema: &mut Schema) {
        let is_array = matches!(schema.types.as_deref(), Some([JsonType::Array]));
        let (Some(items), true, false) = (&mut schema.items, is_array, schema.constant) else {
            return;
        };
        let Some(values) = schema.values.take_if(|values| {
            let is_plain = |(_, value): &(_, Value)| !value.is_array() && !value.is_null();
            values.iter().all(is_plain)
        }) else {
            return;
        };
        let (fate, help) = match items.is_bare_type() && items.reference.is_none() {
            true => {
                items.values = Some(values);
                (
                    "its values are taken as those of the items",
                    "move it into `items`",
                )
            }
            false => ("it is left out", "remove it, for `items` says more already"),
        };
        let message = format!("the `enum` of this array lists no arrays, so {fate}");
        let at = schema.at.child("enum");
        self.found
            .push(Diagnostic::warning(Code::Malformed, &at, message).help(help));
    }

    fn schemas(&mut self, value: &Value, at: &Pointer) -> Vec<Schema> {
        let Value::Array(items) = value else {
            self.malformed(at, "an array of schemas", value);
            return Vec::new();
        };
        let places = items.iter().enumerate();
        places
            .map(|(i, item)| self.schema(item, &at.index(i)))
            .collect()
    }

    fn properties(&mut self, value: &Value, at: &Pointer) -> Vec<(String, Schema)> {
        let Value::Object(object) = value else {
            self.malformed(at, "an object", value);
            return Vec::new();
        };
        let members = object.iter();
        members
            .map(|(name, value)| (name.clone(), self.schema(value, &at.child(name))))
            .collect()
    }

    fn required(&mut self, value: &Value, at: &Pointer) -> Vec<String> {
        match value {
            Value::Array(items) => {
                let names = items.iter().filter_map(Value::as_str);
                names.map(str::to_owned).collect()
            }
            // Draft 4 wrote it as a flag at the property itself; it says nothing here.
            Value::Bool(_) => Vec::new(),
            other => {
                self.malformed(at, "an array of property names", other);
                Vec::new()
            }
        }
    }

    fn additional(&mut self, value: &Value, at: &Pointer) -> Additional {
        match value {
            Value::Bool(false) => Additional::Forbidden,
            _ => Additional::Allowed(Box::new(self.schema(value, at))),
        }
    }

    fn discriminator(&mut self, value: &Value, at: &Pointer) -> Option<Discriminator> {
        let Some(property) = value.get("propertyName").and_then(Value::as_str) else {
            let message = "`propertyName` is missing in `discriminator`, which is ignored";
            self.found
                .push(Diagnostic::warning(Code::Malformed, at, message).help(
                    "add `propertyName`; without it, branches are told apart by their shape",
                ));
            return None;
        };
        let mut mapping = Vec::new();
        for (name, target) in value
            .get("mapping")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let at = at.child("mapping").child(name);
            let Some(target) = self.string(target, &at) else {
                continue;
            };
            match self.files.resolve_mapping(&at, &target) {
                Ok(target) => {
                    self.targets.push(target.clone());
                    mapping.push((name.clone(), target));
                }
                // What isn't there can't be a branch; the others are told apart.
                Err(diagnostic) => self.found.push(Diagnostic {
                    severity: Severity::Warning,
                    ..*diagnostic
                }),
            }
        }
        Some(Discriminator {
            at: at.clone(),
            property: property.to_owned(),
            mapping,
        })
    }

    fn string(&mut self, value: &Value, at: &Pointer) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            // A key with nothing behind it says nothing.
            Value::Null => {
                let found = malformed(at, "a string", value);
                self.found.push(Diagnostic {
                    severity: Severity::Warning,
                    ..found
                });
                None
            }
            other => {
                self.malformed(at, "a string", other);
                None
            }
        }
    }

    fn boolean(&mut self, value: &Value, at: &Pointer) -> bool {
        match value {
            Value::Bool(flag) => *flag,
            other => {
                self.malformed(at, "a boolean", other);
                false
            }
        }
    }

    fn malformed(&mut self, at: &Pointer, expected: &str, found: &Value) {
        self.found.push(malformed(at, expected, found));
    }
}

/// True of a regular expression that every name matches.
fn matches_all(pattern: &str) -> bool {
    let unanchored = pattern.strip_prefix('^').unwrap_or(pattern);
    let middle = unanchored.strip_suffix('$').unwrap_or(unanchored);
    pattern != "^$" && matches!(middle, "" | ".*" | ".+" | "(.*)" | "(.+)")
}

/// A bound as an integer; what has a fraction narrows nothing that matters.
fn bound(value: &Value) -> Option<i128> {
    let Value::Number(number) = value else {
        return None;
    };
    let whole = number.as_i128().or_else(|| number.as_u64().map(i128::from));
    whole.or_else(|| number.as_f64().map(|float| float as i128))
}

fn count(value: &Value) -> Option<usize> {
    usize::try_from(bound(value)?).ok()
}
