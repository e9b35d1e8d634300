//! The copy of a part of a document without its prose, cut where the recipe
//! says so.

use super::cuts::Cuts;
use super::facts::{
    children, encode_what_is_there, is_name, is_of, item_name, names_type, require_what_is_there,
    without_descriptions, without_null,
};
use super::grammar::{Kind, Part, SECTIONS};
use super::recipe::Action;
use openapi_client_generator::diag::{Code, Diagnostic, Pointer};
use openapi_client_generator::spec::Files;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The section and name of a component.
pub(super) type Component = (String, String);

/// Copies parts of a document, and notes the components that they refer to.
pub(super) struct Copier<'a> {
    pub(super) files: &'a Files,
    pub(super) cuts: Cuts<'a>,
    /// The named schemas that include each by `allOf`.
    children: BTreeMap<String, Vec<String>>,
    /// The components that were referred to.
    reached: BTreeSet<Component>,
    waiting: Vec<Component>,
    /// The names of security schemes that were asked for.
    pub(super) schemes: BTreeSet<String>,
    pub(super) found: Vec<Diagnostic>,
    /// Errors in the recipe.
    pub(super) faults: String,
    /// Keys that the specification doesn't have, which are left out.
    pub(super) unknown: Vec<Pointer>,
}

/// The way a schema is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// As the schema of a value, which may then be of a subtype.
    Value,
    /// As a part of an `allOf`.
    Part,
}

impl<'a> Copier<'a> {
    pub(super) fn new(files: &'a Files, cuts: Cuts<'a>) -> Self {
        Self {
            files,
            cuts,
            children: children(files),
            reached: BTreeSet::new(),
            waiting: Vec::new(),
            schemes: BTreeSet::new(),
            found: Vec::new(),
            faults: String::new(),
            unknown: Vec::new(),
        }
    }

    /// A copy of an object of a kind.
    pub(super) fn object(&mut self, kind: Kind, value: &Value, at: &Pointer) -> Value {
        match value {
            Value::Object(members) if kind == Kind::Schema => self.schema(members, at, Use::Value),
            Value::Object(members) => Value::Object(self.members(kind, members, at)),
            other => other.clone(),
        }
    }

    /// The next component that was referred to, copied.
    pub(super) fn next_component(&mut self) -> Option<(Component, Value)> {
        while let Some(component) = self.waiting.pop() {
            let (section, name) = &component;
            let kind = SECTIONS.iter().find(|(known, _)| known == section);
            let at = self
                .files
                .root()
                .child("components")
                .child(section)
                .child(name);
            if let (Some((_, kind)), Some(value)) = (kind, self.files.value(&at)) {
                let copy = self.object(*kind, value, &at);
                return Some((component, copy));
            }
        }
        None
    }

    /// The copies of an object's members.
    pub(super) fn members(
        &mut self,
        kind: Kind,
        members: &Map<String, Value>,
        at: &Pointer,
    ) -> Map<String, Value> {
        let mut copy = Map::new();
        if kind == Kind::Response && !members.contains_key("$ref") {
            // Required, though it may be empty.
            copy.insert("description".to_owned(), json!(""));
        }
        for (key, value) in members {
            let at = at.child(key);
            let value = match kind.part(key) {
                Part::Fact => self.fact(kind, key, value),
                Part::Prose => continue,
                Part::Name if is_name(value) => value.clone(),
                Part::Name => continue,
                Part::Reference => self.reference(value, &at, Use::Value),
                Part::One(kind) => self.object(kind, value, &at),
                Part::List(kind) => self.list(kind, value, &at),
                Part::Map(kind) => self.map(kind, value, &at),
                Part::Scopes => without_descriptions(value),
                Part::Unknown => {
                    self.unknown.push(at);
                    continue;
                }
            };
            copy.insert(key.clone(), value);
        }
        if kind == Kind::MediaType {
            encode_what_is_there(members, &mut copy);
        }
        self.describe(kind, &mut copy, at);
        copy
    }

    fn fact(&mut self, kind: Kind, key: &str, value: &Value) -> Value {
        if (kind, key) == (Kind::Operation, "security") {
            self.security(value);
        }
        value.clone()
    }

    /// Notes the security schemes of requirements.
    pub(super) fn security(&mut self, requirements: &Value) {
        let alternatives = requirements.as_array().into_iter().flatten();
        let schemes = alternatives
            .filter_map(Value::as_object)
            .flat_map(Map::keys);
        self.schemes.extend(schemes.cloned());
    }

