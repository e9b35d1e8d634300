//! The way from a value of a union to its branch: decided here, once, so that
//! the generated code only looks.
//!
//! In order: by the type of JSON value; among objects by the value of a
//! property, declared as discriminator or found to differ; and only then by
//! trial, where the branch that understands the most of the value wins.

use super::branch::branch;
use super::kinds::Kinds;
use super::tags;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{
    AdditionalProperties, Branch, Constant, Fallback, Guard, Plan, Struct, Type, TypeId,
};
use crate::json::JsonType;
use crate::lower::definitions::Definitions;
use crate::lower::types::{
    Basis, Candidate, Choice, Matching, UndecidedUnion, UnionHints, declared, is_negative,
};
use crate::schema::Inheritance;
use crate::spec::{Discriminator, Spec};
use std::collections::BTreeSet;

/// The decision about unions of schemas. Each is made of the undecided types:
/// none sees what became of another.
pub(super) struct Deciding<'d> {
    pub(super) spec: &'d Spec,
    pub(super) inheritance: &'d Inheritance,
    pub(super) types: &'d Definitions<UndecidedUnion>,
    pub(super) kinds: &'d Kinds,
    /// The structs that keep properties which their schemas don't name.
    pub(super) preserve: &'d mut BTreeSet<TypeId>,
    pub(super) found: &'d mut Vec<Diagnostic>,
}

