//! Path templates and the parameters that they name. OpenAPI 3.1 §4.8.8.

use crate::diag::{Code, Diagnostic};
use crate::ir::{Docs, Parameter, ParameterLocation, Scalar, Type};
use crate::spec;

/// The parameters, those of the path being those that the template names. Vendors forget
/// one or the other; what the path says is what goes on the wire.
pub(super) fn match_template(
    source: &spec::Operation,
    mut parameters: Vec<Parameter>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Parameter> {
    let names = template_names(&source.path);
    parameters.retain(|parameter| {
        let is_used = parameter.location != ParameterLocation::Path
            || names.contains(&parameter.name.as_str());
        if !is_used {
            let message = format!(
                "the path doesn't name `{}`, so it is not sent",
                parameter.name
            );
            found.push(
                Diagnostic::warning(Code::PathTemplate, &parameter.at, message)
                    .help("name it in the path, or take the parameter out"),
            );
        }
        is_used
    });
    for name in names {
        let mut stated = source.parameters.iter();
        let is_stated =
            stated.any(|one| one.name == name && one.location == ParameterLocation::Path);
        let is_known =
            |one: &Parameter| one.name == name && one.location == ParameterLocation::Path;
        if is_stated || parameters.iter().any(is_known) {
            continue;
        }
        let message = format!("no path parameter is called `{name}`, so it is taken as a string");
        found.push(
            Diagnostic::warning(Code::PathTemplate, &source.at, message)
                .help("add the parameter, with `in: path` and `required: true`"),
        );
        parameters.push(Parameter {
            at: source.at.child("parameters").child(name),
            name: name.to_owned(),
            location: ParameterLocation::Path,
            required: true,
            style: None,
            encodings: Vec::new(),
            ty: Type::Scalar(Scalar::String),
            docs: Docs::default(),
        });
    }
    parameters
}

/// The names between braces in a path template.
fn template_names(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    let mut names: Vec<&str> = Vec::new();
    for name in parts.filter_map(|part| Some(part.split_once('}')?.0)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
