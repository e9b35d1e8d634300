//! The workspace with the client of a document and a program that uses it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io};

/// A document of which a client is built.
pub(super) struct Document {
    /// The name of its file.
    pub(super) file: &'static str,
    /// The package of the client.
    pub(super) name: &'static str,
    /// The package of the program.
    pub(super) program: &'static str,
    /// The program's text.
    text: &'static str,
}

pub(super) const DOCUMENTS: [Document; 3] = [
    Document {
        file: "flowglad.json",
        name: "flowglad",
        program: "flowglad-program",
        text: include_str!("programs/flowglad.rs"),
    },
    Document {
        file: "asana.yaml",
        name: "asana",
        program: "asana-program",
        text: include_str!("programs/asana.rs"),
    },
    Document {
        file: "stripe.yaml",
        name: "stripe",
        program: "stripe-program",
        text: include_str!("programs/stripe.rs"),
    },
];

/// Writes the workspace of a document, below a folder.
pub(super) fn write(
    folder: &Path,
    document: &Document,
    xtask: &Path,
    spec: &Path,
) -> Result<(), String> {
    let program = folder.join(document.program);
    write_program(folder, &program, document).map_err(|error| error.to_string())?;
    let mut generator = Command::new(xtask);
    generator.args(["codegen", "--force", "--spec"]).arg(spec);
    generator.arg("--out").arg(folder.join(document.name));
    let status = generator.stderr(Stdio::null()).status();
    match status.map_err(|error| format!("error: {}: {error}", xtask.display()))? {
        status if status.success() => Ok(()),
        _ => Err(format!(
            "error: {} can't generate {}",
            xtask.display(),
            spec.display()
        )),
    }
}

fn write_program(folder: &Path, program: &Path, document: &Document) -> io::Result<()> {
    let Document {
        name,
        program: package,
        ..
    } = document;
    fs::create_dir_all(program.join("src"))?;
    fs::write(program.join("src/main.rs"), document.text)?;
    let manifest = format!(
        "[package]\nname = {package:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{name} = {{ path = \"../{name}\" }}\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\", \"net\"] }}\n"
    );
    fs::write(program.join("Cargo.toml"), manifest)?;
    fs::write(
        folder.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = [{name:?}, {package:?}]\n"),
    )
}

/// Makes cargo build the client and the program anew.
pub(super) fn touch(folder: &Path, document: &Document) -> Result<(), String> {
    let sources = [
        folder.join(document.name).join("src/lib.rs"),
        folder.join(document.program).join("src/main.rs"),
    ];
    let now = std::time::SystemTime::now();
    for source in sources {
        let file = fs::File::options().append(true).open(&source);
        file.and_then(|file| file.set_modified(now))
            .map_err(|error| format!("error: {}: {error}", source.display()))?;
    }
    Ok(())
}
