//! The properties of several schemas as those of one. JSON Schema 2020-12 core §10.2.1.1.

use super::intersect::{property, values_conflict};
use crate::diag::Pointer;
use crate::spec::Schema;
use std::collections::{HashMap, HashSet};

/// The properties that schemas state, and the names that they require, in their order. Those
/// of many schemas are joined at once, so the work grows with their number alone.
#[derive(Debug, Default)]
pub struct Members {
    properties: Vec<(String, Schema)>,
    required: Vec<String>,
}

impl Members {
    /// Takes those of a schema, which come after the others; `true` if it had some.
    pub fn take(&mut self, schema: &mut Schema) -> bool {
        let is_some = !(schema.properties.is_empty() && schema.required.is_empty());
        self.properties.append(&mut schema.properties);
        self.required.append(&mut schema.required);
        is_some
    }

    /// Gives all of them to a schema, each once. A property that is required and that can't
    /// be what several say is noted as a conflict, if none is.
    pub fn give(mut self, schema: &mut Schema) {
        let mut known = HashSet::with_capacity(self.required.len());
        self.required.retain(|name| known.insert(name.clone()));
        let mut joint = Joint::default();
        for (name, stated) in self.properties {
            joint.add(name, stated, &known);
        }
        schema.properties = joint.all;
        schema.required = self.required;
        let conflict = joint.conflict.map(|(_, places)| Box::new(places));
        schema.conflict = schema.conflict.take().or(conflict);
    }
}

/// Properties of which each has one schema.
#[derive(Default)]
struct Joint {
    all: Vec<(String, Schema)>,
    positions: HashMap<String, usize>,
    /// The conflict of the first property that has one, by its position.
    conflict: Option<(usize, (Pointer, Pointer))>,
}

impl Joint {
    fn add(&mut self, name: String, theirs: Schema, required: &HashSet<String>) {
        let Some(&index) = self.positions.get(&name) else {
            self.positions.insert(name.clone(), self.all.len());
            self.all.push((name, theirs));
            return;
        };
        let ours = &mut self.all[index].1;
        let is_first = |(known, _): &(usize, _)| index < *known;
        if required.contains(&name) && self.conflict.as_ref().is_none_or(is_first) {
            let conflict = values_conflict(ours, &theirs);
            self.conflict = conflict
                .map(|places| (index, places))
                .or(self.conflict.take());
        }
        let place = Schema::anything(&theirs.at);
        let stated = std::mem::replace(ours, place);
        *ours = property(stated, theirs);
    }
}
