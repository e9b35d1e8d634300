//! Keys that are for one server only. The document can only say so in prose.

use super::Lower;
use crate::ir::{KeyPrefix, Server};

impl Lower<'_> {
    /// The settings of `codegen.toml` about credentials and servers that the
    /// client has.
    pub(super) fn key_prefixes(&self, servers: &[Server]) -> Vec<KeyPrefix> {
        let mut prefixes = Vec::new();
        for key in &self.config.keys {
            let mut credentials = self.credentials.iter();
            if !credentials.any(|credential| credential.name == *key.scheme) {
                continue;
            }
            let credential = key.scheme.apply().clone();
            let mut servers = servers.iter();
            if let Some(server) = servers.position(|server| self.is_called(server, &key.server)) {
                key.server.apply();
                prefixes.push(KeyPrefix {
                    credential,
                    prefix: key.prefix.clone(),
                    server,
                });
            }
        }
        prefixes.sort_by(|one, other| {
            (&one.credential, one.server, &one.prefix).cmp(&(
                &other.credential,
                other.server,
                &other.prefix,
            ))
        });
        prefixes
    }

    /// True of a URL that is the server's, as the document has it or with its
    /// variables filled in.
    fn is_called(&self, server: &Server, url: &str) -> bool {
        let url = url.trim_end_matches('/');
        let written = self.document.servers.iter().find(|one| one.at == server.at);
        let is_absolute = server.url.contains("://");
        is_absolute
            && (server.url == url
                || written.is_some_and(|one| one.url.trim_end_matches('/') == url))
    }
}
