//! Names: every identifier that appears in Rust.
//!
//! Takes an [`Api`] and a [`Config`], gives [`Names`]. The only place that makes
//! identifiers, and `Scope` the only thing that hands them out.
//! Names depend on what the document says, never on the order in which it says
//! it. Must not know what is emitted around a name.

mod client;
mod members;
mod operations;
mod report;
mod reserved;
mod scope;
mod status;
mod types;
mod word;

pub use word::is_keyword;

use super::layout::layout;
use crate::config::Config;
use crate::diag::{Pointer, Report};
use crate::ir::{Api, TypeId};
use scope::{NameRequest, Scope, case_of, chosen};
use std::collections::{BTreeSet, HashMap, HashSet};
use word::Case;

/// The names of everything in an [`Api`]. Each list runs parallel to the one in
/// the API that it names. Keywords carry their `r#`.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Types.
    pub types: Vec<String>,
    /// The fields or variants of each type.
    pub members: Vec<Vec<String>>,
    /// Operations.
    pub operations: Vec<OperationNames>,
    /// Servers, as variants.
    pub servers: Vec<String>,
    /// Credentials, as arguments and methods of the builder.
    pub credentials: Vec<String>,
    /// The modules of a split layout, sorted by name, with the operations of each.
    pub groups: Vec<(String, Vec<usize>)>,
}

impl Names {
    /// The name of a type.
    pub fn of(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }
}

/// The names that belong to one operation.
#[derive(Debug, Clone, Default)]
pub struct OperationNames {
    /// Its function on the client.
    pub function: String,
    /// The request builder type.
    pub builder: String,
    /// The enum of its API errors.
    pub error: String,
    /// The enum of its results, where they are of several types.
    pub response: String,
    /// The struct of its responses' headers, where they are documented.
    pub headers: String,
    /// The fields of that struct.
    pub header_fields: Vec<String>,
    /// Its parameters, as arguments or setters.
    pub parameters: Vec<String>,
    /// The setters for the fields of its body.
    pub body_fields: Vec<String>,
    /// The setters for its body as other media types; where the body is an
    /// argument, other functions on the client.
    pub offers: Vec<String>,
    /// The variants of its responses.
    pub responses: Vec<String>,
    /// The methods that ask for other media types.
    pub response_offers: Vec<String>,
}

/// Names everything in an API. Collisions and how they were settled go to
/// `report`, with the line of `codegen.toml` that overrides them. No type gets
/// one of the `imported` names, which stand in the same file.
pub fn name(
    api: &Api,
    config: &Config,
    imported: &BTreeSet<&'static str>,
    report: &mut Report,
) -> Names {
    let mut reserved = reserved::by_types(layout(api));
    reserved.extend(imported);
    let mut namer = Namer {
        api,
        config,
        report,
        functions: HashMap::new(),
        with_response_enum: HashSet::new(),
        body_functions: HashMap::new(),
        type_scope: Scope::reserving(&reserved),
    };
    let functions = namer.functions();
    let types = namer.types();
    let members = api
        .types
        .iter()
        .zip(&types)
        .map(|(def, name)| namer.members(def, name, &types))
        .collect();
    let operations = namer.operations(functions);
    Names {
        servers: namer.servers(),
        credentials: namer.credentials(),
        groups: namer.groups(),
        types,
        members,
        operations,
    }
}

struct Namer<'a> {
    api: &'a Api,
    config: &'a Config,
    report: &'a mut Report,
    /// The functions of operations, by their pointers.
    functions: HashMap<Pointer, String>,
    /// The operations whose successes form an enum, `…Response`.
    with_response_enum: HashSet<Pointer>,
    /// Those that take other bodies, by the operations' pointers.
    body_functions: HashMap<Pointer, Vec<String>>,
    /// The scope of types, which operations share.
    type_scope: Scope,
}

impl Namer<'_> {
    fn assign_types(&mut self, requests: &[NameRequest]) -> Vec<String> {
        let (names, collisions) = self.type_scope.assign(requests);
        self.report_collisions(collisions);
        names
    }

    /// The name that `codegen.toml` gives to something at one of these places.
    /// A property has a field's name and maybe a type's; the first letter tells
    /// which one is meant.
    fn chosen(&mut self, places: &[Pointer], case: Case) -> Option<NameRequest> {
        let name = places
            .iter()
            .find_map(|at| self.config.names.get(at.path()))
            .filter(|name| case_of(name) == case)?;
        Some(chosen(&places[0], name.apply()))
    }
}

#[cfg(test)]
mod tests;
