//! The OpenAPI documents below a folder.

use openapi_client_generator::source::Source;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A document, and what it is called in this run.
#[derive(Debug)]
pub(crate) struct Document {
    /// The folder and package of its crate.
    pub(crate) name: String,
    /// Its path, relative to the folder that was searched.
    pub(crate) shown: String,
    pub(crate) path: PathBuf,
}

/// Names that cargo or rustc won't have for a package.
const TAKEN: &[&str] = &[
    "as", "async", "await", "box", "break", "const", "continue", "core", "crate", "dyn", "else",
    "enum", "extern", "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match",
    "mod", "move", "mut", "pub", "ref", "return", "self", "static", "std", "struct", "super",
    "target", "test", "trait", "true", "type", "unsafe", "use", "where", "while", "times",
];

/// The documents whose path contains any of `only`, sorted; all if there is none. Others than OpenAPI
/// documents are skipped; what can't be read at all is a document that fails,
/// if it says that it would be one.
pub(crate) fn find(folder: &Path, only: &[String]) -> Result<Vec<Document>, String> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    paths.sort();
    let mut taken = BTreeSet::new();
    let mut documents = Vec::new();
    for path in paths {
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        let shown = relative.to_string_lossy().into_owned();
        let is_wanted = only.is_empty() || only.iter().any(|one| shown.contains(one));
        if !is_wanted || !is_openapi(&path) {
            continue;
        }
        let mut name = package(&relative.with_extension("").to_string_lossy());
        if !taken.insert(name.clone()) {
            name = package(&shown);
            taken.insert(name.clone());
        }
        documents.push(Document { name, shown, path });
    }
    Ok(documents)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error| {
        let folder = folder.display();
        format!("error[unreadable]: {folder} can't be read: {error}")
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else if path
            .extension()
            .is_some_and(|end| ["json", "yaml", "yml"].iter().any(|known| end == *known))
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// True of a file whose root has `openapi`.
fn is_openapi(path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else {
        return false;
    };
    // A whole document is only parsed where a glance doesn't tell.
    let at_root = |line: &str| line.starts_with("openapi:") || line.starts_with("\"openapi\"");
    if text.lines().any(at_root) {
        return true;
    }
    text.contains("openapi")
        && match Source::parse(&path.to_string_lossy(), text.as_str()) {
            Ok(source) => {
                matches!(source.value(), Value::Object(root) if root.contains_key("openapi"))
            }
            Err(_) => text.trim_start().starts_with('{') && text.contains("\"openapi\""),
        }
}

fn package(path: &str) -> String {
    let mut name = String::new();
    for c in path.to_lowercase().chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    match name.trim_matches('-') {
        "" => "client".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("client-{name}"),
        name if TAKEN.contains(&name) => format!("{name}-api"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn packages_are_named_by_the_path() {
        assert_eq!(package("tricky/A b_c"), "tricky-a-b-c");
        assert_eq!(package("box"), "box-api");
        assert_eq!(package("3.1"), "client-3-1");
    }
}
