//! Examples and defaults that their own schemas don't allow.

use super::misfits::{Told, told};
use super::places::{self, Form, Place};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::fit::{Author, Fitter, Misfit, MisfitKind};
use crate::json::JsonType;
use crate::spec::{Schema, Spec};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The most misfits that are told of one value.
const MOST_TOLD: usize = 4;

/// The warnings about the values in these schemas, then about those of bodies, parameters
/// and headers.
pub(super) fn lint(spec: &Spec, config: &Config, schemas: &[&Schema]) -> Vec<Diagnostic> {
    let mut values = Values {
        spec,
        fitter: Fitter::new(spec, config, Author::Document),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    for schema in schemas {
        values.of_schema(schema);
    }
    for place in places::all(spec) {
        values.of_place(&place);
    }
    values.found
}

struct Values<'s> {
    spec: &'s Spec,
    fitter: Fitter<'s>,
    /// The places of the values that have been looked at.
    seen: HashSet<Pointer>,
    found: Vec<Diagnostic>,
}

impl Values<'_> {
    fn of_schema(&mut self, schema: &Schema) {
        let Some(Value::Object(written)) = self.spec.files.value(&schema.at) else {
            return;
        };
        // The joint schema of patterns stands at the map of them.
        if schema.open {
            return;
        }
        if let Some(value) = written.get("default") {
            let at = schema.at.child("default");
            self.value(schema, value, at, Code::InvalidDefault, Form::Json);
        }
        for example in self.spec.files.schema_examples(schema) {
            let code = Code::InvalidExample;
            self.value(schema, example.value, example.at, code, Form::Json);
        }
    }

    fn of_place(&mut self, place: &Place<'_>) {
        let spec = self.spec;
        let Some(schema) = spec.schema(place.schema) else {
            return;
        };
        for example in spec.files.examples(place.at) {
            let code = Code::InvalidExample;
            self.value(schema, example.value, example.at, code, place.form);
        }
    }

    fn value(&mut self, schema: &Schema, value: &Value, at: Pointer, code: Code, form: Form) {
        if (form == Form::Text && value.is_string()) || !self.seen.insert(at.clone()) {
            return;
        }
        let Some(misfits) = self.fitter.misfits(schema, value) else {
            return;
        };
        if form == Form::Parameter && is_written_out(value, &misfits) {
            return;
        }
        let what = match code {
            Code::InvalidDefault => "default",
            _ => "example",
        };
        if let Some(inner) = text_of_json(value, &misfits)
            && self
                .fitter
                .misfits(schema, &inner)
                .is_some_and(|all| all.is_empty())
        {
            let message = format!("the {what} is a text with JSON in it, not the value itself");
            let help = "write the value without quotes around it";
            self.found
                .push(Diagnostic::warning(code, &at, message).help(help));
            return;
        }
        // What an empty object lacks is one fault.
        let is_empty = value.as_object().is_some_and(Map::is_empty);
        let most = if is_empty { 1 } else { MOST_TOLD };
        for told in told(&misfits, what, most) {
            self.found.push(diagnostic(told, &at, code));
        }
    }
}

fn diagnostic(told: Told, at: &Pointer, code: Code) -> Diagnostic {
    let Told {
        message,
        refused_by: (schema, how),
        path,
    } = told;
    let at = path.iter().fold(at.clone(), |at, token| at.child(token));
    let warning = Diagnostic::warning(code, &at, message).related(&schema, how);
    warning.help(match code {
        Code::InvalidDefault => {
            "correct the default or the schema: nobody can send it, and what a server does without \
             the value isn't known"
        }
        _ => {
            "correct the example or the schema: one of them says something else than servers do, and \
             clients are made from the schema"
        }
    })
}

/// True of a text that stands for a list or an object, as it is written in a URL.
fn is_written_out(value: &Value, misfits: &[Misfit]) -> bool {
    let is_many = |kind: &JsonType| matches!(kind, JsonType::Array | JsonType::Object);
    let is_structured = |misfit: &Misfit| match &misfit.kind {
        MisfitKind::Type { expected, .. } => expected.iter().any(is_many),
        MisfitKind::Branch(_) => true,
        _ => false,
    };
    value.is_string()
        && misfits
            .iter()
            .any(|one| one.path.is_empty() && is_structured(one))
}

/// The list or object that a text holds, where its schema takes no text.
fn text_of_json(value: &Value, misfits: &[Misfit]) -> Option<Value> {
    let text = value
        .as_str()
        .filter(|text| text.trim_start().starts_with(['{', '[']))?;
    let is_refused = misfits.iter().any(|one| one.path.is_empty());
    let inner = serde_json::from_str(text).ok();
    inner.filter(|_| is_refused)
}
