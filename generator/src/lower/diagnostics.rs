//! The report of a run, and the parts of the document that are skipped for what
//! was found in them.

use crate::config::Config;
use crate::diag::{Diagnostic, Pointer, Report, Severity};
use std::collections::HashSet;

/// The way of diagnostics to the report of a run.
pub(super) struct Reporter<'a> {
    config: &'a Config,
    strict: bool,
    report: &'a mut Report,
    /// The diagnostics that have been reported.
    reported: HashSet<Diagnostic>,
    /// The diagnostics of operations and schemas that can't be generated.
    skipped: Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    /// A reporter of a run; `skipped` was found before.
    pub(super) fn new(
        config: &'a Config,
        strict: bool,
        skipped: Vec<Diagnostic>,
        report: &'a mut Report,
    ) -> Self {
        Self {
            config,
            strict,
            report,
            reported: HashSet::new(),
            skipped,
        }
    }

    /// Hands on the diagnostics of the operation or schema at a place. Says
    /// whether it can be generated: it can't if something is in the way, accepted
    /// or not.
    pub(super) fn flush_diagnostics(&mut self, found: Vec<Diagnostic>, at: &Pointer) -> bool {
        let mut whole = true;
        for diagnostic in found {
            let diagnostic = diagnostic.within_part();
            if diagnostic.severity != Severity::Error {
                if !self.config.accepts(&diagnostic) {
                    self.say(diagnostic);
                }
                continue;
            }
            whole = false;
            if self.config.accepts(&diagnostic) {
                let message = format!("left out for an accepted gap: {}", diagnostic.message);
                self.say(Diagnostic::note(diagnostic.code, at, message));
            } else if self.strict {
                self.say(diagnostic);
            } else {
                let gap = diagnostic.into_warning();
                self.say(gap.clone());
                self.skipped.push(Diagnostic {
                    at: at.clone(),
                    ..gap
                });
            }
        }
        whole
    }

    /// Reports a diagnostic, unless it has been.
    fn say(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert(diagnostic.clone()) {
            self.report.push(diagnostic);
        }
    }

    /// Reports diagnostics of settings, which nothing accepts.
    pub(super) fn note(&mut self, found: Vec<Diagnostic>) {
        self.report.diagnostics.extend(found);
    }

    /// Reports what is wrong with settings, unless the document has errors, of which that
    /// may be a consequence.
    pub(super) fn note_if_sound(&mut self, found: Vec<Diagnostic>) {
        if !self.report.has_document_errors() {
            self.note(found);
        }
    }

    /// The diagnostics of all that was skipped.
    pub(super) fn into_skipped(self) -> Vec<Diagnostic> {
        self.skipped
    }
}
