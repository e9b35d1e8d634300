//! The specification's rules on keys that go together, and on those that don't:
//! OpenAPI 3.0.4, 3.1.1 and 3.2.0 §4.8.
//!
//! Vendors break these rules and mean something all the same, so most are
//! warnings, also for what no operation refers to. The walk leaves schemas and
//! references alone.

use super::operation::METHODS;
use crate::diag::{Code, Diagnostic, Pointer};
use serde_json::{Map, Value};

/// The findings of a document that breaks the rules, given its root.
pub(super) fn broken(root: &Value, at: &Pointer) -> Vec<Diagnostic> {
    let mut walk = Walk { found: Vec::new() };
    walk.root(root, at);
    walk.found
}

/// An object of the specification that rules are about, or that has such ones
/// within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Server,
    ServerVariable,
}

impl Kind {
    /// The keys that hold objects, in a map or a list, or alone.
    fn children(self) -> &'static [(&'static str, Kind)] {
        match self {
            Self::Operation => &[
                ("parameters", Self::Parameter),
                ("requestBody", Self::RequestBody),
                ("responses", Self::Response),
                ("servers", Self::Server),
            ],
            Self::Parameter | Self::Header | Self::RequestBody => &[("content", Self::MediaType)],
            Self::MediaType => &[("encoding", Self::Encoding)],
            Self::Encoding => &[("headers", Self::Header)],
            Self::Response => &[("headers", Self::Header), ("content", Self::MediaType)],
            Self::Server => &[("variables", Self::ServerVariable)],
            Self::ServerVariable => &[],
        }
    }
}

struct Walk {
    found: Vec<Diagnostic>,
}

impl Walk {
    fn root(&mut self, root: &Value, at: &Pointer) {
        let containers = ["paths", "components", "webhooks"];
        if containers.iter().all(|key| root.get(key).is_none()) {
            self.found.push(
                Diagnostic::error(
                    Code::Malformed,
                    at,
                    "the document has none of `paths`, `components` and `webhooks`",
                )
                .help("add one of them"),
            );
        }
        self.each(root, "servers", at, |walk, value, at| {
            walk.object(Kind::Server, value, at);
        });
        for key in ["paths", "webhooks"] {
            self.each(root, key, at, Self::path_item);
        }
        let (parts, at) = (&root["components"], at.child("components"));
        self.each(parts, "pathItems", &at, Self::path_item);
        self.each(parts, "examples", &at, Self::example);
        let is_early = root["openapi"]
            .as_str()
            .is_some_and(|text| text.starts_with("3.0"));
        self.each(parts, "securitySchemes", &at, |walk, scheme, at| {
            if is_early && scheme.get("type").and_then(Value::as_str) == Some("mutualTLS") {
                walk.warn(
                    &at.child("type"),
                    "`type: mutualTLS` is not in OpenAPI 3.0",
                    "set `openapi` to 3.1.0; the scheme is read as in 3.1",
                );
            }
        });
        for (key, kind) in [
            ("parameters", Kind::Parameter),
            ("headers", Kind::Header),
            ("requestBodies", Kind::RequestBody),
            ("responses", Kind::Response),
            ("mediaTypes", Kind::MediaType),
        ] {
            self.each(parts, key, &at, |walk, value, at| {
                walk.object(kind, value, at);
            });
        }
    }

