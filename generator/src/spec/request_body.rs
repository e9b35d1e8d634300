//! The Request Body Object. OpenAPI 3.2 §4.13.

use super::media_type::MediaType;
use super::read::{Member, Reader};
use crate::diag::Pointer;

/// The body of a request.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The place of it in the document.
    pub at: Pointer,
    /// `description`.
    pub description: Option<String>,
    /// `content`: any one of these media types.
    pub content: Vec<(String, MediaType)>,
    /// `required`.
    pub required: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn request_body(&mut self, member: &Member<'a>) -> Option<RequestBody> {
        let object = self.object("a request body", member.value, &member.at)?;
        let mut body = RequestBody {
            at: object.at,
            description: None,
            content: Vec::new(),
            required: false,
        };
        for member in &object.members {
            match member.key {
                "description" => body.description = self.prose(member),
                "content" => body.content = self.media_types(member).unwrap_or_default(),
                "required" => body.required = self.flag(member).unwrap_or(false),
                _ => self.unknown("a request body", member),
            }
        }
        Some(body)
    }
}
