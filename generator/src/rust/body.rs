//! Bodies of requests: an argument, or set field by field.

use super::arguments::{Argument, ArgumentType, Conversion, is_argument};
use super::encodings::differing;
use super::types::RustType;
use crate::ir::{Api, Content, Encoding, Operation, Scalar, Struct, Type, TypeKind};

/// The struct that an operation's body is, if all of its fields can be left
/// out, so that a call can set them one by one.
pub(super) fn body_struct<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Struct> {
    let Type::Named(id) = operation.body.as_ref()?.content.ty()? else {
        return None;
    };
    match &api.type_def(*id).kind {
        TypeKind::Struct(object) if !object.fields.iter().any(is_argument) => Some(object),
        _ => None,
    }
}

/// Tells if an operation's body is an argument of its function.
pub fn takes_body(api: &Api, operation: &Operation) -> bool {
    let is_required = operation.body.as_ref().is_some_and(|body| body.required);
    is_required && body_struct(api, operation).is_none()
}

/// The body of a request, as its builder keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestBody {
    /// The way it gets into the builder.
    pub presence: Presence,
    /// The type it is kept as.
    pub ty: RustType,
    /// The argument it is taken as.
    pub argument: Argument,
    /// `true` if the builder has it in every case. It hasn't once something else is
    /// sent in its place.
    pub is_kept_always: bool,
    /// The way in which the builder hands it over.
    pub lending: Lending,
    /// `true` if its fields can be set one by one.
    has_setters: bool,
    /// `true` if a body of another media type can be sent in its place.
    pub has_alternatives: bool,
}

/// The way a body gets into a request builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is an argument of the client's function.
    Argument,
    /// It is there from the start, and all that it holds can be left out.
    Started,
    /// It is there once something is set.
    Optional,
}

/// The way in which a request builder hands its body over to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lending {
    /// The body itself.
    Given,
    /// A reference to it.
    Lent,
    /// A reference to it, if it is there.
    LentIfSet,
    /// Its text, if it is there.
    TextIfSet,
}

/// The state in which a setter finds the body whose field it sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// There.
    Always,
    /// There or not; it is made if need be.
    Maybe,
}

impl RequestBody {
    /// The body of an operation's request.
    pub fn of(api: &Api, operation: &Operation) -> Option<Self> {
        let body = operation.body.as_ref()?;
        let presence = match body.required {
            false => Presence::Optional,
            true if takes_body(api, operation) => Presence::Argument,
            true => Presence::Started,
        };
        let ty = RustType::of_request(&body.content);
        let argument = match ty {
            RustType::Body => Argument::into(RustType::Body),
            _ => Argument::owned(&ty),
        };
        let has_alternatives = !body.alternatives.is_empty();
        let is_kept_always = !has_alternatives && presence != Presence::Optional;
        let lending = match (&body.content, is_kept_always) {
            (Content::Bytes, _) => Lending::Given,
            (_, true) => Lending::Lent,
            (Content::Text, false) => Lending::TextIfSet,
            (_, false) => Lending::LentIfSet,
        };
        Some(Self {
            presence,
            ty,
            argument,
            is_kept_always,
            lending,
            has_setters: body_struct(api, operation).is_some(),
            has_alternatives,
        })
    }

    /// The state in which setters of single fields find it, where there are any.
    pub fn found_by_setters(&self) -> Option<Found> {
        match self.presence {
            Presence::Optional if self.has_setters => Some(Found::Maybe),
            Presence::Started if self.has_alternatives => Some(Found::Maybe),
            Presence::Started => Some(Found::Always),
            Presence::Optional | Presence::Argument => None,
        }
    }
}

/// The argument that a body of another media type is taken as.
pub fn alternative(content: &Content) -> Argument {
    match RustType::of_request(content) {
        RustType::Body => Argument {
            value: Conversion::Same,
            ..Argument::into(RustType::Body)
        },
        RustType::Scalar(Scalar::Secret) => Argument {
            ty: ArgumentType::Given(RustType::Scalar(Scalar::Secret)),
            value: Conversion::Lend,
        },
        RustType::Scalar(Scalar::String) if *content != Content::Text => Argument {
            ty: ArgumentType::Given(RustType::Scalar(Scalar::String)),
            value: Conversion::Lend,
        },
        ty => Argument::borrowed(&ty),
    }
}

/// The call by which a body is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending<'a> {
    /// The method of the request builder.
    pub method: &'static str,
    /// Its argument before the body: the media type.
    pub media_type: Option<String>,
    /// Its argument behind the body: the encodings of its properties.
    pub encodings: Option<Vec<&'a (String, Encoding)>>,
}

const JSON: &str = "application/json";

impl<'a> Sending<'a> {
    /// The call that sends a body which is there.
    pub fn of(api: &Api, media_type: &str, content: &'a Content) -> Self {
        let (sending, _) = Self::with_optional(api, media_type, content);
        sending
    }

    /// The call that sends a body if it is there.
    pub fn of_optional(api: &Api, media_type: &str, content: &'a Content) -> Self {
        let (sending, method) = Self::with_optional(api, media_type, content);
        Self { method, ..sending }
    }

    /// The call, and its method for a body that may not be there.
    fn with_optional(api: &Api, media_type: &str, content: &'a Content) -> (Self, &'static str) {
        let media_type = sent_as(media_type, content);
        let is_json = media_type == JSON;
        let stated = Some(media_type);
        let (method, optional, media_type, encodings) = match content {
            Content::Multipart(ty, encodings) => {
                let encodings = differing(api, ty, encodings);
                ("multipart", "optional_multipart", None, Some(encodings))
            }
            Content::Form(ty, encodings) => match differing(api, ty, encodings) {
                none if none.is_empty() => ("form", "optional_form", None, None),
                some => ("form_as", "optional_form_as", None, Some(some)),
            },
            Content::Text => ("text", "optional_text", stated, None),
            Content::Bytes => ("bytes", "optional_bytes", stated, None),
            _ if is_json => ("json", "optional_json", None, None),
            _ => ("json_as", "optional_json_as", stated, None),
        };
        let sending = Self {
            method,
            media_type,
            encodings,
        };
        (sending, optional)
    }
}

/// The media type that a body says it is, where the document leaves it open.
pub fn sent_as(media_type: &str, content: &Content) -> String {
    let open = media_type.contains('*');
    match content {
        Content::Json(_) if open => JSON.to_owned(),
        Content::Text if open => "text/plain".to_owned(),
        _ if open => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    }
}
