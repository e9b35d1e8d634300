//! From an API and its names to items of Rust.
//!
//! Takes an [`Api`] and [`Names`], gives [`Module`]s. The only stage that knows
//! tokens. Looks names up and never makes one; must not know how code is laid out.

mod body;
mod client;
mod docs;
mod first_call;
mod known;
mod module;
mod object;
mod operation;
mod pages;
mod reply;
mod rust;
mod sets;
mod setters;
mod webhook;

pub use first_call::first_call;
pub use module::{Module, Uses};

use crate::diag::Pointer;
use crate::ir::{Api, Layout, Origin, Rest, Tuple, Type, TypeId, TypeKind};
use crate::names::Names;
use known::Known;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::sync::Arc;

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
pub fn emit<'a>(api: &'a Api, names: &'a Names, home: Home<'a>) -> Vec<Module<'a>> {
    let emit = Emit {
        api,
        names,
        home,
        part: Part::Types,
        uses: Uses::default(),
        known: Arc::new(Known::of(api, names)),
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

#[derive(Clone)]
struct Emit<'a> {
    api: &'a Api,
    names: &'a Names,
    home: Home<'a>,
    part: Part,
    uses: Uses,
    known: Arc<Known<'a>>,
}

impl Emit<'_> {
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
                self.uses.types.insert(id);
                quote!(#name)
            }
            Part::Client | Part::Group => {
                self.uses.types.insert(id);
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
        self.uses.runtime.insert(name);
    }

    fn import(&mut self, path: &'static str) {
        self.uses.imports.insert(path);
    }

    fn type_name(&self, id: TypeId) -> Ident {
        ident(self.names.of(id))
    }

    /// What a type is. Where the document doesn't say, where it is met.
    fn type_docs(&self, id: TypeId) -> TokenStream {
        let def = self.api.type_def(id);
        let is_told = def
            .docs
            .text
            .as_deref()
            .is_some_and(|text| !text.trim().is_empty());
        let fallback = match is_told {
            true => String::new(),
            false => self.where_met(&def.origin),
        };
        docs::attributes(&def.docs, &fallback)
    }

    fn where_met(&self, origin: &Origin) -> String {
        let function = |at: &Pointer| {
            self.known.operations.get(at).map_or_else(
                || "an operation".to_owned(),
                |&index| self.function_link(&self.names.operations[index].function),
            )
        };
        match origin {
            Origin::Named(_) => String::new(),
            Origin::Within { parent, word, .. } => match self.known.types.get(&parent.at) {
                Some(id) => format!("{} of a [`{}`].", docs::code(word), self.names.of(*id)),
                None => String::new(),
            },
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
}

/// A name from `names` as a token.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
