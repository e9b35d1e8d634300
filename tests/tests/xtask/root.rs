//! The workspace that a run works on: the one that it is started in.

use crate::copy::{Copy, Run, xtask};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn codegen(folder: &Path) -> Run {
    let mut command = Command::new(xtask());
    command.args(["codegen", "--check"]).current_dir(folder);
    Run::of(command.env_remove("XTASK_ROOT"))
}

#[test]
fn run_uses_the_workspace_of_its_working_directory() {
    let copy = Copy::up_to_date();
    copy.write("Cargo.toml", "[workspace]\n");
    copy.write("generator/Cargo.toml", "[package]\n");
    codegen(&copy.path("")).succeeds();
    copy.remove("generated/src/duro/mod.rs");
    for folder in ["", "specs", "specs/duro", "generated/src/lotus"] {
        codegen(&copy.path(folder)).fails_with(&["missing: generated/src/duro/mod.rs"]);
    }
}

#[test]
fn run_outside_of_a_workspace_is_an_error() {
    let folder = TempDir::new().expect("a temporary folder");
    codegen(folder.path()).fails_with(&["error[workspace]", "generator, specs", "XTASK_ROOT"]);
}
