//! The reader of the objects around schemas, and how it takes their values.
//!
//! References are followed, and each object gets the place where it stands.
//! Unknown keys and values of the wrong type are reported and left out. The
//! reader of each object stands beside its model.

use super::files::{Files, LONGEST_CHAIN};
use super::findings::Findings;
use super::keys::remedy;
use super::malformed::malformed;
use crate::diag::{Code, Diagnostic, Pointer};
use serde_json::{Value, json};

/// Reads the objects of a document.
pub(super) struct Reader<'a> {
    pub(super) files: &'a Files,
    /// The findings of the object at hand.
    pub(super) found: Vec<Diagnostic>,
    /// The findings of the operations that have been read.
    pub(super) findings: Findings,
    /// The places of the schemas that have been met.
    pub(super) schemas: Vec<Pointer>,
}

/// An object of the specification, references followed.
pub(super) struct Object<'a> {
    pub(super) at: Pointer,
    pub(super) members: Vec<Member<'a>>,
}

/// A key of an object with its value and place.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a Value,
    pub(super) at: Pointer,
}

/// A value that may have been referred to.
struct Target<'a> {
    value: &'a Value,
    at: Pointer,
    /// The keys beside the references that count.
    beside: Vec<Member<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(files: &'a Files) -> Self {
        Self {
            files,
            found: Vec::new(),
            findings: Findings::default(),
            schemas: Vec::new(),
        }
    }

    /// The object at a place; nothing if it can't be had, which has then been
    /// reported. Beside a `$ref`, `summary` and `description` count, as 3.1 has it.
    pub(super) fn object(
        &mut self,
        what: &str,
        value: &'a Value,
        at: &Pointer,
    ) -> Option<Object<'a>> {
        let is_text = |key: &str| matches!(key, "summary" | "description");
        let target = self.follow(value, at, is_text)?;
        self.members(what, target)
    }

    /// The object at a place, as [`object`](Self::object) gives it, where every
    /// key beside a `$ref` counts: so it is for path items.
    pub(super) fn open_object(
        &mut self,
        what: &str,
        value: &'a Value,
        at: &Pointer,
    ) -> Option<Object<'a>> {
        let target = self.follow(value, at, |key| key != "$ref")?;
        self.members(what, target)
    }

    fn members(&mut self, what: &str, target: Target<'a>) -> Option<Object<'a>> {
        let Target { value, at, beside } = target;
        let Value::Object(object) = value else {
            self.found.push(malformed(&at, what, value));
            return None;
        };
        let members = object.iter().map(|(key, value)| Member {
            key,
            value,
            at: at.child(key),
        });
        let mut members: Vec<Member<'a>> = members.collect();
        for member in beside {
            match members.iter_mut().find(|known| known.key == member.key) {
                Some(known) => *known = member,
                None => members.push(member),
            }
        }
        Some(Object { at, members })
    }

    /// Follows `$ref` to the value that it stands for.
    fn follow(
        &mut self,
        value: &'a Value,
        at: &Pointer,
        counts: impl Fn(&str) -> bool,
    ) -> Option<Target<'a>> {
        let mut target = Target {
            value,
            at: at.clone(),
            beside: Vec::new(),
        };
        for _ in 0..LONGEST_CHAIN {
            let Some(Value::String(reference)) = target.value.get("$ref") else {
                return Some(target);
            };
            let from = &target.at;
            let beside = target.value.as_object().into_iter().flatten();
            for (key, value) in beside.filter(|(key, _)| counts(key)) {
                if !target.beside.iter().any(|known| known.key == key) {
                    let at = from.child(key);
                    target.beside.push(Member { key, value, at });
                }
            }
            match self.files.resolve(&from.child("$ref"), reference) {
                Ok(at) => {
                    target.value = self.files.value(&at).unwrap_or(&Value::Null);
                    target.at = at;
                }
                Err(diagnostic) => {
                    self.found.push(*diagnostic);
                    return None;
                }
            }
        }
        self.found.push(
            Diagnostic::error(Code::CircularReference, at, "`$ref` leads back to itself")
                .help("replace one of the references by the object that is meant"),
        );
        None
    }

    /// A string.
    pub(super) fn text(&mut self, member: &Member<'a>) -> Option<String> {
        let text = self.unquoted(member);
        if text.is_none() {
            self.unexpected("a string", member);
        }
        text
    }

    /// A string that only informs: another value is of no use, and does no harm.
    pub(super) fn prose(&mut self, member: &Member<'a>) -> Option<String> {
        let text = self.unquoted(member);
        if text.is_none() {
            let found = malformed(&member.at, "a string", member.value);
            self.found.push(found.into_warning());
        }
        text
    }

    /// A string, or what YAML takes for another scalar because it has no quotes.
    fn unquoted(&mut self, member: &Member<'a>) -> Option<String> {
        let text = unquoted(member.value)?;
        if !member.value.is_string() {
            self.taken_as(&json!(text), member);
        }
        Some(text)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, member: &Member<'a>) -> Option<bool> {
        if let Value::Bool(flag) = member.value {
            return Some(*flag);
        }
        let flag = member.value.as_str().and_then(|text| text.parse().ok());
        match flag {
            Some(flag) => self.taken_as(&json!(flag), member),
            None => self.unexpected("a boolean", member),
        }
        flag
    }

    /// A list of strings.
    pub(super) fn texts(&mut self, member: &Member<'a>) -> Option<Vec<String>> {
        let items = member.value.as_array();
        let texts = items.and_then(|items| items.iter().map(unquoted).collect());
        let Some(texts) = texts else {
            self.unexpected("an array of strings", member);
            return None;
        };
        let meant = json!(texts);
        if meant != *member.value {
            self.taken_as(&meant, member);
        }
        Some(texts)
    }

    /// A list of objects.
    pub(super) fn list<T>(
        &mut self,
        member: &Member<'a>,
        mut each: impl FnMut(&mut Self, &'a Value, &Pointer) -> Option<T>,
    ) -> Vec<T> {
        let Value::Array(items) = member.value else {
            self.unexpected("an array", member);
            return Vec::new();
        };
        let items = items.iter().enumerate();
        items
            .filter_map(|(i, item)| each(self, item, &member.at.index(i)))
            .collect()
    }

    /// Objects by name. Some put the whole map into another file.
    pub(super) fn map<T>(
        &mut self,
        member: &Member<'a>,
        mut each: impl FnMut(&mut Self, &Member<'a>) -> Option<T>,
    ) -> Option<Vec<(String, T)>> {
        let target = self.follow(member.value, &member.at, |_| false)?;
        let object = self.members("an object", target)?;
        let mut out = Vec::new();
        for member in object.members {
            if let Some(value) = each(self, &member) {
                out.push((member.key.to_owned(), value));
            }
        }
        Some(out)
    }

    /// The place of a schema, which is read once all are known.
    pub(super) fn schema(&mut self, member: &Member<'a>) -> Pointer {
        self.schemas.push(member.at.clone());
        member.at.clone()
    }

    /// Reports a value of the wrong type.
    pub(super) fn unexpected(&mut self, expected: &str, member: &Member<'a>) {
        self.found
            .push(malformed(&member.at, expected, member.value));
    }

    /// Reports a key that an object needs and doesn't have.
    pub(super) fn missing(&mut self, what: &str, key: &str, at: &Pointer) {
        let message = format!("`{key}` is missing in {what}");
        self.found
            .push(Diagnostic::error(Code::Malformed, at, message).help(format!("add `{key}`")));
    }

    /// Reports a key that an object can't have, unless it is an extension.
    pub(super) fn unknown(&mut self, what: &str, member: &Member<'a>) {
        if member.key.starts_with("x-") {
            return;
        }
        let message = format!("unknown key `{}` in {what}; ignored", member.key);
        self.found.push(
            Diagnostic::warning(Code::UnknownKey, &member.at, message)
                .help(remedy(what, member.key)),
        );
    }

    /// Reports what a value of the wrong type is taken for.
    fn taken_as(&mut self, meant: &Value, member: &Member<'a>) {
        let Member { key, value, .. } = member;
        let message = format!("`{key}` has the wrong type: {value} is read as {meant}");
        self.found.push(
            Diagnostic::warning(Code::Malformed, &member.at, message)
                .help(format!("write {meant}")),
        );
    }
}

fn unquoted(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
