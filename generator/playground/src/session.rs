//! The files of a page, and the client that was made of them.

use crate::archive::archive;
use openapi_client_generator::client::package_name;
use openapi_client_generator::diag::{Code, Diagnostic, Pointer};
use openapi_client_generator::progress::Watch;
use openapi_client_generator::source::utf8;
use openapi_client_generator::{
    Config, File, Findings, GenerateOptions, Input, Output, Target, generate_watched,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;

/// The command whose work this is, which generated files name as their origin.
const COMMAND: &str = "openapi-client generate";

/// The file with the settings, beside the document.
const SETTINGS: &str = "codegen.toml";

/// The files that somebody gave, and the crate that was made of one of them.
#[derive(Debug, Default)]
pub struct Session {
    given: BTreeMap<String, Vec<u8>>,
    package: String,
    made: Vec<File>,
}

impl Session {
    /// Adds a file by its path, as seen from the folder of all.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.given.insert(name.to_owned(), bytes);
    }

    /// Generates a crate from a document, and gives lines of JSON: a summary, and each
    /// finding. The package is called `package`, as far as a package can be, unless the
    /// settings give it a name.
    pub fn run(&mut self, document: &str, package: &str, watch: Watch<'_>) -> String {
        self.made = Vec::new();
        let made = self.settings(document).and_then(|config| {
            let name = config.package.name.clone();
            self.package = name.unwrap_or_else(|| package_name(package));
            let output = self.generate(document, &config, watch)?;
            self.made = output.client(&self.package, &config);
            Ok(output)
        });
        match made {
            Ok(output) => format!("{}\n{}", self.summary(&output), output.findings.json()),
            Err(findings) => format!("{}\n{}", json!({}), findings.json()),
        }
    }

    /// The text of a generated file, by its place in the summary.
    pub fn file(&self, index: usize) -> Option<&str> {
        Some(&self.made.get(index)?.text)
    }

    /// The crate as a `tar.gz`.
    ///
    /// # Errors
    ///
    /// Fails as writing to memory does, which is never.
    pub fn archive(&self) -> io::Result<Vec<u8>> {
        archive(&self.package, &self.made)
    }

    /// The page about a code; empty for one that there isn't.
    pub fn explain(code: &str) -> &'static str {
        let code = Code::ALL.iter().find(|known| known.as_str() == code);
        code.map_or("", |code| code.page())
    }

    fn generate(
        &self,
        document: &str,
        config: &Config,
        watch: Watch<'_>,
    ) -> Result<Output, Findings> {
        let input = Input {
            name: document,
            text: self.text(document)?,
            config,
            options: GenerateOptions {
                all_schemas: true,
                advice: true,
                ..GenerateOptions::default()
            },
            load: &|name| self.load(name),
            target: Target {
                package: &self.package,
                module: None,
                command: COMMAND,
            },
        };
        generate_watched(input, watch)
    }

    /// The settings beside a document; none if there are none.
    fn settings(&self, document: &str) -> Result<Config, Findings> {
        let folder = document.rfind('/').map_or("", |end| &document[..=end]);
        let name = format!("{folder}{SETTINGS}");
        if !self.given.contains_key(&name) {
            return Ok(Config::default());
        }
        let text = self.text(&name)?;
        Config::parse(&name, &text).map_err(|found| Findings::alone(found, text))
    }

    fn text(&self, name: &str) -> Result<String, Findings> {
        self.load(name).map_err(|why| {
            let message = format!("the file can't be read: {why}");
            let at = Pointer::root(name);
            Findings::alone(Diagnostic::error(Code::Unreadable, &at, message), "")
        })
    }

    fn load(&self, name: &str) -> Result<String, String> {
        match self.given.get(name) {
            Some(bytes) => utf8(bytes.clone()),
            None => Err("it is not among the files that were given".to_owned()),
        }
    }

    fn summary(&self, output: &Output) -> Value {
        let files = self.made.iter();
        let files = files.map(|file| json!({ "path": file.path, "bytes": file.text.len() }));
        json!({
            "title": output.title,
            "package": self.package,
            "operations": output.operations,
            "types": output.types,
            "left_out": output.skipped.len(),
            "any_json": output.any_json.len(),
            "files": files.collect::<Value>(),
        })
    }
}
