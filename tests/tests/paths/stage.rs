//! The files of a stage of the generator, and which of them need which.
//!
//! A file needs another if it names something of it, be it by the name that a
//! `mod.rs` exports, and if it calls a method that only the other has. The
//! methods of traits don't count: who calls one has to name the trait.

use super::collect;
use super::file::{self, File, Needs};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Methods that types of the standard library and of libraries have, too, so
/// that a call says nothing.
const COMMON: &[&str] = &[
    "add", "all", "find", "get", "insert", "into", "join", "len", "map", "path", "push", "take",
    "text", "types", "values",
];

/// The names that a `mod.rs` exports, each with the path that it stands for.
type Exports = BTreeMap<String, Vec<String>>;

/// The needs of the files of one stage. Its tests are left out.
pub(crate) fn needs(root: &Path, stage: &str) -> Needs {
    let mut files = Vec::new();
    let single = root.join(format!("{stage}.rs"));
    if single.is_file() {
        read_file(&single, stage, &mut files);
    }
    if root.join(stage).is_dir() {
        read_folder(&root.join(stage), stage, &mut files);
    }
    assert!(!files.is_empty(), "there is no stage `{stage}`");
    let modules: BTreeSet<&str> = files.iter().map(|(file, _)| &*file.module).collect();
    let exports: BTreeMap<&str, &Exports> = files
        .iter()
        .map(|(file, exports)| (&*file.module, exports))
        .collect();
    let tree = Tree { modules, exports };
    let mut methods =
        file::methods_of_one(files.iter().map(|(file, _)| file), |file| &file.own_methods);
    methods.retain(|method, _| !COMMON.contains(method));
    let needs = files.iter().map(|(file, exports)| {
        let mut needs = tree.named(file, exports);
        for method in &file.called {
            if let Some(module) = methods.get(&**method) {
                needs.insert((*module).to_owned(), format!(".{method}()"));
            }
        }
        needs.remove(&file.module);
        (file.module.clone(), needs)
    });
    needs.collect()
}

/// The modules of a stage.
struct Tree<'f> {
    modules: BTreeSet<&'f str>,
    exports: BTreeMap<&'f str, &'f Exports>,
}

impl Tree<'_> {
    /// The files that a file names, each with the path by which it does.
    fn named(&self, file: &File, exports: &Exports) -> BTreeMap<String, String> {
        let mut needs = BTreeMap::new();
        // A module around the file is only where another path begins.
        let is_around = |path: &[String]| {
            let path = path.join("::");
            file.module == path || file.module.starts_with(&format!("{path}::"))
        };
        let named: Vec<Vec<String>> = file
            .paths
            .iter()
            .filter_map(|path| self.absolute(file, path, exports))
            .filter(|path| !is_around(path))
            .collect();
        // What is behind a module that is imported as a whole.
        let imported = named
            .iter()
            .filter(|path| self.modules.contains(&*path.join("::")));
        let imported: BTreeMap<&str, &Vec<String>> = imported
            .filter_map(|path| Some((path.last()?.as_str(), path)))
            .collect();
        let behind = file.paths.iter().filter_map(|path| {
            let module = imported.get(path.first()?.as_str())?;
            (path.len() > 1).then(|| module.iter().chain(&path[1..]).cloned().collect())
        });
        for path in named.iter().cloned().chain(behind) {
            if let Some(module) = self.file_of(&path) {
                needs.insert(module, path.join("::"));
            }
        }
        needs
    }

    /// A path of this crate from its root.
    fn absolute(&self, file: &File, path: &[String], exports: &Exports) -> Option<Vec<String>> {
        let first = path.first()?;
        match first.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "super" => file.above(path),
            "self" => Some(self.below(file, &path[1..])),
            _ if self.modules.contains(&*format!("{}::{first}", file.module)) => {
                Some(self.below(file, path))
            }
            _ if exports.contains_key(first) => Some(self.below(file, path)),
            _ => None,
        }
    }

    fn below(&self, file: &File, path: &[String]) -> Vec<String> {
        let outer = file.module.split("::").map(str::to_owned);
        outer.chain(path.iter().cloned()).collect()
    }

    /// The file that defines what a path names, exports followed.
    fn file_of(&self, path: &[String]) -> Option<String> {
        let mut path = path.to_vec();
        // No chain of exports is longer than a path.
        for _ in 0..8 {
            let parts = (1..=path.len()).rev();
            let mut modules = parts.map(|parts| (parts, path[..parts].join("::")));
            let (parts, module) = modules.find(|(_, module)| self.modules.contains(&**module))?;
            let name = path.get(parts);
            let export = name.and_then(|name| self.exports.get(&*module)?.get(name));
            let Some(export) = export else {
                return Some(module);
            };
            let rest = path.split_off(parts + 1);
            path = module.split("::").map(str::to_owned).collect();
            path.extend(export.iter().cloned().chain(rest));
        }
        None
    }
}

fn read_folder(folder: &Path, module: &str, files: &mut Vec<(File, Exports)>) {
    for entry in fs::read_dir(folder).expect("a folder of the generator") {
        let path = entry.expect("a readable folder").path();
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let inner = format!("{module}::{stem}");
        match &*stem {
            "tests" => {}
            "mod" => read_file(&path, module, files),
            _ if path.is_dir() => read_folder(&path, &inner, files),
            _ if path.extension().is_some_and(|end| end == "rs") => {
                read_file(&path, &inner, files);
            }
            _ => {}
        }
    }
}

fn read_file(path: &Path, module: &str, files: &mut Vec<(File, Exports)>) {
    let text = fs::read_to_string(path).expect("a readable file");
    let (code, exports) = without_exports(&text);
    files.push((File::read(module.to_owned(), &code), exports));
}

/// A file's text without its `pub use`s, and the names that they export.
fn without_exports(text: &str) -> (String, Exports) {
    let tokens: TokenStream = text.parse().expect("a file of Rust");
    let mut exports = Exports::new();
    let mut code: Vec<TokenTree> = Vec::new();
    let mut item: Vec<TokenTree> = Vec::new();
    let is = |token: &TokenTree, word: &str| token.to_string() == word;
    for token in tokens {
        let is_end = is(&token, ";")
            || matches!(&token, TokenTree::Group(group)
            if group.delimiter() == proc_macro2::Delimiter::Brace
                && !item.iter().any(|token| is(token, "use")));
        item.push(token);
        if !is_end {
            continue;
        }
        let start = item.iter().position(|token| is(token, "use"));
        let is_export = item.first().is_some_and(|token| is(token, "pub"));
        match start.filter(|_| is_export) {
            Some(start) => {
                let mut paths = Vec::new();
                let path = item.drain(start + 1..).collect();
                collect(path, &[], &mut paths);
                let paths = paths.into_iter().filter(|path| path.len() > 1);
                exports.extend(paths.filter_map(|path| Some((path.last()?.clone(), path))));
            }
            None => code.append(&mut item),
        }
        item.clear();
    }
    code.append(&mut item);
    let code: TokenStream = code.into_iter().collect();
    (code.to_string(), exports)
}
