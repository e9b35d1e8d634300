//! The servers of an API and of its operations. OpenAPI 3.1 §4.8.5.

use crate::config::Config;
use crate::diag::{Code, Diagnostic, distance};
use crate::ir::{Docs, Server, default_server, is_absolute};
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

/// The address that an operation or its path says: of several, the one that
/// `codegen.toml` makes the default, or else the first.
pub(super) fn own_server(
    spec: &Spec,
    config: &Config,
    operation: &spec::Operation,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let servers = &operation.servers;
    let default = config.server.as_ref().map(|one| &**one.url);
    // Its variables may be filled in here, or have other names.
    let mut all = spec.servers.iter();
    let known = default.and_then(|url| all.find(|server| is_named(server, url)));
    let is_default = |server: &&spec::Server| {
        default.is_some_and(|url| is_named(server, url))
            || known.is_some_and(|known| address(known) == address(server))
    };
    let chosen = servers.iter().find(is_default);
    let server = chosen.or(servers.first())?;
    if let (Some(default), None, [_, _, ..]) = (default, chosen, &servers[..]) {
        let message =
            format!("`{default}` is none of the operation's servers, so their first is taken");
        found.push(
            Diagnostic::note(Code::Choice, &server.at, message)
                .help("if another is the one for production, choose it in `codegen.toml`: [server] default = \"…\""),
        );
    }
    let url = address(server);
    if is_absolute(&url) && !url.contains('{') {
        return Some(url);
    }
    let message = format!("`{url}` is no address that can be called, so the API's own is");
    found.push(
        Diagnostic::warning(Code::Malformed, &server.at, message)
            .help("write the whole address, and describe its variables"),
    );
    None
}

/// The index of the server that `codegen.toml` makes the default; nothing without
/// operations.
pub(crate) fn chosen_server(
    spec: &Spec,
    config: &Config,
    operations: &[ReadOperation<'_>],
    servers: &[Server],
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let default = config.server.as_ref().filter(|_| !operations.is_empty())?;
    let url = &default.url;
    let mut all = servers.iter();
    let chosen = all.position(|server| is_called(spec, server, url));
    url.apply();
    if chosen.is_none() {
        let message = format!("no server of the document has the URL `{}`", **url);
        let error = config.diagnostic(url, Code::Config, message);
        found.push(error.help(advice(servers, url)));
    }
    chosen
}

/// The servers that may have been meant.
fn advice(servers: &[Server], url: &str) -> String {
    let callable = servers.iter().filter(|server| server.is_absolute());
    let known: Vec<&str> = callable.map(|server| &*server.url).collect();
    let near = known.iter().map(|known| (distance(url, known), *known));
    let near = near.filter(|(distance, known)| *distance <= known.len() / 3);
    match (near.min(), &known[..]) {
        (Some((_, near)), _) => format!("did you mean `{near}`?"),
        (None, []) => "remove the setting; the document names none that can be called".to_owned(),
        (None, known) => format!("write one of these: `{}`", known.join("`, `")),
    }
}

/// True of a URL that is the server's, as the document has it or with its variables
/// filled in.
pub(super) fn is_called(spec: &Spec, server: &Server, url: &str) -> bool {
    let written = spec.servers.iter().find(|one| one.at == server.at);
    let is_written = || written.is_some_and(|one| is_named(one, url));
    server.is_absolute() && (server.url == url.trim_end_matches('/') || is_written())
}

/// The same of a server of the document.
fn is_named(server: &spec::Server, url: &str) -> bool {
    let url = url.trim_end_matches('/');
    server.url.trim_end_matches('/') == url || address(server) == url
}

/// The address of an operation, unless it is that of the server that is called by
/// default.
pub(crate) fn other_server(
    operation: &ReadOperation<'_>,
    servers: &[Server],
    chosen: Option<usize>,
) -> Option<String> {
    let own = operation.server.as_ref();
    let default = default_server(servers, chosen).and_then(|index| servers.get(index));
    let is_default = |url: &&String| default.is_some_and(|server| server.url == **url);
    own.filter(|url| !is_default(url)).cloned()
}

/// A server's address with the defaults of its variables, without a slash at the end.
fn address(server: &spec::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in &server.variables {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim_end_matches('/').to_owned()
}
