//! Values held against schemas, as far as types depend on them: type, `null`,
//! properties, items, `enum`, `const` and format, with `allOf` and the best branch of a
//! union.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::difference::{Difference, Kind};
use super::formats::unfit;
use crate::config::Config;
use crate::diag::Pointer;
use crate::json::JsonType;
use crate::spec::{Additional, Discriminator, Schema, Spec};

/// The text that a recording transport puts in the place of a secret.
const REDACTED: &str = "[redacted]";

/// The schemas that may be looked at for one body.
const MOST_STEPS: usize = 2_000_000;

/// The schemas that may hold for one value one after another: references that come
/// back to where they began would be endless.
const LONGEST_CHAIN: usize = 64;

/// Holds values against schemas.
pub(super) struct Fitter<'s> {
    spec: &'s Spec,
    config: &'s Config,
    steps: usize,
}

/// The part that a schema plays for a value.
#[derive(Clone, Copy)]
struct Role {
    /// `true` of the schema that stands there, `false` of its parts.
    is_whole: bool,
    chain: usize,
}

impl Role {
    const WHOLE: Self = Self {
        is_whole: true,
        chain: 0,
    };

    fn behind(self) -> Self {
        Self {
            chain: self.chain + 1,
            ..self
        }
    }

    fn part(self) -> Self {
        Self {
            is_whole: false,
            chain: self.chain + 1,
        }
    }
}

/// The differences of a value from a schema.
#[derive(Default)]
struct Fit {
    differences: Vec<Difference>,
    /// `true` if the schema isn't for such values at all: another type, or a
    /// constant member of another value.
    is_other: bool,
}

impl Fit {
    fn add(&mut self, at: &Pointer, kind: Kind) {
        let at = at.clone();
        self.differences.push(Difference { at, kind });
    }

    fn take(&mut self, other: Self) {
        self.differences.extend(other.differences);
    }

    fn weight(&self) -> usize {
        let weights = self.differences.iter().map(|one| one.kind.weight());
        weights.sum()
    }
}

impl<'s> Fitter<'s> {
    pub(super) fn new(spec: &'s Spec, config: &'s Config) -> Self {
        Self {
            spec,
            config,
            steps: 0,
        }
    }

    /// The differences of a body from its schema, each once; nothing if there are too
    /// many schemas to look at.
    pub(super) fn differences(
        &mut self,
        schema: &Schema,
        value: &Value,
    ) -> Option<BTreeSet<Difference>> {
        self.steps = 0;
        let fit = self.fit(schema, value, Role::WHOLE);
        (self.steps < MOST_STEPS).then(|| fit.differences.into_iter().collect())
    }

    fn fit(&mut self, schema: &Schema, value: &Value, role: Role) -> Fit {
        let mut fit = Fit::default();
        self.steps += 1;
        if self.steps >= MOST_STEPS || role.chain >= LONGEST_CHAIN {
            return fit;
        }
        if value == REDACTED {
            return fit;
        }
        if value.is_null() {
            // A part of a schema has no say where the whole allows it.
            if role.is_whole && !self.allows_null(schema, role) {
                fit.add(&schema.at, Kind::Null);
            }
            return fit;
        }
        if let Some(target) = &schema.reference
            && let Some(target) = self.spec.schema(target)
        {
            if schema.is_bare() {
                return self.fit(target, value, role.behind());
            }
            let part = self.fit(target, value, role.part());
            fit.is_other |= part.is_other;
            fit.take(part);
        }
        if !self.has_type(schema, value, &mut fit) {
            fit.is_other = true;
            return fit;
        }
        for part in &schema.all_of {
            let part = self.fit(part, value, role.part());
            fit.is_other |= part.is_other;
            fit.take(part);
        }
        for branches in [&schema.one_of, &schema.any_of] {
            self.union(schema, branches, value, role, &mut fit);
        }
        match value {
            Value::Object(members) => self.object(schema, members, role, &mut fit),
            Value::Array(items) => self.array(schema, items, &mut fit),
            _ => {}
        }
        fit
    }

