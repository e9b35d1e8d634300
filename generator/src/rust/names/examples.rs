//! The names of examples, as constants.

use super::namer::Namer;
use super::scope::{NameRequest, Rank, Scope};
use super::status::status_name;
use super::word::{Case, NameCandidates, without_mark};
use crate::ir::{Example, ExampleOf, Operation, Status, successes};

/// The words that say of an example only that it is one.
const EMPTY_WORDS: &[&str] = &[
    "body",
    "default",
    "example",
    "ok",
    "request",
    "response",
    "result",
    "sample",
    "success",
    "successful",
];

/// The words of an example's own name that its constant has, unless it needs more of them.
const MOST_WORDS: usize = 6;

impl Namer<'_> {
    /// The constants of all examples: called after their operations; where it isn't plain
    /// success, after the status; and after their names in the document, if these say anything.
    /// No two have one name; which is which their docs say, so collisions aren't worth a note.
    pub(super) fn example_names(&mut self, types: &[String]) -> Vec<String> {
        let examples = &self.api.examples;
        let requests = examples.iter().enumerate();
        let requests: Vec<NameRequest> = requests
            .map(|(index, one)| self.example(one, ordinal(&examples[..index], one)))
            .collect();
        // Types of one letter look like constants, and may stand beside them.
        let reserved: Vec<&str> = types.iter().map(String::as_str).collect();
        Scope::reserving(&reserved).assign(&requests).0
    }

    fn example(&self, example: &Example, ordinal: Option<usize>) -> NameRequest {
        let operation = &self.api.operations[example.operation];
        let function = self.functions.get(&operation.at);
        let function = function.map_or("operation", |name| without_mark(name));
        let (short, long) = roles(operation, example.of);
        let constant = |role: &str, own: &str| {
            let text = format!("{function} {role} {own}");
            self.speller.identifier(&text, Case::Constant)
        };
        let mut candidates = match (&example.name, ordinal) {
            (Some(name), _) => {
                let own = self
                    .own_words(name, function, operation, example.of)
                    .join(" ");
                let first = [constant(&short, &own), constant(&short, name)];
                let spelled = NameCandidates::of(vec![constant(&long, name)]);
                let spelled = spelled.or_spelled(name, Case::Constant, "example", &self.speller);
                let spelled = spelled.all().iter().skip(1);
                let spelled = spelled.map(|own| constant(&long, own));
                let plain = constant(&long, name);
                first.into_iter().chain([plain]).chain(spelled).collect()
            }
            (None, Some(ordinal)) => {
                let own = ordinal.to_string();
                vec![constant(&short, &own), constant(&long, &own)]
            }
            (None, None) => vec![constant(&short, ""), constant(&long, "")],
        };
        candidates.dedup();
        let name = example.name.as_deref().unwrap_or_default();
        NameRequest {
            at: operation.at.child(&long).child(name),
            rank: match example.name {
                None => Rank::Given,
                Some(_) => Rank::Derived,
            },
            candidates: NameCandidates::of(candidates),
        }
    }

    /// The words of an example's name that its constant has: without those of its operation at
    /// its beginning; none if all are empty, or those of the status.
    fn own_words(
        &self,
        name: &str,
        function: &str,
        operation: &Operation,
        of: ExampleOf,
    ) -> Vec<String> {
        let words = self.speller.words(name);
        let function = self.speller.words(function);
        let own = words.strip_prefix(&function[..]).unwrap_or(&words);
        if let ExampleOf::Response { index, .. } = of {
            let status = status_name(operation.responses[index].status);
            if own == self.speller.words(&status) {
                return Vec::new();
            }
        }
        let is_empty = |word: &String| {
            EMPTY_WORDS.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit())
        };
        match own.iter().all(is_empty) {
            true => Vec::new(),
            false => own.iter().take(MOST_WORDS).cloned().collect(),
        }
    }
}

/// The number of an example without a name among those of its body, from the second on.
fn ordinal(before: &[Example], example: &Example) -> Option<usize> {
    let is_like = |one: &&Example| {
        let of_same = (one.operation, one.of) == (example.operation, example.of);
        of_same && one.name.is_none()
    };
    let others = before.iter().rev().take_while(is_like).count();
    (example.name.is_none() && others > 0).then_some(others + 1)
}

/// The words for the body that an example is one of: those that it has, and those that tell it
/// apart from all others.
fn roles(operation: &Operation, of: ExampleOf) -> (String, String) {
    let ExampleOf::Response { index, .. } = of else {
        return ("request".to_owned(), "request".to_owned());
    };
    let response = &operation.responses[index];
    let long = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}xx"),
        Status::Default => "other".to_owned(),
    };
    let is_plain = successes(&operation.responses)
        .next()
        .is_some_and(|first| first.status == response.status);
    match is_plain {
        true => (String::new(), long),
        false => (long.clone(), long),
    }
}
