//! `extract.toml`: the operations that a vendor's document was extracted for,
//! and the places where extraction stops.
//!
//! Takes the text of the file, gives a [`Recipe`]. Must not know the document.

use openapi_client_generator::Findings;
use openapi_client_generator::diag::{Code, Diagnostic, Pointer, RenderOptions};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// The name of the file in a vendor's folder.
pub(super) const NAME: &str = "extract.toml";

/// The content of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipe {
    /// The document's name, for readers.
    pub(super) document: String,
    /// The operations.
    #[serde(default, rename = "operation")]
    pub(super) operations: Vec<WantedOperation>,
    /// The webhooks.
    #[serde(default)]
    pub(super) webhooks: Vec<Spanned<String>>,
    /// The places where extraction stops.
    #[serde(default, rename = "cut")]
    pub(super) cuts: Vec<Spanned<Cut>>,
    /// Descriptions in our own words, by the places that they are for.
    #[serde(default)]
    pub(super) describe: BTreeMap<String, Spanned<String>>,
    /// The name that reports call the file, and its text.
    #[serde(skip)]
    text: (String, String),
    /// True if the options say it, and there is no file yet.
    #[serde(skip)]
    pub(super) is_new: bool,
}

/// An operation that is wanted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedOperation {
    /// Its `operationId`, or its method and path.
    pub(super) name: Spanned<String>,
    /// A sentence on it in our own words.
    pub(super) summary: Option<String>,
}

/// A place where extraction stops.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cut {
    /// The places, as JSON Pointers into the document. Without any, a `keep` is
    /// for all unions of that type and of references.
    #[serde(default)]
    pub(super) at: Vec<Spanned<String>>,
    /// The type of the branch that stays of a union.
    keep: Option<String>,
    /// Any JSON stands in the place of the schema.
    #[serde(default)]
    any: bool,
    /// The member or item isn't there.
    #[serde(default)]
    leave_out: bool,
    /// The names of the properties, branches or parameters that stay.
    only: Option<Vec<Spanned<String>>>,
    /// The reason, a sentence for the docs.
    pub(super) reason: String,
}

/// The way a place is cut.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action<'a> {
    /// Of a union, the branch of this type stays.
    Keep(&'a str),
    /// Any JSON stands there.
    Any,
    /// Nothing stands there.
    LeaveOut,
    /// The members of these names stay.
    Only(&'a [Spanned<String>]),
}

impl Cut {
    /// The way the places are cut.
    pub(super) fn action(&self) -> Action<'_> {
        match (&self.keep, &self.only) {
            (Some(kind), _) => Action::Keep(kind),
            (_, Some(names)) => Action::Only(names),
            _ if self.any => Action::Any,
            _ => Action::LeaveOut,
        }
    }

    /// The first thing that is wrong with it.
    fn fault(&self) -> Option<&'static str> {
        let ways = [
            self.keep.is_some(),
            self.any,
            self.leave_out,
            self.only.is_some(),
        ];
        if ways.into_iter().filter(|way| *way).count() != 1 {
            return Some("a cut needs exactly one of `keep`, `any`, `leave_out` and `only`");
        }
        if self.at.is_empty() && self.keep.is_none() {
            return Some("`at` is missing in a cut; a `keep` alone may be for all places");
        }
        if self.reason.trim().is_empty() {
            return Some("`reason` is empty in a cut");
        }
        None
    }
}

impl Recipe {
    /// Reads the text of the file, which reports call `name`.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, String> {
        let file = (name.to_owned(), text.to_owned());
        let mut recipe: Self = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(" ");
            let span = error.span().unwrap_or(0..0);
            let help = "specs/EXTRACT.md lists the keys of the file";
            printed(
                &file.1,
                diagnostic(&file, Code::Config, &span, &message).help(help),
            )
        })?;
        recipe.text = file;
        for cut in &recipe.cuts {
            if let Some(fault) = cut.get_ref().fault() {
                return Err(recipe.error(&cut.span(), fault, "see `[[cut]]` in specs/EXTRACT.md"));
            }
        }
        if recipe.operations.is_empty() && recipe.webhooks.is_empty() {
            let help = "add `[[operation]]` with the `name` of one";
            return Err(recipe.error(&(0..0), "no operation is wanted", help));
        }
        Ok(recipe)
    }

    /// The text of a file that wants these operations and webhooks.
    pub(super) fn text_of(document: &str, operations: &[String], webhooks: &[String]) -> String {
        // A JSON string is a basic string of TOML.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut text = format!(
            "# The operations that `cargo xtask extract` takes out of the vendor's document,\n\
             # and where it stops. Keys: specs/EXTRACT.md.\n\n\
             document = {}\n",
            quoted(document),
        );
        if !webhooks.is_empty() {
            let names: Vec<_> = webhooks.iter().map(|name| quoted(name)).collect();
            text.push_str(&format!("webhooks = [{}]\n", names.join(", ")));
        }
        for name in operations {
            text.push_str(&format!("\n[[operation]]\nname = {}\n", quoted(name)));
        }
        text
    }

    /// An error at a place of the file.
    pub(super) fn error(&self, span: &Range<usize>, message: &str, help: &str) -> String {
        printed(
            &self.text.1,
            diagnostic(&self.text, Code::Config, span, message).help(help),
        )
    }

    /// An error about something in the file that has no effect.
    pub(super) fn unused(&self, span: &Range<usize>, message: &str) -> String {
        let help = "remove it, or correct the place";
        printed(
            &self.text.1,
            diagnostic(&self.text, Code::UnusedConfig, span, message).help(help),
        )
    }
}

fn diagnostic(
    (name, text): &(String, String),
    code: Code,
    span: &Range<usize>,
    message: &str,
) -> Diagnostic {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    Diagnostic::error(code, &Pointer::root(name.as_str()), message).position(line, column)
}

fn printed(text: &str, diagnostic: Diagnostic) -> String {
    let options = RenderOptions {
        summary: false,
        ..RenderOptions::default()
    };
    Findings::alone(diagnostic, text).render(&options)
}
