//! One document of any OpenAPI 3.x version, brought into one shape.
//!
//! Takes the parsed [`Files`], gives a [`Document`]. `openapiv3` models 3.0 only and silently drops what it doesn't
//! know, so the raw value is walked first, pointer in hand; what reaches
//! `openapiv3` is already known to fit. Schemas stay outside of it and are
//! read by [`Schema::read`] where they stand. Must not know what becomes of any
//! of it in Rust.

mod combined;
mod files;
mod grammar;
mod rebuild;
mod rules;
mod schema;
mod webhooks;

pub use combined::Branches;
pub use files::{Files, Load};
pub use schema::{Additional, Discriminator, Range, Schema};

use crate::diag::{Code, Diagnostic, Pointer, Report};
use crate::json::JsonType;
use grammar::Kind;
use rebuild::{AT, Rebuild};
pub use rebuild::{MUTUAL_TLS, WHOLE_QUERY};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A document in one dialect.
#[derive(Debug)]
pub struct Document {
    /// Its files.
    pub files: Files,
    /// Its root.
    pub at: Pointer,
    /// `info`.
    pub info: Info,
    /// `servers`.
    pub servers: Vec<Node<openapiv3::Server>>,
    /// `security`, for operations that don't say.
    pub security: Option<Node<Security>>,
    /// `components/securitySchemes`.
    pub security_schemes: Vec<(String, Node<openapiv3::SecurityScheme>)>,
    /// Every operation under `paths`.
    pub operations: Vec<Operation>,
    /// Every operation under `webhooks`, which the vendor calls; the path of
    /// each is its key.
    pub webhooks: Vec<Operation>,
}

/// `info`.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// `title`.
    pub title: String,
    /// `version`.
    pub version: String,
    /// `description`, or else `summary`.
    pub description: Option<String>,
}

/// Something and where it stands.
#[derive(Debug, Clone)]
pub struct Node<T> {
    /// Where.
    pub at: Pointer,
    /// What.
    pub value: T,
}

/// `security`: any one of these sets.
pub type Security = Vec<Vec<Requirement>>;

/// A security scheme that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Where.
    pub at: Pointer,
    /// Its name.
    pub scheme: String,
    /// The scopes that are needed of it.
    pub scopes: Vec<String>,
}

/// An operation of a path.
#[derive(Debug)]
pub struct Operation {
    /// Where it stands.
    pub at: Pointer,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The operation, its path's own `parameters` added and its `servers` in
    /// place of none, all references but those to schemas followed.
    pub value: openapiv3::Operation,
    /// Its own `security`.
    pub security: Option<Node<Security>>,
    /// What the vendor calls in its course, the path of each its key.
    pub callbacks: Vec<Operation>,
    /// What was wrong with it, which an accepted gap can set aside.
    pub found: Vec<Diagnostic>,
}

impl Document {
    /// The schemas under `components`, and where they stand: mostly there, unless
    /// a `$ref` takes the place of all of them.
    pub fn named_schemas(&self) -> (Pointer, Option<&Map<String, Value>>) {
        let mut at = self.at.child("components").child("schemas");
        let schemas = self.files.value(&at).and_then(Value::as_object);
        let Some(Value::String(reference)) = schemas.and_then(|all| all.get("$ref")) else {
            return (at, schemas);
        };
        if let Ok(target) = self.files.resolve(&at, reference) {
            at = target;
        }
        let schemas = self.files.value(&at).and_then(Value::as_object);
        (at, schemas)
    }

    /// Brings a document into shape. What is wrong with it goes to `report`,
    /// except what concerns one operation alone, which that one keeps.
    ///
    /// # Errors
    ///
    /// Gives the files back if this is no OpenAPI document, which has then been
    /// reported.
    pub fn read(files: Files, report: &mut Report) -> Result<Self, Box<Files>> {
        let at = files.root();
        let mut reader = Reader {
            files: &files,
            found: Vec::new(),
            in_callback: false,
        };
        let shape = reader.document(&at);
        report.diagnostics.append(&mut reader.found);
        let Some(shape) = shape else {
            return Err(Box::new(files));
        };
        Ok(Self {
            at,
            info: shape.info,
            servers: shape.servers,
            security: shape.security,
            security_schemes: shape.security_schemes,
            operations: shape.operations,
            webhooks: shape.webhooks,
            files,
        })
    }
}

