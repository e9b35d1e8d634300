//! The client: where it calls, and as whom.

use super::context::{Emit, ident};
use super::docs::{self, attributes, comment};
use super::item::{Item, Table};
use super::print::literal;
use crate::ir::{Credential, CredentialKind, ParameterLocation};
use crate::rust::names::without_mark;
use crate::rust::{Import, Part};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    pub(super) fn client(&mut self) -> Vec<Item> {
        self.import(Import::Http);
        self.table("client");
        let docs = comment(&self.client_docs());
        let builder = self.builder();
        let visibility = match self.part {
            Part::Calls if self.api.cancel.is_none() => None,
            // The operations, or the mapping of them, are in files of their own.
            _ => Some(quote!(pub(super))),
        };
        let has_features = !self.rust.features().is_empty();
        let unused = has_features.then(|| {
            quote!(#[allow(dead_code, reason = "without the feature of a tag there are no calls")])
        });
        let mut items = vec![
            Item::Tokens(quote! {
                #docs
                #[derive(Debug, Clone)]
                pub struct Client { #unused #visibility http: Http }
            }),
            Item::Table(Table::plain("client", "Client".to_owned())),
            Item::Tokens(quote!(impl Client { #builder })),
        ];
        items.push(Item::Table(self.environment_table()));
        if self.api.credentials.len() > 1 {
            items.push(Item::Tokens(self.credential_setters()));
        }
        items.extend(self.server_items());
        items
    }

    fn client_docs(&self) -> Vec<String> {
        vec![format!(
            "A client of {}. Cheap to clone; clones share their connections.",
            self.title()
        )]
    }

    fn builder(&mut self) -> TokenStream {
        self.import(Import::ClientBuilder);
        let mut arguments = Vec::new();
        let mut docs = vec!["Creates a builder of a client.".to_owned()];
        let start = match self.rust.default_server() {
            Some(server) => {
                docs.extend(self.chosen_server_docs(server));
                let server = ident(server);
                quote!(Server::#server)
            }
            None => {
                self.import(Import::BaseUrl);
                docs.push(String::new());
                docs.extend(docs::markdown(&self.missing_address()));
                arguments.push(quote!(server: impl Into<BaseUrl>));
                quote!(server)
            }
        };
        let mut body = quote!(ClientBuilder::new(#start));
        let rust = self.rust;
        let credentials: Vec<_> = rust.credentials().collect();
        match credentials[..] {
            [] => {}
            [(one, name)] => {
                docs.extend([String::new()]);
                docs.extend(self.credential_docs(one, name));
                let (ty, value) = self.credential(one, &ident(name));
                arguments.extend(ty);
                let scheme = &one.name;
                body = quote!(#body.credential(#scheme, #value));
            }
            _ => {
                let setters = credentials.iter().map(|(_, name)| format!("`{name}`"));
                let setters: Vec<String> = setters.collect();
                let setters = setters.join(", ");
                docs.extend([
                    String::new(),
                    format!("Credentials are added by the builder's {setters}."),
                ]);
                let rows = credentials.iter().map(|(one, name)| {
                    let (scheme, setter) = (&one.name, without_mark(name));
                    quote!((#scheme, #setter))
                });
                body = quote!(#body.credential_setters(&[#(#rows),*]));
            }
        }
        docs.extend(self.fixed_header_docs());
        let fixed = self.api.fixed_headers.iter().map(|header| {
            let (name, value) = (&header.name, &header.value);
            quote!(.fixed_header(#name, #value))
        });
        let key_prefixes = self.key_prefixes();
        let docs = comment(&docs);
        quote! {
            #docs
            #[inline]
            pub fn builder(#(#arguments),*) -> ClientBuilder<Self> { #body #(#fixed)* #key_prefixes }
        }
    }

    /// The docs of a server that `codegen.toml` makes the default.
    fn chosen_server_docs(&self, server: &str) -> Vec<String> {
        match self.api.chosen_server {
            Some(_) => {
                let server = server.trim_start_matches("r#");
                let text = format!("It calls [`Server::{server}`] unless another is chosen.");
                vec![String::new(), text]
            }
            None => Vec::new(),
        }
    }

    /// The docs of the headers that every request has.
    fn fixed_header_docs(&self) -> Vec<String> {
        let mut docs = Vec::new();
        for header in &self.api.fixed_headers {
            if docs.is_empty() {
                let text = "Every request has these headers, unless the call sets others:";
                docs.extend([String::new(), text.to_owned(), String::new()]);
            }
            let sent = docs::code(&format!("{}: {}", header.name, header.value));
            let reason = header.reason.split_whitespace();
            let reason = reason.collect::<Vec<_>>().join(" ");
            docs.extend(docs::markdown(&format!("- {sent}: {reason}")));
        }
        docs
    }

    /// The call that tells the builder of the keys for each server.
    fn key_prefixes(&self) -> Option<TokenStream> {
        if self.api.key_prefixes.is_empty() {
            return None;
        }
        let name = |index: usize| ident(self.rust.server_name(index));
        let servers = self.rust.servers().map(|(_, name)| ident(name));
        let rows = self.api.key_prefixes.iter().map(|key| {
            let (scheme, prefix, server) = (&key.credential, &key.prefix, name(key.server));
            quote!((#scheme, #prefix, Server::#server))
        });
        Some(quote!(.key_prefixes(&[#(Server::#servers),*], &[#(#rows),*])))
    }

    /// The docs of the address that the caller brings.
    fn missing_address(&self) -> String {
        match self.api.servers.first() {
            Some(server) => format!(
                "The document has the path of a server only, so `server` is the whole base URL, such as {}.",
                docs::code(&format!("https://api.example.com{}", server.url)),
            ),
            None => "The document names no server, so `server` is the base URL, such as `https://api.example.com`."
                .to_owned(),
        }
    }

    fn credential_docs(&self, credential: &Credential, name: &str) -> Vec<String> {
        let how = match &credential.kind {
            CredentialKind::Bearer => "a bearer token".to_owned(),
            CredentialKind::ClientCredentials { token_url, .. } => format!(
                "a bearer token; with `ClientCredentials`, one is fetched from {}",
                docs::code(token_url)
            ),
            CredentialKind::Basic => "user and password".to_owned(),
            CredentialKind::ApiKey {
                location,
                name,
                prefix,
            } => {
                let location = match location {
                    ParameterLocation::Query => "query parameter",
                    ParameterLocation::Cookie => "cookie",
                    _ => "header",
                };
                match prefix {
                    Some(prefix) => {
                        format!(
                            "the key in the {location} {} with the prefix {}",
                            docs::code(name),
                            docs::code(prefix)
                        )
                    }
                    None => format!("the key in the {location} {}", docs::code(name)),
                }
            }
        };
        let mut lines = vec![format!("`{name}` is sent as {how}.")];
        if let Some(text) = &credential.docs.text {
            lines.push(String::new());
            lines.extend(super::docs::markdown(text));
        }
        lines
    }

    /// The arguments that a credential takes, and what is made of them.
    fn credential(
        &mut self,
        credential: &Credential,
        name: &proc_macro2::Ident,
    ) -> (Vec<TokenStream>, TokenStream) {
        self.import(Import::Credential);
        self.import(match credential.kind {
            CredentialKind::Basic => Import::Secret,
            _ => Import::SecretSource,
        });
        let secret = quote!(#name: impl Into<SecretSource>);
        match &credential.kind {
            CredentialKind::Bearer => (vec![secret], quote!(Credential::bearer(#name))),
            CredentialKind::ClientCredentials { token_url, scopes } => (
                vec![secret],
                quote!(Credential::oauth2(#name, #token_url, &[#(#scopes),*])),
            ),
            CredentialKind::Basic => (
                vec![quote!(user: &str), quote!(password: impl Into<Secret>)],
                quote!(Credential::basic(user, &password.into())),
            ),
            CredentialKind::ApiKey {
                location,
                name: wire,
                prefix,
            } => {
                let place = match location {
                    ParameterLocation::Query => quote!(query),
                    ParameterLocation::Cookie => quote!(cookie),
                    _ => quote!(header),
                };
                let prefix = prefix.as_ref().map(|prefix| {
                    let prefix = format!("{prefix} ");
                    quote!(.prefix(#prefix))
                });
                (
                    vec![secret],
                    quote!(Credential::#place(#wire, #name) #prefix),
                )
            }
        }
    }

    /// A method of the builder for each of several credentials.
    fn credential_setters(&mut self) -> TokenStream {
        let rust = self.rust;
        let setters: Vec<TokenStream> = rust
            .credentials()
            .map(|(credential, name)| {
                let mut docs = vec!["Adds a credential.".to_owned(), String::new()];
                docs.extend(self.credential_docs(credential, name));
                let name = ident(name);
                let docs = comment(&docs);
                let (arguments, value) = self.credential(credential, &name);
                let scheme = &credential.name;
                quote! {
                    #docs
                    pub fn #name(self, #(#arguments),*) -> Self { self.credential(#scheme, #value) }
                }
            })
            .collect();
        quote!(impl ClientBuilder<Client> { #(#setters)* })
    }

    fn server_items(&mut self) -> Vec<Item> {
        let servers: Vec<_> = self.rust.servers().collect();
        if servers.is_empty() {
            return Vec::new();
        }
        self.table("servers");
        let variants = servers.iter().map(|(server, name)| {
            let docs = attributes(&server.docs, &format!("<{}>", server.url));
            let name = ident(name);
            quote!(#docs #name)
        });
        let docs = comment(&["Servers of the API, as the document lists them.".to_owned()]);
        let rows = servers.iter().map(|(server, name)| {
            format!(
                "{name}: {}",
                literal(&server.url.trim_end_matches('/').into())
            )
        });
        vec![
            Item::Tokens(quote! {
                #docs
                #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub enum Server { #(#variants),* }
            }),
            Item::Table(Table::new("servers", "Server".to_owned(), rows.collect())),
        ]
    }
}
