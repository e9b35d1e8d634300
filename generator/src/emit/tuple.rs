//! Tuples and newtypes.

use super::context::Emit;
use super::item::{Item, Table};
use crate::ir::{Tuple, TypeId};
use crate::rust::RustType;
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// A newtype and its table.
    pub(super) fn wrapper(&mut self, id: TypeId) -> Vec<Item> {
        self.table("wrapper");
        let (name, docs, derives) = (self.type_ident(id), self.type_docs(id), self.derives(id));
        let types = self.rust.member_types(id).iter();
        let types = types.map(|ty| self.ty(ty));
        let types: Vec<TokenStream> = types.collect();
        vec![
            Item::Tokens(quote!(#docs #derives pub struct #name(#(pub #types),*);)),
            Item::Table(Table::plain("wrapper", name.to_string())),
        ]
    }

    /// A tuple and its table: `required`, or `optional` from the first place that
    /// may be absent, and the `rest`.
    pub(super) fn tuple(&mut self, id: TypeId, tuple: &Tuple) -> Vec<Item> {
        self.table("tuple");
        let (name, docs, derives) = (self.type_ident(id), self.type_docs(id), self.derives(id));
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        for (index, ty) in self.rust.member_types(id).iter().enumerate() {
            if index == tuple.places.len() {
                let rest: TokenStream = self.ty(&RustType::Vec(Box::new(ty.clone())));
                fields.push(quote!(pub #rest));
                rows.push(format!("{index}: rest"));
                break;
            }
            let ty: TokenStream = self.ty(ty);
            if index < tuple.required {
                fields.push(quote!(pub #ty));
                rows.push(format!("{index}: required"));
            } else {
                fields.push(quote!(pub Option<#ty>));
                rows.push(format!("{index}: optional"));
            }
        }
        vec![
            Item::Tokens(quote!(#docs #derives pub struct #name(#(#fields),*);)),
            Item::Table(Table::new("tuple", name.to_string(), rows)),
        ]
    }
}
