//! The names of a document that settings take.

use openapi_client_cli::{Document, Failure};
use openapi_client_generator::spec::{APIKeyLocation, Operation, SecuritySchemeKind, Spec};
use openapi_client_generator::{
    Config, Findings, GenerateOptions, Stage, StageValue, Target, inspect,
};
use serde_json::{Value, json};

/// The names of a document.
pub(crate) struct Names {
    pub(crate) title: String,
    pub(crate) operations: Vec<NamedOperation>,
    pub(crate) webhooks: Vec<NamedOperation>,
    /// Schemas by name and pointer.
    pub(crate) schemas: Vec<(String, String)>,
    pub(crate) schemes: Vec<Scheme>,
    /// Servers by URL and pointer.
    pub(crate) servers: Vec<(String, String)>,
}

/// An operation, by all names that it has.
pub(crate) struct NamedOperation {
    pub(crate) id: Option<String>,
    /// Method and path; of a webhook, its name.
    pub(crate) route: String,
    pub(crate) tags: Vec<String>,
    pub(crate) pointer: String,
}

/// A security scheme.
pub(crate) struct Scheme {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) pointer: String,
}

impl Names {
    /// Reads the names of a document, with all that is found in it.
    pub(crate) fn read(document: &Document, config: &Config) -> Result<(Self, Findings), Failure> {
        let target = Target {
            package: "client",
            module: None,
            command: "openapi-client list",
        };
        let options = GenerateOptions {
            all_schemas: true,
            ..GenerateOptions::default()
        };
        let look = |value: StageValue<'_>| match value {
            StageValue::Spec(spec) => Some(Self::of(spec)),
            _ => None,
        };
        let read = document.with_input(config, options, target, |input| {
            inspect(input, Stage::Spec, look)
        });
        let (names, findings) = read?;
        let names = names.ok_or_else(|| "error[internal]: another stage was shown".to_owned())?;
        Ok((names, findings))
    }

    fn of(spec: &Spec) -> Self {
        let pointer = |at: &openapi_client_generator::diag::Pointer| at.path().to_owned();
        let webhooks = spec.webhooks.iter().flat_map(|all| &all.operations);
        let webhooks = webhooks.map(|one| NamedOperation {
            route: one.path.clone(),
            ..NamedOperation::of(one)
        });
        let schemas = spec.named_schemas.iter();
        let schemes = spec.security_schemes.iter().map(|(name, scheme)| Scheme {
            name: name.clone(),
            kind: kind(&scheme.kind),
            pointer: pointer(&scheme.at),
        });
        let servers = spec.servers.iter();
        Self {
            title: format!("{} {}", spec.info.title, spec.info.version),
            operations: spec.operations.iter().map(NamedOperation::of).collect(),
            webhooks: webhooks.collect(),
            schemas: schemas
                .map(|(name, at)| (name.clone(), pointer(at)))
                .collect(),
            schemes: schemes.collect(),
            servers: servers
                .map(|one| (one.url.clone(), pointer(&one.at)))
                .collect(),
        }
    }

    /// The names as one JSON value.
    pub(crate) fn json(&self) -> Value {
        let operations = |all: &[NamedOperation]| -> Vec<Value> {
            let one = |one: &NamedOperation| {
                json!({
                    "operation_id": one.id, "route": one.route, "tags": one.tags, "pointer": one.pointer,
                })
            };
            all.iter().map(one).collect()
        };
        let schemas = self.schemas.iter();
        let schemas = schemas.map(|(name, at)| json!({ "name": name, "pointer": at }));
        let schemes = self.schemes.iter();
        let schemes = schemes
            .map(|one| json!({ "name": one.name, "kind": one.kind, "pointer": one.pointer }));
        let servers = self.servers.iter();
        let servers = servers.map(|(url, at)| json!({ "url": url, "pointer": at }));
        json!({
            "title": self.title,
            "operations": operations(&self.operations),
            "webhooks": operations(&self.webhooks),
            "schemas": schemas.collect::<Value>(),
            "security_schemes": schemes.collect::<Value>(),
            "servers": servers.collect::<Value>(),
        })
    }
}

impl NamedOperation {
    fn of(operation: &Operation) -> Self {
        Self {
            id: operation.id.clone(),
            route: format!("{} {}", operation.method, operation.path),
            tags: operation.tags.clone(),
            pointer: operation.at.path().to_owned(),
        }
    }
}

fn kind(kind: &SecuritySchemeKind) -> String {
    match kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            let location = match location {
                APIKeyLocation::Query => "query",
                APIKeyLocation::Header => "header",
                APIKeyLocation::Cookie => "cookie",
            };
            format!("API key in {location} `{name}`")
        }
        SecuritySchemeKind::Http { scheme } => format!("HTTP {scheme}"),
        SecuritySchemeKind::MutualTls => "client certificate".to_owned(),
        SecuritySchemeKind::OAuth2 { client_credentials } => match client_credentials {
            Some(_) => "OAuth 2.0, with client credentials".to_owned(),
            None => "OAuth 2.0".to_owned(),
        },
        SecuritySchemeKind::OpenIdConnect { .. } => "OpenID Connect".to_owned(),
    }
}
