//! The headers that responses are documented to have. OpenAPI 3.1 §4.8.21.

use crate::ir::{Docs, ResponseHeader, Scalar, Type};
use crate::json::JsonType;
use crate::lower::types::integer;
use crate::spec::{self, Content, Header, Schema, Spec};

/// Headers whose values let in whoever has them.
const SECRET: [&str; 2] = ["location", "set-cookie"];

/// The headers of all responses of an operation, those of one name as one.
pub(super) fn headers(spec: &Spec, source: &spec::Operation) -> Vec<ResponseHeader> {
    let stated = source
        .responses
        .all()
        .flat_map(|response| &response.headers);
    let mut headers: Vec<ResponseHeader> = Vec::new();
    for (name, header) in stated {
        // The section on responses says to pass over this one.
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let ty = header_type(spec, name, header);
        let mut known = headers.iter_mut();
        match known.find(|known| known.name.eq_ignore_ascii_case(name)) {
            // As text it is everything that the responses say.
            Some(known) if known.ty != ty => known.ty = Type::Scalar(Scalar::String),
            Some(_) => {}
            None => headers.push(ResponseHeader {
                at: header.at.clone(),
                name: name.clone(),
                ty,
                docs: Docs {
                    text: header.description.clone(),
                    facts: Vec::new(),
                    deprecated: header.deprecated,
                },
            }),
        }
    }
    headers
}

fn header_type(spec: &Spec, name: &str, header: &Header) -> Type {
    if SECRET.contains(&name.to_ascii_lowercase().as_str()) {
        return Type::Scalar(Scalar::Secret);
    }
    let Content::Schema(at) = &header.content else {
        return Type::Scalar(Scalar::String);
    };
    let Some(schema) = spec.schema(at) else {
        return Type::Scalar(Scalar::String);
    };
    let schema = header_schema(spec, schema);
    match (scalar(schema), &schema.items) {
        (Some(ty), _) => ty,
        (None, Some(items)) if schema.types.as_deref() == Some(&[JsonType::Array]) => {
            let item = scalar(header_schema(spec, items));
            Type::Array(Box::new(item.unwrap_or(Type::Scalar(Scalar::String))))
        }
        _ => Type::Scalar(Scalar::String),
    }
}

/// A schema, references followed. What is wrong with it is in the way of
/// nothing: the header is text then.
fn header_schema<'s>(spec: &'s Spec, schema: &'s Schema) -> &'s Schema {
    spec.reference_chain(schema).last().unwrap_or(schema)
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