    /// Adds the description in our own words, if there is one.
    fn describe(&mut self, kind: Kind, copy: &mut Map<String, Value>, at: &Pointer) {
        if let Some(text) = self.cuts.description(at.path()) {
            let key = match kind {
                Kind::Operation => "summary",
                _ => "description",
            };
            copy.insert(key.to_owned(), json!(text));
        }
    }

    fn list(&mut self, kind: Kind, value: &Value, at: &Pointer) -> Value {
        let Value::Array(items) = value else {
            return self.object(kind, value, at);
        };
        let names: Vec<_> = items.iter().map(item_name).collect();
        let stays = self.chosen(&names, at);
        let mut copy = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = at.index(index);
            if stays[index] && !self.is_left_out(&at) {
                copy.push(self.object(kind, item, &at));
            }
        }
        Value::Array(copy)
    }

    fn map(&mut self, kind: Kind, value: &Value, at: &Pointer) -> Value {
        let Value::Object(members) = value else {
            return value.clone();
        };
        let names: Vec<_> = members.keys().map(|key| Some(key.clone())).collect();
        let stays = self.chosen(&names, at);
        let mut copy = Map::new();
        for ((key, value), stays) in members.iter().zip(stays) {
            let at = at.child(key);
            // Extensions aren't entries, except among properties.
            let is_extension =
                key.starts_with("x-") && kind != Kind::Schema && kind != Kind::Header;
            if stays && !is_extension && !self.is_left_out(&at) {
                copy.insert(key.clone(), self.object(kind, value, &at));
            }
        }
        Value::Object(copy)
    }

    /// Tells of each name if it stays, as an `only` at this place wants it.
    fn chosen(&mut self, names: &[Option<String>], at: &Pointer) -> Vec<bool> {
        let Some(Action::Only(wanted)) = self.cuts.at(at.path()).map(|cut| cut.action) else {
            return vec![true; names.len()];
        };
        self.cuts.mark(at.path());
        for name in wanted {
            if !names.iter().flatten().any(|known| known == name.get_ref()) {
                let known: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
                self.faults.push_str(&self.cuts.no_member(name, &known));
            }
        }
        let is_wanted = |name: &String| wanted.iter().any(|wanted| wanted.get_ref() == name);
        names
            .iter()
            .map(|name| name.as_ref().is_some_and(is_wanted))
            .collect()
    }

    /// True of a place that a cut leaves out.
    fn is_left_out(&mut self, at: &Pointer) -> bool {
        let cut = self.cuts.at(at.path()).map(|cut| cut.action);
        let is_left_out = matches!(cut, Some(Action::LeaveOut));
        if is_left_out {
            self.cuts.mark(at.path());
        }
        is_left_out
    }

    fn schema(&mut self, members: &Map<String, Value>, at: &Pointer, used: Use) -> Value {
        let cut = self.cuts.at(at.path());
        if let Some(cut) = cut
            && let Action::Any = cut.action
        {
            self.cuts.mark(at.path());
            return json!({ "description": cut.reason });
        }
        if let Some(copy) = self.kept(members, at) {
            return Value::Object(copy);
        }
        let mut narrowed = None;
        let mut reasons: Vec<&str> = Vec::new();
        if let Some(cut) = cut
            && let Action::Only(_) = cut.action
        {
            narrowed = self.narrowed(members, at);
            reasons.push(cut.reason);
        }
        let members = narrowed.as_ref().unwrap_or(members);
        let mut copy = self.schema_members(members, at, used);
        reasons.extend(self.reasons_within(members, at));
        if !reasons.is_empty() && !copy.contains_key("description") {
            copy.insert("description".to_owned(), json!(reasons.join(" ")));
        }
        Value::Object(copy)
    }

    /// The members of a schema of which only some properties or branches stay.
    fn narrowed(
        &mut self,
        members: &Map<String, Value>,
        at: &Pointer,
    ) -> Option<Map<String, Value>> {
        let keys = ["properties", "anyOf", "oneOf"];
        let key = keys.into_iter().find(|key| members.contains_key(*key));
        let within = key.and_then(|key| members.get(key));
        let names: Vec<Option<String>> = match within {
            Some(Value::Object(properties)) => properties.keys().cloned().map(Some).collect(),
            Some(Value::Array(branches)) => branches.iter().map(item_name).collect(),
            _ => Vec::new(),
        };
        let stays = self.chosen(&names, at);
        let mut narrowed = members.clone();
        match narrowed.get_mut(key?)? {
            Value::Object(properties) => {
                let mut stays = stays.into_iter();
                properties.retain(|_, _| stays.next().unwrap_or(true));
            }
            Value::Array(branches) => {
                let mut stays = stays.into_iter();
                branches.retain(|_| stays.next().unwrap_or(true));
            }
            _ => return None,
        }
        require_what_is_there(members, &mut narrowed);
        Some(narrowed)
    }

    /// The reasons of cuts at the properties and branches of a schema that leave
    /// one out.
    fn reasons_within(&self, members: &Map<String, Value>, at: &Pointer) -> Vec<&'a str> {
        let mut reasons = Vec::new();
        for key in ["properties", "allOf", "anyOf", "oneOf"] {
            let at = at.child(key);
            let places: Vec<Pointer> = match members.get(key) {
                Some(Value::Object(inner)) => inner.keys().map(|name| at.child(name)).collect(),
                Some(Value::Array(items)) => (0..items.len()).map(|i| at.index(i)).collect(),
                _ => Vec::new(),
            };
            let cuts = places.iter().filter_map(|place| self.cuts.at(place.path()));
            let left_out = cuts.filter(|cut| matches!(cut.action, Action::LeaveOut));
            reasons.extend(left_out.map(|cut| cut.reason));
            let only = self.cuts.at(at.path());
            reasons.extend(only.map(|cut| cut.reason));
        }
        reasons
    }

    fn schema_members(
        &mut self,
        members: &Map<String, Value>,
        at: &Pointer,
        used: Use,
    ) -> Map<String, Value> {
        let mut rest = members.clone();
        let title = rest.get("title").filter(|_| names_type(members, at));
        if title.is_none() {
            rest.shift_remove("title");
        }
        let parts = rest
            .get_mut("allOf")
            .map(|parts| std::mem::replace(parts, json!([])));
        let reference = rest.get_mut("$ref").map(Value::take);
        let mut copy = self.members(Kind::Schema, &without_null(rest), at);
        if let Some(reference) = reference {
            let target = self.reference(&reference, &at.child("$ref"), used);
            // In front, where it stands in most documents.
            copy.shift_insert(0, "$ref".to_owned(), target);
        }
        if let Some(Value::Array(parts)) = parts {
            let at = at.child("allOf");
            let mut copied = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                let at = at.index(index);
                if !self.is_left_out(&at) {
                    copied.push(match part {
                        Value::Object(members) => self.schema(members, &at, Use::Part),
                        other => other.clone(),
                    });
                }
            }
            copy.insert("allOf".to_owned(), Value::Array(copied));
        }
        require_what_is_there(members, &mut copy);
        self.mapping(&mut copy, at);
        copy
    }

    /// A union of which one branch stays.
    fn kept(&mut self, members: &Map<String, Value>, at: &Pointer) -> Option<Map<String, Value>> {
        let (key, branches) = ["anyOf", "oneOf"].into_iter().find_map(|key| {
            let branches = members.get(key)?.as_array()?;
            Some((key, branches))
        })?;
        let (kind, reason) = self.kind_to_keep(branches, at)?;
        let mut union = members.clone();
        let stays = |branch: &Value| is_of(branch, kind) || is_of(branch, "null");
        let mut kept: Vec<(usize, &Value)> = branches.iter().enumerate().collect();
        kept.retain(|(_, branch)| stays(branch));
        let copy = match kept[..] {
            [(index, Value::Object(branch))] => {
                union.shift_remove(key);
                union.shift_remove("title");
                let mut copy = self.members(Kind::Schema, branch, &at.child(key).index(index));
                for (key, value) in self.members(Kind::Schema, &union, at) {
                    copy.entry(key).or_insert(value);
                }
                copy
            }
            _ => {
                let kept = kept.into_iter().map(|(_, branch)| branch.clone());
                union.insert(key.to_owned(), kept.collect());
                self.members(Kind::Schema, &union, at)
            }
        };
        let mut copy = copy;
        copy.insert("description".to_owned(), json!(reason));
        Some(copy)
    }

    /// The type of the branch that stays of a union, and the reason.
    fn kind_to_keep(&mut self, branches: &[Value], at: &Pointer) -> Option<(&'a str, &'a str)> {
        let has = |kind: &str| branches.iter().filter(|branch| is_of(branch, kind)).count() == 1;
        if let Some(cut) = self.cuts.at(at.path()) {
            let Action::Keep(kind) = cut.action else {
                return None;
            };
            if has(kind) {
                self.cuts.mark(at.path());
                return Some((kind, cut.reason));
            }
            return None;
        }
        for (number, cut) in self.cuts.everywhere() {
            let Action::Keep(kind) = cut.action else {
                continue;
            };
            let is_other = |branch: &Value| {
                is_of(branch, kind) || is_of(branch, "null") || branch.get("$ref").is_some()
            };
            let has_reference = branches.iter().any(|branch| branch.get("$ref").is_some());
            if has(kind) && has_reference && branches.iter().all(is_other) {
                self.cuts.mark_everywhere(number);
                return Some((kind, cut.reason));
            }
        }
        None
    }

    /// Notes the targets of a discriminator's mapping, without those whose branch
    /// is gone.
    fn mapping(&mut self, copy: &mut Map<String, Value>, at: &Pointer) {
        let branches: Vec<Value> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| copy.get(*key)?.as_array())
            .flatten()
            .cloned()
            .collect();
        let at = at.child("discriminator").child("mapping");
        let Some(Value::Object(mapping)) = copy
            .get_mut("discriminator")
            .and_then(|discriminator| discriminator.get_mut("mapping"))
        else {
            return;
        };
        let targets = |branch: &Value| {
            let reference = branch.get("$ref").and_then(Value::as_str)?;
            self.files.resolve(&at, reference).ok()
        };
        let branches: Vec<Pointer> = branches.iter().filter_map(targets).collect();
        let mut reached = Vec::new();
        mapping.retain(|key, target| {
            let target = target.as_str().unwrap_or_default();
            let Ok(target) = self.files.resolve_mapping(&at.child(key), target) else {
                return true;
            };
            let stays = branches.is_empty() || branches.contains(&target);
            reached.extend(Some(target).filter(|_| stays));
            stays
        });
        for target in reached {
            self.reach(&target, Use::Value);
        }
    }

    /// Notes the target of a reference, and gives the reference.
    fn reference(&mut self, value: &Value, at: &Pointer, used: Use) -> Value {
        let reference = value.as_str().unwrap_or_default();
        match self.files.resolve(at, reference) {
            Ok(target) if self.reach(&target, used) => {}
            Ok(target) => {
                let message =
                    format!("the reference leads to {target}, and only components are extracted");
                self.found.push(
                    Diagnostic::error(Code::MissingReference, at, message)
                        .help("cut the schema around it, or bundle the document into one file with components"),
                );
            }
            Err(diagnostic) => self.found.push(*diagnostic),
        }
        value.clone()
    }

    /// Notes a component that was referred to. False for anything else.
    fn reach(&mut self, target: &Pointer, used: Use) -> bool {
        let tokens: Vec<String> = target.tokens().take(3).collect();
        let [components, section, name] = &tokens[..] else {
            return false;
        };
        if target.file() != self.files.root().file() || components != "components" {
            return false;
        }
        let component = (section.clone(), name.clone());
        if self.reached.insert(component.clone()) {
            self.waiting.push(component);
        }
        if used == Use::Value && section == "schemas" {
            self.reach_subtypes(name);
        }
        true
    }

    /// Notes the schemas that a value of this one may be, as they include it and
    /// it has a discriminator.
    fn reach_subtypes(&mut self, name: &str) {
        let schemas = self.files.root().child("components").child("schemas");
        let at = schemas.child(name);
        let schema = self.files.value(&at).and_then(Value::as_object);
        let has = |key: &str| schema.is_some_and(|schema| schema.contains_key(key));
        let is_cut = matches!(
            self.cuts.at(at.path()).map(|cut| cut.action),
            Some(Action::Any)
        );
        if !has("discriminator") || has("oneOf") || has("anyOf") || is_cut {
            return;
        }
        let mut waiting = vec![name.to_owned()];
        while let Some(parent) = waiting.pop() {
            for child in self.children.get(&parent).cloned().unwrap_or_default() {
                let component = ("schemas".to_owned(), child.clone());
                if self.reached.insert(component.clone()) {
                    self.waiting.push(component);
                    waiting.push(child);
                }
            }
        }
    }
}
