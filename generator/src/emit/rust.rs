//! How types are written in Rust, and which traits they can have.

use super::Emit;
use crate::ir::{Api, BytesEncoding, Integer, Type, TypeDef, TypeId, TypeKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{HashMap, HashSet};

impl Emit<'_> {
    /// A type as it stands in a field.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Any => {
                self.import("serde_json::Value");
                quote!(Value)
            }
            Type::Null => quote!(()),
            Type::Boolean => quote!(bool),
            Type::Integer(Integer::I32) => quote!(i32),
            Type::Integer(Integer::I64) => quote!(i64),
            Type::Integer(Integer::U32) => quote!(u32),
            Type::Integer(Integer::U64) => quote!(u64),
            Type::Number => quote!(f64),
            Type::Decimal => {
                self.import("crate::runtime");
                quote!(runtime::Decimal)
            }
            Type::Encoded(encoding) => {
                self.import("crate::runtime");
                match encoding {
                    BytesEncoding::Base64 => quote!(runtime::Base64),
                    BytesEncoding::Base64Url => quote!(runtime::Base64Url),
                }
            }
            Type::String => quote!(String),
            Type::Timestamp => {
                self.import("jiff::Timestamp");
                quote!(Timestamp)
            }
            Type::Date => {
                self.import("jiff::civil::Date");
                quote!(Date)
            }
            Type::Secret => {
                self.runtime("Secret");
                quote!(Secret)
            }
            Type::File => {
                // By its path: vendors have types of this name.
                self.import("crate::runtime");
                quote!(runtime::File)
            }
            Type::Array(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                self.import("std::collections::BTreeMap");
                let value = self.ty(value);
                quote!(BTreeMap<String, #value>)
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::Named(id) => self.path(*id),
            Type::Boxed(id) => {
                let name = self.path(*id);
                quote!(Box<#name>)
            }
        }
    }

    /// The derives of a type: what holds for all that it is made of.
    pub(super) fn derives(&self, id: TypeId) -> TokenStream {
        let def = self.api.type_def(id);
        let mut derives = vec![quote!(Debug), quote!(Clone), quote!(PartialEq)];
        if !self.known.inexact.contains(&id) {
            derives.extend([quote!(Eq), quote!(Hash)]);
        }
        if is_empty_by_default(def) {
            derives.push(quote!(Default));
        }
        quote!(#[derive(#(#derives),*)])
    }
}

/// The types whose equality is no equivalence, so that neither `Eq` nor `Hash`
/// holds: those with a floating-point number in them, however deep. A `Value`
/// may hold one too, but compares as an `Eq` type.
pub(super) fn inexact(api: &Api) -> HashSet<TypeId> {
    let mut users: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let mut waiting = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        for ty in def.kind.mentioned() {
            match innermost(ty) {
                Type::Number => waiting.push(TypeId(index)),
                Type::Named(id) | Type::Boxed(id) => {
                    users.entry(*id).or_default().push(TypeId(index));
                }
                _ => {}
            }
        }
    }
    let mut inexact = HashSet::new();
    while let Some(id) = waiting.pop() {
        if inexact.insert(id) {
            waiting.extend(users.get(&id).into_iter().flatten());
        }
    }
    inexact
}

/// What a list, a map or a nullable type is made of in the end.
fn innermost(mut ty: &Type) -> &Type {
    while let Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) = ty {
        ty = inner;
    }
    ty
}

/// Whether a struct has a value in which nothing is said.
fn is_empty_by_default(def: &TypeDef) -> bool {
    match &def.kind {
        TypeKind::Struct(object) => object.fields.iter().all(|field| !field.required),
        _ => false,
    }
}

/// How a function takes a value of a type, and how it turns it into one.
pub(super) struct Argument {
    /// The type in the signature.
    pub(super) ty: TokenStream,
    /// The expression that makes the field's type of it.
    pub(super) value: TokenStream,
    /// The type in the signature, as text for a table.
    pub(super) text: String,
}

impl Emit<'_> {
    /// An argument that ends up in a field of this type.
    pub(super) fn owned_argument(&mut self, name: &Ident, ty: &Type) -> Argument {
        let (plain, text) = (self.ty(ty), self.plain_type(ty));
        match ty {
            Type::String | Type::Secret | Type::Decimal | Type::Encoded(_) | Type::Nullable(_) => {
                Argument {
                    ty: quote!(impl Into<#plain>),
                    value: quote!(#name.into()),
                    text: format!("impl Into<{text}>"),
                }
            }
            Type::Boxed(id) => {
                let inner = self.path(*id);
                Argument {
                    text: self.plain_type(&Type::Named(*id)),
                    ty: quote!(#inner),
                    value: quote!(Box::new(#name)),
                }
            }
            _ => Argument {
                ty: plain,
                value: quote!(#name),
                text,
            },
        }
    }

    /// An argument that sets a field which may be left out.
    pub(super) fn set_argument(&mut self, name: &Ident, ty: &Type) -> Argument {
        let Type::Nullable(inner) = ty else {
            return self.owned_argument(name, ty);
        };
        self.runtime("Nullable");
        let (plain, text) = (self.ty(inner), self.plain_type(inner));
        Argument {
            ty: quote!(impl Into<Nullable<#plain>>),
            value: quote!(#name.into()),
            text: format!("impl Into<Nullable<{text}>>"),
        }
    }

    /// An argument that is only written into a request.
    pub(super) fn borrowed_argument(&mut self, name: &Ident, ty: &Type) -> Argument {
        let (plain, text) = (self.ty(ty), self.plain_type(ty));
        match ty {
            Type::String => Argument {
                ty: quote!(&str),
                value: quote!(#name),
                text: "&str".to_owned(),
            },
            Type::Named(_) | Type::Secret => Argument {
                ty: quote!(&#plain),
                value: quote!(#name),
                text: format!("&{text}"),
            },
            _ => Argument {
                ty: plain,
                value: quote!(&#name),
                text,
            },
        }
    }
}
