//! The places beside schemas that have examples: media types, parameters and headers.

use crate::diag::Pointer;
use crate::spec::{Content, Header, MediaType, Operation, Spec};

/// A place that may have examples.
pub(super) struct Place<'s> {
    pub(super) at: &'s Pointer,
    /// The schema that they are of.
    pub(super) schema: &'s Pointer,
    pub(super) form: Form,
}

/// The form of the values on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON.
    Json,
    /// A part of a URL or the text of a header: lists and objects may be written as the text
    /// that is sent.
    Parameter,
    /// A body of another media type: a string may be the text of the whole.
    Text,
}

/// Every place of a document that operations and webhooks reach.
pub(super) fn all(spec: &Spec) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    let webhooks = spec.webhooks.iter().flat_map(|all| &all.operations);
    for each in spec.operations.iter().chain(webhooks) {
        operation(each, &mut places);
        for callback in &each.callbacks {
            operation(callback, &mut places);
        }
    }
    places
}

fn operation<'s>(operation: &'s Operation, places: &mut Vec<Place<'s>>) {
    for parameter in &operation.parameters {
        content(&parameter.at, &parameter.content, places);
    }
    let body = operation.request_body.iter().flat_map(|body| &body.content);
    media_types(body, places);
    for response in operation.responses.all() {
        media_types(&response.content, places);
        headers(&response.headers, places);
    }
}

fn content<'s>(at: &'s Pointer, content: &'s Content, places: &mut Vec<Place<'s>>) {
    match content {
        Content::Unsaid => {}
        Content::Schema(schema) => places.push(Place {
            at,
            schema,
            form: Form::Parameter,
        }),
        Content::MediaTypes(all) => media_types(all, places),
    }
}

fn headers<'s>(headers: &'s [(String, Header)], places: &mut Vec<Place<'s>>) {
    for (_, header) in headers {
        content(&header.at, &header.content, places);
    }
}

fn media_types<'s>(
    all: impl IntoIterator<Item = &'s (String, MediaType)>,
    places: &mut Vec<Place<'s>>,
) {
    for (name, media) in all {
        for (_, encoding) in &media.encoding {
            headers(&encoding.headers, places);
        }
        let form = match is_json(name) {
            true => Form::Json,
            false => Form::Text,
        };
        let (at, schema) = (&media.at, media.schema.as_ref());
        places.extend(schema.map(|schema| Place { at, schema, form }));
    }
}

/// True of JSON under any of its names. RFC 6839 §3.1.
fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    let name = name.to_ascii_lowercase();
    name == "application/json" || name == "text/json" || name.ends_with("+json") || name == "*/*"
}
