//! How a value of a union finds its branch: decided here, once, so that the
//! generated code only looks.
//!
//! In order: by the value of a property, declared as discriminator or found to
//! differ; by the kind of JSON value; and only then by trial, where the branch
//! that keeps the most of the value wins.

use super::Lower;
use super::union::Candidate;
use super::webhook::Webhooks;
use crate::diag::{Code, Diagnostic};
use crate::document::Discriminator;
use crate::ir::{Branch, Docs, Place, Plan, Rest, Struct, Type, TypeId, TypeKind, Union};
use crate::json::JsonType;
use serde_json::Value;
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
        let variants = candidates.iter();
        let branches = variants.map(|candidate| variant(self, candidate.clone(), None, false));
        let union = Union {
            branches: branches.collect(),
            plan: Plan::BestOf,
        };
        let told_apart = guide.discriminator.as_ref();
        let told_apart = told_apart.map(|one| {
            let mapping: BTreeSet<_> = one.mapping.iter().collect();
            format!("{} {mapping:?}", one.property)
        });
        let kind = TypeKind::Union(union);
        let id = self
            .types
            .define_beside(slot, place, docs, kind, &told_apart.unwrap_or_default());
        if !self.pending.iter().any(|pending| pending.id == id) {
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
        let decided: Vec<_> = pending
            .into_iter()
            .map(|one| {
                let decided = match &one.by {
                    By::Branches(guide) => decide(self, one.candidates, guide),
                    By::Webhooks(webhooks) => self.told_apart(one.candidates, webhooks),
                };
                (one.id, decided)
            })
            .collect();
        for (id, (branches, plan)) in decided {
            self.types
                .set_kind(id, TypeKind::Union(Union { branches, plan }));
        }
    }
}

/// The branches as variants, and how a value finds its own.
fn decide(lower: &mut Lower<'_>, candidates: Vec<Candidate>, guide: &Guide) -> (Vec<Branch>, Plan) {
    if guide.holds == Holds::SeveralOrNone {
        // What fits none isn't held to the one that its type or a property names.
        return best_of(lower, candidates);
    }
    let own = guide.discriminator.as_ref();
    let inherited = match own {
        Some(_) => None,
        None => lower.common_discriminator(&candidates),
    };
    if let Some(discriminator) = own.or(inherited.as_ref()) {
        match declared(lower, &candidates, discriminator) {
            Some(mut choice) => {
                if guide.holds == Holds::Several && !choice.is_exclusive {
                    keep_everything(lower, &candidates);
                }
                choice.is_certain &= guide.holds != Holds::Parent;
                return tagged(lower, candidates, choice);
            }
            None => lower.found.push(
                Diagnostic::warning(
                    Code::Malformed,
                    &discriminator.at,
                    format!(
                        "`{}` doesn't tell the branches apart",
                        discriminator.property
                    ),
                )
                .help("give each branch a value of its own; until then a value's shape decides"),
            ),
        }
    }
    if let Some(choice) = inferred(lower, &candidates) {
        return tagged(lower, candidates, choice);
    }
    let kinds: Vec<Vec<JsonType>> = candidates
        .iter()
        .map(|c| json_types(lower, &c.ty, 0))
        .collect();
    let single: Option<Vec<JsonType>> = kinds
        .iter()
        .map(|kinds| match kinds[..] {
            [one] => Some(one),
            _ => None,
        })
        .collect();
    match single.filter(|kinds| distinct(kinds)) {
        Some(kinds) => (plain(lower, candidates), Plan::JsonType(kinds)),
        None => best_of(lower, candidates),
    }
}

/// A union whose branches are all tried.
fn best_of(lower: &mut Lower<'_>, candidates: Vec<Candidate>) -> (Vec<Branch>, Plan) {
    keep_everything(lower, &candidates);
    (plain(lower, candidates), Plan::BestOf)
}

/// Branches that no value of a property chooses.
fn plain(lower: &Lower<'_>, candidates: Vec<Candidate>) -> Vec<Branch> {
    let branches = candidates.into_iter();
    branches
        .map(|candidate| variant(lower, candidate, None, false))
        .collect()
}

/// Objects that may hold together lose nothing: the one that is taken keeps
/// the members that only the others know.
fn keep_everything(lower: &mut Lower<'_>, candidates: &[Candidate]) {
    let objects: Vec<TypeId> = candidates
        .iter()
        .filter(|candidate| !matches!(candidate.ty, Type::Array(_) | Type::Map(_)))
        .flat_map(|candidate| lower.types.structs_of(&candidate.ty))
        .collect();
    if objects.len() > 1 {
        lower.keeping.extend(objects);
    }
}

/// Whether a discriminator tells types apart that all are objects.
pub(super) fn is_told_apart(
    lower: &Lower<'_>,
    candidates: &[Candidate],
    discriminator: &Discriminator,
) -> bool {
    declared_values(lower, candidates, discriminator).is_some()
}

