//! Requests that are looked at in place of being sent.

use std::fmt;

use crate::runtime::request::request_builder::RequestBuilder;

/// A request as it would be sent, but for its credentials.
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
        let url = request.full_url().map_err(|problem| problem.to_string())?;
        let parts = request.parts;
        let mut headers: Vec<_> = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
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
