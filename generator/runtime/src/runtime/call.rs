//! One call: arguments in, a request out.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::header::{ACCEPT, COOKIE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Uri};

use super::credential::is_cookie_octet;
use super::exchange::{Draft, Options, exchange};
use super::form;
use super::held::Held;
use super::parameter::{escape, escape_route, path_escape, query_escape};
use super::sending::{ReadStreamed, ReadWhole};
use super::sent::Sent;
use super::spans::CallSpan;
use super::style::{self, Escape, Problem, pairs};
use super::{
    BaseUrl, Body, Encoding, Http, Json, Parameter, Reply, Request, RequestError, SendError,
    Sending, StreamingReply, Style,
};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request in the making. Nothing is sent before [`send`](Self::send), which
/// also reports whatever went wrong on the way there.
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'a> {
    /// Borrowed, unless the call outlives the function that made it.
    pub(super) http: Cow<'a, Http>,
    /// Another server than the client's.
    server: Option<String>,
    method: Method,
    route: &'static str,
    /// What the document calls the operation; empty if nobody said.
    operation: &'static str,
    security: &'static [&'static [&'static str]],
    path: Vec<(&'static str, String)>,
    /// Items as they are sent.
    pub(super) query: Vec<(&'static str, Vec<(String, String)>)>,
    /// What stands before the items of the query.
    query_string: Option<String>,
    /// The whole URL, where a reply gave it; in place of what the call is made of.
    pub(super) target: Option<String>,
    cookies: Vec<(&'static str, Vec<(String, String)>)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Body>,
    /// The header of the idempotency key, if the operation has one.
    pub(super) idempotency: Option<HeaderName>,
    pub(super) options: Options,
    pub(super) problem: Option<RequestError>,
}

impl<'a> Call<'a> {
    pub(super) fn new(http: &'a Http, method: Method, route: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, http.shared.user_agent.clone());
        Self {
            http: Cow::Borrowed(http),
            server: None,
            method,
            route,
            operation: "",
            security: &[],
            path: Vec::new(),
            query: Vec::new(),
            query_string: None,
            target: None,
            cookies: Vec::new(),
            headers,
            body: None,
            idempotency: None,
            options: http.shared.options,
            problem: None,
        }
    }

    /// The first problem is the one that is reported.
    pub(super) fn problem(
        mut self,
        parameter: Option<&'static str>,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.problem
            .get_or_insert_with(|| RequestError::new(parameter, problem));
        self
    }

    /// What the operation is called, for those who watch the calls.
    pub fn operation(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }

    /// The operation is served elsewhere, as the document says. So this counts
    /// while the client calls the server that the document names by default,
    /// not once another was [chosen](super::ClientBuilder::server).
    ///
    /// Credentials go along: it is the document that trusts this server.
    pub fn server(self, url: &'static str) -> Self {
        if self.http.shared.is_chosen {
            return self;
        }
        match BaseUrl::from(url).check() {
            Ok(base) => Self {
                server: Some(base),
                ..self
            },
            Err(problem) => {
                let problem = format!("the operation's server can't be used: {problem}");
                self.problem(None, problem)
            }
        }
    }

    /// The security schemes that the operation asks for: alternatives, each of
    /// schemes that go together. An empty alternative allows to go without; no
    /// alternatives at all means that none is needed.
    pub fn security(self, security: &'static [&'static [&'static str]]) -> Self {
        Self { security, ..self }
    }

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
                self.path.push((name, text));
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
        self.query.retain(|item| item.0 != name);
        match tree(value).and_then(|json| pairs(name, &json, style, query_escape(style))) {
            Ok(_) if style.is_cookie() => self.problem(Some(name), style::MISPLACED),
            Ok(pairs) => {
                self.query.push((name, pairs));
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
                self.query_string = text.filter(|text| !text.is_empty());
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
            Ok(Json::Null) => Ok(String::new()),
            Ok(json) => form::encode_tree(&json, encodings, "it"),
            Err(problem) => return self.problem(Some(name), problem),
        };
        match text {
            Ok(text) => self.query_string = Some(text).filter(|text| !text.is_empty()),
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
        self.headers.remove(&header);
        match tree(value).and_then(|json| style::in_header(&json, style)) {
            Ok(None) => self,
            Ok(Some(text)) => match HeaderValue::try_from(text) {
                Ok(value) => {
                    self.headers.insert(header, value);
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
        self.cookies.retain(|item| item.0 != name);
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
                self.cookies.push((name, pairs));
                self
            }
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// The media types that a reply may have, in the syntax of `Accept`. The
    /// default is `application/json`.
    pub fn accept(mut self, media_types: &str) -> Self {
        match HeaderValue::from_str(media_types) {
            Ok(value) => {
                self.headers.insert(ACCEPT, value);
                self
            }
            Err(_) => self.problem(None, "the media type holds a character that no header can"),
        }
    }

    /// The header in which the server looks for idempotency keys: by one and
    /// the same key it knows that a request is repeated, and does nothing
    /// twice. A random key is sent unless the caller gives one.
    pub fn idempotency(mut self, header: &'static str) -> Self {
        match HeaderName::try_from(header) {
            Ok(header) => {
                self.idempotency = Some(header);
                self
            }
            Err(_) => self.problem(Some(header), "has no name that a header can have"),
        }
    }

    /// Sends the request and reads the reply; a request that fails is repeated
    /// as [`Retries`](super::Retries) say. A reply of any status is `Ok`;
    /// redirects are not followed, so credentials stay with the server.
    ///
    /// # Errors
    /// The request couldn't be built, or there is no whole reply.
    pub async fn send(self) -> Result<Reply, SendError> {
        exchange(self.keyed()).await
    }

    /// Sends the request and gives the reply as soon as its head is there; its
    /// body may then be read as it comes. Otherwise as [`send`](Self::send).
    ///
    /// # Errors
    /// The request couldn't be built, or there is no reply.
    pub async fn stream(self) -> Result<StreamingReply, SendError> {
        exchange(self.keyed()).await
    }

    /// As [`send`](Self::send), with what makes a value of the reply.
    pub fn sending<T, E>(self, read: ReadWhole<T, E>) -> Sending<'a, T, E> {
        Sending::whole(self, read)
    }

    /// As [`stream`](Self::stream), with what makes a value of the reply.
    pub fn streaming<T, E>(self, read: ReadStreamed<T, E>) -> Sending<'a, T, E> {
        Sending::streamed(self, read)
    }

    /// The request, as the call's client sends it.
    pub(super) fn draft<'b>(mut self, http: &'b Http) -> Result<Draft<'b>, SendError> {
        if let Some(problem) = self.problem.take() {
            return Err(SendError::Request(problem));
        }
        if self.body.as_ref().is_some_and(Body::has_begun) {
            let problem = "the body is a stream that was sent before";
            return Err(SendError::Request(RequestError::new(None, problem)));
        }
        let url = self.full_url().map_err(SendError::Request)?;
        self.set_cookies();
        let credentials = self.credentials(http)?;
        let sent = Sent::new(&self.method, self.idempotency_key().map(Arc::from));
        let mut request = Request::new(self.method, Uri::default(), self.options.limits);
        request.headers = self.headers;
        request.body = self.body;
        Ok(Draft {
            http,
            span: CallSpan::new(&request.method, self.route, self.operation, &url),
            url,
            request,
            credentials,
            options: self.options,
            sent,
        })
    }

    /// The call once more, of its own, if it can't do anything but ask.
    pub(super) fn again(&self) -> Option<Box<Call<'static>>> {
        if self.method != Method::GET || self.body.is_some() {
            return None;
        }
        Some(Box::new(Call {
            http: Cow::Owned(Http::clone(&self.http)),
            server: self.server.clone(),
            method: Method::GET,
            route: self.route,
            operation: self.operation,
            security: self.security,
            path: self.path.clone(),
            query: self.query.clone(),
            query_string: self.query_string.clone(),
            target: self.target.clone(),
            cookies: self.cookies.clone(),
            headers: self.headers.clone(),
            body: None,
            idempotency: self.idempotency.clone(),
            options: self.options,
            problem: self.problem.clone(),
        }))
    }

    /// In one header, since several are one too many for many servers.
    fn set_cookies(&mut self) {
        let pairs = self.cookies.iter().flat_map(|parameter| &parameter.1);
        let texts: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if texts.is_empty() {
            return;
        }
        // They are all graphic ASCII, which a header can hold.
        if let Ok(mut value) = HeaderValue::try_from(texts.join("; ")) {
            value.set_sensitive(true);
            self.headers.insert(COOKIE, value);
        }
    }

    /// The URL with its query, but for the credentials in there.
    pub(super) fn full_url(&self) -> Result<String, RequestError> {
        if let Some(target) = &self.target {
            return Ok(target.clone());
        }
        let mut url = self.url()?;
        let mut separator = if url.contains('?') { '&' } else { '?' };
        if let Some(text) = &self.query_string {
            url.push(separator);
            url.push_str(text);
            separator = '&';
        }
        for (name, value) in self.query.iter().flat_map(|parameter| &parameter.1) {
            url.push(separator);
            url.push_str(name);
            url.push('=');
            url.push_str(value);
            separator = '&';
        }
        Ok(url)
    }

    /// The URL without the query.
    fn url(&self) -> Result<String, RequestError> {
        let mut path = String::new();
        let mut rest = self.route;
        while let Some((before, (name, after))) = split_parameter(rest) {
            let Some((_, value)) = self.path.iter().find(|parameter| parameter.0 == name) else {
                return Err(RequestError::new(Some(name), "has no value"));
            };
            path += &escape_route(before);
            path += value;
            rest = after;
        }
        path += &escape_route(rest);
        // A URL library takes these for steps within the path, escaped or not,
        // and so would most servers: the request would reach another operation.
        let dots =
            |text: &str| matches!(&*text.to_ascii_lowercase().replace("%2e", "."), "." | "..");
        if path.split('/').any(dots) {
            let culprit = self.path.iter().find(|parameter| dots(&parameter.1));
            let problem = "makes a path segment of `.` or `..`";
            return Err(RequestError::new(
                culprit.map(|parameter| parameter.0),
                problem,
            ));
        }
        let base = self.server.as_ref().unwrap_or(&self.http.shared.base);
        Ok(format!("{base}{path}"))
    }

    /// Whether the client sends a credential in this header, be it not with
    /// this call.
    pub(super) fn has_credential_in(&self, header: &HeaderName) -> bool {
        let mut held = self.http.shared.credentials.values();
        held.any(|credential| credential.is_in(header))
    }

    /// Those that the operation asks for, with their schemes.
    fn credentials<'b>(&self, http: &'b Http) -> Result<Vec<(&'static str, &'b Held)>, SendError> {
        let held = &http.shared.credentials;
        let schemes = self.schemes()?.iter();
        Ok(schemes
            .filter_map(|scheme| Some((*scheme, held.get(*scheme)?)))
            .collect())
    }

    /// Those of the first alternative that the client has credentials for; one
    /// with credentials comes before none.
    fn schemes(&self) -> Result<&'static [&'static str], SendError> {
        let held = &self.http.shared.credentials;
        let mut missing = None;
        for schemes in self.security.iter().filter(|schemes| !schemes.is_empty()) {
            match schemes.iter().find(|scheme| !held.contains_key(**scheme)) {
                None => return Ok(schemes),
                Some(scheme) => missing = missing.or(Some(*scheme)),
            }
        }
        match missing {
            Some(scheme) if !self.security.contains(&[].as_slice()) => {
                Err(SendError::MissingCredential { scheme })
            }
            _ => Ok(&[]),
        }
    }
}

fn tree(value: &(impl Parameter + ?Sized)) -> Result<Json<'_>, Problem> {
    value.tree().map_err(|_| "has no form as a parameter")
}

/// RFC 6265, section 4.1.1. The commas of a list are let through: servers take
/// them, and the style demands them.
fn is_cookie((name, value): &(String, String)) -> bool {
    let is_value = |byte: u8| byte == b',' || is_cookie_octet(byte);
    let is_name = |byte: u8| byte != b'=' && byte != b',' && is_cookie_octet(byte);
    !name.is_empty() && name.bytes().all(is_name) && value.bytes().all(is_value)
}

/// Splits at the first `{name}`: what stands before it, its name, the rest.
fn split_parameter(route: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = route.split_once('{')?;
    Some((before, rest.split_once('}')?))
}

/// Shows method and route; the arguments may be secret.
impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("route", &self.route)
            .finish_non_exhaustive()
    }
}
