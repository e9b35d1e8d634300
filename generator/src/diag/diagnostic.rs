//! One finding.

use super::code::Code;
use super::pointer::Pointer;
use super::shorten::shortened;

/// The weight of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Probably not what the document's author meant.
    Warning,
    /// Nothing can be generated until it is mended or accepted.
    Error,
}

impl Severity {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Its weight.
    pub severity: Severity,
    /// Its kind.
    pub code: Code,
    /// The fault, in one sentence without a full stop. Long texts of the document in it are
    /// shortened.
    pub message: String,
    /// The place of the fault.
    pub at: Pointer,
    /// Other places that take part in it, and how.
    pub related: Vec<(Pointer, String)>,
    /// The remedy.
    pub help: Option<String>,
    /// Line and column, both from 1, where the reader of the text knew them.
    pub position: Option<(usize, usize)>,
    /// `true` if it concerns one operation or schema alone, whatever its place tells.
    pub in_part: bool,
}

impl Diagnostic {
    /// A finding that stops generation.
    pub fn error(code: Code, at: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, at, message)
    }

    /// A finding that stops nothing.
    pub fn warning(code: Code, at: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, at, message)
    }

    /// The same finding as a warning.
    #[must_use]
    pub fn into_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// A decision worth telling.
    pub fn note(code: Code, at: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, at, message)
    }

    fn new(severity: Severity, code: Code, at: &Pointer, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: shortened(message.into()),
            at: at.clone(),
            related: Vec::new(),
            help: None,
            position: None,
            in_part: false,
        }
    }

    /// `true` if it concerns one path or component alone, so that this can be left out.
    pub fn is_of_part(&self) -> bool {
        let parts = ["/paths/", "/components/", "/webhooks/"];
        self.in_part || parts.iter().any(|part| self.at.path().starts_with(part))
    }

    /// The same finding of one operation or schema, which may stand in a file of its own.
    #[must_use]
    pub fn within_part(mut self) -> Self {
        self.in_part = true;
        self
    }

    /// The entry of a `codegen.toml` that accepts it, if one can.
    pub fn accept_entry(&self) -> Option<String> {
        let at = toml_string(self.at.path());
        self.entry(&format!("at = {at}\n"))
    }

    /// The entry that accepts every finding of its code.
    pub(super) fn accept_all(&self) -> Option<String> {
        self.entry("")
    }

    fn entry(&self, at: &str) -> Option<String> {
        let can = self.severity > Severity::Note && self.code.is_acceptable();
        if !can || !(self.is_of_part() || self.severity == Severity::Warning) {
            return None;
        }
        Some(format!(
            "[[accept]]\ncode = \"{}\"\n{at}reason = \"why this does no harm\"\n",
            self.code
        ))
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// Adds another place that takes part in it.
    #[must_use]
    pub fn related(mut self, at: &Pointer, how: impl Into<String>) -> Self {
        self.related.push((at.clone(), shortened(how.into())));
        self
    }

    /// Adds a known line and column, both from 1.
    #[must_use]
    pub fn position(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }
}

/// A basic string of TOML.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
