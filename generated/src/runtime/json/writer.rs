//! JSON text, appended to a string.

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Number, Value};

use super::escape::escape;
use super::tape::{Json, Tape};
use super::tree::Tree;

/// Values beside a text, each with the place in it where it belongs.
pub(crate) type Attached = Vec<(usize, Box<dyn Any>)>;

/// Writes one JSON value as compact text.
///
/// Scalars are written by one call. Arrays and objects are opened and closed;
/// in between, each value is announced by [`item`](Self::item) or
/// [`name`](Self::name), which take care of the commas.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    /// Values beside the text, with their places in it, if it may have some.
    attached: Option<Attached>,
    /// The first value that has no form as JSON, and was left out.
    gap: Option<&'static str>,
    /// The number of arrays and objects that are open.
    open: usize,
    /// The names of the outermost object's members that no field is about.
    loose: BTreeSet<String>,
}

impl Writer {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a value beside the text, and an empty string in its place, if this
    /// text can have some.
    #[doc(hidden)]
    pub fn attach<T: Any + Clone>(&mut self, value: &T) -> bool {
        let Some(attached) = &mut self.attached else {
            return false;
        };
        attached.push((self.text.len() + 1, Box::new(value.clone())));
        self.text.push_str(r#""""#);
        true
    }

    /// Notes that a value was left out, and why.
    #[doc(hidden)]
    pub fn leave_out(&mut self, problem: &'static str) {
        self.gap.get_or_insert(problem);
    }

    /// The text written so far.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// Writes `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// Writes an integer.
    #[inline]
    pub fn integer(&mut self, value: impl Into<i128>) {
        let value = value.into();
        match i64::try_from(value) {
            Ok(value) => self.small_integer(value),
            // Writing to a string can't fail.
            Err(_) => drop(write!(self.text, "{value}")),
        }
    }

    /// Adds a fraction to the number at the end of the text if it looks like an integer of
    /// 64 bits.
    pub(crate) fn end_number(&mut self) {
        let start = self.text.rfind([':', ',', '[']).map_or(0, |at| at + 1);
        let number = &self.text[start..];
        if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
            self.text.push_str(".0");
        }
    }

    fn small_integer(&mut self, value: i64) {
        self.text.push_str(itoa::Buffer::new().format(value));
    }

    /// Writes a number, one without a fraction as an integer.
    ///
    /// JSON has no infinities and no NaN: they are written as `null`, as
    /// `serde_json` does, which a server refuses where it asked for a number.
    pub fn float(&mut self, value: f64) {
        // `10`, not `10.0`, is how nearly every other writer puts it. Beyond
        // 2^53 the digits of an integer would claim a precision it hasn't.
        let exact = value.trunc() == value && value.abs() < 9e15;
        let negative_zero = value == 0.0 && value.is_sign_negative();
        if exact && !negative_zero {
            return self.integer(value as i64);
        }
        match Number::from_f64(value) {
            Some(number) => {
                let _ = write!(self.text, "{number}");
            }
            None => self.null(),
        }
    }

    /// Writes a value that is JSON text already.
    pub(crate) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.text.reserve(value.len() + 2);
        self.text.push('"');
        escape(value, &mut self.text);
        self.text.push('"');
    }

    /// Writes a value of any kind.
    pub fn value(&mut self, value: &Value) {
        let _ = write!(self.text, "{value}");
    }

    /// Opens an array.
    pub fn begin_array(&mut self) {
        self.open += 1;
        self.text.push('[');
    }

    /// Announces the next item of an array; the item is written next.
    pub fn item(&mut self) -> &mut Self {
        // No value ends in an opening bracket, so one means "nothing yet".
        if self.text.as_bytes().last() != Some(&b'[') {
            self.text.push(',');
        }
        self
    }

    /// Closes an array.
    pub fn end_array(&mut self) {
        self.open -= 1;
        self.text.push(']');
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.open += 1;
        self.text.push('{');
    }

    /// Announces the next member of an object; its value is written next.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.text.reserve(name.len() + 4);
        // Each of these is one store, which a text of either length wouldn't be.
        if self.text.as_bytes().last() != Some(&b'{') {
            self.text.push(',');
        }
        self.text.push('"');
        escape(name, &mut self.text);
        self.text.push_str("\":");
        self
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.open -= 1;
        self.text.push('}');
    }
}

