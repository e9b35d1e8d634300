//! A document on the disk or from standard input, handed to the generator.

use crate::failure::Failure;
use crate::file::{read_stream, read_text};
use crate::loader::Loader;
use openapi_client_generator::{Config, Findings, GenerateOptions, Input, Target};
use std::path::Path;

/// The name of a document from standard input.
const STREAM: &str = "<stdin>";

/// The name of a document's file in reports.
pub fn document_name(file: &Path) -> String {
    match file.to_str() {
        Some("-") => STREAM.to_owned(),
        _ => file.to_string_lossy().into_owned(),
    }
}

/// A document that has been read.
#[derive(Debug)]
pub struct Document {
    name: String,
    text: String,
}

impl Document {
    /// Reads a document: a file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// Fails for a URL, and for a file that can't be read.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let name = document_name(file);
        if file == Path::new("-") {
            let text = read_stream(std::io::stdin().lock(), &name)?;
            return Ok(Self { name, text });
        }
        if let Some((scheme, _)) = name.split_once("://") {
            return Err(Failure::Usage(url(scheme, &name)));
        }
        let text = read_text(file, &name)?;
        Ok(Self { name, text })
    }

    /// The document's name in reports.
    pub fn name(&self) -> &str {
        &self.name
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
        let loader = Loader::new(Path::new(""), &self.name, config);
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
