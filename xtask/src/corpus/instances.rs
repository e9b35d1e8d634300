//! Random instances of a schema.
//!
//! Takes a rewritten document and one of its schemas, gives values that are
//! meant to fit it; whether they do is for the validator to say.

use super::flatten::flat;
use super::random::Random;
use super::strings;
use serde_json::{Map, Number, Value, json};

/// From this depth on only what is required is written.
const DEEP: usize = 8;
/// At this depth a required recursion is given up.
const BOTTOM: usize = 40;
/// The values that one instance may hold before it is kept short.
const BUDGET: usize = 250;

/// Makes one instance; nothing if the schema leads to nothing that ends.
pub(super) fn instance(document: &Value, schema: &Value, random: &mut Random) -> Option<Value> {
    let shares = [0.0, 0.25, 0.5, 0.8, 1.0];
    let share = random.pick(&shares).copied().unwrap_or(0.5);
    let mut maker = Maker {
        document,
        random,
        share,
        left: BUDGET,
    };
    maker.value(schema, 0)
}

struct Maker<'a> {
    document: &'a Value,
    random: &'a mut Random,
    /// The share of optional members that are written.
    share: f64,
    left: usize,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        if depth > BOTTOM {
            return None;
        }
        self.left = self.left.saturating_sub(1);
        let flat = flat(self.document, schema, self.random)?;
        if let Some(value) = flat.get("const") {
            return Some(value.clone());
        }
        if let Some(Value::Array(values)) = flat.get("enum") {
            return self.random.pick(values).cloned();
        }
        if let Some(value) = self.documented(&flat) {
            return Some(value);
        }
        let types = match flat.get("type") {
            Some(Value::Array(types)) => types.clone(),
            Some(one) => vec![one.clone()],
            None => vec![json!(implied(&flat))],
        };
        let nullable = types.iter().any(|ty| ty == "null");
        let others: Vec<_> = types.iter().filter(|ty| *ty != "null").collect();
        if nullable && (others.is_empty() || depth > DEEP || self.random.chance(0.25)) {
            return Some(Value::Null);
        }
        match self.random.pick(&others)?.as_str()? {
            "boolean" => Some(json!(self.random.chance(0.5))),
            "integer" => self.integer(&flat),
            "number" => self.number(&flat),
            "string" => Some(json!(strings::string(&flat, self.random))),
            "array" => self.array(&flat, depth),
            "object" => self.object(&flat, depth),
            _ => Some(self.any(depth)),
        }
    }

    /// An example of the document itself, now and then.
    fn documented(&mut self, flat: &Map<String, Value>) -> Option<Value> {
        let keys = ["example", "default", "examples"];
        let key = self.random.pick(&keys).copied()?;
        let value = flat.get(key)?;
        if !self.random.chance(0.2) {
            return None;
        }
        match (key, value) {
            ("examples", Value::Array(values)) => self.random.pick(values).cloned(),
            ("examples", _) => None,
            (_, value) => Some(value.clone()),
        }
    }

    fn any(&mut self, depth: usize) -> Value {
        match self.random.below(if depth > DEEP { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.random.chance(0.5)),
            2 => json!(self.random.integer(-5, 1 << 60) as i64),
            3 => json!(-12.75),
            4 => json!(strings::text(self.random, 0, 12)),
            5 => json!([1, "two", { "three": null }]),
            _ => json!({ "free": { "nested": [true, 1.5] }, "": "empty key" }),
        }
    }

    fn integer(&mut self, flat: &Map<String, Value>) -> Option<Value> {
        let (low, high) = bounds(flat);
        let (low, high) = (low.ceil() as i128, high.floor() as i128);
        // The ends of `i64` and `u64` aren't numbers that `f64` has.
        let low = low.max(i128::from(i64::MIN));
        let high = match flat.get("maximum").and_then(Value::as_u64) {
            Some(exact) => high.min(i128::from(exact)),
            None => high.min(i128::from(i64::MAX)),
        };
        let value = match self.random.below(8) {
            0 => low,
            1 => high,
            2 => self.random.integer(low, high),
            3 => (1_i128 << 53) + 1,
            _ => self
                .random
                .integer(low.max(0), high.min(low.max(0) + 1_000)),
        };
        let value = value.clamp(low, high.max(low));
        let value = match flat.get("multipleOf").and_then(Value::as_i64) {
            Some(by) if by > 0 => value - value % i128::from(by),
            _ => value,
        };
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => Some(json!(value)),
            (_, Ok(value)) => Some(json!(value)),
            _ => None,
        }
    }

    fn number(&mut self, flat: &Map<String, Value>) -> Option<Value> {
        let (low, high) = bounds(flat);
        let wild = [0.1, 1.0e21, -2.5e-7, 123_456_789.012_345_67, 0.0, 3.0, -1.0];
        let value = match self.random.below(4) {
            0 => self.random.pick(&wild).copied()?,
            1 => return self.integer(flat),
            2 => (low.max(-1e6) + self.random.unit() * 2e6 * 100.0).round() / 100.0,
            _ => low.max(0.0) + self.random.unit() * (high.min(low.max(0.0) + 1e3) - low.max(0.0)),
        };
        let value = match flat.get("multipleOf").and_then(Value::as_f64) {
            Some(by) => (value / by).round() * by,
            None => value,
        };
        let value = value.clamp(low, high.max(low));
        Number::from_f64(value).map(Value::Number)
    }

    fn array(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let size = |key| flat.get(key).and_then(Value::as_u64);
        let least = size("minItems").unwrap_or(0) as usize;
        let most = size("maxItems").map_or(least + 3, |most| most as usize);
        let wanted = match depth > DEEP || self.left == 0 {
            true => least,
            false => least + self.random.below(most.saturating_sub(least).min(3) + 1),
        };
        let mut items = Vec::new();
        let prefix = flat.get("prefixItems").and_then(Value::as_array);
        for schema in prefix.into_iter().flatten().take(most) {
            items.push(self.value(schema, depth + 1)?);
        }
        let free = Value::Bool(true);
        let schema = flat.get("items").unwrap_or(&free);
        let unique = flat.get("uniqueItems") == Some(&Value::Bool(true));
        for _ in 0..wanted.min(200) * 2 {
            if items.len() >= wanted {
                break;
            }
            match self.value(schema, depth + 1) {
                Some(item) if unique && items.contains(&item) => {}
                Some(item) => items.push(item),
                None if items.len() < least => return None,
                None => break,
            }
        }
        Some(Value::Array(items))
    }

    fn object(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let none = Map::new();
        let properties = flat.get("properties").and_then(Value::as_object);
        let properties = properties.unwrap_or(&none);
        let required = flat.get("required").and_then(Value::as_array);
        let required: Vec<&str> = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let more = flat.get("additionalProperties");
        let free = Value::Bool(true);
        for name in &required {
            let schema = properties.get(*name).or(more).unwrap_or(&free);
            members.insert((*name).to_owned(), self.value(schema, depth + 1)?);
        }
        for (name, schema) in properties {
            let share = if depth > 3 {
                self.share / 2.0
            } else {
                self.share
            };
            let skipped = depth > DEEP || self.left == 0 || !self.random.chance(share);
            if skipped || members.contains_key(name) {
                continue;
            }
            if let Some(value) = self.value(schema, depth + 1) {
                members.insert(name.clone(), value);
            }
        }
        let least = flat
            .get("minProperties")
            .and_then(Value::as_u64)
            .unwrap_or(0) as usize;
        let patterns = flat.get("patternProperties").and_then(Value::as_object);
        for (pattern, schema) in patterns.into_iter().flatten() {
            for _ in 0..self.random.below(3) {
                let key = strings::matching(pattern, 0, self.random);
                if let (Some(key), Some(value)) = (key, self.value(schema, depth + 1)) {
                    members.insert(key, value);
                }
            }
        }
        self.extra(flat, depth, least, &mut members);
        Some(Value::Object(members))
    }

    /// Members beside the named ones, where the schema speaks of them.
    fn extra(
        &mut self,
        flat: &Map<String, Value>,
        depth: usize,
        least: usize,
        members: &mut Map<String, Value>,
    ) {
        let free = Value::Bool(true);
        let named = flat.contains_key("properties");
        let schema = match flat.get("additionalProperties") {
            Some(Value::Bool(false)) => return,
            Some(schema) => schema,
            None if named || flat.contains_key("patternProperties") => return,
            None => &free,
        };
        let wanted = match depth > DEEP || self.left == 0 {
            true => least,
            false => least.max(members.len() + self.random.below(3)),
        };
        for _ in 0..wanted * 2 {
            if members.len() >= wanted {
                break;
            }
            let key = match flat.get("propertyNames") {
                Some(names) => match self.value(names, BOTTOM - 2) {
                    Some(Value::String(key)) => key,
                    _ => strings::key(self.random),
                },
                None => strings::key(self.random),
            };
            if let Some(value) = self.value(schema, depth + 1) {
                members.entry(key).or_insert(value);
            }
        }
    }
}

/// The kind of value that a schema without a `type` speaks of.
fn implied(flat: &Map<String, Value>) -> &'static str {
    let any_of = |keys: &[&str]| keys.iter().any(|key| flat.contains_key(*key));
    if any_of(&[
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
    ]) {
        "object"
    } else if any_of(&["items", "prefixItems", "minItems", "maxItems"]) {
        "array"
    } else if any_of(&["pattern", "minLength", "maxLength", "format"]) {
        "string"
    } else if any_of(&["minimum", "maximum", "multipleOf"]) {
        "number"
    } else {
        "any"
    }
}

fn bounds(flat: &Map<String, Value>) -> (f64, f64) {
    let get = |key| flat.get(key).and_then(Value::as_f64);
    let is_integer = flat.get("type").is_some_and(|ty| ty == "integer");
    let step = if is_integer { 1.0 } else { 1e-3 };
    let low = get("minimum").unwrap_or(f64::from(i32::MIN) * 1e3);
    let low = get("exclusiveMinimum").map_or(low, |limit| low.max(limit + step));
    let high = get("maximum").unwrap_or(f64::from(i32::MAX) * 1e3);
    let high = get("exclusiveMaximum").map_or(high, |limit| high.min(limit - step));
    (low, high)
}
