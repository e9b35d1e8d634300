//! Operations and their responses.

use super::{AlternativeMediaType, Body, Content, Docs, Paging, Parameter, Status, Type};
use crate::diag::Pointer;

/// Something that can be called.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its place in the document.
    pub at: Pointer,
    /// Its `operationId`.
    pub id: Option<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The address it is served at, if not at the API's default server.
    pub server: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its description.
    pub docs: Docs,
    /// Its parameters, in the document's order, without those that are lifted to the client or fixed.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub body: Option<Body>,
    /// Its responses: exact statuses first, then ranges, then `default`.
    pub responses: Vec<Response>,
    /// Media types of its success besides the one that is asked for by default, sorted
    /// by how well it suits a client; only where there is a single one.
    pub alternatives: Vec<AlternativeMediaType>,
    /// The headers that its responses may have.
    pub headers: Vec<ResponseHeader>,
    /// The way through the pages, if its responses are pages of a list.
    pub paging: Option<Paging>,
    /// The credentials it asks for: any one of these sets. Empty: none.
    pub security: Vec<Vec<String>>,
    /// The scopes that it needs of its credentials.
    pub scopes: Vec<Scopes>,
    /// The header by whose value the server knows that it is asked again.
    pub idempotency: Option<String>,
    /// The reason for which it is idempotent, where its method isn't.
    pub idempotent: Option<String>,
}

impl Operation {
    /// The types that it mentions: of parameters, of the body, of responses.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        let body = self.body.iter().flat_map(Body::types);
        let responses = self
            .responses
            .iter()
            .filter_map(|response| response.content.as_ref()?.ty());
        let alternatives = self
            .alternatives
            .iter()
            .filter_map(|alternative| alternative.content.ty());
        parameters.chain(body).chain(responses).chain(alternatives)
    }

    /// The same operation when something on offer is asked for.
    pub fn with_accept(&self, alternative: &AlternativeMediaType) -> Self {
        let mut asking = self.clone();
        let success = self
            .responses
            .iter()
            .position(|response| self.is_success(response));
        if let Some(response) = success.and_then(|index| asking.responses.get_mut(index)) {
            response.media_type.clone_from(&alternative.media_type);
            response.content = Some(alternative.content.clone());
        }
        asking
    }

    /// Tells if a response means that the call succeeded.
    pub fn is_success(&self, response: &Response) -> bool {
        is_success(&self.responses, response)
    }

    /// Tells if a response stands for success and for failure: a `default` alone.
    pub fn is_catch_all(&self, response: &Response) -> bool {
        is_catch_all(&self.responses, response)
    }

    /// The responses that mean success.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        successes(&self.responses)
    }

    /// Tells if success comes in several types.
    pub fn has_several_outcomes(&self) -> bool {
        has_several_outcomes(&self.responses)
    }
}

/// The responses of an operation that mean that the call succeeded.
pub fn successes(responses: &[Response]) -> impl Iterator<Item = &Response> {
    let all = responses.iter();
    all.filter(|response| is_success(responses, response))
}

/// Tells if the successes of an operation come in several types.
pub fn has_several_outcomes(responses: &[Response]) -> bool {
    let mut bodies = successes(responses).map(|response| &response.content);
    let first = bodies.next();
    bodies.any(|body| Some(body) != first)
}

fn is_success(responses: &[Response], response: &Response) -> bool {
    response.status.is_success() || is_catch_all(responses, response)
}

fn is_catch_all(responses: &[Response], response: &Response) -> bool {
    responses.len() == 1 && response.status == Status::Default
}

/// The scopes that a credential must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes {
    /// The index of the set of credentials.
    pub set: usize,
    /// The credential in it.
    pub credential: String,
    /// The scopes.
    pub scopes: Vec<String>,
}

/// A documented response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its place in the document.
    pub at: Pointer,
    /// The statuses that it stands for.
    pub status: Status,
    /// The media type of its body, empty if it has none.
    pub media_type: String,
    /// The content of its body, if it has one.
    pub content: Option<Content>,
    /// Its description.
    pub docs: Docs,
}

/// A documented header of a response.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    /// Its place in the document.
    pub at: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Its type: a scalar or a list of scalars.
    pub ty: Type,
    /// Its description.
    pub docs: Docs,
}
