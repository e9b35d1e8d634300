//! Operations of which the document doesn't say which credential they take.

use crate::diag::{Code, Diagnostic};
use crate::spec::{Operation, Spec, StatusCode};
use std::collections::HashSet;

/// The methods by which nothing is changed.
const SAFE: [&str; 5] = ["GET", "HEAD", "OPTIONS", "QUERY", "TRACE"];

/// The warnings about all operations; one alone if none of them says anything.
pub(super) fn lint(spec: &Spec) -> Vec<Diagnostic> {
    if spec.security.is_some() || spec.operations.is_empty() {
        return Vec::new();
    }
    let says = |operation: &Operation| operation.security.is_some();
    if !spec.security_schemes.is_empty() && !spec.operations.iter().any(says) {
        return vec![unused(spec)];
    }
    let mut asking = HashSet::new();
    for operation in &spec.operations {
        let alternatives = operation.security.iter().flatten();
        if alternatives.clone().any(|all| !all.is_empty()) {
            asking.insert(&*operation.path);
        }
    }
    let silent = spec.operations.iter().filter(|one| !says(one));
    let found = silent.filter_map(|one| {
        let is_alone = !SAFE.contains(&&*one.method) && asking.contains(&*one.path);
        untold(spec, one, is_alone)
    });
    found.collect()
}

fn unused(spec: &Spec) -> Diagnostic {
    let at = spec.at.child("components").child("securitySchemes");
    let message = "security schemes are declared, and no operation asks for one";
    Diagnostic::warning(Code::UnknownCredential, &at, message).help(
        "add `security` to the document or to its operations, `security: []` where none is needed: \
         as it is, calls go out without a credential",
    )
}

fn untold(spec: &Spec, operation: &Operation, is_alone: bool) -> Option<Diagnostic> {
    let message = if is_refused(operation) {
        "the operation may answer 401, and doesn't say which credential it takes"
    } else if is_alone {
        "the operation asks for no credential, while others of its path do"
    } else {
        return None;
    };
    let help = match spec.security_schemes.is_empty() {
        true => {
            "declare the credential in `components/securitySchemes`, and ask for it in `security`; or \
             declare it in `codegen.toml` (`[security]`)"
        }
        false => "add `security`, which is `[]` where no credential is needed",
    };
    Some(Diagnostic::warning(Code::UnknownCredential, &operation.at, message).help(help))
}

/// True if the operation may refuse those who don't say who they are.
fn is_refused(operation: &Operation) -> bool {
    let mut responses = operation.responses.by_status.iter();
    responses.any(|(status, response)| {
        let mut headers = response.headers.iter();
        *status == StatusCode::Code(401)
            || headers.any(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"))
    })
}
