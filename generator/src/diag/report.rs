//! The findings of a run.

use super::code::Code;
use super::diagnostic::{Diagnostic, Severity};
use std::collections::{HashMap, HashSet};

/// Everything that was found in one run, in the order it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// True if anything stops generation.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// True if something in the document stops generation. Then what couldn't
    /// be read may be what a setting without effect is for.
    pub fn has_document_errors(&self) -> bool {
        let mut diagnostics = self.diagnostics.iter();
        diagnostics.any(|one| {
            let is_setting = matches!(one.code, Code::Config | Code::UnusedConfig);
            one.severity == Severity::Error && !is_setting
        })
    }

    /// The number of findings of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Makes warnings of the errors that concern one path or component alone,
    /// for what they concern is left out; gives them.
    pub fn set_aside(&mut self) -> Vec<Diagnostic> {
        let mut aside = Vec::new();
        for diagnostic in &mut self.diagnostics {
            if diagnostic.is_of_part() && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
                aside.push(diagnostic.clone());
            }
        }
        aside
    }

    /// The findings, those that say the same together, each once.
    pub fn causes(&self) -> Vec<Vec<&Diagnostic>> {
        let mut causes: Vec<Vec<&Diagnostic>> = Vec::new();
        let mut known = HashMap::new();
        let mut seen = HashSet::new();
        for one in &self.diagnostics {
            if !seen.insert(one) {
                continue;
            }
            let cause = (one.severity, one.code, &one.message, &one.help);
            let index = *known.entry(cause).or_insert(causes.len());
            match causes.get_mut(index) {
                Some(cause) => cause.push(one),
                None => causes.push(vec![one]),
            }
        }
        causes
    }
}
