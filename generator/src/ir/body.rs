//! Bodies of requests and responses. OpenAPI 3.1 §4.8.13 and §4.8.14.

use super::{Docs, Encoding, Type};
use crate::diag::Pointer;

/// The content of a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// JSON.
    Json(Type),
    /// `application/x-www-form-urlencoded`.
    Form(Type, Vec<(String, Encoding)>),
    /// `multipart/form-data`.
    Multipart(Type, Vec<(String, Encoding)>),
    /// Text of any kind.
    Text,
    /// Bytes of any kind.
    Bytes,
    /// Server-Sent Events, each with data of this type.
    Events(Type),
    /// A JSON value on each line.
    JsonLines(Type),
    /// JSON values behind record separators. RFC 7464.
    JsonSequence(Type),
}

impl Content {
    /// The type of its values, if it has one.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) => Some(ty),
            Self::Events(ty) | Self::JsonLines(ty) | Self::JsonSequence(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// The same, to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) => Some(ty),
            Self::Events(ty) | Self::JsonLines(ty) | Self::JsonSequence(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// Tells a stream from what is read as a whole.
    pub fn is_stream(&self) -> bool {
        matches!(
            self,
            Self::Events(_) | Self::JsonLines(_) | Self::JsonSequence(_)
        )
    }
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its place in the document.
    pub at: Pointer,
    /// `true` if it must be sent.
    pub required: bool,
    /// The media type it is sent as.
    pub media_type: String,
    /// Its content.
    pub content: Content,
    /// Bodies of other media types that may be sent in its place, the most suitable first.
    pub alternatives: Vec<AlternativeMediaType>,
    /// Its description.
    pub docs: Docs,
}

impl Body {
    /// The types that it mentions.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let alternatives = self
            .alternatives
            .iter()
            .map(|alternative| &alternative.content);
        std::iter::once(&self.content)
            .chain(alternatives)
            .filter_map(Content::ty)
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let alternatives = self
            .alternatives
            .iter_mut()
            .map(|alternative| &mut alternative.content);
        std::iter::once(&mut self.content)
            .chain(alternatives)
            .filter_map(Content::ty_mut)
    }
}

/// Another media type that a request or a response may have.
#[derive(Debug, Clone)]
pub struct AlternativeMediaType {
    /// Its place in the document.
    pub at: Pointer,
    /// The media type.
    pub media_type: String,
    /// The content of a body of this media type.
    pub content: Content,
}
