//! An exchange held against its operation: status, media type, body.

use std::collections::BTreeSet;

use serde_json::Value;

use super::difference::{Difference, Kind};
use super::exchange::{Body, Exchange, Skip};
use crate::diag::Pointer;
use crate::fit::Fitter;
use crate::spec::{MediaType, Operation, Response, Spec, StatusCode};

/// The differences of an exchange.
#[derive(Default)]
pub(super) struct Comparison {
    pub(super) differences: BTreeSet<Difference>,
    /// The media type of the document for which the body came, and the one that came
    /// if that is another.
    pub(super) media: Option<(Pointer, Option<String>)>,
    /// The reason why the body wasn't looked at.
    pub(super) skip: Option<Skip>,
}

impl Comparison {
    fn add(&mut self, at: &Pointer, kind: Kind) {
        let at = at.clone();
        self.differences.insert(Difference { at, kind });
    }
}

/// Compares an exchange with the operation that it is of.
pub(super) fn compare(
    spec: &Spec,
    fitter: &mut Fitter<'_>,
    operation: &Operation,
    exchange: &Exchange,
) -> Comparison {
    match stated(operation, exchange.status) {
        Some(response) => body(spec, fitter, response, exchange),
        None => undocumented(spec, fitter, operation, exchange),
    }
}

/// The response of a status. A `default` beside a success speaks of failures.
fn stated(operation: &Operation, status: u16) -> Option<&Response> {
    let responses = &operation.responses;
    let find = |wanted: StatusCode| {
        let mut all = responses.by_status.iter();
        all.find(|(known, _)| *known == wanted).map(|(_, one)| one)
    };
    let is_success = |status: &StatusCode| match status {
        StatusCode::Code(code) => code / 100 == 2,
        StatusCode::Range(hundreds) => *hundreds == 2,
    };
    let has_success = responses.by_status.iter().any(|(one, _)| is_success(one));
    let default = responses.default.as_ref();
    find(StatusCode::Code(status))
        .or_else(|| find(StatusCode::Range(status / 100)))
        .or_else(|| default.filter(|_| status >= 400 || (!has_success && status / 100 == 2)))
}

/// Notes a status that the operation doesn't have, with a response that fits the body.
fn undocumented(
    spec: &Spec,
    fitter: &mut Fitter<'_>,
    operation: &Operation,
    exchange: &Exchange,
) -> Comparison {
    let is_failure = |status: u16| status >= 400;
    let all = operation.responses.by_status.iter();
    let alike = all.filter(|(known, _)| match known {
        StatusCode::Code(code) => {
            is_failure(*code) == is_failure(exchange.status) && !(300..400).contains(code)
        }
        StatusCode::Range(_) => false,
    });
    // Neither a redirect nor what is no status can be documented like another.
    let can_be = matches!(exchange.status, 100..=299 | 400..=599);
    let mut like = None;
    for (status, response) in alike.filter(|_| can_be) {
        let comparison = body(spec, fitter, response, exchange);
        let mut others = comparison.differences.iter();
        let fits = others.all(|one| matches!(one.kind, Kind::Member(_)));
        if fits && comparison.skip.is_none() {
            like = Some(status.to_string());
            break;
        }
    }
    let mut comparison = Comparison::default();
    let status = exchange.status;
    let at = operation.at.child("responses");
    comparison.add(&at, Kind::Status { status, like });
    comparison
}

/// Compares the body with those of a response.
fn body(
    spec: &Spec,
    fitter: &mut Fitter<'_>,
    response: &Response,
    exchange: &Exchange,
) -> Comparison {
    let mut comparison = Comparison::default();
    let found = exchange.media_type.as_deref().and_then(essence);
    let bytes = match (&exchange.body, response.content.is_empty()) {
        (Body::Empty, true) => return comparison,
        (Body::Missing, is_empty) => {
            comparison.skip = (!is_empty).then_some(Skip::BodyMissing);
            return comparison;
        }
        (Body::Empty, false) => {
            comparison.add(&response.at, Kind::NoBody);
            return comparison;
        }
        (Body::Bytes(_), true) => {
            let found = found.unwrap_or_else(|| "no media type".to_owned());
            comparison.add(&response.at, Kind::Body(found));
            return comparison;
        }
        (Body::Bytes(bytes), false) => bytes,
    };
    let Some((name, media, is_same)) = media_type(&response.content, found.as_deref()) else {
        return comparison;
    };
    let other = found.filter(|_| !is_same);
    if let Some(other) = &other {
        comparison.add(&media.at, Kind::MediaType(other.clone()));
    }
    let is_json = is_json(other.as_deref().unwrap_or(name));
    comparison.media = Some((media.at.clone(), other));
    if is_json {
        json(spec, fitter, media, bytes, &mut comparison);
    }
    comparison
}

/// Compares a body of JSON with its schema.
fn json(
    spec: &Spec,
    fitter: &mut Fitter<'_>,
    media: &MediaType,
    bytes: &[u8],
    comparison: &mut Comparison,
) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        comparison.skip = Some(Skip::NotJson);
        return;
    };
    let schema = media.schema.as_ref().and_then(|at| spec.schema(at));
    let Some(schema) = schema else {
        return;
    };
    match fitter.misfits(schema, &value) {
        Some(found) => {
            let found = found.into_iter().filter_map(Difference::of);
            comparison.differences.extend(found);
        }
        None => comparison.skip = Some(Skip::TooComplex),
    }
}

/// The media type of a response that a body is of, or else the one that comes closest.
fn media_type<'c>(
    content: &'c [(String, MediaType)],
    found: Option<&str>,
) -> Option<(&'c str, &'c MediaType, bool)> {
    let is_range = |name: &str, found: &str| {
        let start = name.strip_suffix('*');
        start.is_some_and(|start| start == "*/" || found.starts_with(start))
    };
    let named = |test: &dyn Fn(&str) -> bool| {
        let mut all = content.iter();
        all.find(|(name, _)| test(&essence(name).unwrap_or_default()))
            .map(|(name, media)| (name.as_str(), media))
    };
    let json = || named(&is_json).or_else(|| named(&|_| true));
    let Some(found) = found else {
        return json().map(|(name, media)| (name, media, true));
    };
    let same = named(&|name| name == found).or_else(|| named(&|name| is_range(name, found)));
    match same {
        Some((name, media)) => Some((name, media, true)),
        None => {
            let closest = named(&|name| is_json(name) && is_json(found)).or_else(json);
            closest.map(|(name, media)| (name, media, false))
        }
    }
}

/// A media type without its parameters, in lower case; none of what isn't one, which may
/// be any text.
fn essence(media_type: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let name = media_type.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = name.split_once('/')?;
    let is_token = |text: &str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+*".contains(&b);
        !text.is_empty() && text.bytes().all(is_part)
    };
    let is_one = name.len() <= LONGEST && is_token(kind) && is_token(subtype);
    is_one.then(|| name.to_ascii_lowercase())
}

/// True of JSON under any of its names. RFC 6839 §3.1.
pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type == "text/json" || media_type.ends_with("+json")
}
