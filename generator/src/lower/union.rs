//! `oneOf`, `anyOf`, and schemas of several types: which branches there are.
//!
//! How a value finds its branch is decided in `plan`.

use super::Lower;
use super::plan::{Guide, Holds};
use super::schema::{docs, within};
use crate::diag::Pointer;
use crate::ir::{
    BranchSchema, Docs, Enum, EnumValue, Integer, Origin, Place, Scalar, Type, TypeId, TypeKind,
};
use crate::json::JsonType;
use crate::spec::{Additional, Branches, Schema};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// A branch on its way to become a variant.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Where it stands.
    pub(super) at: Pointer,
    /// The schemas whose values it holds: any of them.
    pub(super) schemas: Vec<BranchSchema>,
    /// The schema that it refers to, if it only refers.
    pub(super) target: Option<Pointer>,
    /// Its own title.
    pub(super) title: Option<String>,
    /// Its type, never nullable.
    pub(super) ty: Type,
    /// What it says to a reader.
    pub(super) docs: Docs,
}

impl Lower<'_> {
    /// The type of a schema with branches. A branch that only allows `null`
    /// makes the whole nullable; the caller adds that for the schema's own flag.
    pub(super) fn union(
        &mut self,
        schema: Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let docs = docs(&schema);
        let mut base = schema.undescribed();
        base.nullable = false;
        let mut unions = base.take_unions();
        let mut nullable = true;
        for union in &mut unions {
            nullable &= union.branches.iter().any(Schema::is_null_branch);
            union.branches.retain(|branch| !branch.is_null_branch());
        }
        let (narrowing, mut telling): (Vec<_>, Vec<_>) = unions
            .into_iter()
            .partition(|union| union.branches.iter().all(only_requires));
        for union in &narrowing {
            self.describe_required(&mut base, &union.branches);
        }
        let ty = match telling.pop() {
            None => self.type_of(base, place, slot),
            Some(only) if telling.is_empty() => self.one_union(only, base, docs, place, slot),
            Some(last) => {
                telling.push(last);
                self.several_unions(telling, base, docs, place, slot)
            }
        };
        if nullable { ty.nullable() } else { ty }
    }

    /// `anyOf: [{required: [a]}, {required: [b]}]` narrows, and adds nothing but
    /// names that may hold anything.
    fn describe_required(&mut self, base: &mut Schema, branches: &[Schema]) {
        let described = self.merged(base.clone()).properties;
        let is_object = !described.is_empty();
        let mut known: HashSet<&String> = described.iter().map(|(name, _)| name).collect();
        for name in branches.iter().flat_map(|branch| &branch.required) {
            if is_object && known.insert(name) {
                let anything = Schema::anything(&base.at.child("anyOf"));
                base.properties.push((name.clone(), anything));
            }
        }
    }

    pub(super) fn one_union(
        &mut self,
        union: Branches,
        base: Schema,
        docs: Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let holds = match (union.exclusive, union.open) {
            (true, _) => Holds::One,
            (false, true) => Holds::SeveralOrNone,
            (false, false) => Holds::Several,
        };
        let guide = Guide {
            discriminator: union.discriminator,
            holds,
        };
        self.branches(union.branches, base, guide, docs, place, slot)
    }

    pub(super) fn branches(
        &mut self,
        branches: Vec<Schema>,
        base: Schema,
        guide: Guide,
        docs: Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        if let ([only], true) = (&branches[..], guide.holds != Holds::SeveralOrNone) {
            let only = with_base(&base, only.clone());
            return self.type_of(only, place, slot);
        }
        let leads_back = |branch: &Schema| {
            let target = branch.reference.as_ref();
            target.is_some_and(|target| *target == base.at || base.made_of.contains(target))
        };
        let mut joint: Vec<(Schema, Outline)> = branches
            .into_iter()
            // A branch that leads back here adds nothing.
            .filter(|branch| !leads_back(branch))
            .map(|branch| {
                let outline = Outline::of(&branch, place, &base);
                (with_base(&base, branch), outline)
            })
            .collect();
        let possible: Vec<bool> = joint.iter().map(|(one, _)| self.is_possible(one)).collect();
        if possible.contains(&true) {
            // No value can take a branch that contradicts what stands beside it.
            let mut possible = possible.into_iter();
            joint.retain(|_| possible.next().unwrap_or(true));
        }
        let mut nullable = false;
        let mut candidates: Vec<Candidate> = Vec::new();
        for (schema, outline) in joint {
            let ty = match self.type_of(schema, &outline.place, None) {
                Type::Nullable(ty) => {
                    nullable = true;
                    *ty
                }
                Type::Null => {
                    nullable = true;
                    continue;
                }
                // A branch that leads back here adds nothing.
                Type::Named(id) if Some(id) == slot => continue,
                ty => ty,
            };
            match candidates.iter_mut().find(|known| known.ty == ty) {
                Some(known) => known.schemas.push(outline.schema),
                None => candidates.push(outline.candidate(ty)),
            }
        }
        let ty = self.decided(candidates, guide, docs, place, slot);
        if nullable { ty.nullable() } else { ty }
    }

    /// Tells if some value can be what all parts of a branch ask for.
    fn is_possible(&mut self, branch: &Schema) -> bool {
        let is_made = !branch.all_of.is_empty() && branch.reference.is_none();
        !is_made || self.merged(branch.clone()).conflict.is_none()
    }

    fn decided(
        &mut self,
        mut candidates: Vec<Candidate>,
        guide: Guide,
        docs: Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let is_any = |candidate: &Candidate| candidate.ty == Type::Any;
        if candidates.is_empty() || candidates.iter().any(is_any) {
            return Type::Any;
        }
        self.join_numbers(&mut candidates);
        self.join_texts(&mut candidates, &docs, place, slot);
        if let [only] = &candidates[..]
            && (guide.holds != Holds::SeveralOrNone || self.is_union(&only.ty))
        {
            return only.ty.clone();
        }
        self.define_union(slot, place, docs, candidates, guide)
    }

    fn is_union(&self, ty: &Type) -> bool {
        let Type::Named(id) = ty else { return false };
        let def = self.types.get(*id);
        def.is_some_and(|def| matches!(def.kind, TypeKind::Union(_)))
    }

    /// Integers of two widths are of the wider. Beside a number they stay what
    /// they are: a number can't hold all of them.
    fn join_numbers(&mut self, candidates: &mut Vec<Candidate>) {
        let has = |candidates: &[Candidate], ty: &Type| candidates.iter().any(|c| c.ty == *ty);
        if has(candidates, &Type::Scalar(Scalar::Integer(Integer::I64))) {
            let mut narrower = Vec::new();
            candidates.retain(|candidate| {
                let is_narrower = matches!(
                    candidate.ty,
                    Type::Scalar(Scalar::Integer(Integer::I32 | Integer::U32))
                );
                if is_narrower {
                    narrower.extend(candidate.schemas.iter().cloned());
                }
                !is_narrower
            });
            let mut widest = candidates.iter_mut();
            if let Some(widest) =
                widest.find(|one| one.ty == Type::Scalar(Scalar::Integer(Integer::I64)))
            {
                widest.schemas.extend(narrower);
            }
        }
    }

    /// Several branches that are all strings can't be told apart by a reader of
    /// the value. An enum keeps values that it doesn't know, so an enum with a
    /// plain string beside it is that enum, and two enums are one.
    fn join_texts(
        &mut self,
        candidates: &mut Vec<Candidate>,
        docs: &Docs,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) {
        let is_text = |this: &Self, candidate: &Candidate| {
            let is_plain = match candidate.ty {
                Type::Scalar(scalar) => scalar.facts().is_text,
                _ => false,
            };
            is_plain || this.enum_values(&candidate.ty).is_some()
        };
        let texts: Vec<usize> = (0..candidates.len())
            .filter(|&i| is_text(self, &candidates[i]))
            .collect();
        if texts.len() < 2 {
            return;
        }
        let enums: Vec<usize> = texts
            .iter()
            .copied()
            .filter(|&i| self.enum_values(&candidates[i].ty).is_some())
            .collect();
        let ty = match enums[..] {
            [] => Type::Scalar(Scalar::String),
            [one] if candidates[one].target.is_some() => candidates[one].ty.clone(),
            _ => {
                let mut values: Vec<EnumValue> = Vec::new();
                let mut seen = HashSet::new();
                for value in enums
                    .iter()
                    .flat_map(|&i| self.enum_values(&candidates[i].ty).unwrap_or_default())
                {
                    if seen.insert(value.value.to_string()) {
                        values.push(value);
                    }
                }
                let whole = texts.len() == candidates.len();
                let inner = Arc::new(Place {
                    at: candidates[enums[0]].at.clone(),
                    origin: Origin::Within {
                        parent: Arc::clone(place),
                        word: "text".to_owned(),
                        title: None,
                    },
                });
                let (slot, place) = if whole { (slot, place) } else { (None, &inner) };
                let open = enums.len() < texts.len();
                let kind = TypeKind::Enum(Enum { values, open });
                Type::Named(self.types.define(slot, place, docs.clone(), kind))
            }
        };
        let schemas = texts.iter().flat_map(|&i| candidates[i].schemas.clone());
        candidates[texts[0]].schemas = schemas.collect();
        candidates[texts[0]].ty = ty;
        candidates[texts[0]].target = None;
        let mut index = 0;
        candidates.retain(|_| {
            index += 1;
            !texts[1..].contains(&(index - 1))
        });
    }

    /// The values of a type that is an enum of strings.
    fn enum_values(&self, ty: &Type) -> Option<Vec<EnumValue>> {
        let Type::Named(id) = ty else { return None };
        match &self.types.get(*id)?.kind {
            TypeKind::Enum(set) if set.values.iter().all(|v| v.value.is_string()) => {
                Some(set.values.clone())
            }
            _ => None,
        }
    }

    /// The type of a schema that states several types: a branch for each, with
    /// what the schema says of that type.
    pub(super) fn several(
        &mut self,
        types: &[JsonType],
        schema: Schema,
        place: &Arc<Place>,
        slot: Option<TypeId>,
    ) -> Type {
        let docs = docs(&schema);
        let one_of = |kind: &JsonType| {
            let mut branch = of_type(&schema, *kind);
            branch.title = None;
            branch
        };
        let branches = types.iter().map(one_of).collect();
        let base = Schema::anything(&schema.at);
        self.branches(branches, base, Guide::default(), docs, place, slot)
    }
}

