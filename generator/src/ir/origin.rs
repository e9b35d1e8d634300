//! The origin of a type: its schema's place, and the things its name is made of.

use super::Status;
use crate::diag::Pointer;
use std::sync::Arc;

/// A schema's place and what a name for it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its place in the document.
    pub at: Pointer,
    /// The source of its name.
    pub origin: Origin,
}

/// The source of a type's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A schema under a name of its own, as in `components/schemas`.
    Named(String),
    /// A schema that stands within another.
    Within {
        /// The schema around it.
        parent: Arc<Place>,
        /// The property, or the role it plays there.
        word: String,
        /// Its own `title`.
        title: Option<String>,
    },
    /// The body of an operation's request.
    Request {
        /// The operation's pointer.
        operation: Pointer,
        /// Its media type, if it is not what is sent by default.
        media_type: Option<String>,
    },
    /// The body of an operation's response.
    Response {
        /// The operation's pointer.
        operation: Pointer,
        /// The status of the response.
        status: Status,
        /// Its media type, if it is not what is asked for by default.
        media_type: Option<String>,
    },
    /// All that is sent to webhooks.
    Events {
        /// The operation whose callbacks they are.
        operation: Option<Pointer>,
    },
    /// The body of a webhook.
    Payload {
        /// The operation whose callback it is.
        operation: Option<Pointer>,
        /// The webhook's name.
        name: String,
    },
    /// The value of an operation's parameter.
    Parameter {
        /// The operation's pointer.
        operation: Pointer,
        /// The parameter's name.
        name: String,
    },
}
