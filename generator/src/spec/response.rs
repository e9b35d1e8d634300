//! The Responses and Response Objects. OpenAPI 3.2 §4.16 and §4.17.

use super::header::Header;
use super::media_type::MediaType;
use super::read::{Member, Reader};
use crate::diag::{Code, Diagnostic, Pointer};
use openapiv3::StatusCode;

/// The responses of an operation.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    /// Those of a status or a range of them.
    pub by_status: Vec<(StatusCode, Response)>,
    /// `default`: that of every other status.
    pub default: Option<Response>,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The place of it in the document.
    pub at: Pointer,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `headers`.
    pub headers: Vec<(String, Header)>,
    /// `content`: any one of these media types.
    pub content: Vec<(String, MediaType)>,
}

impl Responses {
    /// All of them, `default` last.
    pub fn all(&self) -> impl Iterator<Item = &Response> {
        let by_status = self.by_status.iter().map(|(_, response)| response);
        by_status.chain(&self.default)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn responses(&mut self, member: &Member<'a>) -> Responses {
        let mut responses = Responses::default();
        let stated = self.map(member, |reader, member| match member.key {
            "default" => Some((None, reader.response(member)?)),
            key if key.starts_with("x-") => None,
            key => {
                let status = reader.status(key, member)?;
                Some((Some(status), reader.response(member)?))
            }
        });
        for (_, (status, response)) in stated.unwrap_or_default() {
            let Some(status) = status else {
                responses.default = Some(response);
                continue;
            };
            // `4xx` and `4XX` are the same.
            let mut known = responses.by_status.iter_mut();
            match known.find(|(known, _)| *known == status) {
                Some((_, known)) => *known = response,
                None => responses.by_status.push((status, response)),
            }
        }
        responses
    }

    fn response(&mut self, member: &Member<'a>) -> Option<Response> {
        let object = self.object("a response", member.value, &member.at)?;
        let mut response = Response {
            at: object.at,
            summary: None,
            description: None,
            headers: Vec::new(),
            content: Vec::new(),
        };
        for member in &object.members {
            match member.key {
                "summary" => response.summary = self.prose(member),
                "description" => response.description = self.prose(member),
                "headers" => response.headers = self.headers(member),
                "content" => response.content = self.media_types(member).unwrap_or_default(),
                "links" => {}
                _ => self.unknown("a response", member),
            }
        }
        Some(response)
    }

    fn status(&mut self, text: &str, member: &Member<'a>) -> Option<StatusCode> {
        let status = status(text);
        if status.is_none() {
            let message = format!("`{text}` is not an HTTP status");
            self.found.push(
                Diagnostic::error(Code::Malformed, &member.at, message).help(
                    "a status is three digits such as 404, a range such as 4XX, or `default`",
                ),
            );
        }
        status
    }
}

/// A status such as `404`, or a range of them such as `4XX`.
fn status(text: &str) -> Option<StatusCode> {
    let bytes = text.as_bytes();
    let hundreds = bytes
        .first()
        .filter(|digit| (b'1'..=b'5').contains(digit))?;
    match &bytes[1..] {
        [b'X' | b'x', b'X' | b'x'] => Some(StatusCode::Range(u16::from(hundreds - b'0'))),
        [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            text.parse().ok().map(StatusCode::Code)
        }
        _ => None,
    }
}