/// A branch before its type is known.
struct Outline {
    place: Arc<Place>,
    schema: BranchSchema,
    target: Option<Pointer>,
    title: Option<String>,
    docs: Docs,
}

impl Outline {
    fn of(branch: &Schema, place: &Arc<Place>, base: &Schema) -> Self {
        Self {
            place: within(place, branch, &branch_word(branch)),
            schema: BranchSchema::of(branch, base),
            target: branch.reference.clone().filter(|_| branch.is_bare()),
            title: branch.title.clone(),
            docs: Docs {
                text: branch.description.clone(),
                ..docs(branch)
            },
        }
    }

    fn candidate(self, ty: Type) -> Candidate {
        Candidate {
            at: self.place.at.clone(),
            schemas: vec![self.schema],
            target: self.target,
            title: self.title,
            ty,
            docs: self.docs,
        }
    }
}

impl BranchSchema {
    /// The schema that a branch is; for a type among several, or a value among
    /// several, that type of the schema that all of them are.
    fn of(branch: &Schema, base: &Schema) -> Self {
        let kind = match branch.types.as_deref() {
            Some(&[one]) => Some(one),
            _ => None,
        };
        let is_value = branch.at.path().rsplit('/').nth(1) == Some("enum");
        let kind = kind.filter(|_| branch.at == base.at || is_value);
        let at = if kind.is_some() { &base.at } else { &branch.at };
        Self {
            at: at.clone(),
            kind,
            joined: base.made_of.clone(),
        }
    }
}

