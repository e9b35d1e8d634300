//! Operations: what they ask for, what they send, and what they may answer.

use super::Lower;
use crate::config::lists;
use crate::ir::{Docs, Operation, Parameter, ParameterLocation, Response, Status};
use crate::spec;
use openapiv3::StatusCode;

impl Lower<'_> {
    pub(super) fn operation(&mut self, source: &spec::Operation) -> Operation {
        let at = &source.at;
        self.note_findings(source);
        let mut security = self.security(source);
        let mut parameters = Vec::new();
        for parameter in &source.parameters {
            match self.lifted(parameter) {
                Some(credential) => security = with_credential(security, &credential),
                None => parameters.extend(self.parameter(parameter, at)),
            }
        }
        self.match_template(source, &mut parameters);
        let idempotency = self.idempotency(source, &mut parameters);
        let body = source.request_body.as_ref();
        let body = body.and_then(|body| self.body(body, at));
        let responses = self.responses(source);
        let offers = self.response_offers(source);
        Operation {
            at: at.clone(),
            id: source.id.clone(),
            method: source.method.clone(),
            path: source.path.clone(),
            server: self.server_of(source),
            tags: source.tags.clone(),
            docs: Docs {
                text: joined(source.summary.as_deref(), source.description.as_deref()),
                facts: Vec::new(),
                deprecated: source.deprecated,
            },
            parameters,
            body,
            responses,
            offers,
            headers: self.headers(source),
            paging: None,
            security,
            idempotency,
        }
    }

    /// The header for idempotency keys, if `codegen.toml` says that the
    /// operation heeds one. The client makes a key, so a parameter that takes
    /// one isn't required any more.
    fn idempotency(
        &mut self,
        source: &spec::Operation,
        parameters: &mut [Parameter],
    ) -> Option<String> {
        let chosen = self.config.idempotency.as_ref()?;
        let id = source.id.as_deref();
        let heeds = match &chosen.operations {
            Some(ids) => id.is_some_and(|id| lists(ids, id)),
            None => !IDEMPOTENT.contains(&source.method.as_str()),
        };
        if !heeds {
            return None;
        }
        for parameter in parameters.iter_mut().filter(|parameter| {
            parameter.location == ParameterLocation::Header
                && parameter.name.eq_ignore_ascii_case(&chosen.header)
        }) {
            parameter.required = false;
            let fact = "A random key is sent unless this is set.";
            parameter.docs.facts.push(fact.to_owned());
        }
        Some(chosen.apply().header.clone())
    }

    /// Exact statuses first, then ranges, then `default`.
    fn responses(&mut self, source: &spec::Operation) -> Vec<Response> {
        let stated = source.responses.by_status.iter();
        let stated = stated.map(|(status, response)| (Status::from(status), response));
        let default = source.responses.default.iter();
        let default = default.map(|response| (Status::Default, response));
        let mut responses: Vec<Response> = stated
            .chain(default)
            .map(|(status, response)| self.response(status, response, &source.at))
            .collect();
        responses.sort_by_key(|response| response.status);
        responses
    }

    /// Notes what was found in an operation when it was read.
    pub(super) fn note_findings(&mut self, source: &spec::Operation) {
        let found = self.document.findings.of(&source.found);
        self.found.extend(found.iter().cloned());
    }
}

impl From<&StatusCode> for Status {
    fn from(status: &StatusCode) -> Self {
        match status {
            StatusCode::Code(code) => Self::Code(*code),
            StatusCode::Range(hundreds) => Self::Range(*hundreds),
        }
    }
}

/// RFC 9110, section 9.2.2; and OpenAPI 3.2's `query`, which is safe.
const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

fn with_credential(mut security: Vec<Vec<String>>, credential: &str) -> Vec<Vec<String>> {
    if security.is_empty() {
        security.push(Vec::new());
    }
    for alternative in &mut security {
        alternative.push(credential.to_owned());
    }
    security
}

pub(super) fn joined(summary: Option<&str>, description: Option<&str>) -> Option<String> {
    let summary = summary.map(str::trim).filter(|text| !text.is_empty());
    let description = description.map(str::trim).filter(|text| !text.is_empty());
    match (summary, description) {
        (Some(summary), Some(description))
            if description.starts_with(summary.trim_end_matches('.')) =>
        {
            Some(description.to_owned())
        }
        (Some(summary), Some(description)) => Some(format!("{summary}\n\n{description}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}
