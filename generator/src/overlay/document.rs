//! The Overlay Object and the Action Object. Overlay 1.1 §4.4.1 and §4.4.3.

use super::query::Query;
use crate::diag::{Code, Diagnostic, Pointer, nearest};
use crate::reference::{is_remote, join};
use crate::source::Source;
use serde_json::{Map, Value};

/// One overlay.
#[derive(Debug)]
pub(super) struct Overlay {
    /// Its text.
    pub(super) source: Source,
    /// The file that it changes: what `extends` names, else the document.
    pub(super) file: String,
    /// The changes, in their order.
    pub(super) actions: Vec<Action>,
    /// `true` once that file has been changed.
    pub(super) is_applied: bool,
}

/// One change.
#[derive(Debug)]
pub(super) struct Action {
    /// The places that it changes.
    pub(super) target: Query,
    /// The change.
    pub(super) change: Change,
}

/// A change at each place.
#[derive(Debug)]
pub(super) enum Change {
    /// The place is removed.
    Remove,
    /// A value is merged into it, or added to it. With the place of the value.
    Update(Pointer, Value),
    /// The same with a value of the document.
    Copy(Query),
}

const ROOT: &[&str] = &["overlay", "info", "extends", "actions"];
const INFO: &[&str] = &["title", "version", "description"];
const ACTION: &[&str] = &["target", "description", "update", "copy", "remove"];

impl Overlay {
    /// Reads an overlay of `document`.
    pub(super) fn read(source: Source, document: &str, found: &mut Vec<Diagnostic>) -> Self {
        let mut reader = Reader { found };
        let at = source.root();
        let root = reader.object(source.value(), &at, "the overlay", ROOT);
        if let Some(root) = root {
            reader.version(root, &at);
            reader.info(root, &at);
        }
        let extends = root.and_then(|root| root.get("extends")?.as_str());
        let file = match extends {
            Some(file) if !file.is_empty() && !is_remote(file) => join(source.name(), file),
            _ => document.to_owned(),
        };
        let actions = root.map(|root| reader.actions(root, &at));
        Self {
            file,
            actions: actions.unwrap_or_default(),
            is_applied: false,
            source,
        }
    }

    /// The finding that nothing refers to the file that it is for.
    pub(super) fn stray(&self) -> Diagnostic {
        let at = self.source.root().child("extends");
        let message = format!("{} is no file of the document", self.file);
        Diagnostic::error(Code::Overlay, &at, message).help(
            "give the document's path as seen from the overlay, or leave `extends` out to change \
             the document that the settings are for",
        )
    }
}

/// Reads objects, and notes what is wrong with them.
struct Reader<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let wrong = Diagnostic::error(Code::Overlay, at, message);
        self.found.push(wrong.help(help));
    }

    /// An object that has these keys and extensions alone.
    fn object<'v>(
        &mut self,
        value: &'v Value,
        at: &Pointer,
        name: &str,
        keys: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Some(object) = value.as_object() else {
            self.wrong(at, format!("{name} is no object"), "write an object here");
            return None;
        };
        for key in object.keys() {
            if keys.contains(&key.as_str()) || key.starts_with("x-") {
                continue;
            }
            let help = match nearest(key, keys.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("{name} has `{}`", keys.join("`, `")),
            };
            self.wrong(&at.child(key), format!("{name} has no key `{key}`"), help);
        }
        Some(object)
    }

    fn version(&mut self, root: &Map<String, Value>, at: &Pointer) {
        let version = root.get("overlay").and_then(Value::as_str);
        let is_known = |version: &str| ["1.0.", "1.1."].iter().any(|one| version.starts_with(one));
        let at = match version {
            Some(version) if is_known(version) => return,
            Some(_) => at.child("overlay"),
            None => at.clone(),
        };
        let message = match version {
            Some(version) => format!("version {version} of Overlay isn't supported"),
            None => "this isn't an overlay: it has no string `overlay`".to_owned(),
        };
        self.wrong(&at, message, "write `overlay: 1.1.0`");
    }

    fn info(&mut self, root: &Map<String, Value>, at: &Pointer) {
        let Some(info) = root.get("info") else {
            let help = "write, for example, `info: { title: Corrections, version: 1.0.0 }`";
            return self.wrong(at, "`info` is missing", help);
        };
        let at = at.child("info");
        let Some(info) = self.object(info, &at, "`info`", INFO) else {
            return;
        };
        for key in ["title", "version"] {
            if !info.get(key).is_some_and(Value::is_string) {
                let message = format!("`info` has no string `{key}`");
                self.wrong(&at, message, "the specification requires it");
            }
        }
    }

    fn actions(&mut self, root: &Map<String, Value>, at: &Pointer) -> Vec<Action> {
        let items = root.get("actions").and_then(Value::as_array);
        let Some(items) = items.filter(|items| !items.is_empty()) else {
            let at = match root.contains_key("actions") {
                true => at.child("actions"),
                false => at.clone(),
            };
            self.wrong(
                &at,
                "an overlay has a list of one or more `actions`",
                "add one",
            );
            return Vec::new();
        };
        let at = at.child("actions");
        let mut actions = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = at.index(index);
            if items[..index].contains(item) {
                self.wrong(&at, "this action stands twice", "remove one of the two");
            } else {
                actions.extend(self.action(item, &at));
            }
        }
        actions
    }

    fn action(&mut self, value: &Value, at: &Pointer) -> Option<Action> {
        let object = self.object(value, at, "an action", ACTION)?;
        let target = self.json_path(object, at, "target");
        let has_remove = match object.get("remove") {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(_) => {
                let at = at.child("remove");
                self.wrong(&at, "`remove` is no boolean", "write `remove: true`");
                return None;
            }
        };
        let update = object.get("update");
        let change = match (has_remove, update, object.contains_key("copy")) {
            // The other two have no effect then.
            (true, _, _) => Change::Remove,
            (false, Some(update), false) => Change::Update(at.child("update"), update.clone()),
            (false, None, true) => Change::Copy(self.json_path(object, at, "copy")?),
            (false, Some(_), true) => {
                let message = "an action with `update` and `copy` does neither";
                self.wrong(&at.child("copy"), message, "make two actions of it");
                return None;
            }
            (false, None, false) => {
                let message =
                    "an action without `update`, `copy` and `remove: true` changes nothing";
                self.wrong(at, message, "say what it changes");
                return None;
            }
        };
        Some(Action {
            target: target?,
            change,
        })
    }

    fn json_path(&mut self, object: &Map<String, Value>, at: &Pointer, key: &str) -> Option<Query> {
        let Some(value) = object.get(key) else {
            let message = format!("the action has no `{key}`");
            self.wrong(at, message, format!("write, for example, `{key}: $.info`"));
            return None;
        };
        let at = at.child(key);
        let Some(text) = value.as_str() else {
            self.wrong(
                &at,
                format!("`{key}` is no string"),
                "write a JSONPath here",
            );
            return None;
        };
        match Query::parse(text, &at) {
            Ok(query) => Some(query),
            Err((message, help)) => {
                self.wrong(&at, message, help);
                None
            }
        }
    }
}
