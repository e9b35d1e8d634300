//! A value of `codegen.toml` that knows its place and its use, and the audit
//! of those that nothing used.

use std::ops::{Deref, Range};
use std::sync::atomic::{AtomicBool, Ordering};

use super::known::Known;
use super::text::Text;
use crate::diag::{Code, Diagnostic};

/// A value of `codegen.toml`, the place of it, and a mark that it was used.
/// Reading it marks nothing, [`Setting::apply`] does.
#[derive(Debug)]
pub struct Setting<T> {
    value: T,
    /// The byte of the text where it stands.
    offset: usize,
    is_used: AtomicBool,
}

impl<T> Setting<T> {
    pub(super) fn new(value: T, span: &Range<usize>) -> Self {
        Self {
            value,
            offset: span.start,
            is_used: AtomicBool::new(false),
        }
    }

    /// The value, marked as used: it has an effect on what is generated.
    pub fn apply(&self) -> &T {
        self.is_used.store(true, Ordering::Relaxed);
        &self.value
    }

    pub(super) fn is_used(&self) -> bool {
        self.is_used.load(Ordering::Relaxed)
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }
}

impl<T> Deref for Setting<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A copy that nothing has used yet.
impl<T: Clone> Clone for Setting<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            offset: self.offset,
            is_used: AtomicBool::new(false),
        }
    }
}

/// Settings are equal by their values, wherever they stand.
impl<T: PartialEq> PartialEq for Setting<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Setting<T> {}

/// True if a value is among those of a list, which marks it there as used.
pub fn lists(list: &[Setting<String>], value: &str) -> bool {
    let found = list.iter().find(|setting| setting.as_str() == value);
    found.map(Setting::apply).is_some()
}

/// The settings of a file that nothing used, as they are found.
pub(super) struct Audit<'a> {
    text: &'a Text,
    known: &'a Known<'a>,
    pub(super) unused: Vec<Diagnostic>,
}

impl<'a> Audit<'a> {
    pub(super) fn of(text: &'a Text, known: &'a Known<'a>) -> Self {
        Self {
            text,
            known,
            unused: Vec::new(),
        }
    }

    /// Reports a setting that isn't marked, with the reason.
    pub(super) fn check<T>(&mut self, setting: &Setting<T>, reason: impl FnOnce(&T) -> String) {
        self.check_name(setting, reason, |_, _| None);
    }

    /// Reports a setting that isn't marked and names something, which `meant` finds the like
    /// of in the document.
    pub(super) fn check_name<T>(
        &mut self,
        setting: &Setting<T>,
        reason: impl FnOnce(&T) -> String,
        meant: impl FnOnce(&Known<'_>, &T) -> Option<String>,
    ) {
        if setting.is_used() {
            return;
        }
        let message = reason(&setting.value);
        let unused = self.text.error(Code::UnusedConfig, setting.offset, message);
        let help = match meant(self.known, &setting.value) {
            Some(name) => format!("did you mean `{name}`? Else remove the setting"),
            None => "remove the setting, or correct the name in it".to_owned(),
        };
        self.unused.push(unused.help(help));
    }
}
