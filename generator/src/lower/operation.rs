//! Operations: what they ask for, what they send, and what they may answer.

use super::Lower;
use crate::config::lists;
use crate::diag::Pointer;
use crate::document::{self, Schema, place};
use crate::ir::{Docs, Operation, Parameter, ParameterLocation, Reply, Status};
use openapiv3::{ReferenceOr, StatusCode};

impl Lower<'_> {
    pub(super) fn operation(&mut self, source: &document::Operation) -> Operation {
        let at = &source.at;
        self.found.extend(source.found.iter().cloned());
        let value = &source.value;
        let mut security = self.security(source);
        let mut parameters = Vec::new();
        for parameter in value.parameters.iter().filter_map(ReferenceOr::as_item) {
            match self.lifted(parameter) {
                Some(credential) => security = with_credential(security, &credential),
                None => parameters.extend(self.parameter(parameter, at)),
            }
        }
        self.match_template(source, &mut parameters);
        let idempotency = self.idempotency(source, &mut parameters);
        let body = value.request_body.as_ref().and_then(ReferenceOr::as_item);
        let body = body.and_then(|body| self.body(body, at));
        let replies = self.replies(source);
        let offers = self.reply_offers(source);
        Operation {
            at: at.clone(),
            id: value.operation_id.clone(),
            method: source.method.clone(),
            path: source.path.clone(),
            server: self.server_of(source),
            tags: value.tags.clone(),
            docs: Docs {
                text: joined(value.summary.as_deref(), value.description.as_deref()),
                facts: Vec::new(),
                deprecated: value.deprecated,
            },
            parameters,
            body,
            replies,
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
        source: &document::Operation,
        parameters: &mut [Parameter],
    ) -> Option<String> {
        let chosen = self.config.idempotency.as_ref()?;
        let id = source.value.operation_id.as_deref();
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
    fn replies(&mut self, source: &document::Operation) -> Vec<Reply> {
        let responses = &source.value.responses;
        let stated = responses.responses.iter();
        let stated = stated.map(|(status, reply)| (Status::from(status), reply));
        let default = responses
            .default
            .iter()
            .map(|reply| (Status::Default, reply));
        let mut replies: Vec<Reply> = stated
            .chain(default)
            .filter_map(|(status, reply)| Some(self.reply(status, reply.as_item()?, &source.at)))
            .collect();
        replies.sort_by_key(|reply| reply.status);
        replies
    }

    pub(super) fn schema_of(
        &mut self,
        schema: &ReferenceOr<openapiv3::Schema>,
        at: &Pointer,
    ) -> Schema {
        match schema {
            ReferenceOr::Reference { reference } => self.read(&place(reference)),
            // `document` leaves references only.
            ReferenceOr::Item(_) => Schema::anything(at),
        }
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
