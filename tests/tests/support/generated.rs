//! A run of the generator over a text that refers to no other file.

use openapi_client_generator::{
    Config, Findings, GenerateOptions, Input, Output, Target, generate,
};

/// The place of the code: a package, and a module of it if it isn't the package's whole code.
pub(crate) struct Place<'a> {
    pub(crate) package: &'a str,
    pub(crate) module: Option<&'a str>,
    /// True if a build script includes it.
    pub(crate) is_included: bool,
}

/// Generates from a document and all of its schemas as `openapi-client generate` does.
pub(crate) fn generated(
    text: &str,
    config: &Config,
    place: &Place<'_>,
) -> Result<Output, Findings> {
    generate(Input {
        name: "openapi.yaml",
        text: text.to_owned(),
        config,
        options: GenerateOptions {
            all_schemas: true,
            included: place.is_included,
            ..GenerateOptions::default()
        },
        load: &|file| Err(format!("{file} isn't part of this")),
        target: Target {
            package: place.package,
            module: place.module,
            command: "a test",
        },
    })
}
