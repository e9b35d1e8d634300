//! The setters of a request builder: a table of its optional parameters, and one
//! of the fields of its body.

use super::context::{Emit, ident};
use super::docs::{code, comment, lines, paragraphs, summary};
use super::item::{Item, Row, Table};
use super::print::converted;
use crate::rust::{
    Argument, Found, RequestBody, RustField, RustOperation, RustParameter, RustType,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// The optional parameters of a call.
    pub(super) fn parameters_table(&mut self, of: RustOperation<'_>) -> Option<Item> {
        let parameters = of.parameters().filter(|one| !one.parameter.required);
        let rows: Vec<Row> = parameters.map(|one| self.parameter_row(one)).collect();
        if rows.is_empty() {
            return None;
        }
        self.table("parameters");
        let table = Table::new("parameters", of.names.builder.clone(), rows);
        Some(Item::Table(table))
    }

    fn parameter_row(&mut self, of: RustParameter<'_>) -> Row {
        let RustParameter { parameter, name } = of;
        let fallback = format!("Sets {}.", code(&parameter.name));
        let argument = Argument::borrowed(&RustType::of(&parameter.ty));
        let ty: String = self.argument(&argument.ty);
        let mut passing = String::new();
        self.pass(&mut passing, parameter, name, argument.value);
        let text = format!("{name}: {ty} => {passing}");
        Row::documented(&parameter.docs, &fallback, text)
    }

    /// The setters of a call's body, where all of its fields can be left out: of the
    /// whole and of each field. One that can't have its own name, for a parameter has
    /// it, is set by a function.
    pub(super) fn fields_table(
        &mut self,
        of: RustOperation<'_>,
        body: &RequestBody,
    ) -> (Option<Item>, Vec<TokenStream>) {
        let Some(found) = body.found_by_setters() else {
            return (None, Vec::new());
        };
        let rust = self.rust;
        let (mut rows, mut functions) = (Vec::new(), Vec::new());
        for (field, name) in rust.body_fields(of) {
            if field.name == name {
                rows.push(self.field_row(field));
            } else {
                functions.push(self.field_setter(field, name, found));
            }
        }
        self.table("body_fields");
        let ty: String = self.ty(&body.ty);
        let builder = &of.names.builder;
        let head = match found {
            Found::Always => format!("{builder}.body: {ty}"),
            Found::Maybe => format!("{builder}.body: Option<{ty}>"),
        };
        let described = of.operation.body.as_ref().map(|body| lines(&body.docs, ""));
        let table = Table {
            docs: described.unwrap_or_default(),
            ..Table::new("body_fields", head, rows)
        };
        (Some(Item::Table(table)), functions)
    }

    /// The row of a setter: its docs, the name and the type of its argument.
    pub(super) fn field_row(&mut self, RustField { field, name, ty }: RustField<'_>) -> Row {
        let ty: String = self.argument(&Argument::owned(ty).ty);
        Row {
            docs: summary(&field.docs),
            is_deprecated: field.docs.deprecated,
            text: format!("{name}: {ty}"),
        }
    }

    fn field_setter(&mut self, of: RustField<'_>, name: &str, found: Found) -> TokenStream {
        let field = of.field;
        let sets = format!("Sets {} of the body.", code(&field.name));
        let docs = comment(&paragraphs([summary(&field.docs), vec![sets]]));
        let deprecated = field.docs.deprecated.then(|| quote!(#[deprecated]));
        let argument = Argument::owned(of.ty);
        let ty: TokenStream = self.argument(&argument.ty);
        let value: TokenStream = converted(argument.value, name);
        let value = match of.is_wrapped() {
            true => quote!(Some(#value)),
            false => value,
        };
        let (name, member) = (ident(name), ident(of.name));
        let body = match found {
            Found::Maybe => quote!(self.body.get_or_insert_default()),
            Found::Always => quote!(self.body),
        };
        quote! {
            #docs
            #deprecated
            #[inline]
            pub fn #name(mut self, #name: #ty) -> Self {
                #body.#member = #value;
                self
            }
        }
    }
}
