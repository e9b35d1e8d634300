//! The Media Type and Encoding Objects: the form of a body. OpenAPI 3.2 §4.14
//! and §4.15.

use super::header::Header;
use super::read::{Member, Reader};
use crate::diag::Pointer;
use crate::style::Style;

/// A media type that a body may be of.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The place of it in the document.
    pub at: Pointer,
    /// `schema`, by its place.
    pub schema: Option<Pointer>,
    /// `itemSchema`, by its place: the schema of each item of a stream.
    pub item_schema: Option<Pointer>,
    /// `encoding`: of parts, by their names.
    pub encoding: Vec<(String, Encoding)>,
    /// `prefixEncoding`: of the first parts, by their positions.
    pub prefix_encoding: Option<Positional<Vec<Encoding>>>,
    /// `itemEncoding`: of all further parts.
    pub item_encoding: Option<Positional<Box<Encoding>>>,
}

/// Encoding of parts that have no names.
#[derive(Debug, Clone)]
pub struct Positional<T> {
    /// The place of the keyword in the document.
    pub at: Pointer,
    /// The encoding.
    pub value: T,
}

/// The form of a part of a body.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// The place of it in the document.
    pub at: Pointer,
    /// `contentType`.
    pub content_type: Option<String>,
    /// `headers`.
    pub headers: Vec<(String, Header)>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`, by default true for `form` alone.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

impl<'a> Reader<'a> {
    /// The media types of a body.
    pub(super) fn media_types(&mut self, member: &Member<'a>) -> Option<Vec<(String, MediaType)>> {
        self.map(member, Self::media_type)
    }

    fn media_type(&mut self, member: &Member<'a>) -> Option<MediaType> {
        let object = self.object("a media type", member.value, &member.at)?;
        let mut media_type = MediaType {
            at: object.at,
            schema: None,
            item_schema: None,
            encoding: Vec::new(),
            prefix_encoding: None,
            item_encoding: None,
        };
        for member in &object.members {
            let at = member.at.clone();
            match member.key {
                "schema" => media_type.schema = Some(self.schema(member)),
                "itemSchema" => media_type.item_schema = Some(self.schema(member)),
                "encoding" => {
                    let encoding = self.map(member, Self::encoding);
                    media_type.encoding = encoding.unwrap_or_default();
                }
                "prefixEncoding" => {
                    let value = self.list(member, |reader, value, at| {
                        let (key, at) = (member.key, at.clone());
                        reader.encoding(&Member { key, value, at })
                    });
                    media_type.prefix_encoding = Some(Positional { at, value });
                }
                "itemEncoding" => {
                    let value = self.encoding(member);
                    let value = value.map(Box::new);
                    media_type.item_encoding = value.map(|value| Positional { at, value });
                }
                "example" | "examples" => {}
                _ => self.unknown("a media type", member),
            }
        }
        Some(media_type)
    }

    fn encoding(&mut self, member: &Member<'a>) -> Option<Encoding> {
        let object = self.object("an encoding", member.value, &member.at)?;
        let mut encoding = Encoding {
            at: object.at,
            content_type: None,
            headers: Vec::new(),
            style: None,
            explode: false,
            allow_reserved: false,
        };
        let mut explode = None;
        for member in &object.members {
            match member.key {
                "contentType" => encoding.content_type = self.text(member),
                "headers" => encoding.headers = self.headers(member),
                "style" => {
                    let style = self.text(member);
                    encoding.style = style.and_then(|style| {
                        self.style(&style, Style::OF_QUERY, "a part of a body", &member.at)
                    });
                }
                "explode" => explode = self.flag(member),
                "allowReserved" => encoding.allow_reserved = self.flag(member).unwrap_or(false),
                _ => self.unknown("an encoding", member),
            }
        }
        let is_form = encoding.style.is_none_or(|style| style == Style::Form);
        encoding.explode = explode.unwrap_or(is_form);
        Some(encoding)
    }
}
