//! The clients of tags.

use super::context::{Emit, ident};
use super::docs::{code, comment, markdown, paragraphs};
use super::item::Item;
use quote::quote;

impl Emit<'_> {
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
