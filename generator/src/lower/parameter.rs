//! Parameters: where they go, and how they are written. OpenAPI 3.1 §4.8.12.

use super::Lower;
use super::content::{MediaKind, encodings};
use super::schema::docs;
use crate::config::Location;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::ir::{
    Docs, Origin, Parameter, ParameterLocation, Place, Scalar, Style, StyleLayout, Type,
};
use crate::spec::{self, Content, MediaType, Schema};
use std::sync::Arc;

impl Lower<'_> {
    /// The credential that a parameter is, if `codegen.toml` says that it is one.
    pub(super) fn lifted(&mut self, parameter: &spec::Parameter) -> Option<String> {
        let location = parameter.location;
        let setting = self.config.lift.iter().find(|lift| {
            let same_location = match lift.in_ {
                Location::Header => location == ParameterLocation::Header,
                Location::Query => location == ParameterLocation::Query,
                Location::Cookie => location == ParameterLocation::Cookie,
            };
            lift.parameter == parameter.name && same_location
        })?;
        setting.apply();
        self.lift(parameter, location);
        Some(parameter.name.clone())
    }

    pub(super) fn parameter(
        &mut self,
        parameter: &spec::Parameter,
        operation: &Pointer,
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
            return Some(self.query_string(parameter, operation));
        }
        let (schema, mut style) = match &parameter.content {
            Content::Unsaid => (Schema::anything(&parameter.at), style_of(parameter)),
            Content::Schema(at) => (self.read(at), style_of(parameter)),
            Content::MediaTypes(content) => self.content_parameter(content, &parameter.at),
        };
        let origin = Origin::Parameter {
            operation: operation.clone(),
            name: parameter.name.clone(),
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
                style.layout != default_style(location).layout || style.reserved || style.segments
            });
        }
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

    /// A parameter that is the whole query: a form, JSON, or any other text.
    fn query_string(&mut self, parameter: &spec::Parameter, operation: &Pointer) -> Parameter {
        let (mut ty, mut encoded, mut layout) = (
            Type::Scalar(Scalar::String),
            Vec::new(),
            StyleLayout::Simple,
        );
        let content = match &parameter.content {
            Content::MediaTypes(content) => content.first(),
            Content::Unsaid | Content::Schema(_) => None,
        };
        if let Some((media_type, media)) = content {
            let origin = Origin::Parameter {
                operation: operation.clone(),
                name: parameter.name.clone(),
            };
            match MediaKind::of(media_type) {
                MediaKind::Json => {
                    layout = StyleLayout::Json;
                    ty = self.content_type(media, origin);
                }
                MediaKind::Form => {
                    layout = StyleLayout::Form;
                    ty = self.content_type(media, origin);
                    encoded = encodings(media);
                }
                _ => {}
            }
        }
        Parameter {
            at: parameter.at.clone(),
            name: parameter.name.clone(),
            location: ParameterLocation::QueryString,
            required: parameter.required,
            style: Some(Style {
                layout,
                explode: false,
                reserved: false,
                segments: false,
            }),
            encodings: encoded,
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
        &mut self,
        content: &[(String, MediaType)],
        at: &Pointer,
    ) -> (Schema, Option<Style>) {
        let Some((media_type, media)) = content.first() else {
            return (Schema::anything(at), None);
        };
        let schema = match &media.schema {
            Some(at) => self.read(at),
            None => Schema::anything(&media.at),
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
        source: &spec::Operation,
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
            let mut stated = source.parameters.iter();
            let is_stated =
                stated.any(|one| one.name == name && one.location == ParameterLocation::Path);
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

/// The style of a parameter, if it isn't its location's default.
fn style_of(parameter: &spec::Parameter) -> Option<Style> {
    let default = default_style(parameter.location);
    let layout = parameter.style.unwrap_or(default.layout);
    let style = Style {
        layout,
        explode: parameter
            .explode
            .unwrap_or(matches!(layout, StyleLayout::Form | StyleLayout::Cookie)),
        reserved: parameter.allow_reserved && parameter.location == ParameterLocation::Query,
        segments: parameter.multi_segment && parameter.location == ParameterLocation::Path,
    };
    Some(style).filter(|style| *style != default)
}

/// How parameters of a location are written if nothing is said.
pub(super) fn default_style(location: ParameterLocation) -> Style {
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
