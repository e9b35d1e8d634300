//! What can be said of a call before it is sent: a table of its optional
//! parameters, and one of the fields of its body.

use super::body::Carried;
use super::docs::{code, lines};
use super::object::literal;
use super::{Emit, Item, Table, ident};
use crate::ir::{Docs, Field, Operation, Parameter, ParameterLocation, Style, StyleLayout, Type};
use crate::names::{OperationNames, body_struct};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// The optional parameters of a call.
    pub(super) fn parameters_table(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Option<Item> {
        let parameters = operation.parameters.iter().zip(&names.parameters);
        let rows: Vec<String> = parameters
            .filter(|(parameter, _)| !parameter.required)
            .map(|(parameter, name)| self.parameter_row(parameter, name))
            .collect();
        if rows.is_empty() {
            return None;
        }
        self.runtime("parameters");
        let table = Table::new("parameters", names.call.clone(), rows);
        Some(Item::Table(table))
    }

    fn parameter_row(&mut self, parameter: &Parameter, name: &str) -> String {
        let fallback = format!("Sets {}.", code(&parameter.name));
        let docs = above(&parameter.docs, &fallback);
        let argument = self.borrowed_argument(&ident(name), &parameter.ty);
        let passing = self.passing(parameter, &argument.value);
        format!("{docs}{name}: {} => {passing}", argument.text)
    }

    /// The method call that passes a parameter on.
    pub(super) fn passing(&mut self, parameter: &Parameter, value: &TokenStream) -> String {
        if parameter.location == ParameterLocation::QueryString {
            return self.passing_query(parameter, value);
        }
        let method = match parameter.location {
            ParameterLocation::Path => "path",
            ParameterLocation::Query | ParameterLocation::QueryString => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        };
        let wire = literal(&parameter.name.as_str().into());
        let value = value.to_string().replace("& ", "&");
        match parameter.style {
            None => format!("{method}({wire}, {value})"),
            Some(style) => format!("{method}_as({wire}, {value}, {})", self.style(style)),
        }
    }

    fn passing_query(&mut self, parameter: &Parameter, value: &TokenStream) -> String {
        let wire = literal(&parameter.name.as_str().into());
        let value = value.to_string().replace("& ", "&");
        match parameter.style {
            Some(style) if style.layout != StyleLayout::Form => {
                format!("query_string({wire}, {value}, {})", self.style(style))
            }
            _ => {
                let encodings = self.encodings(&parameter.ty, &parameter.encodings);
                format!("query_form({wire}, {value}, {encodings})")
            }
        }
    }

    /// A style as the runtime has it.
    pub(super) fn style(&mut self, style: Style) -> String {
        self.runtime("Style");
        let layout = match style.layout {
            StyleLayout::Simple => "SIMPLE",
            StyleLayout::Label => "LABEL",
            StyleLayout::Matrix => "MATRIX",
            StyleLayout::Form => "FORM",
            StyleLayout::SpaceDelimited => "SPACE_DELIMITED",
            StyleLayout::PipeDelimited => "PIPE_DELIMITED",
            StyleLayout::DeepObject => "DEEP_OBJECT",
            StyleLayout::Cookie => "COOKIE",
            StyleLayout::Json => "JSON",
        };
        // A deep object is the same, exploded or not.
        let explodes = style.explode && style.layout != StyleLayout::DeepObject;
        let explode = if explodes { ".exploded()" } else { "" };
        let reserved = if style.reserved { ".reserved()" } else { "" };
        let segments = if style.segments { ".segments()" } else { "" };
        format!("Style::{layout}{explode}{reserved}{segments}")
    }

    /// The fields of a call's body, where all of them can be left out. One that
    /// can't have its own name, for a parameter has it, is set by a function.
    pub(super) fn fields_table(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: &Carried,
    ) -> (Option<Item>, Vec<TokenStream>) {
        let (Some(object), Some(presence)) = (body_struct(self.api, operation), body.setters())
        else {
            return (None, Vec::new());
        };
        let body = operation.body.as_ref();
        let Some(Type::Named(id)) = body.and_then(|body| body.content.ty()) else {
            return (None, Vec::new());
        };
        let members = self.names.members[id.0].iter();
        let (mut rows, mut functions) = (Vec::new(), Vec::new());
        for ((field, member), name) in object.fields.iter().zip(members).zip(&names.body_fields) {
            match member == name {
                true => rows.push(self.field_row(field, name)),
                false => functions.push(self.field_setter(field, member, name, presence)),
            }
        }
        if rows.is_empty() {
            return (None, functions);
        }
        self.runtime("body_fields");
        let ty = self.plain_type(&Type::Named(*id));
        let head = format!("{} {presence} {ty}", names.call);
        let table = Table::new("body_fields", head, rows);
        (Some(Item::Table(table)), functions)
    }

    fn field_row(&mut self, field: &Field, name: &str) -> String {
        let argument = self.owned_argument(&ident(name), &field.ty);
        let deprecated = if field.docs.deprecated {
            "#[deprecated]\n    "
        } else {
            ""
        };
        format!("{deprecated}{name}: {}", argument.text)
    }

    fn field_setter(
        &mut self,
        field: &Field,
        member: &str,
        name: &str,
        presence: &str,
    ) -> TokenStream {
        let docs = super::docs::comment(&[format!("Sets {} of the body.", code(&field.name))]);
        let deprecated = field.docs.deprecated.then(|| quote!(#[deprecated]));
        let (name, member) = (ident(name), ident(member));
        let argument = self.owned_argument(&name, &field.ty);
        let (ty, value) = (argument.ty, argument.value);
        let body = match presence {
            "optional" => quote!(self.body.get_or_insert_default()),
            _ => quote!(self.body),
        };
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, #name: #ty) -> Self {
                #body.#member = Some(#value);
                self
            }
        }
    }
}

/// The documentation of a row, and what else stands above it.
pub(super) fn above(docs: &Docs, fallback: &str) -> String {
    let mut text = String::new();
    for line in lines(docs, fallback) {
        let space = if line.is_empty() { "" } else { " " };
        text.push_str(&format!("///{space}{line}\n    "));
    }
    if docs.deprecated {
        text.push_str("#[deprecated]\n    ");
    }
    text
}
