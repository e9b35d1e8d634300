//! `allOf`, and a `$ref` with other keywords beside it: one schema with
//! everything that its parts say.

use super::Lower;
use super::merge::both;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::document::Schema;
use crate::ir::{Place, Type, TypeId};
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
        let merged = self.merged(schema, &mut Vec::new());
        if let Some((one, other)) = &merged.conflict {
            let message = "no value can be what both of these ask for";
            self.found.push(
                Diagnostic::error(Code::Contradiction, one, message)
                    .related(other, "contradicts")
                    .help("let the parts of an `allOf` agree"),
            );
        }
        if merged.too_many {
            let message = "the branches of these unions can be combined in too many ways";
            self.found.push(
                Diagnostic::error(Code::UnsupportedSchema, &merged.at, message)
                    .help("let the parts of an `allOf` have one union, or small ones"),
            );
        }
        self.type_of(merged, place, slot)
    }

    /// One schema without `allOf` and `$ref` that says what `schema` says.
    /// `chain` holds the places on the way here.
    pub(super) fn merged(&mut self, mut schema: Schema, chain: &mut Vec<Pointer>) -> Schema {
        chain.push(schema.at.clone());
        let parts = std::mem::take(&mut schema.all_of);
        let target = schema.reference.take();
        let stated_nullable = schema.nullable;
        let mut nullable = None;
        let mut whole: Option<Schema> = None;
        let target = target.and_then(|target| self.target(target, &schema.at, chain));
        let parts = parts.into_iter().map(Err);
        for part in target.map(Ok).into_iter().chain(parts) {
            let depth = chain.len();
            let mut part = part.unwrap_or_else(|part| self.merged(part, chain));
            chain.truncate(depth);
            // A parent whose branches are its children: this is one of them.
            for branches in [&mut part.one_of, &mut part.any_of] {
                let leads_back = |branch: &Schema| {
                    let target = branch.reference.as_ref().filter(|_| branch.is_bare());
                    target.is_some_and(|target| chain.contains(target))
                };
                if branches.iter().any(leads_back) {
                    branches.clear();
                    part.discriminator = None;
                }
            }
            let allows_null = part.nullable || (part.is_bare() && part.reference.is_none());
            nullable = Some(nullable.unwrap_or(true) && allows_null);
            whole = Some(match whole {
                None => part,
                Some(whole) => both(whole, part),
            });
        }
        let Some(whole) = whole else {
            return schema;
        };
        let own = schema.clone();
        let mut all = both(whole, schema);
        all.at = own.at;
        all.title = own.title.or(all.title);
        all.description = own.description.or(all.description);
        all.default = own.default.or(all.default);
        all.nullable = stated_nullable || nullable.unwrap_or(false);
        all
    }

    /// What a reference leads to, merged. It is kept, for many schemas include
    /// the same one; not where something is wrong with it, which each is told.
    fn target(
        &mut self,
        target: Pointer,
        from: &Pointer,
        chain: &mut Vec<Pointer>,
    ) -> Option<Schema> {
        if let Some(known) = self.merged_targets.get(&target) {
            return Some(known.clone());
        }
        let found = self.found.len();
        let depth = chain.len();
        let schema = self.follow(target.clone(), from, chain)?;
        let merged = self.merged(schema, chain);
        chain.truncate(depth);
        if self.found.len() == found {
            self.merged_targets.insert(target, merged.clone());
        }
        Some(merged)
    }

    fn follow(
        &mut self,
        target: Pointer,
        from: &Pointer,
        chain: &mut Vec<Pointer>,
    ) -> Option<Schema> {
        if chain.contains(&target) {
            let message = "this schema is made of itself, which adds nothing to it";
            self.found.push(
                Diagnostic::warning(Code::CircularReference, from, message)
                    .related(&target, "comes back to")
                    .help("take the schema out of its own `allOf`"),
            );
            return None;
        }
        chain.push(target.clone());
        Some(Schema::read(&self.document.files, &target, &mut self.found))
    }
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
