//! Instances of each branch of each union, and the branches that the validator
//! finds each of them to satisfy.
//!
//! A value that comes back equal may still have been read as another branch than
//! its own. So the decoded variant is compared with those that the schemas allow.

use super::valid::Judge;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The most variants whose schemas are held against the instances of each other.
const MOST_VARIANTS: usize = 400;

/// A union that instances were made for.
#[derive(Debug)]
pub(super) struct Union {
    /// Its place.
    pub(super) pointer: String,
    /// Its type, relative to the root of the crate, which is its name among the others.
    pub(super) rust: String,
    /// Its variants that instances were made for.
    pub(super) tried: Vec<String>,
}

/// A variant as `bindings.json` lists it.
struct Variant<'a> {
    name: &'a str,
    schemas: Vec<BranchSchema<'a>>,
    /// The values of the union's property that are for this variant.
    values: &'a [Value],
}

/// A schema whose values a variant holds: those of one type if that is stated, which
/// are of the schemas that the union is joined with, too.
struct BranchSchema<'a> {
    pointer: &'a str,
    kind: Option<&'a str>,
    joined: Vec<&'a str>,
}

/// True if the property that tells variants apart has a value that is for none.
fn is_for_none(property: Option<&str>, variants: &[Variant<'_>], value: &Value) -> bool {
    let Some(tag) = property.and_then(|property| value.get(property)) else {
        return false;
    };
    let mut others = variants.iter().filter(|variant| variant.values.is_empty());
    let mut all = variants.iter().flat_map(|variant| variant.values);
    others.next().is_none() && !all.any(|known| known == tag)
}

/// Makes the instances: a line for each union, and what is known of each.
pub(super) fn prepare(
    judge: &Judge<'_>,
    bindings: &Value,
    wanted: usize,
) -> (Vec<Union>, Vec<String>) {
    let mut checks = Checks {
        judge,
        validators: BTreeMap::new(),
    };
    let (mut unions, mut lines) = (Vec::new(), Vec::new());
    for union in bindings["unions"].as_array().into_iter().flatten() {
        let text = |key: &str| union[key].as_str().unwrap_or_default();
        let (pointer, rust) = (text("pointer"), text("rust"));
        let variants: Vec<Variant<'_>> = union["variants"]
            .as_array()
            .into_iter()
            .flatten()
            .map(Variant::of)
            .collect();
        if variants.len() > MOST_VARIANTS {
            continue;
        }
        let is_webhook = text("decided_by") == "webhook";
        let within = (!is_webhook).then_some(pointer);
        let mut values = checks.instances(within, &variants, wanted);
        // A declared discriminator claims what it lists, whatever the schemas allow.
        values.retain(|one| !is_for_none(union["property"].as_str(), &variants, &one["value"]));
        let property = union["property"].as_str();
        for one in &mut values {
            // Without the property that tells them apart, it is none of several.
            let is_absent = property.is_some_and(|property| one["value"].get(property).is_none());
            if let (true, Value::Array(allowed)) = (is_absent, &mut one["allowed"])
                && allowed.len() > 1
            {
                allowed.push(json!("Unrecognized"));
            }
        }
        if values.is_empty() {
            continue;
        }
        let tried: BTreeSet<&str> = values.iter().filter_map(|one| one["of"].as_str()).collect();
        unions.push(Union {
            pointer: pointer.to_owned(),
            rust: rust.to_owned(),
            tried: tried.into_iter().map(str::to_owned).collect(),
        });
        let line = json!({
            "union": rust,
            "at": pointer,
            "values": values,
            // What no document tells of a webhook is better left unrecognized.
            "may_be_unrecognized": is_webhook,
        });
        lines.push(line.to_string());
    }
    (unions, lines)
}

impl<'a> Variant<'a> {
    fn of(entry: &'a Value) -> Self {
        let schemas = entry["schemas"].as_array().into_iter().flatten();
        let schemas = schemas.filter_map(|schema| {
            let joined = schema["joined"].as_array().into_iter().flatten();
            Some(BranchSchema {
                pointer: schema["pointer"].as_str()?,
                kind: schema["type"].as_str(),
                joined: joined.filter_map(Value::as_str).collect(),
            })
        });
        Self {
            name: entry["name"].as_str().unwrap_or_default(),
            schemas: schemas.collect(),
            values: entry["values"].as_array().map_or(&[], Vec::as_slice),
        }
    }
}

/// The validators of the schemas that were asked for.
struct Checks<'j, 'd> {
    judge: &'j Judge<'d>,
    validators: BTreeMap<String, Option<Validator>>,
}

impl Checks<'_, '_> {
    /// Instances of each variant that the whole union allows, with the variants
    /// whose schemas they satisfy.
    fn instances(
        &mut self,
        within: Option<&str>,
        variants: &[Variant<'_>],
        wanted: usize,
    ) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        for variant in variants {
            let mut left = wanted;
            for schema in &variant.schemas {
                // Of one type among several there are fewer, and so of several schemas.
                let is_narrow = schema.kind.is_some() || !schema.joined.is_empty();
                let more = if is_narrow { 4 * wanted } else { wanted };
                let made = self.judge.instances(schema.pointer, &[], more).plain;
                for value in made {
                    let is_whole = within.is_none_or(|whole| self.is_valid(whole, &value));
                    if left == 0 || !is_whole || !self.holds(schema, &value) || value.is_null() {
                        continue;
                    }
                    left -= 1;
                    let allowed: Vec<&str> = variants
                        .iter()
                        .filter(|variant| self.satisfies(variant, &value))
                        .map(|variant| variant.name)
                        .collect();
                    values.push(json!({ "of": variant.name, "value": value, "allowed": allowed }));
                }
            }
        }
        values
    }

    fn satisfies(&mut self, variant: &Variant<'_>, value: &Value) -> bool {
        let mut schemas = variant.schemas.iter();
        schemas.any(|schema| self.holds(schema, value))
    }

    fn holds(&mut self, schema: &BranchSchema<'_>, value: &Value) -> bool {
        let mut all = schema.joined.iter().chain([&schema.pointer]);
        is_of(schema.kind, value) && all.all(|pointer| self.is_valid(pointer, value))
    }

    fn is_valid(&mut self, pointer: &str, value: &Value) -> bool {
        if !self.validators.contains_key(pointer) {
            let validator = self.judge.validator(pointer).ok();
            self.validators.insert(pointer.to_owned(), validator);
        }
        let validator = self.validators.get(pointer).and_then(Option::as_ref);
        validator.is_some_and(|validator| validator.is_valid(value))
    }
}

fn is_of(kind: Option<&str>, value: &Value) -> bool {
    match kind {
        None => true,
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        _ => value.is_object(),
    }
}
