//! A schema of any dialect as one plain struct.
//!
//! OpenAPI 3.0's schema object, and JSON Schema 2020-12 as 3.1 and 3.2 use it,
//! say the same things in different words; here they are one.

use crate::diag::Pointer;
use crate::json::JsonType;
use serde_json::Value;
use std::collections::BTreeSet;

/// A schema with its keywords sorted out. A `$ref` is resolved to a place but
/// not followed, so a schema is finite even where its type is not.
#[derive(Debug, Clone, Hash)]
pub struct Schema {
    /// The place of it in the document.
    pub at: Pointer,
    /// The target of its `$ref`. The other keywords hold beside it.
    pub reference: Option<Pointer>,
    /// The kinds of value it allows besides `null`, if it says.
    pub types: Option<Vec<JsonType>>,
    /// `true` if it allows `null` by name: `nullable`, or `"null"` among the types.
    pub nullable: bool,
    /// `enum`, or `const` as its only value, each with its place.
    pub values: Option<Vec<(Pointer, Value)>>,
    /// `true` if it was `const`, which promises that no other value will come.
    pub constant: bool,
    /// `format`.
    pub format: Option<String>,
    /// `minimum` and `maximum`, inclusive, as far as they are integers.
    pub range: Range,
    /// `contentEncoding`.
    pub encoding: Option<String>,
    /// `true` if its strings stand for bytes: `contentMediaType` without a `contentEncoding`.
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
    pub min_items: Option<usize>,
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
    /// `true` if a value may also fit none of `anyOf`, as it comes from
    /// `patternProperties` or a condition that speaks of some values only.
    pub open: bool,
    /// The schemas that hold on a condition: `then`, `else` and `dependentSchemas`. JSON
    /// Schema 2020-12 core §10.2.2.
    pub conditional: Vec<Schema>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `true` if it allows nothing at all: the schema `false`.
    pub never: bool,
    /// Further unions that hold beside `one_of` and `any_of`: those of the parts of
    /// an `allOf`.
    pub unions: Vec<Branches>,
    /// The schemas that are part of it, once those that it includes are.
    pub made_of: BTreeSet<Pointer>,
    /// Two places whose demands no value can meet together.
    pub conflict: Option<Box<(Pointer, Pointer)>>,
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
    /// The integers within both.
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
    /// The place of it in the document.
    pub at: Pointer,
    /// `propertyName`.
    pub property: String,
    /// `mapping`: a value of the property and the schema it stands for.
    pub mapping: Vec<(String, Pointer)>,
}

/// A `oneOf` or `anyOf` with what the schema around it says of its branches.
#[derive(Debug, Clone, Hash)]
pub struct Branches {
    /// The schema that has it.
    pub at: Pointer,
    /// The branches.
    pub branches: Vec<Schema>,
    /// `true` for `oneOf`, `false` for `anyOf`.
    pub exclusive: bool,
    /// `true` if a value may also fit none of the branches.
    pub open: bool,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
}

impl Schema {
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
            min_items: None,
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

    /// The schema that it refers to, if it says nothing else but that `null` may stand
    /// there, too.
    pub fn only_target(&self) -> Option<&Pointer> {
        self.reference.as_ref().filter(|_| self.is_bare())
    }

    /// Hands over this schema, then those within it.
    pub fn for_each(&mut self, change: &mut dyn FnMut(&mut Self)) {
        change(self);
        let properties = self.properties.iter_mut().map(|(_, schema)| schema);
        let parts = properties
            .chain(self.items.as_deref_mut())
            .chain(&mut self.prefix_items)
            .chain(&mut self.all_of)
            .chain(&mut self.one_of)
            .chain(&mut self.any_of)
            .chain(&mut self.conditional);
        for part in parts {
            part.for_each(change);
        }
        if let Additional::Allowed(other) = &mut self.additional {
            other.for_each(change);
        }
    }

    /// True of a schema that allows `null` and nothing else.
    pub fn is_null(&self) -> bool {
        self.types.as_ref().is_some_and(Vec::is_empty) && self.nullable
    }

    /// True of a schema that stands for `null` among the branches of a union. Beside others,
    /// `nullable: true` alone is how 3.0 documents write that, though as a
    /// schema of its own it would allow anything.
    pub fn is_null_branch(&self) -> bool {
        self.is_null() || (self.nullable && self.is_bare() && self.reference.is_none())
    }

    /// True if nothing beside its `$ref` and `null` bears on the values it allows.
    pub fn is_bare(&self) -> bool {
        self.types.is_none() && self.is_bare_type()
    }

    /// The same, but for its `type`.
    pub fn is_bare_type(&self) -> bool {
        self.values.is_none()
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

    /// True of bytes that can be sent as they are where the body isn't JSON: `format: binary`
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
