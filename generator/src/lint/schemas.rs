//! Rules about single schemas.

use super::{branches, dialect};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::{Schema, Spec};
use std::collections::HashSet;

/// The warnings about these schemas.
pub(super) fn lint(spec: &Spec, schemas: &[&Schema]) -> Vec<Diagnostic> {
    let is_early = spec.files.is_early();
    let mut found = Vec::new();
    for schema in schemas {
        found.extend(null_in_enum(schema, is_early));
        found.extend(branches::lint(spec, schema));
        if let Some(written) = spec.files.value(&schema.at) {
            found.extend(dialect::lint(written, &schema.at, is_early));
        }
    }
    found
}

/// Every schema of a document once, those within others too.
pub(super) fn every(spec: &Spec) -> Vec<&Schema> {
    let mut seen: HashSet<&Pointer> = HashSet::new();
    let mut all = Vec::new();
    for outermost in spec.schemas.all() {
        let mut waiting = vec![outermost];
        while let Some(schema) = waiting.pop() {
            // What stands within another has been seen with that.
            if seen.insert(&schema.at) {
                all.push(schema);
                let within = waiting.len();
                waiting.extend(schema.within());
                waiting[within..].reverse();
            }
        }
    }
    all
}

fn null_in_enum(schema: &Schema, is_early: bool) -> Option<Diagnostic> {
    let has_types = schema.types.as_ref().is_some_and(|types| !types.is_empty());
    if !has_types || schema.nullable {
        return None;
    }
    let mut values = schema.values.iter().flatten();
    let (at, _) = values.find(|(_, value)| value.is_null())?;
    let message = "`null` is among the values, and the type doesn't allow it";
    let help = match is_early {
        true => {
            "add `nullable: true`, or remove the value: some read it as allowed, others refuse it"
        }
        false => {
            "add \"null\" to `type`, or remove the value: some read it as allowed, others refuse it"
        }
    };
    Some(Diagnostic::warning(Code::NullInEnum, at, message).help(help))
}
