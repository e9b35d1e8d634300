//! One schema with everything that the parts of an `allOf` say, or that stands
//! beside a `$ref`.

use super::reader::Reader;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::schema::{Members, intersect};
use crate::spec::Schema;
use std::collections::{BTreeSet, HashSet};

/// The most schemas that may include one another in a chain.
const LONGEST_CHAIN: usize = 300;

/// One schema without `allOf` and `$ref` that says what `schema` says; any JSON, which is
/// reported, where the document's schemas have included too much of one another.
pub(crate) fn merged(
    reader: &mut Reader<'_>,
    schema: Schema,
    found: &mut Vec<Diagnostic>,
) -> Schema {
    let mut merging = Merging {
        reader,
        found,
        on_the_way: HashSet::new(),
        depth: 0,
        included: HashSet::new(),
        is_too_much: false,
        members: Members::default(),
        made_of: BTreeSet::new(),
    };
    let at = schema.at.clone();
    let mut merged = merging.merged(schema).schema;
    if merging.is_too_much {
        reader.too_long(&at, found);
        return Schema::anything(&at);
    }
    merging.members.give(&mut merged);
    merged.made_of = merging.made_of;
    merged
}

/// A schema on its way to be merged. What it includes by several ways is
/// included once, so the work grows with the number of schemas alone.
struct Merging<'l, 'a> {
    reader: &'l mut Reader<'a>,
    found: &'l mut Vec<Diagnostic>,
    /// The places on the way to the schema at hand.
    on_the_way: HashSet<Pointer>,
    /// The number of references on the way.
    depth: usize,
    /// The schemas that a `$ref` has brought in.
    included: HashSet<Pointer>,
    /// True once the document's schemas have included more than they may.
    is_too_much: bool,
    /// The properties of all parts so far.
    members: Members,
    /// The schemas that all parts so far are made of.
    made_of: BTreeSet<Pointer>,
}

/// A part without the members that went into those of the whole.
struct Part {
    schema: Schema,
    has_members: bool,
}

impl Part {
    fn allows_null(&self) -> bool {
        let says_nothing = self.schema.is_bare() && self.schema.reference.is_none();
        self.schema.nullable || (says_nothing && !self.has_members)
    }
}

impl Merging<'_, '_> {
    fn merged(&mut self, mut schema: Schema) -> Part {
        let at = schema.at.clone();
        let is_entered = self.on_the_way.insert(at.clone());
        let parts = std::mem::take(&mut schema.all_of);
        let target = schema.reference.take();
        let stated_nullable = schema.nullable;
        let mut nullable = None;
        let mut whole: Option<Schema> = None;
        let mut has_members = false;
        let target = target.and_then(|target| self.target(target, &at));
        let parts = parts.into_iter().map(Err);
        for part in target.map(Ok).into_iter().chain(parts) {
            let mut part = part.unwrap_or_else(|part| self.merged(part));
            self.without_ways_back(&mut part.schema);
            has_members |= part.has_members;
            nullable = Some(nullable.unwrap_or(true) && part.allows_null());
            whole = Some(match whole {
                None => part.schema,
                Some(whole) => intersect(whole, part.schema),
            });
        }
        if is_entered {
            self.on_the_way.remove(&at);
        }
        has_members |= self.members.take(&mut schema);
        self.made_of.append(&mut schema.made_of);
        let schema = match whole {
            None => schema,
            Some(whole) => {
                let mut all = intersect(whole, schema);
                all.at = at;
                all.nullable = stated_nullable || nullable.unwrap_or(false);
                all
            }
        };
        Part {
            schema,
            has_members,
        }
    }

    /// Takes out the branches of a parent whose branches are its children: this
    /// is one of them.
    fn without_ways_back(&self, part: &mut Schema) {
        for branches in [&mut part.one_of, &mut part.any_of] {
            let leads_back = |branch: &Schema| {
                branch
                    .only_target()
                    .is_some_and(|target| self.on_the_way.contains(target))
            };
            if branches.iter().any(leads_back) {
                branches.clear();
                part.discriminator = None;
            }
        }
        part.unions.retain(|union| {
            let mut targets = union.branches.iter().filter_map(Schema::only_target);
            !targets.any(|target| self.on_the_way.contains(target))
        });
    }

    /// The schema that a reference leads to, merged; nothing if it is included already.
    fn target(&mut self, target: Pointer, from: &Pointer) -> Option<Part> {
        let is_circle = self.on_the_way.contains(&target);
        if is_circle || self.depth >= LONGEST_CHAIN {
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
        if self.reader.work.is_spent() {
            self.is_too_much = true;
            return None;
        }
        if !self.included.insert(target.clone()) {
            return None;
        }
        self.on_the_way.insert(target.clone());
        let (schema, size) = self.reader.included(&target, self.found);
        self.is_too_much |= !self.reader.work.spend(size);
        self.depth += 1;
        let merged = self.merged(schema);
        self.depth -= 1;
        self.on_the_way.remove(&target);
        self.made_of.insert(target);
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
