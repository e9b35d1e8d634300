//! Operations: a function on the client, and its request builder.

use super::body::{media_type_of, start};
use super::context::{Emit, ident};
use super::docs::{code, comment, lines, markdown, running};
use super::item::Item;
use crate::rust::names::without_mark;
use crate::rust::{
    Argument, Import, RequestBody, RustOperation, RustType, accepted, alternative, takes_body,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// Everything that belongs to one operation but its types.
    pub(super) fn operation(&mut self, index: usize) -> Vec<Item> {
        let rust = self.rust;
        let of = rust.operation(index);
        let body = RequestBody::of(self.api, of.operation);
        let mut items = vec![
            Item::Tokens(self.function(of, body.as_ref())),
            Item::Tokens(self.request_builder(of, body.as_ref())),
        ];
        items.extend(self.builder_methods(of, body.as_ref()));
        items.extend(self.response_enum(of).map(Item::Tokens));
        items.push(Item::Tokens(self.error_enum(of)));
        items.extend(self.response_headers(of));
        items
    }

    /// The client's functions that start a call.
    fn function(&mut self, of: RustOperation<'_>, body: Option<&RequestBody>) -> TokenStream {
        let (function, builder) = (ident(&of.names.function), ident(&of.names.builder));
        let docs = comment(&self.function_docs(of));
        let deprecated = of.operation.docs.deprecated.then(|| quote!(#[deprecated]));
        let mut arguments = Vec::new();
        let handle = of.names.handle.and_then(|handle| self.rust.handle(handle));
        let handle = handle.map(|handle| ident(&handle.ty));
        let http = match handle {
            Some(_) => quote!(self.client.http),
            None => quote!(self.http),
        };
        let mut request = self.request(of, http);
        for one in of.arguments() {
            let name = ident(one.name);
            let argument = Argument::borrowed(&RustType::of(&one.parameter.ty));
            let ty: TokenStream = self.argument(&argument.ty);
            arguments.push(quote!(#name: #ty));
            request = quote!(#request.);
            self.pass(&mut request, one.parameter, one.name, argument.value);
        }
        // What the client of a tag begins lives as long as the client that it is borrowed from.
        let (client, lifetime) = match handle {
            Some(handle) => (quote!(<'a> #handle<'a>), quote!('a)),
            None => (quote!(Client), quote!('_)),
        };
        let others = self.functions_of_offers(of, &arguments, &request, &lifetime);
        let body = body.map(|body| {
            arguments.extend(self.body_argument(body));
            start(body)
        });
        quote! {
            impl #client {
                #docs
                #deprecated
                #[inline]
                pub fn #function(&self, #(#arguments),*) -> #builder<#lifetime> {
                    #builder { request: #request, #body }
                }

                #(#others)*
            }
        }
    }

    /// The functions that take a body of another media type, where it is an argument.
    fn functions_of_offers(
        &mut self,
        of: RustOperation<'_>,
        arguments: &[TokenStream],
        request: &TokenStream,
        lifetime: &TokenStream,
    ) -> Vec<TokenStream> {
        if !takes_body(self.api, of.operation) {
            return Vec::new();
        }
        let builder = ident(&of.names.builder);
        let deprecated = of.operation.docs.deprecated.then(|| quote!(#[deprecated]));
        let link = self.function_link(of);
        let mut functions = Vec::new();
        for (offer, name) in of.request_offers() {
            let media_type = media_type_of(offer);
            let docs = comment(&[format!(
                "Like {link}, with a body of media type {media_type}."
            )]);
            let name = ident(name);
            let ty: TokenStream = self.argument(&alternative(&offer.content).ty);
            let mut request = quote!(#request.);
            self.send_offered(&mut request, offer);
            functions.push(quote! {
                #docs
                #deprecated
                #[inline]
                pub fn #name(&self, #(#arguments,)* body: #ty) -> #builder<#lifetime> {
                    #builder { request: #request, body: None }
                }
            });
        }
        functions
    }

    /// The request as far as it is the same for everybody.
    pub(super) fn request(&self, of: RustOperation<'_>, http: TokenStream) -> TokenStream {
        let operation = of.operation;
        let path = &operation.path;
        let started = match of.method() {
            Some(method) => {
                let method = ident(method);
                quote!(#http.#method(#path))
            }
            None => {
                let method = &operation.method;
                quote!(#http.call(#method, #path))
            }
        };
        let handle = of.names.handle.and_then(|handle| self.rust.handle(handle));
        let tag = handle.map(|handle| format!("{}.", without_mark(&handle.accessor)));
        let function = without_mark(&of.names.function);
        let function = format!("{}{function}", tag.unwrap_or_default());
        let called = of.called();
        let mut request = quote!(#started.operation(#called, #function));
        if let Some(server) = &operation.server {
            request = quote!(#request.server(#server));
        }
        let fixes_accept = self.api.fixes("Accept");
        if let Some(accept) = accepted(operation).filter(|_| !fixes_accept) {
            request = quote!(#request.accept(#accept));
        }
        if let Some(header) = &operation.idempotency {
            request = quote!(#request.idempotency(#header));
        }
        if operation.idempotent.is_some() {
            request = quote!(#request.idempotent());
        }
        if operation.security.is_empty() {
            return request;
        }
        let sets = operation.security.iter().map(|set| quote!(&[#(#set),*]));
        quote!(#request.security(&[#(#sets),*]))
    }

    fn request_builder(
        &mut self,
        of: RustOperation<'_>,
        body: Option<&RequestBody>,
    ) -> TokenStream {
        self.import(Import::RequestBuilder);
        let builder = ident(&of.names.builder);
        let link = self.function_link(of);
        let docs = comment(&[format!("Request builder of {link}.")]);
        let body = body.map(|body| self.body_field(body));
        quote! {
            #docs
            #[derive(Debug)]
            #[must_use = "nothing is sent before it is awaited"]
            pub struct #builder<'a> { request: RequestBuilder<'a>, #body }
        }
    }

    fn builder_methods(&mut self, of: RustOperation<'_>, body: Option<&RequestBody>) -> Vec<Item> {
        let builder = ident(&of.names.builder);
        let (fields, others) = match body {
            Some(body) => self.fields_table(of, body),
            None => (None, Vec::new()),
        };
        let whole = body.and_then(|body| self.body_setter(of.operation, body));
        let mut send = self.send_method(of, body, None);
        let read = self.read_method(of);
        for (offer, name) in of.response_offers() {
            let operation = &of.operation.with_accept(offer);
            let asking = RustOperation { operation, ..of };
            let other = self.send_method(asking, body, Some((&offer.media_type, name)));
            send = quote!(#send #other);
        }
        let mut items: Vec<Item> = self.parameters_table(of).into_iter().collect();
        items.extend(fields);
        items.extend(self.offers_table(of));
        let paged = self.page_items(of);
        items.push(Item::Tokens(quote! {
            impl<'a> #builder<'a> { #(#others)* #whole #send #read #paged }
        }));
        items.push(self.awaited(of));
        items
    }
}

impl Emit<'_> {
    /// The docs of an operation's function.
    fn function_docs(&self, of: RustOperation<'_>) -> Vec<String> {
        let operation = of.operation;
        let mut docs = lines(&operation.docs, "");
        if !docs.is_empty() {
            docs.push(String::new());
        }
        let request = code(&format!("{} {}", operation.method, operation.path));
        docs.extend(match self.security_text(of) {
            Some(text) => running(&format!("{request} · {text}")),
            None => vec![request],
        });
        docs.extend(behaviour_docs(of));
        docs.extend(argument_docs(of));
        docs
    }
}

/// The docs of how an operation is repeated.
fn behaviour_docs(of: RustOperation<'_>) -> Vec<String> {
    let operation = of.operation;
    let mut docs = Vec::new();
    docs.extend(operation.idempotency.iter().flat_map(|header| {
        let header = code(header);
        let text = format!("Sends a random {header}, so that a retry has no second effect.");
        [String::new(), text]
    }));
    if let Some(reason) = &operation.idempotent {
        docs.push(String::new());
        docs.extend(markdown(&format!(
            "Idempotent, so it is repeated as a `PUT` would be: {reason}"
        )));
    }
    docs
}

/// The docs of the arguments, one line for each.
fn argument_docs(of: RustOperation<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for one in of.arguments() {
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
        let name = without_mark(name);
        lines.extend(markdown(&format!("- `{name}`: {}", first.join(" "))));
    }
    lines
}
