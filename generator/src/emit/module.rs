//! The files of a module, and the items in each.

use super::context::{Emit, Part, Target, Uses, ident};
use super::docs::{markdown, paragraphs};
use super::item::Item;
use crate::ir::{Type, TypeId, TypeKind};
use crate::rust::{Layout, RUNTIME, RustApi};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// A file of Rust on its way. Its items are made when they are asked for, so
/// that several threads can do it.
pub struct Module<'a> {
    /// Its path within the module of the API.
    pub path: String,
    /// Its doc comment but for the tables in it, line by line.
    docs: Vec<String>,
    /// `true` if it mentions what the document calls deprecated.
    pub has_deprecated: bool,
    /// The depth that the compiler must follow types, where that is further than it does
    /// by itself. Only the root of a crate can say so.
    pub recursion_limit: Option<usize>,
    /// Its sections.
    sections: Vec<Section>,
    emit: Emit<'a>,
}

/// Some of the items of a module.
enum Section {
    /// The declarations of the modules beside it.
    Modules,
    /// The client and its builder.
    Client,
    /// Operations, by their places in the API.
    Operations(Vec<usize>),
    /// Types.
    Types(Vec<TypeId>),
    /// The mapping onto the neutral interface.
    Cancel,
}

/// The modules of an API.
pub fn emit<'a>(rust: &'a RustApi<'a>, target: Target<'a>) -> Vec<Module<'a>> {
    let emit = Emit::new(rust, target);
    match rust.layout {
        Layout::Single => emit.single_file(),
        Layout::Split => emit.split_files(),
    }
}

impl Module<'_> {
    /// The number of its sections.
    pub fn sections(&self) -> usize {
        self.sections.len()
    }

    /// The items of a section, and what they use.
    pub fn items(&self, section: usize) -> (Vec<Item>, Uses) {
        let mut emit = self.emit.clone();
        let items = match &self.sections[section] {
            Section::Modules => emit.modules(),
            Section::Client => emit.client(),
            Section::Cancel => emit.cancel(),
            Section::Operations(operations) => {
                let operations = operations.iter();
                operations
                    .flat_map(|index| emit.operation(*index))
                    .collect()
            }
            Section::Types(types) => types.iter().flat_map(|id| emit.type_items(*id)).collect(),
        };
        (items, mem::take(&mut emit.uses))
    }

    /// The names that the file of these items imports though a type has them that
    /// stands there, too.
    pub fn clashes(&self, uses: &Uses) -> BTreeSet<&'static str> {
        let has_types = match self.emit.part {
            Part::Types => true,
            Part::Calls => !uses.types.is_empty(),
            Part::Client | Part::Group | Part::Cancel => false,
        };
        let names = uses.imports.iter().map(|import| import.name());
        names
            .filter(|name| has_types && self.emit.index.type_names.contains(name))
            .collect()
    }

    /// The lines of the doc comment of a file whose items use all this.
    pub fn file_docs(&self, uses: &Uses) -> Vec<String> {
        let mut docs = self.docs.clone();
        if !uses.tables.is_empty() {
            docs.extend(TABLES.iter().map(|line| (*line).to_owned()));
        }
        docs
    }

    /// The imports of a file whose items use all this.
    pub fn imports(&self, uses: &Uses) -> TokenStream {
        self.emit.imports(uses)
    }
}

/// The docs of the tables in a file.
const TABLES: &[&str] = &[
    "",
    "The macro calls are tables: each states how the item above it looks on the wire.",
    "[`runtime`](crate::runtime#tables) documents them.",
];

/// The file of a module. What isn't ASCII in its name stands there as its code
/// point, behind two underscores, which no name has.
fn file_of(module: &str) -> String {
    let plain = module.trim_start_matches("r#").chars();
    let plain = plain.map(|c| {
        if c.is_ascii() {
            c.to_string()
        } else {
            format!("__{:x}", u32::from(c))
        }
    });
    plain.chain([".rs".to_owned()]).collect()
}

/// The most types or operations of a section: enough to be worth a thread's
/// while, and few enough for all threads to be busy until the end.
const SECTION: usize = 32;

fn sections<T: Clone>(all: &[T], section: fn(Vec<T>) -> Section) -> impl Iterator<Item = Section> {
    all.chunks(SECTION).map(move |some| section(some.to_vec()))
}

