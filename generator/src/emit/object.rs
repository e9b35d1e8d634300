//! Objects as structs.

use super::context::{Emit, ident};
use super::docs::{attributes, comment};
use super::item::{Item, Row, Table};
use super::print::{converted, literal};
use crate::ir::{Access, AdditionalProperties, Struct, TypeId};
use crate::rust::{Argument, Conversion, RustField, RustType, is_argument};
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
        let rust = self.rust;
        let fields = rust.fields(id, object).map(|field| {
            let docs = attributes(&field.field.docs, "");
            let member = ident(field.name);
            let ty = self.field_type(field);
            quote!(#docs pub #member: #ty)
        });
        let fields: Vec<TokenStream> = fields.collect();
        let rest = self.rest_field(id, object);
        let mut items = vec![Item::Tokens(quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub struct #name { #(#fields,)* #rest }
        })];
        items.push(Item::Table(self.object_table(id, object)));
        if def.in_request {
            items.extend(self.constructors(id, object));
        }
        items
    }

    fn field_type(&mut self, field: RustField<'_>) -> TokenStream {
        let ty = self.ty(field.ty);
        match field.ty {
            _ if field.field.required => ty,
            RustType::Nullable(_) => ty,
            _ => quote!(Option<#ty>),
        }
    }

    fn rest_field(&mut self, id: TypeId, object: &Struct) -> Option<TokenStream> {
        let ty = self.rust.member_types(id).get(object.fields.len())?;
        let ty: TokenStream = self.ty(&RustType::Map(Box::new(ty.clone())));
        let docs = comment(&["Additional properties.".to_owned()]);
        Some(quote!(#docs pub additional: #ty,))
    }

    fn object_table(&mut self, id: TypeId, object: &Struct) -> Table {
        self.table("object");
        let name = self.type_name(id).to_string();
        let fields = self.rust.fields(id, object);
        let (parts, fields): (Vec<_>, Vec<_>) = fields.partition(|one| one.field.is_part);
        let mut rows: Vec<String> = fields
            .into_iter()
            .map(|RustField { field, name, .. }| {
                let kind = match (field.required, field.ty.allows_null()) {
                    (true, _) => "required",
                    (false, true) => "nullable",
                    (false, false) => "optional",
                };
                format!(
                    "{name}: {kind} {}",
                    literal(&Value::from(field.name.as_str()))
                )
            })
            .collect();
        if matches!(object.additional_properties, AdditionalProperties::Typed(_)) {
            rows.push(".. additional".to_owned());
        }
        let constants = object.constants.iter().map(|one| {
            let name = literal(&Value::from(one.name.as_str()));
            let presence = if one.required { "" } else { "optional " };
            format!("{name}: {presence}{}", literal(&one.value))
        });
        let parts: Vec<&str> = parts.into_iter().map(|part| part.name).collect();
        let name = match parts[..] {
            [] => name,
            _ => format!("{name} with {}", parts.join(", ")),
        };
        let is_closed =
            object.closed && object.additional_properties == AdditionalProperties::Ignored;
        let head = if is_closed && self.index.tried.contains(&id) {
            format!("closed {name}")
        } else {
            name
        };
        Table {
            constants: constants.map(Row::from).collect(),
            ..Table::new("object", head, rows)
        }
    }

    /// `new` where something is required, and setters for the rest.
    fn constructors(&mut self, id: TypeId, object: &Struct) -> Vec<Item> {
        let name = self.type_name(id);
        let (mut arguments, mut values, mut setters) = (Vec::new(), Vec::new(), Vec::new());
        let rust = self.rust;
        for RustField {
            field,
            name: member,
            ty,
        } in rust.fields(id, object)
        {
            if !is_argument(field) {
                let name = ident(member);
                values.push(match ty {
                    RustType::Nullable(_) => quote!(#name: Nullable::Absent),
                    _ => quote!(#name: None),
                });
                if field.access != Some(Access::ReadOnly) {
                    setters.push(self.field_row(RustField {
                        field,
                        name: member,
                        ty,
                    }));
                }
                continue;
            }
            let argument = Argument::needed(ty);
            let taken: TokenStream = self.argument(&argument.ty);
            let value: TokenStream = converted(argument.value, member);
            let member = ident(member);
            if !field.required {
                arguments.push(quote!(#member: #taken));
                values.push(match ty {
                    RustType::Nullable(_) => quote!(#member: Nullable::from(#value)),
                    _ => quote!(#member: Some(#value)),
                });
                continue;
            }
            arguments.push(quote!(#member: #taken));
            values.push(if argument.value == Conversion::Same {
                quote!(#member)
            } else {
                quote!(#member: #value)
            });
        }
        if matches!(object.additional_properties, AdditionalProperties::Typed(_)) {
            values.push(quote!(additional: BTreeMap::new()));
        }
        let mut items = Vec::new();
        if !arguments.is_empty() {
            let docs = comment(&["Creates a value from the required fields.".to_owned()]);
            items.push(Item::Tokens(quote! {
                impl #name {
                    #docs
                    #[inline]
                    pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
                }
            }));
        }
        if !setters.is_empty() {
            self.table("setters");
            items.push(Item::Table(Table::new(
                "setters",
                name.to_string(),
                setters,
            )));
        }
        items
    }
}
