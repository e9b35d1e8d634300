//! Rules about operations.

use crate::diag::{Code, Diagnostic};
use crate::spec::{Operation, Parameter, StatusCode};
use crate::style::Location;

/// The warnings about an operation.
pub(super) fn lint(operation: &Operation) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(without_id(operation));
    found.extend(without_errors(operation));
    found.extend(operation.parameters.iter().filter_map(credential));
    found
}

fn without_id(operation: &Operation) -> Option<Diagnostic> {
    if operation.id.is_some() {
        return None;
    }
    let message = "the operation has no `operationId`";
    let warning = Diagnostic::warning(Code::MissingOperationId, &operation.at, message);
    Some(warning.help("add one: functions are named after it, and stay so when the path changes"))
}

fn without_errors(operation: &Operation) -> Option<Diagnostic> {
    let responses = &operation.responses;
    let is_error = |status: &StatusCode| match status {
        StatusCode::Code(code) => *code >= 400,
        StatusCode::Range(hundreds) => *hundreds >= 4,
    };
    let mut all = responses.by_status.iter();
    if responses.default.is_some() || all.any(|(status, _)| is_error(status)) {
        return None;
    }
    let message = "the operation documents no error response";
    let warning = Diagnostic::warning(Code::NoErrorResponse, &operation.at, message);
    Some(warning.help("describe what a failure looks like, be it as `4XX` or `default`"))
}

/// Names of parameters that hold credentials: lower case, without `-` and `_`.
const CREDENTIALS: [&str; 8] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "apitoken",
    "authorization",
    "authtoken",
    "xapikey",
    "xauthtoken",
];

fn credential(parameter: &Parameter) -> Option<Diagnostic> {
    let letters = parameter.name.chars().filter(|c| c.is_alphanumeric());
    let name: String = letters.flat_map(char::to_lowercase).collect();
    let is_secret = CREDENTIALS.contains(&&*name) && parameter.location != Location::Path;
    if !is_secret {
        return None;
    }
    let message = format!("the parameter `{}` holds a credential", parameter.name);
    let warning = Diagnostic::warning(Code::CredentialParameter, &parameter.at, message);
    let help = "declare a security scheme for it, or lift it in `codegen.toml` (`[[lift]]`): \
                as a parameter it is an argument of every call, and shown in logs";
    Some(warning.help(help))
}
