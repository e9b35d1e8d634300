//! Operations: a function on the client, and a call that is put together.

use super::body::Carried;
use super::docs::{attributes, code, comment, lines, markdown};
use super::{Emit, Item, ident};
use crate::ir::{Operation, Parameter, ParameterLocation, Style, StyleLayout, Type};
use crate::names::{OperationNames, body_struct};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// Everything that belongs to one operation but its types.
    pub(super) fn operation(&mut self, index: usize) -> Vec<Item> {
        let operation = &self.api.operations[index];
        let names = &self.names.operations[index];
        let body = self.carried(operation);
        let mut items = vec![
            Item::Tokens(self.function(operation, names, body.as_ref())),
            Item::Tokens(self.call(names, body.as_ref())),
            Item::Tokens(self.call_methods(operation, names, body.as_ref())),
        ];
        items.extend(self.reply_enum(operation, names).map(Item::Tokens));
        items.push(Item::Tokens(self.refusals(operation, names)));
        items
    }

    fn function(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: Option<&Carried>,
    ) -> TokenStream {
        let (function, call) = (ident(&names.function), ident(&names.call));
        let mut docs = lines(&operation.docs, "");
        if !docs.is_empty() {
            docs.push(String::new());
        }
        docs.push(code(&format!("{} {}", operation.method, operation.path)));
        docs.extend(operation.idempotency.iter().flat_map(|header| {
            let header = code(header);
            let text = format!("Sends a random {header}, so that it can be repeated without harm.");
            [String::new(), text]
        }));
        docs.extend(argument_docs(operation, names));
        let docs = comment(&docs);
        let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
        let mut arguments = Vec::new();
        let mut request = self.request(operation);
        for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
            if !parameter.required {
                continue;
            }
            let name = ident(name);
            let argument = self.borrowed_argument(&name, &parameter.ty);
            let ty = argument.ty;
            arguments.push(quote!(#name: #ty));
            let passing = self.passing(parameter, &argument.value);
            request = quote!(#request #passing);
        }
        let body = body.map(|body| {
            arguments.extend(body.argument());
            body.start()
        });
        quote! {
            impl Client {
                #docs
                #deprecated
                pub fn #function(&self, #(#arguments),*) -> #call<'_> {
                    #call { call: #request, #body }
                }
            }
        }
    }

    /// The call as far as it is the same for everybody.
    fn request(&self, operation: &Operation) -> TokenStream {
        let path = &operation.path;
        let mut call = match operation.method.as_str() {
            "GET" => quote!(self.http.get(#path)),
            "PUT" => quote!(self.http.put(#path)),
            "POST" => quote!(self.http.post(#path)),
            "DELETE" => quote!(self.http.delete(#path)),
            "PATCH" => quote!(self.http.patch(#path)),
            "HEAD" => quote!(self.http.head(#path)),
            "OPTIONS" => quote!(self.http.options(#path)),
            "TRACE" => quote!(self.http.trace(#path)),
            other => quote!(self.http.call(#other, #path)),
        };
        if let Some(server) = &operation.server {
            call = quote!(#call.server(#server));
        }
        if let Some(accept) = super::reply::accepted(operation) {
            call = quote!(#call.accept(#accept));
        }
        if let Some(header) = &operation.idempotency {
            call = quote!(#call.idempotency(#header));
        }
        if operation.security.is_empty() {
            return call;
        }
        let sets = operation.security.iter().map(|set| quote!(&[#(#set),*]));
        quote!(#call.security(&[#(#sets),*]))
    }

    fn call(&mut self, names: &OperationNames, body: Option<&Carried>) -> TokenStream {
        self.runtime("Call");
        let call = ident(&names.call);
        let docs = comment(&[format!(
            "A call of {} that has not been sent yet.",
            self.function_link(&names.function)
        )]);
        let body = body.map(Carried::field);
        quote! {
            #docs
            #[derive(Debug)]
            #[must_use = "nothing is sent before `send`"]
            pub struct #call<'a> { call: Call<'a>, #body }
        }
    }

    fn call_methods(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: Option<&Carried>,
    ) -> TokenStream {
        let call = ident(&names.call);
        let parameters: Vec<TokenStream> = operation
            .parameters
            .iter()
            .zip(&names.parameters)
            .filter(|(parameter, _)| !parameter.required)
            .map(|(parameter, name)| self.parameter_setter(parameter, name))
            .collect();
        let fields = match body.and_then(Carried::target) {
            Some(target) => self.field_setters(operation, names, &target),
            None => Vec::new(),
        };
        let whole = body.and_then(|body| body.setter(operation));
        let send = self.send(operation, names, body);
        let items = self.items(operation, names);
        quote! {
            impl<'a> #call<'a> { #(#parameters)* #(#fields)* #whole #send #items }
        }
    }

    fn parameter_setter(&mut self, parameter: &Parameter, name: &str) -> TokenStream {
        let fallback = format!("Sets {}.", code(&parameter.name));
        let docs = attributes(&parameter.docs, &fallback);
        let name = ident(name);
        let argument = self.borrowed_argument(&name, &parameter.ty);
        let ty = argument.ty;
        let passing = self.passing(parameter, &argument.value);
        quote! {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                self.call = self.call #passing;
                self
            }
        }
    }

    /// The method call that passes a parameter on.
    fn passing(&mut self, parameter: &Parameter, value: &TokenStream) -> TokenStream {
        let wire = &parameter.name;
        let method = match (parameter.location, parameter.style) {
            (ParameterLocation::Path, None) => quote!(path),
            (ParameterLocation::Query, None) => quote!(query),
            (ParameterLocation::Header, None) => quote!(header),
            (ParameterLocation::Cookie, None) => quote!(cookie),
            (ParameterLocation::Path, Some(_)) => quote!(path_as),
            (ParameterLocation::Query, Some(_)) => quote!(query_as),
            (ParameterLocation::Header, Some(_)) => quote!(header_as),
            (ParameterLocation::Cookie, Some(_)) => quote!(cookie_as),
        };
        match parameter.style {
            None => quote!(.#method(#wire, #value)),
            Some(style) => {
                let style = self.style(style);
                quote!(.#method(#wire, #value, #style))
            }
        }
    }

    /// A style as the runtime has it.
    pub(super) fn style(&mut self, style: Style) -> TokenStream {
        self.runtime("Style");
        let layout = match style.layout {
            StyleLayout::Simple => quote!(SIMPLE),
            StyleLayout::Label => quote!(LABEL),
            StyleLayout::Matrix => quote!(MATRIX),
            StyleLayout::Form => quote!(FORM),
            StyleLayout::SpaceDelimited => quote!(SPACE_DELIMITED),
            StyleLayout::PipeDelimited => quote!(PIPE_DELIMITED),
            StyleLayout::DeepObject => quote!(DEEP_OBJECT),
            StyleLayout::Json => quote!(JSON),
        };
        // A deep object is the same, exploded or not.
        let explodes = style.explode && style.layout != StyleLayout::DeepObject;
        let explode = explodes.then(|| quote!(.exploded()));
        let reserved = style.reserved.then(|| quote!(.reserved()));
        quote!(Style::#layout #explode #reserved)
    }

    fn field_setters(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        target: &TokenStream,
    ) -> Vec<TokenStream> {
        let Some(object) = body_struct(self.api, operation) else {
            return Vec::new();
        };
        let body = operation.body.as_ref();
        let Some(Type::Named(id)) = body.and_then(|body| body.content.ty()) else {
            return Vec::new();
        };
        let members = self.names.members[id.0].iter();
        let mut setters = Vec::new();
        for ((field, member), name) in object.fields.iter().zip(members).zip(&names.body_fields) {
            let fallback = format!("Sets {} of the body.", code(&field.name));
            let docs = attributes(&field.docs, &fallback);
            let (name, member) = (ident(name), ident(member));
            let argument = self.owned_argument(&name, &field.ty);
            let (ty, value) = (argument.ty, argument.value);
            setters.push(quote! {
                #docs
                pub fn #name(mut self, #name: #ty) -> Self {
                    #target.#member = Some(#value);
                    self
                }
            });
        }
        setters
    }
}

/// What the document says of the arguments, one line for each.
fn argument_docs(operation: &Operation, names: &OperationNames) -> Vec<String> {
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let mut lines = Vec::new();
    for (parameter, name) in parameters.filter(|(parameter, _)| parameter.required) {
        let text = parameter
            .docs
            .text
            .as_deref()
            .map(markdown)
            .unwrap_or_default();
        let first: Vec<String> = text
            .into_iter()
            .take_while(|line| !line.is_empty())
            .collect();
        if first.is_empty() {
            continue;
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        let name = name.trim_start_matches("r#");
        lines.extend(markdown(&format!("- `{name}`: {}", first.join(" "))));
    }
    lines
}
