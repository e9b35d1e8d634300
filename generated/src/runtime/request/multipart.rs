//! `multipart/form-data`: OpenAPI 3.1, section 4.8.14.2, and RFC 7578.

use std::hash::{BuildHasher as _, RandomState};

use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};

use super::encoding::Encoding;
use super::style::pairs;
use crate::runtime::json::tape::{Json, Tape};
use crate::runtime::json::tree::Tree;
use crate::runtime::json::writer::{Attached, Writer};
use crate::runtime::message::body::{Body, Piece};
use crate::runtime::message::media_type::essence;
use crate::runtime::value::file::File;
use crate::runtime::value::wire::Wire;

/// The media type with its boundary, and the body.
pub(crate) fn encode<T: Wire>(
    body: &T,
    encodings: &[(&str, Encoding)],
) -> Result<(String, Body), String> {
    let mut out = Writer::with_attachments();
    body.encode(&mut out);
    let (text, attached) = out.into_parts()?;
    let files = files(&attached);
    let tape = Tape::parse(text.as_bytes());
    let object = match tape.as_ref().map(Tape::root) {
        Ok(Json::Object(object)) => object,
        Ok(_) => return Err("the body isn't an object, so it has no parts".to_owned()),
        Err(error) => return Err(format!("the body has no form in parts: {error}")),
    };
    let mut parts = Parts {
        text: &text,
        files: &files,
        sent: 0,
        list: Vec::new(),
    };
    for (name, value) in object {
        let encoding = Encoding::of(encodings, name);
        parts
            .property(name, value, encoding)
            .map_err(|problem| format!("property `{name}` of the body {problem}"))?;
    }
    if parts.sent < files.len() {
        return Err("the body holds a file deeper than its properties and their items".to_owned());
    }
    Ok(assemble(parts.list))
}

/// The files beside the text, with their places.
fn files(attached: &Attached) -> Vec<(usize, &File)> {
    let files = attached.iter();
    files
        .filter_map(|(place, value)| Some((*place, value.downcast_ref()?)))
        .collect()
}

/// A part: the lines of its head, and its content.
struct Part {
    head: String,
    content: Piece,
}

impl Part {
    /// One more line of its head.
    fn header(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            return Err("has a header that isn't one");
        };
        if [CONTENT_DISPOSITION, CONTENT_TYPE].contains(&name) {
            return Err("has a header that is its name's or its media type's");
        }
        let Ok(value) = value.to_str() else {
            return Err("has a header that isn't plain ASCII");
        };
        self.head += &format!("\r\n{name}: {value}");
        Ok(())
    }
}

fn json_text(json: Json<'_>) -> String {
    let mut out = Writer::new();
    out.json(&json);
    out.into_string()
}

struct Parts<'a> {
    text: &'a str,
    files: &'a [(usize, &'a File)],
    sent: usize,
    list: Vec<Part>,
}