impl Deciding<'_> {
    /// The branches as variants, and the way to the one of a value.
    pub(super) fn decide(
        &mut self,
        candidates: Vec<Candidate>,
        hints: &UnionHints,
    ) -> (Vec<Branch>, Plan) {
        if hints.matching == Matching::AnyOrNone {
            // What fits none isn't held to the one that its type or a property names.
            return self.best_of(candidates);
        }
        let kinds: Vec<Vec<JsonType>> = candidates
            .iter()
            .map(|candidate| self.kinds.of_type(&candidate.ty))
            .collect();
        // An object may also be of the parent itself, whatever the branches are.
        let is_parent = hints.matching == Matching::SubtypeOrBase;
        if let Some(kinds) = single_and_distinct(&kinds).filter(|_| !is_parent) {
            return (self.plain(candidates), Plan::JsonType(kinds));
        }
        let mut guards: Vec<Guard> = (0..kinds.len()).map(|i| by_type(&kinds, i)).collect();
        let objects: Vec<usize> = (0..kinds.len())
            .filter(|&i| kinds[i] == [JsonType::Object])
            .filter(|&i| is_parent || guards[i] == Guard::Trial)
            .collect();
        let choice = self.choice(&candidates, &objects, hints);
        let Some(choice) = choice else {
            self.report_alike(&candidates, &guards);
            if guards.iter().all(|guard| *guard == Guard::Trial) {
                return self.best_of(candidates);
            }
            self.preserve_unknown(&candidates);
            let plan = Plan::Choose {
                property: None,
                guards,
                fallback: Fallback::Best,
            };
            return (self.plain(candidates), plan);
        };
        let is_certain = choice.basis.is_certain() && hints.matching != Matching::SubtypeOrBase;
        let is_told = choice.values.iter().all(|values| !values.is_empty());
        let preserves_unknown = hints.matching == Matching::AnyOf && !choice.basis.is_exclusive();
        if is_certain && is_told && choice.is_required && objects.len() == candidates.len() {
            if preserves_unknown {
                self.preserve_unknown(&candidates);
            }
            return self.tagged(candidates, choice);
        }
        for (&i, values) in objects.iter().zip(&choice.values) {
            // A table has no room for a sign.
            if !values.is_empty() && !values.iter().any(is_negative) {
                guards[i] = Guard::Tag(values.clone());
            }
        }
        self.report_alike(&candidates, &guards);
        let is_open = guards.contains(&Guard::Trial);
        if is_open || preserves_unknown {
            self.preserve_unknown(&candidates);
        }
        let plan = Plan::Choose {
            property: Some(choice.property),
            guards,
            fallback: match choice.basis {
                _ if !is_certain => Fallback::Any,
                _ if is_open => Fallback::Best,
                _ if choice.is_required => Fallback::Unrecognized,
                Basis::Inferred => Fallback::Best,
                Basis::Listed | Basis::Mapped | Basis::Overlapping => Fallback::Only,
            },
        };
        (self.plain(candidates), plan)
    }

    /// The property that tells some of the branches apart, which are objects.
    fn choice(
        &mut self,
        candidates: &[Candidate],
        objects: &[usize],
        hints: &UnionHints,
    ) -> Option<Choice> {
        let objects: Vec<Candidate> = objects.iter().map(|&i| candidates[i].clone()).collect();
        if objects.is_empty() || (objects.len() == 1 && hints.matching != Matching::SubtypeOrBase) {
            return None;
        }
        let own = hints.discriminator.as_ref();
        let inherited = match own {
            Some(_) => None,
            None => self.inherited_discriminator(&objects),
        };
        if let Some(discriminator) = own.or(inherited.as_ref()) {
            let declared = declared(self.types, &objects, discriminator);
            if declared.is_some() {
                return declared;
            }
            self.found.push(
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
        tags::inferred(self.types, &objects).or_else(|| tags::partly_inferred(self.types, &objects))
    }

    /// The discriminator of a schema that all branches inherit from.
    fn inherited_discriminator(&self, candidates: &[Candidate]) -> Option<Discriminator> {
        let targets = candidates.iter().map(|candidate| candidate.target.clone());
        let targets: Vec<Pointer> = targets.collect::<Option<_>>()?;
        let common = self.inheritance.common_discriminator(self.spec, &targets);
        common.cloned()
    }

    /// Reports objects that a trial can't tell apart.
    fn report_alike(&mut self, candidates: &[Candidate], guards: &[Guard]) {
        let tried = candidates.iter().zip(guards);
        let tried = tried.filter(|(_, guard)| **guard == Guard::Trial);
        let tried: Vec<&Candidate> = tried.map(|(candidate, _)| candidate).collect();
        if let Some((first, second)) = tags::alike(self.types, &tried) {
            let message = "nothing tells a value of this branch from one of another";
            self.found.push(
                Diagnostic::warning(Code::Malformed, &second.at, message)
                    .related(&first.at, "the first of them, which is taken")
                    .help("give each a property with a `const` of its own, or a `discriminator`"),
            );
        }
    }

    /// A union whose branches are all tried.
    fn best_of(&mut self, candidates: Vec<Candidate>) -> (Vec<Branch>, Plan) {
        self.preserve_unknown(&candidates);
        (self.plain(candidates), Plan::BestOf)
    }

    /// Branches that are no more than their types.
    fn plain(&self, candidates: Vec<Candidate>) -> Vec<Branch> {
        let branches = candidates.into_iter();
        branches
            .map(|candidate| branch(candidate, self.kinds))
            .collect()
    }

    /// Objects that may hold together lose nothing: the one that is taken keeps
    /// the members that only the others know.
    fn preserve_unknown(&mut self, candidates: &[Candidate]) {
        let objects: Vec<TypeId> = candidates
            .iter()
            .filter(|candidate| !matches!(candidate.ty, Type::Array(_) | Type::Map(_)))
            .flat_map(|candidate| self.types.structs_of(&candidate.ty))
            .collect();
        if objects.len() > 1 {
            self.preserve.extend(objects);
        }
    }

    /// A union by the value of a property. A branch that says nothing else becomes
    /// a variant without content.
    fn tagged(&self, candidates: Vec<Candidate>, choice: Choice) -> (Vec<Branch>, Plan) {
        let Choice {
            property, values, ..
        } = choice;
        let types = self.types;
        let branches = candidates.into_iter().zip(&values);
        let branches = branches.map(|(candidate, values)| {
            let is_only_tag = types
                .object_of(&candidate.ty)
                .is_some_and(|object| is_only(object, &property));
            let mut branch = branch(candidate, self.kinds);
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
        && object.additional_properties == AdditionalProperties::Ignored
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
