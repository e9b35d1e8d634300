//! The headers of a response as values.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE};
use percent_encoding::percent_decode_str;

use super::media_type::essence;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::tree::Tree;
use crate::runtime::value::wire::Wire;

/// Names of the header with a request's id, the plainest first.
const REQUEST_ID: [&str; 5] = [
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
];

/// A header as a value: OpenAPI 3.1, section 4.8.21, always in style simple.
/// A text, a number or a boolean; for a list its items between commas, over
/// all headers of that name; or what the text is as JSON.
pub fn header_value<T: Wire>(headers: &HeaderMap, name: &str) -> Result<Option<T>, DecodeError> {
    let mut texts = Vec::new();
    for value in headers.get_all(name) {
        match str::from_utf8(value.as_bytes()) {
            Ok(text) => texts.push(text),
            Err(_) => return Err(DecodeError::new("UTF-8", "other bytes").in_member(name)),
        }
    }
    if texts.is_empty() {
        return Ok(None);
    }
    let text = texts.join(", ");
    // A `String` takes every text, so it must not see a number first.
    let as_text = T::decode(Json::String(&text));
    as_text
        .or_else(|error| match Tape::parse(text.as_bytes()) {
            Ok(tape) => T::decode(tape.root()).map_err(|_| error),
            Err(_) => Err(error),
        })
        .or_else(|error| T::decode(list(&text, false).root()).map_err(|_| error))
        .or_else(|error| T::decode(list(&text, true).root()).map_err(|_| error))
        .map(Some)
        .map_err(|error| error.in_member(name))
}

fn list(text: &str, as_json: bool) -> Tape<'static> {
    let items = text.split(',').map(str::trim);
    let items = items.filter(|item| !item.is_empty()).map(|item| {
        let json = as_json.then(|| Tree::parse(item.as_bytes()).ok());
        json.flatten().unwrap_or(Tree::String(item.into()))
    });
    Tree::Array(items.collect()).tape()
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let mut found = REQUEST_ID.iter().filter_map(|name| headers.get(*name));
    found.next()?.to_str().ok()
}

/// The error of a body that has a content coding, such as `gzip` (RFC
/// 9110, section 8.4): no request asks for one, so nothing here undoes it.
pub(crate) fn coded(headers: &HeaderMap) -> Option<DecodeError> {
    let codings = headers.get_all(CONTENT_ENCODING).into_iter();
    let mut codings = codings.map(|value| String::from_utf8_lossy(value.as_bytes()));
    // Some servers name the charset here, and send the body as it is.
    let coding = codings.find(|coding| {
        let coding = coding.trim().to_ascii_lowercase();
        !matches!(&*coding, "" | "identity" | "utf-8" | "utf8")
    })?;
    Some(DecodeError::text("no Content-Encoding", &coding))
}

/// The media type without its parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(essence(text)).filter(|text| !text.is_empty())
}

/// `true` of plain text, which no markup is, and no JSON.
pub(crate) fn is_text(headers: &HeaderMap) -> bool {
    let plain = ["text/plain", "text/markdown", "text/csv"];
    media_type(headers).is_some_and(|name| plain.iter().any(|one| name.eq_ignore_ascii_case(one)))
}

/// `true` of JSON: `application/json`, `text/json`, or with the suffix `+json`.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        matches!(&*name, "application/json" | "text/json") || name.ends_with("+json")
    })
}

/// A parameter of the media type, such as its `charset`.
pub(crate) fn media_type_parameter<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    parameter(headers.get(CONTENT_TYPE)?.to_str().ok()?, name)
}

/// The file name of a download: RFC 6266, section 4.3. Folders are left out, as
/// the section demands.
pub(crate) fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(CONTENT_DISPOSITION)?;
    let text = str::from_utf8(header.as_bytes()).ok()?;
    let extended = parameter(text, "filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_, name) = rest.split_once('\'')?;
        let name = percent_decode_str(name).decode_utf8().ok()?;
        charset.eq_ignore_ascii_case("utf-8").then_some(name)
    });
    let name = extended.or_else(|| parameter(text, "filename").map(Cow::Borrowed))?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}

/// A parameter behind a `;`, its quotes taken off.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_once(';').unwrap_or((value, "")),
        };
        let key = key.trim_matches(|c: char| c == ';' || c.is_whitespace());
        if key.eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        rest = after;
    }
}
