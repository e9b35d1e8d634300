//! The way from a value of a union to its branch: decided here, once, so that
//! the generated code only looks.
//!
//! In order: by the type of JSON value; among objects by the value of a
//! property, declared as discriminator or found to differ; and only then by
//! trial, where the branch that understands the most of the value wins.

use super::Lower;
use super::kinds::Kinds;
use super::tags::{self, Choice};
use super::union::Candidate;
use super::webhook::Webhooks;
use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Branch, Constant, Docs, Fallback, Guard, Place, Plan, Rest, Struct, Type, TypeId, TypeKind,
    Union,
};
use crate::json::JsonType;
use crate::spec::Discriminator;
use std::collections::BTreeSet;

/// A union whose plan waits until all types are known, so that it doesn't depend
/// on which schema was read first.
#[derive(Debug)]
pub(super) struct Pending {
    /// The union.
    pub(super) id: TypeId,
    /// Its branches.
    pub(super) candidates: Vec<Candidate>,
    /// What it is decided by.
    pub(super) by: By,
}

/// What the document says of a union's branches as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Guide {
    /// What tells them apart.
    pub(super) discriminator: Option<Discriminator>,
    /// How many of them a value may belong to.
    pub(super) holds: Holds,
}

/// How many branches a value may belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Holds {
    /// `oneOf`.
    #[default]
    One,
    /// `anyOf`.
    Several,
    /// To none but what they all include.
    Parent,
    /// `anyOf`, or none of them.
    SeveralOrNone,
}

/// What a union is decided by.
#[derive(Debug)]
pub(super) enum By {
    /// Its branches.
    Branches(Guide),
    /// The webhooks that its branches are.
    Webhooks(Webhooks),
}

impl Lower<'_> {
    /// Defines a union, to be decided once all types are known.
    pub(super) fn define_union(
        &mut self,
        slot: Option<TypeId>,
        place: &Place,
        docs: Docs,
        candidates: Vec<Candidate>,
        guide: Guide,
    ) -> Type {
        let branches = candidates.iter();
        let branches = branches.map(|candidate| candidate.clone().undecided());
        let union = Union {
            branches: branches.collect(),
            plan: Plan::BestOf,
        };
        let discriminator = guide.discriminator.as_ref();
        let discriminator = discriminator.map(|one| {
            let mapping: BTreeSet<_> = one.mapping.iter().collect();
            format!("{} {mapping:?}", one.property)
        });
        let kind = TypeKind::Union(union);
        let beside = discriminator.unwrap_or_default();
        let id = self.types.define_beside(slot, place, docs, kind, &beside);
        if self.is_pending.insert(id) {
            self.pending.push(Pending {
                id,
                candidates,
                by: By::Branches(guide),
            });
        }
        Type::Named(id)
    }

    /// Decides all unions: none sees what became of another.
    pub(super) fn decide_unions(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let kinds = Kinds::of(&self.types);
        let mut decided = Vec::new();
        let mut constants = Vec::new();
        for mut one in pending {
            // A branch that leads back to the union adds nothing.
            let is_itself = |candidate: &Candidate| candidate.ty == Type::Named(one.id);
            if !one.candidates.iter().all(is_itself) {
                one.candidates.retain(|candidate| !is_itself(candidate));
            }
            let (branches, plan) = match &one.by {
                By::Branches(guide) => {
                    let mut telling = tags::telling(&self.types, &one.candidates);
                    let types = one.candidates.iter().map(|candidate| &candidate.ty);
                    let structs = types.flat_map(|ty| self.types.structs_of(ty));
                    let structs: Vec<TypeId> = structs.collect();
                    let mut deciding = Deciding {
                        lower: self,
                        kinds: &kinds,
                    };
                    let (branches, plan) = deciding.decide(one.candidates, guide);
                    telling.extend(plan.property().map(str::to_owned));
                    constants.extend(structs.into_iter().map(|id| (id, telling.clone())));
                    (branches, plan)
                }
                By::Webhooks(webhooks) => self.told_apart(one.candidates, webhooks, &kinds),
            };
            decided.push((one.id, TypeKind::Union(Union { branches, plan })));
        }
        for (id, kind) in decided {
            self.types.set_kind(id, kind);
        }
        for (id, properties) in constants {
            self.types.fix(id, &properties);
        }
    }
}

/// The decision about one union.
struct Deciding<'l, 'a> {
    lower: &'l mut Lower<'a>,
    kinds: &'l Kinds,
}