    /// Checks type, format and listed values; gives `false` for another type.
    fn has_type(&mut self, schema: &Schema, value: &Value, fit: &mut Fit) -> bool {
        let Some(found) = JsonType::of(value) else {
            return true;
        };
        let is_whole_number = value.as_f64().is_some_and(|number| number.fract() == 0.0);
        let fits = |stated: &JsonType| {
            stated.includes(found) || (*stated == JsonType::Integer && is_whole_number)
        };
        if let Some(expected) = types_of(schema)
            && !expected.iter().any(fits)
        {
            // Parts of a schema can't be given another type all at once.
            let kind = match is_composed(schema) {
                true => Kind::Branch(Some(found)),
                false => Kind::Type { expected, found },
            };
            fit.add(&schema.at, kind);
            return false;
        }
        if let Some(unfit) = unfit(schema, value, self.config) {
            let kind = Kind::Format {
                expected: types_of(schema).unwrap_or_default(),
                is_huge: unfit.is_huge,
                format: unfit.format,
            };
            fit.add(&schema.at, kind);
        }
        if let Some(values) = &schema.values
            && !values.iter().any(|(_, known)| is_equal(known, value))
        {
            fit.add(&schema.at, Kind::value(value));
        }
        true
    }

    fn object(&mut self, schema: &Schema, members: &Map<String, Value>, role: Role, fit: &mut Fit) {
        for name in &schema.required {
            if !members.contains_key(name) && !self.is_write_only(schema, name) {
                let at = schema.at.child("properties").child(name);
                let kind = match self.may_be_null(schema, name) {
                    true => Kind::AbsentNull,
                    false => Kind::Absent,
                };
                fit.add(&at, kind);
            }
        }
        for (name, property) in &schema.properties {
            let Some(value) = members.get(name) else {
                continue;
            };
            let part = self.fit(property, value, Role::WHOLE);
            fit.is_other |= self.is_tag(property) && part.weight() > 0;
            fit.take(part);
        }
        if let Additional::Allowed(other) = &schema.additional {
            let is_stated = |name: &str| schema.properties.iter().any(|(known, _)| known == name);
            for (_, value) in members.iter().filter(|(name, _)| !is_stated(name)) {
                let part = self.fit(other, value, Role::WHOLE);
                fit.take(part);
            }
        }
        if role.is_whole {
            self.unknown_members(schema, members, fit);
        }
    }

    /// Reports the members that neither a schema nor its parts speak of.
    fn unknown_members(&mut self, schema: &Schema, members: &Map<String, Value>, fit: &mut Fit) {
        let mut known = HashSet::new();
        let is_open = self.known_members(schema, &mut known, 0);
        if is_open || known.is_empty() {
            return;
        }
        for name in members.keys().filter(|name| !known.contains(name.as_str())) {
            fit.add(&schema.at, Kind::member(name));
        }
    }

