//! Our model of OpenAPI against that of the `openapiv3` crate, which knows 3.0.
//!
//! Every case is read by both; what they say must agree. Documents of 3.1 and 3.2
//! are compared as far as `openapiv3` can read them.

use crate::support::{Subject, each, grouped};
use openapi_client_generator::source::Source;
use openapi_client_generator::spec::{Content, Files, Location, Responses, Spec};
use openapiv3::{Components, OpenAPI, Operation, Parameter, ParameterSchemaOrContent, ReferenceOr};
use std::collections::BTreeSet;

/// The facts of a document on which the two models are compared, a line for each.
type Facts = BTreeSet<String>;

#[test]
fn our_model_agrees_with_openapiv3() {
    let cases = grouped("cases");
    let readable: Vec<Subject> = cases
        .into_iter()
        .filter(|case| theirs(case).is_some())
        .collect();
    assert!(readable.len() > 90, "{} cases are readable", readable.len());
    each(&readable, |case| {
        let theirs = theirs(case).expect("readable");
        assert_eq!(our_facts(&ours(case)), their_facts(&theirs));
    });
}

/// Cases of 3.0 that have something of a later version, which is reported.
const MIXED: [&str; 1] = ["mutual_tls"];

/// The document as `openapiv3` has it. What it can't read must not be of 3.0.
fn theirs(case: &Subject) -> Option<OpenAPI> {
    let source = Source::parse(&case.name, case.text.as_str()).ok()?;
    match serde_json::from_value(source.value().clone()) {
        Ok(document) => Some(document).filter(has_all_in_place),
        Err(error) => {
            let version = source.value()["openapi"].as_str().unwrap_or_default();
            let title = case.title();
            let is_mixed = MIXED.contains(&title.as_str());
            assert!(is_mixed || !version.starts_with("3.0"), "{title}: {error}");
            None
        }
    }
}

/// Path items that stand elsewhere can't be followed: it has no components for them.
fn has_all_in_place(document: &OpenAPI) -> bool {
    let mut items = document.paths.iter();
    items.all(|(_, item)| item.as_item().is_some())
}

fn ours(case: &Subject) -> Spec {
    let source = Source::parse(&case.name, case.text.as_str()).expect("a readable case");
    let load = |path: &str| {
        let text = std::fs::read_to_string(case.folder.join(path));
        text.map_err(|error| error.to_string())
    };
    let files = Files::gather(source, &load, &|_| false, &mut |file| file).expect("readable files");
    Spec::read(files).expect("a document of OpenAPI 3")
}

