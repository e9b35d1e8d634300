//! The names of operations: functions, setters, and the types that they bring.

use super::super::body::{body_struct, takes_body};
use super::model::OperationNames;
use super::namer::Namer;
use super::reserved;
use super::scope::{NameRequest, Rank, Scope};
use super::status::status_name;
use super::word::{Case, NameCandidates, media_words, without_mark};
use crate::config::LayoutChoice;
use crate::diag::Pointer;
use crate::ir::{AlternativeMediaType, Operation, ParameterLocation};

impl Namer<'_> {
    /// Their functions, the clients of tags having their own.
    pub(super) fn function_names(&mut self, groups: &[(String, Vec<usize>)]) -> Vec<String> {
        let api = self.api;
        let requests: Vec<NameRequest> = api
            .operations
            .iter()
            .map(|operation| self.function(operation))
            .collect();
        let mut scope = Scope::reserving(reserved::CLIENT);
        let (names, collisions) = scope.assign(&requests);
        self.report_collisions(collisions);
        for (operation, name) in api.operations.iter().zip(&names) {
            self.functions.insert(operation.at.clone(), name.clone());
            if operation.has_several_outcomes() {
                self.with_response_enum.insert(operation.at.clone());
            }
        }
        if self.config.layout != LayoutChoice::Tags {
            let all: Vec<usize> = (0..names.len()).collect();
            self.body_functions(&names, &all, &mut scope);
            return names;
        }
        let names = self.functions_of_tags(&names, groups);
        for (_, group) in groups {
            let mut reserved = reserved::TAG_CLIENT.to_vec();
            reserved.extend(group.iter().map(|&index| names[index].as_str()));
            let mut scope = Scope::reserving(&reserved);
            self.body_functions(&names, group, &mut scope);
        }
        names
    }

    /// The functions that take a body of another media type, where the body is
    /// an argument.
    fn body_functions(&mut self, functions: &[String], group: &[usize], scope: &mut Scope) {
        let api = self.api;
        let group = group.iter();
        let taking = group.map(|&index| (&api.operations[index], &functions[index]));
        let taking = taking.filter(|(operation, _)| takes_body(api, operation));
        let offers = taking.flat_map(|(operation, function)| {
            let offers = operation.body.iter().flat_map(|body| &body.alternatives);
            offers.map(move |offer| (&operation.at, function, offer))
        });
        let mut requests = Vec::new();
        let mut operations = Vec::new();
        for (operation, function, offer) in offers {
            let function = without_mark(function);
            requests.push(self.media_type(offer, function));
            operations.push(operation);
        }
        let (names, collisions) = scope.assign(&requests);
        self.report_collisions(collisions);
        for (operation, name) in operations.into_iter().zip(names) {
            let known = self.body_functions.entry(operation.clone());
            known.or_default().push(name);
        }
    }

    fn function(&mut self, operation: &Operation) -> NameRequest {
        if let Some(request) = self.chosen(std::slice::from_ref(&operation.at), Case::Value) {
            return request;
        }
        let path = operation.path.replace('{', " by ").replace('}', " ");
        let by_path = format!("{} {path}", operation.method.to_lowercase());
        let mut candidates = Vec::new();
        if let Some(id) = &operation.id {
            if let Some(stripped) = self.config.without_prefix(id) {
                candidates.push(self.speller.identifier(stripped, Case::Value));
            }
            candidates.push(self.speller.identifier(id, Case::Value));
            candidates.push(self.speller.identifier(
                &format!("{} {id}", operation.method.to_lowercase()),
                Case::Value,
            ));
        }
        if candidates.is_empty() {
            candidates.push(self.speller.plain(&by_path, Case::Value));
        }
        candidates.dedup();
        let rank = if operation.id.is_some() {
            Rank::Given
        } else {
            Rank::Derived
        };
        NameRequest {
            at: operation.at.clone(),
            rank,
            candidates: NameCandidates::of(candidates).or_spelled(
                &by_path,
                Case::Value,
                "operation",
                &self.speller,
            ),
        }
    }

    /// The operation's name as the beginning of a type's.
    pub(super) fn operation_type(&self, operation: &Pointer) -> String {
        let function = self
            .functions
            .get(operation)
            .map_or("operation", String::as_str);
        let name = self.speller.identifier(without_mark(function), Case::Type);
        // `Self` is a keyword alone, and not as the beginning of a name.
        name.trim_end_matches('_').to_owned()
    }

    pub(super) fn operation_names(&mut self, functions: Vec<String>) -> Vec<OperationNames> {
        let api = self.api;
        let mut requests = Vec::new();
        for operation in &api.operations {
            let base = self.operation_type(&operation.at);
            for role in roles(operation) {
                let candidates = NameCandidates::of(vec![
                    format!("{base}{role}"),
                    format!("{base}Operation{role}"),
                ]);
                requests.push(NameRequest {
                    at: operation.at.clone(),
                    rank: Rank::Derived,
                    candidates,
                });
            }
        }
        let mut types = self.assign_types(&requests).into_iter();
        let mut next = || types.next().unwrap_or_default();
        let mut operations = Vec::new();
        for (operation, function) in api.operations.iter().zip(functions) {
            let (builder, error) = (next(), next());
            let response = if operation.has_several_outcomes() {
                next()
            } else {
                String::new()
            };
            let headers = match operation.headers.is_empty() {
                true => String::new(),
                false => next(),
            };
            let methods = self.methods(operation);
            let responses = operation
                .responses
                .iter()
                .map(|response| status_name(response.status))
                .collect();
            operations.push(OperationNames {
                function,
                handle: None,
                builder,
                error,
                response,
                headers,
                header_fields: self.header_fields(operation),
                parameters: methods.parameters,
                body_fields: methods.body_fields,
                offers: methods.offers,
                responses,
                response_offers: methods.response_offers,
            });
        }
        operations
    }

    /// Parameters, the body's fields and what else body and response may be, all of
    /// which may be methods of a call.
    fn methods(&mut self, operation: &Operation) -> Methods {
        let mut requests = Vec::new();
        for parameter in &operation.parameters {
            let chosen = self.chosen(std::slice::from_ref(&parameter.at), Case::Value);
            requests.push(chosen.unwrap_or_else(|| {
                let location = match parameter.location {
                    ParameterLocation::Path => "path",
                    ParameterLocation::Query | ParameterLocation::QueryString => "query",
                    ParameterLocation::Header => "header",
                    ParameterLocation::Cookie => "cookie",
                };
                let candidates = self
                    .speller
                    .candidates(&parameter.name, Case::Value, location);
                NameRequest {
                    at: parameter.at.clone(),
                    rank: Rank::Given,
                    candidates,
                }
            }));
        }
        let fields = body_struct(self.api, operation).map_or(&[][..], |object| &object.fields[..]);
        for field in fields {
            let of_body = self
                .speller
                .identifier(&format!("body {}", field.name), Case::Value);
            let candidates =
                NameCandidates::of(vec![self.speller.plain(&field.name, Case::Value), of_body])
                    .or_spelled(&field.name, Case::Value, "of body", &self.speller);
            requests.push(NameRequest {
                at: field.at.clone(),
                rank: Rank::Derived,
                candidates,
            });
        }
        let is_mapped = self.api.is_mapped(operation);
        let reserved = reserved::by_request_builder(operation.paging.is_some(), is_mapped);
        let mut scope = Scope::reserving(&reserved);
        let (mut names, collisions) = scope.assign(&requests);
        self.report_collisions(collisions);
        let body_fields = names.split_off(operation.parameters.len());
        // They come last: what they are called is nobody's but theirs.
        let sent = operation.body.iter().flat_map(|body| &body.alternatives);
        let offers = match self.body_functions.remove(&operation.at) {
            Some(functions) => functions,
            None => self.media_types(sent, "body", &mut scope),
        };
        let response_offers = self.media_types(operation.alternatives.iter(), "send", &mut scope);
        Methods {
            parameters: names,
            body_fields,
            offers,
            response_offers,
        }
    }

    /// A method for each media type on offer.
    fn media_types<'o>(
        &mut self,
        offers: impl Iterator<Item = &'o AlternativeMediaType>,
        verb: &str,
        scope: &mut Scope,
    ) -> Vec<String> {
        let requests: Vec<NameRequest> = offers.map(|offer| self.media_type(offer, verb)).collect();
        let (names, collisions) = scope.assign(&requests);
        self.report_collisions(collisions);
        names
    }

    fn media_type(&mut self, offer: &AlternativeMediaType, verb: &str) -> NameRequest {
        let chosen = self.chosen(std::slice::from_ref(&offer.at), Case::Value);
        chosen.unwrap_or_else(|| NameRequest {
            at: offer.at.clone(),
            rank: Rank::Derived,
            candidates: NameCandidates::of(
                media_words(&offer.media_type)
                    .map(|word| {
                        self.speller
                            .identifier(&format!("{verb} {word}"), Case::Value)
                    })
                    .to_vec(),
            ),
        })
    }

    fn header_fields(&mut self, operation: &Operation) -> Vec<String> {
        let mut requests = Vec::new();
        for header in &operation.headers {
            requests.push(self.member(
                &header.at,
                self.speller.candidates(&header.name, Case::Value, "header"),
                Case::Value,
            ));
        }
        let (names, collisions) = Scope::reserving(&[]).assign(&requests);
        self.report_collisions(collisions);
        names
    }
}

/// The methods of a call that an operation brings.
struct Methods {
    parameters: Vec<String>,
    body_fields: Vec<String>,
    offers: Vec<String>,
    response_offers: Vec<String>,
}

/// The types that an operation brings besides those of its schemas.
fn roles(operation: &Operation) -> Vec<&'static str> {
    let response = operation.has_several_outcomes().then_some("Response");
    let headers = (!operation.headers.is_empty()).then_some("Headers");
    ["Builder", "Error"]
        .into_iter()
        .chain(response)
        .chain(headers)
        .collect()
}
