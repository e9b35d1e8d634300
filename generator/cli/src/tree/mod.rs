//! A folder with generated files: the differences between it and a plan, and
//! the writing of the plan.
//!
//! The generator owns the files that the folder's `marker` lists, and no
//! others. Anything else in the folder is neither read nor changed.

mod comparison;
mod difference;
mod marker;
mod staging;

use comparison::Comparison;
use difference::{Change, Difference, Guard};
use openapi_client_generator::File;
use openapi_client_generator::package::marker::{Marker, hash, is_inside};
use staging::Staging;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A folder on disk.
pub struct Tree {
    root: PathBuf,
    /// The folder's name in messages.
    shown: String,
}

/// The state of a path below the folder.
enum Entry {
    Absent,
    File(Vec<u8>),
    /// A link, a pipe or a device, which is never opened.
    Special,
    Folder,
    /// A part of the path that is a link or a file, so that the path leads out
    /// of the folder or nowhere.
    Blocked {
        place: String,
        by_link: bool,
    },
}

impl Tree {
    /// The folder at `root`, which messages call `shown`.
    pub fn at(root: &Path, shown: &str) -> Self {
        Self {
            root: root.to_owned(),
            shown: shown.to_owned(),
        }
    }

    /// Compares the folder with the plan, as far as it `concerns` the run:
    /// other paths, and their lines in the marker, stay as they are.
    pub fn compare(
        &self,
        files: &[File],
        concerns: &dyn Fn(&str) -> bool,
    ) -> Result<Comparison, String> {
        let listed = marker::read(&self.root, &self.shown)?;
        let mut planned = listed.clone().unwrap_or_default();
        planned.retain(|path| !concerns(path));
        let mut comparison = Comparison {
            shown: self.shown.clone(),
            differences: Vec::new(),
            obstacles: Vec::new(),
            listed,
            planned,
        };
        let mut paths = BTreeSet::new();
        for file in files.iter().filter(|file| concerns(&file.path)) {
            paths.insert(file.path.as_str());
            self.compare_planned(file, &mut comparison)?;
        }
        let listed = comparison.listed.clone().unwrap_or_default();
        for path in listed.paths().filter(|path| concerns(path)) {
            if !paths.contains(path) {
                self.compare_leftover(path, &listed, &mut comparison)?;
            }
        }
        let by_path = |one: &Difference, other: &Difference| one.path.cmp(&other.path);
        comparison.differences.sort_by(by_path);
        comparison.obstacles.sort();
        comparison.obstacles.dedup();
        Ok(comparison)
    }

    fn compare_planned(&self, file: &File, comparison: &mut Comparison) -> Result<(), String> {
        let File { path, text } = file;
        if !is_inside(path) {
            return Err(format!(
                "error[internal]: a generated file can't have the path `{path}`"
            ));
        }
        let new = hash(text.as_bytes());
        let hashes = comparison.listed.as_ref().and_then(|one| one.hashes(path));
        let guard = match hashes {
            None => Guard::Unlisted,
            Some(_) => Guard::Edited,
        };
        let (differences, obstacles) = (&mut comparison.differences, &mut comparison.obstacles);
        match self.entry(path)? {
            Entry::Absent => differences.push(Difference::missing(file)),
            Entry::File(old) => {
                let hash = hash(&old);
                let is_ours = hashes.is_some_and(|hashes| hashes.contains(&hash));
                if hash != new {
                    let guard = Some(guard).filter(|_| !is_ours);
                    differences.push(Difference::changed(file, Some(old), guard));
                }
            }
            Entry::Special => differences.push(Difference::changed(file, None, Some(guard))),
            Entry::Folder => obstacles.push((path.clone(), "it is a folder, not a file")),
            Entry::Blocked { place, by_link } => obstacles.push((place, not_a_folder(by_link))),
        }
        comparison.planned.add(path, new);
        Ok(())
    }

    fn compare_leftover(
        &self,
        path: &str,
        listed: &Marker,
        comparison: &mut Comparison,
    ) -> Result<(), String> {
        let hashes = listed.hashes(path);
        let guard = match self.entry(path)? {
            // Somebody removed it already, and may have put something else there.
            Entry::Absent | Entry::Folder | Entry::Blocked { by_link: false, .. } => return Ok(()),
            Entry::Blocked { place, by_link } => {
                comparison.obstacles.push((place, not_a_folder(by_link)));
                return Ok(());
            }
            Entry::Special => Some(Guard::Edited),
            Entry::File(old) => {
                let is_ours = hashes.is_some_and(|one| one.contains(&hash(&old)));
                Some(Guard::Edited).filter(|_| !is_ours)
            }
        };
        let leftover = Difference::new(path, Change::Remove, guard);
        comparison.differences.push(leftover);
        Ok(())
    }

    /// Looks at a path without following a link in it.
    fn entry(&self, path: &str) -> Result<Entry, String> {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        for place in folders {
            match self.kind(place)? {
                None => return Ok(Entry::Absent),
                Some(kind) if kind.is_dir() => {}
                Some(kind) => {
                    return Ok(Entry::Blocked {
                        place: place.to_owned(),
                        by_link: kind.is_symlink(),
                    });
                }
            }
        }
        let target = self.root.join(path);
        match self.kind(path)? {
            None => Ok(Entry::Absent),
            Some(kind) if kind.is_dir() => Ok(Entry::Folder),
            Some(kind) if kind.is_file() => fs::read(&target)
                .map(Entry::File)
                .map_err(|error| failed("read", &target, &error)),
            Some(_) => Ok(Entry::Special),
        }
    }

    fn kind(&self, path: &str) -> Result<Option<fs::FileType>, String> {
        let target = self.root.join(path);
        match fs::symlink_metadata(&target) {
            Ok(metadata) => Ok(Some(metadata.file_type())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &target, &error)),
        }
    }

    /// Makes the folder hold the plan, unless that would touch what isn't the
    /// generator's and the run isn't to `force` it. Gives a line for each file
    /// that it wrote or removed.
    pub fn apply(&self, comparison: &Comparison, force: bool) -> Result<Vec<String>, String> {
        comparison.permit(force)?;
        if !comparison.is_empty() {
            Staging::of(&self.root, comparison)?.finish()?;
        }
        let lines = comparison.differences.iter();
        Ok(lines.map(|one| one.done(&self.shown)).collect())
    }
}

/// The words for something that stands where a folder should.
fn not_a_folder(by_link: bool) -> &'static str {
    match by_link {
        true => "it is a symlink, and files are neither written nor removed through one",
        false => "it is not a folder",
    }
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!(
        "error[unreadable]: {} can't be {what}: {error}",
        path.display()
    )
}
