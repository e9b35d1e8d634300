//! Defaults of requests that end a service or move money.

use super::words::{deed, has, words};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::{Content, LONGEST_CHAIN, Operation, Schema, Spec};
use serde_json::Value;
use std::collections::HashSet;

/// Verbs that begin the names of flags by which something grave is done.
const VERBS: [&str; 19] = [
    "bill",
    "cancel",
    "capture",
    "charge",
    "debit",
    "delete",
    "destroy",
    "invoice",
    "pay",
    "prorate",
    "purge",
    "refund",
    "renew",
    "revoke",
    "suspend",
    "terminate",
    "transfer",
    "void",
    "withdraw",
];

/// Things to which "process" does something grave.
const MONEY: [&str; 4] = ["credit", "payment", "payments", "refund"];

/// Words of values by which something grave is done, or done at once.
const VALUES: [&str; 13] = [
    "bill",
    "cancel",
    "charge",
    "charged",
    "immediate",
    "immediately",
    "invoice",
    "now",
    "prorate",
    "prorated",
    "refund",
    "revoke",
    "terminate",
];

/// Words of operations that end something.
const ENDS: [&str; 6] = [
    "cancel",
    "cancellation",
    "delete",
    "end",
    "terminate",
    "unsubscribe",
];

/// The most schemas that are looked at for one request.
const MOST_SCHEMAS: usize = 5_000;

/// A warning for each grave default of a request.
pub(super) fn lint(spec: &Spec) -> Vec<Diagnostic> {
    let mut walk = Walk {
        spec,
        seen: HashSet::new(),
        told: HashSet::new(),
        found: Vec::new(),
    };
    for operation in &spec.operations {
        let is_safe = matches!(
            operation.method.as_str(),
            "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY"
        );
        let deed = deed(&operation.path);
        if !is_safe && !deed.is_empty() {
            let is_ending = operation.method == "DELETE" || has(&deed, &ENDS);
            walk.operation(operation, is_ending);
        }
    }
    walk.found
}

struct Walk<'s> {
    spec: &'s Spec,
    /// The places that have been looked at, each for operations that end something and for
    /// others.
    seen: HashSet<(&'s Pointer, bool)>,
    /// The defaults that have been told of.
    told: HashSet<Pointer>,
    found: Vec<Diagnostic>,
}

impl<'s> Walk<'s> {
    fn operation(&mut self, operation: &'s Operation, is_ending: bool) {
        for parameter in &operation.parameters {
            if let Content::Schema(at) = &parameter.content
                && let Some(schema) = self.spec.schema(at)
            {
                self.field(&parameter.name, schema, is_ending);
            }
        }
        let content = operation.request_body.iter().flat_map(|body| &body.content);
        for (_, media) in content {
            let schema = media.schema.as_ref().and_then(|at| self.spec.schema(at));
            if let Some(schema) = schema {
                self.body(schema, is_ending);
            }
        }
    }

    /// Looks at all properties of a body.
    fn body(&mut self, schema: &'s Schema, is_ending: bool) {
        let mut waiting = vec![schema];
        let mut left = MOST_SCHEMAS;
        while let Some(schema) = waiting.pop() {
            left = left.saturating_sub(1);
            if left == 0 || schema.read_only || !self.seen.insert((&schema.at, is_ending)) {
                continue;
            }
            for (name, property) in &schema.properties {
                self.field(name, property, is_ending);
            }
            waiting.extend(schema.within());
            let target = schema.reference.as_ref();
            waiting.extend(target.and_then(|at| self.spec.schema(at)));
        }
    }

    fn field(&mut self, name: &str, schema: &'s Schema, is_ending: bool) {
        let mut chain = self.spec.reference_chain(schema).take(LONGEST_CHAIN);
        let Some((holder, default)) = chain.find_map(|one| Some((one, one.default.as_ref()?)))
        else {
            return;
        };
        if schema.read_only || !is_grave(&words(name), default, is_ending) {
            return;
        }
        let at = holder.at.child("default");
        if !self.told.insert(at.clone()) {
            return;
        }
        let message = format!("`{name}` is {default} unless a request says otherwise");
        self.found.push(Diagnostic::warning(Code::GraveDefault, &at, message).help(
            "make it required, or let the default be what does no harm: whoever leaves it out ends a \
             service or moves money without a word of it",
        ));
    }
}

/// True of a default that ends a service or moves money.
fn is_grave(name: &[String], default: &Value, is_ending: bool) -> bool {
    let verb = name
        .iter()
        .find(|word| !matches!(word.as_str(), "auto" | "automatically" | "do" | "should"));
    match (default, verb) {
        (Value::Bool(true), Some(verb)) => {
            let is_processed = verb == "process" && has(name, &MONEY);
            VERBS.contains(&verb.as_str()) || is_processed || name == ["immediately"]
        }
        // It would end with what is paid for otherwise.
        (Value::Bool(false), _) => {
            is_ending && has(name, &["end"]) && has(name, &["cycle", "period", "term"])
        }
        (Value::String(value), Some(_)) => {
            let is_kind = has(name, &["kind", "name", "reason", "status", "type"]);
            !is_kind && has(&words(value), &VALUES)
        }
        _ => false,
    }
}
