//! Objects as structs.

use super::context::{Emit, ident};
use super::docs::{attributes, comment};
use super::item::{Item, Row, Table};
use super::print::{converted, literal};
use crate::ir::{AdditionalProperties, Struct, TypeId};
use crate::rust::{Conversion, FieldKind, RustType};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

impl Emit<'_> {
    /// A struct, how to make one where a caller has to, and its table.
    pub(super) fn object(&mut self, id: TypeId, object: &Struct) -> Vec<Item> {
        let def = self.api.type_def(id);
        let name = self.type_ident(id);
        let docs = self.type_docs(id);
        let derives = self.derives(id);
        let rust = self.rust;
        let fields = rust.fields(id, object).map(|field| {
            let docs = attributes(&field.field.docs, "");
            let member = ident(field.name);
            let ty: TokenStream = self.ty(&field.declared());
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

    fn rest_field(&mut self, id: TypeId, object: &Struct) -> Option<TokenStream> {
        let ty = self.rust.member_types(id).get(object.fields.len())?;
        let docs = comment(&[match ty {
            RustType::RawJson => "Properties that the document doesn't name.".to_owned(),
            _ => "Additional properties.".to_owned(),
        }]);
        let ty: TokenStream = self.ty(&RustType::Map(Box::new(ty.clone())));
        Some(quote!(#docs pub additional: #ty,))
    }

    fn object_table(&mut self, id: TypeId, object: &Struct) -> Table {
        self.table("object");
        let name = self.type_ident(id).to_string();
        let fields = self.rust.fields(id, object);
        let (parts, fields): (Vec<_>, Vec<_>) = fields.partition(|one| one.field.is_part);
        let mut rows: Vec<String> = fields
            .into_iter()
            .map(|field| {
                let kind = match field.kind() {
                    FieldKind::Required => "required",
                    FieldKind::RequiredNullable => "required_nullable",
                    FieldKind::Nullable => "nullable",
                    FieldKind::Optional => "optional",
                };
                let called = literal(&Value::from(field.field.name.as_str()));
                format!("{}: {kind} {called}", field.name)
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
        let head = if self.rust.is_told_closed(id, object) {
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
        let rust = self.rust;
        let mut items = match rust.required_name(id) {
            Some(required) => self.required_struct(id, object, required),
            None => self.constructor(id, object).into_iter().collect(),
        };
        let settable = rust.fields(id, object).filter(|field| field.has_setter());
        let setters: Vec<Row> = settable.map(|field| self.field_row(field)).collect();
        if !setters.is_empty() {
            self.table("setters");
            let name = rust.type_name(id).to_owned();
            items.push(Item::Table(Table::new("setters", name, setters)));
        }
        items
    }

    /// The struct of the required fields, and `new`, which takes it.
    fn required_struct(&mut self, id: TypeId, object: &Struct, required: &str) -> Vec<Item> {
        self.table("required");
        let rust = self.rust;
        let name = self.type_ident(id);
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        for field in rust.fields(id, object) {
            let member = ident(field.name);
            rows.push(match field.required() {
                Some(ty) => {
                    let ty: TokenStream = self.ty(&ty);
                    fields.push(quote!(pub #member: #ty));
                    field.name.to_owned()
                }
                None => format!("{}: absent", field.name),
            });
        }
        if matches!(object.additional_properties, AdditionalProperties::Typed(_)) {
            rows.push("additional: absent".to_owned());
        }
        let docs = comment(&[format!(
            "The required fields of [`{name}`], which tells about each."
        )]);
        let head = format!("{name} from {required}");
        let required = ident(required);
        vec![
            Item::Tokens(quote! {
                #docs
                #[derive(Debug, Clone, PartialEq)]
                pub struct #required { #(#fields),* }
            }),
            Item::Table(Table::new("required", head, rows)),
        ]
    }

    /// `new` with an argument for each required field, where there is one.
    fn constructor(&mut self, id: TypeId, object: &Struct) -> Option<Item> {
        let name = self.type_ident(id);
        let (mut arguments, mut values) = (Vec::new(), Vec::new());
        let rust = self.rust;
        for field in rust.fields(id, object) {
            let member = ident(field.name);
            let Some(argument) = field.argument() else {
                values.push(match field.is_wrapped() {
                    true => quote!(#member: None),
                    false => quote!(#member: Nullable::Absent),
                });
                continue;
            };
            let taken: TokenStream = self.argument(&argument.ty);
            let value: TokenStream = converted(argument.value, field.name);
            arguments.push(quote!(#member: #taken));
            values.push(match field.kind() {
                FieldKind::Required | FieldKind::RequiredNullable => match argument.value {
                    Conversion::Same => quote!(#member),
                    _ => quote!(#member: #value),
                },
                _ if field.is_wrapped() => quote!(#member: Some(#value)),
                _ => quote!(#member: Nullable::from(#value)),
            });
        }
        if matches!(object.additional_properties, AdditionalProperties::Typed(_)) {
            values.push(quote!(additional: BTreeMap::new()));
        }
        if arguments.is_empty() {
            return None;
        }
        let docs = comment(&["Creates a value from the required fields.".to_owned()]);
        Some(Item::Tokens(quote! {
            impl #name {
                #docs
                #[inline]
                pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
            }
        }))
    }
}
