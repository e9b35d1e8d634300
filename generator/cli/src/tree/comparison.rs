//! The result of holding a folder against a plan: the differences, and what
//! stands in the way of mending them.

use super::difference::{Difference, Guard};
use crate::progress::progress;
use openapi_client_generator::package::marker::{Marker, NAME};

/// The differences between a folder and a plan.
#[derive(Debug)]
pub struct Comparison {
    /// The folder's name in messages.
    pub(super) shown: String,
    /// Sorted by path.
    pub(super) differences: Vec<Difference>,
    /// Paths that even a forced run leaves alone, each with the reason.
    pub(super) obstacles: Vec<(String, &'static str)>,
    /// The marker on disk.
    pub(super) listed: Option<Marker>,
    /// The marker that goes with the plan.
    pub(super) planned: Marker,
}

impl Comparison {
    /// True if there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.differences.is_empty() && self.listed.as_ref() == Some(&self.planned)
    }

    /// Fails with the differences and the command that mends them: `command`,
    /// or `forced` where that would refuse.
    pub fn check(&self, command: &str, forced: &str) -> Result<(), String> {
        self.unobstructed()?;
        if self.is_empty() {
            progress("everything is up to date");
            return Ok(());
        }
        let mut text: String = self
            .differences
            .iter()
            .map(|difference| difference.describe(&self.shown))
            .collect();
        let path = format!("{}/{}", self.shown, NAME);
        match &self.listed {
            None => text.push_str(&format!("missing: {path}\n")),
            Some(listed) if *listed != self.planned => text.push_str(&format!("stale: {path}\n")),
            Some(_) => {}
        }
        let is_guarded = self.differences.iter().any(|one| one.guard.is_some());
        let command = if is_guarded { forced } else { command };
        Err(format!(
            "{text}help: run {command} and commit what it writes"
        ))
    }

    /// Refuses a run that would touch somebody else's work.
    pub(super) fn permit(&self, force: bool) -> Result<(), String> {
        self.unobstructed()?;
        if force {
            return Ok(());
        }
        let kinds = [
            (
                Guard::Unlisted,
                "error[unlisted]: these files were not generated, and are in the way of files that are",
            ),
            (
                Guard::Edited,
                "error[edited]: these files were edited since they were generated",
            ),
        ];
        let mut text = String::new();
        for (kind, title) in kinds {
            let guarded = self.differences.iter();
            let mut guarded = guarded.filter(|one| one.guard == Some(kind)).peekable();
            if guarded.peek().is_some() {
                text.push_str(&format!("{title}\n"));
            }
            for one in guarded {
                text.push_str(&format!("  at {}/{}\n", self.shown, one.path));
            }
        }
        match text.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "{text}  help: nothing was written; `--force` overwrites or removes these files; to \
                 keep them, move them away or choose another folder"
            )),
        }
    }

    fn unobstructed(&self) -> Result<(), String> {
        if self.obstacles.is_empty() {
            return Ok(());
        }
        let places: String = self
            .obstacles
            .iter()
            .map(|(path, what)| format!("  at {}/{path}: {what}\n", self.shown))
            .collect();
        Err(format!(
            "error[obstacle]: generated files can't be written or removed here\n{places}  help: \
             nothing was written; move what is there away, or choose another folder"
        ))
    }
}