    /// Every entry of the map or list behind a key.
    fn each(
        &mut self,
        parent: &Value,
        key: &str,
        at: &Pointer,
        mut visit: impl FnMut(&mut Self, &Value, &Pointer),
    ) {
        let at = at.child(key);
        match parent.get(key) {
            Some(Value::Object(members)) => {
                for (name, value) in members {
                    visit(self, value, &at.child(name));
                }
            }
            Some(Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    visit(self, value, &at.index(index));
                }
            }
            _ => {}
        }
    }

    fn path_item(&mut self, item: &Value, at: &Pointer) {
        self.parameters(item, at);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                self.object(Kind::Operation, operation, &at.child(method));
            }
        }
        self.each(item, "additionalOperations", at, |walk, value, at| {
            walk.object(Kind::Operation, value, at);
        });
    }

    fn object(&mut self, kind: Kind, value: &Value, at: &Pointer) {
        let Value::Object(object) = value else { return };
        if object.contains_key("$ref") {
            return;
        }
        match kind {
            Kind::Operation => return self.operation(value, at),
            Kind::Parameter => self.parameter(object, at),
            Kind::Header => self.header(object, at),
            Kind::MediaType => self.media_type(object, at),
            Kind::ServerVariable => self.server_variable(object, at),
            _ => {}
        }
        self.each(value, "examples", at, Self::example);
        self.children(kind, value, at);
    }

    fn children(&mut self, kind: Kind, value: &Value, at: &Pointer) {
        for (key, child) in kind.children() {
            if *child == Kind::RequestBody {
                self.object(*child, &value[key], &at.child(key));
                continue;
            }
            self.each(value, key, at, |walk, value, at| {
                walk.object(*child, value, at);
            });
        }
    }

    fn operation(&mut self, value: &Value, at: &Pointer) {
        self.parameters(value, at);
        self.children(Kind::Operation, value, at);
    }

    /// Parameters of an operation or path item.
    fn parameters(&mut self, value: &Value, at: &Pointer) {
        let list = value.get("parameters").and_then(Value::as_array);
        let stands = |location: &str| {
            let mut list = list.into_iter().flatten();
            list.position(|one| one.get("in").and_then(Value::as_str) == Some(location))
        };
        if let (Some(whole), Some(_)) = (stands("querystring"), stands("query")) {
            let at = at.child("parameters").index(whole);
            self.warn(
                &at,
                "a parameter in `querystring` is the whole query, so that none can be in `query`",
                "move those in `query` into the one in `querystring`, or the other way round",
            );
        }
    }

    fn parameter(&mut self, object: &Map<String, Value>, at: &Pointer) {
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        let (location, name) = (text("in"), text("name"));
        self.content_alone(object, at);
        match location {
            "path" => {
                if object.get("required") != Some(&Value::Bool(true)) {
                    self.warn(
                        at,
                        "`required: true` is missing in a parameter in `path`",
                        "add `required: true`; the parameter is read as required",
                    );
                }
                if name.contains(['{', '}', '/', '?', '#']) {
                    self.warn(
                        &at.child("name"),
                        &format!("`name: {name}` isn't possible for a parameter in `path`"),
                        "use the name that the path has between `{` and `}`",
                    );
                }
            }
            "header" if !is_token(name) => self.warn(
                &at.child("name"),
                &format!("`{name}` is not a valid name of a header"),
                "a header's name has letters, digits and any of !#$%&'*+-.^_`|~",
            ),
            "querystring" if object.contains_key("schema") => self.warn(
                &at.child("schema"),
                "`schema` isn't possible for a parameter in `querystring`",
                "move it into `content`, below the media type of the query",
            ),
            _ => {}
        }
        if location == "header" && object.contains_key("allowReserved") {
            self.reserved_in_header(at);
        }
    }

    fn header(&mut self, object: &Map<String, Value>, at: &Pointer) {
        self.content_alone(object, at);
        if object.contains_key("allowReserved") {
            self.reserved_in_header(at);
        }
    }

    fn reserved_in_header(&mut self, at: &Pointer) {
        self.warn(
            &at.child("allowReserved"),
            "`allowReserved` has no effect in a header, where nothing is escaped",
            "remove it",
        );
    }

    /// `content` says by its media type what `schema` and its companions would.
    fn content_alone(&mut self, object: &Map<String, Value>, at: &Pointer) {
        if !object.contains_key("content") {
            return;
        }
        for key in ["schema", "style", "explode", "allowReserved"] {
            if object.contains_key(key) {
                self.warn(
                    &at.child(key),
                    &format!("`{key}` isn't possible beside `content`"),
                    "remove one of the two; `content` is used",
                );
            }
        }
    }

    fn media_type(&mut self, object: &Map<String, Value>, at: &Pointer) {
        if !object.contains_key("encoding") {
            return;
        }
        for key in ["prefixEncoding", "itemEncoding"] {
            if object.contains_key(key) {
                self.warn(
                    &at.child(key),
                    &format!("`{key}` isn't possible beside `encoding`: one is for parts without names, one for those with"),
                    "remove one of the two",
                );
            }
        }
    }

    fn example(&mut self, value: &Value, at: &Pointer) {
        let has = |key: &str| value.get(key).is_some();
        for (one, other) in [
            ("value", "externalValue"),
            ("value", "dataValue"),
            ("value", "serializedValue"),
            ("serializedValue", "externalValue"),
        ] {
            if has(one) && has(other) {
                self.warn(
                    &at.child(other),
                    &format!("`{other}` isn't possible beside `{one}` in an example"),
                    "remove one of the two",
                );
            }
        }
    }

    fn server_variable(&mut self, object: &Map<String, Value>, at: &Pointer) {
        let Some(Value::Array(values)) = object.get("enum") else {
            return;
        };
        if values.is_empty() {
            self.warn(
                &at.child("enum"),
                "`enum` of a server variable is empty",
                "list the values of the variable, or remove `enum`",
            );
        } else if let Some(default) = object.get("default")
            && !values.contains(default)
        {
            self.warn(
                &at.child("default"),
                &format!("`default` {default} is not in `enum` of the server variable"),
                "add it to `enum`, or choose another default",
            );
        }
    }

    fn warn(&mut self, at: &Pointer, message: &str, help: &str) {
        self.found
            .push(Diagnostic::warning(Code::Malformed, at, message).help(help));
    }
}

/// True of a text that can be the name of a header. RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}
