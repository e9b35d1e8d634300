//! A value against a schema, and against all that this is made of: `allOf`, and the best
//! branch of a union.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::formats::unfit;
use super::limits;
use super::misfit::{Misfit, MisfitKind};
use super::named::{Named, named};
use super::pattern::Patterns;
use crate::config::Config;
use crate::json::JsonType;
use crate::spec::{Additional, Schema, Spec};

/// The text that a recording transport puts in the place of a secret.
const REDACTED: &str = "[redacted]";

/// The schemas that may hold for one value one after another: references that come
/// back to where they began would be endless.
const LONGEST_CHAIN: usize = 64;

/// The author of the values, on whom it depends what is asked of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// A server: only what clients depend on is a misfit, and what they don't know.
    Server,
    /// The author of the document: everything that the schema refuses is a misfit. Properties
    /// of one direction may lack.
    Document,
    /// The author of the document, in the body of a request: properties that only responses
    /// have may lack.
    Request,
    /// The author of the document, in the body of a response: properties that only requests
    /// have may lack.
    Response,
}

impl Author {
    /// The schemas that may be looked at for one value.
    fn most_steps(self) -> usize {
        match self {
            Self::Server => 2_000_000,
            Self::Document => 100_000,
            Self::Request | Self::Response => 20_000,
        }
    }

    /// The schemas that may be looked at for all values: as many as suit a document.
    /// Recordings may be of any length.
    fn most_in_all(self, spec: &Spec) -> usize {
        match self {
            Self::Server => usize::MAX,
            Self::Document => 1_000_000 + 20 * spec.files.objects(),
            Self::Request | Self::Response => 100_000 + 20 * spec.files.objects(),
        }
    }
}

/// Holds values against schemas.
#[derive(Debug)]
pub struct Fitter<'s> {
    spec: &'s Spec,
    config: &'s Config,
    author: Author,
    patterns: Patterns,
    steps: usize,
    /// The schemas that may still be looked at for all values.
    left: usize,
}

/// The keys and indices that lead to a part of a value.
#[derive(Clone, Copy)]
struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Whole,
    Key(&'p str),
    Index(usize),
}

impl Path<'_> {
    const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Whole,
    };

    fn written_out(&self) -> Vec<String> {
        let mut tokens = self.parent.map(Path::written_out).unwrap_or_default();
        match self.step {
            Step::Whole => {}
            Step::Key(key) => tokens.push(key.to_owned()),
            Step::Index(index) => tokens.push(index.to_string()),
        }
        tokens
    }
}

/// The part that a schema plays for a value.
#[derive(Clone, Copy)]
struct Role<'p> {
    path: &'p Path<'p>,
    /// `true` of the schema that stands there, `false` of its parts.
    is_whole: bool,
    chain: usize,
}

impl<'p> Role<'p> {
    fn whole(path: &'p Path<'p>) -> Self {
        Self {
            path,
            is_whole: true,
            chain: 0,
        }
    }

    fn further(self) -> Self {
        Self {
            chain: self.chain + 1,
            ..self
        }
    }

    fn part(self) -> Self {
        Self {
            is_whole: false,
            ..self.further()
        }
    }

    fn step(&'p self, step: Step<'p>) -> Path<'p> {
        Path {
            parent: Some(self.path),
            step,
        }
    }
}

/// The misfits of a value with a schema.
#[derive(Default)]
struct Fit {
    misfits: Vec<Misfit>,
    /// `true` if the schema isn't for such values at all: another type, or a
    /// constant member of another value.
    is_other: bool,
}

impl Fit {
    fn add(&mut self, schema: &Schema, role: Role<'_>, kind: MisfitKind) {
        self.misfits.push(Misfit {
            schema: schema.at.clone(),
            path: role.path.written_out(),
            kind,
        });
    }

    fn take(&mut self, other: Self) {
        self.misfits.extend(other.misfits);
    }

    /// Takes that of a part of the same schema.
    fn take_part(&mut self, part: Self) {
        self.is_other |= part.is_other;
        self.take(part);
    }

