//! The clients of tags.

use super::context::{Emit, ident};
use super::docs::{code, comment, markdown, paragraphs};
use super::item::Item;
use crate::ir::{Type, TypeId, TypeKind};
use crate::rust::file_of;
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// The files with the types that one tag alone reaches, behind its feature.
    pub(super) fn types_of_tags(&self) -> Vec<Item> {
        let api = self.api;
        let has_types = |group: usize| {
            let mut ids = (0..api.types.len()).map(TypeId);
            ids.any(|id| self.rust.gate(id) == Some(group))
        };
        let groups = self.rust.groups().zip(self.rust.features()).enumerate();
        let groups = groups.filter(|(group, _)| has_types(*group));
        let files: Vec<TokenStream> = groups
            .map(|(_, ((name, _), feature))| {
                let path = (!name.is_ascii()).then(|| {
                    let path = format!("types/{}", file_of(name));
                    quote!(#[path = #path])
                });
                let name = ident(name);
                quote! {
                    #[cfg(feature = #feature)]
                    #path
                    mod #name;
                    #[cfg(feature = #feature)]
                    pub use #name::*;
                }
            })
            .collect();
        vec![Item::Tokens(quote!(#(#files)*))]
    }

    /// Tells if some types mention others than themselves.
    pub(super) fn mentions_others(&self, types: &[TypeId]) -> bool {
        let kinds = types.iter().map(|id| &self.api.type_def(*id).kind);
        let mut mentioned = kinds.flat_map(TypeKind::mentioned).filter_map(Type::named);
        mentioned.any(|id| !types.contains(&id))
    }

    /// The client of a group of operations, if it has one, and the function that gives it.
    pub(super) fn tag_items(&self, group: usize) -> Vec<Item> {
        let Some(handle) = self.rust.handle(group) else {
            return Vec::new();
        };
        let operations = self.rust.groups().nth(group);
        let first = operations.and_then(|(_, operations)| operations.first());
        let tag = first.and_then(|&first| self.api.operations[first].tags.first());
        let of = match tag {
            Some(tag) => format!("of the tag {}", code(tag)),
            None => "without a tag".to_owned(),
        };
        let mut told = self.api.tags.iter().filter(|one| Some(&one.name) == tag);
        let told = told.next().and_then(|one| one.description.as_deref());
        let told = told.map(markdown).unwrap_or_default();
        let docs = comment(&paragraphs([vec![format!("The operations {of}.")], told]));
        let type_docs = comment(&[format!(
            "A client of the operations {of}, which borrows that of the API."
        )]);
        let (ty, accessor) = (ident(&handle.ty), ident(&handle.accessor));
        let function = quote! {
            impl Client {
                #docs
                #[inline]
                pub fn #accessor(&self) -> #ty<'_> { #ty { client: self } }
            }
        };
        let handle = quote! {
            #type_docs
            #[derive(Debug, Clone, Copy)]
            pub struct #ty<'a> { client: &'a Client }
        };
        vec![Item::Tokens(function), Item::Tokens(handle)]
    }
}
