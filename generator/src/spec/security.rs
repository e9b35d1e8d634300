//! The Security Requirement and Security Scheme Objects. OpenAPI 3.2 §4.27 to
//! §4.30.

use super::read::{Member, Object, Reader};
use crate::diag::{Code, Diagnostic, Pointer};
use openapiv3::APIKeyLocation;
use serde_json::Value;

/// `security`: any one of these sets.
pub type Security = Vec<Vec<Requirement>>;

/// A security scheme that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The place of it in the document.
    pub at: Pointer,
    /// The scheme's name.
    pub scheme: String,
    /// The scopes that are needed of it.
    pub scopes: Vec<String>,
}

/// A way to authenticate.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The place of it in the document.
    pub at: Pointer,
    /// `description`.
    pub description: Option<String>,
    /// `type`, with the keys that belong to it.
    pub kind: SecuritySchemeKind,
}

/// `type` of a security scheme.
#[derive(Debug, Clone)]
pub enum SecuritySchemeKind {
    /// `apiKey`.
    ApiKey {
        /// `in`.
        location: APIKeyLocation,
        /// `name`.
        name: String,
    },
    /// `http`.
    Http {
        /// `scheme`.
        scheme: String,
    },
    /// `mutualTLS`.
    MutualTls,
    /// `oauth2`.
    OAuth2 {
        /// `clientCredentials` of its `flows`, the flow that a client goes through
        /// by itself.
        client_credentials: Option<ClientCredentials>,
    },
    /// `openIdConnect`.
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: String,
    },
}

/// The client credentials flow of OAuth 2.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    /// `tokenUrl`.
    pub token_url: String,
    /// The names of its `scopes`.
    pub scopes: Vec<String>,
}

/// The keys of a security scheme, most of which belong to one type of it.
#[derive(Default)]
struct Keys<'a> {
    kind: Option<(String, Pointer)>,
    description: Option<String>,
    name: Option<String>,
    location: Option<(String, Pointer)>,
    scheme: Option<String>,
    flows: Option<&'a Value>,
    open_id_connect_url: Option<String>,
}

impl<'a> Reader<'a> {
    /// `security` of an operation or of the document.
    pub(super) fn security(&mut self, member: &Member<'a>) -> Option<Security> {
        let Value::Array(alternatives) = member.value else {
            self.unexpected("an array of security requirements", member);
            return None;
        };
        let places = alternatives.iter().enumerate();
        let security = places.map(|(i, alternative)| {
            let at = member.at.index(i);
            let schemes = alternative.as_object().into_iter().flatten();
            let requirements = schemes.map(|(name, scopes)| requirement(&at, name, scopes));
            requirements.collect()
        });
        Some(security.collect())
    }

    /// `components/securitySchemes`.
    pub(super) fn security_schemes(&mut self, root: &Pointer) -> Vec<(String, SecurityScheme)> {
        let at = root.child("components").child("securitySchemes");
        let schemes = self.files.value(&at).and_then(Value::as_object);
        let mut read = Vec::new();
        for (name, value) in schemes.into_iter().flatten() {
            let at = at.child(name);
            if let Some(scheme) = self.security_scheme(value, at) {
                read.push((name.clone(), scheme));
            }
        }
        read
    }

    fn security_scheme(&mut self, value: &'a Value, at: Pointer) -> Option<SecurityScheme> {
        let object = self.object("a security scheme", value, &at)?;
        let keys = self.security_scheme_keys(&object);
        let kind = self.security_scheme_kind(&object.at, &keys)?;
        Some(SecurityScheme {
            at,
            description: keys.description,
            kind,
        })
    }

    fn security_scheme_keys(&mut self, object: &Object<'a>) -> Keys<'a> {
        let mut keys = Keys::default();
        for member in &object.members {
            match member.key {
                "type" => keys.kind = self.text(member).map(|text| (text, member.at.clone())),
                "description" => keys.description = self.prose(member),
                "name" => keys.name = self.text(member),
                "in" => keys.location = self.text(member).map(|text| (text, member.at.clone())),
                "scheme" => keys.scheme = self.text(member),
                "bearerFormat" => {
                    self.prose(member);
                }
                "flows" => keys.flows = Some(member.value),
                "openIdConnectUrl" => keys.open_id_connect_url = self.text(member),
                "oauth2MetadataUrl" | "deprecated" => {}
                _ => self.unknown("a security scheme", member),
            }
        }
        keys
    }

    fn security_scheme_kind(
        &mut self,
        at: &Pointer,
        keys: &Keys<'a>,
    ) -> Option<SecuritySchemeKind> {
        const WHAT: &str = "a security scheme";
        let Some((kind, kind_at)) = &keys.kind else {
            self.missing(WHAT, "type", at);
            return None;
        };
        match kind.as_str() {
            "apiKey" => {
                let location = self.api_key_location(at, keys)?;
                let name = self.needed(WHAT, "name", at, keys.name.clone())?;
                Some(SecuritySchemeKind::ApiKey { location, name })
            }
            "http" => {
                let scheme = self.needed(WHAT, "scheme", at, keys.scheme.clone())?;
                Some(SecuritySchemeKind::Http { scheme })
            }
            "mutualTLS" => Some(SecuritySchemeKind::MutualTls),
            "oauth2" => Some(SecuritySchemeKind::OAuth2 {
                client_credentials: keys.flows.and_then(client_credentials),
            }),
            "openIdConnect" => {
                let url = keys.open_id_connect_url.clone();
                let url = self.needed(WHAT, "openIdConnectUrl", at, url)?;
                Some(SecuritySchemeKind::OpenIdConnect { url })
            }
            other => {
                let message = format!("unknown `type` `{other}` of a security scheme");
                let help = "the types are apiKey, http, mutualTLS, oauth2 and openIdConnect";
                self.found
                    .push(Diagnostic::error(Code::Malformed, kind_at, message).help(help));
                None
            }
        }
    }

    fn api_key_location(&mut self, at: &Pointer, keys: &Keys<'a>) -> Option<APIKeyLocation> {
        let Some((location, location_at)) = &keys.location else {
            self.missing("a security scheme", "in", at);
            return None;
        };
        match location.as_str() {
            "query" => Some(APIKeyLocation::Query),
            "header" => Some(APIKeyLocation::Header),
            "cookie" => Some(APIKeyLocation::Cookie),
            other => {
                let message = format!("unknown `in` `{other}` of an API key");
                let help = "`in` is `query`, `header` or `cookie`";
                self.found
                    .push(Diagnostic::error(Code::Malformed, location_at, message).help(help));
                None
            }
        }
    }

    fn needed<T>(&mut self, what: &str, key: &str, at: &Pointer, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.missing(what, key, at);
        }
        value
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

/// The flow with client credentials, as far as it can be used.
fn client_credentials(flows: &Value) -> Option<ClientCredentials> {
    let flow = flows.get("clientCredentials")?;
    let token_url = flow.get("tokenUrl")?.as_str()?;
    let scopes = flow.get("scopes").and_then(Value::as_object);
    Some(ClientCredentials {
        token_url: token_url.to_owned(),
        scopes: scopes
            .into_iter()
            .flat_map(|scopes| scopes.keys().cloned())
            .collect(),
    })
}
