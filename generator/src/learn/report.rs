//! The report of all that was learned, for people.

use std::fmt::Write as _;

use super::tally::{Seen, Tally};
use crate::spec::Spec;

/// The differences by operation, each with its count and one entry.
pub(super) fn report(spec: &Spec, tally: &Tally) -> String {
    let mut text = String::new();
    let first = |seen: &Seen| tally.name(seen.first);
    for (index, counts) in &tally.operations {
        let Some(operation) = spec.operations.get(*index) else {
            continue;
        };
        if counts.differences.is_empty() {
            continue;
        }
        let id = operation.id.as_deref().unwrap_or("without operationId");
        line(
            &mut text,
            &format!(
                "{} {} ({id}): {} of {} differ",
                operation.method,
                operation.path,
                counts.different,
                exchanges(counts.exchanges)
            ),
        );
        for (difference, seen) in &counts.differences {
            let place = difference.at.path();
            let times = times(seen.count);
            let first = first(seen);
            line(
                &mut text,
                &format!("  {}, {times}, at {place} ({first})", difference.kind),
            );
        }
    }
    for (name, seen) in &tally.undocumented {
        let times = times(seen.count);
        let first = first(seen);
        line(
            &mut text,
            &format!("undocumented operation {name}, {times} ({first})"),
        );
    }
    for (skip, seen) in &tally.skipped {
        let times = times(seen.count);
        let first = first(seen);
        line(&mut text, &format!("skipped: {skip}, {times} ({first})"));
    }
    summary(&mut text, tally);
    text
}

fn summary(text: &mut String, tally: &Tally) {
    let of_operations = tally.operations.values();
    let known: usize = of_operations.clone().map(|one| one.exchanges).sum();
    let different: usize = of_operations.map(|one| one.different).sum();
    line(
        text,
        &format!(
            "{}, {known} of documented operations, {different} of these differ",
            exchanges(tally.entries)
        ),
    );
}

/// Adds a line; a name of the document can't break it, nor reach the terminal.
fn line(text: &mut String, content: &str) {
    for c in content.chars() {
        match c.is_control() {
            true => {
                // Writing to a `String` can't fail.
                let _ = write!(text, "{}", c.escape_default());
            }
            false => text.push(c),
        }
    }
    text.push('\n');
}

fn exchanges(count: usize) -> String {
    match count {
        1 => "1 exchange".to_owned(),
        count => format!("{count} exchanges"),
    }
}

pub(super) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}
