//! Keeps a key for one server from another: one for a sandbox from live data,
//! and the reverse.

use http::Uri;

use crate::runtime::response::wrong_server::WrongServer;
use crate::runtime::value::secret::Secret;

/// The beginnings of keys for the document's servers, as far as they are stated.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyPrefixes {
    /// The document's.
    pub(crate) servers: Vec<String>,
    /// Scheme, prefix, server.
    pub(crate) stated: Vec<(&'static str, &'static str, String)>,
}

impl KeyPrefixes {
    /// The check of a scheme's keys for a client of a server. Nothing is asked
    /// of them where that isn't the document's: a mock, a proxy.
    pub(crate) fn guard(&self, scheme: &str, server: &str) -> Guard {
        let is_known = self.servers.iter().any(|known| is_same(known, server));
        let stated = self.stated.iter().filter(|row| is_known && row.0 == scheme);
        Guard {
            scheme: scheme.to_owned(),
            server: server.to_owned(),
            prefixes: stated.map(|row| (row.1, row.2.clone())).collect(),
        }
    }
}

/// A check of the keys for one server.
pub(crate) struct Guard {
    scheme: String,
    server: String,
    /// Each with a server that it stands for.
    prefixes: Vec<(&'static str, String)>,
}

impl Guard {
    /// A key that begins as those of other servers do is refused, one that
    /// begins in no known way isn't. The longest prefix counts.
    pub(crate) fn check(&self, key: &Secret) -> Result<(), WrongServer> {
        let fitting = || {
            let prefixes = self.prefixes.iter();
            prefixes.filter(|(prefix, _)| key.expose().starts_with(prefix))
        };
        let longest = fitting().map(|(prefix, _)| prefix.len()).max();
        let of_key = || fitting().filter(|(prefix, _)| Some(prefix.len()) == longest);
        match of_key().next() {
            Some((_, other)) if !of_key().any(|(_, server)| is_same(server, &self.server)) => {
                Err(WrongServer {
                    scheme: self.scheme.clone(),
                    server: self.server.clone(),
                    belongs_to: other.clone(),
                })
            }
            _ => Ok(()),
        }
    }
}

/// `true` if two URLs are of one server, however they are written.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |url: &str| {
        let uri: Uri = url.parse().ok()?;
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let default = if scheme == "https" { 443 } else { 80 };
        let host = uri.host()?.to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(default);
        Some((
            scheme,
            host,
            port,
            uri.path().trim_end_matches('/').to_owned(),
        ))
    };
    parts(one).is_some_and(|one| parts(other) == Some(one))
}
