//! The setters of a request builder: a table of its optional parameters, and one
//! of the fields of its body.

use super::docs::{code, lines};
use super::print::converted;
use super::{Emit, Item, Row, Table, ident};
use crate::ir::{Docs, Operation, Parameter, ParameterLocation, ParameterStyle, StyleKind, Type};
use crate::rust::names::OperationNames;
use crate::rust::{
    Argument, Conversion, Found, Import, Ink, RequestBody, RustField, RustOperation, RustType,
    body_struct,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// The optional parameters of a call.
    pub(super) fn parameters_table(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Option<Item> {
        let parameters = (RustOperation { operation, names }).parameters();
        let rows: Vec<Row> = parameters
            .filter(|one| !one.parameter.required)
            .map(|one| self.parameter_row(one.parameter, one.name))
            .collect();
        if rows.is_empty() {
            return None;
        }
        self.table("parameters");
        let table = Table::new("parameters", names.builder.clone(), rows);
        Some(Item::Table(table))
    }

    fn parameter_row(&mut self, parameter: &Parameter, name: &str) -> Row {
        let fallback = format!("Sets {}.", code(&parameter.name));
        let argument = Argument::borrowed(&RustType::of(&parameter.ty));
        let ty: String = self.argument(&argument.ty);
        let mut passing = String::new();
        self.pass(&mut passing, parameter, name, argument.value);
        Row::documented(
            &parameter.docs,
            &fallback,
            format!("{name}: {ty} => {passing}"),
        )
    }

    /// The method call that passes a parameter on.
    pub(super) fn pass<I: Ink>(
        &mut self,
        ink: &mut I,
        parameter: &Parameter,
        name: &str,
        value: Conversion,
    ) {
        let method = match (parameter.location, parameter.style) {
            (ParameterLocation::Path, None) => "path",
            (ParameterLocation::Path, Some(_)) => "path_as",
            (ParameterLocation::Query, None) => "query",
            (ParameterLocation::Query, Some(_)) => "query_as",
            (ParameterLocation::Header, None) => "header",
            (ParameterLocation::Header, Some(_)) => "header_as",
            (ParameterLocation::Cookie, None) => "cookie",
            (ParameterLocation::Cookie, Some(_)) => "cookie_as",
            (ParameterLocation::QueryString, style) => match as_text(style) {
                Some(_) => "query_string",
                None => "query_form",
            },
        };
        let is_form = method == "query_form";
        ink.word(method);
        ink.parenthesized(|ink| {
            ink.literal(&parameter.name);
            ink.mark(",");
            value.write(ink, name);
            if is_form {
                ink.mark(",");
                let encodings = self.differing(&parameter.ty, &parameter.encodings);
                self.encodings(ink, &encodings);
            } else if let Some(style) = parameter.style {
                ink.mark(",");
                self.style(ink, style);
            }
        });
    }

    /// A style as the runtime has it.
    pub(super) fn style<I: Ink>(&mut self, ink: &mut I, style: ParameterStyle) {
        self.import(Import::Style);
        ink.word("Style");
        ink.mark("::");
        ink.word(match style.kind {
            StyleKind::Simple => "SIMPLE",
            StyleKind::Label => "LABEL",
            StyleKind::Matrix => "MATRIX",
            StyleKind::Form => "FORM",
            StyleKind::SpaceDelimited => "SPACE_DELIMITED",
            StyleKind::PipeDelimited => "PIPE_DELIMITED",
            StyleKind::DeepObject => "DEEP_OBJECT",
            StyleKind::Cookie => "COOKIE",
            StyleKind::Json => "JSON",
        });
        // A deep object is the same, exploded or not.
        let explodes = style.explode && style.kind != StyleKind::DeepObject;
        let with = [
            (explodes, "exploded"),
            (style.reserved, "reserved"),
            (style.segments, "segments"),
        ];
        for (_, method) in with.into_iter().filter(|(is_set, _)| *is_set) {
            ink.mark(".");
            ink.word(method);
            ink.parenthesized(|_| ());
        }
    }

    /// The fields of a call's body, where all of them can be left out. One that
    /// can't have its own name, for a parameter has it, is set by a function.
    pub(super) fn fields_table(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: &RequestBody,
    ) -> (Option<Item>, Vec<TokenStream>) {
        let (Some(object), Some(found)) =
            (body_struct(self.api, operation), body.found_by_setters())
        else {
            return (None, Vec::new());
        };
        let body = operation.body.as_ref();
        let Some(Type::Named(id)) = body.and_then(|body| body.content.ty()) else {
            return (None, Vec::new());
        };
        let rust = self.rust;
        let (mut rows, mut functions) = (Vec::new(), Vec::new());
        for (field, name) in rust.fields(*id, object).zip(&names.body_fields) {
            match field.name == name {
                true => rows.push(self.field_row(field)),
                false => functions.push(self.field_setter(field, name, found)),
            }
        }
        if rows.is_empty() {
            return (None, functions);
        }
        self.table("body_fields");
        let ty: String = self.ty(&RustType::Named(*id));
        let presence = match found {
            Found::Always => "required",
            Found::Maybe => "optional",
        };
        let head = format!("{} {presence} {ty}", names.builder);
        let table = Table::new("body_fields", head, rows);
        (Some(Item::Table(table)), functions)
    }

    fn field_row(&mut self, RustField { field, name, ty }: RustField<'_>) -> Row {
        let ty: String = self.argument(&Argument::owned(ty).ty);
        Row {
            is_deprecated: field.docs.deprecated,
            ..Row::from(format!("{name}: {ty}"))
        }
    }

    fn field_setter(&mut self, of: RustField<'_>, name: &str, found: Found) -> TokenStream {
        let field = of.field;
        let docs = super::docs::comment(&[format!("Sets {} of the body.", code(&field.name))]);
        let deprecated = field.docs.deprecated.then(|| quote!(#[deprecated]));
        let argument = Argument::owned(of.ty);
        let ty: TokenStream = self.argument(&argument.ty);
        let value: TokenStream = converted(argument.value, name);
        let value = match of.ty {
            RustType::Nullable(_) => value,
            _ => quote!(Some(#value)),
        };
        let (name, member) = (ident(name), ident(of.name));
        let body = match found {
            Found::Maybe => quote!(self.body.get_or_insert_default()),
            Found::Always => quote!(self.body),
        };
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, #name: #ty) -> Self {
                #body.#member = #value;
                self
            }
        }
    }
}

/// The style of a whole query that isn't a form.
fn as_text(style: Option<ParameterStyle>) -> Option<ParameterStyle> {
    style.filter(|style| style.kind != StyleKind::Form)
}

impl Row {
    /// A row with the docs of what it stands for.
    pub(super) fn documented(docs: &Docs, fallback: &str, text: String) -> Self {
        Self {
            docs: lines(docs, fallback),
            is_deprecated: docs.deprecated,
            text,
        }
    }
}
