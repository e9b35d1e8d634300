//! Imports between the modules of the generator, held against the table in its `lib.rs`.

mod paths;

use paths::collect;
use paths::runtime::Runtime;
use paths::{file, stage};
use proc_macro2::TokenStream;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const GENERATOR: &str = "generator/src";
const RUNTIME: &str = "generator/runtime/src/runtime";
const PROGRAM: &str = "generator/program/src";

/// Libraries that some places alone may name: the beginning of a path, and the
/// stages, or folders of the runtime, that may name it.
const KEPT_APART: &[(&str, &[&str])] = &[
    ("openapiv3", &["spec", "lower"]),
    ("heck", &["rust"]),
    ("quote", &["emit"]),
    ("prettyplease", &["render"]),
    ("serde_yaml", &["source"]),
    ("reqwest", &["transport"]),
    ("std::fs", &[]),
    ("std::net", &[]),
    ("std::process", &[]),
];

/// A file of Rust: its module's path, and the paths that it names.
struct Source {
    file: PathBuf,
    module: Vec<String>,
    paths: Vec<Vec<String>>,
}

impl Source {
    /// The stage that it belongs to; of the runtime, the folder.
    fn stage(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }

    /// The stages that it names. What is named of `lib` itself is none.
    fn stages<'a>(&'a self, known: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a str> {
        let absolute = self.paths.iter().filter_map(|path| self.absolute(path));
        let first = absolute.filter_map(|path| path.into_iter().next());
        first.filter(|stage| known.contains_key(*stage)).collect()
    }

    /// A path of this crate from its root.
    fn absolute<'a>(&'a self, path: &'a [String]) -> Option<Vec<&'a str>> {
        let rest = path.iter().map(String::as_str);
        match path.first()?.as_str() {
            "crate" => Some(rest.skip(1).collect()),
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                let outer = self.module.iter().rev().skip(up).rev().map(String::as_str);
                Some(outer.chain(rest.skip(up)).collect())
            }
            _ => None,
        }
    }
}

