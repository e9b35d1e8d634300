//! The Parameter Object: a value in the path, query, headers or cookies of a
//! request. OpenAPI 3.2 §4.12.

use super::media_type::MediaType;
use super::read::{Member, Object, Reader};
use crate::diag::{Code, Diagnostic, Pointer};
use crate::style::{Location, Style};
use serde_json::Value;

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The place of it in the document.
    pub at: Pointer,
    /// `name`.
    pub name: String,
    /// `in`.
    pub location: Location,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `x-multi-segment`: a path parameter that may hold slashes.
    pub multi_segment: bool,
    /// `schema` or `content`.
    pub content: Content,
}

/// The form of a parameter's or header's value.
#[derive(Debug, Clone, Default)]
pub enum Content {
    /// Neither `schema` nor `content`: anything.
    #[default]
    Unsaid,
    /// `schema`, by its place.
    Schema(Pointer),
    /// `content`: text of a media type.
    MediaTypes(Vec<(String, MediaType)>),
}

impl Content {
    /// The same, unless there is `content`, which counts more than `schema`.
    pub(super) fn or_written_out(self, content: Option<Vec<(String, MediaType)>>) -> Self {
        content.map_or(self, Self::MediaTypes)
    }
}

/// The text of a parameter's keys that is looked at once all are known.
#[derive(Default)]
struct Words<'r, 'a> {
    name: Option<String>,
    location: Option<(String, Pointer)>,
    style: Option<(String, &'r Member<'a>)>,
}

impl<'a> Reader<'a> {
    pub(super) fn parameter(&mut self, value: &'a Value, at: &Pointer) -> Option<Parameter> {
        let object = self.object("a parameter", value, at)?;
        let mut parameter = Parameter {
            at: object.at.clone(),
            name: String::new(),
            location: Location::Query,
            description: None,
            required: false,
            deprecated: false,
            style: None,
            explode: None,
            allow_reserved: false,
            multi_segment: false,
            content: Content::default(),
        };
        let words = self.parameter_keys(&object, &mut parameter);
        let is_whole_query = matches!(&words.location, Some((text, _)) if text == "querystring");
        parameter.name = match words.name {
            Some(name) => name,
            None if is_whole_query => self.whole_query_name(&object.at),
            None => self.component_name(&object.at)?,
        };
        let Some((location, at)) = words.location else {
            self.missing("a parameter", "in", &object.at);
            return None;
        };
        parameter.location = self.location(&location, &at)?;
        if parameter.location == Location::QueryString {
            let is_schema = matches!(parameter.content, Content::Schema(_));
            if is_schema {
                parameter.content = Content::Unsaid;
            }
        } else if let Some((style, member)) = words.style {
            let what = format!("a parameter in `{location}`");
            let styles = parameter.location.styles();
            parameter.style = Some(self.style(&style, styles, &what, &member.at)?);
        }
        Some(parameter)
    }

    fn parameter_keys<'r>(
        &mut self,
        object: &'r Object<'a>,
        parameter: &mut Parameter,
    ) -> Words<'r, 'a> {
        let mut words = Words::default();
        let mut content = None;
        for member in &object.members {
            match member.key {
                "name" => words.name = self.text(member),
                "in" => words.location = self.text(member).map(|text| (text, member.at.clone())),
                "description" => parameter.description = self.prose(member),
                "required" => parameter.required = self.flag(member).unwrap_or(false),
                "deprecated" => parameter.deprecated = self.flag(member).unwrap_or(false),
                "allowEmptyValue" => {
                    self.flag(member);
                }
                "style" => words.style = self.text(member).map(|text| (text, member)),
                "explode" => parameter.explode = self.flag(member),
                "allowReserved" => parameter.allow_reserved = self.flag(member).unwrap_or(false),
                "schema" => parameter.content = Content::Schema(self.schema(member)),
                "content" => content = self.media_types(member),
                "example" | "examples" => {}
                // Not the specification's, but it says what is on the wire.
                "x-multi-segment" => parameter.multi_segment = *member.value == Value::Bool(true),
                _ => self.unknown("a parameter", member),
            }
        }
        let stated = std::mem::take(&mut parameter.content);
        parameter.content = stated.or_written_out(content);
        words
    }

    /// The name of a parameter that is the whole query and has none. It is not
    /// sent: OpenAPI 3.2 §4.12.2.
    fn whole_query_name(&mut self, at: &Pointer) -> String {
        let message = "`name` is missing in a parameter in `querystring`; it is called `query`";
        self.found.push(
            Diagnostic::warning(Code::Malformed, at, message)
                .help("add `name`, which the client uses and doesn't send"),
        );
        "query".to_owned()
    }

    /// The name that a parameter without one has under `components`.
    fn component_name(&mut self, at: &Pointer) -> Option<String> {
        let name = at.tokens().next_back().unwrap_or_default();
        if !at.path().starts_with("/components/parameters/") {
            self.missing("a parameter", "name", at);
            return None;
        }
        let message = format!("`name` is missing in a parameter; its key `{name}` is used");
        self.found
            .push(Diagnostic::warning(Code::Malformed, at, message).help("add `name`"));
        Some(name)
    }

    fn location(&mut self, text: &str, at: &Pointer) -> Option<Location> {
        let known = Location::named(text);
        if known.is_none() {
            let message = format!("parameters in `{text}` are not supported");
            self.found.push(
                Diagnostic::error(Code::UnsupportedParameter, at, message)
                    .help("`in` is `path`, `query`, `querystring`, `header` or `cookie`"),
            );
        }
        known
    }

    /// The style with a name, if it is one of these.
    pub(super) fn style(
        &mut self,
        text: &str,
        styles: &[Style],
        what: &str,
        at: &Pointer,
    ) -> Option<Style> {
        let known = styles.iter().find(|style| style.as_str() == text);
        if known.is_none() {
            let message = format!("`style: {text}` isn't possible for {what}");
            let names: Vec<&str> = styles.iter().map(|style| style.as_str()).collect();
            self.found.push(
                Diagnostic::error(Code::UnsupportedParameter, at, message)
                    .help(format!("possible are {}", names.join(", "))),
            );
        }
        known.copied()
    }
}
