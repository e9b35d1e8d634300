//! The operations and webhooks of a document, and those that are wanted of them.

use super::grammar::METHODS;
use openapi_client_generator::diag::{Pointer, nearest};
use openapi_client_generator::spec::Files;
use serde_json::{Map, Value};

/// An operation of a document.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its path, or the name of the webhook.
    pub(super) path: String,
    /// The key of its method in the path item.
    pub(super) method: String,
    /// Its `operationId`.
    pub(super) id: Option<String>,
    /// The place of its path item.
    pub(super) item: Pointer,
    /// Its place.
    pub(super) at: Pointer,
}

impl Found {
    /// Its method and path.
    pub(super) fn address(&self) -> String {
        format!("{} {}", self.method.to_ascii_uppercase(), self.path)
    }

    /// True of a name for it: its `operationId`, or its method and path.
    fn is_called(&self, name: &str) -> bool {
        let address = name.split_once(' ').is_some_and(|(method, path)| {
            method.eq_ignore_ascii_case(&self.method) && path.trim() == self.path
        });
        address || self.id.as_deref() == Some(name)
    }
}

/// The operations below `paths` or `webhooks`.
pub(super) fn operations(files: &Files, section: &str) -> Vec<Found> {
    let at = files.root().child(section);
    let paths = files.value(&at).and_then(Value::as_object);
    let mut operations = Vec::new();
    for (path, _) in paths.into_iter().flatten() {
        if path.starts_with("x-") {
            continue;
        }
        let Some((item, members)) = path_item(files, at.child(path)) else {
            continue;
        };
        let own = members.keys().filter(|key| METHODS.contains(&key.as_str()));
        let own = own.map(|key| (key, item.child(key)));
        let others = item.child("additionalOperations");
        let more = members
            .get("additionalOperations")
            .and_then(Value::as_object);
        let more = more.into_iter().flat_map(Map::keys);
        let more = more.map(|key| (key, others.child(key)));
        for (method, at) in own.chain(more) {
            let id = files
                .value(&at)
                .and_then(|operation| operation.get("operationId"));
            operations.push(Found {
                path: path.clone(),
                method: method.clone(),
                id: id.and_then(Value::as_str).map(str::to_owned),
                item: item.clone(),
                at,
            });
        }
    }
    operations
}

/// The place and the members of a path item, which may stand elsewhere.
fn path_item(files: &Files, mut at: Pointer) -> Option<(Pointer, &Map<String, Value>)> {
    const LONGEST_CHAIN: usize = 16;
    for _ in 0..LONGEST_CHAIN {
        let members = files.value(&at)?.as_object()?;
        let Some(Value::String(reference)) = members.get("$ref") else {
            return Some((at, members));
        };
        at = files.resolve(&at.child("$ref"), reference).ok()?;
    }
    None
}

/// The operation of a name.
///
/// # Errors
/// None or several have it: the message, and the remedy.
pub(super) fn find<'a>(all: &'a [Found], name: &str) -> Result<&'a Found, (String, String)> {
    let called: Vec<_> = all.iter().filter(|one| one.is_called(name)).collect();
    match called[..] {
        [one] => Ok(one),
        [] => {
            let names: Vec<String> = all
                .iter()
                .flat_map(|one| one.id.clone().into_iter().chain([one.address()]))
                .collect();
            let help = known(name, names.iter().map(String::as_str));
            Err((format!("the document has no operation `{name}`"), help))
        }
        _ => {
            let addresses: Vec<_> = called.iter().map(|one| one.address()).collect();
            let message = format!("several operations are called `{name}`");
            Err((message, format!("name one of `{}`", addresses.join("`, `"))))
        }
    }
}

/// A hint at what was meant by a name that isn't known.
pub(super) fn known<'a>(name: &str, all: impl Iterator<Item = &'a str> + Clone) -> String {
    const MOST: usize = 12;
    if let Some(near) = nearest(name, all.clone()) {
        return format!("did you mean `{near}`?");
    }
    // Those that have a word in common, or the first ones.
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3)
        .map(str::to_lowercase)
        .collect();
    let is_alike = |one: &&str| {
        let one = one.to_lowercase();
        words.iter().any(|word| one.contains(word))
    };
    let mut shown: Vec<&str> = all.clone().filter(is_alike).take(MOST).collect();
    if shown.is_empty() {
        shown = all.clone().take(MOST).collect();
    }
    match shown.len() {
        0 => "there is none".to_owned(),
        count if all.count() > count => {
            format!("some of those there are: `{}`", shown.join("`, `"))
        }
        _ => format!("known are `{}`", shown.join("`, `")),
    }
}