#[test]
fn no_stage_imports_what_the_table_does_not_allow() {
    let allowed = table();
    let mut wrong = Vec::new();
    for source in sources(GENERATOR) {
        let stage = source.stage();
        let Some(may) = allowed.get(stage) else {
            assert_eq!(
                stage,
                "lib",
                "{} is not in the table",
                source.file.display()
            );
            continue;
        };
        for other in source.stages(&allowed) {
            if other != stage && !may.contains(other) {
                wrong.push(format!(
                    "{}: `{stage}` imports `{other}`",
                    source.file.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_promises_no_more_than_is_used() {
    let allowed = table();
    let mut unused = allowed.clone();
    for source in sources(GENERATOR) {
        let used = source.stages(&allowed);
        if let Some(unused) = unused.get_mut(source.stage()) {
            unused.retain(|stage| !used.contains(stage.as_str()));
        }
    }
    unused.retain(|_, stages| !stages.is_empty());
    assert_eq!(unused, BTreeMap::new(), "allowed, and never imported");
}

#[test]
fn each_library_stays_where_it_belongs() {
    let mut wrong = Vec::new();
    for source in sources(GENERATOR).iter().chain(&sources(RUNTIME)) {
        for (library, places) in KEPT_APART {
            let start: Vec<&str> = library.split("::").collect();
            let named = source.paths.iter().any(|path| starts_with(path, &start));
            if named && !places.contains(&source.stage()) {
                wrong.push(format!("{}: names `{library}`", source.file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_files_of_a_stage_need_each_other() {
    let stages = table().into_keys();
    let needs = stages.flat_map(|stage| stage::needs(&workspace(GENERATOR), &stage));
    let circles = file::circles(&needs.collect());
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn no_two_files_of_the_program_need_each_other() {
    let circles = file::circles(&stage::needs(&workspace(PROGRAM), "program"));
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn no_two_stages_import_each_other() {
    let imports = table().into_iter().map(|(stage, others)| {
        let others = others
            .into_iter()
            .map(|other| (other, "the table".to_owned()));
        (stage, others.collect())
    });
    let circles = file::circles(&imports.collect());
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// Files that need each other by a path, by a name that is exported, and by a method.
#[test]
fn circles_are_found_whichever_way_they_go() {
    let root = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        fs::write(root.path().join("stage").join(name), text).expect("a file");
    };
    fs::create_dir(root.path().join("stage")).expect("a folder");
    write("mod.rs", "mod a; mod b; mod c; pub use c::Exported;");
    write(
        "a.rs",
        "use super::b::B; pub struct A; impl A { pub fn only_here(&self) {} }",
    );
    write("b.rs", "use super::Exported; pub struct B;");
    let closing = "pub struct Exported; fn f(x: &X) { x.only_here() }";
    write("c.rs", closing);
    let circle = file::circles(&stage::needs(root.path(), "stage"));
    let expected = [
        "stage::a needs stage::b: stage::b::B",
        "stage::b needs stage::c: stage::Exported",
        "stage::c needs stage::a: .only_here()",
    ];
    assert_eq!(circle, expected);
    write("c.rs", "pub struct Exported;");
    assert!(file::circles(&stage::needs(root.path(), "stage")).is_empty());
}

#[test]
fn no_two_files_of_the_runtime_need_each_other() {
    let circles = Runtime::read(&workspace(RUNTIME)).circles();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn the_folders_of_the_runtime_need_those_above_them_only() {
    let wrong = Runtime::read(&workspace(RUNTIME)).against_the_order();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_runtime_imports_from_the_files_that_define() {
    let runtime = Runtime::read(&workspace(RUNTIME));
    let wrong: Vec<_> = runtime.imports_by_export().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_wherever_they_stand() {
    let code = r#"
        use crate::{lower::{self, Lower}, emit};
        fn f() { g(format!("{}", super::super::names::word()), |x: &std::fs::File| x); }
        #[cfg(test)]
        mod tests { use crate::render; }
        const C: TokenStream = quote!(use crate::runtime::Http;);
    "#;
    let mut paths = Vec::new();
    collect(code.parse().expect("Rust"), &[], &mut paths);
    let source = Source {
        file: PathBuf::new(),
        module: vec!["spec".to_owned(), "schema".to_owned()],
        paths,
    };
    let stages = ["lower", "emit", "names", "render", "runtime"];
    let known = stages
        .map(|stage| (stage.to_owned(), BTreeSet::new()))
        .into();
    assert_eq!(source.stages(&known), ["emit", "lower", "names"].into());
    assert!(
        source
            .paths
            .iter()
            .any(|path| starts_with(path, &["std", "fs"]))
    );
}

/// True if a path begins so. A word alone may be a name of anything.
fn starts_with(path: &[String], start: &[&str]) -> bool {
    path.len() >= start.len().max(2) && path.iter().zip(start).all(|(part, start)| part == start)
}

/// The table in the docs of `lib.rs`: for each stage, what it may import.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(workspace(GENERATOR).join("lib.rs")).expect("lib.rs");
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ["));
    let table: BTreeMap<_, _> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            let [stage, _, imports, ..] = cells[..] else {
                panic!("not a row of three cells: {row}");
            };
            (
                quoted(stage).remove(0),
                quoted(imports).into_iter().collect(),
            )
        })
        .collect();
    assert!(table.len() > 5, "this is not the table: {table:?}");
    table
}

/// The parts of a cell between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The files of Rust below a folder, those that hold only tests left out.
fn sources(folder: &str) -> Vec<Source> {
    let root = workspace(folder);
    let mut sources = Vec::new();
    let mut waiting = vec![root.clone()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the workspace") {
            let path = entry.expect("a readable folder").path();
            let stem = path.file_stem().expect("a name").to_string_lossy();
            if stem == "tests" {
                continue;
            } else if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                sources.push(source(&root, &path));
            }
        }
    }
    assert!(!sources.is_empty(), "there is no Rust in {folder}");
    sources
}

fn source(root: &Path, file: &Path) -> Source {
    let text = fs::read_to_string(file).expect("a readable file");
    let tokens: TokenStream = text.parse().expect("a file of Rust");
    let relative = file.strip_prefix(root).expect("a path below the root");
    let parts = relative.with_extension("");
    let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
    let mut paths = Vec::new();
    collect(tokens, &[], &mut paths);
    Source {
        module: parts
            .filter(|part| part != "mod" && part != "lib")
            .collect(),
        file: relative.to_owned(),
        paths,
    }
}
