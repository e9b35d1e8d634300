//! Parameters: where they go, and how they are written. OpenAPI 3.1 §4.8.12.

use super::Lower;
use super::content::{MediaKind, encodings};
use super::schema::docs;
use crate::config::Location;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::document::{self, Schema, WHOLE_QUERY, place_of};
use crate::ir::{
    Docs, Origin, Parameter, ParameterLocation, Place, Scalar, Style, StyleLayout, Type,
};
use openapiv3::{Content, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};
use serde_json::Value;
use std::sync::Arc;

impl Lower<'_> {
    /// The credential that a parameter is, if `codegen.toml` says that it is one.
    pub(super) fn lifted(&mut self, parameter: &openapiv3::Parameter) -> Option<String> {
        let data = parameter.parameter_data_ref();
        let location = location(parameter);
        let setting = self.config.lift.iter().find(|lift| {
            let same_location = match lift.in_ {
                Location::Header => location == ParameterLocation::Header,
                Location::Query => location == ParameterLocation::Query,
                Location::Cookie => location == ParameterLocation::Cookie,
            };
            lift.parameter == data.name && same_location
        })?;
        let at = place_of(&data.extensions).unwrap_or_else(|| self.document.at.clone());
        setting.apply();
        self.lift(&data.name, location, &at, data.description.clone());
        Some(data.name.clone())
    }

    pub(super) fn parameter(
        &mut self,
        parameter: &openapiv3::Parameter,
        operation: &Pointer,
    ) -> Option<Parameter> {
        let data = parameter.parameter_data_ref();
        let at = place_of(&data.extensions).unwrap_or_else(|| operation.clone());
        let location = location(parameter);
        let ignored = ["accept", "content-type", "authorization"];
        if location == ParameterLocation::Header
            && ignored.contains(&data.name.to_ascii_lowercase().as_str())
        {
            // OpenAPI 3.1 §4.8.12.2.1 says to pass over these.
            return None;
        }
        if location == ParameterLocation::QueryString {
            return Some(self.query_string(data, &at, operation));
        }
        let (schema, mut style) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                (self.schema_of(schema, &at), style_of(parameter))
            }
            ParameterSchemaOrContent::Content(content) => self.written_out(content, &at),
        };
        let origin = Origin::Parameter {
            operation: operation.clone(),
            name: data.name.clone(),
        };
        let place = Arc::new(Place {
            at: schema.at.clone(),
            origin,
        });
        let facts = docs(&schema).facts;
        let ty = self.type_of(schema.undescribed(), &place, None);
        if is_plain(&ty) {
            // A scalar looks the same, exploded or not.
            style = style.filter(|style| {
                style.layout != usual(location).layout || style.reserved || style.segments
            });
        }
        Some(Parameter {
            at,
            name: data.name.clone(),
            location,
            required: data.required || location == ParameterLocation::Path,
            style,
            encodings: Vec::new(),
            ty,
            docs: Docs {
                text: data.description.clone(),
                facts,
                deprecated: data.deprecated.unwrap_or(false),
            },
        })
    }

    /// A parameter that is the whole query: a form, JSON, or any other text.
    fn query_string(
        &mut self,
        data: &openapiv3::ParameterData,
        at: &Pointer,
        operation: &Pointer,
    ) -> Parameter {
        let content = match &data.format {
            ParameterSchemaOrContent::Content(content) => content,
            ParameterSchemaOrContent::Schema(_) => &Content::new(),
        };
        let (mut ty, mut encoded, mut layout) = (
            Type::Scalar(Scalar::String),
            Vec::new(),
            StyleLayout::Simple,
        );
        if let Some((media_type, media)) = content.iter().next() {
            let origin = Origin::Parameter {
                operation: operation.clone(),
                name: data.name.clone(),
            };
            let at_media = at.child("content").child(media_type);
            match MediaKind::of(media_type) {
                MediaKind::Json => {
                    layout = StyleLayout::Json;
                    ty = self.content_type(media, &at_media, origin);
                }
                MediaKind::Form => {
                    layout = StyleLayout::Form;
                    ty = self.content_type(media, &at_media, origin);
                    encoded = encodings(media);
                }
                _ => {}
            }
        }
        Parameter {
            at: at.clone(),
            name: data.name.clone(),
            location: ParameterLocation::QueryString,
            required: data.required,
            style: Some(Style {
                layout,
                explode: false,
                reserved: false,
                segments: false,
            }),
            encodings: encoded,
            ty,
            docs: Docs {
                text: data.description.clone(),
                facts: Vec::new(),
                deprecated: data.deprecated.unwrap_or(false),
            },
        }
    }

    /// The schema of a parameter that is written as a media type.
    fn written_out(
        &mut self,
        content: &openapiv3::Content,
        at: &Pointer,
    ) -> (Schema, Option<Style>) {
        let Some((media_type, media)) = content.iter().next() else {
            return (Schema::anything(at), None);
        };
        let at = at.child("content").child(media_type);
        let schema = match &media.schema {
            Some(schema) => self.schema_of(schema, &at),
            None => Schema::anything(&at),
        };
        let json = Style {
            layout: StyleLayout::Json,
            explode: false,
            reserved: false,
            segments: false,
        };
        let is_json = MediaKind::of(media_type) == MediaKind::Json;
        (schema, is_json.then_some(json))
    }

    /// Makes the path parameters those that the template names. Vendors forget
    /// one or the other; what the path says is what goes on the wire.
    pub(super) fn match_template(
        &mut self,
        source: &document::Operation,
        parameters: &mut Vec<Parameter>,
    ) {
        let names = template_names(&source.path);
        parameters.retain(|parameter| {
            let is_used = parameter.location != ParameterLocation::Path
                || names.contains(&parameter.name.as_str());
            if !is_used {
                let message = format!(
                    "the path doesn't name `{}`, so it is not sent",
                    parameter.name
                );
                self.found.push(
                    Diagnostic::warning(Code::PathTemplate, &parameter.at, message)
                        .help("name it in the path, or take the parameter out"),
                );
            }
            is_used
        });
        for name in names {
            let is_path = |at: ParameterLocation| at == ParameterLocation::Path;
            let mut stated = source
                .value
                .parameters
                .iter()
                .filter_map(ReferenceOr::as_item);
            let is_stated =
                stated.any(|one| one.parameter_data_ref().name == name && is_path(location(one)));
            let mut known = parameters.iter();
            if is_stated || known.any(|one| one.name == name && is_path(one.location)) {
                continue;
            }
            let message =
                format!("no path parameter is called `{name}`, so it is taken as a string");
            self.found.push(
                Diagnostic::warning(Code::PathTemplate, &source.at, message)
                    .help("add the parameter, with `in: path` and `required: true`"),
            );
            parameters.push(Parameter {
                at: source.at.child("parameters").child(name),
                name: name.to_owned(),
                location: ParameterLocation::Path,
                required: true,
                style: None,
                encodings: Vec::new(),
                ty: Type::Scalar(Scalar::String),
                docs: Docs::default(),
            });
        }
    }
}

