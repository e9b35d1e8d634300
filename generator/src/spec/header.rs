//! The Header Object: a header of a response, or of a part of a body. OpenAPI
//! 3.2 §4.21.

use super::media_type::MediaType;
use super::parameter::Content;
use super::read::{Member, Reader};
use crate::diag::Pointer;

/// A header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The place of it in the document.
    pub at: Pointer,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `schema` or `content`.
    pub content: Content,
}

impl<'a> Reader<'a> {
    pub(super) fn headers(&mut self, member: &Member<'a>) -> Vec<(String, Header)> {
        let headers = self.map(member, Self::header);
        headers.unwrap_or_default()
    }

    fn header(&mut self, member: &Member<'a>) -> Option<Header> {
        let object = self.object("a header", member.value, &member.at)?;
        let mut header = Header {
            at: object.at,
            description: None,
            required: false,
            deprecated: false,
            content: Content::default(),
        };
        let mut content: Option<Vec<(String, MediaType)>> = None;
        for member in &object.members {
            match member.key {
                "description" => header.description = self.prose(member),
                "required" => header.required = self.flag(member).unwrap_or(false),
                "deprecated" => header.deprecated = self.flag(member).unwrap_or(false),
                // A header has but one way to be written.
                "style" => {
                    self.text(member);
                }
                "explode" => {
                    self.flag(member);
                }
                "schema" => header.content = Content::Schema(self.schema(member)),
                "content" => content = self.media_types(member),
                "example" | "examples" => {}
                _ => self.unknown("a header", member),
            }
        }
        header.content = header.content.or_written_out(content);
        Some(header)
    }
}
