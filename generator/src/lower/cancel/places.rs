//! Places within the values of a schema: what a JSON Pointer leads to, and what can stand
//! there.
//!
//! A place is looked for in everything that a schema is made of: what it refers to, the
//! parts of its `allOf`, the branches of its unions.

use crate::cancel::Constant;
use crate::diag::Pointer;
use crate::json::JsonType;
use crate::spec::{Additional, Schema, Spec};
use std::collections::{BTreeSet, HashMap};

/// The facts that a document states of the value at some place.
#[derive(Debug, Clone)]
pub(super) enum Place<'a> {
    /// Nothing: it may be anything.
    Anything,
    /// Something.
    Schemas {
        /// The schemas of it.
        roots: Vec<&'a Schema>,
        /// The same with all that they are made of.
        parts: Vec<&'a Schema>,
    },
}

impl<'a> Place<'a> {
    /// The place of a value of this schema.
    pub(super) fn of(spec: &'a Spec, schema: &'a Schema) -> Self {
        let mut parts = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![schema];
        while let Some(schema) = waiting.pop() {
            if !seen.insert(&schema.at) {
                continue;
            }
            waiting.extend(parts_of(spec, schema));
            parts.push(schema);
        }
        let roots = vec![schema];
        Self::Schemas { roots, parts }
    }

    /// The schemas that bear on it; none where it may be anything.
    pub(super) fn schemas(&self) -> &[&'a Schema] {
        match self {
            Self::Anything => &[],
            Self::Schemas { parts, .. } => parts,
        }
    }

    /// The place that a pointer leads to from here; or else the name of it that leads
    /// nowhere.
    pub(super) fn at(&self, spec: &'a Spec, pointer: &str) -> Result<Self, String> {
        let mut place = self.clone();
        for token in pointer.split('/').skip(1) {
            place = place.step(spec, token).ok_or_else(|| unescaped(token))?;
        }
        Ok(place)
    }

    fn step(&self, spec: &'a Spec, token: &str) -> Option<Self> {
        let Self::Schemas { parts: schemas, .. } = self else {
            return Some(Self::Anything);
        };
        let found = match item_of(token) {
            Some(member) => {
                let items = self.items(spec)?;
                items.step(spec, member)?;
                return Some(items);
            }
            None => {
                let name = unescaped(token);
                let members = schemas.iter().filter_map(|schema| member(schema, &name));
                let is_index = token == "-" || token.parse::<usize>().is_ok();
                let items = schemas.iter().filter(|_| is_index);
                let items = items.filter_map(|schema| schema.items.as_deref());
                members.chain(items).collect::<Vec<_>>()
            }
        };
        if !found.is_empty() {
            return Some(Self::joined(spec, found));
        }
        let is_open = schemas.iter().all(|schema| is_open(schema));
        is_open.then_some(Self::Anything)
    }

    /// The items of an array here.
    pub(super) fn items(&self, spec: &'a Spec) -> Option<Self> {
        let Self::Schemas { parts: schemas, .. } = self else {
            return Some(Self::Anything);
        };
        let items: Vec<_> = schemas
            .iter()
            .filter_map(|schema| schema.items.as_deref())
            .collect();
        let is_array = |schema: &&'a Schema| {
            let types = schema.types.as_ref();
            types.is_some_and(|types| types.contains(&JsonType::Array))
        };
        match items.is_empty() {
            false => Some(Self::joined(spec, items)),
            true => (schemas.iter().any(is_array) || self.is_open()).then_some(Self::Anything),
        }
    }

    fn is_open(&self) -> bool {
        self.schemas().iter().all(|schema| is_open(schema))
    }

    fn joined(spec: &'a Spec, schemas: Vec<&'a Schema>) -> Self {
        let all = schemas.iter();
        let all = all.flat_map(|schema| Self::of(spec, schema).schemas().to_vec());
        Self::Schemas {
            parts: all.collect(),
            roots: schemas,
        }
    }

    /// Tells if a constant can stand here.
    pub(super) fn accepts(&self, spec: &'a Spec, constant: &Constant) -> bool {
        match self {
            Self::Anything => true,
            Self::Schemas { roots, .. } => roots.iter().any(|one| accepts(spec, one, constant)),
        }
    }

    /// Tells if a value of this kind can stand here.
    pub(super) fn allows(&self, kind: JsonType) -> bool {
        let types: Vec<_> = self.schemas().iter().filter_map(|one| types(one)).collect();
        let includes = |types: &Vec<JsonType>| types.iter().any(|one| one.includes(kind));
        types.is_empty() || types.iter().any(includes)
    }

    /// The values that an enum here lists, if all that can stand here are listed: the
    /// names, and the place of each.
    pub(super) fn listed(&self) -> Vec<(&'a Pointer, &'a serde_json::Value)> {
        let schemas = self.schemas().iter();
        let values = schemas.filter_map(|schema| schema.values.as_ref());
        values.flatten().map(|(at, value)| (at, value)).collect()
    }

    /// The place in the document, for people.
    pub(super) fn document(&self) -> Option<&'a Pointer> {
        self.schemas().first().map(|schema| &schema.at)
    }
}

