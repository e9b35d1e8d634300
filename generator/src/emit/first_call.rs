//! A first call of an API, to show how it is used.

use super::context::Target;
use super::first_value::Values;
use crate::rust::names::without_mark;
use crate::rust::{Argument, Presence, RequestBody, RustApi, RustOperation, RustType};

/// A first call of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstCall {
    /// The statements, line by line: of a client, and of a call that only reads. There is
    /// none where no operation is sure to do no harm.
    pub statements: Vec<String>,
    /// `true` if there is a call.
    pub calls: bool,
    /// The environment variables that the client is built from.
    pub variables: Vec<String>,
    /// The environment variable for a server in the place of the document's.
    pub base_url: String,
}

/// The call that does no harm and asks for least; nothing for an API without operations.
pub fn first_call(rust: &RustApi<'_>, target: Target<'_>) -> Option<FirstCall> {
    if rust.api.operations.is_empty() {
        return None;
    }
    let values = Values::new(rust, target);
    let mut candidates = rust.first_operations().into_iter();
    let found = candidates.find_map(|of| Some((of, call(rust, of, &values)?)));
    let mut statements = vec![format!(
        "let client = {}::Client::from_env()?;",
        values.root
    )];
    let variables = variables(rust, found.as_ref().map(|(of, _)| *of));
    let calls = found.is_some();
    match found {
        Some((_, call)) => statements.extend(call),
        None => statements.push("println!(\"{client:?}\");".to_owned()),
    }
    Some(FirstCall {
        calls,
        statements,
        variables,
        base_url: rust.base_url_variable().to_owned(),
    })
}

/// The statements of a call; nothing if one of its arguments has no plain value.
fn call(rust: &RustApi<'_>, of: RustOperation<'_>, values: &Values<'_>) -> Option<Vec<String>> {
    const LONGEST: usize = 60;
    let mut arguments = Vec::new();
    for one in of.arguments() {
        let argument = Argument::borrowed(&RustType::of(&one.parameter.ty));
        arguments.push(values.argument(&argument, without_mark(one.name))?);
    }
    let mut statements = Vec::new();
    let body = RequestBody::of(rust.api, of.operation);
    if let Some(body) = body.filter(|body| body.presence == Presence::Argument) {
        let value = values.argument(&body.argument, "text")?;
        match value.len() <= LONGEST {
            true => arguments.push(value),
            false => {
                statements.push(format!("let body = {value};"));
                arguments.push("body".to_owned());
            }
        }
    }
    let handle = of.names.handle.and_then(|handle| rust.handle(handle));
    let handle = handle.map(|handle| format!("{}().", handle.accessor));
    let function = format!("{}{}", handle.unwrap_or_default(), of.names.function);
    statements.extend(statement(&function, &arguments));
    statements.push("println!(\"{response:?}\");".to_owned());
    Some(statements)
}

/// The call, on one line if it fits.
fn statement(function: &str, arguments: &[String]) -> Vec<String> {
    const WIDTH: usize = 96;
    let arguments_on_one_line = arguments.join(", ");
    let line = format!("let response = client.{function}({arguments_on_one_line}).send().await?;");
    if line.chars().count() <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![
        "let response = client".to_owned(),
        format!("    .{function}("),
    ];
    lines.extend(
        arguments
            .iter()
            .map(|argument| format!("        {argument},")),
    );
    lines.extend(["    )", "    .send()", "    .await?;"].map(str::to_owned));
    lines
}

/// The variables that the client can't be built without, and those for the credentials of an
/// operation.
fn variables(rust: &RustApi<'_>, of: Option<RustOperation<'_>>) -> Vec<String> {
    let mut variables = Vec::new();
    if rust.default_server().is_none() {
        variables.push(rust.base_url_variable().to_owned());
    }
    let own = of.and_then(|of| of.operation.security.iter().find(|set| !set.is_empty()));
    let own = own.map(|set| {
        let asked = rust
            .environment()
            .filter(|(credential, ..)| set.contains(&credential.name));
        asked.flat_map(|(.., names)| names.to_vec()).collect()
    });
    let credentials: Vec<String> = own.unwrap_or_else(|| {
        let needed = rust.needed_environment().into_iter().next();
        let needed = needed.unwrap_or_default();
        needed.into_iter().map(str::to_owned).collect()
    });
    variables.extend(credentials);
    // A client with one credential is built from it, be it needed or not.
    if rust.api.credentials.len() == 1 {
        let only = rust.environment().flat_map(|(.., names)| names);
        let missing: Vec<String> = only
            .filter(|name| !variables.contains(name))
            .cloned()
            .collect();
        variables.extend(missing);
    }
    variables
}
