//! Operations: parameters, bodies, replies, and the credentials they ask for.

use super::Lower;
use super::schema::docs;
use crate::config::Location;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::document::{self, Schema, place, place_of};
use crate::ir::{
    Body, Docs, Operation, Origin, Parameter, ParameterLocation, Place, Reply, Status, Type,
};
use openapiv3::{MediaType, ParameterSchemaOrContent, ReferenceOr, StatusCode};
use std::sync::Arc;

type Content = indexmap::IndexMap<String, MediaType>;

impl Lower<'_> {
    pub(super) fn operation(&mut self, source: &document::Operation) -> Operation {
        let at = &source.at;
        self.found.extend(source.found.iter().cloned());
        let value = &source.value;
        let mut security = self.security(source);
        let mut parameters = Vec::new();
        for parameter in &value.parameters {
            let Some(parameter) = parameter.as_item() else {
                continue;
            };
            match self.lifted(parameter) {
                Some(credential) => security = with_credential(security, credential),
                None => parameters.extend(self.parameter(parameter, at)),
            }
        }
        self.match_template(source, &mut parameters);
        let body = value.request_body.as_ref().and_then(ReferenceOr::as_item);
        let body = body.and_then(|body| self.body(body, at));
        let mut replies: Vec<Reply> = value
            .responses
            .responses
            .iter()
            .map(|(status, reply)| (status_of(status), reply))
            .chain(
                value
                    .responses
                    .default
                    .iter()
                    .map(|reply| (Status::Default, reply)),
            )
            .filter_map(|(status, reply)| self.reply(status, reply.as_item()?, at))
            .collect();
        replies.sort_by_key(|reply| reply.status);
        Operation {
            at: at.clone(),
            id: value.operation_id.clone(),
            method: source.method.clone(),
            path: source.path.clone(),
            docs: Docs {
                text: joined(value.summary.as_deref(), value.description.as_deref()),
                facts: Vec::new(),
                deprecated: value.deprecated,
            },
            parameters,
            body,
            replies,
            security,
        }
    }

    /// The credential that a parameter is, if `codegen.toml` says that it is one.
    fn lifted(&mut self, parameter: &openapiv3::Parameter) -> Option<String> {
        let name = &parameter.parameter_data_ref().name;
        let location = location(parameter);
        let index = self.config.lift.iter().position(|lift| {
            lift.parameter == *name
                && match lift.in_ {
                    Location::Header => location == ParameterLocation::Header,
                    Location::Query => location == ParameterLocation::Query,
                    Location::Cookie => location == ParameterLocation::Cookie,
                }
        })?;
        let data = parameter.parameter_data_ref();
        let at = place_of(&data.extensions).unwrap_or_else(|| self.document.at.clone());
        let described = data.description.clone();
        self.lift(index, name, location, &at, described);
        Some(name.clone())
    }

    fn parameter(
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
        let schema = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => self.schema_of(schema, &at),
            ParameterSchemaOrContent::Content(_) => {
                self.unsupported(
                    &at.child("content"),
                    "a parameter with `content` is not supported yet",
                );
                return None;
            }
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
        if !self.is_usual(parameter) || !self.is_scalar_or_list(&ty, location) {
            self.unsupported(&at, "this way to write a parameter is not supported yet");
            return None;
        }
        Some(Parameter {
            at,
            name: data.name.clone(),
            location,
            required: data.required || location == ParameterLocation::Path,
            ty,
            docs: Docs {
                text: data.description.clone(),
                facts,
                deprecated: data.deprecated.unwrap_or(false),
            },
        })
    }

    /// Whether a parameter is written in its location's default style.
    fn is_usual(&self, parameter: &openapiv3::Parameter) -> bool {
        use openapiv3::{PathStyle, QueryStyle};
        let explode = parameter.parameter_data_ref().explode;
        match parameter {
            openapiv3::Parameter::Query {
                style,
                allow_reserved,
                ..
            } => *style == QueryStyle::Form && !allow_reserved && explode != Some(false),
            openapiv3::Parameter::Path { style, .. } => *style == PathStyle::Simple,
            openapiv3::Parameter::Header { .. } => true,
            openapiv3::Parameter::Cookie { .. } => false,
        }
    }

    fn is_scalar_or_list(&self, ty: &Type, location: ParameterLocation) -> bool {
        use crate::ir::TypeKind;
        match ty {
            Type::Boolean | Type::Integer(_) | Type::Number | Type::String => true,
            Type::Timestamp | Type::Date | Type::Secret => true,
            Type::Array(item) => {
                location == ParameterLocation::Query
                    && self.is_scalar_or_list(item, ParameterLocation::Path)
            }
            Type::Named(id) => self
                .types
                .get(*id)
                .is_some_and(|def| matches!(def.kind, TypeKind::Enum(_))),
            _ => false,
        }
    }

    fn body(&mut self, body: &openapiv3::RequestBody, operation: &Pointer) -> Option<Body> {
        let at = place_of(&body.extensions).unwrap_or_else(|| operation.clone());
        let content = at.child("content");
        let (media_type, media) = self.json_content(&body.content, &content, "sent")?;
        let place = |at: Pointer| {
            let origin = Origin::Request {
                operation: operation.clone(),
            };
            Arc::new(Place { at, origin })
        };
        let ty = self.content_type(media, &content.child(&media_type), place);
        Some(Body {
            at,
            required: body.required,
            media_type,
            ty,
            docs: Docs {
                text: body.description.clone(),
                ..Docs::default()
            },
        })
    }

    fn reply(
        &mut self,
        status: Status,
        reply: &openapiv3::Response,
        operation: &Pointer,
    ) -> Option<Reply> {
        let at = place_of(&reply.extensions).unwrap_or_else(|| operation.clone());
        let body = if reply.content.is_empty() {
            None
        } else {
            let content = at.child("content");
            let (media_type, media) = self.json_content(&reply.content, &content, "read")?;
            let place = |at: Pointer| {
                let origin = Origin::Reply {
                    operation: operation.clone(),
                    status,
                };
                Arc::new(Place { at, origin })
            };
            Some(self.content_type(media, &content.child(&media_type), place))
        };
        let text = Some(reply.description.trim()).filter(|text| !text.is_empty());
        Some(Reply {
            at,
            status,
            body,
            docs: Docs {
                text: text.map(str::to_owned),
                ..Docs::default()
            },
        })
    }

    fn content_type(
        &mut self,
        media: &MediaType,
        at: &Pointer,
        place: impl Fn(Pointer) -> Arc<Place>,
    ) -> Type {
        match &media.schema {
            None => Type::Any,
            Some(schema) => {
                let schema = self.schema_of(schema, at);
                let place = place(schema.at.clone());
                self.type_of(schema, &place, None)
            }
        }
    }

    /// The JSON among the media types on offer.
    fn json_content<'c>(
        &mut self,
        content: &'c Content,
        at: &Pointer,
        used: &str,
    ) -> Option<(String, &'c MediaType)> {
        let Some((name, media)) = content.iter().find(|(name, _)| is_json(name)) else {
            let offered: Vec<&str> = content.keys().map(String::as_str).collect();
            let message = format!("{} can't be {used} yet, only JSON", offered.join(", "));
            self.found.push(
                Diagnostic::error(Code::UnsupportedMediaType, at, message)
                    .help("accept the gap in codegen.toml, which leaves this operation out"),
            );
            return None;
        };
        let others: Vec<&str> = content
            .keys()
            .map(String::as_str)
            .filter(|other| other != name)
            .collect();
        if !others.is_empty() {
            let message = format!("{name} is {used}; also on offer: {}", others.join(", "));
            self.found.push(Diagnostic::note(Code::Choice, at, message));
        }
        Some((name.clone(), media))
    }

    fn schema_of(&mut self, schema: &ReferenceOr<openapiv3::Schema>, at: &Pointer) -> Schema {
        match schema {
            ReferenceOr::Reference { reference } => {
                Schema::read(&self.document.files, &place(reference), &mut self.found)
            }
            // `document` leaves references only.
            ReferenceOr::Item(_) => Schema::anything(at),
        }
    }

    /// Makes the path parameters those that the template names. Vendors forget
    /// one or the other; what the path says is what goes on the wire.
    fn match_template(&mut self, source: &document::Operation, parameters: &mut Vec<Parameter>) {
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
            let stated = source
                .value
                .parameters
                .iter()
                .filter_map(ReferenceOr::as_item);
            let is_stated = stated.into_iter().any(|parameter| {
                parameter.parameter_data_ref().name == name
                    && location(parameter) == ParameterLocation::Path
            });
            let is_known = parameters.iter().any(|parameter| {
                parameter.name == name && parameter.location == ParameterLocation::Path
            });
            if is_stated || is_known {
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
                ty: Type::String,
                docs: Docs::default(),
            });
        }
    }

    fn unsupported(&mut self, at: &Pointer, message: &str) {
        self.found.push(
            Diagnostic::error(Code::UnsupportedParameter, at, message)
                .help("accept the gap in codegen.toml, which leaves this operation out"),
        );
    }
}