/// A property, and the values of it that choose each branch.
pub(super) struct Choice {
    pub(super) property: String,
    pub(super) values: Vec<Vec<Value>>,
    /// Whether no branch can hold what another is chosen by.
    is_certain: bool,
    /// Whether that is because each branch lists its own values.
    is_exclusive: bool,
}

/// A union by the value of a property. A branch that says nothing else becomes
/// a variant without content.
fn tagged(lower: &Lower<'_>, candidates: Vec<Candidate>, choice: Choice) -> (Vec<Branch>, Plan) {
    let Choice {
        property,
        values,
        is_certain,
        is_exclusive: _,
    } = choice;
    let variants = candidates
        .into_iter()
        .zip(&values)
        .map(|(candidate, values)| {
            let only_tag = |object: &Struct| {
                object.fields.is_empty()
                    && object.rest == Rest::Ignored
                    && matches!(&object.constants[..], [(name, _)] if *name == property)
            };
            let unit = is_certain
                && values.len() == 1
                && structure(lower, &candidate.ty).is_some_and(only_tag);
            let tag = values.first().filter(|_| values.len() == 1);
            variant(lower, candidate, tag, unit)
        });
    let branches = variants.collect();
    let plan = Plan::Tag {
        property,
        values,
        is_certain,
    };
    (branches, plan)
}

/// What a declared discriminator chooses by.
fn declared(
    lower: &Lower<'_>,
    candidates: &[Candidate],
    discriminator: &Discriminator,
) -> Option<Choice> {
    let mut objects = candidates.iter();
    if !objects.all(|candidate| json_types(lower, &candidate.ty, 0) == [JsonType::Object]) {
        return None;
    }
    declared_values(lower, candidates, discriminator)
}

fn declared_values(
    lower: &Lower<'_>,
    candidates: &[Candidate],
    discriminator: &Discriminator,
) -> Option<Choice> {
    let property = discriminator.property.clone();
    let own: Vec<Vec<Value>> = candidates
        .iter()
        .map(|candidate| tag_values(lower, &candidate.ty, &property, 0).unwrap_or_default())
        .collect();
    if own.iter().all(|values| !values.is_empty()) && disjoint(&own) {
        return Some(Choice {
            property,
            values: own,
            is_certain: true,
            is_exclusive: true,
        });
    }
    let values: Vec<Vec<Value>> = candidates
        .iter()
        .zip(&own)
        .map(|(candidate, own)| match own.len() {
            1 => own.clone(),
            _ => stated(candidate, discriminator),
        })
        .collect();
    if values.iter().any(Vec::is_empty) || !disjoint(&values) {
        return None;
    }
    // A branch that lists the values of all of them can hold what another is
    // chosen by.
    let is_certain = (0..own.len()).all(|i| {
        let mut others = (0..own.len()).filter(|&j| j != i).flat_map(|j| &values[j]);
        !others.any(|value| own[i].contains(value))
    });
    Some(Choice {
        property,
        values,
        is_certain,
        is_exclusive: false,
    })
}

/// The values that a discriminator states for a branch: those of its mapping,
/// and without one the schema's name.
fn stated(candidate: &Candidate, discriminator: &Discriminator) -> Vec<Value> {
    let mapped: Vec<Value> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| Some(target) == candidate.target.as_ref())
        .map(|(name, _)| Value::from(name.as_str()))
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let target = candidate.target.as_ref();
    let name = target.and_then(|target| target.tokens().next_back());
    name.map(Value::from).into_iter().collect()
}

/// A property that every branch requires, with values that no two share.
pub(super) fn inferred(lower: &Lower<'_>, candidates: &[Candidate]) -> Option<Choice> {
    let first = structure(lower, &candidates.first()?.ty)?;
    // By name, since the document's order means nothing.
    let constants: BTreeSet<_> = first.constants.iter().map(|(name, _)| name).collect();
    let fields: BTreeSet<_> = first.fields.iter().map(|field| &field.name).collect();
    constants.into_iter().chain(fields).find_map(|property| {
        let values = candidates
            .iter()
            .map(|candidate| tag_values(lower, &candidate.ty, property, 0))
            .collect::<Option<Vec<_>>>()?;
        disjoint(&values).then(|| Choice {
            property: property.clone(),
            values,
            is_certain: true,
            is_exclusive: true,
        })
    })
}

/// The values that a required property of a type can have, if they are listed.
pub(super) fn tag_values(
    lower: &Lower<'_>,
    ty: &Type,
    property: &str,
    depth: usize,
) -> Option<Vec<Value>> {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return None;
    }
    let Type::Named(id) = ty else { return None };
    match &lower.types.get(*id)?.kind {
        TypeKind::Struct(object) => {
            let mut constants = object.constants.iter();
            if let Some((_, value)) = constants.find(|(name, _)| name == property) {
                return Some(vec![value.clone()]).filter(|values| !values[0].is_null());
            }
            let mut fields = object.fields.iter();
            let field = fields.find(|field| field.name == property && field.required)?;
            let Type::Named(id) = field.ty else {
                return None;
            };
            match &lower.types.get(id)?.kind {
                TypeKind::Enum(set) => {
                    Some(set.values.iter().map(|value| value.value.clone()).collect())
                }
                _ => None,
            }
        }
        TypeKind::Union(union) => {
            let branches = union.branches.iter();
            let values = branches
                .map(|branch| tag_values(lower, branch.ty.as_ref()?, property, depth + 1))
                .collect::<Option<Vec<_>>>()?;
            Some(values.concat())
        }
        TypeKind::Enum(_) | TypeKind::Tuple(_) | TypeKind::Wrapper(_) => None,
    }
}

