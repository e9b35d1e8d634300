//! The files of a module: their paths, and the code in each.

use super::api::RustApi;
use super::gates::Gate;
use super::layout::Layout;
use super::modules::{SCHEMAS, TYPES_OF_TAGS, file_of};
use crate::ir::{Type, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// A file of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustFile {
    /// Its path within the module of the API.
    pub path: String,
    /// The part of the code that it is.
    pub part: Part,
    /// `true` if it is the root of the module, which declares the others.
    pub is_root: bool,
    /// `true` if the client stands in it.
    pub has_client: bool,
    /// The group of operations that it is.
    pub group: Option<usize>,
    /// `true` if it declares the files of types that parts of the API have alone.
    pub declares_types: bool,
    /// The part of the API that alone needs its types.
    pub types_of: Option<Gate>,
    /// The operations in it, by their places in the API.
    pub operations: Vec<usize>,
    /// The types in it.
    pub types: Vec<TypeId>,
}

/// A part of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The client and all operations, in one file.
    Calls,
    /// The client of a split layout.
    Client,
    /// The operations of a tag.
    Group,
    /// The types.
    Types,
    /// The mapping onto the neutral interface.
    Cancel,
    /// The examples of the document.
    Examples,
}

impl RustFile {
    fn new(path: &str, part: Part) -> Self {
        Self {
            path: path.to_owned(),
            part,
            is_root: false,
            has_client: false,
            group: None,
            declares_types: false,
            types_of: None,
            operations: Vec::new(),
            types: Vec::new(),
        }
    }

    fn root(part: Part) -> Self {
        Self {
            is_root: true,
            ..Self::new("mod.rs", part)
        }
    }

    fn client(part: Part) -> Self {
        Self {
            has_client: true,
            ..Self::new("client.rs", part)
        }
    }
}

/// The files of an API, the root first.
pub fn files(rust: &RustApi<'_>) -> Vec<RustFile> {
    let mut files = match rust.layout {
        Layout::Single => single_file(rust),
        Layout::Split => split_files(rust),
    };
    if rust.api.cancel.is_some() {
        files.push(RustFile::new("cancel.rs", Part::Cancel));
    }
    if !rust.api.examples.is_empty() {
        files.push(RustFile::new("examples.rs", Part::Examples));
    }
    files
}

/// The types at the root; the client and what it calls in a file of their
/// own, which a feature leaves out as a whole.
fn single_file(rust: &RustApi<'_>) -> Vec<RustFile> {
    let api = rust.api;
    let mut files = vec![RustFile {
        types: in_reading_order(rust),
        ..RustFile::root(Part::Types)
    }];
    if !api.operations.is_empty() {
        files.push(RustFile {
            operations: (0..api.operations.len()).collect(),
            ..RustFile::client(Part::Calls)
        });
    }
    files
}

/// The types in a file, the client in another, and one for each tag.
fn split_files(rust: &RustApi<'_>) -> Vec<RustFile> {
    let mut files = vec![RustFile::root(Part::Client)];
    if !rust.api.operations.is_empty() {
        files.push(RustFile::client(Part::Client));
    }
    let mut types: Vec<TypeId> = (0..rust.api.types.len()).map(TypeId).collect();
    types.sort_by_key(|id| rust.type_name(*id));
    let mut parts: BTreeMap<Option<Gate>, Vec<TypeId>> = BTreeMap::new();
    for id in types {
        parts.entry(rust.gate(id)).or_default().push(id);
    }
    files.push(RustFile {
        types: parts.remove(&None).unwrap_or_default(),
        declares_types: !parts.is_empty(),
        ..RustFile::new("types.rs", Part::Types)
    });
    let names: Vec<&str> = rust.groups().map(|(name, _)| name).collect();
    let parts = parts.into_iter();
    let parts = parts.filter_map(|(gate, types)| Some((gate?, types)));
    files.extend(parts.map(|(gate, types)| {
        let path = match gate {
            Gate::Group(group) => format!("types/{TYPES_OF_TAGS}/{}", file_of(names[group])),
            Gate::Schemas => format!("types/{SCHEMAS}.rs"),
        };
        RustFile {
            types,
            types_of: Some(gate),
            ..RustFile::new(&path, Part::Types)
        }
    }));
    let groups = rust.groups().enumerate();
    files.extend(groups.map(|(group, (name, operations))| RustFile {
        group: Some(group),
        operations: operations.to_vec(),
        ..RustFile::new(&file_of(name), Part::Group)
    }));
    files
}

/// The types in the order in which a reader meets them: operation by operation, then
/// those of webhooks.
fn in_reading_order(rust: &RustApi<'_>) -> Vec<TypeId> {
    let api = rust.api;
    let mut types = Vec::new();
    let mut emitted = BTreeSet::new();
    for operation in &api.operations {
        let mut order = Vec::new();
        for ty in operation.types() {
            add_reachable(rust, ty, &mut order);
        }
        types.extend(order.into_iter().filter(|id| emitted.insert(*id)));
    }
    for events in &api.events {
        let mut order = Vec::new();
        add_reachable(rust, &Type::Named(events.id), &mut order);
        types.extend(order.into_iter().filter(|id| emitted.insert(*id)));
    }
    types
}

fn add_reachable(rust: &RustApi<'_>, ty: &Type, order: &mut Vec<TypeId>) {
    let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = waiting.pop() {
        if order.contains(&id) {
            continue;
        }
        order.push(id);
        let mentioned = rust.api.type_def(id).kind.mentioned().into_iter();
        let mut inner: Vec<TypeId> = mentioned.filter_map(Type::named).collect();
        inner.reverse();
        waiting.extend(inner);
    }
}

/// The depth to which the compiler must be told to follow types, where that is
/// further than it does by itself: 128, and `Option<Vec<T>>` counts as three.
pub fn recursion_limit(rust: &RustApi<'_>) -> Option<usize> {
    const FOLLOWED: usize = 128;
    let depth = 4 * rust.depth;
    (depth > FOLLOWED).then(|| (2 * depth).next_power_of_two())
}
