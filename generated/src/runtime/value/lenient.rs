//! Lenient reading: values of responses that aren't as documented are read as far as
//! they can be, and what differs is listed.
//!
//! It is on for as long as a response is read, on its thread, as
//! [`budget`](super::budget) is: `Wire::decode` has no room for it. Who reads an object
//! or a list asks once if it is, so that reading as usual costs nothing.

use std::cell::{Cell, RefCell};
use std::mem::take;

use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::writer::Writer;

/// The most differences that are listed of one response.
const MOST: usize = 1000;

thread_local! {
    /// `true` while a response is read leniently.
    static IS_ON: Cell<bool> = const { Cell::new(false) };

    static STATE: RefCell<State> = const { RefCell::new(State::new()) };
}

/// The differences between a response and the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Differences {
    /// Values that aren't as documented.
    pub(crate) values: Vec<DecodeError>,
    /// Places of members that the document doesn't have.
    pub(crate) unknown: Vec<String>,
}

struct State {
    /// The way to the value that is read.
    path: Vec<Step>,
    found: Differences,
}

enum Step {
    Member(String),
    Item(usize),
}

impl Differences {
    /// `true` if nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.unknown.is_empty()
    }
}

impl State {
    const fn new() -> Self {
        Self {
            path: Vec::new(),
            found: Differences {
                values: Vec::new(),
                unknown: Vec::new(),
            },
        }
    }

    /// The error with the way to the value at this depth.
    fn at(&self, depth: usize, error: DecodeError) -> DecodeError {
        let outer = self.path.iter().take(depth).rev();
        outer.fold(error, |error, step| match step {
            Step::Member(name) => error.in_member(name),
            Step::Item(index) => error.in_item(*index),
        })
    }

    fn enter(&mut self, depth: usize, step: Step) {
        self.path.truncate(depth);
        self.path.push(step);
    }
}

/// Turns it on or off, until this is dropped.
struct Switch {
    before: bool,
    depth: usize,
}

impl Switch {
    fn to(is_on: bool) -> Self {
        Self {
            before: IS_ON.replace(is_on),
            depth: STATE.with_borrow(|state| state.path.len()),
        }
    }
}

impl Drop for Switch {
    fn drop(&mut self) {
        IS_ON.set(self.before);
        STATE.with_borrow_mut(|state| state.path.truncate(self.depth));
    }
}

/// Reads a response, leniently or not, and lists what differs.
#[cfg(feature = "client")]
pub(crate) fn reading<R>(is_lenient: bool, read: impl FnOnce() -> R) -> (R, Differences) {
    let reading = is_lenient.then(Reading::begin);
    let value = read();
    (value, reading.map(Reading::end).unwrap_or_default())
}

/// A response that is read leniently.
#[cfg(feature = "client")]
struct Reading {
    /// The state of the one around it.
    before: State,
    switch: Switch,
}

#[cfg(feature = "client")]
impl Reading {
    fn begin() -> Self {
        Self {
            before: STATE.replace(State::new()),
            switch: Switch::to(true),
        }
    }

    /// The differences.
    fn end(self) -> Differences {
        drop(self.switch);
        STATE.replace(self.before).found
    }
}

/// The depth of the value that is read now, if it is read leniently.
#[inline]
pub(crate) fn depth() -> Option<usize> {
    match IS_ON.get() {
        false => None,
        true => Some(STATE.with_borrow(|state| state.path.len())),
    }
}

/// Notes that the value at this depth is read once more.
#[cold]
pub(crate) fn enter(depth: usize) {
    STATE.with_borrow_mut(|state| state.path.truncate(depth));
}

/// Notes that a member of the value at this depth is read now.
#[cold]
pub(crate) fn enter_member(depth: usize, name: &str) {
    STATE.with_borrow_mut(|state| state.enter(depth, Step::Member(name.to_owned())));
}

/// Notes that an item of the value at this depth is read now.
#[cold]
pub(crate) fn enter_item(depth: usize, index: usize) {
    STATE.with_borrow_mut(|state| state.enter(depth, Step::Item(index)));
}

/// Lists what differs within the value at this depth.
#[cold]
pub(crate) fn list(depth: usize, error: DecodeError) {
    STATE.with_borrow_mut(|state| {
        let error = state.at(depth, error);
        let values = &mut state.found.values;
        // The innermost says it all.
        let is_listed = |last: &DecodeError| last.is_at_place_of(&error);
        if values.len() < MOST && !values.last().is_some_and(is_listed) {
            values.push(error);
        }
    });
}

