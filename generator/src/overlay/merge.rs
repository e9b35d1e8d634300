//! An `update` merged into a value. Overlay 1.1 §4.4.3.

use crate::diag::Pointer;
use crate::json::JsonType;
use crate::source::Origins;
use serde_json::Value;

/// Two values that can't be merged.
#[derive(Debug)]
pub(super) struct Clash {
    /// The kinds of the new value and of the old one.
    pub(super) kinds: (&'static str, &'static str),
    /// The places that have them.
    pub(super) places: (Pointer, Pointer),
}

/// Puts a value into a place that an action selects: members into an object, items or one item
/// into an array, a value without parts in place of another.
pub(super) fn put(
    target: &mut Value,
    origins: &mut Origins,
    value: &Value,
    from: &Origins,
) -> Result<(), Clash> {
    match (target, value) {
        (Value::Array(items), value) if !value.is_array() => {
            origins.items(items.len()).push(from.clone());
            items.push(value.clone());
            Ok(())
        }
        (target, value) => merge(target, origins, value, from),
    }
}

/// Merges a value into another. A `null` leaves objects and arrays as they are, and is replaced
/// by anything.
fn merge(
    target: &mut Value,
    origins: &mut Origins,
    value: &Value,
    from: &Origins,
) -> Result<(), Clash> {
    match (target, value) {
        (Value::Object(members), Value::Object(new)) => {
            for (key, value) in new {
                let from = from.child(key);
                match members.get_mut(key) {
                    Some(member) => merge(member, origins.member(key), value, &from)?,
                    None => {
                        origins.add(key, from);
                        members.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(new)) => {
            let each = (0..new.len()).map(|index| from.child(&index.to_string()));
            origins.items(items.len()).extend(each);
            items.extend_from_slice(new);
        }
        (Value::Object(_) | Value::Array(_), Value::Null) => {}
        (target, value) if target.is_null() || !(has_parts(target) || has_parts(value)) => {
            *origins = from.clone();
            *target = value.clone();
        }
        (target, value) => {
            return Err(Clash {
                kinds: (kind(value), kind(target)),
                places: (from.at().clone(), origins.at().clone()),
            });
        }
    }
    Ok(())
}

fn has_parts(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn kind(value: &Value) -> &'static str {
    JsonType::of(value).map_or("null", JsonType::as_str)
}
