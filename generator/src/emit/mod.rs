//! From an API and its names to items of Rust.
//!
//! Takes an [`Api`] and [`Names`], gives [`Module`]s. The only stage that knows
//! tokens. Looks names up and never makes one; must not know how code is laid out.

mod body;
mod client;
mod docs;
mod enums;
mod first_call;
mod index;
mod module;
mod object;
mod operation;
mod pages;
mod print;
mod response;
mod setters;
mod webhook;

pub use first_call::first_call;
pub use module::{Module, Uses};

use crate::diag::Pointer;
use crate::ir::{Api, Origin, Tuple, TypeId, TypeKind};
use crate::rust::names::Names;
use crate::rust::{Import, Layout, RustApi, RustType};
use index::ApiIndex;
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

/// The form of a type on the wire, one row for each of its members.
#[derive(Debug)]
pub struct Table {
    /// The macro.
    pub name: &'static str,
    /// The text before the rows.
    pub head: String,
    /// The rows; nothing for a macro without any.
    pub rows: Option<Vec<Row>>,
    /// The rows behind `const`.
    pub constants: Vec<Row>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// The lines of its doc comment.
    pub docs: Vec<String>,
    /// `true` if it is marked as deprecated.
    pub is_deprecated: bool,
    /// Its tokens of Rust, without the comma.
    pub text: String,
}

impl From<String> for Row {
    fn from(text: String) -> Self {
        Self {
            docs: Vec::new(),
            is_deprecated: false,
            text,
        }
    }
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
    fn new<R: Into<Row>>(name: &'static str, head: String, rows: Vec<R>) -> Self {
        Self {
            name,
            head,
            rows: Some(rows.into_iter().map(R::into).collect()),
            constants: Vec::new(),
        }
    }
}

/// The place that code is generated for.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The package that it is in.
    pub package: &'a str,
    /// The module that it is, or nothing for the root of a crate.
    pub module: Option<&'a str>,
    /// The command that generates it.
    pub command: &'a str,
}

/// The modules of an API.
pub fn emit<'a>(rust: &'a RustApi<'a>, target: Target<'a>) -> Vec<Module<'a>> {
    let emit = Emit {
        rust,
        api: rust.api,
        names: &rust.names,
        target,
        part: Part::Types,
        uses: Uses::default(),
        index: Arc::new(ApiIndex::of(rust)),
    };
    match rust.layout {
        Layout::Single => emit.single(),
        Layout::Split => emit.split(),
    }
}

/// A part of the code.
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
    rust: &'a RustApi<'a>,
    api: &'a Api,
    names: &'a Names,
    target: Target<'a>,
    part: Part,
    uses: Uses,
    index: Arc<ApiIndex<'a>>,
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
        match self.target.module {
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

    /// Notes a table of the runtime as used.
    fn table(&mut self, name: &'static str) {
        self.uses.tables.insert(name);
    }

    fn import(&mut self, import: Import) {
        self.uses.imports.insert(import);
    }

    fn type_name(&self, id: TypeId) -> Ident {
        ident(self.names.of(id))
    }

    /// The docs of a type. Where the document has none, the place it is met at.
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
            self.index.operations.get(at).map_or_else(
                || "an operation".to_owned(),
                |&index| self.function_link(&self.names.operations[index].function),
            )
        };
        match origin {
            Origin::Named(_) => String::new(),
            Origin::Within { parent, word, .. } => match self.index.types.get(&parent.at) {
                Some(id) => format!("{} of a [`{}`].", docs::code(word), self.names.of(*id)),
                None => String::new(),
            },
            Origin::Request {
                operation,
                media_type: None,
            } => format!("The body of {}.", function(operation)),
            Origin::Request {
                operation,
                media_type: Some(media_type),
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
            Origin::Response {
                operation,
                media_type: None,
                ..
            } => format!("A response of {}.", function(operation)),
            Origin::Response {
                operation,
                media_type: Some(media_type),
                ..
            } => format!(
                "A response of {} as {}.",
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
            TypeKind::Wrapper(_) => self.wrapper(id),
        }
    }

    fn wrapper(&mut self, id: TypeId) -> Vec<Item> {
        self.table("wrapper");
        let (name, docs, derives) = (self.type_name(id), self.type_docs(id), self.derives(id));
        let types = self.rust.mentioned(id).iter();
        let types = types.map(|ty| self.ty(ty));
        let types: Vec<TokenStream> = types.collect();
        vec![
            Item::Tokens(quote!(#docs #derives pub struct #name(#(pub #types),*);)),
            Item::Table(Table::plain("wrapper", name.to_string())),
        ]
    }

    /// A tuple and its table: `required`, or `optional` from the first place that
    /// may be absent, and the `rest`.
    fn tuple(&mut self, id: TypeId, tuple: &Tuple) -> Vec<Item> {
        self.table("tuple");
        let (name, docs, derives) = (self.type_name(id), self.type_docs(id), self.derives(id));
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        for (index, ty) in self.rust.mentioned(id).iter().enumerate() {
            if index == tuple.places.len() {
                let rest: TokenStream = self.ty(&RustType::Vec(Box::new(ty.clone())));
                fields.push(quote!(pub #rest));
                rows.push(format!("{index}: rest"));
                break;
            }
            let ty: TokenStream = self.ty(ty);
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
