//! Brings the objects around a schema into OpenAPI 3.0's shape, so that
//! `openapiv3` can hold them.
//!
//! References are followed, schemas are replaced by a `$ref` to the place where
//! they stand, and each object remembers its own place under [`AT`]. Unknown
//! keys and values of the wrong type are reported and left out, since
//! `openapiv3` would drop the one silently and fail on the other without a place.

use super::grammar::{Kind, Shape};
use super::{Files, malformed};
use crate::diag::{Code, Diagnostic, Pointer, Severity};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The extension key under which an object keeps its place.
pub(super) const AT: &str = "x-at";

/// The extension key that marks a parameter in `querystring`, which 3.0 has no
/// word for.
pub const WHOLE_QUERY: &str = "x-whole-query";

/// The extension key that marks a security scheme of the type `mutualTLS`, too.
pub const MUTUAL_TLS: &str = "x-mutual-tls";

/// How many references may lead to one another.
const LONGEST_CHAIN: usize = 32;

pub(super) struct Rebuild<'a> {
    pub(super) files: &'a Files,
    pub(super) found: &'a mut Vec<Diagnostic>,
}

impl<'a> Rebuild<'a> {
    /// The object at a place, references followed; nothing if it can't be had,
    /// which has then been reported.
    pub(super) fn object(&mut self, kind: Kind, value: &Value, at: &Pointer) -> Option<Value> {
        let (value, at) = self.follow(value, at)?;
        let Value::Object(object) = &*value else {
            self.found.push(malformed(&at, kind.name(), &value));
            return None;
        };
        let mut out = Map::new();
        for (key, value) in object {
            self.member(kind, key, value, &at.child(key), &mut out);
        }
        if kind == Kind::Parameter && out.get("in") == Some(&json!("querystring")) {
            self.whole_query(&at, &mut out);
        }
        for key in kind.required() {
            if !out.contains_key(*key) && !self.named_by_its_key(kind, key, &at, &mut out) {
                self.missing(kind, key, &at);
                return None;
            }
        }
        if kind == Kind::Parameter && !self.parameter_is_known(&out, &at) {
            return None;
        }
        self.complete(kind, &at, &mut out);
        Some(Value::Object(out))
    }

    /// A parameter that is the whole query, as one in the query with a mark.
    /// OpenAPI 3.2 §4.12.2.
    fn whole_query(&mut self, at: &Pointer, out: &mut Map<String, Value>) {
        if !out.contains_key("name") {
            let message = "a parameter in `querystring` needs `name`, so this is called `query`";
            self.found.push(
                Diagnostic::warning(Code::Malformed, at, message)
                    .help("add `name`; it is not sent"),
            );
            out.insert("name".to_owned(), json!("query"));
        }
        for key in ["schema", "style", "explode", "allowReserved"] {
            out.remove(key);
        }
        out.insert("in".to_owned(), json!("query"));
        out.insert(WHOLE_QUERY.to_owned(), json!(true));
    }

    fn member(
        &mut self,
        kind: Kind,
        key: &str,
        value: &Value,
        at: &Pointer,
        out: &mut Map<String, Value>,
    ) {
        let Some((_, shape)) = kind.keys().iter().find(|(name, _)| *name == key) else {
            if !key.starts_with("x-") {
                self.unknown(kind, key, at);
            }
            return;
        };
        let key = match shape {
            Shape::Extension(extension) => *extension,
            _ => key,
        };
        if let Some(value) = self.value(*shape, value, at) {
            out.insert(key.to_owned(), value);
        }
    }

    fn value(&mut self, shape: Shape, value: &Value, at: &Pointer) -> Option<Value> {
        match shape {
            Shape::Dropped => None,
            Shape::Extension(_) => Some(value.clone()),
            Shape::Text => match unquoted(value) {
                Some(text) => Some(self.meant(text, value, at)),
                None if informs(at) => self.ignored(value, at),
                None => self.expect(false, "a string", value, at),
            },
            Shape::Flag => match value.as_str().and_then(|text| text.parse::<bool>().ok()) {
                Some(flag) => Some(self.meant(json!(flag), value, at)),
                None => self.expect(value.is_boolean(), "true or false", value, at),
            },
            Shape::Texts => {
                let items = value.as_array().into_iter().flatten();
                let texts: Option<Vec<Value>> = items.map(unquoted).collect();
                match texts.filter(|_| value.is_array()) {
                    Some(texts) => Some(self.meant(Value::Array(texts), value, at)),
                    None => self.expect(false, "a list of strings", value, at),
                }
            }
            Shape::Schema => Some(json!({ "$ref": at.to_string() })),
            Shape::One(kind) => self.object(kind, value, at),
            Shape::List(kind) => {
                let Value::Array(items) = value else {
                    return self.expect(false, "a list", value, at);
                };
                let places = items.iter().enumerate();
                let items = places.filter_map(|(i, item)| self.object(kind, item, &at.index(i)));
                Some(items.collect())
            }
            Shape::Map(kind) => {
                self.map(value, at, |this, _, value, at| this.object(kind, value, at))
            }
            Shape::Responses => {
                let Value::Object(replies) = self.map(value, at, Self::response)? else {
                    return None;
                };
                let upper = |(key, value): (String, Value)| match key.as_str() {
                    "default" => (key, value),
                    _ => (key.to_ascii_uppercase(), value),
                };
                Some(Value::Object(replies.into_iter().map(upper).collect()))
            }
        }
    }

