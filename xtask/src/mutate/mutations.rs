//! The changes that a document goes through.
//!
//! Takes a parsed document and the places of its schemas, changes some of them
//! by a seeded choice, and must not know what is done with the result.

use super::places::{Places, reference};
use crate::corpus::random::Random;
use serde_json::{Map, Value, json};
use std::fmt;

/// Changes the schema at a pointer; false if there is nothing there to change.
type Mutation = fn(&mut Hand<'_>, &str, &mut Value) -> bool;

const MUTATIONS: &[(&str, Mutation)] = &[
    ("rewired", rewired),
    ("referred", referred),
    ("property referred", property_referred),
    ("circular", circular),
    ("union", union),
    ("union beside", union_beside),
    ("inheriting", inheriting),
    ("allOf in union", all_of_in_union),
    ("unions in allOf", unions_in_all_of),
    ("required", required),
    ("additionalProperties", additional_properties),
    ("discriminator", discriminator),
    ("items", items),
    ("type", type_),
    ("values", values),
];

const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// The names that documents like to tell variants by.
const TAGS: &[&str] = &["type", "kind", "object", "event"];

/// One change that was made.
#[derive(Debug)]
pub(super) struct Change {
    what: &'static str,
    pointer: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.what)
    }
}

/// Changes between 1 and 200 places, few more often than many.
///
/// Each document prefers some kinds of changes and goes without others, so that
/// the rare combinations come up too.
pub(super) fn mutate(document: &mut Value, places: &Places, random: &mut Random) -> Vec<Change> {
    let wanted = how_many(random);
    let liked = liking(random);
    let mut hand = Hand { random, places };
    let mut changes = Vec::new();
    // Places vanish with those around them, and not every change fits anywhere.
    for _ in 0..wanted * 10 {
        if changes.len() == wanted {
            break;
        }
        let pointer = hand.place().to_owned();
        let Some(&(what, mutation)) = hand.random.pick(&liked) else {
            break;
        };
        let schema = document.pointer_mut(&pointer);
        if schema.is_some_and(|schema| mutation(&mut hand, &pointer, schema)) {
            changes.push(Change { what, pointer });
        }
    }
    changes
}

/// A number from 1 to 200, whose logarithm is spread evenly.
fn how_many(random: &mut Random) -> usize {
    let low = 1_i128 << random.below(8);
    random.integer(low, (2 * low - 1).min(200)) as usize
}

/// The kinds of changes, each as often as this document likes it.
fn liking(random: &mut Random) -> Vec<(&'static str, Mutation)> {
    let mut liked = Vec::new();
    for mutation in MUTATIONS {
        let weight = [0, 0, 1, 1, 4][random.below(5)];
        liked.extend(std::iter::repeat_n(*mutation, weight));
    }
    match liked.is_empty() {
        true => MUTATIONS.to_vec(),
        false => liked,
    }
}

/// The choices that changes are made of.
struct Hand<'a> {
    random: &'a mut Random,
    places: &'a Places,
}

impl Hand<'_> {
    /// A place to change; that of a schema with a name in half of the cases.
    fn place(&mut self) -> &str {
        self.place_of(0.5)
    }

    /// A place to refer to; nearly always that of a schema with a name.
    fn target(&mut self) -> &str {
        self.place_of(0.95)
    }

    fn place_of(&mut self, named: f64) -> &str {
        let is_named = self.random.chance(named) && !self.places.named.is_empty();
        let from = match is_named {
            true => &self.places.named,
            false => &self.places.all,
        };
        self.random.pick(from).map_or("", String::as_str)
    }

    fn reference(&mut self) -> Value {
        reference(self.target())
    }

    fn references(&mut self, low: usize, high: usize) -> Vec<Value> {
        let count = self.between(low, high);
        (0..count).map(|_| self.reference()).collect()
    }

    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.random.below(high - low + 1)
    }

    /// `oneOf` or `anyOf`.
    fn union(&mut self) -> &'static str {
        self.one_of(&["oneOf", "anyOf"])
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        self.random.pick(words).copied().unwrap_or_default()
    }

    /// The name of a property, of this schema or any.
    fn property(&mut self, members: &Map<String, Value>) -> String {
        let own = members.get("properties").and_then(Value::as_object);
        let own: Vec<&String> = own.into_iter().flat_map(Map::keys).collect();
        let name = match self.random.below(3) {
            0 => self.random.pick(&own).map(|name| (*name).clone()),
            1 => self.random.pick(&self.places.properties).cloned(),
            _ => None,
        };
        name.unwrap_or_else(|| self.one_of(TAGS).to_owned())
    }
}

