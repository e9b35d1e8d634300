//! Diagnostics: a place in a document, its fault, and the remedy.
//!
//! Takes nothing of the other stages and must not know them. A stage returns
//! its value together with the [`Diagnostic`]s it found; [`Report`] collects
//! them. Lines and columns are looked up only when a report is printed.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

/// A place in a document: the file, and an [RFC 6901] JSON Pointer into it.
///
/// [RFC 6901]: https://www.rfc-editor.org/rfc/rfc6901
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer {
    file: Arc<str>,
    path: String,
}

impl Pointer {
    /// The whole of `file`.
    pub fn root(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            path: String::new(),
        }
    }

    /// A place given by a pointer's text, `""` or starting with `/`.
    pub fn new(file: impl Into<Arc<str>>, path: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            path: path.into(),
        }
    }

    /// The member `key` of the object here.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + key.len() + 1);
        path.push_str(&self.path);
        path.push('/');
        for c in key.chars() {
            match c {
                '~' => path.push_str("~0"),
                '/' => path.push_str("~1"),
                c => path.push(c),
            }
        }
        Self {
            file: Arc::clone(&self.file),
            path,
        }
    }

    /// The item at `index` of the array here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self {
            file: Arc::clone(&self.file),
            path: format!("{}/{index}", self.path),
        }
    }

    /// The file, as it is shown to people.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The pointer's text.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The pointer's tokens, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.path
            .strip_prefix('/')
            .into_iter()
            .flat_map(|path| path.split('/'))
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.path)
    }
}

/// Short, as places are everywhere in the values that are printed.
impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, path) = (self.file.escape_debug(), self.path.escape_debug());
        write!(f, "{file}#{path}")
    }
}

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

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// The kind of a diagnostic. Stable, so that a
        /// `codegen.toml` can name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as it is written in reports and in `codegen.toml`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    /// A file that can't be read.
    Unreadable = "unreadable",
    /// Text that is not JSON or YAML.
    Syntax = "syntax",
    /// A `codegen.toml` with a key or value that isn't known.
    Config = "config",
    /// A setting of `codegen.toml` that applies to nothing in the document.
    UnusedConfig = "unused-config",
    /// A document that is not OpenAPI 3.x.
    NotOpenApi = "not-openapi",
    /// A value of the wrong JSON type, or a required one that is missing.
    Malformed = "malformed",
    /// A key that the specification doesn't have at this place.
    UnknownKey = "unknown-key",
    /// A `$ref` that leads nowhere.
    MissingReference = "missing-reference",
    /// A `$ref` to another document over the network.
    RemoteReference = "remote-reference",
    /// A chain of `$ref`s that comes back to where it began.
    CircularReference = "circular-reference",
    /// Schemas of one `allOf` that no value can satisfy together.
    Contradiction = "contradiction",
    /// `security` names a scheme that the document doesn't declare.
    UndeclaredSecurityScheme = "undeclared-security-scheme",
    /// A security scheme that the client can't use.
    UnsupportedSecurityScheme = "unsupported-security-scheme",
    /// A way to write a parameter that the client can't use.
    UnsupportedParameter = "unsupported-parameter",
    /// A media type that the client can't send or read.
    UnsupportedMediaType = "unsupported-media-type",
    /// A schema keyword that changes what is on the wire and isn't understood.
    UnsupportedSchema = "unsupported-schema",
    /// A webhook or callback, which has no client function.
    UnsupportedWebhook = "unsupported-webhook",
    /// A path template and its parameters don't agree.
    PathTemplate = "path-template",
    /// Two things want the same Rust name.
    NameCollision = "name-collision",
    /// Of several offers in the document, one was taken.
    Choice = "choice",
    /// A bug of the generator.
    Internal = "internal",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Its weight.
    pub severity: Severity,
    /// Its kind.
    pub code: Code,
    /// The fault, in one sentence without a full stop.
    pub message: String,
    /// The place of the fault.
    pub at: Pointer,
    /// Other places that take part in it, and how.
    pub related: Vec<(Pointer, String)>,
    /// The remedy.
    pub help: Option<String>,
    /// Line and column, both from 1, where the reader of the text knew them.
    pub position: Option<(usize, usize)>,
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
            message: message.into(),
            at: at.clone(),
            related: Vec::new(),
            help: None,
            position: None,
        }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that takes part in it.
    #[must_use]
    pub fn related(mut self, at: &Pointer, how: impl Into<String>) -> Self {
        self.related.push((at.clone(), how.into()));
        self
    }

    /// Adds a known line and column, both from 1.
    #[must_use]
    pub fn position(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }
}

