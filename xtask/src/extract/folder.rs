//! The folder of a vendor: its files are read, and written all at once.

use super::document::MARKER;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The file that the command writes the document to.
pub(super) const DOCUMENT: &str = "openapi.yaml";
pub(super) const SOURCE: &str = "SOURCE.md";

/// A vendor's folder.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// The name of a file, as messages have it.
    pub(super) fn shown(&self, name: &str) -> String {
        self.path.join(name).to_string_lossy().replace('\\', "/")
    }

    /// The text of a file, if it is there.
    pub(super) fn read(&self, name: &str) -> Result<Option<String>, String> {
        match fs::read_to_string(self.path.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!(
                "error[unreadable]: the file can't be read: {error}\n  at {}",
                self.shown(name)
            )),
        }
    }

    /// Fails if there is a document that the command didn't write.
    pub(super) fn check_document(&self) -> Result<(), String> {
        for other in ["openapi.yml", "openapi.json"] {
            if self.path.join(other).exists() {
                return Err(self.in_the_way(other));
            }
        }
        match self.read(DOCUMENT)? {
            Some(text) if text.lines().next() != Some(MARKER) => Err(self.in_the_way(DOCUMENT)),
            _ => Ok(()),
        }
    }

    fn in_the_way(&self, name: &str) -> String {
        format!(
            "error[edited]: the folder has a document that `cargo xtask extract` didn't write\n  \
             at {}:1:1\n  help: move it away, or choose another folder",
            self.shown(name)
        )
    }

    /// Writes files whose text is another one, once all are on the disk. Gives
    /// their names.
    pub(super) fn write(&self, files: &[(&str, String)]) -> Result<Vec<String>, String> {
        let failed = |name: &str, error: &dyn std::fmt::Display| {
            format!(
                "error[unwritable]: the file can't be written: {error}\n  at {}",
                self.shown(name)
            )
        };
        fs::create_dir_all(&self.path).map_err(|error| failed("", &error))?;
        let mut staged = Vec::new();
        for (name, text) in files {
            if self.read(name)?.as_deref() == Some(text) {
                continue;
            }
            let file = tempfile::Builder::new()
                .prefix(".extract-")
                .tempfile_in(&self.path);
            let mut file = file.map_err(|error| failed(name, &error))?;
            file.write_all(text.as_bytes())
                .and_then(|()| readable(file.as_file()))
                .map_err(|error| failed(name, &error))?;
            staged.push((*name, file));
        }
        let mut written = Vec::new();
        for (name, file) in staged {
            file.persist(self.path.join(name))
                .map_err(|error| failed(name, &error))?;
            written.push(self.shown(name));
        }
        Ok(written)
    }
}

/// Gives a temporary file, which is its owner's alone, the mode of others.
fn readable(file: &fs::File) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    let _ = file;
    Ok(())
}
