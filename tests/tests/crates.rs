//! Crates as `openapi-client generate` writes them, judged by cargo as that of a user is: with
//! the runtime as a module, and as a dependency.

#[path = "support/generated.rs"]
mod generated;

use generated::{Place, generated};
use openapi_client_generator::package::{Package, included, standalone};
use openapi_client_generator::{Config, File, Output};
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
        names.extend(workspace.add_choices(tests, &runtime));
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n");
        workspace.write("Cargo.toml", &manifest);
        let lock = fs::read_to_string(tests.join("../Cargo.lock")).unwrap();
        workspace.write("Cargo.lock", &lock);
        workspace
    }

    fn add(&self, name: &str, document: &Path, more: &str) {
        let settings = fs::read_to_string(document.with_file_name("codegen.toml"));
        self.add_with(name, document, &(settings.unwrap_or_default() + more));
    }

    fn add_with(&self, name: &str, document: &Path, settings: &str) {
        // An older run may have had other files.
        let _ = fs::remove_dir_all(self.folder.join(name).join("src"));
        for file in files(name, document, settings) {
            self.write(&format!("{name}/{}", file.path), &file.text);
        }
    }

    /// Adds crates with the types that settings choose: with the runtime within and outside,
    /// and with code that is included.
    fn add_choices(&self, tests: &Path, runtime: &Path) -> [String; 3] {
        let document = tests.join("choices/openapi.yaml");
        self.add("chosen", &document, "");
        let test = fs::read_to_string(tests.join("choices/round_trip.rs")).unwrap();
        self.write("chosen/tests/round_trip.rs", &test);
        let libraries = "maps = \"IndexMap\"\n[formats]\ndate-time = \"time\"\ndate = \"chrono\"\n\
                         uuid = \"uuid\"\nuri = \"url\"\n";
        let outside = format!("{libraries}[runtime]\npath = {runtime:?}\n");
        self.add_with("chosen-on-runtime", &document, &outside);
        let own = "semver = { type = \"crate::Version\", examples = [\"1.2\"] }\n";
        let output = output("included", &document, &format!("{libraries}{own}"), true);
        self.write(
            "included/src/client.rs",
            &included(&output.module("client")),
        );
        self.write("included/src/lib.rs", INCLUDED);
        let features = r#"["client", "chrono", "indexmap", "time", "url", "uuid"]"#;
        let dependency =
            format!("path = {runtime:?}, default-features = false, features = {features}");
        let manifest = format!(
            "[package]\nname = \"included\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nopenapi-client-runtime = {{ {dependency} }}\n"
        );
        self.write("included/Cargo.toml", &manifest);
        ["chosen", "chosen-on-runtime", "included"].map(str::to_owned)
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

/// A crate around code that is included, with a type that its settings name.
const INCLUDED: &str = r#"//! A crate that a client is included into.

/// A version of two numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Version(pub u32, pub u32);

impl std::str::FromStr for Version {
    type Err = Box<dyn std::error::Error>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (major, minor) = text.split_once('.').ok_or("no dot")?;
        Ok(Self(major.parse()?, minor.parse()?))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

pub mod client {
    //! The client.

    include!("client.rs");
}
"#;

fn files(name: &str, document: &Path, settings: &str) -> Vec<File> {
    let output = output(name, document, settings, false);
    let config = Config::parse("codegen.toml", settings).unwrap();
    let title = &output.title;
    let package = Package::of(name, title, &config.package, config.runtime.as_ref());
    standalone(&package, &output.module(name))
}

fn output(name: &str, document: &Path, settings: &str, included: bool) -> Output {
    let config = Config::parse("codegen.toml", settings).unwrap();
    let text = fs::read_to_string(document).unwrap();
    let place = Place {
        package: name,
        module: None,
        is_included: included,
    };
    let output = generated(&text, &config, &place);
    output.unwrap_or_else(|findings| panic!("{name}: {findings}"))
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
    // A test of each type that settings name is generated.
    let chosen = ["--package", "chosen", "--package", "included"];
    let features = ["--features", "chosen/mock", "--lib", "--tests"];
    workspace.cargo(&[&["test", "--quiet"], &chosen[..], &features].concat());
}