    fn map(
        &mut self,
        value: &Value,
        at: &Pointer,
        mut each: impl FnMut(&mut Self, &str, &Value, &Pointer) -> Option<Value>,
    ) -> Option<Value> {
        // Some put the whole map into another file.
        let (value, at) = match value.get("$ref") {
            Some(Value::String(_)) => self.follow(value, at)?,
            _ => (Cow::Borrowed(value), at.clone()),
        };
        let Value::Object(object) = &*value else {
            return self.expect(false, "an object", &value, &at);
        };
        let mut out = Map::new();
        for (key, value) in object {
            if let Some(value) = each(self, key, value, &at.child(key)) {
                out.insert(key.clone(), value);
            }
        }
        Some(Value::Object(out))
    }

    fn response(&mut self, status: &str, value: &Value, at: &Pointer) -> Option<Value> {
        if status.starts_with("x-") {
            return None;
        }
        if status != "default" && super::status(status).is_none() {
            self.found.push(
                Diagnostic::error(Code::Malformed, at, format!("`{status}` is no status")).help(
                    "a status is three digits such as 404, a range such as 4XX, or `default`",
                ),
            );
            return None;
        }
        self.object(Kind::Response, value, at)
    }

    /// Adds what the typed model insists on, and the object's place.
    fn complete(&mut self, kind: Kind, at: &Pointer, out: &mut Map<String, Value>) {
        match kind {
            Kind::Operation => {
                out.entry("responses").or_insert_with(|| json!({}));
            }
            Kind::Response => {
                out.entry("description").or_insert_with(|| json!(""));
            }
            Kind::Parameter | Kind::Header
                if !out.contains_key("schema") && !out.contains_key("content") =>
            {
                let anything = Pointer::root("");
                out.insert("schema".to_owned(), json!({ "$ref": anything.to_string() }));
            }
            // The typed model takes absent for false, which is not the default of `form`.
            Kind::Encoding if out.get("style").is_none_or(|style| style == "form") => {
                out.entry("explode").or_insert_with(|| json!(true));
            }
            Kind::SecurityScheme => {
                let flows = out.remove("x-flows");
                if out.get("type") == Some(&json!("oauth2")) {
                    out.insert("flows".to_owned(), flows_of(&flows.unwrap_or_default()));
                }
                if out.get("type") == Some(&json!("mutualTLS")) {
                    out.insert("type".to_owned(), json!("http"));
                    out.insert("scheme".to_owned(), json!(""));
                    out.insert(MUTUAL_TLS.to_owned(), json!(true));
                }
            }
            _ => {}
        }
        out.insert(AT.to_owned(), json!(at.to_string()));
    }

    /// Whether a parameter's location and style are among those of 3.0.
    fn parameter_is_known(&mut self, parameter: &Map<String, Value>, at: &Pointer) -> bool {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let styles: &[&str] = match text("in") {
            Some("path") => &["simple", "label", "matrix"],
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("header") => &["simple"],
            Some("cookie") => &["form"],
            other => {
                let message = format!(
                    "parameters in `{}` are not supported",
                    other.unwrap_or_default()
                );
                self.found.push(
                    Diagnostic::error(Code::UnsupportedParameter, &at.child("in"), message).help(
                        "a parameter is in `path`, `query`, `querystring`, `header` or `cookie`",
                    ),
                );
                return false;
            }
        };
        match text("style") {
            Some(style) if !styles.contains(&style) => {
                let message = format!("`{style}` is no style of a parameter in this location");
                self.found.push(
                    Diagnostic::error(Code::UnsupportedParameter, &at.child("style"), message)
                        .help(format!("the styles are {}", styles.join(", "))),
                );
                false
            }
            _ => true,
        }
    }