/// What a schema says of one type.
fn of_type(schema: &Schema, kind: JsonType) -> Schema {
    let mut part = Schema::anything(&schema.at);
    part.types = Some(vec![kind]);
    match kind {
        JsonType::Object => {
            part.properties.clone_from(&schema.properties);
            part.required.clone_from(&schema.required);
            part.additional = schema.additional.clone();
            part.conditional.clone_from(&schema.conditional);
        }
        JsonType::Array => {
            part.items.clone_from(&schema.items);
            part.prefix_items.clone_from(&schema.prefix_items);
            (part.min_items, part.max_items) = (schema.min_items, schema.max_items);
        }
        JsonType::String => {
            part.format.clone_from(&schema.format);
            part.encoding.clone_from(&schema.encoding);
        }
        JsonType::Integer | JsonType::Number => {
            part.format.clone_from(&schema.format);
            part.range = schema.range;
        }
        JsonType::Boolean => {}
    }
    part
}

/// A branch together with what stands beside the branches.
pub(super) fn with_base(base: &Schema, branch: Schema) -> Schema {
    let only_types = {
        let mut rest = base.clone();
        rest.types = None;
        rest.is_bare() && rest.reference.is_none()
    };
    if only_types {
        let mut branch = branch;
        if branch.types.is_none() && branch.reference.is_none() && branch.all_of.is_empty() {
            branch.types.clone_from(&base.types);
        }
        return branch;
    }
    let mut joint = Schema::anything(&branch.at);
    joint.title = branch.title.clone();
    joint.description = branch.description.clone();
    let mut base = base.clone();
    base.made_of.insert(base.at.clone());
    joint.all_of = vec![base, branch.undescribed()];
    joint
}

