//! A request that is ready for its attempts.

use std::sync::Arc;

use http::Uri;
use http::header::{COOKIE, HeaderValue};

use super::attempts::Draft;
use super::spans::CallSpan;
use crate::runtime::message::attempts::{Attempts, Last, is_idempotent};
use crate::runtime::message::body::Body;
use crate::runtime::message::request::Request;
use crate::runtime::request::http::Http;
use crate::runtime::request::request_builder::RequestBuilder;
use crate::runtime::response::error::{RequestError, SendError};

impl RequestBuilder<'_> {
    /// The request, as the call's client sends it.
    pub(crate) fn draft<'b>(mut self, http: &'b Http) -> Result<Draft<'b>, SendError> {
        if let Some(problem) = self.parts.problem.take() {
            return Err(SendError::Request(problem));
        }
        if self.parts.body.as_ref().is_some_and(Body::has_begun) {
            let problem = "the body is a stream that was sent before";
            return Err(SendError::Request(RequestError::new(None, problem)));
        }
        let url = self.full_url().map_err(SendError::Request)?;
        self.set_cookies();
        let credentials = self.credentials(http)?;
        let sent = Attempts {
            operation: self.called(),
            is_idempotent: self.parts.is_idempotent || is_idempotent(&self.parts.method),
            key: self.idempotency_key().map(Arc::from),
            key_is_random: self.parts.key_is_random,
            last: Last::Ended(self.parts.earlier),
            ..Attempts::default()
        };
        let mut request =
            Request::new(self.parts.method, Uri::default(), self.parts.options.limits);
        request.headers = self.parts.headers;
        request.body = self.parts.body;
        Ok(Draft {
            http,
            span: CallSpan::new(
                &request.method,
                self.parts.route,
                self.parts.operation,
                &url,
            ),
            url,
            operation: self.parts.operation,
            route: self.parts.route,
            key_header: self.parts.idempotency,
            request,
            credentials,
            options: self.parts.options,
            sent,
        })
    }

    /// In one header, since several are one too many for many servers.
    fn set_cookies(&mut self) {
        let pairs = self.parts.cookies.iter().flat_map(|parameter| &parameter.1);
        let texts: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if texts.is_empty() {
            return;
        }
        // They are all graphic ASCII, which a header can hold.
        if let Ok(mut value) = HeaderValue::try_from(texts.join("; ")) {
            value.set_sensitive(true);
            self.parts.headers.insert(COOKIE, value);
        }
    }
}
