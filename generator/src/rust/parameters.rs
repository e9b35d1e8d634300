//! The method calls by which parameters are passed on, and the runtime's styles.

use super::encodings::differing;
use crate::ir::{Api, Encoding, Parameter, ParameterLocation, ParameterStyle, StyleKind};

/// The call by which a parameter is passed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Passing<'a> {
    /// The method of the request builder.
    pub method: &'static str,
    /// Its argument behind name and value, if it takes one.
    pub form: Option<Form<'a>>,
}

/// The form that a parameter's value is written in.
#[derive(Debug, Clone, PartialEq)]
pub enum Form<'a> {
    /// A style.
    Style(RustStyle),
    /// A form whose properties have encodings.
    Encoded(Vec<&'a (String, Encoding)>),
}

/// A style of the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustStyle {
    /// Its constant.
    pub constant: &'static str,
    /// The methods that change it.
    pub changes: Vec<&'static str>,
}

impl<'a> Passing<'a> {
    /// The call that passes a parameter on.
    pub fn of(api: &Api, parameter: &'a Parameter) -> Self {
        let style = parameter.style.map(RustStyle::of).map(Form::Style);
        let (plain, styled) = match parameter.location {
            ParameterLocation::Path => ("path", "path_as"),
            ParameterLocation::Query => ("query", "query_as"),
            ParameterLocation::Header => ("header", "header_as"),
            ParameterLocation::Cookie => ("cookie", "cookie_as"),
            ParameterLocation::QueryString => return Self::of_query(api, parameter, style),
        };
        Self {
            method: if style.is_some() { styled } else { plain },
            form: style,
        }
    }

    /// The call that passes the whole query on.
    fn of_query(api: &Api, parameter: &'a Parameter, style: Option<Form<'a>>) -> Self {
        match parameter.style {
            Some(ParameterStyle { kind, .. }) if kind != StyleKind::Form => Self {
                method: "query_string",
                form: style,
            },
            _ => Self {
                method: "query_form",
                form: Some(Form::Encoded(differing(
                    api,
                    &parameter.ty,
                    &parameter.encodings,
                ))),
            },
        }
    }
}

impl RustStyle {
    /// The style of the runtime for one of the API.
    pub fn of(style: ParameterStyle) -> Self {
        let constant = match style.kind {
            StyleKind::Simple => "SIMPLE",
            StyleKind::Label => "LABEL",
            StyleKind::Matrix => "MATRIX",
            StyleKind::Form => "FORM",
            StyleKind::SpaceDelimited => "SPACE_DELIMITED",
            StyleKind::PipeDelimited => "PIPE_DELIMITED",
            StyleKind::DeepObject => "DEEP_OBJECT",
            StyleKind::Cookie => "COOKIE",
            StyleKind::Json => "JSON",
        };
        // A deep object is the same, exploded or not.
        let explodes = style.explode && style.kind != StyleKind::DeepObject;
        let changes = [
            (explodes, "exploded"),
            (style.reserved, "reserved"),
            (style.segments, "segments"),
        ];
        let made = changes.into_iter().filter(|(is_made, _)| *is_made);
        Self {
            constant,
            changes: made.map(|(_, method)| method).collect(),
        }
    }
}
