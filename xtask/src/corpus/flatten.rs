//! One schema without references and combinations: what `$ref`, `allOf` and a
//! chosen branch of every `oneOf` and `anyOf` say together.
//!
//! Takes a rewritten document; the result is only a guess at what fits, which
//! the validator judges.

use super::random::Random;
use serde_json::{Map, Value, json};

/// The most references and combinations that lead into each other.
const LIMIT: usize = 40;

/// The keywords of a schema, put together; nothing if it allows nothing.
pub(super) fn flat(
    document: &Value,
    schema: &Value,
    random: &mut Random,
) -> Option<Map<String, Value>> {
    let mut result = Map::new();
    add(document, schema, random, &mut result, LIMIT)?;
    Some(result)
}

fn add(
    document: &Value,
    schema: &Value,
    random: &mut Random,
    into: &mut Map<String, Value>,
    left: usize,
) -> Option<()> {
    let left = left.checked_sub(1)?;
    let members = match schema {
        Value::Bool(true) => return Some(()),
        Value::Object(members) => members,
        _ => return None,
    };
    // First, so that a branch is chosen that allows what is listed.
    for key in ["enum", "const"] {
        if let Some(value) = members.get(key) {
            merge(into, key, value);
        }
    }
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        let target = resolve(document, reference)?;
        add(document, target, random, into, left)?;
    }
    if let Some(Value::Array(all)) = members.get("allOf") {
        // Those with branches last, so that one is chosen that fits the others.
        let has_branches = |one: &&Value| one.get("oneOf").or_else(|| one.get("anyOf")).is_some();
        let (last, first): (Vec<_>, Vec<_>) = all.iter().partition(has_branches);
        for one in first.into_iter().chain(last) {
            add(document, one, random, into, left)?;
        }
    }
    for (key, value) in members {
        match key.as_str() {
            "$ref" | "allOf" | "oneOf" | "anyOf" | "if" | "then" | "else" | "discriminator" => {}
            _ => merge(into, key, value),
        }
    }
    let discriminator = members.get("discriminator");
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = members.get(key) else {
            continue;
        };
        let fitting: Vec<&Value> = branches.iter().filter(|one| may_fit(one, into)).collect();
        let chosen = match fitting.is_empty() {
            true => random.pick(branches)?,
            false => random.pick(&fitting)?,
        };
        add(document, chosen, random, into, left)?;
        // The schema alone allows others too, which aren't to be lost either.
        if let Some(discriminator) = discriminator.filter(|_| random.chance(0.8)) {
            name_branch(document, discriminator, chosen, into);
        }
    }
    if let Some(condition) = members.get("if") {
        if let Some(then) = members.get("then").filter(|_| random.chance(0.5)) {
            add(document, condition, random, into, left)?;
            add(document, then, random, into, left)?;
        } else if let Some(otherwise) = members.get("else") {
            add(document, otherwise, random, into, left)?;
        }
    }
    Some(())
}

/// True of a branch that may hold with the keywords so far: of the values that
/// it lists, and of its types, one must be among theirs.
fn may_fit(branch: &Value, into: &Map<String, Value>) -> bool {
    let listed = |members: &Map<String, Value>| -> Option<Vec<Value>> {
        match (members.get("const"), members.get("enum")) {
            (Some(one), _) => Some(vec![one.clone()]),
            (None, Some(Value::Array(values))) => Some(values.clone()),
            _ => None,
        }
    };
    let of_branch = branch.as_object().and_then(listed);
    let lists = match (of_branch, listed(into)) {
        (Some(ours), Some(theirs)) => ours.iter().any(|value| theirs.contains(value)),
        _ => true,
    };
    let types = |ty: &Value| match ty {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let alike = |one: &Value, other: &Value| {
        one == other || [one, other].map(|ty| ty == "integer" || ty == "number") == [true, true]
    };
    lists
        && match (branch.get("type").map(types), into.get("type").map(types)) {
            (Some(ours), Some(theirs)) => {
                let mut ours = ours.iter();
                ours.any(|one| theirs.iter().any(|other| alike(one, other)))
            }
            _ => true,
        }
}

/// The target of a local `$ref`, which is a pointer or an anchor.
pub(super) fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    let fragment = percent_decoded(reference.strip_prefix('#')?);
    if fragment.is_empty() || fragment.starts_with('/') {
        return document.pointer(&fragment);
    }
    anchored(document, &fragment)
}

