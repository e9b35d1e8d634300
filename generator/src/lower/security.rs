//! The credentials that operations ask for.

use super::Lower;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::document::{self, MUTUAL_TLS, Node};
use crate::ir::{Credential, CredentialKind, Docs, ParameterLocation};
use openapiv3::{APIKeyLocation, SecurityScheme};

impl Lower<'_> {
    /// What an operation asks for: any one of these sets.
    pub(super) fn security(&mut self, operation: &document::Operation) -> Vec<Vec<String>> {
        let document = self.document;
        let Some(security) = operation.security.as_ref().or(document.security.as_ref()) else {
            return Vec::new();
        };
        let mut alternatives = Vec::new();
        for alternative in &security.value {
            let mut names = Vec::new();
            let mut usable = true;
            for requirement in alternative {
                match self.scheme(&requirement.at, &requirement.scheme) {
                    Asked::For => names.push(requirement.scheme.clone()),
                    Asked::Nothing => {}
                    Asked::Unusable => usable = false,
                }
            }
            if usable && !alternatives.contains(&names) {
                alternatives.push(names);
            }
        }
        alternatives
    }

    /// Adds the scopes that an operation needs to what the client asks for.
    pub(super) fn ask_for_scopes(&mut self, operation: &document::Operation) {
        let document = self.document;
        let security = operation.security.as_ref().or(document.security.as_ref());
        for requirement in security
            .iter()
            .flat_map(|security| &security.value)
            .flatten()
        {
            let mut credentials = self.credentials.iter_mut();
            let Some(credential) = credentials.find(|known| known.name == requirement.scheme)
            else {
                continue;
            };
            if let CredentialKind::ClientCredentials { scopes, .. } = &mut credential.kind {
                let offered = self.offered_scopes.get(&requirement.scheme);
                let is_offered = |scope: &&String| offered.is_none_or(|all| all.contains(*scope));
                scopes.extend(requirement.scopes.iter().filter(is_offered).cloned());
                scopes.sort();
                scopes.dedup();
            }
        }
    }

    fn scheme(&mut self, at: &Pointer, name: &str) -> Asked {
        let mut schemes = self.document.security_schemes.iter();
        let Some((_, scheme)) = schemes.find(|(known, _)| known == name) else {
            let message = format!("`{name}` is not among `components/securitySchemes`");
            let diagnostic = Diagnostic::warning(Code::UndeclaredSecurityScheme, at, message).help(
                "declare it, or accept the gap in codegen.toml; nothing is asked for in its place",
            );
            if !self.config.accepts(&diagnostic) {
                self.found.push(diagnostic);
            }
            return Asked::Nothing;
        };
        if is_mutual_tls(&scheme.value) {
            let message =
                format!("`{name}` is a certificate of the client's, so it is the transport's");
            let note = Diagnostic::note(Code::UnsupportedSecurityScheme, &scheme.at, message);
            let help = "build the client with a transport that presents it";
            self.found.push(note.help(help));
            return Asked::Nothing;
        }
        if self.credentials.iter().any(|known| known.name == name) {
            return Asked::For;
        }
        match self.credential(name, scheme) {
            Some(credential) => {
                self.credentials.push(credential);
                Asked::For
            }
            None => {
                let message = format!("the client can't authenticate by `{name}` yet");
                let diagnostic = Diagnostic::warning(Code::UnsupportedSecurityScheme, at, message)
                    .help("accept the gap in codegen.toml; this alternative is left out");
                if !self.config.accepts(&diagnostic) {
                    self.found.push(diagnostic);
                }
                Asked::Unusable
            }
        }
    }

    fn credential(&mut self, name: &str, scheme: &Node<SecurityScheme>) -> Option<Credential> {
        let prefix = self.prefix(name);
        let (kind, description) = match &scheme.value {
            SecurityScheme::HTTP {
                scheme,
                description,
                ..
            } => {
                let kind = match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => CredentialKind::Bearer,
                    "basic" => CredentialKind::Basic,
                    _ => return None,
                };
                (kind, description)
            }
            SecurityScheme::APIKey {
                location,
                name,
                description,
                ..
            } => {
                let location = match location {
                    APIKeyLocation::Query => ParameterLocation::Query,
                    APIKeyLocation::Header => ParameterLocation::Header,
                    APIKeyLocation::Cookie => ParameterLocation::Cookie,
                };
                let name = name.clone();
                (
                    CredentialKind::ApiKey {
                        location,
                        name,
                        prefix,
                    },
                    description,
                )
            }
            SecurityScheme::OAuth2 {
                flows, description, ..
            } => {
                let kind = match &flows.client_credentials {
                    Some(flow) => {
                        if !flow.scopes.is_empty() {
                            let offered = flow.scopes.keys().cloned().collect();
                            self.offered_scopes.insert(name.to_owned(), offered);
                        }
                        CredentialKind::ClientCredentials {
                            token_url: flow.token_url.clone(),
                            scopes: Vec::new(),
                        }
                    }
                    None => CredentialKind::Bearer,
                };
                (kind, description)
            }
            // A token that the caller has obtained, sent as RFC 6750 says.
            SecurityScheme::OpenIDConnect { description, .. } => {
                (CredentialKind::Bearer, description)
            }
        };
        Some(Credential {
            at: scheme.at.clone(),
            name: name.to_owned(),
            kind,
            docs: Docs {
                text: description.clone(),
                ..Docs::default()
            },
        })
    }

    fn prefix(&mut self, name: &str) -> Option<String> {
        let auth = self.config.auth.get(name)?;
        auth.apply().prefix.clone()
    }

    /// Makes a parameter a credential of the client.
    pub(super) fn lift(
        &mut self,
        name: &str,
        location: ParameterLocation,
        at: &Pointer,
        description: Option<String>,
    ) {
        if self.credentials.iter().any(|known| known.name == name) {
            return;
        }
        self.credentials.push(Credential {
            at: at.clone(),
            name: name.to_owned(),
            kind: CredentialKind::ApiKey {
                location,
                name: name.to_owned(),
                prefix: None,
            },
            docs: Docs {
                text: description,
                ..Docs::default()
            },
        });
    }
}

/// Whether the client shows who it is before there is any HTTP.
fn is_mutual_tls(scheme: &SecurityScheme) -> bool {
    match scheme {
        SecurityScheme::HTTP { extensions, .. } => extensions.contains_key(MUTUAL_TLS),
        _ => false,
    }
}

/// What a scheme in `security` comes to.
enum Asked {
    For,
    Nothing,
    Unusable,
}
