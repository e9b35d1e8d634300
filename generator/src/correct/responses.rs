//! Corrections of statuses and media types.

use super::rules::{Effect, Rules};
use crate::config::Correction;
use crate::diag::Pointer;
use crate::spec::{MediaType, Operation, Response, StatusCode};

type Content = Vec<(String, MediaType)>;

/// Corrects the bodies and responses of an operation. A response is at the place that it
/// has in the operation, though a `$ref` stands there; a media type, at the one that it
/// leads to as well.
pub(super) fn correct(operation: &mut Operation, rules: &mut Rules<'_>) {
    if let Some(body) = &mut operation.request_body {
        let at = operation.at.child("requestBody");
        media_types(&mut body.content, &at, rules);
    }
    let at = operation.at.child("responses");
    let responses = &mut operation.responses;
    for (status, response) in &mut responses.by_status {
        media_types(&mut response.content, &at.child(&key(status)), rules);
    }
    if let Some(default) = &mut responses.default {
        media_types(&mut default.content, &at.child("default"), rules);
    }
    let stated = responses.by_status.iter();
    let stated = stated.map(|(status, response)| (at.child(&key(status)), response));
    let default = responses.default.iter();
    let default = default.map(|response| (at.child("default"), response));
    let mut added: Vec<(StatusCode, Response)> = Vec::new();
    for (place, response) in stated.chain(default) {
        rules.at(&place, |correction| {
            let Correction::Statuses(statuses) = correction else {
                return None;
            };
            Some(add_statuses(
                statuses,
                response,
                &responses.by_status,
                &mut added,
            ))
        });
    }
    responses.by_status.append(&mut added);
}

/// The key of a status among `responses`.
fn key(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(hundreds) => format!("{hundreds}XX"),
    }
}

/// Adds a response under other statuses, unless they have theirs.
fn add_statuses(
    statuses: &[u16],
    response: &Response,
    stated: &[(StatusCode, Response)],
    added: &mut Vec<(StatusCode, Response)>,
) -> Effect {
    let before = added.len();
    for status in statuses {
        let status = StatusCode::Code(*status);
        let mut known = stated.iter().chain(added.iter()).map(|(known, _)| known);
        if !known.any(|known| *known == status) {
            added.push((status, response.clone()));
        }
    }
    match added.len() > before {
        true => Ok(()),
        false => Err("the operation has a response of that status already"),
    }
}

fn media_types(content: &mut Content, body: &Pointer, rules: &mut Rules<'_>) {
    let body = body.child("content");
    for index in 0..content.len() {
        let Some((name, media)) = content.get(index) else {
            return;
        };
        let places = [body.child(name), media.at.clone()];
        let same = places[0] == places[1];
        for place in places.iter().skip(usize::from(same)) {
            rules.at(place, |correction| {
                let Correction::MediaType(actual) = correction else {
                    return None;
                };
                Some(rename(content, index, actual))
            });
        }
    }
}

/// Makes a media type another one.
fn rename(content: &mut Content, index: usize, actual: &str) -> Effect {
    if content.iter().any(|(name, _)| name == actual) {
        return Err("the body may be of that media type already");
    }
    if let Some((name, _)) = content.get_mut(index) {
        actual.clone_into(name);
    }
    Ok(())
}
