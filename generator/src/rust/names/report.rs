//! Reports of collisions, and of settings that named nothing.

use super::Namer;
use super::scope::Collision;
use crate::config::Entry;
use crate::diag::{Code, Diagnostic, Pointer};

impl Namer<'_> {
    /// Notes collisions and their settlement. One that goes on over
    /// several candidates is noted once.
    pub(super) fn report_collisions(&mut self, collisions: Vec<Collision>) {
        let mut told: Vec<Pointer> = Vec::new();
        for collision in collisions {
            if collision.settled.iter().all(|(at, _)| told.contains(at)) {
                continue;
            }
            told.extend(collision.settled.iter().map(|(at, _)| at.clone()));
            let Some(((at, name), others)) = collision.settled.split_first() else {
                continue;
            };
            let message = match others {
                [] => format!("`{}` is in use, so this is `{name}`", collision.wanted),
                _ => format!(
                    "several things want the name `{}`; this is `{name}`",
                    collision.wanted
                ),
            };
            let mut note = Diagnostic::note(Code::NameCollision, at, message);
            for (at, name) in others {
                note = note.related(at, format!("`{name}` is"));
            }
            let help = format!(
                "to choose, write \"{}\" = \"…\" under [names] in codegen.toml",
                at.path()
            );
            self.report.push(note.help(help));
        }
    }

    pub(super) fn report_unused(&mut self) {
        if self.report.is_unsettled() {
            return;
        }
        for at in self
            .config
            .names
            .keys()
            .filter(|at| !self.used.contains(*at))
        {
            let message = format!("nothing that is generated stands at {at}");
            self.report
                .push(self.config.unused(Entry::Name(at), message));
        }
    }
}
