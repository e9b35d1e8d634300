//! Objects as structs.

use super::docs::{attributes, comment};
use super::{Emit, Item, Table, ident};
use crate::ir::{Direction, Field, Rest, Struct, Type, TypeId};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

impl Emit<'_> {
    /// A struct, how to make one where a caller has to, and its table.
    pub(super) fn object(&mut self, id: TypeId, object: &Struct) -> Vec<Item> {
        let def = self.api.type_def(id);
        let name = self.type_name(id);
        let docs = self.type_docs(id);
        let derives = self.derives(id);
        let members: Vec<String> = self.names.members[id.0].clone();
        let fields: Vec<TokenStream> = object
            .fields
            .iter()
            .zip(&members)
            .map(|(field, member)| {
                let docs = attributes(&field.docs, "");
                let member = ident(member);
                let ty = self.field_type(field);
                quote!(#docs pub #member: #ty)
            })
            .collect();
        let rest = self.rest_field(object);
        let mut items = vec![Item::Tokens(quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub struct #name { #(#fields,)* #rest }
        })];
        items.push(Item::Table(self.object_table(id, object, &members)));
        if def.in_request {
            items.extend(self.making(id, object, &members));
        }
        items
    }

    fn field_type(&mut self, field: &Field) -> TokenStream {
        match &field.ty {
            ty if field.required => self.ty(ty),
            Type::Nullable(inner) => {
                self.runtime("Nullable");
                let inner = self.ty(inner);
                quote!(Nullable<#inner>)
            }
            ty => {
                let ty = self.ty(ty);
                quote!(Option<#ty>)
            }
        }
    }

    fn rest_field(&mut self, object: &Struct) -> Option<TokenStream> {
        let Rest::Kept(ty) = &object.rest else {
            return None;
        };
        let ty = self.ty(&Type::Map(Box::new(ty.clone())));
        let docs = comment(&["All other members.".to_owned()]);
        Some(quote!(#docs pub additional: #ty,))
    }

    fn object_table(&mut self, id: TypeId, object: &Struct, members: &[String]) -> Table {
        self.runtime("object");
        let name = self.type_name(id).to_string();
        let mut rows: Vec<String> = object
            .fields
            .iter()
            .zip(members)
            .filter(|(field, _)| !field.is_part)
            .map(|(field, member)| {
                let kind = match (field.required, field.ty.allows_null()) {
                    (true, _) => "required",
                    (false, true) => "nullable",
                    (false, false) => "optional",
                };
                format!(
                    "{member}: {kind} {}",
                    literal(&Value::from(field.name.as_str()))
                )
            })
            .collect();
        if matches!(object.rest, Rest::Kept(_)) {
            rows.push(".. additional".to_owned());
        }
        let constants = object.constants.iter().map(|one| {
            let name = literal(&Value::from(one.name.as_str()));
            let presence = if one.required { "" } else { "optional " };
            format!("{name}: {presence}{}", literal(&one.value))
        });
        let parts = object.fields.iter().zip(members);
        let parts = parts.filter(|(field, _)| field.is_part);
        let parts: Vec<&str> = parts.map(|(_, member)| member.as_str()).collect();
        let name = match parts[..] {
            [] => name,
            _ => format!("{name} with {}", parts.join(", ")),
        };
        let head =
            match object.closed && object.rest == Rest::Ignored && self.known.tried.contains(&id) {
                true => format!("closed {name}"),
                false => name,
            };
        Table {
            constants: constants.collect(),
            ..Table::new("object", head, rows)
        }
    }

    /// `new` where something is required, and setters for the rest.
    fn making(&mut self, id: TypeId, object: &Struct, members: &[String]) -> Vec<Item> {
        let name = self.type_name(id);
        let (mut arguments, mut values, mut setters) = (Vec::new(), Vec::new(), Vec::new());
        for (field, member) in object.fields.iter().zip(members) {
            let member = ident(member);
            let argument = self.owned_argument(&member, &field.ty);
            let (ty, value) = (argument.ty, argument.value);
            let is_asked_for =
                field.required || (field.needed && field.only_in == Some(Direction::Request));
            if !is_asked_for {
                values.push(match field.ty {
                    Type::Nullable(_) => quote!(#member: Nullable::Absent),
                    _ => quote!(#member: None),
                });
                if field.only_in != Some(Direction::Reply) {
                    let argument = self.set_argument(&member, &field.ty);
                    setters.push(format!("{member}: {}", argument.text));
                }
                continue;
            }
            if !field.required {
                arguments.push(quote!(#member: #ty));
                values.push(match field.ty {
                    Type::Nullable(_) => quote!(#member: Nullable::from(#value)),
                    _ => quote!(#member: Some(#value)),
                });
                continue;
            }
            arguments.push(quote!(#member: #ty));
            values.push(match member == value.to_string() {
                true => quote!(#member),
                false => quote!(#member: #value),
            });
        }
        if matches!(object.rest, Rest::Kept(_)) {
            values.push(quote!(additional: BTreeMap::new()));
        }
        let mut items = Vec::new();
        if !arguments.is_empty() {
            let docs = comment(&["With what is required.".to_owned()]);
            items.push(Item::Tokens(quote! {
                impl #name {
                    #docs
                    pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
                }
            }));
        }
        if !setters.is_empty() {
            self.runtime("setters");
            items.push(Item::Table(Table::new(
                "setters",
                name.to_string(),
                setters,
            )));
        }
        items
    }
}

/// A plain JSON value as Rust writes it.
pub(super) fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => proc_macro2::Literal::string(text).to_string(),
        other => other.to_string(),
    }
}
