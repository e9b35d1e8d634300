//! Responses of an operation: its value, and the API errors that the document names.

use super::context::{Emit, ident};
use super::docs::{attributes, code, comment, markdown};
use super::item::{Item, Table};
use super::print::literal;
use crate::ir::{Content, Docs, Status};
use crate::rust::{
    Arm, Import, Ink, Name, Outcome, Outcomes, RequestBody, RustOperation, RustType, is_streamed,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The responses that an enum lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    /// Those that mean success.
    Successes,
    /// API errors.
    Errors,
}

impl Emit<'_> {
    /// The method that sends a call; one that asks for a media type that isn't
    /// asked for by default has a name of its own.
    pub(super) fn send_method(
        &mut self,
        of: RustOperation<'_>,
        body: Option<&RequestBody>,
        asked: Option<(&str, &str)>,
    ) -> TokenStream {
        self.import(Import::ResponseFuture);
        let error = ident(&of.names.error);
        let output: TokenStream = self.output(of);
        let mut request = self.with_body(of.operation, body);
        let mut name = ident("send");
        let mut asked_for = String::new();
        if let Some((media_type, method)) = asked {
            request = quote!(#request.accept(#media_type));
            name = ident(method);
            asked_for = format!(", asking for {},", code(media_type));
        }
        let outcomes = Outcomes::of(of);
        let short = outcomes
            .has_short_error
            .then(|| quote!(use #error as ApiError;));
        let errors = match short {
            Some(_) => ident("ApiError"),
            None => error.clone(),
        };
        let whole = if outcomes.is_streamed {
            quote!(response.whole().await?)
        } else {
            quote!(response)
        };
        let names = ArmNames {
            response: &of.names.response,
            errors: &errors,
            whole: &whole,
        };
        let arms = outcomes.arms.iter().map(|one| arm(one, &names));
        let (docs, read) = if outcomes.is_streamed {
            (
                format!("Sends the request{asked_for} and waits for the response to begin."),
                quote!(streaming(|response| Box::pin(async move {
                    match response.status() { #(#arms)* }
                }))),
            )
        } else {
            (
                format!("Sends the request{asked_for} and waits for the response."),
                quote!(receive(|response| match response.status() { #(#arms)* })),
            )
        };
        let docs = comment(&[docs]);
        quote! {
            #docs
            #[inline]
            pub fn #name(self) -> ResponseFuture<'a, #output, #error> {
                #short
                #request.#read
            }
        }
    }

    /// A request builder as a future: the value and the error that it gives without
    /// `send`.
    pub(super) fn awaited(&mut self, of: RustOperation<'_>) -> Item {
        self.table("awaited");
        let output: String = self.output(of);
        let head = format!("{} => {output}, {}", of.names.builder, of.names.error);
        Item::Table(Table::plain("awaited", head))
    }

    /// The value of a call that succeeds.
    fn output<I: Ink>(&mut self, of: RustOperation<'_>) -> I {
        if of.operation.has_several_outcomes() {
            let mut ink = I::default();
            ink.word(&of.names.response);
            return ink;
        }
        let mut successes = of.operation.successes();
        match successes.next().and_then(|one| one.content.as_ref()) {
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

    /// The enum of successes, where they are of several types.
    pub(super) fn response_enum(&mut self, of: RustOperation<'_>) -> Option<TokenStream> {
        if !of.operation.has_several_outcomes() {
            return None;
        }
        let name = ident(&of.names.response);
        let link = self.function_link(&of.names.function);
        let docs = comment(&[format!("Documented successful responses of {link}.")]);
        let derives = if is_streamed(of.operation) {
            quote!(#[derive(Debug)])
        } else {
            quote!(#[derive(Debug, Clone, PartialEq)])
        };
        let variants = self.response_variants(of, Listed::Successes);
        Some(quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    /// The documented headers of an operation's responses: a struct, and the table
    /// of their names.
    pub(super) fn response_headers(&mut self, of: RustOperation<'_>) -> Vec<Item> {
        if of.operation.headers.is_empty() {
            return Vec::new();
        }
        self.table("response_headers");
        let link = self.function_link(&of.names.function);
        let docs = comment(&[format!("Documented response headers of {link}.")]);
        let name = ident(&of.names.headers);
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        for (header, field) in of.headers() {
            let docs = attributes(&header.docs, &format!("{}.", code(&header.name)));
            let (member, ty) = (ident(field), RustType::of(&header.ty));
            let ty: TokenStream = self.ty(&ty);
            fields.push(quote!(#docs pub #member: Option<#ty>));
            rows.push(format!(
                "{field}: {}",
                literal(&header.name.as_str().into())
            ));
        }
        let head = of.names.headers.clone();
        vec![
            Item::Tokens(quote! {
                #docs
                #[derive(Debug, Clone, PartialEq)]
                #[non_exhaustive]
                pub struct #name { #(#fields),* }
            }),
            Item::Table(Table::new("response_headers", head, rows)),
        ]
    }

    /// The enum of API errors.
    pub(super) fn error_enum(&mut self, of: RustOperation<'_>) -> TokenStream {
        let name = ident(&of.names.error);
        let variants = self.response_variants(of, Listed::Errors);
        let link = self.function_link(&of.names.function);
        let docs = comment(&[if variants.is_empty() {
            format!("Documented error responses of {link}: none.")
        } else {
            format!("Documented error responses of {link}.")
        }]);
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }
    }

    /// The variants for the responses that are listed.
    fn response_variants(&mut self, of: RustOperation<'_>, listed: Listed) -> Vec<TokenStream> {
        let operation = of.operation;
        let responses = of.responses().filter(|(response, _)| {
            let is_success = operation.is_success(response);
            operation.is_catch_all(response) || is_success == (listed == Listed::Successes)
        });
        responses
            .map(|(response, variant)| {
                let docs = comment(&response_docs(&response.docs, response.status));
                let variant = ident(variant);
                let held = response.content.as_ref().map(|content| {
                    // An API error is read whole.
                    let ty: TokenStream = if content.is_stream() && listed == Listed::Errors {
                        self.ty(&RustType::Bytes)
                    } else {
                        self.content(content)
                    };
                    quote!((#ty))
                });
                quote!(#docs #variant #held)
            })
            .collect()
    }
}

/// The names that the arms of a `match` over the status are made of.
struct ArmNames<'a> {
    /// The enum of successes, where there is one.
    response: &'a str,
    /// The enum of API errors.
    errors: &'a Ident,
    /// The response with its whole body.
    whole: &'a TokenStream,
}

/// An arm of the `match` over the status.
fn arm(arm: &Arm<'_>, names: &ArmNames<'_>) -> TokenStream {
    let (errors, whole) = (names.errors, names.whole);
    let patterns = arm.statuses.iter().map(|status| pattern(*status));
    let value = match arm.outcome {
        Outcome::Success { content, variant } => success(content, variant, names),
        Outcome::Error { content, variant } => {
            let (method, variant) = (ident(api_error_method(content)), ident(variant));
            quote!(Err(#whole.#method(#errors::#variant)))
        }
        Outcome::OtherSuccess { content } => other_success(content, names),
        Outcome::Unexpected => quote!(Err(#whole.unexpected())),
    };
    let guard = arm
        .is_guarded
        .then(|| quote!(if response.is_success_or_redirect()));
    quote!(#(#patterns)|* #guard => #value,)
}

/// A success of another status, read as the documented one.
fn other_success(content: Option<&Content>, names: &ArmNames<'_>) -> TokenStream {
    let whole = names.whole;
    match content {
        None => quote!(#whole.undocumented_empty()),
        Some(content) if content.is_stream() => {
            read(content, &quote!(response.undocumented().await?), whole)
        }
        Some(content) => {
            let response = quote!(response);
            let value = read(content, &response, &response);
            quote!(#whole.undocumented(|response| #value))
        }
    }
}

/// The content of a response as a value; all but a stream is read from the `whole` of it.
fn read(content: &Content, response: &TokenStream, whole: &TokenStream) -> TokenStream {
    match content {
        Content::Text => quote!(#whole.text()),
        Content::Bytes => quote!(#whole.bytes()),
        Content::Events(_) => quote!(#response.events().await),
        Content::JsonLines(_) => quote!(Ok(#response.json_lines())),
        Content::JsonSequence(_) => quote!(Ok(#response.json_sequence())),
        Content::Json(_) | Content::Form(..) | Content::Multipart(..) => quote!(#whole.json()),
    }
}

fn success(content: Option<&Content>, variant: Option<&str>, names: &ArmNames<'_>) -> TokenStream {
    let whole = names.whole;
    let value = match content {
        None => quote!(#whole.empty()),
        Some(content) => read(content, &quote!(response), whole),
    };
    let Some(variant) = variant.map(ident) else {
        return value;
    };
    let response = ident(names.response);
    match content {
        Some(_) => quote!(#value.map(#response::#variant)),
        None => quote!(Ok(#response::#variant)),
    }
}

fn api_error_method(content: Option<&Content>) -> &'static str {
    match content {
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
