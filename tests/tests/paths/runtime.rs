//! The files of the runtime, and which of them need which.
//!
//! A file needs another if it names something of it, be it by the name that
//! `mod.rs` exports or within a macro, and if it calls a method that only the
//! other adds to a type of a third.

use super::collect;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Methods that types of the standard library have, too, so that a call says
/// nothing.
const COMMON: &[&str] = &["parse", "as_str"];

/// A file, by its module below `runtime`.
struct File {
    module: String,
    paths: Vec<Vec<String>>,
    text: String,
    types: BTreeSet<String>,
    /// The methods that it adds to types of other files.
    methods: BTreeSet<String>,
    /// All functions and methods that it defines.
    functions: BTreeSet<String>,
    called: BTreeSet<String>,
}

/// The runtime as a graph: each file with those that it needs, and the reason.
pub(crate) struct Runtime {
    /// The folders in the order of the table in `mod.rs`.
    order: Vec<String>,
    needs: BTreeMap<String, BTreeMap<String, String>>,
    /// Files, and what they take from `mod.rs` without need.
    by_export: Vec<(String, String)>,
}

impl Runtime {
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        read(root, "", &mut files);
        let exports = exports(root);
        // Of a name that several files have, nobody can tell which is called.
        let is_one = |method: &String| {
            let with = files.iter().filter(|file| file.functions.contains(method));
            with.count() == 1
        };
        let added = files.iter().flat_map(|file| {
            let methods = file.methods.iter().filter(|method| is_one(method));
            methods.map(|method| (&**method, &*file.module))
        });
        let added: BTreeMap<&str, &str> = added.collect();
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
                .filter_map(|path| file.below_runtime(path))
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

    /// The needs of files that need one another in circles, or need such files.
    pub(crate) fn circles(&self) -> Vec<String> {
        let mut left = self.needs.clone();
        loop {
            let is_done = |file: &String| !left.contains_key(file);
            let done: Vec<String> = left
                .iter()
                .filter(|(_, needs)| needs.keys().all(is_done))
                .map(|(file, _)| file.clone())
                .collect();
            if done.is_empty() {
                break;
            }
            left.retain(|file, _| !done.contains(file));
        }
        let edges = left.iter().flat_map(|(file, needs)| {
            let needs = needs
                .iter()
                .filter(|(needed, _)| left.contains_key(*needed));
            needs.map(move |(needed, reason)| format!("{file} needs {needed}: {reason}"))
        });
        edges.collect()
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

impl File {
    /// A path from the runtime's root.
    fn below_runtime(&self, path: &[String]) -> Option<Vec<String>> {
        match path.first()?.as_str() {
            "crate" if path.get(1).is_some_and(|part| part == "runtime") => {
                Some(path[2..].to_vec())
            }
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                let outer: Vec<&str> = self.module.split("::").collect();
                let outer = outer[..outer.len().checked_sub(up)?].iter();
                let outer = outer.map(|part| (*part).to_owned());
                Some(outer.chain(path[up..].iter().cloned()).collect())
            }
            _ => None,
        }
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
            files.push(file(format!("{prefix}{stem}"), &text));
        }
    }
}

fn file(module: String, text: &str) -> File {
    let tokens: TokenStream = text.parse().expect("a file of Rust");
    let mut file = File {
        module,
        paths: Vec::new(),
        text: text.to_owned(),
        types: types(text),
        methods: BTreeSet::new(),
        functions: BTreeSet::new(),
        called: BTreeSet::new(),
    };
    collect(tokens.clone(), &[], &mut file.paths);
    methods(tokens, None, &mut file);
    file.called.retain(|name| !COMMON.contains(&&**name));
    file
}

/// Notes the methods that a file adds to types of other files, and those that
/// are called in it.
fn methods(tokens: TokenStream, added_to: Option<&str>, file: &mut File) {
    let mut tokens = tokens.into_iter().peekable();
    let mut before = String::new();
    // The words of an `impl` outside angle brackets.
    let mut header: Option<Vec<String>> = None;
    let mut depth = 0;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Ident(word) => {
                let word = word.to_string();
                if word == "impl" && !matches!(&*before, ">" | ":" | "<" | "&") {
                    header = Some(Vec::new());
                    depth = 0;
                } else if let (0, Some(header)) = (depth, &mut header) {
                    header.push(word.clone());
                }
                let is_call = match tokens.peek() {
                    Some(TokenTree::Group(_)) => true,
                    Some(TokenTree::Punct(next)) => next.as_char() == ':',
                    _ => false,
                };
                if before == "." && is_call {
                    file.called.insert(word.clone());
                }
                if before == "fn" {
                    file.functions.insert(word.clone());
                    if added_to.is_some() {
                        file.methods.insert(word.clone());
                    }
                }
                before = word;
            }
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                let words = if is_body { header.take() } else { None };
                let words = words.filter(|words| !words.iter().any(|word| word == "for"));
                let owner = words.and_then(|words| words.into_iter().next());
                let owner = owner.filter(|owner| !file.types.contains(owner));
                methods(group.stream(), owner.as_deref(), file);
                before.clear();
            }
            TokenTree::Punct(punct) => {
                depth += match punct.as_char() {
                    '<' => 1,
                    '>' if before != "-" => -1,
                    _ => 0,
                };
                before = punct.as_char().to_string();
            }
            TokenTree::Literal(_) => before.clear(),
        }
    }
}

/// The types that a file defines.
fn types(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let defined = words.windows(2).filter(|pair| {
        let is_item = ["struct", "enum", "trait", "type"].contains(&pair[0]);
        is_item && pair[1].starts_with(|c: char| c.is_ascii_uppercase())
    });
    defined.map(|pair| pair[1].to_owned()).collect()
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