/// The most findings that are printed: nobody reads a thousand.
const MOST_SHOWN: usize = 100;

/// The most further places that are printed of one finding.
const MOST_PLACES: usize = 3;

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
        diagnostics.any(|one| one.severity == Severity::Error && one.code != Code::Config)
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
        let parts = ["/paths/", "/components/", "/webhooks/"];
        let mut aside = Vec::new();
        for diagnostic in &mut self.diagnostics {
            let path = diagnostic.at.path();
            let is_part = parts.iter().any(|part| path.starts_with(part));
            if is_part && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
                aside.push(diagnostic.clone());
            }
        }
        aside
    }

    /// The report as text, with the line and column of each place as `locate`
    /// finds them.
    pub fn render(&self, locate: impl Fn(&Pointer) -> Option<(usize, usize)>) -> String {
        let mut out = String::new();
        let mut shown = self.by_cause();
        let all = shown.len();
        if all > MOST_SHOWN {
            shown.sort_by_key(|cause| std::cmp::Reverse(cause[0].severity));
            shown.truncate(MOST_SHOWN);
        }
        for cause in &shown {
            render_one(&mut out, cause, &locate);
        }
        if all > shown.len() {
            let more = all - shown.len();
            out.push_str(&format!("and {more} more, none of them worse\n"));
        }
        out
    }

    /// The findings, those that say the same together, each once.
    fn by_cause(&self) -> Vec<Vec<&Diagnostic>> {
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

/// Writes what is said of one or several places.
fn render_one(
    out: &mut String,
    cause: &[&Diagnostic],
    locate: &impl Fn(&Pointer) -> Option<(usize, usize)>,
) {
    use fmt::Write as _;
    let [diagnostic, others @ ..] = cause else {
        return;
    };
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = |at: &Pointer, known: Option<(usize, usize)>| {
        let position = match known.or_else(|| locate(at)) {
            Some((line, column)) => format!(":{line}:{column}"),
            None => String::new(),
        };
        match at.path() {
            "" => format!("{}{position}", at.file()),
            path => format!("{}{position} (#{path})", at.file()),
        }
    };
    // Writing to a `String` can't fail.
    let _ = writeln!(
        out,
        "{severity}[{}]: {}",
        diagnostic.code, diagnostic.message
    );
    let _ = writeln!(out, "  at {}", place(&diagnostic.at, diagnostic.position));
    for (at, how) in &diagnostic.related {
        let _ = writeln!(out, "  {how} {}", place(at, None));
    }
    for other in others.iter().take(MOST_PLACES) {
        let _ = writeln!(out, "  and at {}", place(&other.at, other.position));
    }
    if let Some(more) = others
        .len()
        .checked_sub(MOST_PLACES)
        .filter(|more| *more > 0)
    {
        let _ = writeln!(out, "  and at {more} more places");
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "  help: {help}");
    }
}

/// The word that was probably meant by one that isn't known, if any is near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known = known.into_iter();
    let distances = known.map(|word| (distance(written, word), word));
    let near = distances.filter(|(distance, word)| *distance <= word.len() / 3);
    near.min().map(|(_, word)| word)
}

/// The number of letters that must be put, dropped or changed to make `b` from `a`.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
