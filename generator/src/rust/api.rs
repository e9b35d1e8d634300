//! An API as Rust: views that pair each node with its name and its type.

use super::body::{body_struct, sent_as};
use super::boxes::insert_boxes;
use super::derives::all_derives;
use super::examples::same_examples;
use super::gates::{Gate, gates};
use super::imports::Import;
use super::layout::{Layout, depth, layout};
use super::modules::{SCHEMAS, feature};
use super::names::{HandleNames, Names, OperationNames, name};
use super::trials::{is_closed, tried};
use super::types::RustType;
use crate::config::{Config, MapChoice};
use crate::diag::Report;
use crate::ir::{
    AlternativeMediaType, Api, Branch, Content, Credential, Enum, EnumValue, Example, ExampleOf,
    Field, Operation, Parameter, Response, ResponseHeader, Server, Struct, TypeId, Union,
    default_server,
};

use std::collections::{BTreeMap, BTreeSet};

/// An API as Rust.
#[derive(Debug)]
pub struct RustApi<'a> {
    /// The API.
    pub api: &'a Api,
    /// The names of everything in it.
    names: Names,
    /// Its layout of files.
    pub layout: Layout,
    /// The depth of its types; a cycle counts as one.
    pub depth: usize,
    /// The types that each type mentions, in the order of the API.
    members: Vec<Vec<RustType>>,
    /// The part of the API whose feature each type stands behind; nothing where tags have no
    /// features.
    gates: Option<Vec<Option<Gate>>>,
    /// The types that unions find out about by trial.
    tried: BTreeSet<TypeId>,
    /// The traits that each type derives, in the order of the API.
    derives: Vec<Vec<String>>,
    /// The type of maps.
    maps: Import,
    /// The paths of the types that the settings name.
    own_types: Vec<String>,
    /// For each example the first one before it that has the same content.
    same_examples: Vec<Option<usize>>,
}

/// A field of a struct.
#[derive(Debug, Clone, Copy)]
pub struct RustField<'a> {
    /// The property.
    pub field: &'a Field,
    /// Its name.
    pub name: &'a str,
    /// Its type when it is there, or a `Nullable`.
    pub ty: &'a RustType,
}

/// A variant of a union.
#[derive(Debug, Clone, Copy)]
pub struct RustVariant<'a> {
    /// The branch.
    pub branch: &'a Branch,
    /// Its name.
    pub name: &'a str,
    /// The type that it holds.
    pub ty: Option<&'a RustType>,
}

/// A parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub struct RustParameter<'a> {
    /// The parameter.
    pub parameter: &'a Parameter,
    /// Its name.
    pub name: &'a str,
}

/// An operation and its names.
#[derive(Debug, Clone, Copy)]
pub struct RustOperation<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// Its names.
    pub names: &'a OperationNames,
}

/// An example of a body as a constant.
#[derive(Debug, Clone)]
pub struct RustExample<'a> {
    /// The example.
    pub example: &'a Example,
    /// Its operation.
    pub of: RustOperation<'a>,
    /// Its name.
    pub name: &'a str,
    /// The type that can be read from it.
    pub ty: RustType,
    /// The media type of a body with it.
    pub media_type: String,
    /// The constant before it that has the same content.
    pub same: Option<&'a str>,
    /// The feature of its operation, if it has one.
    pub feature: Option<String>,
}

impl<'a> RustApi<'a> {
    /// Decides how an API becomes Rust. Collisions of names go to `report`; no
    /// type gets one of the `imported` names, which stand in the same file. The client
    /// is `called` like its module or package.
    pub fn new(
        api: &'a Api,
        called: &str,
        config: &Config,
        imported: &BTreeSet<&'static str>,
        report: &mut Report,
    ) -> Self {
        let kinds = api.types.iter().map(|def| &def.kind);
        let mut members: Vec<Vec<RustType>> = kinds.map(RustType::of_members).collect();
        insert_boxes(&api.types, &mut members);
        let names = name(api, called, config, imported, report);
        let gates =
            (config.tag_features && !names.groups.is_empty()).then(|| gates(api, &names.groups));
        // One constant can't refer to another behind another feature.
        let groups = names.groups.iter().enumerate().filter(|_| gates.is_some());
        let groups = groups.flat_map(|(group, (_, all))| all.iter().map(move |one| (*one, group)));
        let groups: BTreeMap<usize, usize> = groups.collect();
        let same_examples = same_examples(api, &groups);
        Self {
            api,
            names,
            layout: layout(api, config),
            depth: depth(&api.types),
            members,
            gates,
            tried: tried(api),
            derives: api
                .types
                .iter()
                .map(|def| all_derives(def, config))
                .collect(),
            maps: match config.maps {
                MapChoice::BTreeMap => Import::BTreeMap,
                MapChoice::IndexMap => Import::IndexMap,
            },
            own_types: config
                .own_types
                .iter()
                .map(|one| one.path.clone())
                .collect(),
            same_examples,
        }
    }

    /// The name of a type.
    pub fn type_name(&self, id: TypeId) -> &str {
        self.names.of(id)
    }

