//! Keys that are for one server only. The document can only say so in prose.

use super::server::is_called;
use crate::config::Config;
use crate::ir::{Credential, KeyPrefix, Server};
use crate::spec::Spec;

/// The settings of `codegen.toml` about credentials and servers that the
/// client has.
pub(crate) fn key_prefixes(
    spec: &Spec,
    config: &Config,
    credentials: &[Credential],
    servers: &[Server],
) -> Vec<KeyPrefix> {
    let mut prefixes = Vec::new();
    for key in &config.keys {
        let mut credentials = credentials.iter();
        if !credentials.any(|credential| credential.name == *key.scheme) {
            continue;
        }
        let credential = key.scheme.apply().clone();
        let mut servers = servers.iter();
        if let Some(server) = servers.position(|server| is_called(spec, server, &key.server)) {
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
