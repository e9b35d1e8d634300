//! The parts of a crate that the choices of its settings ask for: libraries with types, and
//! types that the settings name.

use super::marked::{OWN_TYPES as OWN_TYPES_MARK, with_marked};
use crate::config::{Conversion, Library, OwnType};
use std::collections::BTreeSet;

/// The choices of the settings that a crate follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The crate that the runtime is; nothing if it is a module of the crate.
    pub runtime: Option<String>,
    /// The libraries whose types it has.
    pub libraries: BTreeSet<Library>,
    /// The types that the settings name, each once.
    pub own_types: Vec<OwnType>,
    /// The dependencies that the settings add, each a key and TOML.
    pub dependencies: BTreeSet<(String, String)>,
}

impl Choices {
    /// Adds the choices of another module.
    pub(super) fn add(&mut self, other: &Self) {
        if let Some(runtime) = &other.runtime {
            self.runtime = Some(runtime.clone());
        }
        self.libraries.extend(&other.libraries);
        for ty in &other.own_types {
            if !self.own_types.contains(ty) {
                self.own_types.push(ty.clone());
            }
        }
        self.dependencies.extend(other.dependencies.iter().cloned());
    }

    /// The types that need to be told their form in JSON.
    fn told(&self) -> impl Iterator<Item = &OwnType> {
        let own = self.own_types.iter();
        own.filter(|ty| ty.conversion != Conversion::Wire)
    }

    /// True if a type needs to be told its form in JSON.
    fn has_told(&self) -> bool {
        self.told().next().is_some()
    }

    /// A file of the runtime with the libraries and tables that the crate needs; nothing if it
    /// is about another library.
    pub(super) fn runtime_file(&self, name: &str, text: &str) -> Option<String> {
        if name == OWN && !self.has_told() {
            return None;
        }
        let mut text = with_marked(text, OWN_TYPES_MARK, self.has_told());
        for library in Library::CHOSEN {
            let is_chosen = self.libraries.contains(&library);
            if name == format!("value/{}.rs", library.name()) && !is_chosen {
                return None;
            }
            let mark = format!("#[cfg(feature = \"{}\")]", library.name());
            text = with_marked(&text, &mark, is_chosen);
        }
        Some(text)
    }

    /// The lines of a manifest that declare dependencies, with those that the crate needs. A
    /// library is needed always, for its types are in signatures.
    pub(super) fn dependencies(&self, lines: &str) -> String {
        let mut text = String::new();
        for line in lines.split_inclusive('\n') {
            let key = line.split(" = ").next().unwrap_or_default();
            let library = Library::CHOSEN.into_iter().find(|one| one.name() == key);
            match library {
                Some(library) if self.libraries.contains(&library) => {
                    text.push_str(&line.replace("optional = true, ", ""));
                }
                Some(_) => {}
                None if line == COMMENT && self.libraries.is_empty() => {}
                None => text.push_str(line),
            }
        }
        self.with_own_dependencies(text)
    }

    /// The same with the dependencies that the settings add.
    pub(super) fn with_own_dependencies(&self, lines: String) -> String {
        let header = "[dependencies]\n";
        let own = self.dependencies.iter();
        let own: String = own.map(|(key, text)| format!("{key} = {text}\n")).collect();
        lines.replacen(header, &format!("{header}{own}"), 1)
    }

    /// The features of the runtime that it needs as a dependency.
    pub(super) fn features(&self) -> Vec<&'static str> {
        self.libraries.iter().map(|one| one.name()).collect()
    }

    /// The forms of the types that the settings name, and a test of them; nothing where none
    /// needs to be told.
    pub(super) fn own_types(&self) -> Option<String> {
        self.has_told().then(|| {
            let tables = self.told().map(|ty| {
                let conversion = match ty.conversion {
                    Conversion::String => "string",
                    Conversion::Number => "number",
                    Conversion::Serde | Conversion::Wire => "value",
                };
                let examples = ty.examples.iter();
                let examples = examples.map(|text| format!(", {}", literal(text)));
                let examples: String = examples.collect();
                format!("own_type!({conversion} {}{examples});\n", ty.path)
            });
            let checks = self.told().flat_map(|ty| {
                let examples = ty.examples.iter();
                examples.map(|text| format!("        check::<{}>({});\n", ty.path, literal(text)))
            });
            let runtime = self.runtime.as_deref().unwrap_or("crate::runtime");
            OWN_TYPES
                .replace("RUNTIME", runtime)
                .replace("TABLES\n\n", &format!("{}\n", tables.collect::<String>()))
                .replace("        CHECKS\n", &checks.collect::<String>())
        })
    }
}

/// The text about the types that the settings name.
const OWN_TYPES: &str = "\
//! The forms in JSON of the types that `codegen.toml` names.

use RUNTIME::own_type;

TABLES

#[cfg(test)]
mod tests {
    use RUNTIME::{RawJson, Wire, to_json};

    /// Reads an example and writes it again.
    fn check<T: Wire>(example: &str) {
        let sent = example.parse::<RawJson>();
        let sent = sent.unwrap_or_else(|why| panic!(\"{example} is not JSON: {why}\"));
        let value = sent.decode::<T>();
        let value = value.unwrap_or_else(|why| panic!(\"{example} can't be read: {why}\"));
        assert_eq!(to_json(&value), sent.as_str(), \"an example is written in another way\");
    }

    #[test]
    fn examples_are_written_as_they_were_read() {
        CHECKS
    }
}
";

/// The comment above the libraries in the manifest of the runtime.
const COMMENT: &str = "# Types that the settings of a client choose.\n";

/// The file of the runtime about types that settings name.
const OWN: &str = "value/own.rs";

/// A text as a literal, raw if that reads better.
fn literal(text: &str) -> String {
    let is_raw = text.contains('"') && !text.contains("\"#") && !text.contains(char::is_control);
    match is_raw {
        true => format!("r#\"{text}\"#"),
        false => format!("{text:?}"),
    }
}
