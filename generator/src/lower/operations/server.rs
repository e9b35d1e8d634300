//! The servers of an API and of its operations. OpenAPI 3.1 §4.8.5.

use crate::diag::{Code, Diagnostic};
use crate::ir::{Docs, Server};
use crate::lower::uses::ReadOperation;
use crate::spec::{self, Spec};

/// The API's servers. Where the document only says for each operation where
/// it is served, and it is the same for all, that is the API's.
pub(crate) fn servers(
    spec: &Spec,
    operations: &[ReadOperation<'_>],
    found: &mut Vec<Diagnostic>,
) -> Vec<Server> {
    let mut servers = Vec::new();
    for server in &spec.servers {
        let url = address(server);
        if url.contains('{') {
            let message = format!("`{url}` has a variable that isn't described, so it is left out");
            found.push(
                Diagnostic::warning(Code::Malformed, &server.at, message)
                    .help("describe it under `variables`, with a `default`"),
            );
            continue;
        }
        servers.push(Server {
            at: server.at.clone(),
            url,
            docs: Docs {
                text: server.description.clone(),
                ..Docs::default()
            },
        });
    }
    if servers.is_empty() {
        servers.extend(common_server(operations));
    }
    servers
}

/// The server that all operations state.
fn common_server(operations: &[ReadOperation<'_>]) -> Option<Server> {
    let first = operations.first()?;
    let url = first.server.as_ref()?;
    let mut others = operations.iter();
    let is_common = others.all(|operation| operation.server.as_ref() == Some(url));
    is_common.then(|| Server {
        at: first.source.at.child("servers").index(0),
        url: url.clone(),
        docs: Docs::default(),
    })
}

/// The address that an operation or its path says.
pub(super) fn own_server(
    operation: &spec::Operation,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let server = operation.servers.first()?;
    let url = address(server);
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if absolute && !url.contains('{') {
        return Some(url);
    }
    let message = format!("`{url}` is no address that can be called, so the API's own is");
    found.push(
        Diagnostic::warning(Code::Malformed, &server.at, message)
            .help("write the whole address, and describe its variables"),
    );
    None
}

/// The address of an operation, unless it is that of the API's first server.
pub(crate) fn other_server(operation: &ReadOperation<'_>, servers: &[Server]) -> Option<String> {
    let own = operation.server.as_ref();
    let is_first = |url: &&String| servers.first().is_some_and(|first| first.url == **url);
    own.filter(|url| !is_first(url)).cloned()
}

/// A server's address with the defaults of its variables, without a slash at the end.
fn address(server: &spec::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in &server.variables {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}