    fn weight(&self) -> usize {
        self.misfits.iter().map(|one| one.kind.weight()).sum()
    }
}

impl<'s> Fitter<'s> {
    /// A fitter for values by this author.
    pub fn new(spec: &'s Spec, config: &'s Config, author: Author) -> Self {
        Self {
            spec,
            config,
            author,
            patterns: Patterns::default(),
            steps: 0,
            left: author.most_in_all(spec),
        }
    }

    /// The misfits of a value with its schema; nothing if there are too many schemas to
    /// look at.
    pub fn misfits(&mut self, schema: &Schema, value: &Value) -> Option<Vec<Misfit>> {
        self.steps = 0;
        if self.left == 0 {
            return None;
        }
        let fit = self.fit(schema, value, Role::whole(&Path::ROOT));
        self.left = self.left.saturating_sub(self.steps);
        (self.steps < self.author.most_steps()).then_some(fit.misfits)
    }

    fn fit(&mut self, schema: &Schema, value: &Value, role: Role<'_>) -> Fit {
        let mut fit = Fit::default();
        self.steps += 1;
        let is_too_much = self.steps >= self.author.most_steps() || role.chain >= LONGEST_CHAIN;
        let is_hidden = self.author == Author::Server && value == REDACTED;
        if is_too_much || is_hidden {
            return fit;
        }
        if value.is_null() {
            // A part of a schema has no say where the whole allows it.
            if role.is_whole && !self.allows_null(schema, role.chain) {
                fit.add(schema, role, MisfitKind::Null);
            }
            return fit;
        }
        if let Some(target) = &schema.reference
            && let Some(target) = self.spec.schema(target)
        {
            if schema.is_bare() {
                return self.fit(target, value, role.further());
            }
            fit.take_part(self.fit(target, value, role.part()));
        }
        if schema.never {
            fit.add(schema, role, MisfitKind::Branch(JsonType::of(value)));
        }
        if !self.has_type(schema, value, role, &mut fit) {
            fit.is_other = true;
            return fit;
        }
        for part in &schema.all_of {
            fit.take_part(self.fit(part, value, role.part()));
        }
        for branches in [&schema.one_of, &schema.any_of] {
            self.union(schema, branches, value, role, &mut fit);
        }
        match value {
            Value::Object(members) => self.object(schema, members, role, &mut fit),
            Value::Array(items) => self.array(schema, items, role, &mut fit),
            _ => {}
        }
        fit
    }

    /// Checks type, format, listed values and limits; gives `false` for another type.
    fn has_type(&mut self, schema: &Schema, value: &Value, role: Role<'_>, fit: &mut Fit) -> bool {
        let Some(found) = JsonType::of(value) else {
            return true;
        };
        let is_whole_number = value.as_f64().is_some_and(|number| number.fract() == 0.0);
        let fits = |stated: &JsonType| {
            stated.includes(found) || (*stated == JsonType::Integer && is_whole_number)
        };
        if let Some(expected) = types_of(schema)
            && !expected.iter().any(fits)
        {
            // Parts of a schema can't be given another type all at once.
            let kind = match is_composed(schema) {
                true => MisfitKind::Branch(Some(found)),
                false => MisfitKind::Type { expected, found },
            };
            fit.add(schema, role, kind);
            return false;
        }
        if let Some(unfit) = unfit(schema, value, self.config) {
            let kind = MisfitKind::Format {
                expected: types_of(schema).unwrap_or_default(),
                is_huge: unfit.is_huge,
                format: unfit.format,
            };
            fit.add(schema, role, kind);
        }
        if let Some(values) = &schema.values
            && !values.iter().any(|(_, known)| is_equal(known, value))
        {
            fit.add(schema, role, MisfitKind::Value(value.clone()));
        }
        if self.author != Author::Server
            && let Some(Value::Object(written)) = self.spec.files.value(&schema.at)
            && let Some(keyword) = limits::broken(written, value, &mut self.patterns)
        {
            fit.add(schema, role, MisfitKind::Limit(keyword));
        }
        true
    }

