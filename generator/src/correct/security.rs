//! Security schemes of operations that the document declares none for.

use crate::config::{Config, Location, SchemeKind, SchemeOfAll, Setting};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::spec::{APIKeyLocation, Requirement, SecurityScheme, SecuritySchemeKind, Spec};

/// Lets the operations that have no `security`, of their own or of the document, ask for
/// any one of the schemes of `[security.…]`.
pub(super) fn apply(spec: &mut Spec, config: &Config, found: &mut Vec<Diagnostic>) {
    let at = spec.at.child("security");
    let has_security = spec.security.as_ref().is_some_and(|all| !all.is_empty());
    let is_open = spec.operations.iter().any(|one| one.security.is_none());
    let mut alternatives = Vec::new();
    for (name, setting) in &config.security {
        if let Some(error) = undeclared(spec, config, name, setting) {
            setting.apply();
            found.push(error);
        } else if has_security {
            setting.apply();
            let message = format!("`{name}` is for no operation: the document has `security`");
            let error = config.diagnostic(setting, Code::UnusedConfig, message);
            let help = "remove the section; `security` of the document tells what to send";
            found.push(error.related(&at, "here it is").help(help));
        } else if is_open {
            if let Some(kind) = &setting.apply().kind {
                let scheme = scheme(&spec.at, name, kind);
                spec.security_schemes.push((name.clone(), scheme));
            }
            alternatives.push(vec![Requirement {
                at: at.index(alternatives.len()).child(name),
                scheme: name.clone(),
                scopes: Vec::new(),
            }]);
        }
    }
    if !alternatives.is_empty() {
        spec.security = Some(alternatives);
    }
}

/// An error about a scheme that is declared twice, or nowhere.
fn undeclared(
    spec: &Spec,
    config: &Config,
    name: &str,
    setting: &Setting<SchemeOfAll>,
) -> Option<Diagnostic> {
    let mut schemes = spec.security_schemes.iter();
    let declared = schemes.find(|(known, _)| known == name);
    match (declared, &setting.kind) {
        (None, None) => {
            let message = format!("the document declares no security scheme `{name}`");
            let error = config.diagnostic(setting, Code::Config, message);
            Some(error.help("add `type`: `bearer`, `basic` or `apiKey`"))
        }
        (Some((_, scheme)), Some(_)) => {
            let message = format!("the document declares the security scheme `{name}` itself");
            let error = config.diagnostic(setting, Code::Config, message);
            let help = "leave `type` out to use it, or choose another name";
            Some(error.related(&scheme.at, "here it is").help(help))
        }
        _ => None,
    }
}

fn scheme(root: &Pointer, name: &str, kind: &SchemeKind) -> SecurityScheme {
    let http = |scheme: &str| SecuritySchemeKind::Http {
        scheme: scheme.to_owned(),
    };
    let kind = match kind {
        SchemeKind::Bearer => http("bearer"),
        SchemeKind::Basic => http("basic"),
        SchemeKind::ApiKey { location, name } => SecuritySchemeKind::ApiKey {
            location: match location {
                Location::Header => APIKeyLocation::Header,
                Location::Query => APIKeyLocation::Query,
                Location::Cookie => APIKeyLocation::Cookie,
            },
            name: name.clone(),
        },
    };
    let schemes = root.child("components").child("securitySchemes");
    SecurityScheme {
        at: schemes.child(name),
        description: None,
        kind,
    }
}
