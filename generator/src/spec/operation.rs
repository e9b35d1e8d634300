//! The Path Item, Operation and Callback Objects. OpenAPI 3.2 §4.9, §4.10 and
//! §4.18.
//!
//! Callbacks are operations like those of a path, but for their key, which is an
//! expression and no path.

use super::findings::Found;
use super::malformed::malformed;
use super::parameter::Parameter;
use super::read::{Member, Object, Reader};
use super::request_body::RequestBody;
use super::response::Responses;
use super::security::Security;
use super::server::Server;
use crate::diag::{Diagnostic, Pointer};
use serde_json::Value;

/// An operation of a path, a webhook or a callback.
#[derive(Debug)]
pub struct Operation {
    /// The place of it in the document.
    pub at: Pointer,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template; the key of a webhook or callback.
    pub path: String,
    /// `operationId`.
    pub id: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `summary` of its path.
    pub path_summary: Option<String>,
    /// `description` of its path.
    pub path_description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `parameters`, those of its path added.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub request_body: Option<RequestBody>,
    /// `responses`.
    pub responses: Responses,
    /// `servers`, those of its path in place of none.
    pub servers: Vec<Server>,
    /// `security`, if it has its own.
    pub security: Option<Security>,
    /// `callbacks`, the path of each its key.
    pub callbacks: Vec<Operation>,
    /// The findings in it, which an accepted gap can set aside.
    pub found: Found,
}

/// The methods that a path item has keys for.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The keys of a path item besides the methods.
const PATH_KEYS: &[&str] = &[
    "$ref",
    "summary",
    "description",
    "servers",
    "parameters",
    "additionalOperations",
];

/// The side that an operation is called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// The client; or the vendor by a webhook.
    Anyone,
    /// The vendor in the course of another operation. Callbacks of callbacks are
    /// nobody's business, and may lead back here.
    Callback,
}

