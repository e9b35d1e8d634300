#![doc = include_str!("../README.md")]

mod directives;
mod error;
pub mod files;

pub use error::Error;

use directives::Directives;
use files::{Document, Settings};
use openapi_client_generator::package::included;
use openapi_client_generator::{GenerateOptions, Output, Target, generate};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A client that a build script generates.
#[derive(Debug, Clone)]
#[must_use = "nothing is generated before it is written"]
pub struct Generator {
    document: PathBuf,
    settings: Option<PathBuf>,
    name: Option<String>,
    is_strict: bool,
}

/// The name of the text in `OUT_DIR`, unless the client has one.
const CLIENT: &str = "client";

impl Generator {
    /// Generates from a document, whose path is relative to the manifest.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            settings: None,
            name: None,
            is_strict: false,
        }
    }

    /// Takes the settings from a file, whose path is relative to the manifest. Without it, they
    /// are those of a `codegen.toml` beside the document, if there is one.
    pub fn settings(mut self, file: impl Into<PathBuf>) -> Self {
        self.settings = Some(file.into());
        self
    }

    /// Names the client, where a crate has several: the text is `<name>.rs` in place of
    /// `client.rs`, and environment variables are called after it, not after the package.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Fails where something can't be generated, instead of leaving it out or taking it as any
    /// JSON with a warning.
    pub fn strict(mut self) -> Self {
        self.is_strict = true;
        self
    }

    /// Writes the client into `OUT_DIR`. Cargo is told the files that were read, so that it runs
    /// the build script again when one of them changes, and the warnings about the document.
    ///
    /// # Errors
    ///
    /// Fails if a file can't be read or written, if the document or its settings have errors,
    /// or outside of a build script.
    pub fn write_to_out_dir(&self) -> Result<(), Error> {
        let base = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        let out = PathBuf::from(variable("OUT_DIR")?);
        let file = self.name.as_deref().unwrap_or(CLIENT);
        if !is_name(file) {
            return Err(Error::name(file));
        }
        let package = match &self.name {
            Some(name) => name.clone(),
            None => variable("CARGO_PKG_NAME")?,
        };
        let mut directives = Directives::default();
        let output = self.generated(&base, &package, &mut directives);
        directives.print();
        let text = included(&output?.module(file));
        let path = out.join(format!("{file}.rs"));
        // A file that stays as it is needn't be compiled again.
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        fs::write(&path, text).map_err(|error| Error::unwritable(&path, &error))
    }

    fn generated(
        &self,
        base: &Path,
        package: &str,
        directives: &mut Directives,
    ) -> Result<Output, Error> {
        directives.read(base.join(&self.document));
        let settings = self.settings.as_deref();
        if let Some(file) = settings {
            directives.read(base.join(file));
        }
        let settings = Settings::find_within(base, settings, &self.document)
            .map_err(|findings| self.error(&findings))?;
        if let Some(file) = settings.file {
            directives.read(file);
        }
        let config = settings.config;
        let document =
            Document::within(base, &self.document).map_err(|error| self.error(&error))?;
        let options = GenerateOptions {
            strict: self.is_strict,
            included: true,
            ..GenerateOptions::default()
        };
        let target = Target {
            package,
            module: None,
            command: "build.rs",
        };
        let loader = document.loader(&config);
        let output = document.with_loader(&loader, &config, options, target, generate);
        for file in loader.asked() {
            directives.read(file);
        }
        let output = output.map_err(|findings| self.error(&findings))?;
        directives.warn(&output);
        Ok(output)
    }

    fn error(&self, why: &dyn std::fmt::Display) -> Error {
        Error::document(&self.document, why)
    }
}

/// True of a text that can be the name of a file anywhere.
fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A variable that cargo sets for build scripts.
fn variable(name: &'static str) -> Result<String, Error> {
    env::var(name).map_err(|_| Error::outside(name))
}
