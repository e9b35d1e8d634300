//! The OpenAPI Object, the root of a document, and its Info Object. OpenAPI 3.2
//! §4.1 and §4.2.

use super::keys::{ROOT, known};
use super::operation::Operation;
use super::read::{Member, Reader};
use super::rules;
use super::security::{Security, SecurityScheme};
use super::server::Server;
use super::webhook::Webhooks;
use crate::diag::{Code, Diagnostic, Pointer};
use serde_json::Value;

/// The root object but for its schemas.
pub(super) struct Root {
    pub(super) info: Info,
    pub(super) servers: Vec<Server>,
    pub(super) security: Option<Security>,
    pub(super) security_schemes: Vec<(String, SecurityScheme)>,
    pub(super) operations: Vec<Operation>,
    pub(super) webhooks: Option<Webhooks>,
    pub(super) tags: Vec<Tag>,
}

/// An entry of `tags`.
#[derive(Debug, Clone, Default)]
pub struct Tag {
    /// `name`.
    pub name: String,
    /// `description`, or else `summary`.
    pub description: Option<String>,
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

impl<'a> Reader<'a> {
    /// The root of a document; nothing if that is none of OpenAPI 3, which has
    /// then been reported.
    pub(super) fn root(&mut self, at: &Pointer) -> Option<Root> {
        let root = self.files.value(at)?;
        if !self.is_openapi(root, at) {
            return None;
        }
        let member = |key: &'static str| {
            let (value, at) = (root.get(key)?, at.child(key));
            Some(Member { key, value, at })
        };
        for (key, value) in root.as_object().into_iter().flatten() {
            if !known(ROOT).contains(&key.as_str()) {
                let at = at.child(key);
                self.unknown(ROOT, &Member { key, value, at });
            }
        }
        self.found.extend(rules::broken(root, at));
        let servers = member("servers").map(|member| self.servers(&member));
        Some(Root {
            info: info(root),
            servers: servers.unwrap_or_default(),
            security: member("security").and_then(|member| self.security(&member)),
            security_schemes: self.security_schemes(at),
            operations: self.operations(root, at),
            webhooks: self.webhooks(root, at),
            tags: tags(root),
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
                "convert the document to OpenAPI 3.0, 3.1 or 3.2",
            ),
            (None, Some(_)) => (
                "this is a Swagger 2.0 document".to_owned(),
                "convert it to OpenAPI 3 first",
            ),
            (None, None) => (
                "this is not an OpenAPI document: it has no `openapi` key".to_owned(),
                "add the version, such as `openapi: 3.1.0`, or choose the right file",
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
}

/// The tags that have a name; the rest of them only informs.
fn tags(root: &Value) -> Vec<Tag> {
    let tags = root.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten();
    tags.filter_map(|tag| {
        let text = |key: &str| Some(tag.get(key)?.as_str()?.to_owned());
        Some(Tag {
            name: text("name")?,
            description: text("description").or_else(|| text("summary")),
        })
    })
    .collect()
}

fn info(root: &Value) -> Info {
    let info = root.get("info");
    let text = |key: &str| match info?.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Info {
        title: text("title").unwrap_or_default(),
        version: text("version").unwrap_or_default(),
        description: text("description").or_else(|| text("summary")),
    }
}
