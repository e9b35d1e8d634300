//! The credentials and scopes that an operation needs, in words.

use super::context::Emit;
use super::docs::code;
use crate::rust::RustOperation;
use crate::rust::names::without_mark;

impl Emit<'_> {
    /// The sentence about the credentials of an operation; nothing where there is no choice:
    /// the client has one credential, and every operation needs it.
    pub(super) fn security_text(&self, of: RustOperation<'_>) -> Option<String> {
        if self.api.credentials.is_empty() || self.has_one_credential() {
            return None;
        }
        let operation = of.operation;
        let mut sets: Vec<String> = Vec::new();
        for (index, set) in operation.security.iter().enumerate() {
            if set.is_empty() {
                continue;
            }
            let credentials = set.iter().map(|credential| {
                let scopes = operation.scopes.iter();
                let mut scopes =
                    scopes.filter(|one| one.set == index && one.credential == *credential);
                self.credential_text(credential, scopes.next().map(|one| &one.scopes[..]))
            });
            // Those of one requirement are in no order.
            let mut credentials: Vec<String> = credentials.collect();
            credentials.sort();
            sets.push(credentials.join(" with "));
        }
        let is_optional = operation.security.iter().any(Vec::is_empty);
        Some(match (sets.is_empty(), is_optional) {
            (true, _) => "Needs no credential.".to_owned(),
            (false, true) => format!("Takes {}, or no credential.", sets.join(", or ")),
            (false, false) => format!("Needs {}.", sets.join(", or ")),
        })
    }

    fn credential_text(&self, credential: &str, scopes: Option<&[String]>) -> String {
        let mut names = self.rust.credentials();
        let name = names.find(|(known, _)| known.name == credential);
        let name = code(without_mark(name.map_or(credential, |(_, name)| name)));
        let scopes: Vec<String> = scopes
            .unwrap_or_default()
            .iter()
            .map(|one| code(one))
            .collect();
        match &scopes[..] {
            [] => name,
            [one] => format!("{name} (scope {one})"),
            _ => format!("{name} (scopes {})", scopes.join(", ")),
        }
    }

    /// Tells if every operation needs the same single credential, without scopes.
    fn has_one_credential(&self) -> bool {
        let [only] = &self.api.credentials[..] else {
            return false;
        };
        let mut operations = self.api.operations.iter();
        operations.all(|operation| {
            operation.scopes.is_empty()
                && matches!(&operation.security[..], [set] if *set == [only.name.clone()])
        })
    }
}