fn our_facts(spec: &Spec) -> Facts {
    let mut facts = Facts::new();
    facts.insert(format!("title {}", spec.info.title));
    facts.extend(spec.servers.iter().map(|one| format!("server {}", one.url)));
    for (name, at) in &spec.named_schemas {
        let schema = spec.schema(at).expect("every named schema is read");
        let text = schema.description.as_deref().unwrap_or_default();
        facts.insert(format!("schema {name} {text}"));
    }
    for (name, _) in &spec.security_schemes {
        facts.insert(format!("security scheme {name}"));
    }
    for operation in &spec.operations {
        let (method, path) = (&operation.method, &operation.path);
        let id = operation.id.as_deref().unwrap_or_default();
        facts.insert(format!("{method} {path} is {id}"));
        for parameter in &operation.parameters {
            let location = match parameter.location {
                Location::Path => "path",
                Location::Query | Location::QueryString => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            let form = match &parameter.content {
                Content::Unsaid | Content::Schema(_) => "schema",
                Content::MediaTypes(_) => "content",
            };
            let name = &parameter.name;
            facts.insert(format!("{method} {path} has {name} in {location}: {form}"));
        }
        for media_type in operation.request_body.iter().flat_map(|body| &body.content) {
            facts.insert(format!("{method} {path} sends {}", media_type.0));
        }
        let found = our_responses(&operation.responses);
        facts.extend(found.map(|fact| format!("{method} {path} gives {fact}")));
    }
    facts
}

fn our_responses(responses: &Responses) -> impl Iterator<Item = String> {
    let by_status = responses.by_status.iter();
    let by_status = by_status.map(|(status, response)| (status.to_string(), response));
    let default = responses.default.iter();
    let all = by_status.chain(default.map(|response| ("default".to_owned(), response)));
    all.flat_map(|(status, response)| {
        let media_types = response.content.iter().map(|(name, _)| name.clone());
        let headers = response.headers.iter().map(|(name, _)| name.clone());
        described(&status, media_types.collect(), headers.collect())
    })
}

fn their_facts(document: &OpenAPI) -> Facts {
    let mut facts = Facts::new();
    facts.insert(format!("title {}", document.info.title));
    let servers = document.servers.iter();
    facts.extend(servers.map(|one| format!("server {}", one.url)));
    let components = document.components.as_ref();
    for (name, schema) in components.into_iter().flat_map(|all| &all.schemas) {
        let schema = schema.as_item();
        let text = schema.and_then(|schema| schema.schema_data.description.as_deref());
        facts.insert(format!("schema {name} {}", text.unwrap_or_default()));
    }
    for (name, _) in components.into_iter().flat_map(|all| &all.security_schemes) {
        facts.insert(format!("security scheme {name}"));
    }
    for (path, item) in document.paths.iter() {
        let item = item.as_item().expect("a path item in place");
        for (method, operation) in item.iter() {
            let method = method.to_ascii_uppercase();
            let id = operation.operation_id.as_deref().unwrap_or_default();
            facts.insert(format!("{method} {path} is {id}"));
            let theirs = operation_facts(document, operation, &item.parameters);
            facts.extend(theirs.map(|fact| format!("{method} {path} {fact}")));
        }
    }
    facts
}

fn operation_facts<'d>(
    document: &'d OpenAPI,
    operation: &'d Operation,
    shared: &'d [ReferenceOr<Parameter>],
) -> impl Iterator<Item = String> + 'd {
    let parameters = operation.parameters.iter().chain(shared);
    let parameters = parameters.map(|parameter| {
        let parameter = followed(document, parameter, |all, name| all.parameters.get(name));
        let location = match parameter {
            Parameter::Path { .. } => "path",
            Parameter::Query { .. } => "query",
            Parameter::Header { .. } => "header",
            Parameter::Cookie { .. } => "cookie",
        };
        let data = parameter.parameter_data_ref();
        let form = match data.format {
            ParameterSchemaOrContent::Schema(_) => "schema",
            ParameterSchemaOrContent::Content(_) => "content",
        };
        format!("has {} in {location}: {form}", data.name)
    });
    let body = operation.request_body.iter();
    let bodies =
        body.map(|body| followed(document, body, |all, name| all.request_bodies.get(name)));
    let sent = bodies.flat_map(|body| body.content.keys());
    let sent = sent.map(|media_type| format!("sends {media_type}"));
    let by_status = operation.responses.responses.iter();
    let by_status = by_status.map(|(status, response)| (status.to_string(), response));
    let default = operation.responses.default.iter();
    let all = by_status.chain(default.map(|response| ("default".to_owned(), response)));
    let given = all.flat_map(|(status, response)| {
        let response = followed(document, response, |all, name| all.responses.get(name));
        let media_types = response.content.keys().cloned().collect();
        described(
            &status,
            media_types,
            response.headers.keys().cloned().collect(),
        )
    });
    parameters
        .chain(sent)
        .chain(given.map(|fact| format!("gives {fact}")))
}

fn described(status: &str, media_types: Vec<String>, headers: Vec<String>) -> Vec<String> {
    let mut facts = vec![status.to_owned()];
    facts.extend(media_types.iter().map(|one| format!("{status} as {one}")));
    facts.extend(headers.iter().map(|one| format!("{status} with {one}")));
    facts
}

/// An object in place, or the component that stands for it.
fn followed<'d, T>(
    document: &'d OpenAPI,
    object: &'d ReferenceOr<T>,
    component: impl Fn(&'d Components, &str) -> Option<&'d ReferenceOr<T>>,
) -> &'d T {
    let mut object = object;
    loop {
        let reference = match object {
            ReferenceOr::Item(item) => return item,
            ReferenceOr::Reference { reference } => reference,
        };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let components = document.components.as_ref().expect("components");
        object = component(components, name).expect("a component");
    }
}
