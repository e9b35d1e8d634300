//! The uses of types: operations, listed schemas and webhooks, as long as the
//! types that they speak of are not final.

use crate::ir::{
    AlternativeMediaType, Body, Content, Docs, Events, NamedSchema, Operation, Paging, Parameter,
    Response, ResponseHeader, Scopes, Type,
};
use crate::spec;

/// Everything that speaks of types.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    /// The operations, sorted by path and method.
    pub(super) operations: Vec<ReadOperation<'a>>,
    /// The schemas under `components`, where all of them were asked for.
    pub(super) schemas: Vec<NamedSchema>,
    /// The payloads of webhooks and callbacks.
    pub(super) events: Vec<Events>,
}

/// An operation whose server and pages are decided once all operations and types
/// are known.
#[derive(Debug)]
pub(super) struct ReadOperation<'a> {
    /// The operation in the document.
    pub(super) source: &'a spec::Operation,
    /// The address that it or its path states.
    pub(super) server: Option<String>,
    /// Its parameters, without those that are lifted to the client or fixed.
    pub(super) parameters: Vec<Parameter>,
    /// The body of its request.
    pub(super) body: Option<Body>,
    /// Its responses: exact statuses first, then ranges, then `default`.
    pub(super) responses: Vec<Response>,
    /// Media types of its success besides the one that is asked for by default.
    pub(super) alternatives: Vec<AlternativeMediaType>,
    /// The headers that its responses may have.
    pub(super) headers: Vec<ResponseHeader>,
    /// The credentials it asks for: any one of these sets.
    pub(super) security: Vec<Vec<String>>,
    pub(super) scopes: Vec<Scopes>,
    /// The header for idempotency keys.
    pub(super) idempotency: Option<String>,
    /// The reason for which it is idempotent, where its method isn't.
    pub(super) idempotent: Option<String>,
}

impl ReadOperation<'_> {
    /// The types of its responses.
    pub(super) fn response_types(&self) -> impl Iterator<Item = &Type> {
        let responses = self.responses.iter();
        let responses = responses.filter_map(|response| response.content.as_ref());
        let alternatives = self
            .alternatives
            .iter()
            .map(|alternative| &alternative.content);
        responses.chain(alternatives).filter_map(Content::ty)
    }

    fn response_types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let responses = self.responses.iter_mut();
        let responses = responses.filter_map(|response| response.content.as_mut());
        let alternatives = self
            .alternatives
            .iter_mut()
            .map(|alternative| &mut alternative.content);
        responses.chain(alternatives).filter_map(Content::ty_mut)
    }

    /// The operation of an API with its server, if that isn't the API's default,
    /// and the way through its pages.
    pub(super) fn finished(self, server: Option<String>, paging: Option<Paging>) -> Operation {
        let source = self.source;
        Operation {
            at: source.at.clone(),
            id: source.id.clone(),
            method: source.method.clone(),
            path: source.path.clone(),
            server,
            tags: source.tags.clone(),
            docs: Docs {
                text: described(source),
                facts: Vec::new(),
                deprecated: source.deprecated,
            },
            parameters: self.parameters,
            body: self.body,
            responses: self.responses,
            alternatives: self.alternatives,
            headers: self.headers,
            paging,
            security: self.security,
            scopes: self.scopes,
            idempotency: self.idempotency,
            idempotent: self.idempotent,
        }
    }
}

impl Uses<'_> {
    /// Changes every type that they speak of.
    pub(super) fn visit_types_mut(&mut self, change: &mut impl FnMut(&mut Type)) {
        for operation in &mut self.operations {
            for parameter in &mut operation.parameters {
                change(&mut parameter.ty);
            }
            let body = operation.body.iter_mut().flat_map(Body::types_mut);
            body.for_each(&mut *change);
            operation.response_types_mut().for_each(&mut *change);
        }
        for schema in &mut self.schemas {
            change(&mut schema.ty);
        }
        for events in &mut self.events {
            let mut ty = Type::Named(events.id);
            change(&mut ty);
            events.id = ty.named().unwrap_or(events.id);
        }
    }
}

/// The text of an operation: its own, and what its path adds to it.
fn described(source: &spec::Operation) -> Option<String> {
    let own = joined(source.summary.as_deref(), source.description.as_deref());
    let (summary, description) = (&source.path_summary, &source.path_description);
    let of_path = joined(summary.as_deref(), description.as_deref());
    match (own, of_path) {
        (Some(own), Some(added)) if !own.contains(&added) => Some(format!("{own}\n\n{added}")),
        (own, added) => own.or(added),
    }
}

/// The summary and the description of an operation as one text.
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
