//! The mapping onto the neutral interface: a table, the key of subscriptions, and no logic.

use super::capabilities::capabilities;
use super::context::{Emit, ident};
use super::docs::{comment, markdown};
use super::item::{Item, Table};
use crate::ir::{
    BodyFormat, Condition, Details, ErrorRule, MappedEvents, MappedList, MappedOperation,
    MappedRequest, Mapping, NextPage, StateRule, StatedConstant, Target,
};
use crate::rust::Import;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The struct of a vendor's keys.
const KEY: &str = "SubscriptionKey";

impl Emit<'_> {
    /// Everything of a mapping.
    pub(super) fn cancel(&mut self) -> Vec<Item> {
        let api = self.api;
        let Some(mapping) = &api.cancel else {
            return Vec::new();
        };
        self.import(Import::VendorTable);
        let head = format!(
            "Client, VENDOR, {KEY} {{ {} }}",
            self.parts(mapping).join(", ")
        );
        vec![
            Item::Tokens(self.vendor(mapping)),
            Item::Tokens(self.key(mapping)),
            Item::Tokens(self.new_key(mapping)),
            Item::Table(Table::plain("vendor", head)),
        ]
    }

    /// The fields of the key.
    fn parts(&self, mapping: &Mapping) -> Vec<String> {
        let parts = mapping.key.iter().zip(self.rust.key_parts());
        parts.map(|(_, name)| name.clone()).collect()
    }

    fn key(&self, mapping: &Mapping) -> TokenStream {
        let title = markdown(&one_line(&mapping.title)).concat();
        let docs = comment(&[format!("The key of a subscription at {title}.")]);
        let name = ident(KEY);
        let fields = mapping
            .key
            .iter()
            .zip(self.parts(mapping))
            .map(|(part, name)| {
                let docs = match part.as_str() {
                    "id" => "The id.".to_owned(),
                    part => format!("The id of the {}.", part.replace('_', " ")),
                };
                let docs = comment(&[docs]);
                let name = ident(&name);
                quote!(#docs pub #name: String)
            });
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            pub struct #name { #(#fields),* }
        }
    }

    fn new_key(&self, mapping: &Mapping) -> TokenStream {
        let name = ident(KEY);
        let parts: Vec<_> = self.parts(mapping).iter().map(|part| ident(part)).collect();
        let docs = comment(&["Creates a key.".to_owned()]);
        quote! {
            impl #name {
                #docs
                pub fn new(#(#parts: impl Into<String>),*) -> Self {
                    Self { #(#parts: #parts.into()),* }
                }
            }
        }
    }

    fn vendor(&mut self, mapping: &Mapping) -> TokenStream {
        let vendor = self.cancel_name(Import::Vendor);
        let docs = comment(&self.vendor_docs(mapping));
        let name = self.target.module.unwrap_or(self.target.package);
        let name = name.trim_start_matches("r#");
        let title = &mapping.title;
        let third_party = option(mapping.third_party.as_ref().map(|why| quote!(#why)));
        let key = &mapping.key;
        let requests: Vec<_> = mapping
            .requests
            .iter()
            .map(|one| self.cancel_request(one))
            .collect();
        let read: Vec<_> = mapping.read.iter().map(|one| self.mapped(one)).collect();
        let undo = option(mapping.undo.as_ref().map(|one| self.mapped(one)));
        let list = option(mapping.list.as_ref().map(|one| self.list_request(one)));
        let categories: Vec<_> = mapping
            .categories
            .iter()
            .map(|(one, word)| {
                let one = self.variant(Import::Category, one.variant());
                quote!((#one, #word))
            })
            .collect();
        let status = text(mapping.status.as_ref());
        let period_end = text(mapping.period_end.as_ref());
        let states: Vec<_> = mapping
            .states
            .iter()
            .map(|one| self.state_rule(one))
            .collect();
        let errors: Vec<_> = mapping
            .errors
            .iter()
            .map(|one| self.error_rule(one))
            .collect();
        let details = self.details(&mapping.details);
        let events = option(mapping.events.as_ref().map(|one| self.mapped_events(one)));
        let unit = self.variant(Import::TimeUnit, mapping.unit.variant());
        quote! {
            #docs
            pub static VENDOR: #vendor = #vendor {
                name: #name,
                title: #title,
                third_party: #third_party,
                key: &[#(#key),*],
                requests: &[#(#requests),*],
                read: &[#(#read),*],
                undo: #undo,
                list: #list,
                categories: &[#(#categories),*],
                status: #status,
                period_end: #period_end,
                states: &[#(#states),*],
                errors: &[#(#errors),*],
                details: #details,
                events: #events,
                unit: #unit,
            };
        }
    }

    fn vendor_docs(&self, mapping: &Mapping) -> Vec<String> {
        let title = markdown(&one_line(&mapping.title)).concat();
        let mut docs = vec![
            format!("{title}, and the ways to cancel a subscription there."),
            String::new(),
            "| | |".to_owned(),
            "|---|---|".to_owned(),
        ];
        let rows = capabilities(self.api).into_iter().flatten();
        docs.extend(rows.map(|(heading, cell)| format!("| {heading} | {cell} |")));
        docs
    }

    fn mapped(&mut self, one: &MappedOperation) -> TokenStream {
        let operation = self.cancel_name(Import::Operation);
        let start = self.cancel_name(Import::Start);
        let rust = self.rust;
        let of = rust.operation(one.operation);
        let request = self.request(of, quote!(http));
        let function = of.names.function.trim_start_matches("r#");
        let id = of.operation.id.as_deref().unwrap_or(function);
        let key: Vec<_> = one
            .key
            .iter()
            .map(|place| self.place(place.as_ref()))
            .collect();
        let set = self.constants(&one.set);
        let conditions = self.conditions(&one.conditions);
        let copy: Vec<_> = one
            .copy
            .iter()
            .map(|(from, to)| {
                let to = self.place(Some(to));
                quote!((#from, #to))
            })
            .collect();
        let body = self.body_format(&one.body);
        let subscription = text(one.subscription.as_ref());
        quote! {
            #operation {
                id: #id,
                start: #start(|http| #request),
                key: &[#(#key),*],
                set: &[#(#set),*],
                conditions: &[#(#conditions),*],
                copy: &[#(#copy),*],
                body: #body,
                subscription: #subscription,
            }
        }
    }

    fn cancel_request(&mut self, one: &MappedRequest) -> TokenStream {
        let request = self.cancel_name(Import::CancelRequest);
        let timing = self.variant(Import::Timing, one.timing.variant());
        let operation = self.mapped(&one.operation);
        let date = option(one.date.as_ref().map(|(place, format)| {
            let place = self.place(Some(place));
            let format = self.variant(Import::DateFormat, format.variant());
            quote!((#place, #format))
        }));
        let reason = option(one.reason.as_ref().map(|place| self.place(Some(place))));
        let needs_reason = one.needs_reason;
        let longest = option(one.longest_reason.map(|most| {
            let most = Literal::u32_unsuffixed(most);
            quote!(#most)
        }));
        let category = option(one.category.as_ref().map(|place| self.place(Some(place))));
        let needs_money = one.needs_money;
        let money: Vec<_> = one
            .money
            .iter()
            .map(|(choice, set)| {
                let choice = self.variant(Import::Money, choice.variant());
                let set = self.constants(set);
                quote!((#choice, &[#(#set),*]))
            })
            .collect();
        quote! {
            #request {
                timing: #timing,
                operation: #operation,
                date: #date,
                reason: #reason,
                needs_reason: #needs_reason,
                longest_reason: #longest,
                category: #category,
                needs_money: #needs_money,
                money: &[#(#money),*],
            }
        }
    }

    fn list_request(&mut self, one: &MappedList) -> TokenStream {
        let list = self.cancel_name(Import::ListRequest);
        let operation = self.mapped(&one.operation);
        let customer = self.place(one.customer.as_ref());
        let customer_at = text(one.customer_at.as_ref());
        let items = &one.items;
        let next = option(one.next.as_ref().map(|next| self.next_page(next)));
        let (from, more) = (text(one.from.as_ref()), text(one.more.as_ref()));
        let key: Vec<_> = one.key.iter().map(|place| text(place.as_ref())).collect();
        quote! {
            #list {
                operation: #operation,
                customer: #customer,
                customer_at: #customer_at,
                items: #items,
                next: #next,
                from: #from,
                more: #more,
                key: &[#(#key),*],
            }
        }
    }

    fn next_page(&mut self, next: &NextPage) -> TokenStream {
        let name = self.cancel_name(Import::NextPage);
        match next {
            NextPage::Cursor(parameter) => quote!(#name::Cursor(#parameter)),
            NextPage::CursorInBody(pointer) => quote!(#name::CursorInBody(#pointer)),
            NextPage::IntegerInBody(pointer) => quote!(#name::IntegerInBody(#pointer)),
            NextPage::Page(parameter, first) => {
                let first = Literal::u64_unsuffixed(*first);
                quote!(#name::Page(#parameter, #first))
            }
            NextPage::Offset(parameter) => quote!(#name::Offset(#parameter)),
            NextPage::Link => quote!(#name::Link),
            NextPage::Url => quote!(#name::Url),
        }
    }

    fn state_rule(&mut self, rule: &StateRule) -> TokenStream {
        let name = self.cancel_name(Import::StateRule);
        let state = self.variant(Import::StateKind, rule.state.variant());
        let conditions = self.conditions(&rule.conditions);
        let (at, with_period) = (&rule.at, rule.with_period);
        quote! {
            #name {
                state: #state,
                conditions: &[#(#conditions),*],
                at: &[#(#at),*],
                with_period: #with_period,
            }
        }
    }

    fn error_rule(&mut self, rule: &ErrorRule) -> TokenStream {
        let name = self.cancel_name(Import::ErrorRule);
        let kind = self.variant(Import::ErrorKind, rule.kind.variant());
        let status = rule.status.iter().copied().map(Literal::u16_unsuffixed);
        let conditions = self.conditions(&rule.conditions);
        quote! {
            #name { kind: #kind, status: &[#(#status),*], conditions: &[#(#conditions),*] }
        }
    }

    fn details(&mut self, details: &Details) -> TokenStream {
        let name = self.cancel_name(Import::Details);
        let (code, message, fields) = (&details.code, &details.message, &details.fields);
        quote! {
            #name { code: &[#(#code),*], message: &[#(#message),*], fields: &[#(#fields),*] }
        }
    }

    fn mapped_events(&mut self, events: &MappedEvents) -> TokenStream {
        let name = self.cancel_name(Import::MappedEvents);
        let (kind, subscription, key) = (&events.kind, &events.subscription, &events.key);
        let types: Vec<_> = events
            .types
            .iter()
            .map(|(word, kind)| {
                let kind = kind.map(|kind| self.variant(Import::EventKind, kind.variant()));
                let kind = option(kind);
                quote!((#word, #kind))
            })
            .collect();
        quote! {
            #name {
                kind: #kind,
                subscription: #subscription,
                key: &[#(#key),*],
                types: &[#(#types),*],
            }
        }
    }

    fn conditions(&mut self, conditions: &[(String, Condition)]) -> Vec<TokenStream> {
        let conditions = conditions.iter().map(|(at, is)| {
            let is = self.condition(is);
            quote!((#at, #is))
        });
        conditions.collect()
    }

    fn condition(&mut self, condition: &Condition) -> TokenStream {
        let name = self.cancel_name(Import::Condition);
        match condition {
            Condition::In(constants) => {
                let constants: Vec<_> = constants.iter().map(|one| self.constant(one)).collect();
                quote!(#name::In(&[#(#constants),*]))
            }
            Condition::Present => quote!(#name::Present),
            Condition::Absent => quote!(#name::Absent),
            Condition::Future => quote!(#name::Future),
            Condition::Past => quote!(#name::Past),
            Condition::Contains(part) => quote!(#name::Contains(#part)),
        }
    }

    fn constants(&mut self, set: &[(Target, StatedConstant)]) -> Vec<TokenStream> {
        let set = set.iter().map(|(place, constant)| {
            let (place, constant) = (self.place(Some(place)), self.constant(constant));
            quote!((#place, #constant))
        });
        set.collect()
    }

    fn constant(&mut self, constant: &StatedConstant) -> TokenStream {
        let name = self.cancel_name(Import::Constant);
        match constant {
            StatedConstant::Null => quote!(#name::Null),
            StatedConstant::Bool(value) => quote!(#name::Bool(#value)),
            StatedConstant::Integer(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(#name::Integer(#value))
            }
            StatedConstant::Text(text) => quote!(#name::Text(#text)),
            StatedConstant::Object => quote!(#name::Object),
            StatedConstant::Array(items) => {
                let items: Vec<_> = items.iter().map(|one| self.constant(one)).collect();
                quote!(#name::Array(&[#(#items),*]))
            }
        }
    }

    fn place(&mut self, target: Option<&Target>) -> TokenStream {
        let name = self.cancel_name(Import::Place);
        match target {
            None => quote!(#name::Nowhere),
            Some(Target::Path(parameter)) => quote!(#name::Path(#parameter)),
            Some(Target::Query(parameter)) => quote!(#name::Query(#parameter)),
            Some(Target::Header(parameter)) => quote!(#name::Header(#parameter)),
            Some(Target::Body(pointer)) => quote!(#name::Body(#pointer)),
        }
    }

    fn body_format(&mut self, body: &BodyFormat) -> TokenStream {
        let name = self.cancel_name(Import::BodyFormat);
        match body {
            BodyFormat::None => quote!(#name::None),
            BodyFormat::Json {
                media_type,
                required,
            } => quote!(#name::Json(#media_type, #required)),
            BodyFormat::Form { required } => quote!(#name::Form(#required)),
        }
    }

    /// A variant of one of the runtime's enums of words.
    fn variant(&mut self, import: Import, variant: &str) -> TokenStream {
        let (name, variant) = (self.cancel_name(import), ident(variant));
        quote!(#name::#variant)
    }

    fn cancel_name(&mut self, import: Import) -> proc_macro2::Ident {
        self.import(import);
        ident(import.name())
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn text(value: Option<&String>) -> TokenStream {
    option(value.map(|text| quote!(#text)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
