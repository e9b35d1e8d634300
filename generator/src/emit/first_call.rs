//! A first call of an API, to show how it is used.

use super::context::Target;
use crate::ir::{CredentialKind, Scalar, Type};
use crate::rust::names::without_mark;
use crate::rust::{RustApi, takes_body};

/// A program that calls the operation that asks for least.
pub fn first_call(rust: &RustApi<'_>, target: Target<'_>) -> Option<String> {
    let api = rust.api;
    let of = rust.operation(rust.easiest_operation()?);
    let crate_name = target.package.replace('-', "_");
    let root = match target.module {
        Some(module) => format!("{crate_name}::{module}"),
        None => crate_name,
    };
    let mut builder: Vec<String> = Vec::new();
    if rust.default_server().is_none() {
        builder.push("\"https://api.example.com\"".to_owned());
    }
    let mut setter = String::new();
    if let Some((credential, name)) = rust.credentials().next() {
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
    let handle = of.names.handle.and_then(|handle| rust.handle(handle));
    let handle = handle.map(|handle| format!("{}().", handle.accessor));
    let function = format!("{}{}", handle.unwrap_or_default(), of.names.function);
    let mut arguments: Vec<String> = of
        .arguments()
        .map(|one| argument(&one.parameter.ty, one.name))
        .collect();
    if takes_body(api, of.operation) {
        arguments.push("body".to_owned());
    }
    Some(format!(
        "let client = {root}::Client::builder({}){setter}.build()?;\n\
         let response = client.{function}({}).send().await?;\n",
        builder.join(", "),
        arguments.join(", "),
    ))
}

fn argument(ty: &Type, name: &str) -> String {
    match ty {
        Type::Scalar(Scalar::String) => format!("\"{}\"", without_mark(name)),
        Type::Scalar(Scalar::Boolean) => "true".to_owned(),
        Type::Scalar(Scalar::Integer(_)) => "1".to_owned(),
        Type::Scalar(Scalar::Number) => "1.0".to_owned(),
        _ => name.to_owned(),
    }
}
