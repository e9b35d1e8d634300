//! `allOf`, and a `$ref` with other keywords beside it: one schema with
//! everything that its parts say.

use super::Lower;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::document::{Additional, Schema};
use crate::ir::{Place, Type, TypeId};
use crate::json::JsonType;
use std::sync::Arc;

impl Lower<'_> {
    /// The type of a schema made of several.
    pub(super) fn all_of(
        &mut self,
        schema: Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        if let Some(target) = only_reference(&schema) {
            let nullable = schema.nullable;
            let ty = self.type_at(&target);
            return if nullable { ty.nullable() } else { ty };
        }
        let mut chain = vec![schema.at.clone()];
        let merged = self.merged(schema, &mut chain);
        self.type_of(merged, place, slot)
    }

    /// One schema without `allOf` and `$ref` that says what `schema` says.
    /// `chain` holds the places on the way here.
    pub(super) fn merged(&mut self, mut schema: Schema, chain: &mut Vec<Pointer>) -> Schema {
        let parts = std::mem::take(&mut schema.all_of);
        let target = schema.reference.take();
        let stated_nullable = schema.nullable;
        let mut nullable = None;
        let mut whole: Option<Schema> = None;
        let target = target.and_then(|target| self.follow(target, &schema.at, chain));
        for part in target.into_iter().chain(parts) {
            let depth = chain.len();
            chain.push(part.at.clone());
            let part = self.merged(part, chain);
            chain.truncate(depth);
            let allows_null = part.nullable || (part.is_bare() && part.reference.is_none());
            nullable = Some(nullable.unwrap_or(true) && allows_null);
            whole = Some(match whole {
                None => part,
                Some(whole) => self.both(whole, part),
            });
        }
        let Some(whole) = whole else {
            return schema;
        };
        let own = schema.clone();
        let mut all = self.both(whole, schema);
        all.at = own.at;
        all.title = own.title.or(all.title);
        all.description = own.description.or(all.description);
        all.default = own.default.or(all.default);
        all.nullable = stated_nullable || nullable.unwrap_or(false);
        all
    }

    fn follow(
        &mut self,
        target: Pointer,
        from: &Pointer,
        chain: &mut Vec<Pointer>,
    ) -> Option<Schema> {
        if chain.contains(&target) {
            let message = "this schema is made of itself";
            self.found.push(
                Diagnostic::error(Code::CircularReference, from, message)
                    .related(&target, "comes back to")
                    .help("take the schema out of its own `allOf`"),
            );
            return None;
        }
        chain.push(target.clone());
        Some(Schema::read(&self.document.files, &target, &mut self.found))
    }

    /// A schema that says what both say.
    fn both(&mut self, one: Schema, other: Schema) -> Schema {
        let mut all = one;
        all.types = self.both_types(&all, &other);
        all.values = match (all.values, other.values) {
            (Some(ours), Some(theirs)) => {
                let shared = ours
                    .into_iter()
                    .filter(|(_, v)| theirs.iter().any(|(_, w)| v == w));
                Some(shared.collect())
            }
            (ours, theirs) => ours.or(theirs),
        };
        all.constant |= other.constant;
        all.format = all.format.or(other.format);
        for (name, theirs) in other.properties {
            match all.properties.iter_mut().find(|(known, _)| *known == name) {
                None => all.properties.push((name, theirs)),
                Some((_, ours)) => {
                    let mut joint = Schema::anything(&theirs.at);
                    joint.title = theirs.title.clone().or_else(|| ours.title.clone());
                    joint.description = theirs
                        .description
                        .clone()
                        .or_else(|| ours.description.clone());
                    joint.default = theirs.default.clone().or_else(|| ours.default.clone());
                    joint.deprecated = theirs.deprecated || ours.deprecated;
                    let ours = std::mem::replace(ours, Schema::anything(&theirs.at));
                    joint.all_of = vec![ours.undescribed(), theirs.undescribed()];
                    set_property(&mut all, &name, joint);
                }
            }
        }
        all.required.extend(other.required);
        all.additional = match (all.additional, other.additional) {
            (Additional::Unsaid, theirs) => theirs,
            (ours, Additional::Unsaid) => ours,
            (Additional::Allowed(ours), Additional::Allowed(theirs)) => {
                let mut joint = Schema::anything(&theirs.at);
                joint.all_of = vec![*ours, *theirs];
                Additional::Allowed(Box::new(joint))
            }
            _ => Additional::Forbidden,
        };
        all.items = match (all.items, other.items) {
            (Some(ours), Some(theirs)) => {
                let mut joint = Schema::anything(&theirs.at);
                joint.all_of = vec![*ours, *theirs];
                Some(Box::new(joint))
            }
            (ours, theirs) => ours.or(theirs),
        };
        if all.prefix_items.is_empty() {
            all.prefix_items = other.prefix_items;
        }
        all.one_of = self.both_branches(all.one_of, other.one_of);
        all.any_of = self.both_branches(all.any_of, other.any_of);
        all.discriminator = all.discriminator.or(other.discriminator);
        all.never |= other.never;
        all.nullable &= other.nullable;
        all.deprecated |= other.deprecated;
        all.title = other.title.or(all.title);
        all.description = other.description.or(all.description);
        all.default = other.default.or(all.default);
        all
    }

    fn both_types(&mut self, one: &Schema, other: &Schema) -> Option<Vec<JsonType>> {
        let (ours, theirs) = match (&one.types, &other.types) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (ours, theirs) => return ours.clone().or_else(|| theirs.clone()),
        };
        let narrower = ours
            .iter()
            .filter(|kind| theirs.iter().any(|other| other.includes(**kind)));
        let wider = theirs
            .iter()
            .filter(|kind| ours.iter().any(|other| other.includes(**kind)));
        let mut shared: Vec<JsonType> = narrower.chain(wider).copied().collect();
        shared.sort_unstable();
        shared.dedup();
        if shared.is_empty() && !(ours.is_empty() || theirs.is_empty()) {
            let message = "no value can be of both these types";
            self.found.push(
                Diagnostic::error(Code::Contradiction, &one.at, message)
                    .related(&other.at, "contradicts")
                    .help("let the parts of an `allOf` agree on a type"),
            );
        }
        Some(shared)
    }

    /// The branches of both: each of the one with each of the other.
    fn both_branches(&mut self, ours: Vec<Schema>, theirs: Vec<Schema>) -> Vec<Schema> {
        if ours.is_empty() {
            return theirs;
        }
        if theirs.is_empty() {
            return ours;
        }
        let mut all = Vec::with_capacity(ours.len() * theirs.len());
        for one in &ours {
            for other in &theirs {
                let mut joint = Schema::anything(&other.at);
                joint.title = other.title.clone();
                joint.all_of = vec![one.clone(), other.clone()];
                all.push(joint);
            }
        }
        all
    }
}

fn set_property(schema: &mut Schema, name: &str, property: Schema) {
    for (known, value) in &mut schema.properties {
        if known == name {
            *value = property;
            return;
        }
    }
}

/// The one reference that `allOf` wraps, a common way to describe it where it stands.
fn only_reference(schema: &Schema) -> Option<Pointer> {
    let mut outside = schema.clone();
    let parts = std::mem::take(&mut outside.all_of);
    if !outside.is_bare() || outside.reference.is_some() {
        return None;
    }
    let mut telling = parts
        .iter()
        .filter(|part| !part.is_bare() || part.reference.is_some());
    let first = telling.next().filter(|part| part.is_bare())?;
    let same = telling.all(|part| part.is_bare() && part.reference == first.reference);
    first.reference.clone().filter(|_| same)
}