impl Emit<'_> {
    fn type_items(&mut self, id: TypeId) -> Vec<Item> {
        match &self.api.type_def(id).kind {
            TypeKind::Struct(object) => self.object(id, object),
            TypeKind::Enum(set) => self.enumeration(id, set),
            TypeKind::Union(union) => self.union(id, union),
            TypeKind::Tuple(tuple) => self.tuple(id, tuple),
            TypeKind::Wrapper(_) => self.wrapper(id),
        }
    }

    fn root_docs(&self) -> Vec<String> {
        let description = self.api.description.as_deref().map(markdown);
        paragraphs([
            vec![format!("{}.", self.title())],
            description.unwrap_or_default(),
        ])
    }
}

impl<'a> Emit<'a> {
    /// The types at the root; the client and what it calls in a file of their
    /// own, which a feature leaves out as a whole.
    fn single_file(&self) -> Vec<Module<'a>> {
        let mut types = Vec::new();
        let mut emitted = BTreeSet::new();
        for index in 0..self.api.operations.len() {
            types.extend(
                self.reading_order(index)
                    .into_iter()
                    .filter(|id| emitted.insert(*id)),
            );
        }
        for events in &self.api.events {
            let mut order = Vec::new();
            self.add_reachable(&Type::Named(events.id), &mut order);
            types.extend(order.into_iter().filter(|id| emitted.insert(*id)));
        }
        let mut root = vec![Section::Modules];
        root.extend(sections(&types, Section::Types));
        let mut modules =
            vec![self.module(Part::Types, "mod.rs".to_owned(), self.root_docs(), root)];
        if !self.api.operations.is_empty() {
            let operations: Vec<usize> = (0..self.api.operations.len()).collect();
            let mut client = vec![Section::Client];
            client.extend(sections(&operations, Section::Operations));
            modules.push(self.client_module(Part::Calls, client));
        }
        modules.extend(self.cancel_module());
        modules
    }

    /// The types in a file, the client in another, and one for each tag.
    fn split_files(&self) -> Vec<Module<'a>> {
        let root = vec![Section::Modules];
        let mut modules =
            vec![self.module(Part::Client, "mod.rs".to_owned(), self.root_docs(), root)];
        if !self.api.operations.is_empty() {
            modules.push(self.client_module(Part::Client, vec![Section::Client]));
        }
        let mut types: Vec<TypeId> = (0..self.api.types.len()).map(TypeId).collect();
        types.sort_by_key(|id| self.names.of(*id));
        let types = sections(&types, Section::Types).collect();
        let docs = vec![format!("The types of {}.", self.title())];
        modules.push(self.module(Part::Types, "types.rs".to_owned(), docs, types));
        for (name, operations) in &self.names.groups {
            let operations = sections(operations, Section::Operations).collect();
            let path = file_of(name);
            let docs = vec![format!("Operations of {}.", self.title())];
            modules.push(self.module(Part::Group, path, docs, operations));
        }
        modules.extend(self.cancel_module());
        modules
    }

    fn client_module(&self, part: Part, sections: Vec<Section>) -> Module<'a> {
        let docs = vec![format!("The client of {}.", self.title())];
        self.module(part, "client.rs".to_owned(), docs, sections)
    }

    /// The mapping onto the neutral interface, if there is one.
    fn cancel_module(&self) -> Option<Module<'a>> {
        self.api.cancel.as_ref()?;
        let docs = vec![format!("{} in the neutral interface.", self.title())];
        let sections = vec![Section::Cancel];
        Some(self.module(Part::Cancel, "cancel.rs".to_owned(), docs, sections))
    }

    fn module(
        &self,
        part: Part,
        path: String,
        mut docs: Vec<String>,
        sections: Vec<Section>,
    ) -> Module<'a> {
        let note = format!("Generated by `{}`; do not edit.", self.target.command);
        match docs.first_mut() {
            Some(first) => *first = format!("{first} {note}"),
            None => docs.push(note),
        }
        let mut emit = self.clone();
        emit.part = part;
        Module {
            recursion_limit: self.recursion_limit().filter(|_| path == "mod.rs"),
            path,
            docs,
            has_deprecated: self.index.has_deprecated,
            sections,
            emit,
        }
    }

    /// The compiler follows 128 types, and takes `Option<Vec<T>>` for three.
    fn recursion_limit(&self) -> Option<usize> {
        const FOLLOWED: usize = 128;
        let depth = 4 * self.rust.depth;
        let is_root = self.target.module.is_none();
        (is_root && depth > FOLLOWED).then(|| (2 * depth).next_power_of_two())
    }

    /// The modules beside the root, and what it shows of them.
    fn modules(&self) -> Vec<Item> {
        let has_client = !self.api.operations.is_empty();
        let gate = has_client.then(|| quote!(#[cfg(feature = "client")]));
        let cancel = self.api.cancel.as_ref();
        let cancel = cancel.map(|_| {
            quote!(
                #[cfg(feature = "cancel")]
                pub mod cancel;
            )
        });
        let client = has_client.then(|| quote!(#cancel #gate mod client;));
        if self.part == Part::Types {
            let shown = has_client.then(|| quote!(#gate pub use client::*;));
            return client.into_iter().chain(shown).map(Item::Tokens).collect();
        }
        let groups = self.names.groups.iter().map(|(name, _)| {
            // The compiler finds files by the names of modules in ASCII only.
            let path = (!name.is_ascii()).then(|| {
                let path = file_of(name);
                quote!(#[path = #path])
            });
            let name = ident(name);
            quote!(#path pub mod #name;)
        });
        let server = self.rust.servers().next().map(|_| quote!(, Server));
        let shown = has_client.then(|| quote!(#gate pub use client::{Client #server};));
        vec![
            Item::Tokens(quote! {
                #client
                #(#gate #groups)*
                pub mod types;
            }),
            Item::Tokens(quote!(#shown)),
        ]
    }

    /// The types of an operation in the order in which a reader meets them.
    fn reading_order(&self, index: usize) -> Vec<TypeId> {
        let operation = &self.api.operations[index];
        let mut order: Vec<TypeId> = Vec::new();
        for ty in operation.types() {
            self.add_reachable(ty, &mut order);
        }
        order
    }

    fn add_reachable(&self, ty: &Type, order: &mut Vec<TypeId>) {
        let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
        while let Some(id) = waiting.pop() {
            if order.contains(&id) {
                continue;
            }
            order.push(id);
            let mut inner: Vec<TypeId> = self
                .api
                .type_def(id)
                .kind
                .mentioned()
                .into_iter()
                .filter_map(Type::named)
                .collect();
            inner.reverse();
            waiting.extend(inner);
        }
    }

    fn imports(&self, uses: &Uses) -> TokenStream {
        let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for import in &uses.imports {
            let names = paths.entry(import.module()).or_default();
            names.insert(import.name());
        }
        let mut runtime = paths.remove(RUNTIME).unwrap_or_default();
        runtime.extend(&uses.tables);
        let others = paths.iter().map(|(module, names)| {
            let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
            let module: TokenStream = module
                .split("::")
                .map(ident)
                .map(|part| quote!(#part::))
                .collect();
            match &names[..] {
                [one] => quote!(use #module #one;),
                several => quote!(use #module {#(#several),*};),
            }
        });
        let runtime: Vec<Ident> = runtime.into_iter().map(ident).collect();
        let runtime = (!runtime.is_empty()).then(|| quote!(use crate::runtime::{#(#runtime),*};));
        let root = self.root();
        let own = match (self.part, uses.types.is_empty()) {
            (Part::Group, false) => Some(quote!(use #root::{Client, types};)),
            (Part::Group, true) => Some(quote!(use #root::Client;)),
            (Part::Cancel, _) => Some(quote!(
                use super::Client;
            )),
            (Part::Calls, false) => {
                let names: BTreeSet<&str> =
                    uses.types.iter().map(|id| self.names.of(*id)).collect();
                let names = names.into_iter().map(ident);
                Some(quote!(use super::{#(#names),*};))
            }
            _ => None,
        };
        quote!(#own #runtime #(#others)*)
    }
}

#[cfg(test)]
mod tests {
    use super::file_of;

    #[test]
    fn a_module_has_a_file_in_ascii() {
        assert_eq!(file_of("orders"), "orders.rs");
        assert_eq!(file_of("r#type"), "type.rs");
        assert_eq!(file_of("größe"), "gr__f6__dfe.rs");
    }
}
