//! Known gaps of documents, with reasons: `expected.toml`.

use serde_json::Value;
use std::sync::OnceLock;
use toml::Table;

const TEXT: &str = include_str!("expected.toml");

/// An entry of the list.
#[derive(Debug)]
struct Expected {
    document: String,
    code: String,
    at: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    gaps: Vec<Expected>,
    refusals: Vec<Expected>,
    branches: Vec<Expected>,
}

fn list() -> &'static List {
    static LIST: OnceLock<List> = OnceLock::new();
    LIST.get_or_init(|| read(TEXT).unwrap_or_default())
}

/// The list, or nothing if it isn't written as its first lines say.
fn read(text: &str) -> Option<List> {
    let table: Table = text.parse().ok()?;
    let entries = |key: &str| -> Option<Vec<Expected>> {
        let Some(entries) = table.get(key) else {
            return Some(Vec::new());
        };
        entries.as_array()?.iter().map(entry).collect()
    };
    Some(List {
        gaps: entries("gap")?,
        refusals: entries("refused")?,
        branches: entries("branch")?,
    })
}

fn entry(value: &toml::Value) -> Option<Expected> {
    let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
    text("reason").filter(|reason| !reason.is_empty())?;
    Some(Expected {
        document: text("document")?,
        code: text("code").unwrap_or_default(),
        at: text("at"),
    })
}

/// True of a gap in `bindings.json` that the list has.
pub(super) fn has_gap(document: &str, gap: &Value) -> bool {
    let text = |key: &str| gap[key].as_str().unwrap_or_default();
    list().gaps.iter().any(|known| {
        let at = known.at.as_deref().unwrap_or_default();
        document.ends_with(&known.document)
            && known.code == text("code")
            && text("pointer").starts_with(at)
    })
}

/// True if a value of a union that was decoded as a wrong branch is one of which
/// the list says that no reader could know better.
pub(super) fn is_wrong_branch(document: &str, wrong: &Value) -> bool {
    let pointer = wrong["pointer"].as_str().unwrap_or_default();
    list()
        .branches
        .iter()
        .any(|known| document.ends_with(&known.document) && known.at.as_deref() == Some(pointer))
}

/// True if the list has this error for a document of which nothing is
/// generated; nothing if it doesn't speak of the document.
pub(super) fn is_refusal(document: &str, error: Option<&str>) -> Option<bool> {
    let mut refusals = list().refusals.iter();
    let known = refusals.find(|known| document.ends_with(&known.document))?;
    let said = format!("error[{}]", known.code);
    Some(error.is_some_and(|error| error.contains(&said)))
}

#[cfg(test)]
mod tests {
    use super::{TEXT, has_gap, is_refusal, read};
    use serde_json::json;

    #[test]
    fn the_list_can_be_read() {
        let list = read(TEXT).expect("a list whose entries all have a reason");
        assert!(!list.gaps.is_empty() && !list.refusals.is_empty());
        assert!(read("[[gap]]\ndocument = \"a\"\ncode = \"b\"").is_none());
    }

    #[test]
    fn only_what_is_listed_is_expected() {
        let gap = json!({ "code": "missing-reference", "pointer": "/paths/~1a/get" });
        assert!(has_gap("some/square.json", &gap));
        assert!(!has_gap("some/other.json", &gap));
        assert!(!has_gap(
            "square.json",
            &json!({ "code": "malformed", "pointer": "" })
        ));
        assert_eq!(is_refusal("square.json", None), None);
    }
}