/// The extension by which a path parameter may be several segments.
const SEGMENTS: &str = "x-multi-segment";

/// The names between braces in a path template.
fn template_names(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    let mut names: Vec<&str> = Vec::new();
    for name in parts.filter_map(|part| Some(part.split_once('}')?.0)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn location(parameter: &openapiv3::Parameter) -> ParameterLocation {
    match parameter {
        openapiv3::Parameter::Query { parameter_data, .. } => {
            match parameter_data.extensions.contains_key(WHOLE_QUERY) {
                true => ParameterLocation::QueryString,
                false => ParameterLocation::Query,
            }
        }
        openapiv3::Parameter::Header { .. } => ParameterLocation::Header,
        openapiv3::Parameter::Path { .. } => ParameterLocation::Path,
        openapiv3::Parameter::Cookie { .. } => ParameterLocation::Cookie,
    }
}

/// How a parameter is written, if not in its location's usual way.
fn style_of(parameter: &openapiv3::Parameter) -> Option<Style> {
    use openapiv3::Parameter as Source;
    let (layout, reserved) = match parameter {
        Source::Query {
            style,
            allow_reserved,
            ..
        } => (query_layout(style), *allow_reserved),
        Source::Path { style, .. } => match style {
            PathStyle::Simple => (StyleLayout::Simple, false),
            PathStyle::Label => (StyleLayout::Label, false),
            PathStyle::Matrix => (StyleLayout::Matrix, false),
        },
        Source::Header { .. } => (StyleLayout::Simple, false),
        Source::Cookie { .. } => (StyleLayout::Form, false),
    };
    let stated = parameter.parameter_data_ref().explode;
    let style = Style {
        layout,
        explode: stated.unwrap_or(layout == StyleLayout::Form),
        reserved,
        segments: location(parameter) == ParameterLocation::Path
            && parameter.parameter_data_ref().extensions.get(SEGMENTS) == Some(&Value::Bool(true)),
    };
    Some(style).filter(|style| *style != usual(location(parameter)))
}

pub(super) fn query_layout(style: &QueryStyle) -> StyleLayout {
    match style {
        QueryStyle::Form => StyleLayout::Form,
        QueryStyle::SpaceDelimited => StyleLayout::SpaceDelimited,
        QueryStyle::PipeDelimited => StyleLayout::PipeDelimited,
        QueryStyle::DeepObject => StyleLayout::DeepObject,
    }
}

/// How parameters of a location are written if nothing is said.
pub(super) fn usual(location: ParameterLocation) -> Style {
    let (layout, explode) = match location {
        ParameterLocation::Path | ParameterLocation::Header => (StyleLayout::Simple, false),
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => {
            (StyleLayout::Form, true)
        }
    };
    Style {
        layout,
        explode,
        reserved: false,
        segments: false,
    }
}

/// Tells if a type is surely neither a list nor an object.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.facts().is_parameter,
        Type::Nullable(inner) => is_plain(inner),
        Type::Any | Type::Null | Type::Named(_) => false,
        Type::Array(_) | Type::Map(_) => false,
    }
}
