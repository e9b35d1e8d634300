//! From an API and its names to items of Rust.
//!
//! Takes an [`Api`] and [`Names`], gives [`Module`]s. The only stage that knows
//! tokens. Looks names up and never makes one; must not know how code is laid out.

mod body;
mod client;
mod docs;
mod first_call;
mod object;
mod operation;
mod pages;
mod reply;
mod rust;
mod sets;
mod setters;
mod webhook;

pub use first_call::first_call;

use crate::diag::Pointer;
use crate::ir::{Api, Layout, Origin, Rest, Tuple, Type, TypeId, TypeKind};
use crate::names::Names;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// A file of Rust on its way.
#[derive(Debug)]
pub struct Module {
    /// Its path within the module of the API.
    pub path: String,
    /// Its doc comment, line by line.
    pub docs: Vec<String>,
    /// Whether it mentions what the document calls deprecated.
    pub has_deprecated: bool,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// An item of a module.
#[derive(Debug)]
pub enum Item {
    /// Anything.
    Tokens(TokenStream),
    /// A table: a macro of the runtime and its rows.
    Table(Table),
}

/// What a type looks like on the wire, one row for each of its members.
#[derive(Debug)]
pub struct Table {
    /// The macro.
    pub name: &'static str,
    /// What stands before the rows.
    pub head: String,
    /// The rows, each Rust tokens without its comma; nothing for a macro without any.
    pub rows: Option<Vec<String>>,
    /// The rows behind `const`.
    pub constants: Vec<String>,
}

impl Table {
    /// A macro without rows.
    fn plain(name: &'static str, head: String) -> Self {
        Self {
            name,
            head,
            rows: None,
            constants: Vec::new(),
        }
    }

    /// A macro with rows.
    fn new(name: &'static str, head: String, rows: Vec<String>) -> Self {
        Self {
            name,
            head,
            rows: Some(rows),
            constants: Vec::new(),
        }
    }
}

/// Where generated code will stand.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// The package that it is in.
    pub package: &'a str,
    /// The module that it is, or nothing for the root of a crate.
    pub module: Option<&'a str>,
    /// The command that generates it.
    pub command: &'a str,
}

/// The modules of an API.
pub fn emit(api: &Api, names: &Names, home: Home<'_>) -> Vec<Module> {
    let mut emit = Emit {
        api,
        names,
        home,
        part: Part::Types,
        runtime: BTreeSet::new(),
        imports: BTreeSet::new(),
        types: BTreeSet::new(),
    };
    match api.layout() {
        Layout::Single => emit.single(),
        Layout::Split => emit.split(),
    }
}

/// Which part of the code is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The client and all operations, in one file.
    Calls,
    /// The client of a split layout.
    Client,
    /// The operations of a tag.
    Group,
    /// The types.
    Types,
}

struct Emit<'a> {
    api: &'a Api,
    names: &'a Names,
    home: Home<'a>,
    part: Part,
    /// What is used of the runtime.
    runtime: BTreeSet<&'static str>,
    /// Other imports, by their full paths.
    imports: BTreeSet<&'static str>,
    /// The types that another part than theirs uses.
    types: BTreeSet<TypeId>,
}

