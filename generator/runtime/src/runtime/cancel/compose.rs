//! Requests of a vendor, put together from an operation's table and the caller's choices.

use super::mapping::{BodyFormat, Constant, Operation, Place};
use super::pointer::put;
use crate::runtime::json::tree::Tree;
use crate::runtime::json::writer::Writer;
use crate::runtime::request::encoding::Encoding;
use crate::runtime::request::form;
use crate::runtime::request::http::Http;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::request::style::Style;

/// A request in the making.
pub(crate) struct Composer<'a> {
    request: RequestBuilder<'a>,
    body: Tree<'static>,
    format: BodyFormat,
}

impl<'a> Composer<'a> {
    /// The request of an operation about what has this key, with its constants.
    pub(crate) fn new(http: &'a Http, operation: &Operation, key: &[&str]) -> Result<Self, String> {
        let mut composer = Self {
            request: (operation.start.0)(http),
            body: Tree::Null,
            format: operation.body,
        };
        for (place, value) in operation.key.iter().zip(key) {
            composer.fill(*place, Tree::String((*value).to_owned().into()))?;
        }
        composer.set(operation.set)?;
        Ok(composer)
    }

    /// Fills places with constants.
    pub(crate) fn set(&mut self, constants: &[(Place, Constant)]) -> Result<(), String> {
        let mut constants = constants.iter();
        constants.try_for_each(|(place, constant)| self.fill(*place, tree(*constant)))
    }

    /// Fills one place.
    pub(crate) fn fill(&mut self, place: Place, value: Tree<'static>) -> Result<(), String> {
        match place {
            Place::Nowhere => {}
            Place::Body(pointer) => {
                if !put(&mut self.body, pointer, value) {
                    return Err(format!("the body has no place `{pointer}`"));
                }
            }
            Place::Path(name) => {
                let text = scalar(&value)?;
                self.change(|request| request.path(name, text.as_str()));
            }
            Place::Query(name) => match &value {
                Tree::Array(items) => {
                    let texts = items.iter().map(scalar).collect::<Result<Vec<_>, _>>()?;
                    self.change(|request| request.query(name, &texts));
                }
                value => {
                    let text = scalar(value)?;
                    self.change(|request| request.query(name, text.as_str()));
                }
            },
            Place::Header(name) => {
                let text = scalar(&value)?;
                self.change(|request| request.header(name, text.as_str()));
            }
        }
        Ok(())
    }

    fn change(&mut self, change: impl FnOnce(RequestBuilder<'a>) -> RequestBuilder<'a>) {
        self.request = change(self.request.clone());
    }

    /// The request with its body.
    pub(crate) fn finish(self) -> Result<RequestBuilder<'a>, String> {
        let (is_always, is_empty) = match self.format {
            BodyFormat::None => (false, true),
            BodyFormat::Json(_, always) | BodyFormat::Form(always) => {
                (always, matches!(self.body, Tree::Null))
            }
        };
        if is_empty && !is_always {
            return Ok(self.request);
        }
        let body = match self.body {
            Tree::Null => Tree::Object(Default::default()),
            body => body,
        };
        match self.format {
            BodyFormat::None => Ok(self.request),
            BodyFormat::Json(media_type, _) => {
                let mut out = Writer::new();
                out.tree(&body);
                Ok(self.request.bytes(media_type, out.into_string()))
            }
            BodyFormat::Form(_) => {
                let text = form::encode_tree(&body, &nested(&body), "the body")?;
                Ok(self
                    .request
                    .bytes("application/x-www-form-urlencoded", text))
            }
        }
    }
}

/// The members of a form that are objects, each sent as `name[member]`.
fn nested<'b>(body: &'b Tree<'_>) -> Vec<(&'b str, Encoding)> {
    let Tree::Object(object) = body else {
        return Vec::new();
    };
    let objects = object
        .iter()
        .filter(|(_, value)| matches!(value, Tree::Object(_)));
    objects
        .map(|(name, _)| (name, Encoding::Style(Style::DEEP_OBJECT)))
        .collect()
}

/// A scalar as the text of a parameter.
fn scalar(value: &Tree<'_>) -> Result<String, String> {
    match value {
        Tree::String(text) | Tree::Number(text) => Ok(text.to_string()),
        Tree::Bool(value) => Ok(value.to_string()),
        _ => Err("a parameter is neither text nor a number nor a boolean".to_owned()),
    }
}

fn tree(constant: Constant) -> Tree<'static> {
    match constant {
        Constant::Null => Tree::Null,
        Constant::Bool(value) => Tree::Bool(value),
        Constant::Integer(value) => Tree::Number(value.to_string().into()),
        Constant::Text(text) => Tree::String(text.into()),
        Constant::Object => Tree::Object(Default::default()),
        Constant::Array(items) => Tree::Array(items.iter().copied().map(tree).collect()),
    }
}
