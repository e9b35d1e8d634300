//! The words that a type's name would be made of.

use crate::config::Config;
use crate::diag::Pointer;
use crate::ir::{Origin, Place, Status};
use crate::spec::Spec;
use crate::words::{Acronyms, singular};
use std::collections::HashMap;

/// The most words that are compared; of longer names it is the last ones.
const MOST_WORDS: usize = 32;

/// The words for operations, by their places.
pub(super) struct OperationWords<'a> {
    by_place: HashMap<&'a Pointer, Vec<String>>,
    acronyms: Acronyms,
    config: &'a Config,
}

impl<'a> OperationWords<'a> {
    /// Those of a document's operations.
    pub(super) fn of(spec: &'a Spec, config: &'a Config) -> Self {
        let acronyms = config.known_acronyms();
        let operations = spec.operations.iter();
        let by_place = operations.map(|operation| {
            let chosen = config.names.get(operation.at.path());
            let text = match (chosen, &operation.id) {
                (Some(name), _) => name.to_string(),
                (None, Some(id)) => config.without_prefix(id).unwrap_or(id).to_owned(),
                (None, None) => format!("{} {}", operation.method.to_lowercase(), operation.path),
            };
            (&operation.at, acronyms.words(&text))
        });
        Self {
            by_place: by_place.collect(),
            acronyms,
            config,
        }
    }

    /// The words of the name that a type would have.
    pub(super) fn name(&self, origin: &Origin) -> Vec<String> {
        let mut name = self.whole_name(origin);
        let surplus = name.len().saturating_sub(MOST_WORDS);
        name.drain(..surplus);
        name
    }

    fn whole_name(&self, origin: &Origin) -> Vec<String> {
        match origin {
            Origin::Named(name) | Origin::Component { name, .. } => {
                let stripped = self.config.without_prefix(name);
                self.acronyms.words(stripped.unwrap_or(name))
            }
            Origin::Shared { words, .. } => words.clone(),
            Origin::Within { parent, word, .. } => self.within(parent, word),
            Origin::Request { operation, .. } => {
                let mut name = self.operation(Some(operation));
                name.push("request".to_owned());
                name
            }
            Origin::Response {
                operation, status, ..
            } => {
                let mut name = self.operation(Some(operation));
                name.extend(role_of(*status));
                name
            }
            Origin::Events { operation } => {
                let mut name = self.operation(operation.as_ref());
                name.push("events".to_owned());
                name
            }
            Origin::Payload { operation, name } => {
                let mut words = self.operation(operation.as_ref());
                words.extend(self.acronyms.words(name));
                words.push("payload".to_owned());
                words
            }
            Origin::Parameter { operation, name } => {
                let mut words = self.operation(Some(operation));
                words.extend(self.acronyms.words(name));
                words
            }
        }
    }

    fn within(&self, parent: &Place, word: &str) -> Vec<String> {
        let mut name = self.name(&parent.origin);
        let is_element = matches!(word, "item" | "value");
        let element = name.last().filter(|_| is_element);
        match element.and_then(|last| singular(last)) {
            Some(element) => {
                name.pop();
                name.push(element);
            }
            None => name.extend(self.acronyms.words(word)),
        }
        name
    }

    fn operation(&self, operation: Option<&Pointer>) -> Vec<String> {
        let known = operation.and_then(|operation| self.by_place.get(operation));
        known.cloned().unwrap_or_default()
    }
}

/// The words for a response of a status: errors of one kind have their own.
fn role_of(status: Status) -> Vec<String> {
    if status.is_success() {
        return vec!["response".to_owned()];
    }
    let kind = match status {
        Status::Code(400) => "invalid",
        Status::Code(401) => "unauthorized",
        Status::Code(403) => "forbidden",
        Status::Code(404) => "not found",
        Status::Code(409) => "conflict",
        Status::Code(429) => "limit",
        Status::Code(500..) | Status::Range(5) => "server",
        _ => "",
    };
    let words = kind.split_whitespace().chain(["error", "body"]);
    words.map(str::to_owned).collect()
}

/// The operation, schema or component that names a type in the end.
pub(super) fn root(origin: &Origin) -> Root<'_> {
    match origin {
        Origin::Within { parent, .. } => root(&parent.origin),
        Origin::Named(name) => Root::Schema(name),
        Origin::Component { name, .. } => Root::Component(name),
        Origin::Request { operation, .. }
        | Origin::Response { operation, .. }
        | Origin::Parameter { operation, .. } => Root::Operation(Some(operation)),
        Origin::Events { operation } | Origin::Payload { operation, .. } => {
            Root::Operation(operation.as_ref())
        }
        Origin::Shared { words, .. } => Root::Shared(words),
    }
}

/// The thing that names a type in the end.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root<'o> {
    Schema(&'o str),
    Component(&'o str),
    Operation(Option<&'o Pointer>),
    Shared(&'o [String]),
}