impl Parts<'_> {
    fn property(
        &mut self,
        name: &str,
        value: Json<'_>,
        encoding: Option<Encoding>,
    ) -> Result<(), &'static str> {
        if let Some(Encoding::Style(style)) = encoding {
            // No percent-encoding: a part ends at its boundary only.
            let plain = (str::to_owned as fn(&str) -> String, str::to_owned as _);
            for (name, text) in pairs(name, &Tree::from(value), style, plain)? {
                self.add(&name, None, None, Piece::Bytes(text.into()), &[])?;
            }
            return Ok(());
        }
        match value {
            Json::Array(mut items) => items.try_for_each(|item| self.item(name, item, encoding)),
            value => self.item(name, value, encoding),
        }
    }

    fn item(
        &mut self,
        name: &str,
        value: Json<'_>,
        encoding: Option<Encoding>,
    ) -> Result<(), &'static str> {
        let documented = match encoding {
            Some(Encoding::MediaType(text)) if is_single(text) => Some(text),
            _ => None,
        };
        if let Some(file) = self.file(value).cloned() {
            self.sent += 1;
            let media_type = file
                .content_type()
                .or(documented)
                .unwrap_or("application/octet-stream");
            if !is_media_type(media_type) {
                return Err("has a media type that isn't one");
            }
            let file_name = file.file_name().unwrap_or(name);
            let content = Piece::of(&file);
            return self.add(
                name,
                Some(file_name),
                Some(media_type),
                content,
                file.headers(),
            );
        }
        let is_json = encoding.is_some_and(Encoding::is_json);
        let (media_type, text) = match value {
            Json::Null => return Ok(()),
            Json::Array(_) | Json::Object(_) => {
                (documented.or(Some("application/json")), json_text(value))
            }
            value if is_json => (documented, json_text(value)),
            Json::Bool(value) => (documented, value.to_string()),
            // Plain text is what a part without a type is.
            Json::Number(text) | Json::String(text) | Json::LoneSurrogate(text) => {
                (documented, text.to_string())
            }
        };
        self.add(name, None, media_type, Piece::Bytes(text.into()), &[])
    }

    /// The file for which an empty string stands. It is known by where it
    /// stands in the text, so nothing that a caller sends can pass for one.
    fn file(&self, value: Json<'_>) -> Option<&File> {
        let Json::String(text) = value else {
            return None;
        };
        let place = (text.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let at = self
            .files
            .binary_search_by_key(&place, |file| file.0)
            .ok()?;
        Some(self.files[at].1)
    }

    fn add(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        content: Piece,
        headers: &[(String, String)],
    ) -> Result<(), &'static str> {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quote(name));
        if let Some(file_name) = file_name {
            head += &format!("; filename=\"{}\"", quote(file_name));
        }
        if let Some(media_type) = media_type {
            head += &format!("\r\nContent-Type: {media_type}");
        }
        let mut part = Part { head, content };
        for (name, value) in headers {
            part.header(name, value)?;
        }
        self.list.push(part);
        Ok(())
    }
}

/// `true` if a `contentType` says what it is, rather than what it may be.
fn is_single(media_type: &str) -> bool {
    !media_type.contains([',', '*']) && is_media_type(media_type)
}

/// `true` if it can stand in a line of a part's head.
fn is_media_type(text: &str) -> bool {
    essence(text).contains('/') && text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

/// As browsers do (HTML Standard, section 4.10.21.8), and for all control
/// characters, so that a name can end neither its quotes nor its line.
fn quote(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' | '\0'..='\x1f' | '\x7f' => text += &format!("%{:02X}", c as u32),
            c => text.push(c),
        }
    }
    text
}

fn assemble(parts: Vec<Part>) -> (String, Body) {
    let boundary = boundary(&parts);
    let mut body = Body::default();
    // What stands between two streams is one piece.
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n{}\r\n\r\n", part.head).as_bytes());
        match part.content {
            Piece::Bytes(content) => bytes.extend_from_slice(&content),
            stream @ Piece::Stream(_) => {
                body.push(Piece::Bytes(std::mem::take(&mut bytes).into()));
                body.push(stream);
            }
        }
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body.push(Piece::Bytes(bytes.into()));
    let media_type = format!("multipart/form-data; boundary={boundary}");
    (media_type, body)
}

/// One that nobody could foresee, and that no line of the content begins with
/// (RFC 2046, section 5.1.1).
fn boundary(parts: &[Part]) -> String {
    loop {
        // The standard library's source of randomness; no other is in the tree.
        let random = || RandomState::new().hash_one(parts.len());
        let boundary = format!("form-{:016x}{:016x}", random(), random());
        let begins = |line: &[u8]| {
            line.strip_prefix(b"--")
                .is_some_and(|line| line.starts_with(boundary.as_bytes()))
        };
        // What a stream will hold is left to chance, which is one in 2^128.
        let known = parts.iter().filter_map(|part| match &part.content {
            Piece::Bytes(content) => Some(content),
            Piece::Stream(_) => None,
        });
        let mut lines =
            known.flat_map(|content| content.split(|byte| matches!(byte, b'\n' | b'\r')));
        if !lines.any(begins) {
            return boundary;
        }
    }
}
