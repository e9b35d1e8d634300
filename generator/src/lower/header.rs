//! The headers that replies are documented to have. OpenAPI 3.1 §4.8.21.

use super::Lower;
use super::schema::integer;
use crate::diag::Pointer;
use crate::document::{self, Schema, place_of};
use crate::ir::{Docs, ReplyHeader, Scalar, Type};
use crate::json::JsonType;
use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr};

/// How many references to a header's schema are followed.
const LONGEST_CHAIN: usize = 8;

/// Headers whose values let in whoever has them.
const SECRET: [&str; 2] = ["location", "set-cookie"];

impl Lower<'_> {
    /// The headers of all replies of an operation, those of one name as one.
    pub(super) fn headers(&self, source: &document::Operation) -> Vec<ReplyHeader> {
        let responses = &source.value.responses;
        let replies = responses.responses.values().chain(&responses.default);
        let stated = replies
            .filter_map(ReferenceOr::as_item)
            .flat_map(|reply| &reply.headers);
        let mut headers: Vec<ReplyHeader> = Vec::new();
        for (name, header) in stated {
            let Some(header) = header.as_item() else {
                continue;
            };
            // The section on responses says to pass over this one.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let at = place_of(&header.extensions).unwrap_or_else(|| source.at.clone());
            let ty = self.header_type(name, header);
            let mut known = headers.iter_mut();
            match known.find(|known| known.name.eq_ignore_ascii_case(name)) {
                // As text it is everything that the replies say.
                Some(known) if known.ty != ty => known.ty = Type::Scalar(Scalar::String),
                Some(_) => {}
                None => headers.push(ReplyHeader {
                    at,
                    name: name.clone(),
                    ty,
                    docs: Docs {
                        text: header.description.clone(),
                        facts: Vec::new(),
                        deprecated: header.deprecated.unwrap_or(false),
                    },
                }),
            }
        }
        headers
    }

    fn header_type(&self, name: &str, header: &Header) -> Type {
        if SECRET.contains(&name.to_ascii_lowercase().as_str()) {
            return Type::Scalar(Scalar::Secret);
        }
        let ParameterSchemaOrContent::Schema(ReferenceOr::Reference { reference }) = &header.format
        else {
            return Type::Scalar(Scalar::String);
        };
        let schema = self.header_schema(&document::place(reference));
        match (scalar(&schema), &schema.items) {
            (Some(ty), _) => ty,
            (None, Some(items)) if schema.types.as_deref() == Some(&[JsonType::Array]) => {
                let item = match &items.reference {
                    Some(at) => scalar(&self.header_schema(at)),
                    None => scalar(items),
                };
                Type::Array(Box::new(item.unwrap_or(Type::Scalar(Scalar::String))))
            }
            _ => Type::Scalar(Scalar::String),
        }
    }

    /// A schema, references followed. What is wrong with it is in the way of
    /// nothing: the header is text then.
    fn header_schema(&self, at: &Pointer) -> Schema {
        let mut schema = Schema::read(&self.document.files, at, &mut Vec::new());
        for _ in 0..LONGEST_CHAIN {
            let Some(at) = schema.reference.take() else {
                break;
            };
            schema = Schema::read(&self.document.files, &at, &mut Vec::new());
        }
        schema
    }
}

/// The type of a scalar; a `String` unless the schema says what it is.
fn scalar(schema: &Schema) -> Option<Type> {
    match schema.types.as_deref() {
        Some([JsonType::Boolean]) => Some(Type::Scalar(Scalar::Boolean)),
        Some([JsonType::Integer]) => {
            let format = schema.format.as_deref();
            Some(Type::Scalar(Scalar::Integer(integer(format, schema.range))))
        }
        Some([JsonType::Number]) => Some(Type::Scalar(Scalar::Number)),
        Some([JsonType::Array]) => None,
        _ => Some(Type::Scalar(Scalar::String)),
    }
}