    /// The traits that a type derives.
    pub fn derives(&self, id: TypeId) -> Vec<&str> {
        self.derives[id.0].iter().map(String::as_str).collect()
    }

    /// The type of maps.
    pub fn maps(&self) -> Import {
        self.maps
    }

    /// The path of a type that the settings name, by its place among them.
    pub fn own_type(&self, index: usize) -> &str {
        self.own_types.get(index).map_or("()", String::as_str)
    }

    /// The name of the struct that `new` of a type takes, where there are too many required
    /// fields for arguments.
    pub fn required_name(&self, id: TypeId) -> Option<&str> {
        self.names.required[id.0].as_deref()
    }

    /// The name of a type's field or variant, by its place among them.
    pub fn member_name(&self, id: TypeId, index: usize) -> &str {
        &self.names.members[id.0][index]
    }

    /// The modules of a split layout, sorted by name, with the operations of each.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &[usize])> {
        let groups = self.names.groups.iter();
        groups.map(|(name, operations)| (name.as_str(), operations.as_slice()))
    }

    /// The features of the groups of operations, in their order; none unless tags have some.
    pub fn features(&self) -> Vec<String> {
        let groups = self.groups().filter(|_| self.gates.is_some());
        groups.map(|(module, _)| feature(module)).collect()
    }

    /// The part of the API whose feature a type stands behind, if it does.
    pub fn gate(&self, id: TypeId) -> Option<Gate> {
        self.gates.as_ref().and_then(|gates| gates[id.0])
    }

    /// The feature of an operation, if it has one.
    pub fn feature_of(&self, index: usize) -> Option<String> {
        let group = self
            .groups()
            .position(|(_, operations)| operations.contains(&index));
        self.feature(Gate::Group(group?))
    }

    /// The feature of a part of the API, if it has one.
    pub fn feature(&self, gate: Gate) -> Option<String> {
        self.gates.as_ref()?;
        Some(match gate {
            Gate::Schemas => SCHEMAS.to_owned(),
            Gate::Group(group) => feature(self.groups().nth(group)?.0),
        })
    }

    /// The client of a group of operations, if it has one.
    pub fn handle(&self, group: usize) -> Option<&HandleNames> {
        self.names.handles.get(group)
    }

    /// The client that has the function of an operation.
    pub fn client_of(&self, of: RustOperation<'_>) -> &str {
        let handle = of.names.handle.and_then(|handle| self.handle(handle));
        handle.map_or("Client", |handle| &handle.ty)
    }

    /// The path of the function of an operation.
    pub fn function(&self, index: usize) -> String {
        let of = self.operation(index);
        format!("{}::{}", self.client_of(of), of.names.function)
    }

    /// Tells if a struct must say that it takes no other properties than its own, since
    /// a trial may ask it.
    pub fn is_told_closed(&self, id: TypeId, object: &Struct) -> bool {
        is_closed(object) && self.tried.contains(&id)
    }

    /// The fields of a struct.
    pub fn fields(
        &self,
        id: TypeId,
        object: &'a Struct,
    ) -> impl Iterator<Item = RustField<'_>> + Clone {
        let named = object.fields.iter().zip(&self.names.members[id.0]);
        let typed = named.zip(&self.members[id.0]);
        typed.map(|((field, name), ty)| RustField { field, name, ty })
    }

    /// The values of an enum, each with the name of its variant.
    pub fn values(&self, id: TypeId, set: &'a Enum) -> impl Iterator<Item = (&EnumValue, &str)> {
        let names = self.names.members[id.0].iter().map(String::as_str);
        set.values.iter().zip(names)
    }

    /// The variants of a union.
    pub fn variants(&self, id: TypeId, union: &'a Union) -> impl Iterator<Item = RustVariant<'_>> {
        let mut types = self.members[id.0].iter();
        let named = union.branches.iter().zip(&self.names.members[id.0]);
        named.map(move |(branch, name)| RustVariant {
            branch,
            name,
            ty: branch.ty.as_ref().and_then(|_| types.next()),
        })
    }

    /// The servers whose address the document names, each with its variant.
    pub fn servers(&self) -> impl Iterator<Item = (&Server, &str)> {
        let names = self.names.servers.iter().map(String::as_str);
        let servers = self.api.servers.iter().zip(names);
        servers.filter(|(server, _)| server.is_absolute())
    }

    /// The variant of the server that a client calls by default.
    pub fn default_server(&self) -> Option<&str> {
        let index = default_server(&self.api.servers, self.api.chosen_server)?;
        self.names.servers.get(index).map(String::as_str)
    }

    /// The variant of the server at a place in the API.
    pub fn server_name(&self, index: usize) -> &str {
        &self.names.servers[index]
    }

    /// The credentials, each with its argument or method.
    pub fn credentials(&self) -> impl Iterator<Item = (&Credential, &str)> {
        let names = self.names.credentials.iter().map(String::as_str);
        self.api.credentials.iter().zip(names)
    }

    /// The fields of the key of subscriptions.
    pub fn key_parts(&self) -> &[String] {
        &self.names.key_parts
    }

    /// An example, its name and its type.
    pub fn example(&self, index: usize) -> RustExample<'_> {
        let example = &self.api.examples[index];
        let of = self.operation(example.operation);
        let content = match example.of {
            ExampleOf::Request => of.operation.body.as_ref().map(|body| &body.content),
            ExampleOf::Response { index, .. } => of.operation.responses[index].content.as_ref(),
        };
        let names = &self.names.examples;
        let media_type = |content: &Content| sent_as(&example.media_type, content);
        RustExample {
            example,
            of,
            name: &names[index],
            ty: content.map_or(RustType::Unit, RustType::of_response),
            media_type: content.map(media_type).unwrap_or_default(),
            same: self.same_examples[index].map(|same| names[same].as_str()),
            feature: self.feature_of(example.operation),
        }
    }

    /// The environment variable of the base URL.
    pub fn base_url_variable(&self) -> &str {
        &self.names.environment.base_url
    }

    /// The environment variables for each credential.
    pub fn environment(&self) -> impl Iterator<Item = (&Credential, &str, &[String])> {
        let variables = self.names.environment.credentials.iter();
        let named = self.credentials().zip(variables);
        named.map(|((credential, name), variables)| (credential, name, variables.as_slice()))
    }

    /// The sets of environment variables of which a client needs one, the smallest ones;
    /// none if every operation can do without.
    pub fn needed_environment(&self) -> Vec<Vec<&str>> {
        let mut sets: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
        let mut is_needed = false;
        for operation in &self.api.operations {
            let alternatives = &operation.security;
            is_needed |= !alternatives.is_empty() && alternatives.iter().all(|set| !set.is_empty());
            let stated = alternatives.iter().filter(|set| !set.is_empty());
            sets.extend(stated.map(|set| set.iter().map(String::as_str).collect()));
        }
        let is_smallest = |set: &&BTreeSet<&str>| {
            !sets
                .iter()
                .any(|other| other != *set && other.is_subset(set))
        };
        let smallest = sets.iter().filter(|_| is_needed).filter(is_smallest);
        let variables = smallest.map(|set| {
            let chosen = self
                .environment()
                .filter(|(one, ..)| set.contains(&*one.name));
            chosen
                .flat_map(|(.., names)| names.iter().map(String::as_str))
                .collect()
        });
        variables.collect()
    }

    /// The types that a type mentions: its members, then that of all else that it
    /// may hold.
    pub fn member_types(&self, id: TypeId) -> &[RustType] {
        &self.members[id.0]
    }

    /// The fields of an operation's body that its builder sets one by one, each with
    /// its setter.
    pub fn body_fields(
        &self,
        of: RustOperation<'a>,
    ) -> impl Iterator<Item = (RustField<'_>, &'a str)> {
        let body = of.operation.body.as_ref();
        let id = body.and_then(|body| body.content.ty()?.named());
        let object = body_struct(self.api, of.operation);
        let fields = id.zip(object).into_iter();
        let fields = fields.flat_map(|(id, object)| self.fields(id, object));
        fields.zip(of.names.body_fields.iter().map(String::as_str))
    }

    /// An operation and its names.
    pub fn operation(&self, index: usize) -> RustOperation<'_> {
        RustOperation {
            operation: &self.api.operations[index],
            names: &self.names.operations[index],
        }
    }
}

