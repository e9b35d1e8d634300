//! A first call of an API, to show how it is used.

use super::Home;
use super::client::is_absolute;
use crate::ir::{Api, CredentialKind, Operation, Type};
use crate::names::{Names, takes_body};

/// A program that calls the operation that asks for least.
pub fn first_call(api: &Api, names: &Names, home: Home<'_>) -> Option<String> {
    let (index, operation) = api
        .operations
        .iter()
        .enumerate()
        .min_by_key(|(index, operation)| (effort(api, operation), *index))?;
    let crate_name = home.package.replace('-', "_");
    let root = match home.module {
        Some(module) => format!("{crate_name}::{module}"),
        None => crate_name,
    };
    let mut builder: Vec<String> = Vec::new();
    if !api.servers.iter().any(|server| is_absolute(&server.url)) {
        builder.push("\"https://api.example.com\"".to_owned());
    }
    let mut setter = String::new();
    if let (Some(credential), Some(name)) = (api.credentials.first(), names.credentials.first()) {
        let arguments = match credential.kind {
            CredentialKind::Basic => "\"user\", \"password\"",
            CredentialKind::Bearer
            | CredentialKind::ClientCredentials { .. }
            | CredentialKind::ApiKey { .. } => "\"key\"",
        };
        match api.credentials.len() {
            1 => builder.push(arguments.to_owned()),
            _ => setter = format!(".{name}({arguments})"),
        }
    }
    let function = &names.operations[index].function;
    let required = operation
        .parameters
        .iter()
        .zip(&names.operations[index].parameters);
    let mut arguments: Vec<String> = required
        .filter(|(parameter, _)| parameter.required)
        .map(|(parameter, name)| argument(&parameter.ty, name))
        .collect();
    if takes_body(api, operation) {
        arguments.push("body".to_owned());
    }
    Some(format!(
        "let client = {root}::Client::builder({}){setter}.build()?;\n\
         let reply = client.{function}({}).send().await?;\n",
        builder.join(", "),
        arguments.join(", "),
    ))
}

/// How much a caller must bring.
fn effort(api: &Api, operation: &Operation) -> usize {
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let parameters: usize = required
        .map(|parameter| match parameter.ty {
            Type::String | Type::Boolean | Type::Integer(_) | Type::Number => 1,
            _ => 10,
        })
        .sum();
    parameters + if takes_body(api, operation) { 20 } else { 0 }
}

fn argument(ty: &Type, name: &str) -> String {
    match ty {
        Type::String => format!("\"{}\"", name.trim_start_matches("r#")),
        Type::Boolean => "true".to_owned(),
        Type::Integer(_) => "1".to_owned(),
        Type::Number => "1.0".to_owned(),
        _ => name.to_owned(),
    }
}
