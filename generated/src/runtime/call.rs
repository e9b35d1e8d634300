//! One call: arguments in, a request out.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Uri};

use super::credential::Prepared;
use super::parameter::{escape, escape_route, texts};
use super::{Http, Parameter, Reply, Request, RequestError, SendError, Wire, to_json};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request in the making. Nothing is sent before [`send`](Self::send), which
/// also reports whatever went wrong on the way there.
#[must_use = "nothing is sent before `send`"]
pub struct Call<'a> {
    http: &'a Http,
    method: Method,
    route: &'static str,
    security: &'static [&'static [&'static str]],
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, Vec<String>)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    problem: Option<RequestError>,
}

impl<'a> Call<'a> {
    pub(super) fn new(http: &'a Http, method: Method, route: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, http.shared.user_agent.clone());
        Self {
            http,
            method,
            route,
            security: &[],
            path: Vec::new(),
            query: Vec::new(),
            headers,
            body: None,
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

    /// The security schemes that the operation asks for: alternatives, each of
    /// schemes that go together. An empty alternative allows to go without; no
    /// alternatives at all means that none is needed.
    pub fn security(self, security: &'static [&'static [&'static str]]) -> Self {
        Self { security, ..self }
    }

    /// Puts a value in the place of `{name}`. It is escaped, so it stays within
    /// its segment; an empty one is refused, as it would name another path.
    pub fn path(mut self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        match texts(value) {
            Ok(texts) if texts.iter().all(String::is_empty) => self.problem(Some(name), "is empty"),
            Ok(texts) => {
                let texts: Vec<_> = texts.iter().map(|text| escape(text)).collect();
                self.path.push((name, texts.join(",")));
                self
            }
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sets a query parameter: `name=value`, for a list once per item. Replaces
    /// what was set under that name; `null` unsets it.
    pub fn query(mut self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        self.query.retain(|item| item.0 != name);
        match texts(value) {
            Ok(texts) => {
                self.query.push((name, texts));
                self
            }
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sets a header, for a list its items with commas between them. Replaces
    /// what was set under that name; `null` unsets it.
    pub fn header(mut self, name: &'static str, value: &(impl Parameter + ?Sized)) -> Self {
        let Ok(header) = HeaderName::try_from(name) else {
            return self.problem(Some(name), "has no name that a header can have");
        };
        self.headers.remove(&header);
        match texts(value).map(|texts| (texts.is_empty(), HeaderValue::try_from(texts.join(",")))) {
            Ok((true, _)) => self,
            Ok((false, Ok(value))) => {
                self.headers.insert(header, value);
                self
            }
            Ok((false, Err(_))) => self.problem(Some(name), "holds a character that no header can"),
            Err(problem) => self.problem(Some(name), problem),
        }
    }

    /// Sends a value as JSON.
    pub fn json<T: Wire>(mut self, body: &T) -> Self {
        self.headers.insert(CONTENT_TYPE, JSON);
        self.body = Some(to_json(body).into());
        self
    }

    /// Sends a value as JSON, or no body and no `Content-Type`.
    pub fn optional_json<T: Wire>(self, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    /// Sends the request, once, and reads the reply. A reply of any status is
    /// `Ok`; redirects are not followed, so credentials stay with the server.
    ///
    /// # Errors
    /// The request couldn't be built, or there is no whole reply.
    pub async fn send(self) -> Result<Reply, SendError> {
        let http = self.http;
        let request = self.request()?;
        let reply = http.shared.transport.send(request).await;
        reply.map_err(SendError::Transport)
    }

    fn request(mut self) -> Result<Request, SendError> {
        if let Some(problem) = self.problem.take() {
            return Err(SendError::Request(problem));
        }
        let mut url = self.url().map_err(SendError::Request)?;
        let mut separator = if url.contains('?') { '&' } else { '?' };
        let mut add = |name: &str, value: &str| {
            url.push(separator);
            url.push_str(&escape(name));
            url.push('=');
            url.push_str(&escape(value));
            separator = '&';
        };
        for (name, values) in &self.query {
            values.iter().for_each(|value| add(name, value));
        }
        for credential in self.credentials()? {
            if let Some((name, secret)) = credential.apply(&mut self.headers) {
                add(name, secret);
            }
        }
        let url = Uri::try_from(url)
            .map_err(|error| SendError::Request(RequestError::new(None, error.to_string())))?;
        let mut request = Request::new(self.method, url, self.http.shared.limits);
        request.headers = self.headers;
        request.body = self.body;
        Ok(request)
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
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            let dots = |value: &str| value.bytes().all(|byte| byte == b'.');
            let culprit = self.path.iter().find(|parameter| dots(&parameter.1));
            let problem = "makes a path segment of `.` or `..`";
            return Err(RequestError::new(
                culprit.map(|parameter| parameter.0),
                problem,
            ));
        }
        Ok(format!("{}{path}", self.http.shared.base))
    }

    /// Those of the first alternative that the client has credentials for; one
    /// with credentials comes before none.
    fn credentials(&self) -> Result<Vec<&'a Prepared>, SendError> {
        let held = &self.http.shared.credentials;
        let mut missing = None;
        for schemes in self.security.iter().filter(|schemes| !schemes.is_empty()) {
            match schemes.iter().find(|scheme| !held.contains_key(**scheme)) {
                None => {
                    return Ok(schemes
                        .iter()
                        .filter_map(|scheme| held.get(*scheme))
                        .collect());
                }
                Some(scheme) => missing = missing.or(Some(*scheme)),
            }
        }
        match missing {
            Some(scheme) if !self.security.contains(&[].as_slice()) => {
                Err(SendError::MissingCredential { scheme })
            }
            _ => Ok(Vec::new()),
        }
    }
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
