//! The files of a module, and the items in each.

use super::context::{Emit, Surroundings, Target, Uses, ident};
use super::docs::{markdown, paragraphs, running};
use super::item::Item;
use super::overview::overview;
use super::tag::path_of;
use crate::ir::{TypeId, TypeKind};
use crate::rust::{
    ALL_TAGS, CRATE, Gate, Layout, Part, RUNTIME, RustApi, RustFile, SCHEMAS, files,
    recursion_limit,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::ops::Range;

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
    /// The page that its documentation goes on with where there is a client.
    pub overview: Option<String>,
    /// The features that this page needs, since it leads to what they are for.
    pub overview_needs: Vec<&'static str>,
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
    /// The declarations of files with the types of one tag each.
    TypesOfTags,
    /// The client of a group of operations.
    Tag(usize),
    /// Operations, by their places in the API.
    Operations(Vec<usize>),
    /// Types.
    Types(Vec<TypeId>),
    /// The mapping onto the neutral interface.
    Cancel,
    /// Examples, by their places in the API.
    Examples(Range<usize>),
}

/// The modules of an API.
pub fn emit<'a>(
    rust: &'a RustApi<'a>,
    target: Target<'a>,
    around: Surroundings<'a>,
) -> Vec<Module<'a>> {
    let emit = Emit::new(rust, target, around);
    let files = files(rust).into_iter();
    files.map(|file| emit.module(file)).collect()
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
            Section::TypesOfTags => emit.types_of_tags(),
            Section::Cancel => emit.cancel(),
            Section::Tag(group) => emit.tag_items(*group),
            Section::Examples(some) => some.clone().map(|index| emit.example(index)).collect(),
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
            Part::Calls | Part::Examples => !uses.types.is_empty(),
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
            let runtime = self.emit.path(RUNTIME);
            docs.extend(TABLES.iter().map(|line| line.replace(RUNTIME, &runtime)));
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

/// The most types or operations of a section: enough to be worth a thread's
/// while, and few enough for all threads to be busy until the end.
const SECTION: usize = 32;

impl Section {
    /// The sections of a file, which has so many examples.
    fn of(file: &RustFile, examples: usize) -> Vec<Self> {
        let mut sections = Vec::new();
        sections.extend(file.is_root.then_some(Self::Modules));
        sections.extend(file.has_client.then_some(Self::Client));
        sections.extend(file.declares_types.then_some(Self::TypesOfTags));
        sections.extend(file.group.map(Self::Tag));
        let operations = file.operations.chunks(SECTION);
        sections.extend(operations.map(|some| Self::Operations(some.to_vec())));
        let types = file.types.chunks(SECTION);
        sections.extend(types.map(|some| Self::Types(some.to_vec())));
        sections.extend((file.part == Part::Cancel).then_some(Self::Cancel));
        let examples = if file.part == Part::Examples {
            examples
        } else {
            0
        };
        let starts = (0..examples).step_by(SECTION);
        sections.extend(starts.map(|at| Self::Examples(at..examples.min(at + SECTION))));
        sections
    }
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
        let features = self.rust.features();
        let features = features.first().map(|first| choice_of_tags(first));
        paragraphs([
            vec![format!("{}.", self.title())],
            description.unwrap_or_default(),
            features.unwrap_or_default(),
        ])
    }
}

