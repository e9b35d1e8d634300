//! The effort that a call takes its caller, and the harm that it may do.

use super::api::{RustApi, RustOperation};
use super::arguments::is_argument;
use super::body::takes_body;
use crate::ir::{Content, Operation, Scalar, Type, TypeKind};

impl RustApi<'_> {
    /// The operations that a first call may be of, the best first: they only read, and ask
    /// for little. A deprecated one is a last resort, and a credential comes before none,
    /// so that the call shows one.
    pub fn first_operations(&self) -> Vec<RustOperation<'_>> {
        let operations = self.api.operations.iter().enumerate();
        let harmless = operations.filter(|(_, operation)| is_harmless(operation));
        let mut ranked: Vec<_> = harmless
            .map(|(index, operation)| {
                let rank = (
                    operation.docs.deprecated,
                    self.effort(operation),
                    operation.security.iter().all(Vec::is_empty),
                    index,
                );
                (rank, index)
            })
            .collect();
        ranked.sort();
        let ranked = ranked.into_iter();
        ranked.map(|(_, index)| self.operation(index)).collect()
    }

    /// The amount that a caller must bring, and has to take apart.
    fn effort(&self, operation: &Operation) -> usize {
        let all = operation.parameters.iter();
        let required = all.filter(|parameter| parameter.required);
        let parameters = required.map(|parameter| match parameter.ty {
            Type::Scalar(Scalar::String)
            | Type::Scalar(Scalar::Boolean)
            | Type::Scalar(Scalar::Integer(_))
            | Type::Scalar(Scalar::Number) => 1,
            _ => 10,
        });
        let body = match takes_body(self.api, operation) {
            true => 20 + self.required(operation),
            false => 0,
        };
        let streams = operation.successes().any(|response| {
            matches!(
                response.content,
                Some(Content::Events(_) | Content::JsonLines(_) | Content::JsonSequence(_))
            )
        });
        parameters.sum::<usize>() + body + if streams { 50 } else { 0 }
    }

    /// The number of fields that the body must have.
    fn required(&self, operation: &Operation) -> usize {
        let body = operation.body.as_ref();
        let id = body.and_then(|body| body.content.ty()?.named());
        match id.map(|id| &self.api.type_def(id).kind) {
            Some(TypeKind::Struct(object)) => {
                let required = object.fields.iter().filter(|field| is_argument(field));
                required.count()
            }
            _ => 1,
        }
    }
}

/// Tells if a call only reads: by its method, or where all go by `POST`, as remote procedures
/// do, by the verb that begins or ends its name.
fn is_harmless(operation: &Operation) -> bool {
    const VERBS: &[&str] = &[
        "get", "list", "search", "find", "query", "read", "retrieve", "describe", "count",
    ];
    let is_verb = |word: &str| VERBS.contains(&&*word.to_lowercase());
    match operation.method.as_str() {
        "GET" | "QUERY" => true,
        "POST" => {
            let last = operation.path.rsplit(['/', '.', ':']).next();
            last.is_some_and(|last| {
                let start = last.split(|c: char| !c.is_alphanumeric()).next();
                let camel = last.find(char::is_uppercase).map(|at| &last[..at]);
                start.is_some_and(is_verb) || camel.is_some_and(is_verb)
            })
        }
        _ => false,
    }
}