/// The properties that the first of some objects requires.
pub(super) fn required_names(
    lower: &Lower<'_>,
    candidates: &[Candidate],
) -> impl Iterator<Item = String> + use<> {
    let first = candidates
        .first()
        .and_then(|candidate| structure(lower, &candidate.ty));
    let names = first.into_iter().flat_map(|object| {
        let constants = object.constants.iter().map(|(name, _)| name);
        let fields = object.fields.iter().filter(|field| field.required);
        constants.chain(fields.map(|field| &field.name)).cloned()
    });
    names.collect::<Vec<_>>().into_iter()
}

/// Whether a type is an object that requires a property to be a string of any kind.
pub(super) fn requires_text(lower: &Lower<'_>, ty: &Type, property: &str) -> bool {
    structure(lower, ty).is_some_and(|object| {
        let mut fields = object.fields.iter();
        fields.any(|field| field.name == property && field.required && field.ty == Type::String)
    })
}

fn disjoint(values: &[Vec<Value>]) -> bool {
    let mut all: Vec<&Value> = values.iter().flatten().collect();
    let count = all.len();
    all.sort_by_key(|value| value.to_string());
    all.dedup();
    all.len() == count
}

/// Whether a value's kind names one branch. Integers are looked for first, so
/// they may stand beside numbers.
fn distinct(kinds: &[JsonType]) -> bool {
    kinds
        .iter()
        .enumerate()
        .all(|(i, kind)| !kinds[..i].contains(kind))
}

fn structure<'a>(lower: &'a Lower<'_>, ty: &Type) -> Option<&'a Struct> {
    let Type::Named(id) = ty else { return None };
    match &lower.types.get(*id)?.kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}

/// The kinds of JSON value that a type allows.
fn json_types(lower: &Lower<'_>, ty: &Type, depth: usize) -> Vec<JsonType> {
    const ALL: [JsonType; 5] = [
        JsonType::Boolean,
        JsonType::Number,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
    ];
    const DEEPEST: usize = 8;
    match ty {
        Type::Any => ALL.to_vec(),
        Type::Null => Vec::new(),
        Type::Boolean => vec![JsonType::Boolean],
        Type::Integer(_) => vec![JsonType::Integer],
        Type::Number | Type::Decimal => vec![JsonType::Number],
        Type::String
        | Type::Timestamp
        | Type::Date
        | Type::Encoded(_)
        | Type::Secret
        | Type::File => vec![JsonType::String],
        Type::Array(_) => vec![JsonType::Array],
        Type::Map(_) => vec![JsonType::Object],
        Type::Nullable(inner) => json_types(lower, inner, depth),
        Type::Named(id) | Type::Boxed(id) => match lower.types.get(*id).map(|def| &def.kind) {
            // A type that is still being read could be anything.
            None => ALL.to_vec(),
            Some(TypeKind::Struct(_)) => vec![JsonType::Object],
            Some(TypeKind::Tuple(_)) => vec![JsonType::Array],
            Some(TypeKind::Enum(set)) => {
                let mut kinds: Vec<JsonType> = set
                    .values
                    .iter()
                    .filter_map(|v| JsonType::of(&v.value))
                    .collect();
                kinds.dedup();
                kinds
            }
            Some(TypeKind::Wrapper(_) | TypeKind::Union(_)) if depth > DEEPEST => ALL.to_vec(),
            Some(TypeKind::Wrapper(inner)) => json_types(lower, inner, depth + 1),
            Some(TypeKind::Union(union)) => {
                let types = union.branches.iter().map(|branch| match &branch.ty {
                    Some(ty) => json_types(lower, ty, depth + 1),
                    None => vec![JsonType::Object],
                });
                let mut kinds: Vec<JsonType> = types.flatten().collect();
                kinds.sort_unstable();
                kinds.dedup();
                kinds
            }
        },
    }
}

/// A branch as a variant.
pub(super) fn variant(
    lower: &Lower<'_>,
    candidate: Candidate,
    tag: Option<&Value>,
    unit: bool,
) -> Branch {
    Branch {
        at: candidate.at,
        tag: tag.and_then(Value::as_str).map(str::to_owned),
        name: candidate
            .target
            .as_ref()
            .and_then(|target| target.tokens().next_back()),
        title: candidate.title,
        kind: json_types(lower, &candidate.ty, 0)
            .first()
            .copied()
            .unwrap_or(JsonType::Object),
        ty: Some(candidate.ty).filter(|_| !unit),
        docs: candidate.docs,
    }
}
