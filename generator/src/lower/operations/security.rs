//! The credentials that operations ask for.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::ir::{Credential, CredentialKind, Docs, ParameterLocation, Scopes};
use crate::lower::uses::ReadOperation;
use crate::spec::{self, Requirement, SecurityScheme, SecuritySchemeKind, Spec};
use openapiv3::APIKeyLocation;
use std::collections::{BTreeSet, HashMap};

/// The credentials that the operations so far ask for.
#[derive(Default)]
pub(crate) struct Credentials<'a> {
    sources: Vec<(&'a str, Source<'a>)>,
    /// The scopes that operations need, by the names of schemes.
    scopes: HashMap<&'a str, BTreeSet<&'a str>>,
}

/// The object of the document that states a credential.
enum Source<'a> {
    Scheme {
        scheme: &'a SecurityScheme,
        /// The text in front of the key, as `codegen.toml` says.
        prefix: Option<String>,
    },
    /// A parameter that is lifted to the client.
    Parameter(&'a spec::Parameter),
}

/// The part that a scheme in `security` plays.
enum Demand {
    /// The client has a credential for it.
    Credential,
    /// The client need not do anything.
    Nothing,
    /// The client can't do it.
    Unusable,
}

impl<'a> Credentials<'a> {
    fn has(&self, name: &str) -> bool {
        self.sources.iter().any(|(known, _)| *known == name)
    }

    /// Makes a parameter a credential of the client.
    pub(super) fn lift(&mut self, parameter: &'a spec::Parameter) {
        if !self.has(&parameter.name) {
            let source = Source::Parameter(parameter);
            self.sources.push((&parameter.name, source));
        }
    }

    /// Adds the scopes that an operation needs to those that the client asks for.
    pub(super) fn add_scopes(&mut self, spec: &'a Spec, operation: &'a spec::Operation) {
        let security = operation.security.as_ref().or(spec.security.as_ref());
        for requirement in security.into_iter().flatten().flatten() {
            let scopes = self.scopes.entry(&requirement.scheme).or_default();
            scopes.extend(requirement.scopes.iter().map(String::as_str));
        }
    }

    /// The credentials that some operation asks for, sorted by name.
    pub(crate) fn of(self, operations: &[ReadOperation<'_>]) -> Vec<Credential> {
        let is_used = |name: &str| {
            let mut sets = operations.iter().flat_map(|operation| &operation.security);
            sets.any(|set| set.iter().any(|known| known == name))
        };
        let used = self.sources.iter().filter(|(name, _)| is_used(name));
        let credentials = used.filter_map(|(name, source)| match source {
            Source::Scheme { scheme, prefix } => {
                let scopes = self.scopes.get(name);
                credential(name, scheme, prefix.clone(), scopes)
            }
            Source::Parameter(parameter) => Some(Credential {
                at: parameter.at.clone(),
                name: (*name).to_owned(),
                kind: CredentialKind::ApiKey {
                    location: parameter.location,
                    name: (*name).to_owned(),
                    prefix: None,
                },
                docs: Docs {
                    text: parameter.description.clone(),
                    ..Docs::default()
                },
            }),
        });
        let mut credentials: Vec<Credential> = credentials.collect();
        credentials.sort_by(|one, other| one.name.cmp(&other.name));
        credentials
    }
}

/// The credentials that an operation asks for: any one of these sets, and the scopes that
/// they must have.
pub(super) fn security<'a>(
    spec: &'a Spec,
    config: &Config,
    credentials: &mut Credentials<'a>,
    operation: &'a spec::Operation,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Vec<String>>, Vec<Scopes>) {
    let security = operation.security.as_ref().or(spec.security.as_ref());
    let (mut alternatives, mut scopes) = (Vec::new(), Vec::new());
    for alternative in security.into_iter().flatten() {
        let (mut names, mut needed) = (Vec::new(), Vec::new());
        let mut usable = true;
        for requirement in alternative {
            match demand(spec, config, credentials, requirement, found) {
                Demand::Credential => {
                    names.push(requirement.scheme.clone());
                    needed.push(Scopes {
                        set: alternatives.len(),
                        credential: requirement.scheme.clone(),
                        scopes: requirement.scopes.clone(),
                    });
                }
                Demand::Nothing => {}
                Demand::Unusable => usable = false,
            }
        }
        if usable && !alternatives.contains(&names) {
            alternatives.push(names);
            needed.retain(|one| !one.scopes.is_empty());
            scopes.extend(needed);
        }
    }
    (alternatives, scopes)
}

fn demand<'a>(
    spec: &'a Spec,
    config: &Config,
    credentials: &mut Credentials<'a>,
    requirement: &'a Requirement,
    found: &mut Vec<Diagnostic>,
) -> Demand {
    let (at, name) = (&requirement.at, requirement.scheme.as_str());
    let mut schemes = spec.security_schemes.iter();
    let Some((_, scheme)) = schemes.find(|(known, _)| known == name) else {
        let message = format!("`{name}` is not among `components/securitySchemes`");
        let diagnostic = Diagnostic::warning(Code::UndeclaredSecurityScheme, at, message)
            .help("declare it there, or correct the name: as it is, no such credential is sent");
        if !config.accepts(&diagnostic) {
            found.push(diagnostic);
        }
        return Demand::Nothing;
    };
    if matches!(scheme.kind, SecuritySchemeKind::MutualTls) {
        let message =
            format!("`{name}` is a certificate of the client's, so it is the transport's");
        let note = Diagnostic::note(Code::UnsupportedSecurityScheme, &scheme.at, message);
        let help = "build the client with a transport that presents it";
        found.push(note.help(help));
        return Demand::Nothing;
    }
    if credentials.has(name) {
        return Demand::Credential;
    }
    let auth = config.auth.get(name);
    let prefix = auth.and_then(|auth| auth.apply().prefix.clone());
    if credential(name, scheme, None, None).is_some() {
        let source = Source::Scheme { scheme, prefix };
        credentials.sources.push((name, source));
        return Demand::Credential;
    }
    let message = format!("the client can't authenticate by `{name}` yet");
    let diagnostic = Diagnostic::warning(Code::UnsupportedSecurityScheme, at, message)
        .help("this alternative is left out: add one that a client can use, or set the header for it yourself");
    if !config.accepts(&diagnostic) {
        found.push(diagnostic);
    }
    Demand::Unusable
}

/// The credential for a security scheme, if the client can have one. Of the
/// scopes that are asked for, those count that the scheme offers, if it lists any.
fn credential(
    name: &str,
    scheme: &SecurityScheme,
    prefix: Option<String>,
    scopes: Option<&BTreeSet<&str>>,
) -> Option<Credential> {
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
            let is_offered = |scope: &&&str| {
                flow.scopes.is_empty() || flow.scopes.iter().any(|one| one == **scope)
            };
            let scopes = scopes.into_iter().flatten().filter(is_offered);
            CredentialKind::ClientCredentials {
                token_url: flow.token_url.clone(),
                scopes: scopes.map(|scope| (*scope).to_owned()).collect(),
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
