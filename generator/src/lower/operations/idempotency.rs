//! Operations that can be repeated: by themselves, or by keys from which a server knows
//! that it is asked again.

use crate::config::Config;
use crate::ir::{Parameter, ParameterLocation, Scalar, Type};
use crate::lower::names::names;
use crate::spec;

/// RFC 9110, section 9.2.2; and OpenAPI 3.2's `query`, which is safe.
const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

/// Methods that change nothing, and need no key.
const SAFE: [&str; 5] = ["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"];

/// The names of headers for idempotency keys, as vendors declare them.
const DECLARED: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// The header for idempotency keys, if `codegen.toml` says that the operation
/// heeds one, or if it declares a parameter for it.
pub(super) fn idempotency(
    config: &Config,
    source: &spec::Operation,
    parameters: &[Parameter],
) -> Option<String> {
    let declared = declared(source, parameters);
    let Some(chosen) = &config.idempotency else {
        return declared;
    };
    let Some(header) = &chosen.header else {
        // Nothing is sent where the settings say that it isn't heeded.
        if declared.is_some() {
            chosen.apply();
        }
        return None;
    };
    let heeds = match &chosen.operations {
        Some(operations) => names(source).is_in(operations),
        None => !IDEMPOTENT.contains(&source.method.as_str()),
    };
    if !heeds {
        return declared;
    }
    chosen.apply();
    Some(header.clone())
}

/// The parameter for keys that an operation declares, if it takes any text.
fn declared(source: &spec::Operation, parameters: &[Parameter]) -> Option<String> {
    if SAFE.contains(&source.method.as_str()) {
        return None;
    }
    let takes_text = |ty: &Type| match ty {
        Type::Nullable(inner) => **inner == Type::Scalar(Scalar::String),
        ty => *ty == Type::Scalar(Scalar::String),
    };
    let mut keys = parameters.iter().filter(|one| {
        one.location == ParameterLocation::Header
            && DECLARED.contains(&one.name.to_ascii_lowercase().as_str())
            && takes_text(&one.ty)
    });
    keys.next().map(|one| one.name.clone())
}

/// The reason for which an operation is idempotent, if `codegen.toml` says so and its
/// method doesn't.
pub(super) fn idempotent(config: &Config, source: &spec::Operation) -> Option<String> {
    let names = names(source);
    let mut entries = config.idempotent.iter();
    let stated = entries.find(|one| names.is(&one.operation))?;
    let by_method = IDEMPOTENT.contains(&source.method.as_str());
    (!by_method).then(|| stated.apply().reason.clone())
}

/// A parameter of an operation that heeds this header. The client makes a key,
/// so a parameter that takes one isn't required any more.
pub(super) fn with_random_key(mut parameter: Parameter, header: &str) -> Parameter {
    let is_key = parameter.location == ParameterLocation::Header
        && parameter.name.eq_ignore_ascii_case(header);
    if is_key {
        parameter.required = false;
        let fact = "A random key is sent unless this is set.";
        parameter.docs.facts.push(fact.to_owned());
    }
    parameter
}