impl Emit<'_> {
    /// The types at the root; the client and what it calls in a file of their
    /// own, which a feature leaves out as a whole.
    fn single(&mut self) -> Vec<Module> {
        let has_client = !self.api.operations.is_empty();
        let client = has_client.then(|| {
            self.part = Part::Calls;
            let mut items = self.client();
            for index in 0..self.api.operations.len() {
                items.extend(self.operation(index));
            }
            let docs = vec![format!("The client of {}.", self.title())];
            self.module("client.rs".to_owned(), docs, items)
        });
        self.part = Part::Types;
        let mut items = Vec::new();
        if has_client {
            items.push(Item::Tokens(quote! {
                #[cfg(feature = "client")]
                mod client;
            }));
            items.push(Item::Tokens(quote! {
                #[cfg(feature = "client")]
                pub use client::*;
            }));
        }
        let mut emitted = BTreeSet::new();
        for index in 0..self.api.operations.len() {
            for id in self.reading_order(index) {
                if emitted.insert(id) {
                    items.extend(self.type_def(id));
                }
            }
        }
        for events in &self.api.events {
            let mut order = Vec::new();
            self.add_reachable(&Type::Named(events.id), &mut order);
            for id in order {
                if emitted.insert(id) {
                    items.extend(self.type_def(id));
                }
            }
        }
        let docs = self.root_docs();
        let mut modules = vec![self.module("mod.rs".to_owned(), docs, items)];
        modules.extend(client);
        modules
    }

    fn split(&mut self) -> Vec<Module> {
        self.part = Part::Client;
        let groups = &self.names.groups;
        let has_client = !self.api.operations.is_empty();
        let client = has_client.then(|| {
            let items = self.client();
            let docs = vec![format!("The client of {}.", self.title())];
            self.module("client.rs".to_owned(), docs, items)
        });
        let mods = groups.iter().map(|(name, _)| ident(name));
        let server = self.has_servers().then(|| quote!(, Server));
        let client_mod = has_client.then(|| {
            quote! {
                #[cfg(feature = "client")]
                mod client;
            }
        });
        let client_use = has_client.then(|| {
            quote! {
                #[cfg(feature = "client")]
                pub use client::{Client #server};
            }
        });
        let items = vec![
            Item::Tokens(quote! {
                #client_mod
                #(#[cfg(feature = "client")] pub mod #mods;)*
                pub mod types;
            }),
            Item::Tokens(quote!(#client_use)),
        ];
        let docs = self.root_docs();
        let mut modules = vec![self.module("mod.rs".to_owned(), docs, items)];
        modules.extend(client);
        self.part = Part::Types;
        let mut types: Vec<TypeId> = (0..self.api.types.len()).map(TypeId).collect();
        types.sort_by_key(|id| self.names.of(*id));
        let items = types.into_iter().flat_map(|id| self.type_def(id)).collect();
        let docs = vec![format!("The types of {}.", self.title())];
        modules.push(self.module("types.rs".to_owned(), docs, items));
        self.part = Part::Group;
        for (name, operations) in groups {
            let items = operations
                .iter()
                .flat_map(|index| self.operation(*index))
                .collect();
            let path = format!("{}.rs", name.trim_start_matches("r#"));
            let docs = vec![format!("Operations of {}.", self.title())];
            modules.push(self.module(path, docs, items));
        }
        modules
    }

    /// A file with what it uses on top.
    fn module(&mut self, path: String, mut docs: Vec<String>, mut items: Vec<Item>) -> Module {
        let uses = self.uses();
        if !uses.is_empty() {
            items.insert(0, Item::Tokens(uses));
        }
        self.runtime.clear();
        self.imports.clear();
        self.types.clear();
        let note = format!("Generated by `{}`; do not edit.", self.home.command);
        match docs.first_mut() {
            Some(first) => *first = format!("{first} {note}"),
            None => docs.push(note),
        }
        let has_deprecated = self.api.has_deprecated();
        Module {
            path,
            docs,
            has_deprecated,
            items,
        }
    }

    fn root_docs(&self) -> Vec<String> {
        let mut docs = vec![format!("{}.", self.title())];
        if let Some(description) = &self.api.description {
            docs.push(String::new());
            docs.extend(self::docs::markdown(description));
        }
        docs
    }

    /// The path of the module that the code stands in.
    fn root(&self) -> TokenStream {
        match self.home.module {
            Some(module) => {
                let module = ident(module);
                quote!(crate::#module)
            }
            None => quote!(crate),
        }
    }

    /// An operation's function, as documentation names it.
    fn function_link(&self, function: &str) -> String {
        let function = function.trim_start_matches("r#");
        match self.part {
            Part::Calls | Part::Client | Part::Group => format!("[`Client::{function}`]"),
            // A link would lead nowhere where the types stand alone.
            Part::Types => format!("`Client::{function}`"),
        }
    }

    /// The name of a type as it is written from where the code stands.
    fn path(&mut self, id: TypeId) -> TokenStream {
        let name = self.type_name(id);
        match self.part {
            Part::Types => quote!(#name),
            Part::Calls => {
                self.types.insert(id);
                quote!(#name)
            }
            Part::Client | Part::Group => {
                self.types.insert(id);
                quote!(types::#name)
            }
        }
    }

    /// The API's title and version on one line.
    fn title(&self) -> String {
        let title = self
            .api
            .title
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let version = self
            .api
            .version
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let text = match title.is_empty() {
            true => "the API".to_owned(),
            false => format!("{title} {version}"),
        };
        docs::markdown(text.trim()).concat()
    }

    fn runtime(&mut self, name: &'static str) {
        self.runtime.insert(name);
    }

    fn import(&mut self, path: &'static str) {
        self.imports.insert(path);
    }

    fn type_name(&self, id: TypeId) -> Ident {
        ident(self.names.of(id))
    }

    /// What a type is. Where the document doesn't say, where it is met.
    fn type_docs(&self, id: TypeId) -> TokenStream {
        let def = self.api.type_def(id);
        docs::attributes(&def.docs, &self.where_met(&def.origin))
    }

    fn where_met(&self, origin: &Origin) -> String {
        let function = |at: &Pointer| {
            let index = self
                .api
                .operations
                .iter()
                .position(|operation| operation.at == *at);
            index.map_or_else(
                || "an operation".to_owned(),
                |i| self.function_link(&self.names.operations[i].function),
            )
        };
        match origin {
            Origin::Named(_) => String::new(),
            Origin::Within { parent, word, .. } => {
                let mut types = self.api.types.iter();
                match types.position(|def| def.places.contains(&parent.at)) {
                    Some(i) => format!("{} of a [`{}`].", docs::code(word), self.names.types[i]),
                    None => String::new(),
                }
            }
            Origin::Request {
                operation,
                offer: None,
            } => format!("The body of {}.", function(operation)),
            Origin::Request {
                operation,
                offer: Some(media_type),
            } => format!(
                "The body of {} as {}.",
                function(operation),
                docs::code(media_type)
            ),
            Origin::Events { .. } => String::new(),
            Origin::Payload { operation, name } => match operation {
                None => format!("The body of the webhook {}.", docs::code(name)),
                Some(operation) => format!(
                    "The body of the callback {} of {}.",
                    docs::code(name),
                    function(operation)
                ),
            },
            Origin::Reply {
                operation,
                offer: None,
                ..
            } => format!("A reply of {}.", function(operation)),
            Origin::Reply {
                operation,
                offer: Some(media_type),
                ..
            } => format!(
                "A reply of {} as {}.",
                function(operation),
                docs::code(media_type)
            ),
            Origin::Parameter { operation, name } => {
                format!(
                    "The parameter {} of {}.",
                    docs::code(name),
                    function(operation)
                )
            }
        }
    }

    fn type_def(&mut self, id: TypeId) -> Vec<Item> {
        match &self.api.type_def(id).kind {
            TypeKind::Struct(object) => self.object(id, object),
            TypeKind::Enum(set) => self.enumeration(id, set),
            TypeKind::Union(union) => self.union(id, union),
            TypeKind::Tuple(tuple) => self.tuple(id, tuple),
            TypeKind::Wrapper(ty) => self.wrapper(id, ty),
        }
    }

    fn wrapper(&mut self, id: TypeId, ty: &Type) -> Vec<Item> {
        self.runtime("wrapper");
        let (name, docs, derives) = (self.type_name(id), self.type_docs(id), self.derives(id));
        let ty = self.ty(ty);
        vec![
            Item::Tokens(quote!(#docs #derives pub struct #name(pub #ty);)),
            Item::Table(Table::plain("wrapper", name.to_string())),
        ]
    }

    /// A tuple and its table: `required`, or `optional` from the first place that
    /// may be absent, and the `rest`.
    fn tuple(&mut self, id: TypeId, tuple: &Tuple) -> Vec<Item> {
        self.runtime("tuple");
        let (name, docs, derives) = (self.type_name(id), self.type_docs(id), self.derives(id));
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        for (index, ty) in tuple.places.iter().enumerate() {
            let ty = self.ty(ty);
            match index < tuple.required {
                true => {
                    fields.push(quote!(pub #ty));
                    rows.push(format!("{index}: required"));
                }
                false => {
                    fields.push(quote!(pub Option<#ty>));
                    rows.push(format!("{index}: optional"));
                }
            }
        }
        if let Rest::Kept(ty) = &tuple.rest {
            let ty = self.ty(&Type::Array(Box::new(ty.clone())));
            fields.push(quote!(pub #ty));
            rows.push(format!("{}: rest", tuple.places.len()));
        }
        vec![
            Item::Tokens(quote!(#docs #derives pub struct #name(#(#fields),*);)),
            Item::Table(Table::new("tuple", name.to_string(), rows)),
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

    fn uses(&self) -> TokenStream {
        let mut paths: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
        for path in &self.imports {
            if let Some((module, name)) = path.rsplit_once("::") {
                paths.entry(module).or_default().push(ident(name));
            }
        }
        let others = paths.iter().map(|(module, names)| {
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
        let runtime: Vec<Ident> = self.runtime.iter().map(|name| ident(name)).collect();
        let runtime = (!runtime.is_empty()).then(|| quote!(use crate::runtime::{#(#runtime),*};));
        let root = self.root();
        let own = match (self.part, self.types.is_empty()) {
            (Part::Group, false) => Some(quote!(use #root::{Client, types};)),
            (Part::Group, true) => Some(quote!(use #root::Client;)),
            (Part::Calls, false) => {
                let names: BTreeSet<&str> =
                    self.types.iter().map(|id| self.names.of(*id)).collect();
                let names = names.into_iter().map(ident);
                Some(quote!(use super::{#(#names),*};))
            }
            _ => None,
        };
        quote!(#own #runtime #(#others)*)
    }
}

/// A name from `names` as a token.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
