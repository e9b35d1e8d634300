//! The instances of one schema that an independent validator accepts, and the
//! same again with members that the schema doesn't know.

use super::dialect;
use super::instances::instance;
use super::random::Random;
use super::strings;
use jsonschema::{Draft, Registry, Resource, Validator};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The repairs that an invalid instance gets at most.
const REPAIRS: usize = 12;
/// The attempts for each instance that is wanted.
const ATTEMPTS: usize = 6;
/// The name that the rewritten document has among the validator's documents.
const DOCUMENT: &str = "urn:document";

/// A rewritten document, ready to be validated against.
pub(super) struct Judge<'a> {
    document: &'a Value,
    registry: Registry<'a>,
}

/// The instances of one schema.
#[derive(Debug, Default)]
pub(super) struct Instances {
    /// As the schema has them.
    pub(super) plain: Vec<Value>,
    /// With unknown members: the plain one's place in the list, and the value.
    pub(super) added: Vec<(usize, Value)>,
    /// The reason why there are none.
    pub(super) problem: Option<String>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(document: &'a Value) -> Result<Self, String> {
        let mut claimed = document.clone();
        dialect::with_discriminators(&mut claimed);
        let resource = Resource::from_contents(claimed);
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(DOCUMENT, resource)
            .and_then(|builder| builder.prepare())
            .map_err(|error| error.to_string())?;
        Ok(Self { document, registry })
    }

    /// The validator of the schema at `pointer`.
    pub(super) fn validator(&self, pointer: &str) -> Result<Validator, String> {
        let fragment = dialect::escaped(&pointer.replace('%', "%25").replace('#', "%23"));
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .with_format("byte", strings::is_base64)
            .build(&json!({ "$ref": format!("{DOCUMENT}#{fragment}") }))
            .map_err(|error| error.to_string())
    }

    /// Valid instances of the schema at `pointer`: `examples` as far as they
    /// are, and up to `wanted` random ones.
    pub(super) fn instances(&self, pointer: &str, examples: &[Value], wanted: usize) -> Instances {
        let mut found = Instances::default();
        let mut random = Random::seeded(pointer);
        let Some(schema) = self.document.pointer(pointer) else {
            found.problem = Some("there is nothing at this place".to_owned());
            return found;
        };
        let validator = match self.validator(pointer) {
            Ok(validator) => validator,
            Err(error) => {
                found.problem = Some(format!("the validator refuses the schema: {error}"));
                return found;
            }
        };
        let examples = examples.iter().filter(|one| validator.is_valid(one));
        found.plain.extend(examples.cloned());
        let wanted = found.plain.len() + wanted;
        let mut last = None;
        for attempt in 0..(wanted * ATTEMPTS) {
            if found.plain.len() >= wanted {
                break;
            }
            // What never works in the first attempts won't later.
            if found.plain.is_empty() && attempt > 40 {
                break;
            }
            let Some(value) = instance(self.document, schema, &mut random) else {
                continue;
            };
            match mended(&validator, value) {
                Ok(value) if found.plain.contains(&value) => {}
                Ok(value) => found.plain.push(value),
                Err(why) => last = Some(why),
            }
        }
        if found.plain.is_empty() {
            let why = last.unwrap_or_else(|| "no instance could be made".to_owned());
            found.problem = Some(why);
        }
        for (index, value) in found.plain.iter_mut().enumerate() {
            // Vendors' examples have members that their schemas don't know.
            let known = known(&validator, value);
            if known != *value && validator.is_valid(&known) {
                let whole = std::mem::replace(value, known);
                found.added.push((index, whole));
            }
            if let Some(more) = with_unknown(&validator, value, &mut random) {
                found.added.push((index, more));
            }
        }
        found
    }
}

/// The part of a value that its schema speaks of: an object loses the members
/// that no subschema which holds has looked at.
fn known(validator: &Validator, value: &Value) -> Value {
    let evaluation = validator.evaluate(value);
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in evaluation.iter_annotations() {
        let keyword = entry.schema_location.rsplit('/').next();
        let is_about_members = keyword.is_some_and(|keyword| keyword.ends_with("roperties"));
        if let Some(Value::Array(seen)) =
            Some(entry.annotations.value()).filter(|_| is_about_members)
        {
            let seen = seen.iter().filter_map(Value::as_str).map(str::to_owned);
            let place = entry.instance_location.as_str().to_owned();
            names.entry(place).or_default().extend(seen);
        }
    }
    let mut known = value.clone();
    strip(&mut known, String::new(), &names);
    known
}

fn strip(value: &mut Value, place: String, names: &BTreeMap<String, BTreeSet<String>>) {
    match value {
        Value::Object(members) => {
            if let Some(seen) = names.get(&place) {
                members.retain(|name, _| seen.contains(name));
            }
            for (name, member) in members.iter_mut() {
                let name = name.replace('~', "~0").replace('/', "~1");
                strip(member, format!("{place}/{name}"), names);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                strip(item, format!("{place}/{index}"), names);
            }
        }
        _ => {}
    }
}

