//! Which keys are for which server. The document can only say so in prose.

use super::Lower;
use crate::config::Entry;
use crate::diag::Diagnostic;
use crate::ir::{KeyPrefix, Server};

impl Lower<'_> {
    /// What `codegen.toml` states, and what of it speaks of nothing.
    pub(super) fn key_prefixes(&self, servers: &[Server]) -> (Vec<KeyPrefix>, Vec<Diagnostic>) {
        let mut prefixes = Vec::new();
        let mut unused = Vec::new();
        for (i, key) in self.config.keys.iter().enumerate() {
            let mut report =
                |message| unused.push(self.config.unused(Entry::KeyPrefix(i), message));
            let mut credentials = self.credentials.iter();
            if !credentials.any(|credential| credential.name == key.scheme) {
                report(format!("no operation asks for `{}`", key.scheme));
                continue;
            }
            match servers
                .iter()
                .position(|server| self.is_called(server, &key.server))
            {
                Some(server) => prefixes.push(KeyPrefix {
                    credential: key.scheme.clone(),
                    prefix: key.prefix.clone(),
                    server,
                }),
                None => report(format!("no server of the document is `{}`", key.server)),
            }
        }
        prefixes.sort_by(|one, other| {
            (&one.credential, one.server, &one.prefix).cmp(&(
                &other.credential,
                other.server,
                &other.prefix,
            ))
        });
        (prefixes, unused)
    }

    /// Whether a URL is the server's, as the document has it or with its
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
