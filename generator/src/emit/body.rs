//! The body of a request: the field that keeps it, its setters, and its sending.

use super::context::Emit;
use super::docs::{attributes, code};
use super::item::{Item, Row, Table};
use super::print::converted;
use crate::ir::{AlternativeMediaType, Operation};
use crate::rust::{
    Conversion, Ink, Lending, Presence, RequestBody, RustOperation, Sending, alternative, sent_as,
    takes_body,
};
use proc_macro2::TokenStream;
use quote::quote;

/// The expression for a body that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// The argument `body`.
    Argument(Conversion),
    /// The builder's field.
    Field(Lending),
}

impl Sent {
    fn write_sent(self, ink: &mut impl Ink) {
        let (mark, method) = match self {
            Self::Argument(value) => return value.write(ink, "body"),
            Self::Field(Lending::Given) => (None, None),
            Self::Field(Lending::Lent) => (Some("&"), None),
            Self::Field(Lending::LentIfSet) => (None, Some("as_ref")),
            Self::Field(Lending::TextIfSet) => (None, Some("as_deref")),
        };
        mark.into_iter().for_each(|mark| ink.mark(mark));
        ink.word("self");
        ink.mark(".");
        ink.word("body");
        if let Some(method) = method {
            ink.mark(".");
            ink.word(method);
            ink.parenthesized(|_| ());
        }
    }
}

/// The value of the field in a new request builder.
pub(super) fn start(body: &RequestBody) -> TokenStream {
    let kept: TokenStream = converted(body.argument.value, "body");
    match body.presence {
        Presence::Argument if body.has_alternatives => quote!(body: Some(#kept),),
        Presence::Started if body.has_alternatives => quote!(body: Some(Default::default()),),
        Presence::Argument if body.argument.value == Conversion::Same => quote!(body,),
        Presence::Argument => quote!(body: #kept,),
        Presence::Started => quote!(body: Default::default(),),
        Presence::Optional => quote!(body: None,),
    }
}

impl Emit<'_> {
    /// The argument of the client's function.
    pub(super) fn body_argument(&mut self, body: &RequestBody) -> Option<TokenStream> {
        if body.presence != Presence::Argument {
            return None;
        }
        let ty: TokenStream = self.argument(&body.argument.ty);
        Some(quote!(body: #ty))
    }

    /// The field of the request builder.
    pub(super) fn body_field(&mut self, body: &RequestBody) -> TokenStream {
        let ty: TokenStream = self.ty(&body.ty);
        match body.is_kept_always {
            true => quote!(body: #ty,),
            false => quote!(body: Option<#ty>,),
        }
    }

    /// The setter of the whole body, unless it is an argument or has a table of
    /// setters.
    pub(super) fn body_setter(
        &mut self,
        operation: &Operation,
        body: &RequestBody,
    ) -> Option<TokenStream> {
        if body.found_by_setters().is_some() {
            return None;
        }
        let taken: TokenStream = self.argument(&body.argument.ty);
        let kept: TokenStream = converted(body.argument.value, "body");
        let value = match body.presence {
            Presence::Argument => return None,
            Presence::Started if !body.has_alternatives => kept,
            Presence::Started | Presence::Optional => quote!(Some(#kept)),
        };
        let described = operation.body.as_ref().map(|body| body.docs.clone());
        let docs = attributes(&described.unwrap_or_default(), "Sets the whole body.");
        Some(quote! {
            #docs
            #[inline]
            pub fn body(mut self, body: #taken) -> Self {
                self.body = #value;
                self
            }
        })
    }

    /// The table of bodies that may be sent in the place of a call's, where that
    /// isn't an argument.
    pub(super) fn offers_table(&mut self, of: RustOperation<'_>) -> Option<Item> {
        if takes_body(self.api, of.operation) {
            return None;
        }
        let mut rows = Vec::new();
        for (offer, name) in of.request_offers() {
            let (ty, media_type) = (alternative(&offer.content), media_type_of(offer));
            let ty: String = self.argument(&ty.ty);
            let mut sending = String::new();
            self.send_offered(&mut sending, offer);
            rows.push(Row {
                docs: vec![format!(
                    "Sends this body as {media_type} instead of any other."
                )],
                ..Row::from(format!("{name}(body: {ty}) => {sending}"))
            });
        }
        if rows.is_empty() {
            return None;
        }
        self.table("bodies");
        let table = Table::new("bodies", of.names.builder.clone(), rows);
        Some(Item::Table(table))
    }

    /// The method call that sends a body of another media type, its argument.
    pub(super) fn send_offered<I: Ink>(&mut self, ink: &mut I, offer: &AlternativeMediaType) {
        let sending = Sending::of(self.api, &offer.media_type, &offer.content);
        self.send(
            ink,
            &sending,
            Sent::Argument(alternative(&offer.content).value),
        );
    }

    /// The call with its body.
    pub(super) fn with_body(
        &mut self,
        operation: &Operation,
        kept: Option<&RequestBody>,
    ) -> TokenStream {
        let (Some(body), Some(kept)) = (&operation.body, kept) else {
            return quote!(self.request);
        };
        let sending = match kept.is_kept_always {
            true => Sending::of(self.api, &body.media_type, &body.content),
            false => Sending::of_optional(self.api, &body.media_type, &body.content),
        };
        let mut request = quote!(self.request.);
        self.send(&mut request, &sending, Sent::Field(kept.lending));
        request
    }

    /// The method call that sends a body.
    fn send<I: Ink>(&mut self, ink: &mut I, sending: &Sending<'_>, value: Sent) {
        ink.word(sending.method);
        ink.parenthesized(|ink| {
            if let Some(media_type) = &sending.media_type {
                ink.literal(media_type);
                ink.mark(",");
            }
            value.write_sent(ink);
            if let Some(encodings) = &sending.encodings {
                ink.mark(",");
                self.encodings(ink, encodings);
            }
        });
    }
}

/// The media type of an alternative body, as docs show it.
pub(super) fn media_type_of(offer: &AlternativeMediaType) -> String {
    code(&sent_as(&offer.media_type, &offer.content))
}