    /// Collects the names of all properties; gives `true` if there may be any others.
    fn known_members<'a>(
        &mut self,
        schema: &'a Schema,
        known: &mut HashSet<&'a str>,
        chain: usize,
    ) -> bool
    where
        's: 'a,
    {
        self.steps += 1;
        if chain >= LONGEST_CHAIN || self.steps >= MOST_STEPS {
            return true;
        }
        let names = schema.properties.iter().map(|(name, _)| name.as_str());
        known.extend(names);
        known.extend(schema.required.iter().map(String::as_str));
        let has_branches = !schema.one_of.is_empty() || !schema.any_of.is_empty();
        // Those of the subtypes.
        let mut is_open = schema.discriminator.is_some() && !has_branches;
        is_open |= matches!(schema.additional, Additional::Allowed(_));
        is_open |= !schema.conditional.is_empty();
        let target = schema.reference.as_ref();
        let target = target.and_then(|at| self.spec.schema(at));
        let parts = schema.all_of.iter().chain(&schema.one_of);
        for part in parts.chain(&schema.any_of).chain(target) {
            is_open |= self.known_members(part, known, chain + 1);
        }
        is_open
    }

    fn array(&mut self, schema: &Schema, items: &[Value], fit: &mut Fit) {
        for (index, item) in items.iter().enumerate() {
            let stated = schema.prefix_items.get(index);
            if let Some(stated) = stated.or(schema.items.as_deref()) {
                let part = self.fit(stated, item, Role::WHOLE);
                fit.take(part);
            }
        }
    }

    /// Takes the differences from the branch that fits the best.
    fn union(
        &mut self,
        schema: &Schema,
        branches: &[Schema],
        value: &Value,
        role: Role,
        fit: &mut Fit,
    ) {
        if branches.is_empty() || schema.open {
            return;
        }
        let named = schema.discriminator.as_ref();
        if let Some(branch) = named.and_then(|one| named_branch(one, branches, value)) {
            let part = self.fit(branch, value, role.part());
            return fit.take(part);
        }
        if named.is_some_and(|one| names_another(one, branches, value)) {
            return fit.add(&schema.at, Kind::Branch(JsonType::of(value)));
        }
        let mut best: Option<Fit> = None;
        for branch in branches {
            let one = self.fit(branch, value, role.part());
            if one.is_other {
                continue;
            }
            if best
                .as_ref()
                .is_none_or(|best| one.weight() < best.weight())
            {
                best = Some(one);
            }
        }
        match best {
            Some(best) => fit.take(best),
            None => {
                fit.is_other = true;
                fit.add(&schema.at, Kind::Branch(JsonType::of(value)));
            }
        }
    }

    fn allows_null(&mut self, schema: &Schema, role: Role) -> bool {
        self.steps += 1;
        let mut values = schema.values.iter().flatten();
        let is_listed = values.any(|(_, value)| value.is_null());
        if schema.nullable || is_listed || role.chain >= LONGEST_CHAIN {
            return true;
        }
        if types_of(schema).is_some() || schema.values.is_some() || schema.never {
            return false;
        }
        let target = schema.reference.as_ref();
        let target = target.and_then(|at| self.spec.schema(at));
        let mut parts = schema.all_of.iter().chain(target);
        if !parts.all(|part| self.allows_null(part, role.behind())) {
            return false;
        }
        let mut unions = [&schema.one_of, &schema.any_of].into_iter();
        unions.all(|branches| {
            let mut each = branches.iter();
            branches.is_empty()
                || each.any(|one| one.is_null_branch() || self.allows_null(one, role.behind()))
        })
    }

    fn may_be_null(&mut self, schema: &Schema, name: &str) -> bool {
        let mut properties = schema.properties.iter();
        let property = properties.find(|(known, _)| known == name);
        property.is_some_and(|(_, property)| self.allows_null(property, Role::WHOLE))
    }

    /// True of a property that only requests have.
    fn is_write_only(&self, schema: &Schema, name: &str) -> bool {
        let mut properties = schema.properties.iter();
        let property = properties.find(|(known, _)| known == name);
        property.is_some_and(|(_, property)| {
            let mut chain = self.spec.reference_chain(property);
            chain.any(|schema| schema.write_only)
        })
    }

    /// True of a property with one value only, which tells branches apart.
    fn is_tag(&self, property: &Schema) -> bool {
        let schema = self.spec.behind(property);
        schema
            .values
            .as_ref()
            .is_some_and(|values| values.len() == 1)
    }
}

/// The types of a schema: those that it states, or that its keywords imply.
fn types_of(schema: &Schema) -> Option<Vec<JsonType>> {
    let is_object = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid);
    let is_array = schema.items.is_some() || !schema.prefix_items.is_empty();
    match &schema.types {
        Some(types) => Some(types.clone()),
        None if is_object => Some(vec![JsonType::Object]),
        None => is_array.then(|| vec![JsonType::Array]),
    }
}

/// The branch that a discriminator names for a value.
fn named_branch<'b>(
    discriminator: &Discriminator,
    branches: &'b [Schema],
    value: &Value,
) -> Option<&'b Schema> {
    let name = value.get(&discriminator.property)?.as_str()?;
    let mut mapping = discriminator.mapping.iter();
    let target = mapping.find(|(known, _)| known == name).map(|(_, at)| at);
    branches.iter().find(|branch| {
        let Some(reference) = &branch.reference else {
            return false;
        };
        match target {
            Some(target) => reference == target,
            None => reference.tokens().next_back().as_deref() == Some(name),
        }
    })
}

/// True of a value whose discriminator names no branch, although it could.
fn names_another(discriminator: &Discriminator, branches: &[Schema], value: &Value) -> bool {
    let name = value.get(&discriminator.property);
    name.is_some_and(Value::is_string) && branches.iter().all(|one| one.reference.is_some())
}

/// True of equal values; numbers are equal by value.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// True of a schema that is made of others.
fn is_composed(schema: &Schema) -> bool {
    let parts = [&schema.all_of, &schema.one_of, &schema.any_of];
    !schema.unions.is_empty() || parts.iter().any(|parts| !parts.is_empty())
}