    /// Follows `$ref` to the object it stands for. What stands beside it there
    /// (`summary`, `description`) is put over it, as 3.1 has it.
    fn follow<'v>(&mut self, value: &'v Value, at: &Pointer) -> Option<(Cow<'v, Value>, Pointer)>
    where
        'a: 'v,
    {
        let mut value = Cow::Borrowed(value);
        let mut place = at.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(Value::String(reference)) = value.get("$ref") else {
                return Some((value, place));
            };
            let target = match self.files.resolve(&place.child("$ref"), reference) {
                Ok(target) => target,
                Err(diagnostic) => {
                    self.found.push(*diagnostic);
                    return None;
                }
            };
            let files: &'a Files = self.files;
            let mut next = Cow::Borrowed(files.value(&target).unwrap_or(&Value::Null));
            let beside = value.as_object().into_iter().flatten();
            for (key, text) in
                beside.filter(|(key, _)| matches!(key.as_str(), "summary" | "description"))
            {
                if next.is_object() {
                    next.to_mut()[key.as_str()] = text.clone();
                }
            }
            (value, place) = (next, target);
        }
        self.found.push(
            Diagnostic::error(
                Code::CircularReference,
                at,
                "this reference leads back to itself",
            )
            .help("let one of the references hold what is meant"),
        );
        None
    }

    fn expect(
        &mut self,
        holds: bool,
        expected: &str,
        value: &Value,
        at: &Pointer,
    ) -> Option<Value> {
        if holds {
            return Some(value.clone());
        }
        self.found.push(malformed(at, expected, value));
        None
    }

    /// Gives a parameter without a name the one that it has under `components`.
    fn named_by_its_key(
        &mut self,
        kind: Kind,
        key: &str,
        at: &Pointer,
        out: &mut Map<String, Value>,
    ) -> bool {
        let name = at.tokens().next_back().unwrap_or_default();
        let is_component = at.path().starts_with("/components/parameters/");
        if kind != Kind::Parameter || key != "name" || !is_component {
            return false;
        }
        let message = format!("a parameter needs `name`; it is taken for `{name}`");
        self.found
            .push(Diagnostic::warning(Code::Malformed, at, message).help("add `name`"));
        out.insert(key.to_owned(), Value::String(name));
        true
    }

    /// What a value of the wrong type is taken for, with a warning.
    fn meant(&mut self, meant: Value, value: &Value, at: &Pointer) -> Value {
        if meant != *value {
            let message = format!("{value} is of the wrong type, so it is taken as {meant}");
            self.found.push(
                Diagnostic::warning(Code::Malformed, at, message)
                    .help("write it in the type that the specification has for it"),
            );
        }
        meant
    }

    /// Something that only informs, and is of no use as it is.
    fn ignored(&mut self, value: &Value, at: &Pointer) -> Option<Value> {
        let found = malformed(at, "a string", value);
        self.found.push(Diagnostic {
            severity: Severity::Warning,
            ..found
        });
        None
    }

    fn missing(&mut self, kind: Kind, key: &str, at: &Pointer) {
        let message = format!("{} needs `{key}`", kind.name());
        self.found
            .push(Diagnostic::error(Code::Malformed, at, message).help(format!("add `{key}`")));
    }

    fn unknown(&mut self, kind: Kind, key: &str, at: &Pointer) {
        let message = format!("`{key}` is no key of {}, so it says nothing", kind.name());
        self.found.push(
            Diagnostic::warning(Code::UnknownKey, at, message)
                .help("check its spelling; an extension's name starts with `x-`"),
        );
    }
}

/// The typed model insists on every detail of the flows. The one that a client
/// goes through by itself is kept, as far as it can be.
fn flows_of(flows: &Value) -> Value {
    let flow = &flows["clientCredentials"];
    let Some(url) = flow["tokenUrl"].as_str() else {
        return json!({});
    };
    let scopes = flow["scopes"].as_object().into_iter().flatten();
    let scopes: Map<String, Value> = scopes
        .map(|(scope, text)| (scope.clone(), json!(text.as_str().unwrap_or_default())))
        .collect();
    json!({ "clientCredentials": { "tokenUrl": url, "scopes": scopes } })
}

/// A string, or what YAML takes for another scalar because it has no quotes.
fn unquoted(value: &Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(value.clone()),
        Value::Number(_) | Value::Bool(_) => Some(Value::String(value.to_string())),
        _ => None,
    }
}

/// Whether the key at a place says something to a reader only.
fn informs(at: &Pointer) -> bool {
    let key = at.tokens().next_back().unwrap_or_default();
    ["summary", "description", "bearerFormat"].contains(&key.as_str())
}
