//! The writing of a plan: new texts are staged in the folder itself, then moved
//! to their places.
//!
//! The folder may be a mount point, and the folder above it may be read-only,
//! so nothing is staged anywhere else.
//!
//! A run can be killed between any two steps, and the next run must still know
//! its own files. The first step therefore writes a marker that lists the old
//! and the new hash of every file: whichever of the two a file then holds is
//! the generator's. The last step replaces it with a marker that has the new
//! hashes alone. Either is left out where it would change nothing. Files are written before leftovers are removed, so that a
//! crate that is half done lacks nothing.

use super::comparison::Comparison;
use super::difference::Change;
use super::failed;
use openapi_client_generator::package::marker::NAME;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The beginning of the names of temporary files.
const PREFIX: &str = ".codegen-";

/// The texts on disk that wait for their turn, and the steps that remain.
pub(super) struct Staging {
    root: PathBuf,
    /// Removed with everything in it when this is dropped.
    folder: TempDir,
    steps: Vec<Step>,
}

enum Step {
    Move { staged: PathBuf, target: PathBuf },
    Remove { target: PathBuf },
}

impl Staging {
    /// Writes every new text to a temporary folder in `root`.
    pub(super) fn of(root: &Path, comparison: &Comparison) -> Result<Self, String> {
        fs::create_dir_all(root).map_err(|error| failed("made", root, &error))?;
        let folder = temporary(root).map_err(|error| failed("written to", root, &error))?;
        let mut staging = Self {
            root: root.to_owned(),
            folder,
            steps: Vec::new(),
        };
        let planned = &comparison.planned;
        let either = match &comparison.listed {
            Some(listed) => listed.union(planned),
            None => planned.clone(),
        };
        if comparison.listed.as_ref() != Some(&either) {
            staging.stage(&either.text(), NAME)?;
        }
        for difference in &comparison.differences {
            if let Change::Create { new } | Change::Replace { new, .. } = &difference.change {
                staging.stage(new, &difference.path)?;
            }
        }
        for difference in &comparison.differences {
            if let Change::Remove = difference.change {
                let target = root.join(&difference.path);
                staging.steps.push(Step::Remove { target });
            }
        }
        if *planned != either {
            staging.stage(&planned.text(), NAME)?;
        }
        Ok(staging)
    }

    fn stage(&mut self, text: &str, path: &str) -> Result<(), String> {
        let staged = self.folder.path().join(self.steps.len().to_string());
        fs::write(&staged, text).map_err(|error| failed("written", &staged, &error))?;
        let target = self.root.join(path);
        self.steps.push(Step::Move { staged, target });
        Ok(())
    }

    /// Takes all steps.
    pub(super) fn finish(self) -> Result<(), String> {
        self.steps.iter().try_for_each(|step| self.take(step))
    }

    fn take(&self, step: &Step) -> Result<(), String> {
        match step {
            Step::Move { staged, target } => {
                place(staged, target).map_err(|error| failed("written", target, &error))
            }
            Step::Remove { target } => {
                fs::remove_file(target).map_err(|error| failed("removed", target, &error))?;
                self.remove_empty(target.parent());
                Ok(())
            }
        }
    }

    /// Removes a folder if it is empty, then the one above it, up to the root.
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

/// Moves a file to its place, in one step where it is on the same device.
fn place(staged: &Path, target: &Path) -> Result<(), Error> {
    let folder = target.parent().unwrap_or(target);
    fs::create_dir_all(folder)?;
    match fs::rename(staged, target) {
        // A mount point below the root: staged again, beside the target.
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let beside = temporary(folder)?;
            let copy = beside.path().join("file");
            fs::copy(staged, &copy)?;
            fs::rename(copy, target)
        }
        done => done,
    }
}

fn temporary(folder: &Path) -> Result<TempDir, Error> {
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;
    use openapi_client_generator::File;

    fn plan(texts: &[(&str, &str)]) -> Vec<File> {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        texts.iter().map(file).collect()
    }

    /// Kills a run after every number of steps, and lets another one follow.
    #[test]
    fn a_killed_run_leaves_files_that_the_next_one_knows() {
        let old = plan(&[("a", "1"), ("b/c", "1"), ("b/d", "1"), ("same", "1")]);
        let new = plan(&[("a", "2"), ("b/c", "2"), ("e/f", "2"), ("same", "1")]);
        let other = plan(&[("a", "3"), ("e/f", "3"), ("g", "3")]);
        for count in 0..8 {
            for next in [&old, &new, &other] {
                let folder = TempDir::new().expect("a temporary folder");
                let tree = Tree::at(folder.path(), "out");
                let all = |_: &str| true;
                let first = tree.compare(&old, &all).expect("a comparison");
                tree.apply(&first, false).expect("files");
                let killed = tree.compare(&new, &all).expect("a comparison");
                let staging = Staging::of(folder.path(), &killed).expect("staged files");
                assert_eq!(staging.steps.len(), 6, "a, b/c, e/f, b/d and two markers");
                for step in staging.steps.iter().take(count) {
                    staging.take(step).expect("a step");
                }
                drop(staging);
                let again = tree.compare(next, &all).expect("a comparison");
                tree.apply(&again, false).expect("files");
                assert!(tree.compare(next, &all).expect("a comparison").is_empty());
                let gone = next.iter().all(|file| file.path != "b/d");
                assert_eq!(folder.path().join("b/d").exists(), !gone, "{count}");
            }
        }
    }

    #[test]
    fn a_file_is_placed_on_another_device() {
        let (Ok(here), Ok(there)) = (TempDir::new(), TempDir::new_in("/dev/shm")) else {
            eprintln!("skipped: there is no second device");
            return;
        };
        let (staged, target) = (here.path().join("file"), there.path().join("src/lib.rs"));
        fs::write(&staged, "text").expect("a file");
        place(&staged, &target).expect("a file on another device");
        assert_eq!(fs::read_to_string(&target).expect("a file"), "text");
        let folder = target.parent().expect("a folder");
        assert_eq!(fs::read_dir(folder).expect("a folder").count(), 1);
    }
}