/// The members of a schema of an object that isn't a reference.
fn object(schema: &mut Value) -> Option<&mut Map<String, Value>> {
    let members = schema.as_object_mut()?;
    let is_object = members.contains_key("properties")
        || members.contains_key("allOf")
        || members.get("type").is_some_and(|one| one == "object");
    (is_object && !members.contains_key("$ref")).then_some(members)
}

/// A reference leads elsewhere.
fn rewired(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let is_reference = schema.get("$ref").is_some();
    if is_reference {
        schema["$ref"] = hand.reference()["$ref"].take();
    }
    is_reference
}

/// Any schema becomes a reference.
fn referred(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    *schema = hand.reference();
    true
}

/// A property's schema becomes a reference.
fn property_referred(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let Some(properties) = properties else {
        return false;
    };
    let index = hand.random.below(properties.len());
    let property = properties.values_mut().nth(index);
    let is_any = property.is_some();
    if let Some(property) = property {
        *property = hand.reference();
    }
    is_any
}

/// A schema refers to itself or to one around it.
fn circular(hand: &mut Hand<'_>, pointer: &str, schema: &mut Value) -> bool {
    let around = hand.places.all.iter().filter(|outer| {
        let rest = pointer.strip_prefix(outer.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let around: Vec<&String> = around.collect();
    let target = hand.random.pick(&around).map_or(pointer, |one| one);
    *schema = match hand.random.below(3) {
        0 => json!({ "allOf": [reference(target)] }),
        1 => json!({ "oneOf": [reference(target), hand.reference()] }),
        _ => reference(target),
    };
    true
}

/// A schema of an object becomes a union.
fn union(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let is_object = object(schema).is_some();
    if is_object {
        *schema = json!({ hand.union(): hand.references(2, 6) });
    }
    is_object
}

/// A union stands beside the properties of an object.
fn union_beside(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let Some(members) = object(schema) else {
        return false;
    };
    let union = hand.union().to_owned();
    members.insert(union, hand.references(2, 6).into());
    true
}

/// An object inherits from others.
fn inheriting(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let Some(members) = object(schema) else {
        return false;
    };
    let mut bases = hand.references(1, 4);
    if let Some(Value::Array(before)) = members.get_mut("allOf") {
        bases.append(before);
    }
    members.insert("allOf".to_owned(), bases.into());
    true
}

/// A schema becomes a union of intersections.
fn all_of_in_union(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let old = schema.take();
    let count = hand.between(2, 4);
    let mut variants: Vec<Value> = (0..count)
        .map(|_| json!({ "allOf": hand.references(1, 3) }))
        .collect();
    if hand.random.chance(0.5) {
        let mut within = hand.references(1, 2);
        within.push(old);
        variants.push(json!({ "allOf": within }));
    }
    *schema = json!({ hand.union(): variants });
    true
}

/// A schema becomes an intersection of unions.
fn unions_in_all_of(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let old = schema.take();
    let count = hand.between(1, 3);
    let mut parts: Vec<Value> = (0..count)
        .map(|_| json!({ hand.union(): hand.references(2, 4) }))
        .collect();
    if hand.random.chance(0.5) {
        parts.push(old);
    }
    *schema = json!({ "allOf": parts });
    true
}

/// `required` is put into another order, or names what isn't there.
fn required(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let Some(members) = object(schema) else {
        return false;
    };
    let before = members.get("required").and_then(Value::as_array);
    let mut names = before.cloned().unwrap_or_default();
    for index in (1..names.len()).rev() {
        names.swap(index, hand.random.below(index + 1));
    }
    for _ in 0..hand.random.below(3) {
        let name = Value::from(hand.property(members));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if hand.random.chance(0.2) {
        names.push("no such property".into());
    }
    members.insert("required".to_owned(), names.into());
    true
}

/// `additionalProperties` is said otherwise.
fn additional_properties(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let value = match hand.random.below(4) {
        0 => json!(true),
        1 => json!(false),
        _ => hand.reference(),
    };
    let members = object(schema);
    members.is_some_and(|members| {
        members.insert("additionalProperties".to_owned(), value);
        true
    })
}

/// A discriminator is added, or loses its mapping, or gets another.
fn discriminator(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let Some(members) = schema.as_object_mut() else {
        return false;
    };
    if members.contains_key("$ref") {
        return false;
    }
    if let Some(Value::Object(before)) = members.get_mut("discriminator")
        && hand.random.chance(0.5)
        && before.shift_remove("mapping").is_some()
    {
        return true;
    }
    let mut added = json!({ "propertyName": hand.property(members) });
    if hand.random.chance(0.3) {
        added["mapping"] = mapping(hand);
    }
    members.insert("discriminator".to_owned(), added);
    true
}

fn mapping(hand: &mut Hand<'_>) -> Value {
    let count = hand.between(1, 4);
    let mut mapping = Map::new();
    for index in 0..count {
        mapping.insert(format!("value{index}"), hand.reference()["$ref"].take());
    }
    mapping.into()
}

/// The items of an array are others.
fn items(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let is_array = schema.get("items").is_some();
    if is_array {
        schema["items"] = match hand.random.below(4) {
            0 => json!({ "type": "array", "items": hand.reference() }),
            1 => json!({ hand.union(): hand.references(2, 4) }),
            _ => hand.reference(),
        };
    }
    is_array
}

/// The type is left out, or is another, or one of several.
fn type_(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    let Some(members) = schema.as_object_mut() else {
        return false;
    };
    if members.contains_key("$ref") {
        return false;
    }
    match hand.random.below(4) {
        0 => return members.shift_remove("type").is_some(),
        1 => {
            let other = hand.one_of(TYPES);
            members.insert("type".to_owned(), other.into());
        }
        _ => {
            let count = hand.between(1, 3);
            let mut several: Vec<&str> = (0..count).map(|_| hand.one_of(TYPES)).collect();
            several.extend(members.get("type").and_then(Value::as_str));
            several.sort_unstable();
            several.dedup();
            let several = json!(several);
            members.insert("type".to_owned(), several);
        }
    }
    true
}

/// A schema allows some values only.
fn values(hand: &mut Hand<'_>, _: &str, schema: &mut Value) -> bool {
    const VALUES: &[&str] = &["a", "A", "b", "1", "", "a-b", "a_b", "null"];
    let Some(members) = schema.as_object_mut() else {
        return false;
    };
    if members.contains_key("$ref") {
        return false;
    }
    let mut value = || match hand.random.below(8) {
        0 => json!(hand.random.integer(-2, 300)),
        1 => json!(null),
        2 => json!(hand.random.chance(0.5)),
        _ => json!(hand.random.pick(VALUES)),
    };
    if value().is_string() {
        let mut several = vec![value(), value(), value()];
        several.dedup();
        members.insert("enum".to_owned(), several.into());
    } else {
        members.insert("const".to_owned(), value());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::mutate;
    use crate::corpus::random::Random;
    use crate::mutate::places::collect;
    use serde_json::{Value, json};

    #[test]
    fn the_same_seed_makes_the_same_changes() {
        let document = json!({ "components": { "schemas": {
            "Cat": { "type": "object", "properties": { "name": { "type": "string" } } },
            "Dog": { "type": "object", "allOf": [{ "$ref": "#/components/schemas/Cat" }] },
            "Pets": { "type": "array", "items": { "$ref": "#/components/schemas/Dog" } },
        } } });
        let places = collect(&document);
        let changed = |seed: &str| {
            let mut copy = document.clone();
            let changes = mutate(&mut copy, &places, &mut Random::seeded(seed));
            (copy, changes.len())
        };
        let results: Vec<(Value, usize)> = (0..20).map(|seed| changed(&seed.to_string())).collect();
        for (seed, (result, count)) in results.iter().enumerate() {
            assert_eq!(changed(&seed.to_string()), (result.clone(), *count));
            assert!((1..=200).contains(count), "{count} changes");
        }
        let changed = results.iter().filter(|(result, _)| *result != document);
        // Now and then a reference is led to where it led before.
        assert!(changed.count() > 15);
    }
}
