//! The end of a command that failed.

use openapi_client_build::files::DocumentError;
use openapi_client_generator::Findings;
use std::fmt;

/// The reason why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// Findings in the document or its settings.
    Findings(Findings),
    /// Files that are in the way or differ, and what to do about it.
    Message(String),
    /// An argument that isn't possible.
    Usage(String),
}

impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Self::Findings(findings)
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Url(message) => Self::Usage(message),
            DocumentError::Unreadable(findings) => Self::Findings(findings),
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Findings(findings) => findings.fmt(f),
            Self::Message(message) | Self::Usage(message) => message.fmt(f),
        }
    }
}
