//! A schema of any dialect as one plain struct.
//!
//! OpenAPI 3.0's schema object, and JSON Schema 2020-12 as 3.1 and 3.2 use it,
//! say the same things in different words, and vendors mix them: `nullable` in
//! a 3.1 document, type arrays in a 3.0 one. [`Schema::read`] accepts both,
//! whatever the document's version, so later stages can't tell them apart.
//! Every key is used, known to be harmless, or reported.

use super::{Branches, Files};
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use crate::json::JsonType;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A schema with its keywords sorted out. A `$ref` is resolved to a place but
/// not followed, so a schema is finite even where its type is not.
#[derive(Debug, Clone, Hash)]
pub struct Schema {
    /// Where it stands.
    pub at: Pointer,
    /// Where its `$ref` leads. The other keywords hold beside it.
    pub reference: Option<Pointer>,
    /// The kinds of value it allows besides `null`, if it says.
    pub types: Option<Vec<JsonType>>,
    /// Whether it says that `null` is allowed (`nullable`, `"null"` among the types).
    pub nullable: bool,
    /// `enum`, or `const` as its only value, with where each stands.
    pub values: Option<Vec<(Pointer, Value)>>,
    /// Whether it was `const`, which promises that no other value will come.
    pub constant: bool,
    /// `format`.
    pub format: Option<String>,
    /// `minimum` and `maximum`, inclusive, as far as they are integers.
    pub range: Range,
    /// `contentEncoding`.
    pub encoding: Option<String>,
    /// Whether its strings stand for bytes: `contentMediaType` without a `contentEncoding`.
    pub raw: bool,
    /// `properties`.
    pub properties: Vec<(String, Schema)>,
    /// `required`.
    pub required: Vec<String>,
    /// `additionalProperties`, or the joint type of `patternProperties`.
    pub additional: Additional,
    /// `items`.
    pub items: Option<Box<Schema>>,
    /// `prefixItems`.
    pub prefix_items: Vec<Schema>,
    /// `minItems`.
    pub min_items: usize,
    /// `maxItems`.
    pub max_items: Option<usize>,
    /// `allOf`.
    pub all_of: Vec<Schema>,
    /// `oneOf`.
    pub one_of: Vec<Schema>,
    /// `anyOf`.
    pub any_of: Vec<Schema>,
    /// The schema that `one_of` or `any_of` came from, if not this one.
    pub branches_from: Option<Pointer>,
    /// Whether a value may also fit none of `anyOf`: what only some of the values
    /// are about that `patternProperties` or a condition speaks of.
    pub open: bool,
    /// What holds on a condition: `then`, `else` and `dependentSchemas`. JSON
    /// Schema 2020-12 core §10.2.2.
    pub conditional: Vec<Schema>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// Whether it allows nothing at all (`false`).
    pub never: bool,
    /// Further unions that hold beside `one_of` and `any_of`: those of the parts of
    /// an `allOf`.
    pub unions: Vec<Branches>,
    /// The schemas that are part of it, once those that it includes are.
    pub made_of: BTreeSet<Pointer>,
    /// Two places whose demands no value can meet together.
    pub conflict: Option<(Pointer, Pointer)>,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
}

/// `additionalProperties`.
#[derive(Debug, Clone, Hash)]
pub enum Additional {
    /// Nothing is said: others are allowed, and unknown.
    Unsaid,
    /// `false`.
    Forbidden,
    /// Others are allowed, each of this schema.
    Allowed(Box<Schema>),
}

/// The integers between two bounds, both of them included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Range {
    /// `minimum`.
    pub least: Option<i128>,
    /// `maximum`.
    pub most: Option<i128>,
}

impl Range {
    /// What is within both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            most: match (self.most, other.most) {
                (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
                (ours, theirs) => ours.or(theirs),
            },
        }
    }
}

/// `discriminator`. OpenAPI 3.1 §4.8.25.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Discriminator {
    /// Where it stands.
    pub at: Pointer,
    /// `propertyName`.
    pub property: String,
    /// `mapping`: a value of the property and the schema it stands for.
    pub mapping: Vec<(String, Pointer)>,
}

/// Keywords that narrow the values of a type without changing how they are
/// written, or that only inform.
const HARMLESS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
    "contains",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "dependencies",
    "dependentRequired",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "id",
    "if",
    "maxContains",
    "maxLength",
    "maxProperties",
    "minContains",
    "minLength",
    "minProperties",
    "multipleOf",
    "not",
    "pattern",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "xml",
];

impl Schema {
    /// Reads the schema at a place. What is wrong with it goes to `found`.
    pub fn read(files: &Files, at: &Pointer, found: &mut Vec<Diagnostic>) -> Self {
        match files.value(at) {
            Some(value) => Reader { files, found }.schema(value, at),
            None => Self::anything(at),
        }
    }

    /// The schema that allows everything.
    pub fn anything(at: &Pointer) -> Self {
        Self {
            at: at.clone(),
            reference: None,
            types: None,
            nullable: false,
            values: None,
            constant: false,
            format: None,
            range: Range::default(),
            encoding: None,
            raw: false,
            properties: Vec::new(),
            required: Vec::new(),
            additional: Additional::Unsaid,
            items: None,
            prefix_items: Vec::new(),
            min_items: 0,
            max_items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            branches_from: None,
            open: false,
            conditional: Vec::new(),
            discriminator: None,
            never: false,
            unions: Vec::new(),
            made_of: BTreeSet::new(),
            conflict: None,
            title: None,
            description: None,
            default: None,
            deprecated: false,
            read_only: false,
            write_only: false,
        }
    }

