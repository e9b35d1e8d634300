//! Responses of an operation: its value, and the API errors that the document names.

use super::context::{Emit, ident};
use super::docs::{attributes, code, comment, markdown};
use super::item::{Item, Table};
use super::print::{derive, literal};
use crate::ir::{Docs, Status};
use crate::rust::{
    Arm, Import, Ink, Outcome, Outcomes, Output, Reading, RequestBody, RustOperation, RustResponse,
    RustType, Stream, response_derives,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

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
        let (mut short, arms) = arms(of, &outcomes);
        let (docs, read) = if outcomes.is_streamed {
            (
                format!("Sends the request{asked_for} and waits for the response to begin."),
                quote!(streaming(|response| Box::pin(async move {
                    match response.status() { #arms }
                }))),
            )
        } else {
            let read = match asked.is_none() && self.reads_alone(of) {
                true => {
                    short = None;
                    quote!(receive(Self::read))
                }
                false => quote!(receive(|response| match response.status() { #arms })),
            };
            (
                format!("Sends the request{asked_for} and waits for the response."),
                read,
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

    /// Tells if a response can be read that came by another way.
    fn reads_alone(&self, of: RustOperation<'_>) -> bool {
        self.api.is_mapped(of.operation) && !Outcomes::of(of).is_streamed
    }

    /// The function that reads a response that came by another way.
    pub(super) fn read_method(&mut self, of: RustOperation<'_>) -> Option<TokenStream> {
        if !self.reads_alone(of) {
            return None;
        }
        self.import(Import::Runtime);
        let error = ident(&of.names.error);
        let output: TokenStream = self.output(of);
        let (short, arms) = arms(of, &Outcomes::of(of));
        let docs = comment(&[
            "Reads a response of this operation that came by another way, such as the neutral"
                .to_owned(),
            "interface.".to_owned(),
        ]);
        Some(quote! {
            #docs
            pub fn read(response: runtime::Response) -> Result<#output, runtime::Error<#error>> {
                #short
                match response.status() { #arms }
            }
        })
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
        match of.output() {
            Output::Type(ty) => self.ty(&ty),
            Output::Enum(name) => {
                let mut ink = I::default();
                ink.word(name);
                ink
            }
        }
    }

    /// The enum of successes, where they are of several types.
    pub(super) fn response_enum(&mut self, of: RustOperation<'_>) -> Option<TokenStream> {
        let Output::Enum(name) = of.output() else {
            return None;
        };
        let name = ident(name);
        let link = self.function_link(of);
        let docs = comment(&[format!("Documented successful responses of {link}.")]);
        let derives = derive(response_derives(of.operation));
        let variants = of.successes().map(|one| self.response_variant(&one));
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
        let link = self.function_link(of);
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
        let variants = of.api_errors().map(|one| self.response_variant(&one));
        let variants: Vec<TokenStream> = variants.collect();
        let link = self.function_link(of);
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

    fn response_variant(&mut self, of: &RustResponse<'_>) -> TokenStream {
        let docs = comment(&response_docs(&of.response.docs, of.response.status));
        let variant = ident(of.name);
        let held = of.ty.as_ref().map(|ty| {
            let ty: TokenStream = self.ty(ty);
            quote!((#ty))
        });
        quote!(#docs #variant #held)
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

/// The arms of the `match` over the status, and the short name of the errors in them.
fn arms(of: RustOperation<'_>, outcomes: &Outcomes<'_>) -> (Option<TokenStream>, TokenStream) {
    let error = ident(&of.names.error);
    let short = outcomes
        .has_short_error
        .then(|| quote!(use #error as ApiError;));
    let errors = match short {
        Some(_) => ident("ApiError"),
        None => error,
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
    let arms = quote!(#(#arms)*);
    (short, arms)
}

/// An arm of the `match` over the status.
fn arm(arm: &Arm<'_>, names: &ArmNames<'_>) -> TokenStream {
    let (errors, whole) = (names.errors, names.whole);
    let patterns = arm.statuses.iter().map(|status| pattern(*status));
    let value = match arm.outcome {
        Outcome::Success { reading, variant } => success(reading, variant, names),
        Outcome::Error { reading, variant } => {
            let (method, variant) = (ident(api_error_method(reading)), ident(variant));
            quote!(Err(#whole.#method(#errors::#variant)))
        }
        Outcome::OtherSuccess { reading } => other_success(reading, whole),
        Outcome::Unexpected => quote!(Err(#whole.unexpected())),
    };
    let guard = arm
        .is_guarded
        .then(|| quote!(if response.is_success_or_redirect()));
    quote!(#(#patterns)|* #guard => #value,)
}

/// A success of another status, read as the documented one.
fn other_success(reading: Reading, whole: &TokenStream) -> TokenStream {
    match reading {
        Reading::Empty => quote!(#whole.undocumented_empty()),
        Reading::Stream(_) => read(reading, &quote!(response.undocumented().await?), whole),
        Reading::Text | Reading::Bytes | Reading::Json => {
            let response = quote!(response);
            let value = read(reading, &response, &response);
            quote!(#whole.undocumented(|response| #value))
        }
    }
}

/// The content of a response as a value; all but a stream is read from the `whole` of it.
fn read(reading: Reading, response: &TokenStream, whole: &TokenStream) -> TokenStream {
    match reading {
        Reading::Empty => quote!(#whole.empty()),
        Reading::Text => quote!(#whole.text()),
        Reading::Bytes => quote!(#whole.bytes()),
        Reading::Json => quote!(#whole.json()),
        Reading::Stream(Stream::Events) => quote!(#response.events().await),
        Reading::Stream(Stream::JsonLines) => quote!(Ok(#response.json_lines())),
        Reading::Stream(Stream::JsonSequence) => quote!(Ok(#response.json_sequence())),
    }
}

fn success(reading: Reading, variant: Option<&str>, names: &ArmNames<'_>) -> TokenStream {
    let value = read(reading, &quote!(response), names.whole);
    let Some(variant) = variant.map(ident) else {
        return value;
    };
    let response = ident(names.response);
    match reading {
        Reading::Empty => quote!(Ok(#response::#variant)),
        _ => quote!(#value.map(#response::#variant)),
    }
}

fn api_error_method(reading: Reading) -> &'static str {
    match reading {
        Reading::Empty => "api_error_empty",
        Reading::Text => "api_error_text",
        Reading::Bytes | Reading::Stream(_) => "api_error_bytes",
        Reading::Json => "api_error",
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
