//! Operations: a function on the client, a call that is put together and sent,
//! and the refusals that the document names.

use super::docs::{attributes, comment, lines, markdown};
use super::{Emit, Item, ident};
use crate::ir::{Docs, Operation, Parameter, ParameterLocation, Reply, Status, Type};
use crate::names::{OperationNames, body_struct};
use proc_macro2::TokenStream;
use quote::quote;

/// How a call carries its body.
enum BodyIs<'a> {
    /// There is none.
    Absent,
    /// It is an argument.
    Argument(&'a Type),
    /// It must be sent, and all that it holds can be left out.
    Started(&'a Type),
    /// It is sent if something is said of it.
    Optional(&'a Type),
}

impl Emit<'_> {
    /// Everything that belongs to one operation but its types.
    pub(super) fn operation(&mut self, index: usize) -> Vec<Item> {
        let operation = &self.api.operations[index];
        let names = &self.names.operations[index];
        let body = match &operation.body {
            None => BodyIs::Absent,
            Some(body) if !body.required => BodyIs::Optional(&body.ty),
            Some(body) if body_struct(self.api, operation).is_some() => BodyIs::Started(&body.ty),
            Some(body) => BodyIs::Argument(&body.ty),
        };
        let mut items = vec![
            Item::Tokens(self.function(operation, names, &body)),
            Item::Tokens(self.call(names, &body)),
            Item::Tokens(self.call_methods(operation, names, &body)),
        ];
        items.extend(self.reply_enum(operation, names).map(Item::Tokens));
        items.push(Item::Tokens(self.refusals(operation, names)));
        items
    }

    fn function(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: &BodyIs<'_>,
    ) -> TokenStream {
        let (function, call) = (ident(&names.function), ident(&names.call));
        let mut docs = lines(&operation.docs, "");
        if !docs.is_empty() {
            docs.push(String::new());
        }
        docs.push(format!(
            "`{} {}`",
            operation.method,
            operation.path.replace('`', "'")
        ));
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
            let (ty, value) = (argument.ty, argument.value);
            arguments.push(quote!(#name: #ty));
            let (method, wire) = (location(parameter), &parameter.name);
            request = quote!(#request.#method(#wire, #value));
        }
        let body = match body {
            BodyIs::Absent => None,
            BodyIs::Argument(ty) => {
                let ty = self.ty(ty);
                arguments.push(quote!(body: #ty));
                Some(quote!(body,))
            }
            BodyIs::Started(ty) => {
                let ty = self.ty(ty);
                Some(quote!(body: #ty::default(),))
            }
            BodyIs::Optional(_) => Some(quote!(body: None,)),
        };
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
        let start = match operation.method.as_str() {
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
        if operation.security.is_empty() {
            return start;
        }
        let sets = operation.security.iter().map(|set| quote!(&[#(#set),*]));
        quote!(#start.security(&[#(#sets),*]))
    }

    fn call(&mut self, names: &OperationNames, body: &BodyIs<'_>) -> TokenStream {
        self.runtime("Call");
        let call = ident(&names.call);
        let docs = comment(&[format!(
            "A call of [`Client::{0}`] that has not been sent yet.",
            names.function
        )]);
        let body = match body {
            BodyIs::Absent => None,
            BodyIs::Argument(ty) | BodyIs::Started(ty) => {
                let ty = self.ty(ty);
                Some(quote!(body: #ty,))
            }
            BodyIs::Optional(ty) => {
                let ty = self.ty(ty);
                Some(quote!(body: Option<#ty>,))
            }
        };
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
        body: &BodyIs<'_>,
    ) -> TokenStream {
        let call = ident(&names.call);
        let parameters: Vec<TokenStream> = operation
            .parameters
            .iter()
            .zip(&names.parameters)
            .filter(|(parameter, _)| !parameter.required)
            .map(|(parameter, name)| self.parameter_setter(parameter, name))
            .collect();
        let fields = self.field_setters(operation, names, body);
        let whole = self.body_setter(operation, body);
        let send = self.send(operation, names, body);
        quote! {
            impl #call<'_> { #(#parameters)* #(#fields)* #whole #send }
        }
    }

    fn parameter_setter(&mut self, parameter: &Parameter, name: &str) -> TokenStream {
        let docs = attributes(
            &parameter.docs,
            &format!("Sets `{}`.", parameter.name.replace('`', "'")),
        );
        let name = ident(name);
        let argument = self.borrowed_argument(&name, &parameter.ty);
        let (ty, value) = (argument.ty, argument.value);
        let (method, wire) = (location(parameter), &parameter.name);
        quote! {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                self.call = self.call.#method(#wire, #value);
                self
            }
        }
    }

    fn field_setters(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: &BodyIs<'_>,
    ) -> Vec<TokenStream> {
        let target = match body {
            BodyIs::Optional(_) => quote!(self.body.get_or_insert_default()),
            BodyIs::Started(_) => quote!(self.body),
            BodyIs::Absent | BodyIs::Argument(_) => return Vec::new(),
        };
        let Some(object) = body_struct(self.api, operation) else {
            return Vec::new();
        };
        let Some(Type::Named(id)) = operation.body.as_ref().map(|body| &body.ty) else {
            return Vec::new();
        };
        let members = &self.names.members[id.0];
        let mut setters = Vec::new();
        for ((field, member), name) in object.fields.iter().zip(members).zip(&names.body_fields) {
            let docs = attributes(
                &field.docs,
                &format!("Sets `{}` of the body.", field.name.replace('`', "'")),
            );
            let (name, member) = (ident(name), ident(member));
            let argument = self.owned_argument(&name, &field.ty);
            let (ty, value) = (argument.ty, argument.value);
            let allow = field.docs.deprecated.then(|| quote!(#[allow(deprecated)]));
            setters.push(quote! {
                #docs
                #allow
                pub fn #name(mut self, #name: #ty) -> Self {
                    #target.#member = Some(#value);
                    self
                }
            });
        }
        setters
    }

    fn body_setter(&mut self, operation: &Operation, body: &BodyIs<'_>) -> Option<TokenStream> {
        let (ty, value) = match body {
            BodyIs::Optional(ty) => (ty, quote!(Some(body))),
            BodyIs::Started(ty) => (ty, quote!(body)),
            BodyIs::Absent | BodyIs::Argument(_) => return None,
        };
        let ty = self.ty(ty);
        let described = operation
            .body
            .as_ref()
            .map(|body| body.docs.clone())
            .unwrap_or_default();
        let docs = attributes(&described, "Sets the whole body.");
        Some(quote! {
            #docs
            pub fn body(mut self, body: #ty) -> Self {
                self.body = #value;
                self
            }
        })
    }

    fn send(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        body: &BodyIs<'_>,
    ) -> TokenStream {
        self.runtime("Error");
        let error = ident(&names.error);
        let output = self.output(operation, names);
        let call = match body {
            BodyIs::Absent => quote!(self.call),
            BodyIs::Argument(_) | BodyIs::Started(_) => quote!(self.call.json(&self.body)),
            BodyIs::Optional(_) => quote!(self.call.optional_json(self.body.as_ref())),
        };
        let arms = self.arms(operation, names);
        let docs = comment(&["Sends the call and waits for the reply.".to_owned()]);
        quote! {
            #docs
            pub async fn send(self) -> Result<#output, Error<#error>> {
                let reply = #call.send().await?;
                match reply.status() { #(#arms)* }
            }
        }
    }

    /// What a call gives when it succeeds.
    fn output(&mut self, operation: &Operation, names: &OperationNames) -> TokenStream {
        if operation.has_several_outcomes() {
            let reply = ident(&names.reply);
            return quote!(#reply);
        }
        match operation
            .successes()
            .next()
            .and_then(|reply| reply.body.as_ref())
        {
            Some(ty) => self.ty(ty),
            None => quote!(()),
        }
    }

    fn arms(&mut self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let mut arms: Vec<(Vec<TokenStream>, TokenStream)> = Vec::new();
        let several = operation.has_several_outcomes();
        for (reply, variant) in operation.replies.iter().zip(&names.replies) {
            let variant = ident(variant);
            let success = operation.is_success(reply);
            let value = match (&reply.body, success) {
                (Some(_), true) if several => {
                    let outcome = ident(&names.reply);
                    quote!(reply.json().map(#outcome::#variant))
                }
                (None, true) if several => {
                    let outcome = ident(&names.reply);
                    quote!(Ok(#outcome::#variant))
                }
                (Some(_), true) => quote!(reply.json()),
                (None, true) => quote!(reply.empty()),
                (Some(_), false) => {
                    let error = ident(&names.error);
                    quote!(Err(reply.refused(#error::#variant)))
                }
                (None, false) => {
                    let error = ident(&names.error);
                    quote!(Err(reply.refused_empty(#error::#variant)))
                }
            };
            let pattern = pattern(reply.status);
            match arms.last_mut() {
                Some((patterns, last)) if last.to_string() == value.to_string() => {
                    patterns.push(pattern)
                }
                _ => arms.push((vec![pattern], value)),
            }
        }
        if operation.successes().next().is_none() {
            arms.push((vec![quote!(200..=299)], quote!(reply.empty())));
        }
        if !operation
            .replies
            .iter()
            .any(|reply| reply.status == Status::Default)
        {
            arms.push((vec![quote!(_)], quote!(Err(reply.unexpected()))));
        } else if operation.successes().next().is_none() {
            // The arm for `default` stands last, behind the one for success.
            let last = arms.len() - 1;
            arms.swap(last - 1, last);
        }
        arms.into_iter()
            .map(|(patterns, value)| quote!(#(#patterns)|* => #value,))
            .collect()
    }

    fn reply_enum(&mut self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        if !operation.has_several_outcomes() {
            return None;
        }
        let name = ident(&names.reply);
        let docs = comment(&[format!("What [`Client::{}`] may give.", names.function)]);
        let replies: Vec<(&Reply, &String)> = operation
            .replies
            .iter()
            .zip(&names.replies)
            .filter(|(reply, _)| operation.is_success(reply))
            .collect();
        let variants = self.reply_variants(&replies);
        Some(quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    fn refusals(&mut self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let name = ident(&names.error);
        let refusals: Vec<(&Reply, &String)> = operation
            .replies
            .iter()
            .zip(&names.replies)
            .filter(|(reply, _)| !operation.is_success(reply))
            .collect();
        let text = match refusals.is_empty() {
            true => "The documented refusals of [`Client::{}`]: there are none.",
            false => "The documented refusals of [`Client::{}`].",
        };
        let docs = comment(&[text.replace("{}", &names.function)]);
        let variants = self.reply_variants(&refusals);
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }
    }

    fn reply_variants(&mut self, replies: &[(&Reply, &String)]) -> Vec<TokenStream> {
        replies
            .iter()
            .map(|(reply, variant)| {
                let docs = comment(&reply_docs(&reply.docs, reply.status));
                let variant = ident(variant);
                match &reply.body {
                    Some(ty) => {
                        let ty = self.ty(ty);
                        quote!(#docs #variant(#ty))
                    }
                    None => quote!(#docs #variant),
                }
            })
            .collect()
    }
}

fn reply_docs(docs: &Docs, status: Status) -> Vec<String> {
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

fn location(parameter: &Parameter) -> TokenStream {
    match parameter.location {
        ParameterLocation::Path => quote!(path),
        ParameterLocation::Query => quote!(query),
        ParameterLocation::Header => quote!(header),
        ParameterLocation::Cookie => quote!(cookie),
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
