//! The Schema Object. OpenAPI 3.0 §4.7.24, 3.2 §4.24.
//!
//! [`Schemas`] has every schema that something refers to by its place, each with
//! those that stand within it.

mod combined;
mod keywords;
mod model;
mod read;

pub use model::{Additional, Branches, Discriminator, Range, Schema};

use super::files::Files;
use super::findings::{Findings, Found};
use crate::diag::Pointer;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// The schemas of a document by their places.
pub struct Schemas {
    by_place: HashMap<Pointer, KnownSchema>,
}

/// A schema that something refers to.
#[derive(Debug)]
pub struct KnownSchema {
    /// The schema.
    pub schema: Schema,
    /// The number of schemas within it, references not followed.
    pub size: usize,
    /// The findings in it.
    pub found: Found,
}

/// Sorted by place, so that it is the same in every run.
impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sorted: BTreeMap<_, _> = self.by_place.iter().collect();
        f.debug_map().entries(sorted).finish()
    }
}

impl Schemas {
    /// The schema at a place that the model of the document names.
    pub fn get(&self, at: &Pointer) -> Option<&KnownSchema> {
        self.by_place.get(at)
    }

    /// Every schema that something refers to, in the order of their places.
    pub fn all(&self) -> impl Iterator<Item = &Schema> {
        let sorted: BTreeMap<_, _> = self.by_place.iter().collect();
        sorted.into_values().map(|known| &known.schema)
    }

    /// Hands over every schema, those within others too, in no order.
    pub fn for_each(&mut self, mut change: impl FnMut(&mut Schema)) {
        for known in self.by_place.values_mut() {
            known.schema.for_each(&mut change);
        }
    }

    /// Reads the schemas at some places, and all that they lead to.
    pub(super) fn read(files: &Files, places: Vec<Pointer>, findings: &mut Findings) -> Self {
        let mut by_place = HashMap::new();
        let mut waiting = places;
        while let Some(at) = waiting.pop() {
            let Some(value) = files.value(&at).filter(|_| !by_place.contains_key(&at)) else {
                continue;
            };
            let mut reader = read::Reader {
                files,
                found: Vec::new(),
                targets: Vec::new(),
            };
            let schema = reader.schema(value, &at);
            waiting.append(&mut reader.targets);
            let known = KnownSchema {
                size: schema.size(),
                schema,
                found: findings.add(reader.found),
            };
            by_place.insert(at, known);
        }
        Self { by_place }
    }
}

/// The places of the schemas under `components`: mostly there, unless a `$ref`
/// takes the place of all of them.
pub(super) fn named(files: &Files) -> Vec<(String, Pointer)> {
    let mut at = files.root().child("components").child("schemas");
    let mut schemas = files.value(&at).and_then(Value::as_object);
    if let Some(Value::String(reference)) = schemas.and_then(|all| all.get("$ref")) {
        if let Ok(target) = files.resolve(&at, reference) {
            at = target;
        }
        schemas = files.value(&at).and_then(Value::as_object);
    }
    let names = schemas.into_iter().flat_map(|schemas| schemas.keys());
    names.map(|name| (name.clone(), at.child(name))).collect()
}
