//! The clients of tags.

use super::context::{Emit, ident};
use super::docs::{code, comment, markdown, paragraphs};
use super::item::Item;
use crate::ir::{Type, TypeId, TypeKind};
use crate::rust::{Gate, SCHEMAS, TYPES_OF_TAGS, file_of};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

impl Emit<'_> {
    /// The files with the types that one tag alone reaches, or none, behind its feature.
    pub(super) fn types_of_tags(&self) -> Vec<Item> {
        let ids = (0..self.api.types.len()).map(TypeId);
        let with_types: BTreeSet<Gate> = ids.filter_map(|id| self.rust.gate(id)).collect();
        let groups = self.rust.groups().zip(self.rust.features()).enumerate();
        let groups = groups.filter(|(group, _)| with_types.contains(&Gate::Group(*group)));
        let tags = ident(TYPES_OF_TAGS);
        let (mut shown, mut files) = (Vec::new(), Vec::new());
        for (_, ((name, _), feature)) in groups {
            let (path, name) = (path_of(name), ident(name));
            shown.push(quote!(#[cfg(feature = #feature)] pub use #tags::#name::*;));
            files.push(quote!(#[cfg(feature = #feature)] #path pub mod #name;));
        }
        let tags = (!files.is_empty()).then(|| quote!(mod #tags { #(#files)* }));
        let schemas = with_types.contains(&Gate::Schemas).then(|| {
            let name = ident(SCHEMAS);
            quote! {
                #[cfg(feature = #SCHEMAS)] pub use #name::*;
                #[cfg(feature = #SCHEMAS)] mod #name;
            }
        });
        let items = [quote!(#schemas #(#shown)*), quote!(#tags)].into_iter();
        items
            .filter(|one| !one.is_empty())
            .map(Item::Tokens)
            .collect()
    }

    /// Tells if types that one part of the API alone needs mention others.
    pub(super) fn mentions_shared(&self, part: Gate, types: &[TypeId]) -> bool {
        let kinds = types.iter().map(|id| &self.api.type_def(*id).kind);
        let mut mentioned = kinds.flat_map(TypeKind::mentioned).filter_map(Type::named);
        mentioned.any(|id| self.rust.gate(id) != Some(part))
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

/// The attribute with the file of a module. The compiler finds those of modules in ASCII by
/// itself.
pub(super) fn path_of(module: &str) -> Option<TokenStream> {
    (!module.is_ascii()).then(|| {
        let path = file_of(module);
        quote!(#[path = #path])
    })
}