fn anchored<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => {
            let here = ["$anchor", "$dynamicAnchor"]
                .iter()
                .any(|key| members.get(*key).is_some_and(|anchor| anchor == name));
            if here {
                return Some(value);
            }
            members.values().find_map(|member| anchored(member, name))
        }
        Value::Array(items) => items.iter().find_map(|item| anchored(item, name)),
        _ => None,
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Makes the discriminator's property say which branch was chosen, if its
/// schema lets it.
fn name_branch(
    document: &Value,
    discriminator: &Value,
    branch: &Value,
    into: &mut Map<String, Value>,
) {
    let property = discriminator.get("propertyName").and_then(Value::as_str);
    let reference = branch.get("$ref").and_then(Value::as_str);
    let (Some(property), Some(reference)) = (property, reference) else {
        return;
    };
    let name = reference.rsplit('/').next().unwrap_or(reference);
    let mapped = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapped.and_then(|mapping| {
        let leads_here = |to: &Value| to == reference || to == name;
        mapping.iter().find(|(_, to)| leads_here(to))
    });
    let said = mapped.map_or(name, |(said, _)| said);
    let Some(Value::Object(properties)) = into.get_mut("properties") else {
        return;
    };
    if let Some(schema) = properties.get_mut(property) {
        let named = schema.get("$ref").and_then(Value::as_str);
        let said_there = named
            .and_then(|named| resolve(document, named))
            .unwrap_or(schema);
        let lets = match said_there.get("enum") {
            Some(Value::Array(values)) => values.iter().any(|value| value == said),
            _ => said_there.get("type").is_some_and(|ty| ty == "string"),
        };
        if lets && said_there.get("const").is_none() {
            *schema = json!({ "const": said });
        }
    }
    let required = into.entry("required").or_insert_with(|| json!([]));
    if let Value::Array(names) = required {
        names.push(json!(property));
    }
}

/// Adds one keyword to what is already said.
fn merge(into: &mut Map<String, Value>, key: &str, value: &Value) {
    let Some(old) = into.get_mut(key) else {
        into.insert(key.to_owned(), value.clone());
        return;
    };
    if old == value {
        return;
    }
    match (key, &mut *old, value) {
        ("properties" | "patternProperties", Value::Object(old), Value::Object(new)) => {
            for (name, schema) in new {
                match old.get_mut(name) {
                    None => {
                        old.insert(name.clone(), schema.clone());
                    }
                    Some(first) if first == schema => {}
                    Some(first) => *first = json!({ "allOf": [first.clone(), schema] }),
                }
            }
        }
        ("required", Value::Array(old), Value::Array(new)) => {
            for name in new {
                if !old.contains(name) {
                    old.push(name.clone());
                }
            }
        }
        ("enum", Value::Array(old), Value::Array(new)) => old.retain(|one| new.contains(one)),
        ("type", _, _) => *old = common_types(old, value),
        ("items" | "additionalProperties", _, _) => *old = json!({ "allOf": [old.clone(), value] }),
        ("minimum" | "minLength" | "minItems" | "minProperties" | "exclusiveMinimum", _, _) => {
            if value.as_f64() > old.as_f64() {
                *old = value.clone();
            }
        }
        ("maximum" | "maxLength" | "maxItems" | "maxProperties" | "exclusiveMaximum", _, _) => {
            if value.as_f64() < old.as_f64() {
                *old = value.clone();
            }
        }
        _ => *old = value.clone(),
    }
}

fn common_types(one: &Value, other: &Value) -> Value {
    let list = |value: &Value| match value {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let (one, other) = (list(one), list(other));
    let allows = |types: &[Value], name: &Value| {
        types.contains(name) || (name == "integer" && types.contains(&json!("number")))
    };
    let mut common: Vec<Value> = one
        .iter()
        .filter(|ty| allows(&other, ty))
        .cloned()
        .collect();
    for ty in other.iter().filter(|ty| allows(&one, ty)) {
        if !common.contains(ty) {
            common.push(ty.clone());
        }
    }
    Value::Array(common)
}
