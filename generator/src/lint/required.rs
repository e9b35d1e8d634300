//! Required properties that no schema declares.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::{Additional, LONGEST_CHAIN, Schema, Spec};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The most schemas that are looked at for one name.
const MOST_STEPS: usize = 10_000;

/// The most schemas that include one of which each is looked at.
const MOST_INCLUDERS: usize = 20;

/// The most names of one `required` that are looked for elsewhere.
const MOST_NAMES: usize = 200;

/// The warnings about all schemas of a document.
pub(super) fn lint(spec: &Spec) -> Vec<Diagnostic> {
    let mut walk = Walk {
        spec,
        includers: includers(spec),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    for schema in spec.schemas.all() {
        walk.whole(schema);
    }
    walk.found
}

/// The schemas that include others, a few for each.
fn includers(spec: &Spec) -> HashMap<&Pointer, Vec<&Schema>> {
    let mut includers: HashMap<_, Vec<_>> = HashMap::new();
    for outermost in spec.schemas.all() {
        let mut waiting = vec![outermost];
        while let Some(schema) = waiting.pop() {
            for at in schema
                .all_of
                .iter()
                .filter_map(|part| part.reference.as_ref())
            {
                let known = includers.entry(at).or_default();
                if known.len() < MOST_INCLUDERS {
                    known.push(schema);
                }
            }
            waiting.extend(schema.within());
        }
    }
    includers
}

struct Walk<'s> {
    spec: &'s Spec,
    /// The schemas that include others by `allOf`, by the places of these.
    includers: HashMap<&'s Pointer, Vec<&'s Schema>>,
    seen: HashSet<&'s Pointer>,
    found: Vec<Diagnostic>,
}

impl<'s> Walk<'s> {
    /// Looks at a schema that is no part of another.
    fn whole(&mut self, schema: &'s Schema) {
        let mut waiting = vec![schema];
        while let Some(whole) = waiting.pop() {
            if !self.seen.insert(&whole.at) {
                continue;
            }
            if !is_mixin(whole) {
                self.part(whole, whole);
            }
            waiting.extend(within(whole));
        }
    }

    /// Looks at a part of a whole, which may declare what any other of its parts requires.
    fn part(&mut self, part: &'s Schema, whole: &'s Schema) {
        self.seen.insert(&part.at);
        let own: HashSet<&String> = part.properties.iter().map(|(name, _)| name).collect();
        let other = part.required.iter().filter(|name| !own.contains(name));
        for name in other.take(MOST_NAMES) {
            let includers = self.includers.get(&whole.at).into_iter().flatten();
            let mut wholes = includers.copied().chain([whole]);
            if !wholes.any(|one| self.is_declared(name, one)) {
                self.report(name, part);
            }
        }
        let lists = [&part.all_of, &part.one_of, &part.any_of, &part.conditional];
        for part in lists.into_iter().flatten() {
            self.part(part, whole);
        }
    }

    /// True of a name that a schema, a part of it, or one that it refers to has a property of,
    /// and of every name if one of them allows any.
    fn is_declared(&self, name: &str, whole: &'s Schema) -> bool {
        let mut waiting = vec![(whole, 0)];
        let mut steps = 0;
        let mut followed = HashSet::new();
        while let Some((schema, chain)) = waiting.pop() {
            steps += 1;
            let has_it = schema.properties.iter().any(|(known, _)| known == name);
            let is_open = matches!(schema.additional, Additional::Allowed(_));
            if has_it || is_open || steps > MOST_STEPS || chain > LONGEST_CHAIN {
                return true;
            }
            if let Some(at) = &schema.reference
                && followed.insert(at)
            {
                waiting.extend(self.spec.schema(at).map(|target| (target, chain + 1)));
            }
            let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
            let parts = lists.into_iter().flatten().chain(&schema.conditional);
            waiting.extend(parts.map(|part| (part, chain + 1)));
        }
        false
    }

    fn report(&mut self, name: &str, schema: &Schema) {
        let at = schema.at.child("required");
        let written = self.spec.files.value(&at).and_then(Value::as_array);
        let mut names = written.into_iter().flatten();
        let at = match names.position(|one| one == name) {
            Some(index) => at.index(index),
            None => at,
        };
        let message = format!("`{name}` is required, and there is no such property");
        let help = "declare it in `properties`, or correct its spelling: it has no type, so clients \
                    leave it out or take it for any JSON";
        self.found
            .push(Diagnostic::warning(Code::MissingProperty, &at, message).help(help));
    }
}

/// True of a schema that only asks for properties, for others to include.
fn is_mixin(schema: &Schema) -> bool {
    let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
    schema.properties.is_empty()
        && schema.reference.is_none()
        && lists.iter().all(|parts| parts.is_empty())
}

/// The schemas within one that aren't parts of it.
fn within<'s>(schema: &'s Schema) -> Vec<&'s Schema> {
    let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
    let parts = lists.into_iter().flatten().chain(&schema.conditional);
    let mut inner: Vec<&'s Schema> = parts.flat_map(within).collect();
    inner.extend(schema.properties.iter().map(|(_, property)| property));
    inner.extend(schema.items.as_deref());
    inner.extend(&schema.prefix_items);
    if let Additional::Allowed(other) = &schema.additional {
        inner.push(other);
    }
    inner
}
