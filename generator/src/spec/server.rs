//! The Server Object: an address where an API is served. OpenAPI 3.2 §4.6.

use super::read::{Member, Reader};
use crate::diag::Pointer;
use openapiv3::ServerVariable;
use serde_json::Value;

/// A server.
#[derive(Debug, Clone)]
pub struct Server {
    /// The place of it in the document.
    pub at: Pointer,
    /// `url`, its variables between braces.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// `variables`.
    pub variables: Vec<(String, ServerVariable)>,
}

impl<'a> Reader<'a> {
    /// The servers of the document.
    pub(super) fn servers(&mut self, member: &Member<'a>) -> Vec<Server> {
        if !member.value.is_array() {
            self.unexpected("an array of servers", member);
            return Vec::new();
        }
        self.list(member, Self::server)
    }

    pub(super) fn server(&mut self, value: &'a Value, at: &Pointer) -> Option<Server> {
        let object = self.object("a server", value, at)?;
        let (mut url, mut description, mut variables) = (None, None, None);
        for member in &object.members {
            match member.key {
                "url" => url = self.text(member),
                "description" => description = self.prose(member),
                "name" => {
                    self.text(member);
                }
                "variables" => variables = self.map(member, Self::server_variable),
                _ => self.unknown("a server", member),
            }
        }
        let Some(url) = url else {
            self.missing("a server", "url", &object.at);
            return None;
        };
        Some(Server {
            at: object.at,
            url,
            description,
            variables: variables.unwrap_or_default(),
        })
    }

    fn server_variable(&mut self, member: &Member<'a>) -> Option<ServerVariable> {
        let object = self.object("a server variable", member.value, &member.at)?;
        let mut variable = ServerVariable::default();
        let mut default = None;
        for member in &object.members {
            match member.key {
                "enum" => variable.enumeration = self.texts(member).unwrap_or_default(),
                "default" => default = self.text(member),
                "description" => variable.description = self.prose(member),
                _ => self.unknown("a server variable", member),
            }
        }
        let Some(default) = default else {
            self.missing("a server variable", "default", &object.at);
            return None;
        };
        variable.default = default;
        Some(variable)
    }
}
