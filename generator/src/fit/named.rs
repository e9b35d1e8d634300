//! The branch that a discriminator names for a value.

use serde_json::Value;

use crate::spec::{Discriminator, Schema, Spec};

/// The answer of a discriminator.
pub(super) enum Named<'b> {
    /// The branch of this value.
    Branch(&'b Schema),
    /// The value is that of another branch, which there isn't.
    Another,
    /// The branches have to say themselves.
    Unsaid,
}

/// The branch for a value.
pub(super) fn named<'b>(
    spec: &Spec,
    discriminator: &Discriminator,
    branches: &'b [Schema],
    value: &Value,
) -> Named<'b> {
    let name = value.get(&discriminator.property).and_then(Value::as_str);
    let Some(name) = name else {
        return Named::Unsaid;
    };
    let mut mapping = discriminator.mapping.iter();
    let target = mapping.find(|(known, _)| known == name).map(|(_, at)| at);
    let branch = branches.iter().find(|branch| {
        let Some(reference) = &branch.reference else {
            return false;
        };
        match target {
            Some(target) => reference == target,
            None => reference.tokens().next_back().as_deref() == Some(name),
        }
    });
    let is_told = |branch: &Schema| {
        let property = |schema: &Schema| {
            let mut all = schema.properties.iter();
            let found = all.find(|(name, _)| *name == discriminator.property);
            found.is_some_and(|(_, one)| spec.behind(one).values.is_some())
        };
        branch.reference.is_none() || property(spec.behind(branch))
    };
    match branch {
        Some(branch) => Named::Branch(branch),
        // Where there is no mapping, the values of the branches count.
        None if branches.iter().any(is_told) => Named::Unsaid,
        None => Named::Another,
    }
}