impl Deciding<'_, '_> {
    /// The branches as variants, and the way to the one of a value.
    fn decide(&mut self, candidates: Vec<Candidate>, guide: &Guide) -> (Vec<Branch>, Plan) {
        if guide.holds == Holds::SeveralOrNone {
            // What fits none isn't held to the one that its type or a property names.
            return self.best_of(candidates);
        }
        let kinds: Vec<Vec<JsonType>> = candidates
            .iter()
            .map(|candidate| self.kinds.of_type(&candidate.ty))
            .collect();
        // An object may also be of the parent itself, whatever the branches are.
        let is_parent = guide.holds == Holds::Parent;
        if let Some(kinds) = single_and_distinct(&kinds).filter(|_| !is_parent) {
            return (self.plain(candidates), Plan::JsonType(kinds));
        }
        let mut guards: Vec<Guard> = (0..kinds.len()).map(|i| by_type(&kinds, i)).collect();
        let objects: Vec<usize> = (0..kinds.len())
            .filter(|&i| kinds[i] == [JsonType::Object])
            .filter(|&i| is_parent || guards[i] == Guard::Trial)
            .collect();
        let choice = self.choice(&candidates, &objects, guide);
        let Some(choice) = choice else {
            self.report_alike(&candidates, &guards);
            if guards.iter().all(|guard| *guard == Guard::Trial) {
                return self.best_of(candidates);
            }
            self.keep_everything(&candidates);
            let plan = Plan::Choose {
                property: None,
                guards,
                fallback: Fallback::Best,
            };
            return (self.plain(candidates), plan);
        };
        let is_certain = choice.is_certain && guide.holds != Holds::Parent;
        let is_told = choice.values.iter().all(|values| !values.is_empty());
        let keeps_everything = guide.holds == Holds::Several && !choice.is_exclusive;
        if is_certain && is_told && choice.is_required && objects.len() == candidates.len() {
            if keeps_everything {
                self.keep_everything(&candidates);
            }
            return self.tagged(candidates, choice);
        }
        for (&i, values) in objects.iter().zip(&choice.values) {
            // A table has no room for a sign.
            if !values.is_empty() && !values.iter().any(tags::is_negative) {
                guards[i] = Guard::Tag(values.clone());
            }
        }
        self.report_alike(&candidates, &guards);
        let is_open = guards.contains(&Guard::Trial);
        if is_open || keeps_everything {
            self.keep_everything(&candidates);
        }
        let plan = Plan::Choose {
            property: Some(choice.property),
            guards,
            fallback: match (is_certain, choice.is_required, choice.is_declared) {
                (false, _, _) => Fallback::Any,
                _ if is_open => Fallback::Best,
                (true, true, _) => Fallback::Unrecognized,
                (true, false, true) => Fallback::Only,
                (true, false, false) => Fallback::Best,
            },
        };
        (self.plain(candidates), plan)
    }

    /// The property that tells some of the branches apart, which are objects.
    fn choice(
        &mut self,
        candidates: &[Candidate],
        objects: &[usize],
        guide: &Guide,
    ) -> Option<Choice> {
        let objects: Vec<Candidate> = objects.iter().map(|&i| candidates[i].clone()).collect();
        if objects.is_empty() || (objects.len() == 1 && guide.holds != Holds::Parent) {
            return None;
        }
        let own = guide.discriminator.as_ref();
        let inherited = match own {
            Some(_) => None,
            None => self.lower.common_discriminator(&objects),
        };
        if let Some(discriminator) = own.or(inherited.as_ref()) {
            let declared = tags::declared(&self.lower.types, &objects, discriminator);
            if declared.is_some() {
                return declared;
            }
            self.lower.found.push(
                Diagnostic::warning(
                    Code::Malformed,
                    &discriminator.at,
                    format!(
                        "`{}` doesn't tell the branches apart",
                        discriminator.property
                    ),
                )
                .help("give each branch a value of its own; until then a value's shape decides"),
            );
        }
        tags::inferred(&self.lower.types, &objects)
            .or_else(|| tags::partly_inferred(&self.lower.types, &objects))
    }

