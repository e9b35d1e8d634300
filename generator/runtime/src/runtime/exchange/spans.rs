//! Records of a call for a subscriber of `tracing`: a span, after the conventions
//! of OpenTelemetry for HTTP clients, and an event for each repetition. No
//! header, body, query or argument is in them. Without the feature `tracing`,
//! `spans_off.rs` takes the place of this file.

use std::time::Duration;

use http::{Method, Uri};
use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Instrument as _, Span};

use crate::runtime::message::limits::TimeLimit;
use crate::runtime::message::transport_error::TransportError;
use crate::runtime::response::error::SendError;

/// The span of one call, over all of its attempts.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(crate) fn new(
        method: &Method,
        route: &'static str,
        operation: &'static str,
        url: &str,
    ) -> Self {
        let server = Uri::try_from(url).unwrap_or_default();
        let port = server.port_u16().or(match server.scheme_str() {
            Some("http") => Some(80),
            Some("https") => Some(443),
            _ => None,
        });
        Self(tracing::info_span!(
            "http_call",
            otel.name = format!("{method} {route}"),
            otel.kind = "client",
            otel.status_code = Empty,
            // The conventions have no name for it.
            api.operation = Some(operation).filter(|operation| !operation.is_empty()),
            http.request.method = method.as_str(),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            url.template = route,
            server.address = server.host(),
            server.port = port,
            error.type = Empty,
        ))
    }

    pub(crate) fn around<F: Future>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.0.clone())
    }

    /// After so many tries, there will be another one.
    pub(crate) fn repeats(&self, tries: u32, wait: Duration, result: Result<u16, &SendError>) {
        self.0.record("http.request.resend_count", tries);
        tracing::warn!(
            parent: &self.0,
            http.response.status_code = result.ok(),
            error.type = result.err().map(kind),
            http.request.resend_count = tries,
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "the request will be repeated",
        );
    }

    pub(crate) fn ended(&self, result: Result<u16, &SendError>) {
        let error = match result {
            Ok(status) => {
                self.0.record("http.response.status_code", status);
                (status >= 400).then(|| status.to_string())
            }
            Err(error) => Some(kind(error).to_owned()),
        };
        if let Some(error) = error {
            self.0.record("error.type", error);
            self.0.record("otel.status_code", "ERROR");
        }
    }
}

/// The kind of an error, in a word that is the same for all such errors.
fn kind(error: &SendError) -> &'static str {
    match error {
        SendError::Request(_) => "request",
        SendError::MissingCredential(_) | SendError::Credential(_) => "credential",
        SendError::Transport(no_response) => transport_kind(&no_response.error),
    }
}

fn transport_kind(error: &TransportError) -> &'static str {
    match error {
        TransportError::Connect(_) => "connect",
        TransportError::Unsendable(_) => "unsendable",
        TransportError::Interrupted(_) => "interrupted",
        TransportError::Redirected(_) => "redirected",
        TransportError::RequestBody(_) => "request_body",
        TransportError::CutOff { .. } => "cut_off",
        TransportError::TooLarge { .. } => "too_large",
        TransportError::Timeout { limit, .. } => match limit {
            TimeLimit::Connect => "connect_timeout",
            TimeLimit::Attempt => "timeout",
            TimeLimit::Total => "total_timeout",
            TimeLimit::Idle => "idle_timeout",
        },
    }
}