/// Objects that several values write together.
impl Writer {
    /// Notes which members of the outermost object no field is about.
    pub(crate) fn note_loose<'n>(&mut self, names: impl Iterator<Item = &'n String>) {
        if self.open == 1 {
            self.loose.extend(names.cloned());
        }
    }

    /// Writes the members of several objects as one. Of a name that stands in
    /// several, the first counts that a field is about.
    pub fn joined(&mut self, parts: &[&dyn Fn(&mut Writer)]) {
        let written = parts.iter().map(|part| {
            let mut out = Self::new();
            part(&mut out);
            if let Some(problem) = out.gap {
                self.leave_out(problem);
            }
            (out.text, out.loose)
        });
        let written: Vec<(String, BTreeSet<String>)> = written.collect();
        let tapes = written.iter();
        let tapes = tapes.map(|(text, loose)| (Tape::parse(text.as_bytes()), loose));
        let tapes: Vec<_> = tapes.collect();
        let mut members = Vec::new();
        for (tape, loose) in &tapes {
            // What isn't an object has no members.
            if let Ok(Json::Object(object)) = tape.as_ref().map(Tape::root) {
                members.extend(object.map(|member| (loose.contains(member.0), member)));
            }
        }
        members.sort_by_key(|(is_loose, _)| *is_loose);
        let mut seen = BTreeSet::new();
        self.begin_object();
        for (is_loose, (name, value)) in &members {
            if seen.insert(*name) {
                self.name(name).json(value);
                if *is_loose && self.open == 1 {
                    self.loose.insert((*name).to_owned());
                }
            }
        }
        self.end_object();
    }

    /// Writes a value; numbers as they were.
    pub(crate) fn json(&mut self, json: &Json<'_>) {
        match *json {
            Json::Null => self.null(),
            Json::Bool(value) => self.bool(value),
            Json::Number(text) | Json::LoneSurrogate(text) => self.raw(text),
            Json::String(text) => self.string(text),
            Json::Array(items) => {
                self.begin_array();
                for item in items {
                    self.item().json(&item);
                }
                self.end_array();
            }
            Json::Object(members) => {
                self.begin_object();
                for (name, value) in members {
                    self.name(name).json(&value);
                }
                self.end_object();
            }
        }
    }

    /// Writes a tree; numbers as they were.
    pub(crate) fn tree(&mut self, tree: &Tree<'_>) {
        match tree {
            Tree::Null => self.null(),
            Tree::Bool(value) => self.bool(*value),
            Tree::Number(text) | Tree::LoneSurrogate(text) => self.raw(text),
            Tree::String(text) => self.string(text),
            Tree::Array(items) => {
                self.begin_array();
                for item in items {
                    self.item().tree(item);
                }
                self.end_array();
            }
            Tree::Object(members) => {
                self.begin_object();
                for (name, value) in members.iter() {
                    self.name(name).tree(value);
                }
                self.end_object();
            }
        }
    }
}

/// Texts with values beside them.
impl Writer {
    /// An empty text that can have values beside it.
    #[doc(hidden)]
    pub fn with_attachments() -> Self {
        Self {
            attached: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// The text, or the problem of a value that was left out.
    #[doc(hidden)]
    pub fn into_whole(self) -> Result<String, &'static str> {
        match self.gap {
            None => Ok(self.text),
            Some(problem) => Err(problem),
        }
    }

    /// The text, and each value with the place of the empty string that stands
    /// for it; or the problem of a value that was left out.
    #[doc(hidden)]
    pub fn into_parts(self) -> Result<(String, Attached), &'static str> {
        match self.gap {
            None => Ok((self.text, self.attached.unwrap_or_default())),
            Some(problem) => Err(problem),
        }
    }
}