/// The kinds of value that a schema allows by itself: those that it states, or those of
/// its enum.
fn types(schema: &Schema) -> Option<Vec<JsonType>> {
    let listed = || {
        let values = schema.values.as_ref()?.iter();
        Some(
            values
                .filter_map(|(_, value)| JsonType::of(value))
                .collect(),
        )
    };
    let types = schema.types.clone().filter(|types| !types.is_empty());
    types.or_else(listed)
}

/// The schemas that bear on the values of a schema.
fn parts_of<'a>(spec: &'a Spec, schema: &'a Schema) -> impl Iterator<Item = &'a Schema> {
    let target = schema.reference.iter().filter_map(|at| spec.schema(at));
    let branches = schema.one_of.iter().chain(&schema.any_of);
    let unions = schema.unions.iter().flat_map(|union| &union.branches);
    let parts = schema.all_of.iter().chain(branches).chain(unions);
    target.chain(parts).chain(&schema.conditional)
}

/// The schema of a property, or of all that have no schema of their own.
fn member<'a>(schema: &'a Schema, name: &str) -> Option<&'a Schema> {
    let mut properties = schema.properties.iter();
    let property = properties.find(|(property, _)| property == name);
    property
        .map(|(_, schema)| schema)
        .or(match &schema.additional {
            Additional::Allowed(schema) => Some(schema),
            _ => None,
        })
}

/// True of a schema that says nothing of the members of an object.
fn is_open(schema: &Schema) -> bool {
    let is_object = |kind: &JsonType| *kind == JsonType::Object;
    schema.properties.is_empty()
        && matches!(schema.additional, Additional::Unsaid)
        && schema.items.is_none()
        && schema.values.is_none()
        && !schema.never
        && schema.format.is_none()
        && schema.types.iter().flatten().all(is_object)
}

/// The member by which `[member=text]` finds an item.
fn item_of(token: &str) -> Option<&str> {
    let inner = token.strip_prefix('[')?.strip_suffix(']')?;
    inner.split_once('=').map(|(member, _)| member)
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// The constants that schemas accept, each looked at once.
pub(super) struct Acceptance<'a, 'c> {
    spec: &'a Spec,
    constant: &'c Constant,
    known: HashMap<&'a Pointer, bool>,
}

/// True if a schema allows a constant.
pub(super) fn accepts<'a>(spec: &'a Spec, schema: &'a Schema, constant: &Constant) -> bool {
    let known = HashMap::new();
    let mut acceptance = Acceptance {
        spec,
        constant,
        known,
    };
    acceptance.of(schema)
}

impl<'a> Acceptance<'a, '_> {
    fn of(&mut self, schema: &'a Schema) -> bool {
        if let Some(known) = self.known.get(&schema.at) {
            return *known;
        }
        // What a schema comes back to doesn't add to it.
        self.known.insert(&schema.at, false);
        let accepted = self.looked_at(schema);
        self.known.insert(&schema.at, accepted);
        accepted
    }

    fn looked_at(&mut self, schema: &'a Schema) -> bool {
        // Beside a `$ref` or `allOf`, `nullable` is meant to add `null` to them.
        if *self.constant == Constant::Null && schema.nullable {
            return true;
        }
        let target = schema
            .reference
            .as_ref()
            .and_then(|at| self.spec.schema(at));
        is_allowed(schema, self.constant)
            && self.has_items(schema)
            && target.is_none_or(|target| self.of(target))
            && schema.all_of.iter().all(|part| self.of(part))
            && self.some(&schema.one_of)
            && self.some(&schema.any_of)
            && schema.unions.iter().all(|union| self.some(&union.branches))
    }

    /// True unless the constant is an array with items that the schema doesn't allow.
    fn has_items(&self, schema: &'a Schema) -> bool {
        match (self.constant, &schema.items) {
            (Constant::Array(constants), Some(items)) => {
                constants.iter().all(|one| accepts(self.spec, items, one))
            }
            _ => true,
        }
    }

    fn some(&mut self, branches: &'a [Schema]) -> bool {
        branches.is_empty() || branches.iter().any(|branch| self.of(branch))
    }
}

/// True if the keywords of a schema itself allow a constant.
fn is_allowed(schema: &Schema, constant: &Constant) -> bool {
    let value = json(constant);
    let fits = match (&schema.types, JsonType::of(&value)) {
        _ if schema.never => false,
        (None, _) => true,
        (Some(_), None) => schema.nullable,
        (Some(types), Some(kind)) => types.iter().any(|one| one.includes(kind)),
    };
    let values = schema.values.as_ref();
    let is_listed = values.is_none_or(|all| all.iter().any(|(_, one)| *one == value));
    let in_range = match constant {
        Constant::Integer(number) => {
            let number = i128::from(*number);
            schema.range.least.is_none_or(|least| least <= number)
                && schema.range.most.is_none_or(|most| number <= most)
        }
        _ => true,
    };
    fits && is_listed && in_range
}

/// A constant as JSON.
pub(super) fn json(constant: &Constant) -> serde_json::Value {
    match constant {
        Constant::Null => serde_json::Value::Null,
        Constant::Bool(value) => (*value).into(),
        Constant::Integer(value) => (*value).into(),
        Constant::Text(text) => text.as_str().into(),
        Constant::Object => serde_json::Map::new().into(),
        Constant::Array(items) => items.iter().map(json).collect(),
    }
}