/// The parameters and servers that all operations of a path item share.
struct Shared {
    texts: [Option<String>; 2],
    parameters: Vec<Parameter>,
    servers: Vec<Server>,
    found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Every operation under `paths`.
    pub(super) fn operations(&mut self, root: &'a Value, at: &Pointer) -> Vec<Operation> {
        let at = at.child("paths");
        match root.get("paths") {
            // `paths:` with nothing behind it is null in YAML.
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Object(paths)) => {
                let paths = paths.iter().filter(|(path, _)| !path.starts_with("x-"));
                paths
                    .flat_map(|(path, item)| {
                        self.path_item(path, item, &at.child(path), Caller::Anyone)
                    })
                    .collect()
            }
            Some(other) => {
                self.found.push(malformed(&at, "an object of paths", other));
                Vec::new()
            }
        }
    }

    /// The operations of a path item, which may stand elsewhere.
    pub(super) fn path_item(
        &mut self,
        path: &str,
        item: &'a Value,
        at: &Pointer,
        caller: Caller,
    ) -> Vec<Operation> {
        let Some(item) = self.open_object("a path item", item, at) else {
            return Vec::new();
        };
        for member in &item.members {
            if !METHODS.contains(&member.key) && !PATH_KEYS.contains(&member.key) {
                self.unknown("a path item", member);
            }
        }
        let shared = self.shared(&item);
        let mut operations = Vec::new();
        for member in item.members.iter().filter(|one| METHODS.contains(&one.key)) {
            operations.extend(self.operation(path, member, &shared, caller));
        }
        let mut members = item.members.iter();
        if let Some(others) = members.find(|member| member.key == "additionalOperations") {
            let methods = others.value.as_object().into_iter().flatten();
            for (key, value) in methods {
                let at = others.at.child(key);
                let member = Member { key, value, at };
                operations.extend(self.operation(path, &member, &shared, caller));
            }
        }
        operations
    }

    /// The parameters and servers of a path item, for all of its operations.
    fn shared(&mut self, item: &Object<'a>) -> Shared {
        let before = std::mem::take(&mut self.found);
        let mut shared = Shared {
            texts: [None, None],
            parameters: Vec::new(),
            servers: Vec::new(),
            found: Vec::new(),
        };
        let member = |key: &str| item.members.iter().find(|member| member.key == key);
        shared.texts =
            ["summary", "description"].map(|key| member(key).and_then(|text| self.prose(text)));
        if let Some(member) = member("parameters") {
            shared.parameters = self.list(member, Self::parameter);
        }
        if let Some(member) = member("servers") {
            shared.servers = self.list(member, Self::server);
        }
        shared.found = std::mem::replace(&mut self.found, before);
        shared
    }

    fn operation(
        &mut self,
        path: &str,
        member: &Member<'a>,
        shared: &Shared,
        caller: Caller,
    ) -> Option<Operation> {
        let before = std::mem::replace(&mut self.found, shared.found.clone());
        let object = self.object("an operation", member.value, &member.at);
        let Some(object) = object else {
            let found = std::mem::replace(&mut self.found, before);
            self.found.extend(found);
            return None;
        };
        let mut operation = self.operation_keys(&object);
        let found = std::mem::replace(&mut self.found, before);
        operation.found = self.findings.add(found);
        operation.at = member.at.clone();
        operation.method = member.key.to_ascii_uppercase();
        path.clone_into(&mut operation.path);
        let mut members = object.members.iter();
        if let Some(callbacks) = members.find(|member| member.key == "callbacks")
            && caller == Caller::Anyone
        {
            operation.callbacks = self.callbacks(callbacks);
        }
        [operation.path_summary, operation.path_description] = shared.texts.clone();
        if operation.servers.is_empty() {
            operation.servers.clone_from(&shared.servers);
        }
        for parameter in &shared.parameters {
            let is_same =
                |own: &Parameter| own.name == parameter.name && own.location == parameter.location;
            if !operation.parameters.iter().any(is_same) {
                operation.parameters.push(parameter.clone());
            }
        }
        Some(operation)
    }

    fn operation_keys(&mut self, object: &Object<'a>) -> Operation {
        let mut operation = Operation {
            at: object.at.clone(),
            method: String::new(),
            path: String::new(),
            id: None,
            tags: Vec::new(),
            summary: None,
            description: None,
            path_summary: None,
            path_description: None,
            deprecated: false,
            parameters: Vec::new(),
            request_body: None,
            responses: Responses::default(),
            servers: Vec::new(),
            security: None,
            callbacks: Vec::new(),
            found: Found::default(),
        };
        for member in &object.members {
            match member.key {
                "tags" => operation.tags = self.texts(member).unwrap_or_default(),
                "summary" => operation.summary = self.prose(member),
                "description" => operation.description = self.prose(member),
                "operationId" => operation.id = self.text(member),
                "parameters" => operation.parameters = self.list(member, Self::parameter),
                "requestBody" => operation.request_body = self.request_body(member),
                "responses" => operation.responses = self.responses(member),
                "deprecated" => operation.deprecated = self.flag(member).unwrap_or(false),
                "security" => operation.security = self.security(member),
                "servers" => operation.servers = self.list(member, Self::server),
                "externalDocs" | "callbacks" => {}
                _ => self.unknown("an operation", member),
            }
        }
        operation
    }

    /// The operations under `callbacks`, the path of each the callback's key,
    /// with the expression of its address behind it where there are several.
    pub(super) fn callbacks(&mut self, member: &Member<'a>) -> Vec<Operation> {
        let mut callbacks = Vec::new();
        let entries = member.value.as_object().into_iter().flatten();
        for (name, entry) in entries {
            let at = member.at.child(name);
            let Some(entry) = self.open_object("a callback", entry, &at) else {
                continue;
            };
            let mut items = entry.members;
            items.retain(|item| !item.key.starts_with("x-"));
            for item in &items {
                let name = match items.len() {
                    1 => name.clone(),
                    _ => format!("{name} {}", item.key),
                };
                callbacks.extend(self.path_item(&name, item.value, &item.at, Caller::Callback));
            }
        }
        callbacks
    }
}
