//! Headers that every request has, as `codegen.toml` fixes them: checked against the
//! parameters in whose place they stand, and the credentials of the document.

use super::header_text::{Misfit, fits};
use super::parameter::{described, fixed};
use crate::config::{self, Config, Setting};
use crate::diag::{Code, Diagnostic};
use crate::ir::{FixedHeader, StyleKind};
use crate::lower::types::Reader;
use crate::lower::uses::ReadOperation;
use crate::schema::Inheritance;
use crate::spec::{SecuritySchemeKind, Spec};
use openapiv3::APIKeyLocation;

/// The headers that every request has, in the order of `codegen.toml`; none without
/// operations.
pub(crate) fn fixed_headers(
    spec: &Spec,
    config: &Config,
    inheritance: &Inheritance,
    operations: &[ReadOperation<'_>],
    found: &mut Vec<Diagnostic>,
) -> Vec<FixedHeader> {
    if operations.is_empty() || config.headers.is_empty() {
        return Vec::new();
    }
    // Of no use for the API's types: those of the parameters aren't among them.
    let mut reader = Reader::new(spec, config, false, inheritance);
    let mut headers = Vec::new();
    for setting in &config.headers {
        let header = setting.apply();
        let unfit = holder(spec, config, header)
            .map(|held| held.of(config, setting))
            .or_else(|| unfit_value(&mut reader, setting, operations));
        found.extend(unfit);
        headers.push(FixedHeader {
            name: header.name.clone(),
            value: header.value.clone(),
            reason: header.reason.clone(),
        });
    }
    headers
}

/// Something that sends its own value in a header.
struct Holder {
    message: String,
    help: &'static str,
}

impl Holder {
    fn of(self, config: &Config, setting: &Setting<config::FixedHeader>) -> Diagnostic {
        let error = config.diagnostic(setting, Code::Config, self.message);
        error.help(self.help)
    }
}

/// The credential or idempotency key that goes into a header.
fn holder(spec: &Spec, config: &Config, header: &config::FixedHeader) -> Option<Holder> {
    let name = &header.name;
    let is_it = |other: &str| other.eq_ignore_ascii_case(name);
    let is_key = |kind: &SecuritySchemeKind| match kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            matches!(location, APIKeyLocation::Header) && is_it(name)
        }
        _ => false,
    };
    let mut schemes = spec.security_schemes.iter();
    let mut lifts = config.lift.iter();
    let is_lifted = |lift: &Setting<config::Lift>| {
        lift.in_ == config::Location::Header && is_it(&lift.parameter)
    };
    let secrets = "remove the setting; keys are given to the client's builder";
    let (message, help) = if let Some((scheme, _)) = schemes.find(|(_, one)| is_key(&one.kind)) {
        let message =
            format!("the header `{name}` holds the key of the security scheme `{scheme}`");
        (message, secrets)
    } else if lifts.any(is_lifted) {
        let message = format!("the header `{name}` holds a credential, as a `[[lift]]` says");
        (message, secrets)
    } else if config
        .idempotency
        .as_ref()
        .and_then(|one| one.header.as_deref())
        .is_some_and(is_it)
    {
        let message = format!("the header `{name}` holds idempotency keys, each another one");
        (message, "remove the setting")
    } else {
        return None;
    };
    Some(Holder { message, help })
}

/// The fault of a value that a parameter in whose place it stands doesn't allow.
fn unfit_value(
    reader: &mut Reader<'_>,
    setting: &Setting<config::FixedHeader>,
    operations: &[ReadOperation<'_>],
) -> Option<Diagnostic> {
    let config = reader.config;
    for operation in operations {
        for parameter in &operation.source.parameters {
            if fixed(config, parameter).is_none_or(|one| one.name != setting.name) {
                continue;
            }
            // What is wrong with the schema matters to nobody, as it has no type.
            let mut ignored = Vec::new();
            let (ty, style, _) = described(reader, parameter, &operation.source.at, &mut ignored);
            let is_json = style.is_some_and(|style| style.kind == StyleKind::Json);
            let (name, value) = (&parameter.name, &setting.value);
            // A value that may be a secret is shown to nobody.
            let (message, help) = match fits(&reader.types, &ty, is_json, value) {
                Ok(()) => continue,
                Err(Misfit::Other(these)) => (
                    format!(
                        "`{value}` doesn't fit the header parameter `{name}`, which is {these}"
                    ),
                    "write a value that its schema allows",
                ),
                Err(Misfit::Unfixable(this)) => (
                    format!("the header parameter `{name}` can't be fixed, as it is {this}"),
                    "remove the setting",
                ),
            };
            let error = config.diagnostic(setting, Code::Config, message);
            let error = error.related(&parameter.at, "declared here");
            return Some(error.help(help));
        }
    }
    None
}
