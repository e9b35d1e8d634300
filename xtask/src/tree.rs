//! A folder that is owned by the generator: what differs from the plan, and
//! how it is made to hold the plan.

use openapi_client_generator::File;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder on disk.
pub(crate) struct Tree {
    root: PathBuf,
}

/// A file that isn't as planned.
#[derive(Debug)]
pub(crate) enum Difference {
    Changed {
        path: String,
        old: Vec<u8>,
        new: String,
    },
    Missing {
        path: String,
        new: String,
    },
    Leftover {
        path: String,
    },
}

impl Difference {
    /// The path within the folder.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Changed { path, .. } | Self::Missing { path, .. } | Self::Leftover { path } => {
                path
            }
        }
    }

    /// What was done about it.
    pub(crate) fn done(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "updated",
            Self::Missing { .. } => "wrote",
            Self::Leftover { .. } => "removed",
        }
    }

    /// What is wrong with it, with a diff where there are two versions.
    pub(crate) fn describe(&self, folder: &str) -> String {
        let path = format!("{folder}/{}", self.path());
        match self {
            Self::Missing { .. } => format!("missing: {path}\n"),
            Self::Leftover { .. } => format!("left over: {path}\n"),
            Self::Changed { old, new, .. } => {
                let old = String::from_utf8_lossy(old);
                let diff = TextDiff::from_lines(old.as_ref(), new.as_str());
                let mut unified = diff.unified_diff();
                let unified = unified
                    .context_radius(2)
                    .header(&path, &format!("{path} (as generated)"));
                format!("changed: {path}\n{unified}\n")
            }
        }
    }
}

impl Tree {
    pub(crate) fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// What differs from the plan, sorted by path.
    pub(crate) fn compare(&self, files: &[File]) -> Result<Vec<Difference>, String> {
        let mut found = BTreeMap::new();
        self.read(&self.root, "", &mut found)?;
        let mut differences = Vec::new();
        for File { path, text } in files {
            match found.remove(path) {
                None => differences.push(Difference::Missing {
                    path: path.clone(),
                    new: text.clone(),
                }),
                Some(old) if old != text.as_bytes() => {
                    differences.push(Difference::Changed {
                        path: path.clone(),
                        old,
                        new: text.clone(),
                    });
                }
                Some(_) => {}
            }
        }
        differences.extend(found.into_keys().map(|path| Difference::Leftover { path }));
        differences.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(differences)
    }

    fn read(
        &self,
        folder: &Path,
        prefix: &str,
        found: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), String> {
        if !folder.exists() {
            return Ok(());
        }
        let failed = |error| failed("read", folder, &error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(failed)?.is_dir() {
                self.read(&entry.path(), &format!("{path}/"), found)?;
            } else {
                // A link that leads nowhere is read as an empty file, and replaced.
                let is_link = entry.file_type().map_err(failed)?.is_symlink();
                let bytes = match fs::read(entry.path()) {
                    Err(_) if is_link => Vec::new(),
                    read => read.map_err(failed)?,
                };
                found.insert(path, bytes);
            }
        }
        Ok(())
    }

    /// Makes the folder hold the plan. Every new text is on the disk before the
    /// first file is replaced, and a file is replaced by renaming, so a run that
    /// is interrupted leaves whole files.
    pub(crate) fn apply(&self, differences: &[Difference]) -> Result<(), String> {
        if differences.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(&self.root).map_err(|error| failed("made", &self.root, &error))?;
        let mut ready = Vec::new();
        let mut leftover = Vec::new();
        for difference in differences {
            let target = self.root.join(difference.path());
            let text = match difference {
                Difference::Changed { new, .. } | Difference::Missing { new, .. } => new,
                Difference::Leftover { .. } => {
                    leftover.push(target);
                    continue;
                }
            };
            ready.push((self.beside(text)?, target));
        }
        for (file, target) in ready {
            let folder = target.parent().unwrap_or(&self.root);
            fs::create_dir_all(folder).map_err(|error| failed("made", folder, &error))?;
            file.persist(&target)
                .map_err(|error| failed("written", &target, &error.error))?;
        }
        for target in leftover {
            fs::remove_file(&target).map_err(|error| failed("removed", &target, &error))?;
            self.remove_empty(target.parent());
        }
        Ok(())
    }

    /// A temporary file on the same disk, which disappears unless it is renamed.
    fn beside(&self, text: &str) -> Result<tempfile::NamedTempFile, String> {
        use std::io::Write as _;
        let parent = self.root.parent().unwrap_or(&self.root);
        let failed = |error| failed("written", parent, &error);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".codegen-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o644));
        }
        let mut file = builder.tempfile_in(parent).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        Ok(file)
    }

    fn remove_empty(&self, folder: Option<&Path>) {
        let mut folder = folder;
        // `remove_dir` refuses a folder that holds something, which ends it.
        while let Some(empty) = folder.filter(|folder| **folder != self.root) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
    }
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!(
        "error[unreadable]: {} can't be {what}: {error}",
        path.display()
    )
}
