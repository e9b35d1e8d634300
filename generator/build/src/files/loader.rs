//! The files that a document refers to.

use super::file::read_regular;
use openapi_client_generator::Config;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Reads the files that a document refers to, and none outside the folder of the document and
/// those that its settings allow, wherever a symlink leads. The overlays that the settings name
/// may be anywhere.
#[derive(Debug)]
pub struct Loader {
    /// The folder that names are relative to.
    base: PathBuf,
    /// The folders that files may be in, and the overlays, without symlinks in their paths.
    allowed: Vec<PathBuf>,
    /// The files that were asked for.
    asked: Mutex<BTreeSet<PathBuf>>,
}

impl Loader {
    /// A loader for the document `name`, which is relative to `base`.
    pub fn new(base: &Path, name: &str, config: &Config) -> Self {
        let document = base.join(name);
        let parent = document.parent().unwrap_or(Path::new(""));
        let folder = match parent == Path::new("") {
            true => PathBuf::from("."),
            false => parent.to_owned(),
        };
        let allowed = config.references.iter().chain(&config.overlays);
        let allowed = allowed.map(|path| folder.join(path.as_str()));
        let all = std::iter::once(folder.clone()).chain(allowed);
        Self {
            base: base.to_owned(),
            allowed: all.filter_map(|path| fs::canonicalize(path).ok()).collect(),
            asked: Mutex::default(),
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    ///
    /// Fails with the reason if it can't or mustn't be read.
    pub fn load(&self, name: &str) -> Result<String, String> {
        let path = self.base.join(name);
        if let Ok(mut asked) = self.asked.lock() {
            asked.insert(path.clone());
        }
        let Ok(real) = fs::canonicalize(&path) else {
            // For the words of the reason.
            return read_regular(&path);
        };
        if !self.allowed.iter().any(|allowed| real.starts_with(allowed)) {
            return Err(
                "a symlink on the way leads out of the folder of the document, which `references` in \
                 `codegen.toml` can allow"
                    .to_owned(),
            );
        }
        read_regular(&real)
    }

    /// The files that were asked for, whether they could be read or not, sorted.
    pub fn asked(&self) -> Vec<PathBuf> {
        let asked = self.asked.lock();
        asked.map_or_else(|_| Vec::new(), |asked| asked.iter().cloned().collect())
    }
}