/// Takes away what the validator objects to until nothing is left to object to.
fn mended(validator: &Validator, mut value: Value) -> Result<Value, String> {
    let mut why = String::new();
    for _ in 0..REPAIRS {
        let errors: Vec<(String, String)> = validator
            .iter_errors(&value)
            .map(|error| (error.instance_path().to_string(), error.to_string()))
            .collect();
        let Some((_, first)) = errors.first() else {
            return Ok(value);
        };
        why = first.chars().take(300).collect();
        let mut places: Vec<&str> = errors.iter().map(|(place, _)| place.as_str()).collect();
        // From the back, so that the indices of items before stay right.
        places.sort_unstable_by(|one, other| other.cmp(one));
        places.dedup();
        let mut changed = false;
        for place in places {
            changed |= remove(&mut value, place);
        }
        if !changed {
            break;
        }
    }
    match validator.is_valid(&value) {
        true => Ok(value),
        false => Err(why),
    }
}

/// Removes the member or item at a place.
fn remove(value: &mut Value, place: &str) -> bool {
    let Some((parent, last)) = place.rsplit_once('/') else {
        return false;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let key = last.replace("~1", "/").replace("~0", "~");
            members.shift_remove(&key).is_some()
        }
        Some(Value::Array(items)) => match last.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// Adds a member wherever there is an object that may have more; nothing if
/// none may.
fn with_unknown(validator: &Validator, value: &Value, random: &mut Random) -> Option<Value> {
    let mut places = Vec::new();
    objects(value, String::new(), &mut places);
    let name = format!("x_unknown_{}", random.below(1_000));
    let mut result = value.clone();
    for place in &places {
        if let Some(Value::Object(members)) = result.pointer_mut(place) {
            members.insert(name.clone(), strings::unknown(random));
        }
    }
    // All at once is valid for most; else those that are objected to go, and
    // if it can't be said which, one after the other is tried.
    for _ in 0..3 {
        let wrong: Vec<String> = validator
            .iter_errors(&result)
            .map(|error| error.instance_path().to_string())
            .collect();
        if wrong.is_empty() {
            return (result != *value).then_some(result);
        }
        for place in wrong {
            let place = place.strip_suffix(&format!("/{name}")).unwrap_or(&place);
            remove(&mut result, &format!("{place}/{name}"));
        }
    }
    let mut result = value.clone();
    for place in places.iter().take(40) {
        let Some(Value::Object(members)) = result.pointer_mut(place) else {
            continue;
        };
        members.insert(name.clone(), strings::unknown(random));
        if !validator.is_valid(&result) {
            remove(&mut result, &format!("{place}/{name}"));
        }
    }
    (result != *value).then_some(result)
}

/// The places of all objects in a value.
fn objects(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                objects(member, format!("{place}/{key}"), places);
            }
            places.push(place);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, format!("{place}/{index}"), places);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Judge;
    use crate::corpus::dialect::rewritten;
    use serde_json::json;

    #[test]
    fn instances_are_valid_and_added_members_stand_where_they_may() {
        let document = rewritten(&json!({ "components": { "schemas": {
            "Tree": {
                "type": "object",
                "required": ["id", "children"],
                "properties": {
                    "id": { "type": "string", "pattern": "^[A-Z]{3}\\d+$", "minLength": 8 },
                    "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
                    "closed": { "$ref": "#/components/schemas/Closed" },
                },
            },
            "Closed": { "type": "object", "additionalProperties": false },
            "Never": { "allOf": [{ "type": "string" }, { "type": "object" }] },
        } } }));
        let judge = Judge::new(&document).expect("a document");
        let trees = judge.instances("/components/schemas/Tree", &[json!({ "id": 1 })], 20);
        assert_eq!(trees.plain.len(), 20);
        assert_eq!(trees.added.len(), 20);
        let closed = judge.instances("/components/schemas/Closed", &[], 20);
        assert_eq!((closed.plain, closed.added.len()), (vec![json!({})], 0));
        let example = json!({ "id": "ABC12345", "children": [{ "id": "DEF12345", "children": [], "old": 1 }], "extra": {} });
        let trees = judge.instances(
            "/components/schemas/Tree",
            std::slice::from_ref(&example),
            0,
        );
        let known = json!({ "id": "ABC12345", "children": [{ "id": "DEF12345", "children": [] }] });
        assert_eq!(trees.plain, [known]);
        assert_eq!(trees.added[0], (0, example));
        let never = judge.instances("/components/schemas/Never", &[], 20);
        assert!(never.plain.is_empty() && never.problem.is_some());
    }
}