/// Whether a branch only says which properties must be there.
fn only_requires(branch: &Schema) -> bool {
    let mut rest = branch.clone();
    rest.required.clear();
    if rest.types.as_deref() == Some(&[JsonType::Object]) {
        rest.types = None;
    }
    let untold = rest
        .properties
        .iter()
        .all(|(_, property)| property.is_bare() && property.reference.is_none());
    if untold {
        rest.properties.clear();
    }
    if matches!(rest.additional, Additional::Forbidden) {
        return false;
    }
    rest.is_bare() && rest.reference.is_none()
}

/// What an inline branch is called if it has no title: an object after the
/// value of the property that tells it apart, if there is one.
fn branch_word(branch: &Schema) -> String {
    let word = match branch.types.as_deref() {
        Some([JsonType::Boolean]) => "boolean",
        Some([JsonType::Integer]) => "integer",
        Some([JsonType::Number]) => "number",
        Some([JsonType::String]) => "text",
        Some([JsonType::Array]) => "list",
        _ => "object",
    };
    let tags = branch.properties.iter().filter_map(|(name, property)| {
        let tag = match property.values.as_deref() {
            Some([(_, Value::String(text))]) => text.clone(),
            Some([(_, Value::Bool(true))]) => name.clone(),
            Some([(_, Value::Bool(false))]) => format!("not {name}"),
            Some([(_, value @ Value::Number(_))]) => format!("{name} {value}"),
            _ => return None,
        };
        Some((name, tag))
    });
    // By name, since the document's order means nothing.
    let first = tags.min();
    first.map_or_else(|| word.to_owned(), |(_, tag)| tag)
}