impl<'a> Emit<'a> {
    fn module(&self, file: RustFile) -> Module<'a> {
        let mut docs = match file.part {
            _ if file.is_root => self.root_docs(),
            _ if file.has_client => vec![format!("The client of {}.", self.title())],
            Part::Types => vec![format!("The types of {}.", self.title())],
            Part::Cancel => vec![format!("{} in the neutral interface.", self.title())],
            Part::Examples => vec![format!("Examples of the document of {}.", self.title())],
            _ => vec![format!("Operations of {}.", self.title())],
        };
        let note = format!("Generated by `{}`; do not edit.", self.target.command);
        match docs.first_mut() {
            Some(first) => *first = format!("{first} {note}"),
            None => docs.push(note),
        }
        if file.part == Part::Examples {
            docs = paragraphs([docs, self.examples_docs()]);
        }
        let mut emit = self.clone();
        emit.part = file.part;
        let types_of = file.types_of;
        emit.mentions_shared = types_of.is_some_and(|part| self.mentions_shared(part, &file.types));
        let gate = file.group.map(Gate::Group).or(types_of);
        emit.feature = gate.and_then(|gate| self.rust.feature(gate));
        if let Some(feature) = &emit.feature {
            docs.extend([String::new(), format!("Behind the feature `{feature}`.")]);
        }
        let is_crate = file.is_root && self.target.module.is_none();
        // Code that is included stands beside no file.
        let has_page = file.is_root && !self.around.is_included;
        let page = has_page.then(|| overview(self.rust, self.target));
        Module {
            overview: page.flatten(),
            overview_needs: match self.rust.features().is_empty() {
                true => vec!["client"],
                false => vec!["client", ALL_TAGS],
            },
            recursion_limit: recursion_limit(self.rust).filter(|_| is_crate),
            docs,
            has_deprecated: self.index.has_deprecated,
            sections: Section::of(&file, self.api.examples.len()),
            path: file.path,
            emit,
        }
    }

    /// The modules beside the root, and what it shows of them.
    fn modules(&self) -> Vec<Item> {
        let has_client = !self.api.operations.is_empty();
        let gate =
            |feature: &str| (!self.around.is_included).then(|| quote!(#[cfg(feature = #feature)]));
        let cancel = self.api.cancel.as_ref();
        let cancel = cancel.map(|_| {
            let gate = gate("cancel");
            quote!(#gate pub mod cancel;)
        });
        let has_examples = !self.api.examples.is_empty();
        let examples = has_examples.then(|| match self.included_runtime() {
            Some(runtime) => quote!(#runtime::mocked! { pub mod examples; }),
            None => {
                let gate = gate("mock");
                // All of them may stand behind features that are off.
                let unused = (!self.rust.features().is_empty()).then(
                    || quote!(#[allow(unused_imports, reason = "a tag may have no examples")]),
                );
                quote!(#gate #unused pub mod examples;)
            }
        });
        let gate = gate("client").filter(|_| has_client);
        let client = has_client.then(|| quote!(#cancel #gate mod client; #examples));
        if self.part == Part::Types {
            let shown = has_client.then(|| quote!(#gate pub use client::*;));
            let items = self.handshake().into_iter().chain(client).chain(shown);
            return items.map(Item::Tokens).collect();
        }
        let features = self.rust.features();
        let groups = self.rust.groups().enumerate().map(|(group, (name, _))| {
            let (path, name) = (path_of(name), ident(name));
            let gate = match features.get(group) {
                Some(feature) => Some(quote!(#[cfg(all(feature = "client", feature = #feature))])),
                None => gate.clone(),
            };
            quote!(#gate #path pub mod #name;)
        });
        let server = self.rust.default_server().map(|_| quote!(, Server));
        let shown = has_client.then(|| quote!(#gate pub use client::{Client #server};));
        let modules = quote! {
            #client
            #(#groups)*
            pub mod types;
        };
        let items = self
            .handshake()
            .into_iter()
            .chain([modules, quote!(#shown)]);
        items.map(Item::Tokens).collect()
    }

    /// The check that the runtime is one that the code can use, if it is another crate. The
    /// features of that are stated by the manifest of a crate that is generated whole.
    fn handshake(&self) -> Option<TokenStream> {
        let runtime = ident(self.around.runtime?);
        let needs = match self.around.is_included {
            true => self.around.needs,
            false => &[],
        };
        let needs = needs.iter().map(|feature| ident(feature));
        let version = env!("CARGO_PKG_VERSION");
        Some(quote!(#runtime::requires!(#version #(, #needs)*);))
    }

    /// The runtime of code that is included, which has the features in its place.
    fn included_runtime(&self) -> Option<Ident> {
        let runtime = self.around.runtime.map(ident);
        runtime.filter(|_| self.around.is_included)
    }

    fn imports(&self, uses: &Uses) -> TokenStream {
        let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for import in &uses.imports {
            let names = paths.entry(import.module()).or_default();
            names.insert(import.name());
        }
        let whole = paths.remove(CRATE).map(|_| self.whole_runtime());
        let mut runtime = paths.remove(RUNTIME).unwrap_or_default();
        runtime.extend(&uses.tables);
        let others = paths.iter().map(|(module, names)| {
            let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
            let module = tokens(&self.path(module));
            match &names[..] {
                [one] => quote!(use #module::#one;),
                several => quote!(use #module::{#(#several),*};),
            }
        });
        let runtime: Vec<Ident> = runtime.into_iter().map(ident).collect();
        let path = tokens(&self.path(RUNTIME));
        let runtime = (!runtime.is_empty()).then(|| quote!(use #path::{#(#runtime),*};));
        let root = self.root();
        let above = match self.feature.as_deref() {
            Some(SCHEMAS) => quote!(super),
            _ => quote!(super::super),
        };
        let own = match (self.part, uses.types.is_empty()) {
            (Part::Group, false) => Some(quote!(use #root::{Client, types};)),
            (Part::Group, true) => Some(quote!(use #root::Client;)),
            (Part::Cancel, _) => Some(quote!(
                use super::Client;
            )),
            (Part::Examples, false) if self.rust.layout == Layout::Split => Some(quote!(
                use super::types;
            )),
            (Part::Calls | Part::Examples, false) => {
                let names: BTreeSet<&str> = uses
                    .types
                    .iter()
                    .map(|id| self.rust.type_name(*id))
                    .collect();
                let names = names.into_iter().map(ident);
                Some(quote!(use super::{#(#names),*};))
            }
            (Part::Types, _) if self.mentions_shared => Some(quote!(
                use #above::*;
            )),
            _ => None,
        };
        quote!(#own #runtime #whole #(#others)*)
    }

    /// The import of the runtime as a module.
    fn whole_runtime(&self) -> TokenStream {
        match self.around.runtime.map(ident) {
            None => quote!(
                use crate::runtime;
            ),
            Some(runtime) => quote!(use #runtime as runtime;),
        }
    }

    /// The path of a module that something is imported from. A runtime that is a crate hands
    /// out the libraries that code needs, for the crate around the code needn't have them.
    fn path(&self, module: &str) -> String {
        let Some(runtime) = self.around.runtime else {
            return module.to_owned();
        };
        match module.strip_prefix(RUNTIME) {
            Some(rest) => format!("{runtime}{rest}"),
            None if module.starts_with("std::") => module.to_owned(),
            None => format!("{runtime}::{module}"),
        }
    }
}

/// The lines on how to leave out tags, by the feature of one of them.
fn choice_of_tags(feature: &str) -> Vec<String> {
    let text = format!(
        "Each tag is a feature, and `{SCHEMAS}` is that of the types of webhooks and of all else that \
         no operation leads to. All are on by default: a crate that calls few tags is built faster with \
         `default-features = false, features = [\"client\", \"{feature}\"]`."
    );
    running(&text)
}

/// A path as tokens.
fn tokens(path: &str) -> TokenStream {
    let parts = path.split("::").map(ident);
    quote!(#(#parts)::*)
}
