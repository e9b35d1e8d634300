//! The parameters of a call: path, query, headers and cookies.

use http::header::{HeaderName, HeaderValue};

use super::encoding::Encoding;
use super::form;
use super::parameter::{Parameter, path_escape, query_escape};
use super::request_builder::RequestBuilder;
use super::style::{self, Escape, Problem, Style, pairs};
use crate::runtime::auth::credential::is_cookie_octet;
use crate::runtime::json::tree::Tree;
use crate::runtime::message::escape::escape;

impl RequestBuilder<'_> {
    /// Puts a value in the place of `{name}`. It is escaped, so it stays within
    /// its segment; an empty one is refused, as it would name another path.
    pub fn path(self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        self.path_as(name, value, Style::SIMPLE)
    }

    /// As [`path`](Self::path), in some style.
    pub fn path_as(
        mut self,
        name: &'static str,
        value: &(impl Parameter + ?Sized),
        style: Style,
    ) -> Self {
        let text =
            tree(value).and_then(|json| style::in_path(name, &json, style, path_escape(style)));
        match text {
            Ok(Some(text)) if !text.is_empty() => {
                self.parts.path.push((name, text));
                self
            }
            Ok(_) => self.problem(Some(name), "is empty"),
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sets a query parameter: `name=value`, for a list once per item, for an
    /// object once per member. Replaces what was set under that name; `null`
    /// unsets it.
    pub fn query(self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        self.query_as(name, value, Style::FORM.exploded())
    }

    /// As [`query`](Self::query), in some style.
    pub fn query_as(
        mut self,
        name: &'static str,
        value: &(impl Parameter + ?Sized),
        style: Style,
    ) -> Self {
        self.parts.query.retain(|item| item.0 != name);
        match tree(value).and_then(|json| pairs(name, &json, style, query_escape(style))) {
            Ok(_) if style.is_cookie() => self.problem(Some(name), style::MISPLACED),
            Ok(pairs) => {
                self.parts.query.push((name, pairs));
                self
            }
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sets the whole query (OpenAPI 3.2, section 4.12.6): the value as JSON text
    /// or as it is, percent-encoded. What else goes into the query follows behind
    /// `&`. The name is for messages only; `null` sets nothing.
    pub fn query_string(
        mut self,
        name: &'static str,
        value: &(impl Parameter + ?Sized),
        style: Style,
    ) -> Self {
        match tree(value).and_then(|json| style::in_path(name, &json, style, escape)) {
            Ok(text) => {
                self.parts.query_string = text.filter(|text| !text.is_empty());
                self
            }
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sets the whole query by the members of an object, which are written as
    /// those of a [form](Self::form_as).
    pub fn query_form(
        mut self,
        name: &'static str,
        value: &(impl Parameter + ?Sized),
        encodings: &[(&str, Encoding)],
    ) -> Self {
        let text = match tree(value) {
            Ok(Tree::Null) => Ok(String::new()),
            Ok(json) => form::encode_tree(&json, encodings, "it"),
            Err(problem) => return self.problem(Some(name), problem),
        };
        match text {
            Ok(text) => self.parts.query_string = Some(text).filter(|text| !text.is_empty()),
            Err(problem) => return self.problem(Some(name), format!("can't be sent: {problem}")),
        }
        self
    }

    /// Sets a header, for a list its items with commas between them. Replaces
    /// what was set under that name; `null` unsets it.
    pub fn header(self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        self.header_as(name, value, Style::SIMPLE)
    }

    /// As [`header`](Self::header), in some style.
    pub fn header_as(
        mut self,
        name: &'static str,
        value: &(impl Parameter + ?Sized),
        style: Style,
    ) -> Self {
        let Ok(header) = HeaderName::try_from(name) else {
            return self.problem(Some(name), "has no name that a header can have");
        };
        self.parts.headers.remove(&header);
        match tree(value).and_then(|json| style::in_header(&json, style)) {
            Ok(None) => self,
            Ok(Some(text)) => match HeaderValue::try_from(text) {
                Ok(value) => {
                    self.parts.headers.insert(header, value);
                    self
                }
                Err(_) => self.problem(Some(name), "holds a character that no header can"),
            },
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sets a cookie, percent-encoded. A list or an object is sent as several,
    /// by exploded form; they are separated as cookies are, where the
    /// specification has `&`, which no server would take apart. Replaces what
    /// was set under that name; `null` unsets it.
    pub fn cookie(self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        self.cookie_as(name, value, Style::FORM.exploded())
    }

    /// As [`cookie`](Self::cookie), in some style.
    pub fn cookie_as(
        mut self,
        name: &'static str,
        value: &(impl Parameter + ?Sized),
        style: Style,
    ) -> Self {
        self.parts.cookies.retain(|item| item.0 != name);
        let escapes: (Escape, Escape) = match style.is_cookie() {
            true => (str::to_owned, str::to_owned),
            // What is reserved in a URL isn't in a cookie, nor the reverse.
            false => (escape, escape),
        };
        match tree(value).and_then(|json| pairs(name, &json, style, escapes)) {
            Ok(pairs) if !pairs.iter().all(is_cookie) => {
                self.problem(Some(name), "holds a character that no cookie can")
            }
            Ok(pairs) => {
                self.parts.cookies.push((name, pairs));
                self
            }
            Err(problem) => self.problem(Some(name), problem),
        }
    }
}

fn tree(value: &(impl Parameter + ?Sized)) -> Result<Tree<'_>, Problem> {
    value.tree().map_err(|_| "has no form as a parameter")
}

/// RFC 6265, section 4.1.1. The commas of a list are let through: servers take
/// them, and the style demands them.
fn is_cookie((name, value): &(String, String)) -> bool {
    let is_value = |byte: u8| byte == b',' || is_cookie_octet(byte);
    let is_name = |byte: u8| byte != b'=' && byte != b',' && is_cookie_octet(byte);
    !name.is_empty() && name.bytes().all(is_name) && value.bytes().all(is_value)
}
