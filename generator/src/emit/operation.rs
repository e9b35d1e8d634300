//! Operations: a function on the client, and its request builder.

use super::body::{media_type_of, start};
use super::docs::{code, comment, lines, markdown};
use super::{Emit, Item, ident};
use crate::ir::Operation;
use crate::rust::names::OperationNames;
use crate::rust::{
    Argument, Import, RequestBody, RustOperation, RustType, alternative, takes_body,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// Everything that belongs to one operation but its types.
    pub(super) fn operation(&mut self, index: usize) -> Vec<Item> {
        let operation = &self.api.operations[index];
        let names = &self.names.operations[index];
        let body = RequestBody::of(self.api, operation);
        let mut items = vec![
            Item::Tokens(self.function(operation, names, body.as_ref())),
            Item::Tokens(self.request_builder(names, body.as_ref())),
        ];
        items.extend(self.builder_methods(operation, names, body.as_ref()));
        items.extend(self.response_enum(operation, names).map(Item::Tokens));
        items.push(Item::Tokens(self.api_errors(operation, names)));
        items.extend(self.headers(operation, names));
        items
    }

    fn function(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: Option<&RequestBody>,
    ) -> TokenStream {
        let (function, builder) = (ident(&names.function), ident(&names.builder));
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
        let mut request = self.request(operation, names);
        for one in (RustOperation { operation, names }).arguments() {
            let name = ident(one.name);
            let argument = Argument::borrowed(&RustType::of(&one.parameter.ty));
            let ty: TokenStream = self.argument(&argument.ty);
            arguments.push(quote!(#name: #ty));
            request = quote!(#request.);
            self.pass(&mut request, one.parameter, one.name, argument.value);
        }
        let mut others = Vec::new();
        if takes_body(self.api, operation) {
            for (offer, name) in (RustOperation { operation, names }).request_offers() {
                let docs = comment(&[format!(
                    "{}, with a body that is {}.",
                    self.function_link(&names.function),
                    media_type_of(offer)
                )]);
                let name = ident(name);
                let ty: TokenStream = self.argument(&alternative(&offer.content).ty);
                let mut request = quote!(#request.);
                self.send_offered(&mut request, offer);
                others.push(quote! {
                    #docs
                    #deprecated
                    pub fn #name(&self, #(#arguments,)* body: #ty) -> #builder<'_> {
                        #builder { request: #request, body: None }
                    }
                });
            }
        }
        let body = body.map(|body| {
            arguments.extend(self.body_argument(body));
            start(body)
        });
        quote! {
            impl Client {
                #docs
                #deprecated
                pub fn #function(&self, #(#arguments),*) -> #builder<'_> {
                    #builder { request: #request, #body }
                }

                #(#others)*
            }
        }
    }

    /// The request as far as it is the same for everybody.
    fn request(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let path = &operation.path;
        let mut request = match operation.method.as_str() {
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
        let function = names.function.trim_start_matches("r#");
        let called = operation.id.as_deref().unwrap_or(function);
        request = quote!(#request.operation(#called));
        if let Some(server) = &operation.server {
            request = quote!(#request.server(#server));
        }
        if let Some(accept) = super::response::accepted(operation) {
            request = quote!(#request.accept(#accept));
        }
        if let Some(header) = &operation.idempotency {
            request = quote!(#request.idempotency(#header));
        }
        if operation.security.is_empty() {
            return request;
        }
        let sets = operation.security.iter().map(|set| quote!(&[#(#set),*]));
        quote!(#request.security(&[#(#sets),*]))
    }

    fn request_builder(
        &mut self,
        names: &OperationNames,
        body: Option<&RequestBody>,
    ) -> TokenStream {
        self.import(Import::RequestBuilder);
        let builder = ident(&names.builder);
        let docs = comment(&[format!(
            "Request builder of {}.",
            self.function_link(&names.function)
        )]);
        let body = body.map(|body| self.body_field(body));
        quote! {
            #docs
            #[derive(Debug)]
            #[must_use = "nothing is sent before it is awaited"]
            pub struct #builder<'a> { request: RequestBuilder<'a>, #body }
        }
    }

    fn builder_methods(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: Option<&RequestBody>,
    ) -> Vec<Item> {
        let builder = ident(&names.builder);
        let (fields, others) = match body {
            Some(body) => self.fields_table(operation, names, body),
            None => (None, Vec::new()),
        };
        let whole = body.and_then(|body| self.body_setter(operation, body));
        let mut send = self.send(operation, names, body, None);
        for (offer, name) in (RustOperation { operation, names }).response_offers() {
            let asking = operation.with_accept(offer);
            let other = self.send(&asking, names, body, Some((&offer.media_type, name)));
            send = quote!(#send #other);
        }
        let mut items: Vec<Item> = self
            .parameters_table(operation, names)
            .into_iter()
            .collect();
        items.extend(fields);
        items.extend(self.offers_table(operation, names));
        let paged = self.items(operation, names);
        items.push(Item::Tokens(quote! {
            impl<'a> #builder<'a> { #(#others)* #whole #send #paged }
        }));
        items.push(self.awaited(operation, names));
        items
    }
}

/// The docs of the arguments, one line for each.
fn argument_docs(operation: &Operation, names: &OperationNames) -> Vec<String> {
    let mut lines = Vec::new();
    for one in (RustOperation { operation, names }).arguments() {
        let (parameter, name) = (one.parameter, one.name);
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
