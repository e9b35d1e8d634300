//! Several unions that hold for one value, as where the parts of an `allOf`
//! have branches of their own.
//!
//! Each of those about objects is decoded from the same object and stands beside
//! the others in one struct, however many branches they have.

use super::branches::{branches, one_union};
use super::candidate::{Matching, UnionHints};
use super::implied::implied;
use super::merge::merged;
use super::object::object;
use super::outline::with_base;
use super::reader::{Reader, SchemaTypes};
use super::scope::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::ir::{Docs, Field, Type};
use crate::json::JsonType;
use crate::schema;
use crate::spec::{Branches, Schema};

/// The most combinations that are looked at to find those without a contradiction.
const FEW: usize = 64;

/// The most combinations that become variants where not all branches are objects.
const MANY: usize = 1_000;

/// The depth to which unions in unions are looked at.
const DEEPEST: usize = 4;

/// The type of a schema for which several unions hold.
pub(super) fn several_unions(
    reader: &mut Reader<'_>,
    unions: Vec<Branches>,
    base: Schema,
    docs: Docs,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let sizes = unions.iter().map(|union| union.branches.len());
    let count = sizes.clone().fold(1_usize, usize::saturating_mul);
    let most = sizes.max().unwrap_or(0);
    let are_objects = unions
        .iter()
        .all(|union| is_about_objects(reader, &base, &union.branches, 0, found));
    let is_few = count <= FEW || (count <= MANY && !are_objects);
    let size = unions
        .iter()
        .flat_map(|union| &union.branches)
        .map(Schema::size);
    let size = base.size() + size.sum::<usize>();
    if is_few && reader.work.spend(count * size) {
        let mut combined = combinations(&unions);
        combined.retain(|one| {
            let merged = merged(reader, with_base(&base, one.clone()), found);
            merged.conflict.is_none()
        });
        if !are_objects || (1..=most).contains(&combined.len()) {
            let hints = UnionHints {
                discriminator: None,
                matching: if unions.iter().all(|union| union.exclusive) {
                    Matching::ExactlyOne
                } else {
                    Matching::AnyOf
                },
            };
            return branches(reader, combined, base, hints, docs, scope, found);
        }
    }
    if !are_objects {
        return reader.too_much(&base.at, found);
    }
    side_by_side(reader, unions, base, docs, scope, found)
}

/// Tells if all branches are objects, alone or by what stands beside them.
fn is_about_objects(
    reader: &mut Reader<'_>,
    base: &Schema,
    branches: &[Schema],
    depth: usize,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let is_object = |schema: &Schema| match &schema.types {
        Some(types) => types[..] == [JsonType::Object],
        None => implied(schema) == [JsonType::Object],
    };
    if is_object(base) {
        return true;
    }
    let size = branches.iter().map(Schema::size).sum();
    depth < DEEPEST
        && reader.work.spend(size)
        && branches.iter().all(|branch| {
            let mut merged = merged(reader, branch.clone(), found);
            is_object(&merged)
                || merged.take_unions().iter().any(|union| {
                    is_about_objects(reader, &merged, &union.branches, depth + 1, found)
                })
        })
}

/// A struct that holds the value of each union beside the properties of `base`.
fn side_by_side(
    reader: &mut Reader<'_>,
    unions: Vec<Branches>,
    mut base: Schema,
    docs: Docs,
    scope: Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Type {
    let mut parts = Vec::new();
    for union in unions {
        let at = union.at.clone();
        let word = part_word(&union);
        let mut alone = Schema::anything(&at);
        alone.types = Some(vec![JsonType::Object]);
        let inner = scope.within(&alone, &word);
        let ty = if is_named(reader, &union, found) {
            reader.type_at(&at, scope, found)
        } else {
            let scope = scope.at(&inner);
            one_union(reader, union, alone, Docs::default(), scope, found)
        };
        let ty = match ty {
            Type::Nullable(ty) => *ty,
            ty => ty,
        };
        if !matches!(ty, Type::Named(_)) {
            // It says nothing of the members, so the struct keeps them all.
            base.additional = schema::open(base.additional, &at);
            continue;
        }
        parts.push(Field {
            name: word,
            is_part: true,
            ..Field::required(at, ty)
        });
    }
    base.types = Some(vec![JsonType::Object]);
    base.description = docs.text;
    base.deprecated = docs.deprecated;
    object(reader, base, parts, scope, found)
}

/// Tells if a union is all that the named schema says which it stands in.
fn is_named(reader: &mut Reader<'_>, union: &Branches, found: &mut Vec<Diagnostic>) -> bool {
    if name_of(&union.at).is_none() {
        return false;
    }
    let mut schema = reader.schema_at(&union.at, found);
    let unions = schema.take_unions();
    schema.types = None;
    let is_same = |own: &Branches| schema::are_same(&own.branches, &union.branches);
    schema.is_bare() && schema.reference.is_none() && matches!(&unions[..], [only] if is_same(only))
}

/// A word for a union: the name of the schema that it stands in.
fn part_word(union: &Branches) -> String {
    if let Some(name) = name_of(&union.at) {
        return name;
    }
    let property = union.discriminator.as_ref().map(|one| one.property.clone());
    let keyword = if union.exclusive { "one of" } else { "any of" };
    property.unwrap_or_else(|| keyword.to_owned())
}

/// The name of the schema at a place under `components/schemas`.
fn name_of(at: &Pointer) -> Option<String> {
    let tokens: Vec<String> = at.tokens().collect();
    match &tokens[..] {
        [components, schemas, name] if components == "components" && schemas == "schemas" => {
            Some(name.clone())
        }
        _ => None,
    }
}

/// Each branch of one union with each of the others.
fn combinations(unions: &[Branches]) -> Vec<Schema> {
    let mut all: Vec<Schema> = Vec::new();
    for union in unions {
        if all.is_empty() {
            all.clone_from(&union.branches);
            continue;
        }
        let pairs = all
            .iter()
            .flat_map(|one| union.branches.iter().map(move |other| (one, other)));
        all = pairs
            .map(|(one, other)| schema::property(one.clone(), other.clone()))
            .collect();
    }
    all
}