    /// Whether it allows `null` and nothing else.
    pub fn is_null(&self) -> bool {
        self.types.as_ref().is_some_and(Vec::is_empty) && self.nullable
    }

    /// Whether it stands for `null` among the branches of a union. Beside others,
    /// `nullable: true` alone is how 3.0 documents write that, though as a
    /// schema of its own it would allow anything.
    pub fn is_null_branch(&self) -> bool {
        self.is_null() || (self.nullable && self.is_bare() && self.reference.is_none())
    }

    /// Whether nothing beside its `$ref` and `null` bears on the values it allows.
    pub fn is_bare(&self) -> bool {
        self.types.is_none()
            && self.values.is_none()
            && self.format.is_none()
            && self.encoding.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && matches!(self.additional, Additional::Unsaid)
            && self.items.is_none()
            && self.prefix_items.is_empty()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.unions.is_empty()
            && self.conditional.is_empty()
            && !self.never
    }

    /// Whether it is bytes where they can be sent as they are: `format: binary`
    /// in 3.0, `contentMediaType` in 3.1 §4.8.14.3.
    pub fn is_binary(&self) -> bool {
        self.format.as_deref() == Some("binary") || self.raw
    }

    /// The same schema without what only describes it.
    #[must_use]
    pub fn undescribed(mut self) -> Self {
        self.title = None;
        self.description = None;
        self.default = None;
        self.deprecated = false;
        self
    }
}

struct Reader<'a> {
    files: &'a Files,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn schema(&mut self, value: &Value, at: &Pointer) -> Schema {
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
        self.patterns(&mut schema, object);
        self.default_fits(&schema);
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
            "minItems" => schema.min_items = count(value).unwrap_or(0),
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
                    format!("`{key}` is no keyword of a schema, so it says nothing"),
                )
                .help("check its spelling; an extension's name starts with `x-`"),
            ),
        }
    }

    /// Reports a default that its own schema doesn't allow.
    fn default_fits(&mut self, schema: &Schema) {
        let (Some(default), Some(types)) = (&schema.default, &schema.types) else {
            return;
        };
        // `1.0` is an integer.
        let is_whole = default.as_f64().is_some_and(|number| number.fract() == 0.0);
        let fits = match JsonType::of(default) {
            None => true,
            Some(JsonType::Number) if is_whole && types.contains(&JsonType::Integer) => true,
            Some(kind) => types.iter().any(|stated| stated.includes(kind)),
        };
        if !fits {
            let message = format!("{default} is not of the stated type");
            self.found.push(
                Diagnostic::warning(Code::Malformed, &schema.at.child("default"), message)
                    .help("state the default in the schema's own type, or take it out"),
            );
        }
    }

    fn types(&mut self, schema: &mut Schema, value: &Value, at: &Pointer) {
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
                // `type: null` without quotes is not a string in YAML.
                None if name.is_null() => schema.nullable = true,
                Some("null") => schema.nullable = true,
                Some("boolean") => types.push(JsonType::Boolean),
                Some("integer") => types.push(JsonType::Integer),
                Some("number") => types.push(JsonType::Number),
                Some("string") => types.push(JsonType::String),
                Some("array") => types.push(JsonType::Array),
                Some("object") => types.push(JsonType::Object),
                _ => {
                    let message = format!("{name} is not a type");
                    let help =
                        "the types are null, boolean, integer, number, string, array, object";
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
            Ok(target) => Some(target),
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                None
            }
        }
    }

    fn values(&mut self, value: &Value, at: &Pointer) -> Vec<(Pointer, Value)> {
        let Value::Array(items) = value else {
            self.malformed(at, "a list", value);
            return Vec::new();
        };
        let places = items.iter().enumerate();
        places
            .map(|(i, item)| (at.index(i), item.clone()))
            .collect()
    }

    fn schemas(&mut self, value: &Value, at: &Pointer) -> Vec<Schema> {
        let Value::Array(items) = value else {
            self.malformed(at, "a list of schemas", value);
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
                self.malformed(at, "a list of names", other);
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
            let message = "a discriminator needs a `propertyName`";
            self.found.push(
                Diagnostic::warning(Code::Malformed, at, message)
                    .help("branches are told apart by their shape instead"),
            );
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
                Ok(target) => mapping.push((name.clone(), target)),
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
                let found = super::malformed(at, "a string", value);
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
                self.malformed(at, "true or false", other);
                false
            }
        }
    }

    fn malformed(&mut self, at: &Pointer, expected: &str, found: &Value) {
        self.found.push(super::malformed(at, expected, found));
    }
}

/// Tells if a key is nearly a keyword that bears on values.
fn is_slip(key: &str) -> bool {
    const TELLING: &[&str] = &[
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "default",
        "deprecated",
        "discriminator",
        "enum",
        "format",
        "items",
        "maximum",
        "minimum",
        "nullable",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "readOnly",
        "required",
        "type",
        "writeOnly",
    ];
    let is_near = |word: &&str| {
        let distance = crate::diag::distance(&key.to_lowercase(), &word.to_lowercase());
        distance <= word.len() / 4
    };
    TELLING.iter().any(is_near)
}

/// Whether a regular expression is one that every name matches.
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