    fn object(
        &mut self,
        schema: &Schema,
        members: &Map<String, Value>,
        role: Role<'_>,
        fit: &mut Fit,
    ) {
        for name in &schema.required {
            if !members.contains_key(name) && !self.is_of_one_direction(schema, name) {
                let name = name.clone();
                let may_be_null = self.may_be_null(schema, &name);
                fit.add(schema, role, MisfitKind::Absent { name, may_be_null });
            }
        }
        for (name, property) in &schema.properties {
            let Some(value) = members.get(name) else {
                continue;
            };
            let path = role.step(Step::Key(name));
            let part = self.fit(property, value, Role::whole(&path));
            fit.is_other |= self.is_tag(property) && part.weight() > 0;
            fit.take(part);
        }
        if let Additional::Allowed(other) = &schema.additional {
            let stated: HashSet<_> = schema.properties.iter().map(|(name, _)| name).collect();
            for (name, value) in members.iter().filter(|(name, _)| !stated.contains(name)) {
                let path = role.step(Step::Key(name));
                fit.take(self.fit(other, value, Role::whole(&path)));
            }
        }
        if role.is_whole {
            self.unknown_members(schema, members, role, fit);
        }
    }

    /// Reports the members that neither a schema nor its parts speak of.
    fn unknown_members(
        &mut self,
        schema: &Schema,
        members: &Map<String, Value>,
        role: Role<'_>,
        fit: &mut Fit,
    ) {
        let mut known = Known::default();
        self.known_members(schema, &mut known, 0);
        let is_open = match self.author {
            Author::Server => known.is_open || known.names.is_empty(),
            _ => known.is_open || !known.is_closed,
        };
        if is_open {
            return;
        }
        let is_unknown = |name: &&String| !known.names.contains(name.as_str());
        for name in members.keys().filter(is_unknown) {
            fit.add(schema, role, MisfitKind::Member(name.clone()));
        }
    }

    /// Collects the names of all properties.
    fn known_members<'a>(&mut self, schema: &'a Schema, known: &mut Known<'a>, chain: usize)
    where
        's: 'a,
    {
        self.steps += 1;
        if chain >= LONGEST_CHAIN || self.steps >= self.author.most_steps() {
            known.is_open = true;
            return;
        }
        let names = schema.properties.iter().map(|(name, _)| name.as_str());
        known.names.extend(names);
        known
            .names
            .extend(schema.required.iter().map(String::as_str));
        let has_branches = !schema.one_of.is_empty() || !schema.any_of.is_empty();
        // Those of the subtypes.
        known.is_open |= schema.discriminator.is_some() && !has_branches;
        known.is_open |= matches!(schema.additional, Additional::Allowed(_));
        known.is_open |= !schema.conditional.is_empty();
        known.is_closed |= matches!(schema.additional, Additional::Forbidden);
        let target = schema.reference.as_ref();
        let target = target.and_then(|at| self.spec.schema(at));
        let parts = schema.all_of.iter().chain(&schema.one_of);
        for part in parts.chain(&schema.any_of).chain(target) {
            self.known_members(part, known, chain + 1);
        }
    }

    fn array(&mut self, schema: &Schema, items: &[Value], role: Role<'_>, fit: &mut Fit) {
        for (index, item) in items.iter().enumerate() {
            let stated = schema.prefix_items.get(index);
            if let Some(stated) = stated.or(schema.items.as_deref()) {
                let path = role.step(Step::Index(index));
                fit.take(self.fit(stated, item, Role::whole(&path)));
            }
        }
    }

