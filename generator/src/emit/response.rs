//! Responses of an operation: its value, and the API errors that the document names.

use super::docs::{code, comment, markdown};
use super::object::literal;
use super::{Emit, Item, Row, Table, ident};
use crate::ir::{Content, Docs, Operation, Response, Status};
use crate::rust::names::OperationNames;
use crate::rust::{Import, Ink, Name, RequestBody, RustOperation, RustType};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

impl Emit<'_> {
    /// The method that sends a call; one that asks for a media type that isn't
    /// asked for by default has a name of its own.
    pub(super) fn send(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: Option<&RequestBody>,
        asked: Option<(&str, &str)>,
    ) -> TokenStream {
        self.import(Import::ResponseFuture);
        let error = ident(&names.error);
        let output: TokenStream = self.output(operation, names);
        let mut request = self.with_body(operation, body);
        let mut name = ident("send");
        let mut what = String::new();
        if let Some((media_type, method)) = asked {
            request = quote!(#request.accept(#media_type));
            name = ident(method);
            what = format!(", which is to be {}", code(media_type));
        }
        let short = has_long_error_names(operation, names).then(|| quote!(use #error as ApiError;));
        let api_errors = match short {
            Some(_) => ident("ApiError"),
            None => error.clone(),
        };
        let arms = arms(operation, names, &api_errors);
        let (docs, read) = match is_streamed(operation) {
            true => (
                format!("Sends the request and waits for the response to begin{what}."),
                quote!(streaming(|response| Box::pin(async move {
                    match response.status() { #(#arms)* }
                }))),
            ),
            false => (
                format!("Sends the request and waits for the response{what}."),
                quote!(receive(|response| match response.status() { #(#arms)* })),
            ),
        };
        let docs = comment(&[docs]);
        quote! {
            #docs
            pub fn #name(self) -> ResponseFuture<'a, #output, #error> {
                #short
                #request.#read
            }
        }
    }

    /// A request builder as a future: the value and the error that it gives without
    /// `send`.
    pub(super) fn awaited(&mut self, operation: &Operation, names: &OperationNames) -> Item {
        self.table("awaited");
        let output: String = self.output(operation, names);
        let head = format!("{} => {output}, {}", names.builder, names.error);
        Item::Table(Table::plain("awaited", head))
    }

    /// The value of a call that succeeds.
    fn output<I: Ink>(&mut self, operation: &Operation, names: &OperationNames) -> I {
        if operation.has_several_outcomes() {
            let mut ink = I::default();
            ink.word(&names.response);
            return ink;
        }
        let mut contents = operation
            .successes()
            .map(|response| response.content.as_ref());
        match contents.next().flatten() {
            Some(content) => self.content(content),
            None => self.ty(&RustType::Unit),
        }
    }

    /// The type of a response's content.
    fn content<I: Ink>(&mut self, content: &Content) -> I {
        let ty = RustType::of_response(content);
        let stream = match content {
            Content::Events(_) => Import::Events,
            Content::JsonLines(_) => Import::JsonLines,
            Content::JsonSequence(_) => Import::JsonSequence,
            _ => return self.ty(&ty),
        };
        let mut ink = I::default();
        self.name(&mut ink, Name::Import(stream));
        ink.mark("<");
        ty.write(&mut ink, &mut |ink, name| self.name(ink, name));
        ink.mark(">");
        ink
    }

    pub(super) fn response_enum(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Option<TokenStream> {
        if !operation.has_several_outcomes() {
            return None;
        }
        let name = ident(&names.response);
        let docs = comment(&[format!(
            "What {} may give.",
            self.function_link(&names.function)
        )]);
        let derives = match is_streamed(operation) {
            true => quote!(#[derive(Debug)]),
            false => quote!(#[derive(Debug, Clone, PartialEq)]),
        };
        let variants = self.variants(operation, names, true);
        Some(quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    /// The documented headers of an operation's responses.
    pub(super) fn headers(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Option<Item> {
        if operation.headers.is_empty() {
            return None;
        }
        self.table("response_headers");
        let headers = (RustOperation { operation, names }).headers();
        let rows = headers.map(|(header, field)| {
            let ty: String = self.ty(&RustType::of(&header.ty));
            let wire = literal(&header.name.as_str().into());
            let fallback = format!("{}.", code(&header.name));
            Row::documented(&header.docs, &fallback, format!("{field}: {ty} = {wire}"))
        });
        let rows: Vec<Row> = rows.collect();
        let link = self.function_link(&names.function);
        let docs = literal(&format!("The documented headers of a response of {link}.").into());
        let head = format!("{docs} {}", names.headers);
        Some(Item::Table(Table::new("response_headers", head, rows)))
    }

    pub(super) fn api_errors(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> TokenStream {
        let name = ident(&names.error);
        let variants = self.variants(operation, names, false);
        let link = self.function_link(&names.function);
        let docs = comment(&[match variants.is_empty() {
            true => format!("Documented error responses of {link}: none."),
            false => format!("Documented error responses of {link}."),
        }]);
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }
    }

    /// The variants for the responses that mean success, or for the others.
    fn variants(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        success: bool,
    ) -> Vec<TokenStream> {
        let responses = (RustOperation { operation, names }).responses();
        responses
            .filter(|(response, _)| {
                operation.is_catch_all(response) || operation.is_success(response) == success
            })
            .map(|(response, variant)| {
                let docs = comment(&response_docs(&response.docs, response.status));
                let variant = ident(variant);
                let content: Option<TokenStream> =
                    response
                        .content
                        .as_ref()
                        .map(|content| match content.is_stream() {
                            // An API error is read whole.
                            true if !success => self.ty(&RustType::Bytes),
                            _ => self.content(content),
                        });
                match content {
                    Some(ty) => quote!(#docs #variant(#ty)),
                    None => quote!(#docs #variant),
                }
            })
            .collect()
    }
}

/// Tells if an operation's success is a stream.
fn is_streamed(operation: &Operation) -> bool {
    let mut contents = operation
        .successes()
        .filter_map(|response| response.content.as_ref());
    contents.any(Content::is_stream)
}

/// The media types to ask for, where they aren't plain JSON.
pub(super) fn accepted(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = operation
        .successes()
        .map(|response| response.media_type.as_str())
        .filter(|media_type| !media_type.is_empty())
        .collect();
    types.sort_unstable();
    types.dedup();
    match types[..] {
        [] | ["application/json"] => None,
        [one] if one.contains('*') && is_json(operation) => None,
        _ => Some(types.join(", ")),
    }
}

fn is_json(operation: &Operation) -> bool {
    let mut contents = operation
        .successes()
        .filter_map(|response| response.content.as_ref());
    contents.all(|content| matches!(content, Content::Json(_)))
}

/// Tells if the API errors of an operation have names that are too long for each
/// to fit on a line.
fn has_long_error_names(operation: &Operation, names: &OperationNames) -> bool {
    const WIDTH: usize = 89;
    let around = match is_streamed(operation) {
        true => "                    404 => Err(response.whole().await?.(::)),",
        false => "                404 => Err(response.(::)),",
    };
    let api_errors = (RustOperation { operation, names }).responses();
    let mut api_errors = api_errors.filter(|(response, _)| !response.status.is_success());
    api_errors.any(|(response, variant)| {
        let method = api_error_method(response);
        around.len() + method.len() + names.error.len() + variant.len() > WIDTH
    })
}

fn arms(operation: &Operation, names: &OperationNames, api_errors: &Ident) -> Vec<TokenStream> {
    let streamed = is_streamed(operation);
    let whole = match streamed {
        true => quote!(response.whole().await?),
        false => quote!(response),
    };
    let mut arms: Vec<(Vec<TokenStream>, TokenStream)> = Vec::new();
    for (response, variant) in (RustOperation { operation, names }).responses() {
        if operation.is_catch_all(response) {
            let success = success(operation, names, response, variant, &whole);
            arms.push((vec![quote!(200..=299)], success));
        }
        let value = match response.status.is_success() {
            true => success(operation, names, response, variant, &whole),
            false => api_error(api_errors, response, variant, &whole),
        };
        let pattern = pattern(response.status);
        match arms.last_mut() {
            Some((patterns, last)) if last.to_string() == value.to_string() => {
                patterns.push(pattern);
            }
            _ => arms.push((vec![pattern], value)),
        }
    }
    let has_default = operation
        .responses
        .iter()
        .any(|response| response.status == Status::Default);
    if operation.successes().next().is_none() {
        let success = (vec![quote!(200..=299)], quote!(#whole.empty()));
        // The arm for `default` stands last.
        let place = if has_default {
            arms.len() - 1
        } else {
            arms.len()
        };
        arms.insert(place, success);
    }
    if !has_default {
        arms.push((vec![quote!(_)], quote!(Err(#whole.unexpected()))));
    }
    arms.into_iter()
        .map(|(patterns, value)| quote!(#(#patterns)|* => #value,))
        .collect()
}

fn success(
    operation: &Operation,
    names: &OperationNames,
    response: &Response,
    variant: &str,
    whole: &TokenStream,
) -> TokenStream {
    let value = match &response.content {
        None => quote!(#whole.empty()),
        Some(Content::Text) => quote!(#whole.text()),
        Some(Content::Bytes) => quote!(#whole.bytes()),
        Some(Content::Events(_)) => quote!(response.events().await),
        Some(Content::JsonLines(_)) => quote!(Ok(response.json_lines())),
        Some(Content::JsonSequence(_)) => quote!(Ok(response.json_sequence())),
        Some(_) => quote!(#whole.json()),
    };
    if !operation.has_several_outcomes() {
        return value;
    }
    let (outcome, variant) = (ident(&names.response), ident(variant));
    match &response.content {
        Some(_) => quote!(#value.map(#outcome::#variant)),
        None => quote!(Ok(#outcome::#variant)),
    }
}

fn api_error(
    api_errors: &Ident,
    response: &Response,
    variant: &str,
    whole: &TokenStream,
) -> TokenStream {
    let (method, variant) = (ident(api_error_method(response)), ident(variant));
    quote!(Err(#whole.#method(#api_errors::#variant)))
}

fn api_error_method(response: &Response) -> &'static str {
    match &response.content {
        None => "api_error_empty",
        Some(Content::Text) => "api_error_text",
        Some(content) if *content == Content::Bytes || content.is_stream() => "api_error_bytes",
        Some(_) => "api_error",
    }
}

fn response_docs(docs: &Docs, status: Status) -> Vec<String> {
    let status = match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}00 to {hundreds}99"),
        Status::Default => "Any other status".to_owned(),
    };
    match &docs.text {
        Some(text) => markdown(&format!("{status}: {text}")),
        None => vec![format!("{status}.")],
    }
}

fn pattern(status: Status) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Range(hundreds) => {
            let (first, last) = (number(hundreds * 100), number(hundreds * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
