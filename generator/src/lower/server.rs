//! Where an API is served. OpenAPI 3.1 §4.8.5.

use super::Lower;
use crate::diag::{Code, Diagnostic, Report};
use crate::ir::{Docs, Operation, Server};
use crate::spec;

impl Lower<'_> {
    /// The API's servers. Where the document only says for each operation where
    /// it is served, and it is the same for all, that is the API's.
    pub(super) fn servers(&self, operations: &mut [Operation], report: &mut Report) -> Vec<Server> {
        let mut servers = Vec::new();
        for server in &self.document.servers {
            let url = address(server);
            if url.contains('{') {
                let message =
                    format!("`{url}` has a variable that isn't described, so it is left out");
                report.push(
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
        if let Some(first) = servers.first() {
            for operation in operations {
                operation.server = operation.server.take().filter(|url| *url != first.url);
            }
            return servers;
        }
        let first = operations
            .first()
            .and_then(|operation| operation.server.clone());
        match first {
            Some(url)
                if operations
                    .iter()
                    .all(|operation| operation.server.as_ref() == Some(&url)) =>
            {
                let at = operations[0].at.child("servers").index(0);
                for operation in operations {
                    operation.server = None;
                }
                vec![Server {
                    at,
                    url,
                    docs: Docs::default(),
                }]
            }
            _ => servers,
        }
    }

    /// The address that an operation or its path says.
    pub(super) fn server_of(&mut self, operation: &spec::Operation) -> Option<String> {
        let server = operation.servers.first()?;
        let url = address(server);
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        if absolute && !url.contains('{') {
            return Some(url);
        }
        let message = format!("`{url}` is no address that can be called, so the API's own is");
        self.found.push(
            Diagnostic::warning(Code::Malformed, &server.at, message)
                .help("write the whole address, and describe its variables"),
        );
        None
    }
}

/// A server's address with the defaults of its variables, without a slash at the end.
fn address(server: &spec::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in &server.variables {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}