    /// Takes the misfits with the branch that fits the best.
    fn union(
        &mut self,
        schema: &Schema,
        branches: &[Schema],
        value: &Value,
        role: Role<'_>,
        fit: &mut Fit,
    ) {
        if branches.is_empty() || schema.open {
            return;
        }
        let discriminator = schema.discriminator.as_ref();
        match discriminator.map(|one| named(self.spec, one, branches, value)) {
            Some(Named::Branch(branch)) => return fit.take(self.fit(branch, value, role.part())),
            Some(Named::Another) => {
                return fit.add(schema, role, MisfitKind::Branch(JsonType::of(value)));
            }
            Some(Named::Unsaid) | None => {}
        }
        let mut best: Option<Fit> = None;
        for branch in branches {
            let one = self.fit(branch, value, role.part());
            if one.is_other {
                continue;
            }
            if best
                .as_ref()
                .is_none_or(|best| one.weight() < best.weight())
            {
                best = Some(one);
            }
        }
        match best {
            Some(best) => fit.take(best),
            None => {
                fit.is_other = true;
                fit.add(schema, role, MisfitKind::Branch(JsonType::of(value)));
            }
        }
    }

    fn allows_null(&mut self, schema: &Schema, chain: usize) -> bool {
        self.steps += 1;
        let mut values = schema.values.iter().flatten();
        let is_listed = values.any(|(_, value)| value.is_null());
        let is_too_much = chain >= LONGEST_CHAIN || self.steps >= self.author.most_steps();
        if schema.nullable || is_listed || is_too_much {
            return true;
        }
        if types_of(schema).is_some() || schema.values.is_some() || schema.never {
            return false;
        }
        let target = schema.reference.as_ref();
        let target = target.and_then(|at| self.spec.schema(at));
        let mut parts = schema.all_of.iter().chain(target);
        if !parts.all(|part| self.allows_null(part, chain + 1)) {
            return false;
        }
        let mut unions = [&schema.one_of, &schema.any_of].into_iter();
        unions.all(|branches| {
            let mut each = branches.iter();
            branches.is_empty()
                || each.any(|one| one.is_null_branch() || self.allows_null(one, chain + 1))
        })
    }

    fn may_be_null(&mut self, schema: &Schema, name: &str) -> bool {
        property(schema, name).is_some_and(|property| self.allows_null(property, 0))
    }

    /// True of a property that the author leaves out, as it is of the other direction.
    fn is_of_one_direction(&self, schema: &Schema, name: &str) -> bool {
        let (of_requests, of_responses) = match self.author {
            Author::Server | Author::Response => (true, false),
            Author::Request => (false, true),
            Author::Document => (true, true),
        };
        property(schema, name).is_some_and(|property| {
            let mut chain = self.spec.reference_chain(property);
            chain.any(|one| (of_requests && one.write_only) || (of_responses && one.read_only))
        })
    }

    /// True of a property with one value only, which tells branches apart.
    fn is_tag(&self, property: &Schema) -> bool {
        let schema = self.spec.behind(property);
        schema
            .values
            .as_ref()
            .is_some_and(|values| values.len() == 1)
    }
}

/// The members that a schema and its parts speak of.
#[derive(Default)]
struct Known<'a> {
    names: HashSet<&'a str>,
    /// `true` if there may be any others.
    is_open: bool,
    /// `true` if a part says that there aren't any others.
    is_closed: bool,
}

fn property<'a>(schema: &'a Schema, name: &str) -> Option<&'a Schema> {
    let mut properties = schema.properties.iter();
    let found = properties.find(|(known, _)| known == name);
    found.map(|(_, property)| property)
}

/// The types of a schema: those that it states, or that its keywords imply.
fn types_of(schema: &Schema) -> Option<Vec<JsonType>> {
    let is_object = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !matches!(schema.additional, Additional::Unsaid);
    let is_array = schema.items.is_some() || !schema.prefix_items.is_empty();
    match &schema.types {
        Some(types) => Some(types.clone()),
        None if is_object => Some(vec![JsonType::Object]),
        None => is_array.then(|| vec![JsonType::Array]),
    }
}

/// True of equal values; numbers are equal by value.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// True of a schema that is made of others.
fn is_composed(schema: &Schema) -> bool {
    let parts = [&schema.all_of, &schema.one_of, &schema.any_of];
    !schema.unions.is_empty() || parts.iter().any(|parts| !parts.is_empty())
}
