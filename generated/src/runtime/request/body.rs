//! The body of a call: OpenAPI 3.1, sections 4.8.13 and 4.8.14.

use http::header::{CONTENT_TYPE, HeaderValue};

use super::encoding::Encoding;
use super::form;
use super::multipart;
use super::request_builder::RequestBuilder;
use crate::runtime::json::writer::Writer;
use crate::runtime::message::body::Body;
use crate::runtime::value::wire::Wire;

/// A value as JSON text.
fn to_text<T: Wire>(body: &T) -> Result<String, String> {
    let mut out = Writer::new();
    body.encode(&mut out);
    out.into_whole().map_err(str::to_owned)
}

impl RequestBuilder<'_> {
    /// Sends a value as JSON.
    pub fn json<T: Wire>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// Sends a value as JSON, or no body and no `Content-Type`.
    pub fn optional_json<T: Wire>(self, body: Option<&T>) -> Self {
        self.optional_json_as("application/json", body)
    }

    /// Sends a value as JSON under another media type, such as
    /// `application/vnd.api+json`.
    pub fn json_as<T: Wire>(self, media_type: &str, body: &T) -> Self {
        match to_text(body) {
            Ok(text) => self.bytes(media_type, text),
            Err(problem) => self.problem(None, problem),
        }
    }

    /// As [`json_as`](Self::json_as), or no body and no `Content-Type`.
    pub fn optional_json_as<T: Wire>(self, media_type: &str, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.json_as(media_type, body),
            None => self,
        }
    }

    /// Sends an object as `application/x-www-form-urlencoded` (OpenAPI 3.1,
    /// section 4.8.14.1): lists once per item, objects within it as JSON text.
    /// A member that is `null` is left out.
    pub fn form<T: Wire>(self, body: &T) -> Self {
        self.form_as(body, &[])
    }

    /// As [`form`](Self::form), or no body and no `Content-Type`.
    pub fn optional_form<T: Wire>(self, body: Option<&T>) -> Self {
        self.optional_form_as(body, &[])
    }

    /// As [`form`](Self::form), with the encodings of some properties.
    pub fn form_as<T: Wire>(self, body: &T, encodings: &[(&str, Encoding)]) -> Self {
        match to_text(body).and_then(|text| form::encode(&text, encodings)) {
            Ok(text) => self.bytes("application/x-www-form-urlencoded", text),
            Err(problem) => self.problem(None, problem),
        }
    }

    /// As [`form_as`](Self::form_as), or no body and no `Content-Type`.
    pub fn optional_form_as<T: Wire>(
        self,
        body: Option<&T>,
        encodings: &[(&str, Encoding)],
    ) -> Self {
        match body {
            Some(body) => self.form_as(body, encodings),
            None => self,
        }
    }

    /// Sends an object as `multipart/form-data` (OpenAPI 3.1, section
    /// 4.8.14.2; RFC 7578). Each property is a part, each item of a list one of
    /// its own: a [`File`](crate::runtime::File) its bytes, be they streamed, an object
    /// JSON, a scalar plain text. What is `null` is left out.
    pub fn multipart<T: Wire>(self, body: &T, encodings: &[(&str, Encoding)]) -> Self {
        match multipart::encode(body, encodings) {
            Ok((media_type, body)) => self.bytes(&media_type, body),
            Err(problem) => self.problem(None, problem),
        }
    }

    /// As [`multipart`](Self::multipart), or no body and no `Content-Type`.
    pub fn optional_multipart<T: Wire>(
        self,
        body: Option<&T>,
        encodings: &[(&str, Encoding)],
    ) -> Self {
        match body {
            Some(body) => self.multipart(body, encodings),
            None => self,
        }
    }

    /// Sends a text. A `text/…` type that names no character set gets UTF-8 if
    /// the text isn't plain ASCII, since others would be assumed.
    pub fn text(self, media_type: &str, body: &str) -> Self {
        let parameter = match media_type.split_once('/') {
            Some(("text", rest)) if !rest.contains("charset") && !body.is_ascii() => {
                "; charset=utf-8"
            }
            _ => "",
        };
        self.bytes(&format!("{media_type}{parameter}"), body.to_owned())
    }

    /// As [`text`](Self::text), or no body and no `Content-Type`.
    pub fn optional_text(self, media_type: &str, body: Option<&str>) -> Self {
        match body {
            Some(body) => self.text(media_type, body),
            None => self,
        }
    }

    /// Sends bytes as they are, or a [stream](Body::stream) of them.
    pub fn bytes(self, media_type: &str, body: impl Into<Body>) -> Self {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.body(media_type, body.into()),
            Err(_) => self.problem(None, "the media type holds a character that no header can"),
        }
    }

    /// As [`bytes`](Self::bytes), or no body and no `Content-Type`.
    pub fn optional_bytes(self, media_type: &str, body: Option<impl Into<Body>>) -> Self {
        match body {
            Some(body) => self.bytes(media_type, body),
            None => self,
        }
    }

    fn body(mut self, media_type: HeaderValue, body: Body) -> Self {
        self.parts.headers.insert(CONTENT_TYPE, media_type);
        self.parts.body = Some(body);
        self
    }
}
