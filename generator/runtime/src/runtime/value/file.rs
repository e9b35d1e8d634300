//! A file, on its way in or out.

use std::fmt;

use bytes::Bytes;

use super::base64::{from_base64, to_base64};
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;
#[cfg(feature = "client")]
use crate::runtime::platform::bytes_once::BytesOnce;
#[cfg(feature = "client")]
use crate::runtime::platform::error::BoxError;
#[cfg(feature = "client")]
use crate::runtime::platform::system::MaybeSend;

/// A file: its bytes, and what it is called and made of.
///
/// It is a property of a `multipart/form-data` body (OpenAPI 3.1, section
/// 4.8.14.2), where it goes as a part of its own, and what a response
/// that is a file gives. Clones share the bytes.
///
/// Multipart bodies carry the bytes as they are. Where a file is written as
/// JSON nonetheless, it is `{"content": "<base64>", "name": …, "mediaType": …}`,
/// or the base64 alone if it has neither name nor media type; both are read.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct File {
    bytes: Bytes,
    name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    /// In place of the bytes.
    #[cfg(feature = "client")]
    stream: Option<BytesOnce>,
}

impl File {
    /// A file without a name. In a form it is called after its property, since
    /// many servers take a part without a file name for text.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            ..Self::default()
        }
    }

    /// A file that is read while it is sent, as part of a form; with its length
    /// in bytes, or `None` if that isn't known. See
    /// [`Body::stream`](crate::runtime::Body::stream). It can be sent once, clones
    /// included, and not as JSON.
    #[cfg(feature = "client")]
    pub fn stream<B: Into<Bytes>, E: Into<BoxError>>(
        stream: impl futures_core::Stream<Item = Result<B, E>> + MaybeSend + 'static,
        length: impl Into<Option<u64>>,
    ) -> Self {
        Self {
            stream: Some(BytesOnce::new(stream, length.into())),
            ..Self::default()
        }
    }

    /// Calls it so.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..self
        }
    }

    /// Says what it is made of, such as `image/png`. The default is what the
    /// document has, else `application/octet-stream`.
    #[must_use]
    pub fn media_type(self, media_type: impl Into<String>) -> Self {
        Self {
            media_type: Some(media_type.into()),
            ..self
        }
    }

    /// Adds a header to its part of a form, beside those for its name and media
    /// type, which have setters of their own.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Its bytes; of a file that is streamed, none.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Its name. One that a server gave has no folder in it, but
    /// is otherwise as the server chose.
    pub fn file_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its media type, as the caller or the server said.
    pub fn content_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }
}

/// Access for requests.
#[cfg(feature = "client")]
impl File {
    /// The stream in place of the bytes.
    pub(crate) fn streamed(&self) -> Option<&BytesOnce> {
        self.stream.as_ref()
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<Bytes> for File {
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes)
    }
}

impl From<&'static [u8]> for File {
    fn from(bytes: &'static [u8]) -> Self {
        Self::new(bytes)
    }
}

impl Wire for File {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        if let Json::String(text) = &json {
            return from_base64(text).map(Self::new);
        }
        let parts = Parts::decode(json)?;
        let bytes = from_base64(&parts.content).map_err(|error| error.in_member("content"))?;
        Ok(Self {
            bytes: bytes.into(),
            name: parts.name,
            media_type: parts.media_type,
            ..Self::default()
        })
    }

    fn encode(&self, out: &mut Writer) {
        if out.attach(self) {
            return;
        }
        #[cfg(feature = "client")]
        if self.stream.is_some() {
            out.leave_out("a file that is streamed has no form as JSON");
        }
        let content = to_base64(&self.bytes);
        if self.name.is_none() && self.media_type.is_none() {
            return out.string(&content);
        }
        out.begin_object();
        out.required("content", &content);
        out.optional("name", &self.name);
        out.optional("mediaType", &self.media_type);
        out.end_object();
    }
}

super::macros::serde_by_wire!(File);

/// A file as an object.
struct Parts {
    content: String,
    name: Option<String>,
    media_type: Option<String>,
}

super::macros::object!(Parts {
    content: required "content",
    name: optional "name",
    media_type: optional "mediaType",
});

/// Shows the number of bytes only; none if it is streamed.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}