    /// Reports objects that a trial can't tell apart.
    fn report_alike(&mut self, candidates: &[Candidate], guards: &[Guard]) {
        let tried = candidates.iter().zip(guards);
        let tried = tried.filter(|(_, guard)| **guard == Guard::Trial);
        let tried: Vec<&Candidate> = tried.map(|(candidate, _)| candidate).collect();
        if let Some((first, second)) = tags::alike(&self.lower.types, &tried) {
            let message = "nothing tells a value of this branch from one of another";
            self.lower.found.push(
                Diagnostic::warning(Code::Malformed, &second.at, message)
                    .related(&first.at, "the first of them is taken:")
                    .help("give each a property with a `const` of its own, or a `discriminator`"),
            );
        }
    }

    /// A union whose branches are all tried.
    fn best_of(&mut self, candidates: Vec<Candidate>) -> (Vec<Branch>, Plan) {
        self.keep_everything(&candidates);
        (self.plain(candidates), Plan::BestOf)
    }

    /// Branches that are no more than their types.
    fn plain(&self, candidates: Vec<Candidate>) -> Vec<Branch> {
        let branches = candidates.into_iter();
        branches
            .map(|candidate| candidate.variant(self.kinds))
            .collect()
    }

    /// Objects that may hold together lose nothing: the one that is taken keeps
    /// the members that only the others know.
    fn keep_everything(&mut self, candidates: &[Candidate]) {
        let objects: Vec<TypeId> = candidates
            .iter()
            .filter(|candidate| !matches!(candidate.ty, Type::Array(_) | Type::Map(_)))
            .flat_map(|candidate| self.lower.types.structs_of(&candidate.ty))
            .collect();
        if objects.len() > 1 {
            self.lower.keeping.extend(objects);
        }
    }

    /// A union by the value of a property. A branch that says nothing else becomes
    /// a variant without content.
    fn tagged(&self, candidates: Vec<Candidate>, choice: Choice) -> (Vec<Branch>, Plan) {
        let Choice {
            property, values, ..
        } = choice;
        let types = &self.lower.types;
        let branches = candidates.into_iter().zip(&values);
        let branches = branches.map(|(candidate, values)| {
            let is_only_tag = tags::structure(types, &candidate.ty)
                .is_some_and(|object| is_only(object, &property));
            let mut branch = candidate.variant(self.kinds);
            if let [value] = &values[..] {
                branch.tag = value.as_str().map(str::to_owned);
                if is_only_tag {
                    branch.ty = None;
                }
            }
            branch
        });
        let branches = branches.collect();
        (branches, Plan::Tag { property, values })
    }
}

/// Tells if an object has nothing but a fixed value of this property.
fn is_only(object: &Struct, property: &str) -> bool {
    object.fields.is_empty()
        && object.rest == Rest::Ignored
        && matches!(&object.constants[..], [Constant { name, .. }] if name == property)
}

/// The JSON type of each branch, if all have one, and each its own. Integers
/// are looked for first, so they may stand beside numbers.
fn single_and_distinct(kinds: &[Vec<JsonType>]) -> Option<Vec<JsonType>> {
    let single = kinds.iter().map(|kinds| match kinds[..] {
        [one] => Some(one),
        _ => None,
    });
    let single: Vec<JsonType> = single.collect::<Option<_>>()?;
    let distinct: BTreeSet<_> = single.iter().collect();
    (distinct.len() == single.len()).then_some(single)
}

/// The JSON type of a branch as its guard, if it has one and no other branch has it.
fn by_type(kinds: &[Vec<JsonType>], branch: usize) -> Guard {
    let [kind] = kinds[branch][..] else {
        return Guard::Trial;
    };
    let overlaps = |other: &JsonType| other.includes(kind) || kind.includes(*other);
    let mut others = (0..kinds.len()).filter(|&i| i != branch);
    match others.any(|i| kinds[i].iter().any(overlaps)) {
        true => Guard::Trial,
        false => Guard::Type(kind),
    }
}

impl Candidate {
    /// The branch as a variant, whose type isn't known yet.
    pub(super) fn undecided(self) -> Branch {
        Branch {
            at: self.at,
            schemas: self.schemas,
            tag: None,
            name: self
                .target
                .as_ref()
                .and_then(|target| target.tokens().next_back()),
            title: self.title,
            kind: JsonType::Object,
            ty: Some(self.ty),
            docs: self.docs,
        }
    }

    /// The branch as a variant.
    pub(super) fn variant(self, kinds: &Kinds) -> Branch {
        let of = kinds.of_type(&self.ty);
        Branch {
            kind: of.first().copied().unwrap_or(JsonType::Object),
            ..self.undecided()
        }
    }
}
