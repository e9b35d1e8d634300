//! The findings of a run, and the texts that they are in.

use crate::config::Config;
use crate::diag::{self, Diagnostic, Place, Pointer, RenderOptions, Report, Sources, Text, Texts};
use crate::spec::Files;
use std::fmt;
use std::ops::Range;

/// The findings of a run, with the files that they are in.
#[derive(Debug, Default)]
pub struct Findings {
    /// The findings.
    pub report: Report,
    sources: Box<Known>,
}

/// The texts of a document and its settings.
#[derive(Debug, Default)]
struct Known {
    files: Option<Files>,
    /// The texts of files that are no part of the document, or can't be read as one.
    texts: Texts,
}

impl Sources for Known {
    fn text(&self, file: &str) -> Option<&Text> {
        let files = self.files.as_ref();
        let of_document = files.and_then(|files| files.text(file));
        of_document.or_else(|| self.texts.text(file))
    }

    fn span(&self, at: &Pointer) -> Option<Range<usize>> {
        self.files.as_ref()?.span(at)
    }

    fn origin(&self, at: &Pointer) -> Option<Pointer> {
        self.files.as_ref()?.origin(at)
    }
}

impl Findings {
    /// The findings in a document and its settings.
    pub(crate) fn new(report: Report, files: Option<Files>, config: &Config) -> Self {
        let texts = Texts::of(config.file(), config.text());
        let sources = Box::new(Known { files, texts });
        Self { report, sources }
    }

    /// A finding in a file that isn't part of a document.
    pub fn alone(diagnostic: Diagnostic, text: impl Into<String>) -> Self {
        let texts = Texts::of(diagnostic.at.file(), text);
        let diagnostics = vec![diagnostic];
        Self {
            report: Report { diagnostics },
            sources: Box::new(Known { files: None, texts }),
        }
    }

    /// The place of a finding as people read it: file, line and column.
    pub fn place(&self, at: &Pointer) -> String {
        match Place::of(&*self.sources, at, None) {
            place if place.start.is_some() => format!("{place} (#{})", at.path()),
            _ => at.to_string(),
        }
    }

    /// `true` of a place that is there in the document.
    pub fn is_there(&self, at: &Pointer) -> bool {
        let files = self.sources.files.as_ref();
        files.is_some_and(|files| files.value(at).is_some())
    }

    /// The report for people, with the lines that it is about.
    pub fn render(&self, options: &RenderOptions<'_>) -> String {
        diag::render(&self.report, &*self.sources, options)
    }

    /// The report as lines of JSON, one object for each finding.
    pub fn json(&self) -> String {
        diag::json(&self.report, &*self.sources)
    }

    /// The report as commands of GitHub's workflows.
    pub fn github(&self) -> String {
        diag::github(&self.report, &*self.sources)
    }
}

/// The whole report, notes included, without colours.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&RenderOptions::default()))
    }
}
