//! How a value of a union finds its branch: decided here, once, so that the
//! generated code only looks.
//!
//! In order: by the value of a property, declared as discriminator or found to
//! differ; by the kind of JSON value; and only then by trial, where the branch
//! that keeps the most of the value wins.

use super::Lower;
use super::union::Candidate;
use crate::diag::{Code, Diagnostic};
use crate::document::Discriminator;
use crate::ir::{Branch, Plan, Rest, Struct, Type, TypeId, TypeKind};
use crate::json::JsonType;
use serde_json::Value;

/// The branches as variants, and how a value finds its own.
pub(super) fn decide(
    lower: &mut Lower<'_>,
    candidates: Vec<Candidate>,
    discriminator: Option<&Discriminator>,
) -> (Vec<Branch>, Plan) {
    let inherited = match discriminator {
        Some(_) => None,
        None => lower.common_discriminator(&candidates),
    };
    if let Some(discriminator) = discriminator.or(inherited.as_ref()) {
        match declared(lower, &candidates, discriminator) {
            Some(values) => return tagged(lower, candidates, &discriminator.property, values),
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
    if let Some((property, values)) = inferred(lower, &candidates) {
        return tagged(lower, candidates, &property, values);
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
    let plan = match single.filter(|kinds| distinct(kinds)) {
        Some(kinds) => Plan::JsonType(kinds),
        None => {
            keep_everything(lower, &candidates);
            Plan::BestOf
        }
    };
    let branches = candidates
        .into_iter()
        .map(|candidate| variant(lower, candidate, None, false))
        .collect();
    (branches, plan)
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

/// A union by a declared discriminator, if that tells the branches apart.
pub(super) fn by_discriminator(
    lower: &Lower<'_>,
    candidates: Vec<Candidate>,
    discriminator: &Discriminator,
) -> Option<(Vec<Branch>, Plan)> {
    let values = declared(lower, &candidates, discriminator)?;
    Some(tagged(lower, candidates, &discriminator.property, values))
}

/// A union by the value of a property. A branch that says nothing else becomes
/// a variant without content.
fn tagged(
    lower: &Lower<'_>,
    candidates: Vec<Candidate>,
    property: &str,
    values: Vec<Vec<Value>>,
) -> (Vec<Branch>, Plan) {
    let variants = candidates
        .into_iter()
        .zip(&values)
        .map(|(candidate, values)| {
            let only_tag = |object: &Struct| {
                object.fields.is_empty()
                    && object.rest == Rest::Ignored
                    && matches!(&object.constants[..], [(name, _)] if name == property)
            };
            let unit = values.len() == 1 && structure(lower, &candidate.ty).is_some_and(only_tag);
            let tag = values.first().filter(|_| values.len() == 1);
            variant(lower, candidate, tag, unit)
        });
    let branches = variants.collect();
    let property = property.to_owned();
    (branches, Plan::Tag { property, values })
}

/// The values that choose each branch by a declared discriminator.
fn declared(
    lower: &Lower<'_>,
    candidates: &[Candidate],
    discriminator: &Discriminator,
) -> Option<Vec<Vec<Value>>> {
    let own: Vec<Vec<Value>> = candidates
        .iter()
        .map(|candidate| {
            tag_values(lower, &candidate.ty, &discriminator.property, 0).unwrap_or_default()
        })
        .collect();
    if own.iter().all(|values| !values.is_empty()) && disjoint(&own) {
        return Some(own);
    }
    let values: Vec<Vec<Value>> = candidates
        .iter()
        .zip(own)
        .map(|(candidate, own)| {
            if own.len() == 1 {
                return own;
            }
            let mapped: Vec<Value> = discriminator
                .mapping
                .iter()
                .filter(|(_, target)| Some(target) == candidate.target.as_ref())
                .map(|(name, _)| Value::from(name.as_str()))
                .collect();
            if !mapped.is_empty() {
                return mapped;
            }
            // Without a mapping, the schema's name is the value.
            let name = candidate
                .target
                .as_ref()
                .and_then(|target| target.tokens().next_back());
            name.map(Value::from).into_iter().collect()
        })
        .collect();
    let usable = values.iter().all(|values| !values.is_empty()) && disjoint(&values);
    let objects = candidates
        .iter()
        .all(|candidate| json_types(lower, &candidate.ty, 0) == [JsonType::Object]);
    (usable && objects).then_some(values)
}

/// A property that every branch requires, with values that no two share.
pub(super) fn inferred(
    lower: &Lower<'_>,
    candidates: &[Candidate],
) -> Option<(String, Vec<Vec<Value>>)> {
    let first = structure(lower, &candidates.first()?.ty)?;
    let constants = first.constants.iter().map(|(name, _)| name);
    let fields = first.fields.iter().map(|field| &field.name);
    constants.chain(fields).find_map(|property| {
        let values = candidates
            .iter()
            .map(|candidate| tag_values(lower, &candidate.ty, property, 0))
            .collect::<Option<Vec<_>>>()?;
        disjoint(&values).then(|| (property.clone(), values))
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
        TypeKind::Enum(_) | TypeKind::Wrapper(_) => None,
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
        Type::Number => vec![JsonType::Number],
        Type::String | Type::Timestamp | Type::Date | Type::Secret | Type::File => {
            vec![JsonType::String]
        }
        Type::Array(_) => vec![JsonType::Array],
        Type::Map(_) => vec![JsonType::Object],
        Type::Nullable(inner) => json_types(lower, inner, depth),
        Type::Named(id) | Type::Boxed(id) => match lower.types.get(*id).map(|def| &def.kind) {
            // A type that is still being read could be anything.
            None => ALL.to_vec(),
            Some(TypeKind::Struct(_)) => vec![JsonType::Object],
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
