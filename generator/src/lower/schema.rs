//! What a schema is in terms of types.

use super::Lower;
use crate::config::FormatChoice;
use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Constant, Direction, Docs, Field, Integer, Origin, Place, Rest, Scalar, Struct, Tuple, Type,
    TypeId, TypeKind,
};
use crate::json::JsonType;
use crate::spec::{Additional, Range, Schema};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// How many schemas may nest, references followed.
const DEEPEST: usize = 2_000;

impl Lower<'_> {
    /// The type of a schema, `null` included.
    pub(super) fn type_of(
        &mut self,
        schema: Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        if self.depth >= DEEPEST {
            self.flaw(
                Diagnostic::error(
                    Code::CircularReference,
                    &schema.at,
                    "this schema nests without an end",
                )
                .help("let one of the schemas on the way be referred to, not included"),
            );
            return Type::Any;
        }
        self.depth += 1;
        let ty = self.type_within(schema, place, slot);
        self.depth -= 1;
        ty
    }

    fn type_within(&mut self, schema: Schema, place: &Arc<Place>, slot: Option<TypeId>) -> Type {
        if let Some(target) = schema.reference.as_ref().filter(|_| schema.is_bare()) {
            let ty = self.type_at(target);
            return if schema.nullable { ty.nullable() } else { ty };
        }
        if schema.reference.is_some() || !schema.all_of.is_empty() {
            return self.all_of(schema, place, slot);
        }
        let nullable = schema.nullable;
        let ty = self.type_but_null(schema, place, slot);
        if nullable { ty.nullable() } else { ty }
    }

    fn type_but_null(&mut self, schema: Schema, place: &Arc<Place>, slot: Option<TypeId>) -> Type {
        if schema.values.is_some() {
            return self.enumeration(schema, place, slot);
        }
        if !schema.one_of.is_empty() || !schema.any_of.is_empty() {
            return self.union(schema, place, slot);
        }
        let types = match &schema.types {
            Some(types) => types.clone(),
            None => implied(&schema),
        };
        match types[..] {
            // `nullable: true` alone allows anything; `type: [null]` only that.
            [] if schema.types.is_some() && schema.nullable => Type::Null,
            [] => Type::Any,
            [one] => self.single(one, schema, place, slot),
            _ => self.several(&types, schema, place, slot),
        }
    }

    fn single(
        &mut self,
        kind: JsonType,
        schema: Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        match kind {
            JsonType::Boolean => Type::Scalar(Scalar::Boolean),
            JsonType::Integer => Type::Scalar(Scalar::Integer(integer(
                schema.format.as_deref(),
                schema.range,
            ))),
            JsonType::Number => number(schema.format.as_deref()),
            JsonType::String => self.string(&schema),
            JsonType::Array => self.array(schema, place, slot),
            JsonType::Object => self.object(schema, Vec::new(), place, slot),
        }
    }

    fn string(&mut self, schema: &Schema) -> Type {
        let encoding = schema.encoding.as_deref();
        if let Some(encoded) = encoding.and_then(Scalar::of_content_encoding) {
            return Type::Scalar(encoded);
        }
        let Some(format) = schema.format.as_deref() else {
            return Type::Scalar(Scalar::String);
        };
        if let Some(choice) = self.config.formats.get(format) {
            return match choice.apply() {
                FormatChoice::String => Type::Scalar(Scalar::String),
            };
        }
        Type::Scalar(Scalar::of_text_format(format).unwrap_or(Scalar::String))
    }

    fn array(&mut self, schema: Schema, place: &Arc<Place>, slot: Option<TypeId>) -> Type {
        if !schema.prefix_items.is_empty() {
            return self.tuple(schema, place, slot);
        }
        let Some(items) = schema.items else {
            return Type::Array(Box::new(Type::Any));
        };
        let place = within(place, &items, "item");
        Type::Array(Box::new(self.type_of(*items, &place, None)))
    }

    /// A list whose first places have types of their own. JSON Schema 2020-12
    /// core §10.3.1.1: none of them need be there but by `minItems`.
    fn tuple(&mut self, mut schema: Schema, place: &Arc<Place>, slot: Option<TypeId>) -> Type {
        let docs = docs(&schema);
        let most = schema.max_items.unwrap_or(usize::MAX);
        let mut places = Vec::new();
        for (index, item) in schema.prefix_items.drain(..).take(most).enumerate() {
            let inner = within(place, &item, &format!("item {}", index + 1));
            places.push(self.type_of(item, &inner, None));
        }
        let rest = match schema.items {
            _ if most <= places.len() => Rest::Ignored,
            Some(items) if items.never => Rest::Ignored,
            Some(items) => {
                let inner = within(place, &items, "item");
                Rest::Kept(self.type_of(*items, &inner, None))
            }
            None => Rest::Kept(Type::Any),
        };
        let required = schema.min_items.min(places.len());
        let kind = TypeKind::Tuple(Tuple {
            places,
            required,
            rest,
        });
        Type::Named(self.types.define(slot, place, docs, kind))
    }

    /// Adds the properties that are described on a condition only. Where it
    /// doesn't hold, they may be anything.
    fn add_conditional(&mut self, schema: &mut Schema) {
        let mut described: BTreeMap<String, Vec<Schema>> = BTreeMap::new();
        let mut waiting = std::mem::take(&mut schema.conditional);
        let mut seen = HashSet::new();
        while let Some(branch) = waiting.pop() {
            if !seen.insert(branch.at.clone()) {
                continue;
            }
            let branch = self.merged(branch);
            waiting.extend(branch.conditional);
            for (name, property) in branch.properties {
                described.entry(name).or_default().push(property);
            }
        }
        for (name, _) in &schema.properties {
            described.remove(name);
        }
        for (name, mut properties) in described {
            properties.sort_by(|one, other| one.at.cmp(&other.at));
            let mut either = Schema::anything(&properties[0].at);
            either.any_of = properties;
            either.open = true;
            schema.properties.push((name, either));
        }
    }

    /// The struct of an object's properties, and of `parts` that are decoded from
    /// the same object.
    pub(super) fn object(
        &mut self,
        mut schema: Schema,
        parts: Vec<Field>,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        if schema.properties.is_empty() && parts.is_empty() {
            match schema.additional {
                Additional::Unsaid => return Type::Map(Box::new(Type::Any)),
                Additional::Allowed(other) => {
                    let place = within(place, &other, "value");
                    return Type::Map(Box::new(self.type_of(*other, &place, None)));
                }
                Additional::Forbidden => {}
            }
        }
        if let Some(ty) = self.inheritance(&schema, place, slot) {
            return ty;
        }
        let docs = docs(&schema);
        let mut object = Struct {
            fields: Vec::new(),
            constants: Vec::new(),
            rest: Rest::Ignored,
            closed: matches!(schema.additional, Additional::Forbidden),
        };
        if matches!(schema.additional, Additional::Unsaid) {
            self.add_conditional(&mut schema);
            if parts.is_empty() {
                add_undescribed(&mut schema);
            }
        }
        let required: HashSet<String> = schema.required.into_iter().collect();
        for (name, property) in schema.properties {
            let required = required.contains(&name);
            self.property(&mut object, name, property, required, place);
        }
        if let Additional::Allowed(other) = schema.additional {
            let place = within(place, &other, "value");
            object.rest = Rest::Kept(self.type_of(*other, &place, None));
        }
        object.fields.extend(parts);
        Type::Named(
            self.types
                .define(slot, place, docs, TypeKind::Struct(object)),
        )
    }

    fn property(
        &mut self,
        object: &mut Struct,
        name: String,
        schema: Schema,
        required: bool,
        place: &Arc<Place>,
    ) {
        let only = self.only_value(&schema, 0);
        if let Some(value) = &only {
            let is_certain = schema.constant && required;
            if is_certain || schema.default.as_ref() == Some(value) {
                object.constants.push(Constant {
                    name,
                    value: value.clone(),
                    required,
                });
                return;
            }
        }
        let docs = docs(&schema);
        let at = schema.at.clone();
        let place = Arc::new(Place {
            at: at.clone(),
            origin: Origin::Within {
                parent: Arc::clone(place),
                word: name.clone(),
                title: schema.title.clone(),
            },
        });
        if schema.never {
            return;
        }
        let only_in = match (schema.read_only, schema.write_only) {
            (true, false) => Some(Direction::Response),
            (false, true) => Some(Direction::Request),
            _ => None,
        };
        let ty = match self.file(&schema) {
            Some(file) => file,
            None => self.type_of(schema.undescribed(), &place, None),
        };
        if required && ty == Type::Null {
            object.constants.push(Constant {
                name,
                value: Value::Null,
                required,
            });
            return;
        }
        object.fields.push(Field {
            name,
            required,
            needed: required,
            only_in,
            only,
            docs,
            ..Field::required(at, ty)
        });
    }
}

