//! Generates clients while the crate is built, as any crate may.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use openapi_client_generator::learn::Learner;
use openapi_client_generator::package::{Package, PackageModule, package};
use openapi_client_generator::{Config, GenerateOptions, Input, Target, generate, learn};

/// The modules, each with the folder of its document.
const MODULES: &[(&str, &str)] = &[
    ("shop", "."),
    ("corrected", "corrected"),
    ("learned", "learned"),
    ("tagged", "tagged"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let mut modules = Vec::new();
    for (name, folder) in MODULES {
        modules.push(module(name, Path::new(folder))?);
    }
    let files = package(&Package {
        name: "examples".to_owned(),
        modules,
        ..Package::default()
    });
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // What an older generator wrote must not stand beside what this one writes.
    let source = out.join("src");
    if source.exists() {
        fs::remove_dir_all(source)?;
    }
    for file in files {
        let path = out.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, file.text)?;
    }
    fs::write(out.join("modules.rs"), declarations(&out))?;
    Ok(())
}

/// The module of the document in a folder, with the settings that are there, or those
/// that are learned from a recording.
fn module(name: &str, folder: &Path) -> Result<PackageModule, Box<dyn Error>> {
    let read = |file: &str| {
        let path = folder.join(file);
        println!("cargo:rerun-if-changed={}", path.display());
        fs::read_to_string(path)
    };
    let text = read("openapi.yaml")?;
    let settings = match read("codegen.toml") {
        Ok(settings) => settings,
        Err(_) => {
            let recording = read("recording.jsonl")?;
            let read = |learner: &mut Learner<'_>| learner.read("recording", recording.as_bytes());
            let none = Config::default();
            let learned = learn(input(name, &text, &none), None, read);
            let (outcome, learned) = learned.map_err(|findings| findings.to_string())?;
            outcome?;
            learned.corrections
        }
    };
    let config = Config::parse("codegen.toml", &settings).map_err(|problem| problem.message)?;
    let output = generate(input(name, &text, &config)).map_err(|findings| findings.to_string())?;
    Ok(output.module(name))
}

fn input<'a>(module: &'a str, text: &str, config: &'a Config) -> Input<'a> {
    Input {
        name: "openapi.yaml",
        text: text.to_owned(),
        config,
        options: GenerateOptions::default(),
        load: &|path| fs::read_to_string(path).map_err(|error| error.to_string()),
        target: Target {
            package: "examples",
            module: Some(module),
            command: "cargo build",
        },
    }
}

/// The modules by their paths, to be included in the crate's root.
fn declarations(out: &Path) -> String {
    let names = MODULES.iter().map(|(name, _)| *name);
    let modules = names.chain(["runtime"]).map(|name| {
        let path = out.join("src").join(name).join("mod.rs");
        format!("#[path = {path:?}]\npub mod {name};\n")
    });
    modules.collect()
}
