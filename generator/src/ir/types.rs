//! Types with a name of their own.

use super::{Docs, Origin, Type, Union};
use crate::diag::Pointer;
use serde_json::Value;

/// A type that gets a name of its own.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The schemas it came from, the shallowest first. Equal inline schemas are one type.
    pub places: Vec<Pointer>,
    /// The source of its name.
    pub origin: Origin,
    /// Its description.
    pub docs: Docs,
    /// Its shape.
    pub kind: TypeKind,
    /// `true` if a request carries it.
    pub in_request: bool,
    /// `true` if a response carries it.
    pub in_response: bool,
    /// `true` if a schema under `components` carries it.
    pub is_listed: bool,
}

/// The shape of a named type. `U` is the state of its unions: in an
/// [`Api`](super::Api) the way to a value's branch is decided.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeKind<U = Union> {
    /// An object with known properties.
    Struct(Struct),
    /// A set of values.
    Enum(Enum),
    /// One of several types.
    Union(U),
    /// A list whose first places have types of their own.
    Tuple(Tuple),
    /// A list, map or union that contains itself, which only a name makes possible.
    Wrapper(Type),
}

/// An object with known properties.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Struct {
    /// Its properties, in the document's order.
    pub fields: Vec<Field>,
    /// Properties that can have one value only, which is always written.
    pub constants: Vec<Constant>,
    /// `additionalProperties`: the fate of the properties that it doesn't name.
    pub additional_properties: AdditionalProperties,
    /// `true` if the schema forbids other properties.
    pub closed: bool,
}

/// A property that can have one value only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Constant {
    /// Its name in JSON.
    pub name: String,
    /// The value.
    pub value: Value,
    /// `true` if it must be there when read.
    pub required: bool,
}

/// A list whose first places have types of their own: `prefixItems`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tuple {
    /// The types of the places.
    pub places: Vec<Type>,
    /// The number of places that must be there.
    pub required: usize,
    /// The fate of the items behind.
    pub additional_items: AdditionalProperties,
}

/// The fate of properties that a schema doesn't name: `additionalProperties`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AdditionalProperties {
    /// They are passed over when read.
    Ignored,
    /// They are kept, each a value of this type.
    Typed(Type),
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its place in the document.
    pub at: Pointer,
    /// Its name in JSON.
    pub name: String,
    /// Its type, `null` included.
    pub ty: Type,
    /// `true` if it must be there.
    pub required: bool,
    /// The only direction that it goes in: `readOnly` or `writeOnly`.
    pub access: Option<Access>,
    /// `true` if the schema requires it, be it in one direction only.
    pub required_by_schema: bool,
    /// The only value besides `null` that its schema lists.
    pub only: Option<Value>,
    /// `true` for no property, but for a union that is decoded from the same object.
    pub is_part: bool,
    /// Its description.
    pub docs: Docs,
}

impl Field {
    /// A required field without a name, docs or anything special.
    pub fn required(at: Pointer, ty: Type) -> Self {
        Self {
            at,
            name: String::new(),
            ty,
            required: true,
            access: None,
            required_by_schema: true,
            only: None,
            is_part: false,
            docs: Docs::default(),
        }
    }
}

/// The only direction that a property goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// `readOnly`: from the server.
    ReadOnly,
    /// `writeOnly`: to the server.
    WriteOnly,
}

/// A set of values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Enum {
    /// The values, in the document's order.
    pub values: Vec<EnumValue>,
    /// `true` if any other may stand in their place.
    pub open: bool,
}

/// A value of an enum: a string or an integer, all of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// Its place in the document.
    pub at: Pointer,
    /// The value.
    pub value: Value,
    /// Its description.
    pub docs: Docs,
}
