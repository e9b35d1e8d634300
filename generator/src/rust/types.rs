//! Types as Rust has them, and one row of facts for each scalar.

use super::imports::Import;
use super::ink::Ink;
use crate::ir::{
    BytesEncoding, Content, Field, Integer, LibraryScalar, Scalar, Type, TypeId, TypeKind,
};

/// A type of Rust.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `()`.
    Unit,
    /// `serde_json::Value`.
    Json,
    /// The runtime's `RawJson`: a value that nobody has described.
    RawJson,
    /// `bytes::Bytes`: a response that is read as it is.
    Bytes,
    /// The runtime's `Body`: bytes to send.
    Body,
    /// A stream of the runtime, of items.
    Stream(Stream, Box<RustType>),
    /// A scalar; its row of facts has its name.
    Scalar(Scalar),
    /// `Vec<…>`.
    Vec(Box<RustType>),
    /// `BTreeMap<String, …>`, or the map of the settings.
    Map(Box<RustType>),
    /// `Option<…>`.
    Option(Box<RustType>),
    /// The runtime's `Nullable<…>`: absent, `null` or a value.
    Nullable(Box<RustType>),
    /// A generated type.
    Named(TypeId),
    /// `Box<…>` around a generated type.
    Boxed(TypeId),
}

/// A stream of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// `Events<…>`: Server-Sent Events.
    Events,
    /// `JsonLines<…>`.
    JsonLines,
    /// `JsonSequence<…>`.
    JsonSequence,
}

impl Stream {
    /// The stream that a content is, if it is one.
    pub(super) fn of(content: &Content) -> Option<Self> {
        match content {
            Content::Events(_) => Some(Self::Events),
            Content::JsonLines(_) => Some(Self::JsonLines),
            Content::JsonSequence(_) => Some(Self::JsonSequence),
            Content::Json(_) | Content::Form(..) | Content::Multipart(..) => None,
            Content::Text | Content::Bytes => None,
        }
    }

    fn import(self) -> Import {
        match self {
            Self::Events => Import::Events,
            Self::JsonLines => Import::JsonLines,
            Self::JsonSequence => Import::JsonSequence,
        }
    }
}

impl RustType {
    /// The type of Rust for a type of the API, without boxes.
    pub fn of(ty: &Type) -> Self {
        match ty {
            Type::Any => Self::Json,
            Type::Raw => Self::RawJson,
            Type::Null => Self::Unit,
            Type::Scalar(scalar) => Self::Scalar(*scalar),
            Type::Array(item) => Self::Vec(Box::new(Self::of(item))),
            Type::Map(value) => Self::Map(Box::new(Self::of(value))),
            Type::Nullable(inner) => Self::Option(Box::new(Self::of(inner))),
            Type::Named(id) => Self::Named(*id),
        }
    }

    /// The type of a field: a value's where it is there, unless the type itself says
    /// that it may be absent.
    pub fn of_field(field: &Field) -> Self {
        match &field.ty {
            Type::Nullable(inner) if !field.required => Self::Nullable(Box::new(Self::of(inner))),
            ty => Self::of(ty),
        }
    }

    /// The types that a type mentions, without boxes.
    pub(super) fn of_members(kind: &TypeKind) -> Vec<Self> {
        let mut types: Vec<Self> = kind.mentioned().into_iter().map(Self::of).collect();
        if let TypeKind::Struct(object) = kind {
            for (ty, field) in types.iter_mut().zip(&object.fields) {
                *ty = Self::of_field(field);
            }
        }
        types
    }

    /// The type of a response's content.
    pub fn of_response(content: &Content) -> Self {
        let item = Self::of_item(content);
        match Stream::of(content) {
            Some(stream) => Self::Stream(stream, Box::new(item)),
            None => item,
        }
    }

    /// The type of a response's content; of a stream, that of its items.
    pub fn of_item(content: &Content) -> Self {
        match content {
            Content::Text => Self::Scalar(Scalar::String),
            _ => content.ty().map_or(Self::Bytes, Self::of),
        }
    }

    /// The type of content that is sent.
    pub fn of_request(content: &Content) -> Self {
        match content {
            Content::Text => Self::Scalar(Scalar::String),
            _ => content.ty().map_or(Self::Body, Self::of),
        }
    }

