//! How a call carries its body, and how it sends it.

use super::docs::{attributes, code};
use super::object::literal;
use super::{Emit, Item, Table, ident};
use crate::ir::{Content, Encoding, Offer, Operation, Type, TypeKind};
use crate::names::{OperationNames, body_struct, takes_body};
use proc_macro2::TokenStream;
use quote::quote;

/// The body within a call.
pub(super) struct Carried {
    presence: Presence,
    /// The type it is kept as.
    ty: TokenStream,
    /// The type it is taken as.
    taken: TokenStream,
    /// What becomes of it when it is taken.
    kept: TokenStream,
    /// Whether its fields can be set one by one.
    has_setters: bool,
    /// Whether something else can be sent in its place.
    has_offers: bool,
}

/// When there is a body.
enum Presence {
    /// Always: it is an argument.
    Argument,
    /// Always, and all that it holds can be left out.
    Started,
    /// If something is said of it.
    Optional,
}

impl Carried {
    /// The argument of the client's function.
    pub(super) fn argument(&self) -> Option<TokenStream> {
        let taken = &self.taken;
        matches!(self.presence, Presence::Argument).then(|| quote!(body: #taken))
    }

    /// The field's value in a new call.
    pub(super) fn start(&self) -> TokenStream {
        let kept = &self.kept;
        match self.presence {
            Presence::Argument if self.has_offers => quote!(body: Some(#kept),),
            Presence::Started if self.has_offers => quote!(body: Some(Default::default()),),
            Presence::Argument if kept.to_string() == "body" => quote!(body,),
            Presence::Argument => quote!(body: #kept,),
            Presence::Started => quote!(body: Default::default(),),
            Presence::Optional => quote!(body: None,),
        }
    }

    /// The field of the call.
    pub(super) fn field(&self) -> TokenStream {
        let ty = &self.ty;
        match self.is_kept_always() {
            true => quote!(body: #ty,),
            false => quote!(body: Option<#ty>,),
        }
    }

    /// Whether its fields are set one by one, and are `required` or `optional` then.
    pub(super) fn setters(&self) -> Option<&'static str> {
        match self.presence {
            Presence::Optional if self.has_setters => Some("optional"),
            Presence::Started if self.has_offers => Some("optional"),
            Presence::Started => Some("required"),
            _ => None,
        }
    }

    /// Whether the call has it in every case. It hasn't once something else is
    /// sent in its place.
    fn is_kept_always(&self) -> bool {
        !self.has_offers && !matches!(self.presence, Presence::Optional)
    }

    /// The setter of the whole body, unless it is an argument.
    pub(super) fn setter(&self, operation: &Operation) -> Option<TokenStream> {
        let (taken, kept) = (&self.taken, &self.kept);
        let value = match self.presence {
            Presence::Argument => return None,
            Presence::Started if !self.has_offers => quote!(#kept),
            Presence::Started | Presence::Optional => quote!(Some(#kept)),
        };
        let described = operation.body.as_ref().map(|body| body.docs.clone());
        let docs = attributes(&described.unwrap_or_default(), "Sets the whole body.");
        Some(quote! {
            #docs
            pub fn body(mut self, body: #taken) -> Self {
                self.body = #value;
                self
            }
        })
    }
}

impl Emit<'_> {
    /// How a call of an operation carries its body.
    pub(super) fn carried(&mut self, operation: &Operation) -> Option<Carried> {
        let body = operation.body.as_ref()?;
        let has_setters = body_struct(self.api, operation).is_some();
        let presence = match body.required {
            false => Presence::Optional,
            true if takes_body(self.api, operation) => Presence::Argument,
            true => Presence::Started,
        };
        let (ty, taken, kept) = match body.content.ty() {
            Some(ty) => {
                let argument = self.owned_argument(&ident("body"), ty);
                (self.ty(ty), argument.ty, argument.value)
            }
            None => {
                let ty = self.carried_raw(&body.content);
                (ty.clone(), quote!(impl Into<#ty>), quote!(body.into()))
            }
        };
        Some(Carried {
            presence,
            ty,
            taken,
            kept,
            has_setters,
            has_offers: !body.offers.is_empty(),
        })
    }

    /// The type of a body that is sent and has no schema's type.
    fn carried_raw(&mut self, content: &Content) -> TokenStream {
        match content {
            Content::Text => quote!(String),
            _ => {
                self.runtime("Body");
                quote!(Body)
            }
        }
    }

    /// What may be sent in the place of a call's body, where that isn't an
    /// argument.
    pub(super) fn offers_table(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Option<Item> {
        if takes_body(self.api, operation) {
            return None;
        }
        let offers = operation.body.iter().flat_map(|body| &body.offers);
        let mut rows = Vec::new();
        for (offer, name) in offers.zip(&names.offers) {
            let (ty, sending, media_type) = self.offered(offer);
            rows.push(format!(
                "/// Sends this as {media_type} in the place of any other body.\n    \
                 {name}(body: {ty}) => {sending}"
            ));
        }
        if rows.is_empty() {
            return None;
        }
        self.runtime("bodies");
        Some(Item::Table(Table::new("bodies", names.call.clone(), rows)))
    }

    /// A body on offer: the type that it is taken as, the method that sends it
    /// with its arguments, and its media type for the docs.
    pub(super) fn offered(&mut self, offer: &Offer) -> (String, String, String) {
        let media_type = sent_as(&offer.media_type, &offer.content);
        let (ty, value) = match offer.content.ty() {
            Some(ty @ Type::Named(_)) => (format!("&{}", self.plain_type(ty)), quote!(body)),
            Some(ty) => (self.plain_type(ty), quote!(&body)),
            None if offer.content == Content::Text => ("&str".to_owned(), quote!(body)),
            None => (
                format!("impl Into<{}>", self.carried_raw(&offer.content)),
                quote!(body),
            ),
        };
        let (method, arguments) = self.sending(&offer.content, &media_type, &value);
        (ty, format!("{method}({arguments})"), code(&media_type))
    }

    /// The type of a reply without a schema's type.
    pub(super) fn raw(&mut self, content: &Content) -> TokenStream {
        match content {
            Content::Text => quote!(String),
            _ => {
                self.import("bytes::Bytes");
                quote!(Bytes)
            }
        }
    }

    /// The call with its body.
    pub(super) fn with_body(
        &mut self,
        operation: &Operation,
        carried: Option<&Carried>,
    ) -> TokenStream {
        let (Some(body), Some(carried)) = (&operation.body, carried) else {
            return quote!(self.call);
        };
        let optional = !carried.is_kept_always();
        let value = match (&body.content, optional) {
            (Content::Bytes, _) => quote!(self.body),
            (Content::Text, true) => quote!(self.body.as_deref()),
            (_, true) => quote!(self.body.as_ref()),
            (_, false) => quote!(&self.body),
        };
        let media_type = sent_as(&body.media_type, &body.content);
        let (method, arguments) = self.sending(&body.content, &media_type, &value);
        let method = match optional {
            true => ident(&format!("optional_{method}")),
            false => ident(method),
        };
        let arguments: TokenStream = arguments.parse().unwrap_or_default();
        quote!(self.call.#method(#arguments))
    }

    /// The method of a call that sends a body, and its arguments as text.
    fn sending(
        &mut self,
        content: &Content,
        media_type: &str,
        value: &TokenStream,
    ) -> (&'static str, String) {
        let value = value.to_string().replace("& ", "&");
        let media_type = literal(&media_type.into());
        match content {
            Content::Form(ty, encodings) => {
                let encodings = self.encodings(ty, encodings);
                match encodings.as_str() {
                    "&[]" => ("form", value),
                    _ => ("form_as", format!("{value}, {encodings}")),
                }
            }
            Content::Multipart(ty, encodings) => {
                let encodings = self.encodings(ty, encodings);
                ("multipart", format!("{value}, {encodings}"))
            }
            Content::Text => ("text", format!("{media_type}, {value}")),
            Content::Bytes => ("bytes", format!("{media_type}, {value}")),
            _ if media_type == "\"application/json\"" => ("json", value),
            _ => ("json_as", format!("{media_type}, {value}")),
        }
    }

    /// The list of encodings that make a difference: in any style, a scalar
    /// looks the same.
    pub(super) fn encodings(&mut self, ty: &Type, encodings: &[(String, Encoding)]) -> String {
        let fields = match ty {
            Type::Named(id) => match &self.api.type_def(*id).kind {
                TypeKind::Struct(object) => &object.fields[..],
                _ => &[],
            },
            _ => &[],
        };
        let mut items = Vec::new();
        for (property, encoding) in encodings {
            let field = fields.iter().find(|field| field.name == *property);
            let encoding = match encoding {
                Encoding::MediaType(media_type) => {
                    format!("MediaType({})", literal(&media_type.as_str().into()))
                }
                Encoding::Style(_) if field.is_some_and(|field| self.is_scalar(&field.ty)) => {
                    continue;
                }
                Encoding::Style(style) => format!("Style({})", self.style(*style)),
            };
            self.runtime("Encoding");
            let property = literal(&property.as_str().into());
            items.push(format!("({property}, Encoding::{encoding})"));
        }
        format!("&[{}]", items.join(", "))
    }

    fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Array(_) | Type::Map(_) => false,
            Type::Nullable(inner) => self.is_scalar(inner),
            Type::Named(id) | Type::Boxed(id) => {
                matches!(self.api.type_def(*id).kind, TypeKind::Enum(_))
            }
            _ => true,
        }
    }
}

/// The media type that a body says it is, where the document leaves it open.
fn sent_as(media_type: &str, content: &Content) -> String {
    let open = media_type.contains('*');
    match content {
        Content::Json(_) if open => "application/json".to_owned(),
        Content::Text if open => "text/plain".to_owned(),
        _ if open => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    }
}
