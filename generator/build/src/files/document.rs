//! A document on the disk or from standard input, handed to the generator.

use super::file::{read_stream, read_text};
use super::loader::Loader;
use openapi_client_generator::{Config, Findings, GenerateOptions, Input, Target};
use std::fmt;
use std::path::{Path, PathBuf};

/// The name of a document from standard input.
const STREAM: &str = "<stdin>";

/// The name of a document's file in reports.
pub fn document_name(file: &Path) -> String {
    match file.to_str() {
        Some("-") => STREAM.to_owned(),
        _ => file.to_string_lossy().into_owned(),
    }
}

/// The reason why there is no document.
#[derive(Debug)]
pub enum DocumentError {
    /// A URL is no file; with the way to the file.
    Url(String),
    /// The file can't be read.
    Unreadable(Findings),
}

impl From<Findings> for DocumentError {
    fn from(findings: Findings) -> Self {
        Self::Unreadable(findings)
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(message) => message.fmt(f),
            Self::Unreadable(findings) => findings.fmt(f),
        }
    }
}

impl std::error::Error for DocumentError {}

/// A document that has been read.
#[derive(Debug)]
pub struct Document {
    /// The folder that the name is relative to.
    base: PathBuf,
    name: String,
    text: String,
}

impl Document {
    /// Reads a document: a file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// Fails for a URL, and for a file that can't be read.
    pub fn read(file: &Path) -> Result<Self, DocumentError> {
        if file == Path::new("-") {
            let base = PathBuf::new();
            let name = document_name(file);
            let text = read_stream(std::io::stdin().lock(), &name)?;
            return Ok(Self { base, name, text });
        }
        Self::within(Path::new(""), file)
    }

    /// Reads a document whose path is relative to `base`.
    ///
    /// # Errors
    ///
    /// Fails for a URL, and for a file that can't be read.
    pub fn within(base: &Path, file: &Path) -> Result<Self, DocumentError> {
        let name = file.to_string_lossy().into_owned();
        if let Some((scheme, _)) = name.split_once("://") {
            return Err(DocumentError::Url(url(scheme, &name)));
        }
        let text = read_text(&base.join(file), &name)?;
        let base = base.to_owned();
        Ok(Self { base, name, text })
    }

    /// The document's name in reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The loader of the files that the document refers to.
    pub fn loader(&self, config: &Config) -> Loader {
        Loader::new(&self.base, &self.name, config)
    }

    /// Hands the document to the generator.
    ///
    /// # Errors
    ///
    /// Fails as `take` does.
    pub fn with_input<T>(
        &self,
        config: &Config,
        options: GenerateOptions,
        target: Target<'_>,
        take: impl FnOnce(Input<'_>) -> Result<T, Findings>,
    ) -> Result<T, Findings> {
        let loader = self.loader(config);
        self.with_loader(&loader, config, options, target, take)
    }

    /// Hands the document to the generator, with the loader of the other files.
    ///
    /// # Errors
    ///
    /// Fails as `take` does.
    pub fn with_loader<T>(
        &self,
        loader: &Loader,
        config: &Config,
        options: GenerateOptions,
        target: Target<'_>,
        take: impl FnOnce(Input<'_>) -> Result<T, Findings>,
    ) -> Result<T, Findings> {
        take(Input {
            name: &self.name,
            text: self.text.clone(),
            config,
            options,
            load: &|name| loader.load(name),
            target,
        })
    }
}

/// The way to a document that is elsewhere.
fn url(scheme: &str, url: &str) -> String {
    if scheme == "file" {
        return format!(
            "error: `{url}` is a URL\n  help: give the path of the file, without `file://`"
        );
    }
    let name = url.split(['?', '#']).next().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let is_document = [".json", ".yaml", ".yml"]
        .iter()
        .any(|end| name.ends_with(end));
    let is_plain = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let name = match is_document && is_plain && !name.starts_with(['-', '.']) {
        true => name,
        false => "openapi.json",
    };
    let quoted = url.replace('\'', "'\\''");
    format!(
        "error: `{url}` is a URL, and this program never opens the network\n  help: download the \
         document, and give the file:\n\n    curl -fsSL '{quoted}' -o {name}\n"
    )
}
