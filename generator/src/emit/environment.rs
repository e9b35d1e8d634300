//! The environment variables of a client: their table and its docs.

use super::context::Emit;
use super::docs::{code, markdown};
use super::item::Table;
use super::print::literal;
use crate::ir::CredentialKind;
use crate::rust::names::without_mark;

impl Emit<'_> {
    /// The table of the variables: a row for each credential.
    pub(super) fn environment_table(&mut self) -> Table {
        self.table("from_env");
        let base_url = quoted(self.rust.base_url_variable());
        let how = match self.rust.default_server() {
            Some(_) => "optional",
            None => "required",
        };
        let is_alone = self.api.credentials.len() == 1;
        let rows = self
            .rust
            .environment()
            .map(|(credential, name, variables)| {
                let kind = match credential.kind {
                    CredentialKind::Bearer | CredentialKind::ApiKey { .. } => "secret",
                    CredentialKind::Basic => "basic",
                    CredentialKind::ClientCredentials { .. } => "oauth2",
                };
                let setter = if is_alone { "builder" } else { name };
                format!("{setter}: {kind}({})", list(variables))
            });
        let mut head = format!("Client at {how} {base_url}");
        if self.api.credentials.len() > 1 {
            let needed = self.rust.needed_environment();
            let sets = needed.iter().map(|set| format!("[{}]", list(set)));
            let sets: Vec<String> = sets.collect();
            head.push_str(&format!(" any of [{}]", sets.join(", ")));
        }
        Table {
            docs: self.environment_docs(),
            ..Table::new("from_env", head, rows.collect())
        }
    }

    fn environment_docs(&self) -> Vec<String> {
        let base_url = code(self.rust.base_url_variable());
        let mut docs = vec![
            "Creates a builder of a client from environment variables:".to_owned(),
            String::new(),
        ];
        for (credential, name, variables) in self.rust.environment() {
            let held = match credential.kind {
                CredentialKind::Bearer => "the token",
                CredentialKind::ApiKey { .. } => "the key",
                CredentialKind::Basic => "user and password",
                CredentialKind::ClientCredentials { .. } => "id and secret of the OAuth 2 client",
            };
            let name = without_mark(name);
            docs.push(format!("- {}: {held} for `{name}`", all_of(variables)));
        }
        docs.push(match self.rust.default_server() {
            Some(server) => {
                format!("- {base_url}: the base URL, by default that of `Server::{server}`")
            }
            None => format!("- {base_url}: the base URL"),
        });
        let needed = self.rust.needed_environment();
        if needed.len() > 1 {
            let sets: Vec<String> = needed.iter().map(|set| all_of(set)).collect();
            docs.push(String::new());
            let text = format!(
                "It needs {}, and takes all that are set.",
                sets.join(", or ")
            );
            docs.extend(markdown(&text));
        }
        docs
    }
}

fn quoted(text: &str) -> String {
    literal(&text.into())
}

fn list<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name.as_ref())).collect();
    names.join(", ")
}

fn all_of<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<String> = names.iter().map(|name| code(name.as_ref())).collect();
    names.join(" and ")
}
