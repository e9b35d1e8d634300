//! Names: every identifier that appears in Rust.
//!
//! Takes an [`Api`] and a [`Config`], gives [`Names`]. The only place that makes
//! identifiers, and `Scope` the only thing that hands them out.
//! Names depend on what the document says, never on the order in which it says
//! it. Must not know what is emitted around a name.

mod client;
mod environment;
mod examples;
mod members;
mod model;
mod namer;
mod operations;
mod report;
mod reserved;
mod scope;
mod status;
mod tags;
mod types;
mod word;

pub use model::{EnvironmentNames, HandleNames, Names, OperationNames};
pub use word::without_mark;

use super::layout::layout;
use crate::config::Config;
use crate::diag::Report;
use crate::ir::Api;
use namer::Namer;
use scope::Scope;
use std::collections::{BTreeSet, HashMap, HashSet};
use word::Speller;

/// Names everything in an API. Collisions and how they were settled go to
/// `report`, with the line of `codegen.toml` that overrides them. No type gets
/// one of the `imported` names, which stand in the same file. The client is `called`
/// like its module or package.
pub fn name(
    api: &Api,
    called: &str,
    config: &Config,
    imported: &BTreeSet<&'static str>,
    report: &mut Report,
) -> Names {
    let mut reserved = reserved::by_types(layout(api, config));
    reserved.extend(imported);
    let mut namer = Namer {
        api,
        config,
        report,
        speller: Speller::new(config.known_acronyms()),
        functions: HashMap::new(),
        with_response_enum: HashSet::new(),
        body_functions: HashMap::new(),
        type_scope: Scope::reserving(&reserved),
    };
    let groups = namer.groups();
    let functions = namer.function_names(&groups);
    let types = namer.type_names();
    let members = api
        .types
        .iter()
        .zip(&types)
        .map(|(def, name)| namer.member_names(def, name, &types))
        .collect();
    let mut operations = namer.operation_names(functions);
    let examples = namer.example_names(&types);
    let handles = namer.handle_names(&groups);
    if !handles.is_empty() {
        for (handle, (_, group)) in groups.iter().enumerate() {
            group
                .iter()
                .for_each(|&index| operations[index].handle = Some(handle));
        }
    }
    let required = namer.required_names(&types);
    let credentials = namer.credential_names();
    Names {
        servers: namer.server_names(),
        environment: environment::environment(called, api, &credentials),
        credentials,
        groups,
        handles,
        key_parts: namer.key_parts(),
        types,
        members,
        required,
        operations,
        examples,
    }
}

#[cfg(test)]
mod tests;