impl<'a> RustOperation<'a> {
    /// Its parameters.
    pub fn parameters(self) -> impl Iterator<Item = RustParameter<'a>> {
        let named = self.operation.parameters.iter().zip(&self.names.parameters);
        named.map(|(parameter, name)| RustParameter { parameter, name })
    }

    /// The media types that its request may have besides the default, each with its
    /// setter or function.
    pub fn request_offers(self) -> impl Iterator<Item = (&'a AlternativeMediaType, &'a str)> {
        let offers = self
            .operation
            .body
            .iter()
            .flat_map(|body| &body.alternatives);
        offers.zip(self.names.offers.iter().map(String::as_str))
    }

    /// The media types that its success may have besides the default, each with the
    /// method that asks for it.
    pub fn response_offers(self) -> impl Iterator<Item = (&'a AlternativeMediaType, &'a str)> {
        let names = self.names.response_offers.iter().map(String::as_str);
        self.operation.alternatives.iter().zip(names)
    }

    /// Its responses, each with its variant.
    pub fn responses(self) -> impl Iterator<Item = (&'a Response, &'a str)> {
        let names = self.names.responses.iter().map(String::as_str);
        self.operation.responses.iter().zip(names)
    }

    /// The headers of its responses, each with its field.
    pub fn headers(self) -> impl Iterator<Item = (&'a ResponseHeader, &'a str)> {
        let names = self.names.header_fields.iter().map(String::as_str);
        self.operation.headers.iter().zip(names)
    }

    /// Its arguments: the parameters that are required.
    pub fn arguments(self) -> impl Iterator<Item = RustParameter<'a>> {
        self.parameters().filter(|one| one.parameter.required)
    }
}
