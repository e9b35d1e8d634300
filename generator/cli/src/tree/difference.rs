//! The differences between a folder and a plan, as they are told.

use openapi_client_generator::File;
use openapi_client_generator::package::marker::with_unix_lines;
use similar::TextDiff;

/// A file that isn't as planned.
#[derive(Debug)]
pub(super) struct Difference {
    /// The path within the folder.
    pub(super) path: String,
    pub(super) change: Change,
    /// The reason to leave the file alone unless the run is forced.
    pub(super) guard: Option<Guard>,
}

/// The way to the plan.
#[derive(Debug)]
pub(super) enum Change {
    Create {
        new: String,
    },
    Replace {
        /// The bytes on disk, unless it is a link or otherwise no regular file.
        old: Option<Vec<u8>>,
        new: String,
    },
    Remove,
}

/// The reason why a file may not be the generator's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// No earlier run wrote it.
    Unlisted,
    /// It isn't as an earlier run wrote it.
    Edited,
}

impl Difference {
    pub(super) fn new(path: &str, change: Change, guard: Option<Guard>) -> Self {
        Self {
            path: path.to_owned(),
            change,
            guard,
        }
    }

    /// A file that isn't there.
    pub(super) fn missing(file: &File) -> Self {
        let new = file.text.clone();
        Self::new(&file.path, Change::Create { new }, None)
    }

    /// A file that holds something else.
    pub(super) fn changed(file: &File, old: Option<Vec<u8>>, guard: Option<Guard>) -> Self {
        let new = file.text.clone();
        Self::new(&file.path, Change::Replace { old, new }, guard)
    }

    /// Says in one line that it was mended.
    pub(super) fn done(&self, folder: &str) -> String {
        let done = match self.change {
            Change::Create { .. } => "wrote",
            Change::Replace { .. } => "updated",
            Change::Remove => "removed",
        };
        format!("{done} {folder}/{}", self.path)
    }

    /// Says what is wrong, with a diff where there are two versions.
    pub(super) fn describe(&self, folder: &str) -> String {
        let path = format!("{folder}/{}", self.path);
        let guard = match self.guard {
            None => "",
            Some(Guard::Unlisted) => " (not written by the generator)",
            Some(Guard::Edited) => " (edited since it was generated)",
        };
        match &self.change {
            Change::Create { .. } => format!("missing: {path}\n"),
            Change::Remove => format!("left over: {path}{guard}\n"),
            Change::Replace { old: None, .. } => {
                format!("changed: {path}{guard}: no regular file\n")
            }
            Change::Replace {
                old: Some(old),
                new,
            } => {
                format!("changed: {path}{guard}\n{}\n", diff(&path, old, new))
            }
        }
    }
}

/// The lines that differ.
fn diff(path: &str, old: &[u8], new: &str) -> String {
    let (old, new) = (with_unix_lines(old), with_unix_lines(new.as_bytes()));
    let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(&new));
    TextDiff::from_lines(old.as_ref(), new.as_ref())
        .unified_diff()
        .context_radius(2)
        .header(path, &format!("{path} (as generated)"))
        .to_string()
}