/// What [`Reader::document`] makes of the root object.
struct Shape {
    info: Info,
    servers: Vec<Node<openapiv3::Server>>,
    security: Option<Node<Security>>,
    security_schemes: Vec<(String, Node<openapiv3::SecurityScheme>)>,
    operations: Vec<Operation>,
    webhooks: Vec<Operation>,
}

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The keys of the root object, and of a path item besides its methods.
const ROOT_KEYS: &[&str] = &[
    "openapi",
    "$self",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];
const PATH_KEYS: &[&str] = &[
    "$ref",
    "summary",
    "description",
    "servers",
    "parameters",
    "additionalOperations",
];

struct Reader<'a> {
    files: &'a Files,
    found: Vec<Diagnostic>,
    /// Whether the operation at hand is a callback of another.
    in_callback: bool,
}

impl Reader<'_> {
    fn document(&mut self, at: &Pointer) -> Option<Shape> {
        let root = self.files.value(at)?;
        if !self.is_openapi(root, at) {
            return None;
        }
        self.unknown_keys(root, ROOT_KEYS, "a document", at);
        self.found.extend(rules::broken(root, at));
        Some(Shape {
            info: self.info(root),
            servers: self.servers(root, at),
            security: self.security(root, at),
            security_schemes: self.security_schemes(at),
            operations: self.operations(root, at),
            webhooks: self.webhooks(root, at),
        })
    }

    fn is_openapi(&mut self, root: &Value, at: &Pointer) -> bool {
        let version = root.get("openapi");
        let supported = |text: &str| text == "3" || text.starts_with("3.");
        match version {
            Some(Value::String(text)) if supported(text) => return true,
            // `openapi: 3.1` without quotes is a number in YAML.
            Some(Value::Number(number)) if supported(&number.to_string()) => return true,
            _ => {}
        }
        let (message, help) = match (version, root.get("swagger")) {
            (Some(version), _) => (
                format!("OpenAPI {version} is not supported"),
                "the document must be of OpenAPI 3.0, 3.1 or 3.2",
            ),
            (None, Some(_)) => (
                "this is a Swagger 2.0 document".to_owned(),
                "convert it to OpenAPI 3 first",
            ),
            (None, None) => (
                "this is not an OpenAPI document: it has no `openapi` key".to_owned(),
                "the document must start with its version, such as `openapi: 3.1.0`",
            ),
        };
        let at = match version {
            Some(_) => at.child("openapi"),
            None => at.clone(),
        };
        self.found
            .push(Diagnostic::error(Code::NotOpenApi, &at, message).help(help));
        false
    }

    fn info(&mut self, root: &Value) -> Info {
        let info = root.get("info");
        let text = |key: &str| {
            let value = info.and_then(|info| info.get(key))?;
            match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        };
        Info {
            title: text("title").unwrap_or_default(),
            version: text("version").unwrap_or_default(),
            description: text("description").or_else(|| text("summary")),
        }
    }

    fn servers(&mut self, holder: &Value, at: &Pointer) -> Vec<Node<openapiv3::Server>> {
        let at = at.child("servers");
        match holder.get("servers") {
            None => Vec::new(),
            Some(Value::Array(items)) => {
                let places = items.iter().enumerate();
                places
                    .filter_map(|(i, item)| self.typed(Kind::Server, item, &at.index(i)))
                    .collect()
            }
            Some(other) => {
                self.found.push(malformed(&at, "a list of servers", other));
                Vec::new()
            }
        }
    }

    fn security(&mut self, holder: &Value, at: &Pointer) -> Option<Node<Security>> {
        let at = at.child("security");
        let Value::Array(alternatives) = holder.get("security")? else {
            self.found.push(malformed(
                &at,
                "a list of alternatives",
                &holder["security"],
            ));
            return None;
        };
        let places = alternatives.iter().enumerate();
        let value = places
            .map(|(i, alternative)| {
                let at = at.index(i);
                let schemes = alternative.as_object().into_iter().flatten();
                schemes
                    .map(|(name, scopes)| requirement(&at, name, scopes))
                    .collect()
            })
            .collect();
        Some(Node { at, value })
    }

    fn security_schemes(&mut self, at: &Pointer) -> Vec<(String, Node<openapiv3::SecurityScheme>)> {
        let at = at.child("components").child("securitySchemes");
        let Some(Value::Object(schemes)) = self.files.value(&at) else {
            return Vec::new();
        };
        let mut typed = Vec::new();
        for (name, value) in schemes {
            if let Some(scheme) = self.typed(Kind::SecurityScheme, value, &at.child(name)) {
                typed.push((name.clone(), scheme));
            }
        }
        typed
    }

    fn operations(&mut self, root: &Value, at: &Pointer) -> Vec<Operation> {
        let at = at.child("paths");
        match root.get("paths") {
            // `paths:` with nothing behind it is null in YAML.
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Object(paths)) => paths
                .iter()
                .filter(|(path, _)| !path.starts_with("x-"))
                .flat_map(|(path, item)| self.path_item(path, item, &at.child(path)))
                .collect(),
            Some(other) => {
                self.found.push(malformed(&at, "an object of paths", other));
                Vec::new()
            }
        }
    }

    fn path_item(&mut self, path: &str, item: &Value, at: &Pointer) -> Vec<Operation> {
        let Some((item, at)) = self.path_reference(item, at) else {
            return Vec::new();
        };
        let Value::Object(object) = &*item else {
            self.found.push(malformed(&at, "a path item", &item));
            return Vec::new();
        };
        let known = [METHODS, PATH_KEYS].concat();
        self.unknown_keys(&item, &known, "a path item", &at);
        let mut operations = Vec::new();
        for (key, value) in object {
            if METHODS.contains(&key.as_str()) {
                operations.extend(self.operation(path, key, &item, value, &at, &at.child(key)));
            }
        }
        let additional = object
            .get("additionalOperations")
            .and_then(Value::as_object);
        for (method, value) in additional.into_iter().flatten() {
            let place = at.child("additionalOperations").child(method);
            operations.extend(self.operation(path, method, &item, value, &at, &place));
        }
        operations
    }

    /// A path item may stand elsewhere; what stands beside its `$ref` counts too.
    fn path_reference<'v>(
        &mut self,
        item: &'v Value,
        at: &Pointer,
    ) -> Option<(Cow<'v, Value>, Pointer)> {
        let Some(Value::String(reference)) = item.get("$ref") else {
            return Some((Cow::Borrowed(item), at.clone()));
        };
        let target = match self.files.resolve(&at.child("$ref"), reference) {
            Ok(target) => target,
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                return None;
            }
        };
        let mut value = self.files.value(&target)?.clone();
        if let (Value::Object(from), Value::Object(onto)) = (item, &mut value) {
            for (key, value) in from.iter().filter(|(key, _)| *key != "$ref") {
                onto.insert(key.clone(), value.clone());
            }
        }
        Some((Cow::Owned(value), target))
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &Value,
        value: &Value,
        item_at: &Pointer,
        at: &Pointer,
    ) -> Option<Operation> {
        let before = std::mem::take(&mut self.found);
        let security = self.security(value, at);
        let shared = ["parameters", "servers"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), item.get(key)?.clone())));
        let shared = Value::Object(shared.collect());
        let shared: Option<Node<openapiv3::Operation>> =
            self.typed(Kind::Operation, &shared, item_at);
        let typed: Option<Node<openapiv3::Operation>> = self.typed(Kind::Operation, value, at);
        let found = std::mem::replace(&mut self.found, before);
        let callbacks = self.callbacks(value, at);
        let Some(Node { mut value, .. }) = typed else {
            self.found.extend(found);
            return None;
        };
        let shared = shared.map(|shared| shared.value).unwrap_or_default();
        if value.servers.is_empty() {
            value.servers = shared.servers;
        }
        for parameter in shared.parameters {
            if !value
                .parameters
                .iter()
                .any(|own| same_parameter(own, &parameter))
            {
                value.parameters.push(parameter);
            }
        }
        Some(Operation {
            at: at.clone(),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            value,
            security,
            callbacks,
            found,
        })
    }

    /// An object as its typed model, references followed.
    fn typed<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        value: &Value,
        at: &Pointer,
    ) -> Option<Node<T>> {
        let mut rebuild = Rebuild {
            files: self.files,
            found: &mut self.found,
        };
        let value = rebuild.object(kind, value, at)?;
        match serde_json::from_value(value) {
            Ok(value) => Some(Node {
                at: at.clone(),
                value,
            }),
            Err(error) => {
                let message = format!("this can't be read as {}: {error}", kind.name());
                self.found.push(
                    Diagnostic::error(Code::Malformed, at, message)
                        .help("compare it with the specification's table of its keys"),
                );
                None
            }
        }
    }

    fn unknown_keys(&mut self, value: &Value, known: &[&str], what: &str, at: &Pointer) {
        for key in value
            .as_object()
            .into_iter()
            .flat_map(|object| object.keys())
        {
            if known.contains(&key.as_str()) || key.starts_with("x-") {
                continue;
            }
            let message = format!("`{key}` is no key of {what}, so it says nothing");
            self.found.push(
                Diagnostic::warning(Code::UnknownKey, &at.child(key), message)
                    .help("check its spelling; an extension's name starts with `x-`"),
            );
        }
    }
}

