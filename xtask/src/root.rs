//! The folder of the workspace that the commands work on.

use std::path::{Path, PathBuf};

/// The names that the workspace's folder has in it.
const PARTS: [&str; 3] = ["Cargo.toml", "generator", "specs"];

/// The folder that `XTASK_ROOT` names; else the current folder or the nearest
/// above it that is the workspace's. The program may have been built in
/// another checkout, so that where it was built says nothing.
pub(crate) fn find() -> Result<PathBuf, String> {
    if let Some(root) = std::env::var_os("XTASK_ROOT") {
        return Ok(root.into());
    }
    let here = std::env::current_dir()
        .map_err(|error| format!("error[workspace]: there is no current folder: {error}"))?;
    let is_root = |folder: &&Path| PARTS.iter().all(|part| folder.join(part).exists());
    match here.ancestors().find(is_root) {
        Some(root) => Ok(root.to_owned()),
        None => Err(format!(
            "error[workspace]: neither this folder nor one above it is the workspace's, which holds \
             {}\n  at {}\n  help: run the command inside the workspace, or name its folder in XTASK_ROOT",
            PARTS.join(", "),
            here.display(),
        )),
    }
}
