//! Generates a client while the crate is built, as any crate may.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use openapi_client_generator::package::{Package, package};
use openapi_client_generator::{Config, GenerateOptions, Input, Target, generate};

fn main() -> Result<(), Box<dyn Error>> {
    for file in ["build.rs", "codegen.toml", "openapi.yaml"] {
        println!("cargo:rerun-if-changed={file}");
    }
    let config = Config::parse("codegen.toml", &fs::read_to_string("codegen.toml")?)
        .map_err(|problem| problem.message)?;
    let output = generate(Input {
        name: "openapi.yaml",
        text: fs::read_to_string("openapi.yaml")?,
        config: &config,
        options: GenerateOptions::default(),
        load: &|path| fs::read_to_string(path).map_err(|error| error.to_string()),
        target: Target {
            package: "examples",
            module: Some("shop"),
            command: "cargo build",
        },
    });
    let output = output.map_err(|findings| findings.to_string())?;
    let files = package(&Package {
        name: "examples".to_owned(),
        modules: vec![output.module("shop")],
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
    fs::write(out.join("modules.rs"), modules(&out))?;
    Ok(())
}

/// The modules by their paths, to be included in the crate's root.
fn modules(out: &Path) -> String {
    let modules = ["runtime", "shop"].map(|name| {
        let path = out.join("src").join(name).join("mod.rs");
        format!("#[path = {path:?}]\npub mod {name};\n")
    });
    modules.concat()
}