    /// Writes it; `path` writes the names of which it is made.
    pub fn write<I: Ink>(&self, ink: &mut I, path: &mut impl FnMut(&mut I, Name)) {
        let (name, inner) = match self {
            Self::Unit => return ink.parenthesized(|_| ()),
            Self::Json => (Name::Import(Import::Value), None),
            Self::RawJson => (Name::Import(Import::RawJson), None),
            Self::Bytes => (Name::Import(Import::Bytes), None),
            Self::Body => (Name::Import(Import::Body), None),
            Self::Scalar(one) => (scalar(*one).name, None),
            Self::Named(id) => (Name::Generated(*id), None),
            Self::Stream(stream, item) => (Name::Import(stream.import()), Some(&**item)),
            Self::Vec(item) => (Name::Prelude("Vec"), Some(&**item)),
            Self::Map(value) => (Name::Map, Some(&**value)),
            Self::Option(inner) => (Name::Prelude("Option"), Some(&**inner)),
            Self::Nullable(inner) => (Name::Import(Import::Nullable), Some(&**inner)),
            Self::Boxed(id) => (Name::Prelude("Box"), Some(&Self::Named(*id))),
        };
        path(ink, name);
        let Some(inner) = inner else { return };
        ink.mark("<");
        if matches!(self, Self::Map(_)) {
            path(ink, Name::Prelude("String"));
            ink.mark(",");
        }
        inner.write(ink, path);
        ink.mark(">");
    }

    /// The generated type that a value holds in place, without an indirection.
    pub fn held(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Option(inner) | Self::Nullable(inner) => inner.held(),
            _ => None,
        }
    }

    /// Puts the generated type that it holds in place into a box.
    pub(super) fn box_held(&mut self) {
        match self {
            Self::Named(id) => *self = Self::Boxed(*id),
            Self::Option(inner) | Self::Nullable(inner) => inner.box_held(),
            _ => {}
        }
    }
}

/// The name of a type, and the way it comes into scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// A name of the language or its prelude.
    Prelude(&'static str),
    /// A name with a `use` line.
    Import(Import),
    /// A name behind `runtime::`, for vendors have types of it.
    InRuntime(&'static str),
    /// A generated type.
    Generated(TypeId),
    /// The type of maps.
    Map,
    /// A path that begins with something imported.
    Within(Import, &'static str),
    /// The type at this place among those that the settings name.
    Own(usize),
}

/// The facts of a scalar in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RustScalar {
    /// Its name.
    pub name: Name,
    /// The bytes that a value takes in place, about.
    pub bytes: usize,
    /// `true` if a setter takes anything that becomes it.
    pub is_converted: bool,
}

/// The bytes of a pointer.
pub(super) const POINTER: usize = 8;
/// The bytes of a vector or a string.
pub(super) const VECTOR: usize = 24;

/// The row of a scalar.
pub(super) fn scalar(scalar: Scalar) -> RustScalar {
    use Name::{InRuntime, Prelude};
    const NUMBER: usize = 2 * POINTER;
    let (name, bytes, is_converted) = match scalar {
        Scalar::Boolean => (Prelude("bool"), POINTER, false),
        Scalar::Integer(Integer::I32) => (Prelude("i32"), NUMBER, false),
        Scalar::Integer(Integer::I64) => (Prelude("i64"), NUMBER, false),
        Scalar::Integer(Integer::U32) => (Prelude("u32"), NUMBER, false),
        Scalar::Integer(Integer::U64) => (Prelude("u64"), NUMBER, false),
        Scalar::Number => (Prelude("f64"), NUMBER, true),
        Scalar::String => (Prelude("String"), VECTOR, true),
        Scalar::Timestamp => (Name::Import(Import::DateTime), VECTOR, true),
        Scalar::Date => (Name::Import(Import::Date), NUMBER, false),
        Scalar::Secret => (Name::Import(Import::Secret), VECTOR, true),
        Scalar::Decimal => (InRuntime("Decimal"), VECTOR, true),
        Scalar::Encoded(BytesEncoding::Base64) => (InRuntime("Base64"), VECTOR, true),
        Scalar::Encoded(BytesEncoding::Base64Url) => (InRuntime("Base64Url"), VECTOR, true),
        Scalar::File => (InRuntime("File"), VECTOR, false),
        Scalar::Library(one) => library_scalar(one),
        Scalar::Own(own) => (Name::Own(own.index), VECTOR, false),
    };
    RustScalar {
        name,
        bytes,
        is_converted,
    }
}

fn library_scalar(scalar: LibraryScalar) -> (Name, usize, bool) {
    const DATE: usize = POINTER;
    let (import, path, bytes, is_converted) = match scalar {
        LibraryScalar::ChronoTimestamp => {
            let path = "chrono::DateTime<chrono::FixedOffset>";
            (Import::Chrono, path, 2 * POINTER, true)
        }
        LibraryScalar::ChronoDate => (Import::Chrono, "chrono::NaiveDate", DATE, false),
        LibraryScalar::TimeTimestamp => (Import::Time, "time::OffsetDateTime", VECTOR, false),
        LibraryScalar::TimeDate => (Import::Time, "time::Date", DATE, false),
        LibraryScalar::Uuid => (Import::Uuid, "Uuid", 2 * POINTER, false),
        LibraryScalar::Url => (Import::Url, "Url", 4 * VECTOR, false),
    };
    (Name::Within(import, path), bytes, is_converted)
}
