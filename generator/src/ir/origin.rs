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

impl Place {
    /// True if the schema stands in the one that names it: `allOf` lends a property to
    /// other types, but it belongs to the one that it stands in.
    pub fn is_home(&self) -> bool {
        match &self.origin {
            Origin::Within { parent, .. } => {
                let (here, there) = (self.at.path(), parent.at.path());
                self.at.file() == parent.at.file() && here.starts_with(there)
            }
            _ => true,
        }
    }
}

/// The source of a type's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A schema under a name of its own, as in `components/schemas`.
    Named(String),
    /// The value of a parameter or body under a name of its own in `components`.
    Component {
        /// The part of `components`.
        section: Section,
        /// Its name there.
        name: String,
        /// Its media type, if it is not the one that is used by default.
        media_type: Option<String>,
    },
    /// Equal schemas of several operations, schemas or components.
    Shared {
        /// The words that their names have in common, in lower case.
        words: Vec<String>,
        /// The number of those schemas.
        count: usize,
    },
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

/// A part of `components` besides the schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// `parameters`.
    Parameters,
    /// `requestBodies`.
    RequestBodies,
    /// `responses`.
    Responses,
}

impl Section {
    /// The object under a name of its own in `components` that a place is: its section
    /// and its name.
    pub fn at(place: &Pointer) -> Option<(Self, String)> {
        let mut tokens = place.tokens();
        if tokens.next()? != "components" {
            return None;
        }
        let section = match tokens.next()?.as_str() {
            "parameters" => Self::Parameters,
            "requestBodies" => Self::RequestBodies,
            "responses" => Self::Responses,
            _ => return None,
        };
        let name = tokens.next()?;
        tokens.next().is_none().then_some((section, name))
    }
}
