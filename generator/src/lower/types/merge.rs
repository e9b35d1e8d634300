//! One schema with everything that the parts of an `allOf` say, or that stands
//! beside a `$ref`.

use super::reader::Reader;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::schema::intersect;
use crate::spec::Schema;
use std::collections::HashSet;

/// The most schemas that may include one another in a chain.
const LONGEST_CHAIN: usize = 1_000;

/// One schema without `allOf` and `$ref` that says what `schema` says.
pub(crate) fn merged(
    reader: &mut Reader<'_>,
    schema: Schema,
    found: &mut Vec<Diagnostic>,
) -> Schema {
    let mut merging = Merging {
        reader,
        found,
        chain: Vec::new(),
        included: HashSet::new(),
    };
    merging.merged(schema)
}

/// A schema on its way to be merged. What it includes by several ways is
/// included once, so the work grows with the number of schemas alone.
struct Merging<'l, 'a> {
    reader: &'l mut Reader<'a>,
    found: &'l mut Vec<Diagnostic>,
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
                branch
                    .only_target()
                    .is_some_and(|target| self.chain.contains(target))
            };
            if branches.iter().any(leads_back) {
                branches.clear();
                part.discriminator = None;
            }
        }
        part.unions.retain(|union| {
            let mut targets = union.branches.iter().filter_map(Schema::only_target);
            !targets.any(|target| self.chain.contains(target))
        });
    }

    /// The schema that a reference leads to, merged; nothing if it is included already.
    fn target(&mut self, target: Pointer, from: &Pointer) -> Option<Schema> {
        let is_circle = self.chain.contains(&target);
        if is_circle || self.chain.len() >= LONGEST_CHAIN {
            let (message, how, help) = match is_circle {
                true => (
                    "this schema is made of itself, which adds nothing to it",
                    "the schema that it comes back to",
                    "take the schema out of its own `allOf`",
                ),
                false => (
                    "this schema includes others in too long a chain, which ends here",
                    "not included any more",
                    "put the properties of some of them into one schema",
                ),
            };
            self.found.push(
                Diagnostic::warning(Code::CircularReference, from, message)
                    .related(&target, how)
                    .help(help),
            );
            return None;
        }
        if !self.included.insert(target.clone()) {
            return None;
        }
        let depth = self.chain.len();
        self.chain.push(target.clone());
        let (schema, size) = self.reader.included(&target, self.found);
        // What is too much is left out when it comes to its type.
        self.reader.work.spend(size);
        let mut merged = self.merged(schema);
        self.chain.truncate(depth);
        merged.made_of.insert(target);
        Some(merged)
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
