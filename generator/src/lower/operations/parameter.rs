//! Parameters: their places in a request, and their types. OpenAPI 3.1 §4.8.12.

use super::content::content_type;
use super::encoding::encodings;
use super::media_type::MediaKind;
use super::style::{default_style, style_of};
use crate::config::{Config, FixedHeader, Lift, Location, Setting};
use crate::diag::{Diagnostic, Pointer};
use crate::ir::{
    Docs, Origin, Parameter, ParameterLocation, ParameterStyle, Place, Scalar, Section, StyleKind,
    Type,
};
use crate::lower::types::{Context, Reader, SchemaTypes, Scope, docs};
use crate::spec::{self, Content, MediaType, Schema};
use std::sync::Arc;

/// The setting by which a parameter is given to the client, not to each call.
pub(super) fn lifted<'c>(
    config: &'c Config,
    parameter: &spec::Parameter,
) -> Option<&'c Setting<Lift>> {
    config.lift.iter().find(|lift| {
        let location = match lift.in_ {
            Location::Header => ParameterLocation::Header,
            Location::Query => ParameterLocation::Query,
            Location::Cookie => ParameterLocation::Cookie,
        };
        lift.parameter == parameter.name && location == parameter.location
    })
}

/// The setting that gives a header parameter the same value in every request.
pub(super) fn fixed<'c>(
    config: &'c Config,
    parameter: &spec::Parameter,
) -> Option<&'c Setting<FixedHeader>> {
    let is_header = parameter.location == ParameterLocation::Header;
    let mut headers = config.headers.iter().filter(|_| is_header);
    headers.find(|header| header.name.eq_ignore_ascii_case(&parameter.name))
}

/// A parameter of a call; nothing for headers that the client writes itself.
pub(super) fn parameter(
    reader: &mut Reader<'_>,
    parameter: &spec::Parameter,
    operation: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Option<Parameter> {
    let location = parameter.location;
    let ignored = ["accept", "content-type", "authorization"];
    if location == ParameterLocation::Header
        && ignored.contains(&parameter.name.to_ascii_lowercase().as_str())
    {
        // OpenAPI 3.1 §4.8.12.2.1 says to pass over these.
        return None;
    }
    if location == ParameterLocation::QueryString {
        return Some(query_string(reader, parameter, operation, found));
    }
    let (ty, style, facts) = described(reader, parameter, operation, found);
    Some(Parameter {
        at: parameter.at.clone(),
        name: parameter.name.clone(),
        location,
        required: parameter.required || location == ParameterLocation::Path,
        style,
        encodings: Vec::new(),
        ty,
        docs: Docs {
            text: parameter.description.clone(),
            facts,
            deprecated: parameter.deprecated,
        },
    })
}

/// The type and the style of a parameter, and facts that its schema states of it.
pub(super) fn described(
    reader: &mut Reader<'_>,
    parameter: &spec::Parameter,
    operation: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> (Type, Option<ParameterStyle>, Vec<String>) {
    let (schema, style) = match &parameter.content {
        Content::Unsaid => (Schema::anything(&parameter.at), style_of(parameter)),
        Content::Schema(at) => (reader.schema_at(at, found), style_of(parameter)),
        Content::MediaTypes(content) => content_parameter(reader, content, &parameter.at, found),
    };
    let place = Arc::new(Place {
        at: schema.at.clone(),
        origin: origin_of(parameter, operation),
    });
    let facts = docs(&schema).facts;
    let scope = Scope::new(&place, Context::Json);
    let ty = reader.type_of(schema.undescribed(), scope, found);
    // A scalar looks the same, exploded or not.
    let makes_a_difference = |style: &ParameterStyle| {
        let default = default_style(parameter.location);
        style.kind != default.kind || style.reserved || style.segments
    };
    let style = style.filter(|style| !is_plain(&ty) || makes_a_difference(style));
    (ty, style, facts)
}

fn origin_of(parameter: &spec::Parameter, operation: &Pointer) -> Origin {
    match Section::at(&parameter.at) {
        Some((section, name)) => Origin::Component {
            section,
            name,
            media_type: None,
        },
        None => Origin::Parameter {
            operation: operation.clone(),
            name: parameter.name.clone(),
        },
    }
}

/// A parameter that is the whole query: a form, JSON, or any other text.
fn query_string(
    reader: &mut Reader<'_>,
    parameter: &spec::Parameter,
    operation: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Parameter {
    let content = match &parameter.content {
        Content::MediaTypes(content) => content.first(),
        Content::Unsaid | Content::Schema(_) => None,
    };
    let kind = content.map(|(media_type, media)| (MediaKind::of(media_type), media));
    let origin = origin_of(parameter, operation);
    let (ty, encodings, kind) = match kind {
        Some((MediaKind::Json, media)) => {
            let ty = content_type(reader, media, origin, found);
            (ty, Vec::new(), StyleKind::Json)
        }
        Some((MediaKind::Form, media)) => {
            let ty = content_type(reader, media, origin, found);
            (ty, encodings(media), StyleKind::Form)
        }
        _ => (Type::Scalar(Scalar::String), Vec::new(), StyleKind::Simple),
    };
    Parameter {
        at: parameter.at.clone(),
        name: parameter.name.clone(),
        location: ParameterLocation::QueryString,
        required: parameter.required,
        style: Some(ParameterStyle {
            kind,
            explode: false,
            reserved: false,
            segments: false,
        }),
        encodings,
        ty,
        docs: Docs {
            text: parameter.description.clone(),
            facts: Vec::new(),
            deprecated: parameter.deprecated,
        },
    }
}

/// The schema of a parameter that is written as a media type.
fn content_parameter(
    reader: &mut Reader<'_>,
    content: &[(String, MediaType)],
    at: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> (Schema, Option<ParameterStyle>) {
    let Some((media_type, media)) = content.first() else {
        return (Schema::anything(at), None);
    };
    let schema = match &media.schema {
        Some(at) => reader.schema_at(at, found),
        None => Schema::anything(&media.at),
    };
    let json = ParameterStyle {
        kind: StyleKind::Json,
        explode: false,
        reserved: false,
        segments: false,
    };
    let is_json = MediaKind::of(media_type) == MediaKind::Json;
    (schema, is_json.then_some(json))
}

/// Tells if a type is surely neither a list nor an object.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.facts().is_parameter,
        Type::Nullable(inner) => is_plain(inner),
        Type::Any | Type::Raw | Type::Null | Type::Named(_) => false,
        Type::Array(_) | Type::Map(_) => false,
    }
}
