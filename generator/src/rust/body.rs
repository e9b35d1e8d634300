//! Bodies of requests: an argument, or set field by field.

use super::arguments::{Argument, ArgumentType, Conversion, is_argument};
use super::types::RustType;
use crate::ir::{Api, Content, Operation, Scalar, Struct, Type, TypeKind};

/// The struct that an operation's body is, if all of its fields can be left
/// out, so that a call can set them one by one.
pub fn body_struct<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Struct> {
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
        Some(Self {
            presence,
            ty,
            argument,
            has_setters: body_struct(api, operation).is_some(),
            has_alternatives: !body.alternatives.is_empty(),
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

    /// Tells if the builder has it in every case. It hasn't once something else is
    /// sent in its place.
    pub fn is_kept_always(&self) -> bool {
        !self.has_alternatives && self.presence != Presence::Optional
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
