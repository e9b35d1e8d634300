//! `allOf`, and a `$ref` with other keywords beside it: one schema with
//! everything that its parts say.

use super::Lower;
use super::memo::Key;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{Place, Type, TypeId};
use crate::schema::intersect;
use crate::spec::Schema;
use std::collections::HashSet;
use std::sync::Arc;

/// The most schemas that may include one another in a chain.
const LONGEST_CHAIN: usize = 1_000;

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
        if slot.is_some() {
            let merged = self.merged(schema);
            self.report_conflict(&merged);
            return self.type_of(merged, place, slot);
        }
        self.made(schema, place)
    }

    /// The type of a schema that is made of others and has no name, remembered
    /// by what it is made of.
    pub(super) fn made(&mut self, schema: Schema, place: &Arc<Place>) -> Type {
        let key = Key::Made(schema.fingerprint(), self.context);
        if let Some(ty) = self.recalled(&key) {
            if let Type::Named(id) = ty {
                self.types.add_place(id, place);
            }
            return ty;
        }
        if !self.work.begin(schema.size()) {
            return self.too_much(&schema.at);
        }
        let ty = self.remembered(
            key,
            place,
            |lower| {
                let merged = lower.merged(schema);
                lower.report_conflict(&merged);
                merged
            },
            |lower, merged, _| lower.type_of(merged, place, None),
        );
        self.work.end();
        ty
    }

    /// Any JSON, in place of what would take more work than it is worth.
    pub(super) fn too_much(&mut self, at: &Pointer) -> Type {
        let message = "the schemas that are combined here lead to one another in too many ways, \
                       so this is taken as any JSON";
        let help = "let one of the schemas on the way be referred to, not included";
        self.flaw(Diagnostic::error(Code::UnsupportedSchema, at, message).help(help));
        Type::Any
    }

    fn report_conflict(&mut self, merged: &Schema) {
        let Some((one, other)) = merged.conflict.as_deref() else {
            return;
        };
        let message = "no value can be what both of these ask for";
        self.flaw(
            Diagnostic::error(Code::Contradiction, one, message)
                .related(other, "contradicts")
                .help("let the parts of an `allOf` agree"),
        );
    }

    /// One schema without `allOf` and `$ref` that says what `schema` says.
    pub(super) fn merged(&mut self, schema: Schema) -> Schema {
        let mut merging = Merging {
            lower: self,
            chain: Vec::new(),
            included: HashSet::new(),
        };
        merging.merged(schema)
    }
}

/// A schema on its way to be merged. What it includes by several ways is
/// included once, so the work grows with the number of schemas alone.
struct Merging<'l, 'a> {
    lower: &'l mut Lower<'a>,
    /// The places on the way to the schema at hand.
    chain: Vec<Pointer>,
    /// The schemas that a `$ref` has brought in.
    included: HashSet<Pointer>,
}

impl Merging<'_, '_> {
    fn merged(&mut self, mut schema: Schema) -> Schema {
        let depth = self.chain.len();
        self.chain.push(schema.at.clone());
        let parts = std::mem::take(&mut schema.all_of);
        let target = schema.reference.take();
        let stated_nullable = schema.nullable;
        let mut nullable = None;
        let mut whole: Option<Schema> = None;
        let target = target.and_then(|target| self.target(target, &schema.at));
        let parts = parts.into_iter().map(Err);
        for part in target.map(Ok).into_iter().chain(parts) {
            let mut part = part.unwrap_or_else(|part| self.merged(part));
            self.without_ways_back(&mut part);
            let allows_null = part.nullable || (part.is_bare() && part.reference.is_none());
            nullable = Some(nullable.unwrap_or(true) && allows_null);
            whole = Some(match whole {
                None => part,
                Some(whole) => intersect(whole, part),
            });
        }
        self.chain.truncate(depth);
        let Some(whole) = whole else {
            return schema;
        };
        let at = schema.at.clone();
        let mut all = intersect(whole, schema);
        all.at = at;
        all.nullable = stated_nullable || nullable.unwrap_or(false);
        all
    }

    /// Takes out the branches of a parent whose branches are its children: this
    /// is one of them.
    fn without_ways_back(&self, part: &mut Schema) {
        for branches in [&mut part.one_of, &mut part.any_of] {
            let leads_back = |branch: &Schema| {
                only_target(branch).is_some_and(|target| self.chain.contains(target))
            };
            if branches.iter().any(leads_back) {
                branches.clear();
                part.discriminator = None;
            }
        }
        part.unions.retain(|union| {
            let mut targets = union.branches.iter().filter_map(only_target);
            !targets.any(|target| self.chain.contains(target))
        });
    }

    /// The schema that a reference leads to, merged; nothing if it is included already.
    fn target(&mut self, target: Pointer, from: &Pointer) -> Option<Schema> {
        let is_circle = self.chain.contains(&target);
        if is_circle || self.chain.len() >= LONGEST_CHAIN {
            let message = match is_circle {
                true => "this schema is made of itself, which adds nothing to it",
                false => "this schema includes others in too long a chain, which ends here",
            };
            self.lower.found.push(
                Diagnostic::warning(Code::CircularReference, from, message)
                    .related(&target, "comes back to")
                    .help("take the schema out of its own `allOf`"),
            );
            return None;
        }
        if !self.included.insert(target.clone()) {
            return None;
        }
        let depth = self.chain.len();
        self.chain.push(target.clone());
        let (schema, size) = self.lower.read_included(&target);
        // What is too much is left out when it comes to its type.
        self.lower.work.spend(size);
        let mut merged = self.merged(schema);
        self.chain.truncate(depth);
        merged.made_of.insert(target);
        Some(merged)
    }
}

/// The schema that a branch refers to, if it says nothing else.
fn only_target(branch: &Schema) -> Option<&Pointer> {
    branch.reference.as_ref().filter(|_| branch.is_bare())
}

/// The one reference that `allOf` wraps, a common way to describe it where it stands.
pub(super) fn only_reference(schema: &Schema) -> Option<Pointer> {
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
