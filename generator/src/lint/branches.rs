//! Values of discriminators that the branches for them can't have.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::{Discriminator, LONGEST_CHAIN, Schema, Spec};
use serde_json::Value;
use std::cell::Cell;
use std::collections::HashSet;

/// The most schemas that are looked at for one value.
const MOST_STEPS: usize = 10_000;

/// The most branches of one discriminator that are shown.
const MOST_SHOWN: usize = 3;

/// The warnings about one schema.
pub(super) fn lint(spec: &Spec, schema: &Schema) -> Vec<Diagnostic> {
    let Some(discriminator) = &schema.discriminator else {
        return Vec::new();
    };
    let branches = schema.one_of.iter().chain(&schema.any_of);
    let branches: Option<Vec<&Pointer>> = branches.map(|one| one.reference.as_ref()).collect();
    let branches = branches.unwrap_or_default();
    let rule = Rule {
        spec,
        discriminator,
        steps: Cell::new(0),
    };
    let known: HashSet<&Pointer> = branches.iter().map(|at| rule.canonical(at)).collect();
    let mapping = discriminator.mapping.iter();
    let mut found: Vec<_> = mapping
        .filter_map(|entry| rule.entry(entry, &known))
        .collect();
    found.extend(rule.by_name(&branches));
    found
}

struct Rule<'s> {
    spec: &'s Spec,
    discriminator: &'s Discriminator,
    steps: Cell<usize>,
}

impl<'s> Rule<'s> {
    /// The warning about an entry of the mapping.
    fn entry(
        &self,
        (value, target): &(String, Pointer),
        branches: &HashSet<&Pointer>,
    ) -> Option<Diagnostic> {
        let at = self.discriminator.at.child("mapping").child(value);
        let name = name(target);
        if !branches.is_empty() && !branches.contains(self.canonical(target)) {
            let message = format!("`{value}` leads to `{name}`, which is none of the branches");
            let help = "add it to the branches, or remove the entry: no value can be of it";
            return Some(warning(&at, message).help(help));
        }
        let property = &self.discriminator.property;
        let held = self.refusal(target, value)?;
        let message =
            format!("`{value}` leads to `{name}`, whose `{property}` can't have that value");
        let help = "correct the entry, or the values of the property: as it is, no value is valid";
        let warning = warning(&at, message).related(&held, format!("the values of `{property}`"));
        Some(warning.help(help))
    }

    /// The warning about branches that are told apart by the names of their schemas, which
    /// their values aren't. OpenAPI 3.1 §4.8.25.
    fn by_name(&self, branches: &[&Pointer]) -> Option<Diagnostic> {
        let mapping = self.discriminator.mapping.iter();
        let mapped: HashSet<_> = mapping.map(|(_, to)| self.canonical(to)).collect();
        let unmapped = branches
            .iter()
            .filter(|at| !mapped.contains(self.canonical(at)));
        let refused = unmapped.filter_map(|at| Some((name(at), self.refusal(at, &name(at))?)));
        let refused: Vec<_> = refused.collect();
        let (first, _) = refused.first()?;
        let property = &self.discriminator.property;
        let message = format!(
            "no `mapping` leads to the branch `{first}`, and its `{property}` can't have that name"
        );
        let warning = warning(&self.discriminator.at, message);
        let shown = refused.iter().take(MOST_SHOWN);
        let warning = shown.fold(warning, |warning, (name, held)| {
            warning.related(held, format!("not `{name}`"))
        });
        Some(warning.help(
            "add a `mapping` from each value to its schema: this generator reads the values of the \
             branches, others don't",
        ))
    }

    /// The place of the schema that a place stands for.
    fn canonical<'p>(&self, at: &'p Pointer) -> &'p Pointer
    where
        's: 'p,
    {
        let schema = self.spec.schema(at);
        schema.map_or(at, |schema| &self.spec.behind(schema).at)
    }

    /// The list of values of the property that doesn't have this one.
    fn refusal(&self, target: &Pointer, value: &str) -> Option<Pointer> {
        self.steps.set(0);
        self.refusal_of(self.spec.schema(target)?, value, 0)
    }

    fn refusal_of(&self, schema: &Schema, value: &str, chain: usize) -> Option<Pointer> {
        self.steps.set(self.steps.get() + 1);
        if chain > LONGEST_CHAIN || self.steps.get() > MOST_STEPS {
            return None;
        }
        let mut properties = schema.properties.iter();
        let property = properties.find(|(name, _)| *name == self.discriminator.property);
        if let Some(refusal) = property.and_then(|(_, one)| self.listed(one, value)) {
            return Some(refusal);
        }
        let target = schema
            .reference
            .as_ref()
            .and_then(|at| self.spec.schema(at));
        let mut parts = schema.all_of.iter().chain(target);
        if let Some(refusal) = parts.find_map(|part| self.refusal_of(part, value, chain + 1)) {
            return Some(refusal);
        }
        // One branch that allows it is enough.
        [&schema.one_of, &schema.any_of]
            .into_iter()
            .find_map(|branches| {
                let each = branches
                    .iter()
                    .map(|one| self.refusal_of(one, value, chain + 1));
                let refusals: Option<Vec<_>> = each.collect();
                refusals.and_then(|all| all.into_iter().next())
            })
    }

    /// The place of a property's values, if this isn't among them.
    fn listed(&self, property: &Schema, value: &str) -> Option<Pointer> {
        let mut chain = self.spec.reference_chain(property);
        let listing = chain.find(|one| one.values.is_some())?;
        let mut values = listing.values.iter().flatten();
        let is_it = |known: &Value| match known {
            Value::String(text) => text == value,
            other => {
                let text = other.to_string();
                text == value
            }
        };
        let (first, _) = listing.values.as_ref()?.first()?;
        (!values.any(|(_, known)| is_it(known))).then(|| first.clone())
    }
}

/// The name of a schema.
fn name(at: &Pointer) -> String {
    at.tokens().next_back().unwrap_or_default()
}

fn warning(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::warning(Code::DiscriminatorValue, at, message)
}
