//! The table of what each vendor can do: in the crate's docs, and between two marks in
//! the README.

use openapi_client_cli::Action;
use openapi_client_generator::package::PackageModule;
use std::fs;
use std::path::Path;

/// The file that has the table besides the crate's docs, in the workspace.
const README: &str = "README.md";

/// The marks that the table stands between, each on a line of its own.
const START: &str = "<!-- vendors -->\n";
const END: &str = "<!-- /vendors -->\n";

/// The table in CommonMark, one row for each vendor with a mapping; empty without any.
pub(crate) fn table(modules: &[PackageModule]) -> String {
    let mut text = String::new();
    for module in modules {
        let Some(cells) = &module.capabilities else {
            continue;
        };
        if text.is_empty() {
            let headings = cells.iter().map(|(heading, _)| *heading);
            text = row(std::iter::once("Vendor").chain(headings));
            text.push_str(&"|---".repeat(cells.len() + 1));
            text.push_str("|\n");
        }
        let name = format!("`{}`", module.name);
        let cells = cells.iter().map(|(_, cell)| cell.as_str());
        text.push_str(&row(std::iter::once(name.as_str()).chain(cells)));
    }
    text
}

fn row<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cells: Vec<_> = cells.collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Writes the table into the README of a workspace, or compares it. A README without the
/// marks has no table. Gives a line about what was done.
pub(crate) fn update(root: &Path, table: &str, action: Action) -> Result<Option<String>, String> {
    let path = root.join(README);
    let Ok(old) = fs::read_to_string(&path) else {
        return Ok(None);
    };
    let Some(new) = with_table(&old, table) else {
        return Ok(None);
    };
    if old == new {
        return Ok(None);
    }
    if action == Action::Check {
        return Err(format!(
            "error: the table of vendors is out of date\n  at {README}\n  \
             help: run `cargo xtask codegen`"
        ));
    }
    fs::write(&path, new).map_err(|error| format!("error: {README} can't be written: {error}"))?;
    Ok(Some(format!("updated {README}")))
}

/// A text with the table between its marks; `None` if it has none.
fn with_table(text: &str, table: &str) -> Option<String> {
    // As it was checked out.
    let text = text.replace("\r\n", "\n");
    let start = text.find(START)? + START.len();
    let end = start + text[start..].find(END)?;
    Some(format!("{}{table}{}", &text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::{table, with_table};
    use openapi_client_generator::package::PackageModule;

    #[test]
    fn a_row_is_made_for_each_vendor_with_a_mapping() {
        let module = |name: &str, cells: Option<&str>| PackageModule {
            name: name.to_owned(),
            capabilities: cells.map(|cell| vec![("Undo", cell.to_owned())]),
            ..PackageModule::default()
        };
        let modules = [
            module("acme", Some("yes")),
            module("none", None),
            module("zeta", Some("–")),
        ];
        let expected = "| Vendor | Undo |\n|---|---|\n| `acme` | yes |\n| `zeta` | – |\n";
        assert_eq!(table(&modules), expected);
        assert_eq!(table(&modules[1..2]), "");
    }

    #[test]
    fn a_table_stands_between_its_marks() {
        let text = "a\n<!-- vendors -->\nold\n<!-- /vendors -->\nb\n";
        let new = with_table(text, "new\n").expect("marks");
        assert_eq!(new, "a\n<!-- vendors -->\nnew\n<!-- /vendors -->\nb\n");
        assert_eq!(with_table(&new, "new\n"), Some(new));
        assert_eq!(with_table("a\n<!-- vendors -->\n", "new\n"), None);
    }
}
