//! Requests that are looked at in place of being sent.

use std::fmt;

use crate::runtime::auth::credential::Shown;
use crate::runtime::request::request_builder::RequestBuilder;

/// The text in place of a secret.
const HIDDEN: &str = "***";

/// A request as it would be sent, with `***` in place of its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DryRun {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Headers in the order of their names.
    pub headers: Vec<(String, String)>,
    /// The body, if there is one.
    pub body: Option<String>,
}

impl DryRun {
    pub(crate) fn of(mut request: RequestBuilder<'_>) -> Result<Self, String> {
        if let Some(problem) = request.parts.problem.take() {
            return Err(problem.to_string());
        }
        let mut url = request.full_url().map_err(|problem| problem.to_string())?;
        let secrets: Vec<Shown> = match request.credentials(&request.http) {
            Ok(held) => held.iter().map(|(_, held)| held.shown()).collect(),
            Err(_) => Vec::new(),
        };
        let parts = request.parts;
        let mut headers: Vec<_> = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        for secret in secrets {
            match secret {
                Shown::Header(name) => headers.push((name, HIDDEN.to_owned())),
                Shown::Cookie(name) => {
                    headers.push(("cookie".to_owned(), format!("{name}={HIDDEN}")));
                }
                Shown::Query(name) => {
                    let separator = if url.contains('?') { '&' } else { '?' };
                    url.push_str(&format!("{separator}{name}={HIDDEN}"));
                }
            }
        }
        headers.sort();
        let body = parts.body.as_ref().and_then(|body| body.bytes());
        Ok(Self {
            method: parts.method.to_string(),
            url,
            headers,
            body: body.map(|body| String::from_utf8_lossy(body).into_owned()),
        })
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        match &self.body {
            Some(body) => write!(f, "\n{body}"),
            None => Ok(()),
        }
    }
}