fn same_parameter(
    one: &openapiv3::ReferenceOr<openapiv3::Parameter>,
    other: &openapiv3::ReferenceOr<openapiv3::Parameter>,
) -> bool {
    match (one.as_item(), other.as_item()) {
        (Some(one), Some(other)) => {
            one.parameter_data_ref().name == other.parameter_data_ref().name
                && std::mem::discriminant(one) == std::mem::discriminant(other)
        }
        _ => false,
    }
}

/// The place that an object of the typed model remembers.
pub fn place_of(extensions: &indexmap::IndexMap<String, Value>) -> Option<Pointer> {
    extensions.get(AT)?.as_str().map(place)
}

/// The place that a `$ref` of the typed model names.
pub fn place(reference: &str) -> Pointer {
    let (file, path) = reference.split_once('#').unwrap_or((reference, ""));
    Pointer::new(file, path)
}

/// The number of a status such as `404`, or the hundreds of a range such as `4XX`.
fn status(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    let hundreds = bytes
        .first()
        .filter(|digit| (b'1'..=b'5').contains(digit))?;
    match &bytes[1..] {
        [b'X' | b'x', b'X' | b'x'] => Some(u16::from(hundreds - b'0')),
        [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => text.parse().ok(),
        _ => None,
    }
}

fn requirement(at: &Pointer, scheme: &str, scopes: &Value) -> Requirement {
    let scopes = scopes.as_array().into_iter().flatten();
    Requirement {
        at: at.child(scheme),
        scheme: scheme.to_owned(),
        scopes: scopes
            .filter_map(|scope| scope.as_str().map(str::to_owned))
            .collect(),
    }
}

fn malformed(at: &Pointer, expected: &str, found: &Value) -> Diagnostic {
    let kind = JsonType::of(found).map_or("null", JsonType::as_str);
    Diagnostic::error(
        Code::Malformed,
        at,
        format!("expected {expected}, found {kind}"),
    )
    .help("correct the value, or take the key out")
}
