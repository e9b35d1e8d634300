//! How a call carries its body, and how it sends it.

use super::docs::attributes;
use super::{Emit, ident};
use crate::ir::{Content, Encoding, Operation, Type, TypeKind};
use crate::names::body_struct;
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
            Presence::Argument if kept.to_string() == "body" => quote!(body,),
            Presence::Argument => quote!(body: #kept,),
            Presence::Started => quote!(body: Default::default(),),
            Presence::Optional => quote!(body: None,),
        }
    }

    /// The field of the call.
    pub(super) fn field(&self) -> TokenStream {
        let ty = &self.ty;
        match self.presence {
            Presence::Argument | Presence::Started => quote!(body: #ty,),
            Presence::Optional => quote!(body: Option<#ty>,),
        }
    }

    /// Whether its fields are set one by one, and are `required` or `optional` then.
    pub(super) fn setters(&self) -> Option<&'static str> {
        match self.presence {
            Presence::Optional if self.has_setters => Some("optional"),
            Presence::Started => Some("required"),
            _ => None,
        }
    }

    /// The setter of the whole body, unless it is an argument.
    pub(super) fn setter(&self, operation: &Operation) -> Option<TokenStream> {
        let (taken, kept) = (&self.taken, &self.kept);
        let value = match self.presence {
            Presence::Argument => return None,
            Presence::Started => quote!(#kept),
            Presence::Optional => quote!(Some(#kept)),
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
        let presence = match (body.required, has_setters) {
            (false, _) => Presence::Optional,
            (true, true) => Presence::Started,
            (true, false) => Presence::Argument,
        };
        let (ty, taken, kept) = match body.content.ty() {
            Some(ty) => {
                let argument = self.owned_argument(&ident("body"), ty);
                (self.ty(ty), argument.ty, argument.value)
            }
            None => {
                let ty = self.raw(&body.content);
                (ty.clone(), quote!(impl Into<#ty>), quote!(body.into()))
            }
        };
        Some(Carried {
            presence,
            ty,
            taken,
            kept,
            has_setters,
        })
    }

    /// The type of a body without a schema's type.
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
        let optional = matches!(carried.presence, Presence::Optional);
        let value = match (&body.content, optional) {
            (Content::Bytes, _) => quote!(self.body),
            (Content::Text, true) => quote!(self.body.as_deref()),
            (_, true) => quote!(self.body.as_ref()),
            (_, false) => quote!(&self.body),
        };
        let media_type = sent_as(&body.media_type, &body.content);
        let (method, arguments) = match &body.content {
            Content::Form(ty, encodings) => {
                let encodings = self.encodings(ty, encodings);
                match encodings.is_empty() {
                    true => ("form", quote!(#value)),
                    false => ("form_as", quote!(#value, &[#(#encodings),*])),
                }
            }
            Content::Multipart(ty, encodings) => {
                let encodings = self.encodings(ty, encodings);
                ("multipart", quote!(#value, &[#(#encodings),*]))
            }
            Content::Text => ("text", quote!(#media_type, #value)),
            Content::Bytes => ("bytes", quote!(#media_type, #value)),
            _ if media_type == "application/json" => ("json", quote!(#value)),
            _ => ("json_as", quote!(#media_type, #value)),
        };
        let method = match optional {
            true => ident(&format!("optional_{method}")),
            false => ident(method),
        };
        quote!(self.call.#method(#arguments))
    }

    /// The encodings that make a difference: in any style, a scalar looks the same.
    pub(super) fn encodings(
        &mut self,
        ty: &Type,
        encodings: &[(String, Encoding)],
    ) -> Vec<TokenStream> {
        let fields = match ty {
            Type::Named(id) => match &self.api.type_def(*id).kind {
                TypeKind::Struct(object) => &object.fields[..],
                _ => &[],
            },
            _ => &[],
        };
        let mut tokens = Vec::new();
        for (property, encoding) in encodings {
            let field = fields.iter().find(|field| field.name == *property);
            let encoding = match encoding {
                Encoding::MediaType(media_type) => quote!(Encoding::MediaType(#media_type)),
                Encoding::Style(_) if field.is_some_and(|field| self.is_scalar(&field.ty)) => {
                    continue;
                }
                Encoding::Style(style) => {
                    let style: TokenStream = self.style(*style).parse().unwrap_or_default();
                    quote!(Encoding::Style(#style))
                }
            };
            self.runtime("Encoding");
            tokens.push(quote!((#property, #encoding)));
        }
        tokens
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
