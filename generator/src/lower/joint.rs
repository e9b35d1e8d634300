//! Several unions that hold for one value, as where the parts of an `allOf`
//! have branches of their own.
//!
//! Each of those about objects is decoded from the same object and stands beside
//! the others in one struct, however many branches they have.

use super::Lower;
use super::plan::{Guide, Holds};
use super::schema::{implied, within};
use super::union::with_base;
use crate::diag::Pointer;
use crate::ir::{Docs, Field, Place, Type, TypeId};
use crate::json::JsonType;
use crate::schema;
use crate::spec::{Branches, Schema};
use std::sync::Arc;

/// The most combinations that are looked at to find those without a contradiction.
const FEW: usize = 64;

/// The most combinations that become variants where not all branches are objects.
const MANY: usize = 1_000;

/// The depth to which unions in unions are looked at.
const DEEPEST: usize = 4;

impl Lower<'_> {
    /// The type of a schema for which several unions hold.
    pub(super) fn several_unions(
        &mut self,
        unions: Vec<Branches>,
        base: Schema,
        docs: Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let sizes = unions.iter().map(|union| union.branches.len());
        let count = sizes.clone().fold(1_usize, usize::saturating_mul);
        let most = sizes.max().unwrap_or(0);
        let are_objects = unions
            .iter()
            .all(|union| self.is_about_objects(&base, &union.branches, 0));
        let is_few = count <= FEW || (count <= MANY && !are_objects);
        let size = unions
            .iter()
            .flat_map(|union| &union.branches)
            .map(Schema::size);
        let size = base.size() + size.sum::<usize>();
        if is_few && self.work.spend(count * size) {
            let mut combined = combinations(&unions);
            combined.retain(|one| {
                let merged = self.merged(with_base(&base, one.clone()));
                merged.conflict.is_none()
            });
            if !are_objects || (1..=most).contains(&combined.len()) {
                let guide = Guide {
                    discriminator: None,
                    holds: match unions.iter().all(|union| union.exclusive) {
                        true => Holds::One,
                        false => Holds::Several,
                    },
                };
                return self.branches(combined, base, guide, docs, place, slot);
            }
        }
        if !are_objects {
            return self.too_much(&base.at);
        }
        self.side_by_side(unions, base, docs, place, slot)
    }

    /// Tells if all branches are objects, alone or by what stands beside them.
    fn is_about_objects(&mut self, base: &Schema, branches: &[Schema], depth: usize) -> bool {
        let is_object = |schema: &Schema| match &schema.types {
            Some(types) => types[..] == [JsonType::Object],
            None => implied(schema) == [JsonType::Object],
        };
        if is_object(base) {
            return true;
        }
        let size = branches.iter().map(Schema::size).sum();
        depth < DEEPEST
            && self.work.spend(size)
            && branches.iter().all(|branch| {
                let mut merged = self.merged(branch.clone());
                is_object(&merged)
                    || merged
                        .take_unions()
                        .iter()
                        .any(|union| self.is_about_objects(&merged, &union.branches, depth + 1))
            })
    }

    /// A struct that holds the value of each union beside the properties of `base`.
    fn side_by_side(
        &mut self,
        unions: Vec<Branches>,
        mut base: Schema,
        docs: Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let mut parts = Vec::new();
        for union in unions {
            let at = union.at.clone();
            let word = self.part_word(&union);
            let mut alone = Schema::anything(&at);
            alone.types = Some(vec![JsonType::Object]);
            let inner = within(place, &alone, &word);
            let ty = match self.is_named(&union) {
                true => self.type_at(&at),
                false => self.one_union(union, alone, Docs::default(), &inner, None),
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
        self.object(base, parts, place, slot)
    }

    /// Tells if a union is all that the named schema says which it stands in.
    fn is_named(&mut self, union: &Branches) -> bool {
        if name_of(&union.at).is_none() {
            return false;
        }
        let mut schema = self.read(&union.at);
        let unions = schema.take_unions();
        schema.types = None;
        let is_same = |own: &Branches| schema::are_same(&own.branches, &union.branches);
        schema.is_bare()
            && schema.reference.is_none()
            && matches!(&unions[..], [only] if is_same(only))
    }

    /// A word for a union: the name of the schema that it stands in.
    fn part_word(&self, union: &Branches) -> String {
        if let Some(name) = name_of(&union.at) {
            return name;
        }
        let property = union.discriminator.as_ref().map(|one| one.property.clone());
        property.unwrap_or_else(|| match union.exclusive {
            true => "one of".to_owned(),
            false => "any of".to_owned(),
        })
    }
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
