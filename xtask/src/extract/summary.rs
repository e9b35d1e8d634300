//! The part of a vendor's `SOURCE.md` that says what was extracted.

use super::document::Extracted;
use super::recipe::{Action, Recipe};
use std::fmt::Write as _;

const BEGIN: &str = "<!-- Written by `cargo xtask extract`; do not edit up to the end mark. -->";
const END: &str = "<!-- End of what `cargo xtask extract` writes. -->";

/// The text of `SOURCE.md` with the part anew; everything around it stays.
///
/// # Errors
/// The file has one of the two marks only.
pub(super) fn renewed(old: Option<&str>, part: &str) -> Result<String, String> {
    let Some(old) = old else {
        return Ok(format!("# Where this document comes from\n\n{part}"));
    };
    match (old.find(BEGIN), old.find(END)) {
        (Some(begin), Some(end)) if begin < end => {
            let after = old[end + END.len()..].trim_start_matches('\n');
            let gap = if after.is_empty() { "" } else { "\n" };
            Ok(format!("{}{part}{gap}{after}", &old[..begin]))
        }
        (None, None) => Ok(format!("{}\n\n{part}", old.trim_end())),
        _ => Err(format!(
            "it needs the line `{BEGIN}` and below it `{END}`, or neither"
        )),
    }
}

/// The part, from one mark to the other.
pub(super) fn part(extracted: &Extracted, recipe: &Recipe) -> String {
    let mut text = format!("{BEGIN}\n\n## What was extracted\n\n");
    let _ = writeln!(
        text,
        "From {}: {} of {} operations{}, with all that they reach.\n",
        recipe.document,
        extracted.operations.len(),
        extracted.all,
        match extracted.webhooks.len() {
            0 => String::new(),
            1 => " and one webhook".to_owned(),
            several => format!(" and {several} webhooks"),
        },
    );
    let _ = writeln!(text, "| method and path | `operationId` |\n|---|---|");
    for one in extracted.operations.iter() {
        let id = one.id.as_deref().map(code).unwrap_or_default();
        let _ = writeln!(text, "| {} | {id} |", code(&one.address()));
    }
    for one in &extracted.webhooks {
        let _ = writeln!(text, "| webhook {} | |", code(&one.path));
    }
    if !recipe.cuts.is_empty() {
        let _ = writeln!(
            text,
            "\n### Where the extraction stops\n\n| place | what is there | reason |\n|---|---|---|"
        );
    }
    for cut in &recipe.cuts {
        let cut = cut.get_ref();
        let places = cut.at.iter().map(|at| code(at.get_ref()));
        let places = places.collect::<Vec<_>>().join(", ");
        let places = match cut.action() {
            Action::Keep(kind) if cut.at.is_empty() => {
                format!("every union of {} and references", code(kind))
            }
            _ => places,
        };
        let reason = one_line(&cut.reason);
        let _ = writeln!(text, "| {places} | {} | {reason} |", what(cut.action()));
    }
    let _ = writeln!(text, "\n{END}");
    text
}

fn what(action: Action<'_>) -> String {
    match action {
        Action::Keep(kind) => format!("the branch of type {}", code(kind)),
        Action::Any => "any JSON".to_owned(),
        Action::LeaveOut => "nothing".to_owned(),
        Action::Only(names) => {
            let names: Vec<_> = names.iter().map(|name| code(name.get_ref())).collect();
            format!("only {}", names.join(", "))
        }
    }
}

/// A text between backticks, in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'"))
}

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_the_part_stays() {
        let part = |text: &str| format!("{BEGIN}\n\n{text}\n\n{END}\n");
        let old = format!("# Acme\n\nOurs.\n\n{}\n## Open\n\nMore.\n", part("old"));
        let new = renewed(Some(&old), &part("new"));
        assert_eq!(new, Ok(old.replace("old", "new")));
        let appended = renewed(Some("# Acme\n\nOurs.\n"), &part("new")).expect("a text");
        assert_eq!(appended, format!("# Acme\n\nOurs.\n\n{}", part("new")));
        assert_eq!(renewed(Some(&appended), &part("new")), Ok(appended.clone()));
        assert!(renewed(Some(&appended.replace(END, "")), "").is_err());
    }
}
