//! Responses of an operation: the arms of a `match` over the status.

use super::api::RustOperation;
use super::types::{RustType, Stream};
use crate::ir::{Content, Operation, Response, Status};

/// The value of a call that succeeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Output<'a> {
    /// The enum of the operation's successes, which are of several types.
    Enum(&'a str),
    /// The one type of them.
    Type(RustType),
}

/// A response as a variant of an enum.
#[derive(Debug, Clone)]
pub struct RustResponse<'a> {
    /// The response.
    pub response: &'a Response,
    /// The variant.
    pub name: &'a str,
    /// The type that it holds, if it has a body.
    pub ty: Option<RustType>,
}

/// The way in which a response's body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// There is none.
    Empty,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// As JSON.
    Json,
    /// As a stream, while it comes.
    Stream(Stream),
}

impl Reading {
    fn of(content: Option<&Content>) -> Self {
        match content {
            None => Self::Empty,
            Some(Content::Text) => Self::Text,
            Some(Content::Bytes) => Self::Bytes,
            Some(content) => Stream::of(content).map_or(Self::Json, Self::Stream),
        }
    }

    /// That of an API error, which is read whole.
    fn of_error(content: Option<&Content>) -> Self {
        match Self::of(content) {
            Self::Stream(_) => Self::Bytes,
            other => other,
        }
    }
}

impl<'a> RustOperation<'a> {
    /// The value of a call that succeeds.
    pub fn output(self) -> Output<'a> {
        if self.operation.has_several_outcomes() {
            return Output::Enum(&self.names.response);
        }
        let mut successes = self.operation.successes();
        let content = successes.next().and_then(|one| one.content.as_ref());
        Output::Type(content.map_or(RustType::Unit, RustType::of_response))
    }

    /// The variants of its enum of successes, if there is one.
    pub fn successes(self) -> impl Iterator<Item = RustResponse<'a>> {
        let has_enum = self.operation.has_several_outcomes();
        let all = self.responses().filter(move |_| has_enum);
        let successes = all.filter(move |(one, _)| self.operation.is_success(one));
        successes.map(|(response, name)| {
            let ty = response.content.as_ref().map(RustType::of_response);
            RustResponse { response, name, ty }
        })
    }

    /// The variants of its enum of API errors, each read whole.
    pub fn api_errors(self) -> impl Iterator<Item = RustResponse<'a>> {
        let operation = self.operation;
        let is_error =
            move |one: &Response| operation.is_catch_all(one) || !operation.is_success(one);
        let errors = self.responses().filter(move |(one, _)| is_error(one));
        errors.map(|(response, name)| {
            let whole = |content: &Content| match RustType::of_response(content) {
                RustType::Stream(..) => RustType::Bytes,
                ty => ty,
            };
            let ty = response.content.as_ref().map(whole);
            RustResponse { response, name, ty }
        })
    }
}

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
        /// The way to its body.
        reading: Reading,
        /// The variant of the response enum, if there is such an enum.
        variant: Option<&'a str>,
    },
    /// An API error.
    Error {
        /// The way to its body.
        reading: Reading,
        /// The variant of the error enum.
        variant: &'a str,
    },
    /// A success that the document doesn't describe, read as the one that it does.
    OtherSuccess {
        /// The way to the body of that.
        reading: Reading,
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
            reading: Reading::of(content),
            variant: has_variants.then_some(variant),
        };
        if operation.is_catch_all(response) {
            arms.push(Arm::new(Status::Range(2), success.clone()));
        }
        let outcome = if response.status.is_success() {
            success
        } else {
            let reading = Reading::of_error(content);
            Outcome::Error { reading, variant }
        };
        match arms.last_mut() {
            Some(last) if last.outcome == outcome => last.statuses.push(response.status),
            _ => arms.push(Arm::new(response.status, outcome)),
        }
    }
    let errors = arms.pop_if(|arm| arm.statuses.contains(&Status::Default));
    if operation.successes().next().is_none() {
        let empty = Outcome::Success {
            reading: Reading::Empty,
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
            reading: Reading::of(success.content.as_ref()),
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
pub(super) fn is_streamed(operation: &Operation) -> bool {
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

/// The traits that the enum of an operation's successes derives: a stream can be
/// neither cloned nor compared.
pub fn response_derives(operation: &Operation) -> &'static [&'static str] {
    match is_streamed(operation) {
        true => &["Debug"],
        false => &["Debug", "Clone", "PartialEq"],
    }
}
