//! The files of the runtime, and which of them need which.
//!
//! A file needs another if it names something of it, be it by the name that
//! `mod.rs` exports or within a macro, and if it calls a method that only the
//! other adds to a type of a third.

use super::collect;
use super::file::{self, File, Needs};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The runtime as a graph: each file with those that it needs, and the reason.
pub(crate) struct Runtime {
    /// The folders in the order of the table in `mod.rs`.
    order: Vec<String>,
    needs: Needs,
    /// Files, and what they take from `mod.rs` without need.
    by_export: Vec<(String, String)>,
}

impl Runtime {
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        read(root, "", &mut files);
        let exports = exports(root);
        let added = file::methods_of_one(files.iter(), |file| &file.methods);
        let modules: BTreeSet<&str> = files.iter().map(|file| &*file.module).collect();
        let mut runtime = Self {
            order: order(root),
            needs: BTreeMap::new(),
            by_export: Vec::new(),
        };
        for file in &files {
            let mut needs = BTreeMap::new();
            for path in file
                .paths
                .iter()
                .filter_map(|path| below_runtime(file, path))
            {
                let module = (1..=2.min(path.len())).rev();
                let mut module = module.map(|parts| path[..parts].join("::"));
                let name = path.join("::");
                if let Some(module) = module.find(|module| modules.contains(&**module)) {
                    needs.insert(module, name);
                } else if let Some(module) = path.first().and_then(|name| exports.get(name)) {
                    needs.insert(module.clone(), name.clone());
                    if !file.text.contains(&format!("$crate::runtime::{name}")) {
                        runtime.by_export.push((file.module.clone(), name));
                    }
                }
            }
            for method in &file.called {
                if let Some(module) = added.get(&**method) {
                    needs.insert((*module).to_owned(), format!(".{method}()"));
                }
            }
            needs.remove(&file.module);
            runtime.needs.insert(file.module.clone(), needs);
        }
        runtime
    }

    /// The needs by which files need one another.
    pub(crate) fn circles(&self) -> Vec<String> {
        file::circles(&self.needs)
    }

    /// The imports from `mod.rs` that aren't macros.
    pub(crate) fn imports_by_export(&self) -> impl Iterator<Item = String> {
        let taken = self.by_export.iter();
        taken.map(|(file, name)| format!("{file} takes {name} from `mod.rs`"))
    }

    /// The imports from folders that stand below that of the file in the table.
    pub(crate) fn against_the_order(&self) -> Vec<String> {
        let rank = |file: &str| {
            let folder = file.split("::").next();
            self.order.iter().position(|row| Some(&**row) == folder)
        };
        let mut wrong = Vec::new();
        for (file, needs) in &self.needs {
            assert!(rank(file).is_some(), "`{file}` is not in the table");
            for (needed, reason) in needs {
                if rank(needed) > rank(file) {
                    wrong.push(format!("{file} needs {needed}: {reason}"));
                }
            }
        }
        wrong
    }
}

/// A path of a file from the runtime's root.
fn below_runtime(file: &File, path: &[String]) -> Option<Vec<String>> {
    match path.first()?.as_str() {
        "crate" if path.get(1).is_some_and(|part| part == "runtime") => Some(path[2..].to_vec()),
        "super" => file.above(path),
        _ => None,
    }
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder of the runtime") {
        let path = entry.expect("a readable folder").path();
        let stem = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            read(&path, &format!("{stem}::"), files);
        } else if stem != "mod" {
            let text = fs::read_to_string(&path).expect("a readable file");
            files.push(File::read(format!("{prefix}{stem}"), &text));
        }
    }
}

/// The names that `mod.rs` exports, each with the file that defines it.
fn exports(root: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root.join("mod.rs")).expect("mod.rs");
    let mut paths = Vec::new();
    collect(text.parse().expect("Rust"), &[], &mut paths);
    let exported = paths.into_iter().filter_map(|mut path| {
        if path.first()? == "self" {
            path.remove(0);
        }
        let name = path.pop()?;
        (!path.is_empty()).then(|| (name, path.join("::")))
    });
    exported.collect()
}

/// The folders of the table in the docs of `mod.rs`.
fn order(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join("mod.rs")).expect("mod.rs");
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0.to_owned()))
        .collect()
}