/// Lists a member of the value at this depth that the document doesn't have.
#[cold]
pub(crate) fn list_unknown(depth: usize, name: &str) {
    STATE.with_borrow_mut(|state| {
        let place = DecodeError::new("nothing", "a value").in_member(name);
        let place = state.at(depth, place).path();
        let unknown = &mut state.found.unknown;
        if unknown.len() < MOST {
            unknown.push(place);
        }
    });
}

/// Lists a value that was read as another than it is.
///
/// # Errors
/// The error, unless it is read leniently.
#[cold]
pub(crate) fn read_over(error: DecodeError) -> Result<(), DecodeError> {
    match depth() {
        Some(depth) => {
            list(depth, error);
            Ok(())
        }
        None => Err(error),
    }
}

/// The text of a scalar that isn't a string, of which nothing is lost so.
///
/// # Errors
/// It is no such scalar, or isn't read leniently.
#[cold]
pub(crate) fn text_of(json: &Json<'_>, expected: &'static str) -> Result<String, DecodeError> {
    let error = DecodeError::new(expected, json.kind());
    match json {
        Json::Number(_) | Json::Bool(_) => {
            read_over(error)?;
            Ok(as_text(json))
        }
        _ => Err(error),
    }
}

/// The text of a value for an enum, which keeps any.
///
/// # Errors
/// It isn't read leniently.
#[cold]
pub(crate) fn any_text_of(json: &Json<'_>) -> Result<String, DecodeError> {
    read_over(DecodeError::new("a string", json.kind()))?;
    Ok(as_text(json))
}

/// The number or boolean in a string.
///
/// # Errors
/// It has none, or isn't read leniently.
#[cold]
pub(crate) fn scalar_in<'a>(
    json: &Json<'a>,
    expected: &'static str,
) -> Result<Json<'a>, DecodeError> {
    let error = || DecodeError::new(expected, json.kind());
    let Json::String(text) = json else {
        return Err(error());
    };
    match Tape::parse(text.as_bytes())
        .ok()
        .and_then(|tape| tape.scalar())
    {
        Some(scalar) => {
            read_over(error())?;
            Ok(scalar)
        }
        None => Err(error()),
    }
}

/// `true` of what some servers send for a list or an object without anything in it.
///
/// # Errors
/// The value is something else, or isn't read leniently.
#[cold]
pub(crate) fn nothing_in(json: &Json<'_>, expected: &'static str) -> Result<(), DecodeError> {
    let error = DecodeError::new(expected, json.kind());
    let is_empty = match json {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    };
    match is_empty {
        true => read_over(error),
        false => Err(error),
    }
}

fn as_text(json: &Json<'_>) -> String {
    let mut out = Writer::new();
    out.json(json);
    out.into_string()
}

/// A branch of a union that is tried: strictly first, and leniently if that fails.
pub(crate) struct Attempt {
    switch: Switch,
    /// The differences that were found before, while it is tried leniently.
    before: Option<Differences>,
}

impl Attempt {
    /// One in which nothing is read over.
    pub(crate) fn strict() -> Self {
        Self {
            switch: Switch::to(false),
            before: None,
        }
    }

    /// `true` if it may be read leniently; from now on it is.
    pub(crate) fn may_be_lenient(&mut self) -> bool {
        if !self.switch.before || self.before.is_some() {
            return false;
        }
        IS_ON.set(true);
        self.before = Some(STATE.with_borrow_mut(|state| take(&mut state.found)));
        true
    }

    /// The differences that were read over.
    pub(crate) fn end(mut self) -> Differences {
        self.put_back()
    }

    fn put_back(&mut self) -> Differences {
        match self.before.take() {
            Some(before) => {
                STATE.with_borrow_mut(|state| std::mem::replace(&mut state.found, before))
            }
            None => Differences::default(),
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.put_back();
    }
}

/// Lists the differences of the branch that was taken.
pub(crate) fn list_all(found: Differences) {
    STATE.with_borrow_mut(|state| {
        state.found.values.extend(found.values);
        state.found.unknown.extend(found.unknown);
    });
}
