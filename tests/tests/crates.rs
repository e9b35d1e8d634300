//! Crates as `openapi-client generate` writes them, judged by cargo as that of a user is: with
//! the runtime as a module, and as a dependency.

use openapi_client_generator::package::{Package, standalone};
use openapi_client_generator::{Config, File, GenerateOptions, Input, Target, generate};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The documents, each with the name of its crate.
const DOCUMENTS: &[(&str, &str)] = &[
    ("shop", "shop/openapi.yaml"),
    ("duro", "../specs/duro/openapi.yaml"),
    ("exodus", "../specs/exodus/openapi.yaml"),
    ("flowglad", "../specs/flowglad/openapi.yaml"),
    ("funnelfox", "../specs/funnelfox/openapi.yaml"),
    ("lotus", "../specs/lotus/openapi.yaml"),
];

/// A workspace with a crate for each document.
struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates");
        let workspace = Self { folder };
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut names = Vec::new();
        for (name, document) in DOCUMENTS {
            workspace.add(name, &tests.join(document), "");
            names.push((*name).to_owned());
        }
        let runtime = tests.join("../generator/runtime");
        let settings = format!("\n[runtime]\npath = {runtime:?}\ncrate = \"shared\"\n");
        let name = "shop-on-runtime";
        workspace.add(name, &tests.join(DOCUMENTS[0].1), &settings);
        names.push(name.to_owned());
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n");
        workspace.write("Cargo.toml", &manifest);
        let lock = fs::read_to_string(tests.join("../Cargo.lock")).unwrap();
        workspace.write("Cargo.lock", &lock);
        workspace
    }

    fn add(&self, name: &str, document: &Path, more: &str) {
        // An older run may have had other files.
        let _ = fs::remove_dir_all(self.folder.join(name).join("src"));
        for file in files(name, document, more) {
            self.write(&format!("{name}/{}", file.path), &file.text);
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs cargo, which has to be content.
    #[track_caller]
    fn cargo(&self, arguments: &[&str]) {
        // The dependencies are those of the cases, which are checked, too.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases/target");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}: {stdout}{stderr}");
    }
}

fn files(name: &str, document: &Path, more: &str) -> Vec<File> {
    let settings = fs::read_to_string(document.with_file_name("codegen.toml"));
    let settings = settings.unwrap_or_default() + more;
    let config = Config::parse("codegen.toml", &settings).unwrap();
    let output = generate(Input {
        name: "openapi.yaml",
        text: fs::read_to_string(document).unwrap(),
        config: &config,
        options: GenerateOptions {
            all_schemas: true,
            ..GenerateOptions::default()
        },
        load: &|file| Err(format!("{file} isn't part of this")),
        target: Target {
            package: name,
            module: None,
            command: "a test",
        },
    });
    let output = output.unwrap_or_else(|findings| panic!("{name}: {findings}"));
    let title = &output.title;
    let package = Package::of(name, title, &config.package, config.runtime.as_ref());
    standalone(&package, &output.module(name))
}

#[test]
fn neither_rustfmt_nor_clippy_has_anything_to_say() {
    let workspace = Workspace::new();
    workspace.cargo(&["fmt", "--all", "--check"]);
    let deny = ["--", "-D", "warnings"];
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets"];
    workspace.cargo(&[&clippy[..], &deny].concat());
    // Each feature is one of the runtime's.
    let features = ["--package", "shop-on-runtime", "--all-features"];
    workspace.cargo(&[&["clippy", "--quiet"], &features[..], &deny].concat());
}