/// Adds the names that are required and not described, which may hold anything.
fn add_undescribed(schema: &mut Schema) {
    let names = schema.properties.iter().map(|(name, _)| name.clone());
    let mut known: HashSet<String> = names.collect();
    for name in &schema.required {
        if known.insert(name.clone()) {
            let anything = Schema::anything(&schema.at.child("required"));
            schema.properties.push((name.clone(), anything));
        }
    }
}

/// The place of a schema that stands within another without a property's name.
pub(super) fn within(parent: &Arc<Place>, schema: &Schema, word: &str) -> Arc<Place> {
    Arc::new(Place {
        at: schema.at.clone(),
        origin: Origin::Within {
            parent: Arc::clone(parent),
            word: word.to_owned(),
            title: schema.title.clone(),
        },
    })
}

/// The kinds of value that a schema without `type` speaks of.
pub(super) fn implied(schema: &Schema) -> Vec<JsonType> {
    let about_objects = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid);
    if about_objects {
        vec![JsonType::Object]
    } else if schema.items.is_some() || !schema.prefix_items.is_empty() {
        vec![JsonType::Array]
    } else {
        Vec::new()
    }
}

/// The type for what a format promises of a number.
fn number(format: Option<&str>) -> Type {
    Type::Scalar(
        format
            .and_then(Scalar::of_number_format)
            .unwrap_or(Scalar::Number),
    )
}

/// The narrowest type for what a format promises, or a wider one where the
/// bounds beside it promise more.
pub(super) fn integer(format: Option<&str>, range: Range) -> Integer {
    let promised = format.and_then(Integer::of_format);
    let promised = promised.unwrap_or(Integer::I64);
    let least = range.least.unwrap_or(0);
    let most = range.most.unwrap_or(0);
    let fits = |width: &Integer| width.range().contains(&least) && width.range().contains(&most);
    let wider = [promised, Integer::I64, Integer::U64];
    wider.into_iter().find(fits).unwrap_or(promised)
}

/// What a schema says to a reader.
pub(super) fn docs(schema: &Schema) -> Docs {
    let mut facts = Vec::new();
    if let Some(default) = schema.default.as_ref().filter(|default| !default.is_null()) {
        facts.push(format!(
            "Default: `{}`.",
            default.to_string().replace('`', "'")
        ));
    }
    Docs {
        text: schema.description.clone().or_else(|| schema.title.clone()),
        facts,
        deprecated: schema.deprecated,
    }
}