/// The names between braces in a path template.
fn template_names(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect()
}

fn with_credential(mut security: Vec<Vec<String>>, credential: String) -> Vec<Vec<String>> {
    if security.is_empty() {
        security.push(Vec::new());
    }
    for alternative in &mut security {
        alternative.push(credential.clone());
    }
    security
}

fn location(parameter: &openapiv3::Parameter) -> ParameterLocation {
    match parameter {
        openapiv3::Parameter::Query { .. } => ParameterLocation::Query,
        openapiv3::Parameter::Header { .. } => ParameterLocation::Header,
        openapiv3::Parameter::Path { .. } => ParameterLocation::Path,
        openapiv3::Parameter::Cookie { .. } => ParameterLocation::Cookie,
    }
}

fn status_of(status: &StatusCode) -> Status {
    match status {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(hundreds) => Status::Range(*hundreds),
    }
}

/// Whether a media type is JSON. RFC 6839 §3.1 for the suffix.
fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(
        essence.as_str(),
        "application/json" | "text/json" | "*/*" | "application/*"
    ) || essence.ends_with("+json")
}

fn joined(summary: Option<&str>, description: Option<&str>) -> Option<String> {
    let summary = summary.map(str::trim).filter(|text| !text.is_empty());
    let description = description.map(str::trim).filter(|text| !text.is_empty());
    match (summary, description) {
        (Some(summary), Some(description))
            if description.starts_with(summary.trim_end_matches('.')) =>
        {
            Some(description.to_owned())
        }
        (Some(summary), Some(description)) => Some(format!("{summary}\n\n{description}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}
