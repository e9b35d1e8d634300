//! The files of one document, and where a `$ref` leads among them.
//!
//! Nothing here opens a file or the network: the caller hands over a way to
//! get at the text of a relative file.

use crate::diag::{Code, Diagnostic, Pointer};
use crate::source::Source;
use serde_json::Value;
use std::collections::BTreeMap;

/// Gets the text of a file that a document refers to, by its path relative to
/// where the first file's name is relative to.
pub type Load<'a> = &'a (dyn Fn(&str) -> Result<String, String> + Sync);

/// The files of one document by their names.
#[derive(Debug)]
pub struct Files {
    main: String,
    sources: BTreeMap<String, Source>,
    missing: BTreeMap<String, String>,
}

impl Files {
    /// The first file and every local one that it reaches.
    pub fn gather(main: Source, load: Load<'_>) -> Result<Self, Box<Diagnostic>> {
        let name = main.name().to_owned();
        let mut files = Self {
            main: name.clone(),
            sources: BTreeMap::new(),
            missing: BTreeMap::new(),
        };
        let mut waiting = references_of(&main);
        files.sources.insert(name, main);
        while let Some(name) = waiting.pop() {
            if files.sources.contains_key(&name) || files.missing.contains_key(&name) {
                continue;
            }
            match load(&name) {
                Ok(text) => {
                    let source = Source::parse(&name, text)?;
                    waiting.extend(references_of(&source));
                    files.sources.insert(name, source);
                }
                Err(why) => {
                    files.missing.insert(name, why);
                }
            }
        }
        Ok(files)
    }

    /// The place of the whole document.
    pub fn root(&self) -> Pointer {
        Pointer::root(self.main.as_str())
    }

    /// The value at a place.
    pub fn value(&self, at: &Pointer) -> Option<&Value> {
        self.sources.get(at.file())?.value().pointer(at.path())
    }

    /// The line and column of a place, both from 1.
    pub fn locate(&self, at: &Pointer) -> Option<(usize, usize)> {
        self.sources.get(at.file())?.locate(at.path())
    }

    /// Where a `$ref` that stands at `at` leads.
    pub fn resolve(&self, at: &Pointer, reference: &str) -> Result<Pointer, Box<Diagnostic>> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decoded(fragment);
        if is_remote(file) {
            let message = format!("`{reference}` lies on the network, which is never opened");
            return Err(Box::new(
                Diagnostic::error(Code::RemoteReference, at, message)
                    .help("save that document beside this one and refer to it by a relative path"),
            ));
        }
        let file = match file {
            "" => at.file().to_owned(),
            file => join(at.file(), file),
        };
        let target = match fragment.as_str() {
            "" => Some(Pointer::root(file.as_str())),
            path if path.starts_with('/') => Some(Pointer::new(file.as_str(), path)),
            anchor => self.anchor(&file, anchor),
        };
        match target.filter(|target| self.value(target).is_some()) {
            Some(target) => Ok(target),
            None => Err(Box::new(self.nowhere(at, reference, &file))),
        }
    }

    /// Where a `mapping` entry of a discriminator leads: a reference, or the
    /// bare name of a schema.
    pub fn resolve_mapping(&self, at: &Pointer, target: &str) -> Result<Pointer, Box<Diagnostic>> {
        if !target.contains(['#', '/']) {
            let named = self
                .root()
                .child("components")
                .child("schemas")
                .child(target);
            if self.value(&named).is_some() {
                return Ok(named);
            }
        }
        self.resolve(at, target)
    }

    fn nowhere(&self, at: &Pointer, reference: &str, file: &str) -> Diagnostic {
        let message = match self.missing.get(file) {
            Some(why) => format!("`{reference}` leads to {file}, which can't be read: {why}"),
            None => format!("`{reference}` leads nowhere"),
        };
        Diagnostic::error(Code::MissingReference, at, message)
            .help("correct the reference, or add what it names")
    }

    fn anchor(&self, file: &str, anchor: &str) -> Option<Pointer> {
        let root = Pointer::root(file);
        find_anchor(self.sources.get(file)?.value(), &root, anchor)
    }
}

fn find_anchor(value: &Value, at: &Pointer, anchor: &str) -> Option<Pointer> {
    match value {
        Value::Object(object) => {
            let named = |key| object.get(key).and_then(Value::as_str) == Some(anchor);
            if named("$anchor") || named("$dynamicAnchor") {
                return Some(at.clone());
            }
            let mut members = object.iter();
            members.find_map(|(key, value)| find_anchor(value, &at.child(key), anchor))
        }
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(i, item)| find_anchor(item, &at.index(i), anchor))
        }
        _ => None,
    }
}

/// The local files that a source refers to.
fn references_of(source: &Source) -> Vec<String> {
    let mut files = Vec::new();
    let mut waiting = vec![source.value()];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(reference)) = object.get("$ref") {
                    let file = reference.split('#').next().unwrap_or_default();
                    if !file.is_empty() && !is_remote(file) {
                        files.push(join(source.name(), file));
                    }
                }
                waiting.extend(object.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    files
}

fn is_remote(file: &str) -> bool {
    file.contains("://") || file.starts_with("//") || file.starts_with("urn:")
}

/// The path of `file` as seen from where `base` stands.
fn join(base: &str, file: &str) -> String {
    let file = percent_decoded(file);
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    if file.starts_with('/') {
        parts.clear();
        parts.push("");
    }
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." if parts
                .last()
                .is_some_and(|last| !last.is_empty() && *last != "..") =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}
