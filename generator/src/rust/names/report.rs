//! Reports of collisions.

use super::scope::Collision;
use crate::diag::{Code, Diagnostic, Pointer, Report};
use std::collections::HashSet;

/// Notes collisions and their settlement. One that goes on over
/// several candidates is noted once.
pub(super) fn add_notes(report: &mut Report, collisions: Vec<Collision>) {
    let mut told: HashSet<Pointer> = HashSet::new();
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
            note = note.related(at, format!("this is `{name}`"));
        }
        let help = format!(
            "to choose, write \"{}\" = \"…\" under [names] in codegen.toml",
            at.path()
        );
        report.push(note.help(help));
    }
}
