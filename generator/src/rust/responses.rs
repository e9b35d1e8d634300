//! Responses of an operation: the arms of a `match` over the status.

use super::api::RustOperation;
use crate::ir::{Content, Operation, Status};

/// The outcomes of an operation, by the status of its response.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes<'a> {
    /// The arms of the `match`; the last one is for every other status.
    pub arms: Vec<Arm<'a>>,
    /// `true` if success is a stream, so that other bodies are read by themselves.
    pub is_streamed: bool,
    /// `true` if the error has a short name within the function.
    pub has_short_error: bool,
}

/// An arm of the `match` over the status.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm<'a> {
    /// The statuses that lead to it.
    pub statuses: Vec<Status>,
    /// `true` if `default` stands for successes and redirects alone, which a `default`
    /// error of the document doesn't speak of.
    pub is_guarded: bool,
    /// The outcome.
    pub outcome: Outcome<'a>,
}

/// The outcome of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<'a> {
    /// A success.
    Success {
        /// The body, if there is one.
        content: Option<&'a Content>,
        /// The variant of the response enum, if there is such an enum.
        variant: Option<&'a str>,
    },
    /// An API error.
    Error {
        /// The body, if there is one.
        content: Option<&'a Content>,
        /// The variant of the error enum.
        variant: &'a str,
    },
    /// A success that the document doesn't describe, read as the one that it does.
    OtherSuccess {
        /// The body of that, if there is one.
        content: Option<&'a Content>,
    },
    /// A response that the document doesn't describe.
    Unexpected,
}

impl<'a> Outcomes<'a> {
    /// The outcomes of an operation.
    pub fn of(of: RustOperation<'a>) -> Self {
        Self {
            arms: arms(of),
            is_streamed: is_streamed(of.operation),
            has_short_error: has_long_errors(of),
        }
    }
}

fn arms(of: RustOperation<'_>) -> Vec<Arm<'_>> {
    let operation = of.operation;
    let has_variants = operation.has_several_outcomes();
    let mut arms: Vec<Arm<'_>> = Vec::new();
    for (response, variant) in of.responses() {
        let content = response.content.as_ref();
        let success = Outcome::Success {
            content,
            variant: has_variants.then_some(variant),
        };
        if operation.is_catch_all(response) {
            arms.push(Arm::new(Status::Range(2), success.clone()));
        }
        let outcome = if response.status.is_success() {
            success
        } else {
            Outcome::Error { content, variant }
        };
        match arms.last_mut() {
            Some(last) if last.outcome == outcome => last.statuses.push(response.status),
            _ => arms.push(Arm::new(response.status, outcome)),
        }
    }
    let errors = arms.pop_if(|arm| arm.statuses.contains(&Status::Default));
    if operation.successes().next().is_none() {
        let empty = Outcome::Success {
            content: None,
            variant: None,
        };
        arms.push(Arm::new(Status::Range(2), empty));
    }
    let others = Arm::new(Status::Default, other_success(of, &arms));
    match errors {
        None => arms.push(others),
        Some(errors) => {
            let is_guarded = true;
            arms.extend([
                Arm {
                    is_guarded,
                    ..others
                },
                errors,
            ]);
        }
    }
    arms
}

/// The outcome of a status that no arm is about and that isn't an error by `default`.
fn other_success<'a>(of: RustOperation<'a>, arms: &[Arm<'a>]) -> Outcome<'a> {
    let has_all = |arm: &Arm<'_>| arm.statuses.contains(&Status::Range(2));
    if of.operation.has_several_outcomes() || arms.iter().any(has_all) {
        return Outcome::Unexpected;
    }
    let mut successes = of.operation.successes();
    match successes.next() {
        Some(success) => Outcome::OtherSuccess {
            content: success.content.as_ref(),
        },
        None => Outcome::Unexpected,
    }
}

impl<'a> Arm<'a> {
    fn new(status: Status, outcome: Outcome<'a>) -> Self {
        Self {
            statuses: vec![status],
            is_guarded: false,
            outcome,
        }
    }
}

/// Tells if an operation's success is a stream.
pub fn is_streamed(operation: &Operation) -> bool {
    let mut contents = operation
        .successes()
        .filter_map(|response| response.content.as_ref());
    contents.any(Content::is_stream)
}

/// Tells if the paths of an operation's errors are too long for an arm to be read
/// at a glance. One of a stream has more around it.
fn has_long_errors(of: RustOperation<'_>) -> bool {
    let longest = if is_streamed(of.operation) { 20 } else { 35 };
    let mut errors = of.responses().filter(|(one, _)| !one.status.is_success());
    errors.any(|(_, variant)| of.names.error.len() + variant.len() > longest)
}

/// The media types to ask for, where they aren't plain JSON.
pub fn accepted(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = operation
        .successes()
        .map(|response| response.media_type.as_str())
        .filter(|media_type| !media_type.is_empty())
        .collect();
    types.sort_unstable();
    types.dedup();
    match types[..] {
        [] | ["application/json"] => None,
        [one] if one.contains('*') && is_json(operation) => None,
        _ => Some(types.join(", ")),
    }
}

fn is_json(operation: &Operation) -> bool {
    let mut contents = operation
        .successes()
        .filter_map(|response| response.content.as_ref());
    contents.all(|content| matches!(content, Content::Json(_)))
}
