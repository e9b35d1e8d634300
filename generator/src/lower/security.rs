//! The credentials that operations ask for.

use super::Lower;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{Credential, CredentialKind, Docs, ParameterLocation};
use crate::spec::{self, SecurityScheme, SecuritySchemeKind};
use openapiv3::APIKeyLocation;

impl Lower<'_> {
    /// What an operation asks for: any one of these sets.
    pub(super) fn security(&mut self, operation: &spec::Operation) -> Vec<Vec<String>> {
        let document = self.document;
        let Some(security) = operation.security.as_ref().or(document.security.as_ref()) else {
            return Vec::new();
        };
        let mut alternatives = Vec::new();
        for alternative in security {
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
    pub(super) fn ask_for_scopes(&mut self, operation: &spec::Operation) {
        let document = self.document;
        let security = operation.security.as_ref().or(document.security.as_ref());
        for requirement in security.into_iter().flatten().flatten() {
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
        if matches!(scheme.kind, SecuritySchemeKind::MutualTls) {
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

    fn credential(&mut self, name: &str, scheme: &SecurityScheme) -> Option<Credential> {
        let prefix = self.prefix(name);
        let kind = match &scheme.kind {
            SecuritySchemeKind::Http { scheme } => match scheme.to_ascii_lowercase().as_str() {
                "bearer" => CredentialKind::Bearer,
                "basic" => CredentialKind::Basic,
                _ => return None,
            },
            SecuritySchemeKind::ApiKey { location, name } => CredentialKind::ApiKey {
                location: match location {
                    APIKeyLocation::Query => ParameterLocation::Query,
                    APIKeyLocation::Header => ParameterLocation::Header,
                    APIKeyLocation::Cookie => ParameterLocation::Cookie,
                },
                name: name.clone(),
                prefix,
            },
            SecuritySchemeKind::OAuth2 {
                client_credentials: Some(flow),
            } => {
                if !flow.scopes.is_empty() {
                    let offered = flow.scopes.iter().cloned().collect();
                    self.offered_scopes.insert(name.to_owned(), offered);
                }
                CredentialKind::ClientCredentials {
                    token_url: flow.token_url.clone(),
                    scopes: Vec::new(),
                }
            }
            // A token that the caller has obtained, sent as RFC 6750 says.
            SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
                CredentialKind::Bearer
            }
            SecuritySchemeKind::MutualTls => return None,
        };
        Some(Credential {
            at: scheme.at.clone(),
            name: name.to_owned(),
            kind,
            docs: Docs {
                text: scheme.description.clone(),
                ..Docs::default()
            },
        })
    }

    fn prefix(&mut self, name: &str) -> Option<String> {
        let auth = self.config.auth.get(name)?;
        auth.apply().prefix.clone()
    }

    /// Makes a parameter a credential of the client.
    pub(super) fn lift(&mut self, parameter: &spec::Parameter, location: ParameterLocation) {
        let name = &parameter.name;
        if self.credentials.iter().any(|known| known.name == *name) {
            return;
        }
        self.credentials.push(Credential {
            at: parameter.at.clone(),
            name: name.clone(),
            kind: CredentialKind::ApiKey {
                location,
                name: name.clone(),
                prefix: None,
            },
            docs: Docs {
                text: parameter.description.clone(),
                ..Docs::default()
            },
        });
    }
}

/// What a scheme in `security` comes to.
enum Asked {
    For,
    Nothing,
    Unusable,
}
