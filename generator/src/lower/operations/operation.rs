//! Operations: their parameters, their bodies, and their responses.

use super::body::body;
use super::header::headers;
use super::idempotency::{idempotency, idempotent, with_random_key};
use super::parameter::{fixed, lifted, parameter};
use super::response::{response_alternatives, responses};
use super::security::{Credentials, security};
use super::server::own_server;
use super::template::match_template;
use crate::diag::Diagnostic;
use crate::lower::types::Reader;
use crate::lower::uses::ReadOperation;
use crate::spec;

/// An operation, with the diagnostics of all that it consists of.
pub(super) fn operation<'a>(
    reader: &mut Reader<'a>,
    credentials: &mut Credentials<'a>,
    source: &'a spec::Operation,
    found: &mut Vec<Diagnostic>,
) -> ReadOperation<'a> {
    let (spec, config) = (reader.spec, reader.config);
    found.extend(spec.findings.of(&source.found).iter().cloned());
    let (mut security, scopes) = security(spec, config, credentials, source, found);
    let mut parameters = Vec::new();
    for one in &source.parameters {
        if let Some(setting) = lifted(config, one) {
            setting.apply();
            credentials.lift(one);
            security = with_credential(security, &one.name);
        } else if fixed(config, one).is_none() {
            parameters.extend(parameter(reader, one, &source.at, found));
        }
    }
    let mut parameters = match_template(source, parameters, found);
    let idempotency = idempotency(config, source, &parameters);
    if let Some(header) = &idempotency {
        let all = parameters.into_iter();
        parameters = all.map(|one| with_random_key(one, header)).collect();
    }
    let stated = source.request_body.as_ref();
    ReadOperation {
        source,
        parameters,
        body: stated.and_then(|one| body(reader, one, &source.at, found)),
        responses: responses(reader, source, found),
        alternatives: response_alternatives(reader, source, found),
        server: own_server(spec, config, source, found),
        headers: headers(spec, source),
        security,
        scopes,
        idempotency,
        idempotent: idempotent(config, source),
    }
}

fn with_credential(mut security: Vec<Vec<String>>, credential: &str) -> Vec<Vec<String>> {
    if security.is_empty() {
        security.push(Vec::new());
    }
    for alternative in &mut security {
        alternative.push(credential.to_owned());
    }
    security
}
