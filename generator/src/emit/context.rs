//! The context of a file under construction: the API, and what the file imports.

use super::docs::markdown;
use super::index::ApiIndex;
use crate::ir::{Api, TypeId};
use crate::rust::names::without_mark;
use crate::rust::{Import, Part, RustApi, RustOperation};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;
use std::sync::Arc;

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

/// The crate that code is generated into, as far as the code shows it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// The crate that the runtime is; nothing if it is a module of the crate.
    pub runtime: Option<&'a str>,
    /// `true` if the code is included into a module of a crate that was there before: it has
    /// paths that hold in any module, and no features.
    pub is_included: bool,
    /// The features of the runtime that the code needs.
    pub needs: &'a [&'static str],
}

/// The imports that items need on top of their file.
#[derive(Debug, Clone, Default)]
pub struct Uses {
    /// The tables of the runtime.
    pub(super) tables: BTreeSet<&'static str>,
    /// All else that is imported.
    pub(super) imports: BTreeSet<Import>,
    /// The types that another part than theirs uses.
    pub(super) types: BTreeSet<TypeId>,
}

impl Uses {
    /// Adds what other items use.
    pub fn add(&mut self, other: &Self) {
        self.tables.extend(&other.tables);
        self.imports.extend(&other.imports);
        self.types.extend(&other.types);
    }
}

/// The context of a file under construction.
#[derive(Clone)]
pub(super) struct Emit<'a> {
    pub(super) rust: &'a RustApi<'a>,
    pub(super) api: &'a Api,
    pub(super) target: Target<'a>,
    pub(super) around: Surroundings<'a>,
    pub(super) part: Part,
    /// The feature of a part of the API that the file stands behind, if it does.
    pub(super) feature: Option<String>,
    /// `true` in a file of types that mentions those of the file above it.
    pub(super) mentions_shared: bool,
    pub(super) uses: Uses,
    pub(super) index: Arc<ApiIndex<'a>>,
}

impl<'a> Emit<'a> {
    pub(super) fn new(rust: &'a RustApi<'a>, target: Target<'a>, around: Surroundings<'a>) -> Self {
        Self {
            rust,
            api: rust.api,
            target,
            around,
            part: Part::Types,
            feature: None,
            mentions_shared: false,
            uses: Uses::default(),
            index: Arc::new(ApiIndex::of(rust)),
        }
    }
}

impl Emit<'_> {
    /// The path of the module that the code stands in, as its parts see it.
    pub(super) fn root(&self) -> TokenStream {
        match self.target.module {
            _ if self.around.is_included => quote!(super),
            Some(module) => {
                let module = ident(module);
                quote!(crate::#module)
            }
            None => quote!(crate),
        }
    }

    /// An operation's function, as documentation names it.
    pub(super) fn function_link(&self, of: RustOperation<'_>) -> String {
        let (client, function) = (self.rust.client_of(of), without_mark(&of.names.function));
        match self.part {
            Part::Calls | Part::Client | Part::Group => format!("[`{client}::{function}`]"),
            // A link would lead nowhere where the types stand alone.
            Part::Types | Part::Cancel | Part::Examples => format!("`{client}::{function}`"),
        }
    }

    /// The API's title and version on one line.
    pub(super) fn title(&self) -> String {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = one_line(&self.api.title);
        let text = if title.is_empty() {
            "the API".to_owned()
        } else {
            format!("{title} {}", one_line(&self.api.version))
        };
        markdown(text.trim()).concat()
    }

    /// Notes a table of the runtime as used.
    pub(super) fn table(&mut self, name: &'static str) {
        self.uses.tables.insert(name);
    }

    pub(super) fn import(&mut self, import: Import) {
        self.uses.imports.insert(import);
    }

    pub(super) fn type_ident(&self, id: TypeId) -> Ident {
        ident(self.rust.type_name(id))
    }
}

/// A name as a token.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
