//! The URL of a call.

use super::request_builder::RequestBuilder;
use crate::runtime::message::escape::escape_route;
use crate::runtime::response::error::RequestError;

impl RequestBuilder<'_> {
    /// The URL with its query, but for the credentials in there.
    pub(crate) fn full_url(&self) -> Result<String, RequestError> {
        if let Some(target) = &self.parts.target {
            return Ok(target.clone());
        }
        let mut url = self.url()?;
        let mut separator = if url.contains('?') { '&' } else { '?' };
        if let Some(text) = &self.parts.query_string {
            url.push(separator);
            url.push_str(text);
            separator = '&';
        }
        for (name, value) in self.parts.query.iter().flat_map(|parameter| &parameter.1) {
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
        let mut rest = self.parts.route;
        while let Some((before, (name, after))) = split_parameter(rest) {
            let Some((_, value)) = self.parts.path.iter().find(|parameter| parameter.0 == name)
            else {
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
            let culprit = self.parts.path.iter().find(|parameter| dots(&parameter.1));
            let problem = "makes a path segment of `.` or `..`";
            return Err(RequestError::new(
                culprit.map(|parameter| parameter.0),
                problem,
            ));
        }
        let base = self.parts.server.as_ref().unwrap_or(&self.http.shared.base);
        Ok(format!("{base}{path}"))
    }
}

/// Splits at the first `{name}`: what stands before it, its name, the rest.
fn split_parameter(route: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = route.split_once('{')?;
    Some((before, rest.split_once('}')?))
}
