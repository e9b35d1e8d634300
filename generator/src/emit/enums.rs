//! Enums and unions.

use super::context::{Emit, ident};
use super::docs::{attributes, code, comment, is_seen, lines, paragraphs};
use super::item::{Item, Table};
use super::print::literal;
use super::webhook;
use crate::ir::{Enum, EnumValue, Fallback, Guard, Plan, TypeId, Union};
use crate::rust::{Import, Payloads, RustVariant, Unrecognized};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

impl Emit<'_> {
    /// An enum and its table.
    pub(super) fn enumeration(&mut self, id: TypeId, set: &Enum) -> Vec<Item> {
        self.table("open_enum");
        let name = self.type_ident(id);
        let (docs, derives) = (self.type_docs(id), self.derives(id));
        let rust = self.rust;
        let variants = rust.values(id, set).map(|(value, member)| {
            let docs = value_docs(value);
            let member = ident(member);
            quote!(#docs #member)
        });
        let (unknown, head) = match Unrecognized::of(set) {
            Unrecognized::Integer => (quote!(i64), format!("{name} as i64")),
            Unrecognized::AnyText => (quote!(String), format!("{name} or any")),
            Unrecognized::Text => (quote!(String), name.to_string()),
        };
        let unrecognized = comment(&["A value added after this crate was generated.".to_owned()]);
        let rows = rust.values(id, set);
        let rows = rows.map(|(value, member)| format!("{member}: {}", literal(&value.value)));
        let table = Table::new("open_enum", head, rows.collect());
        vec![
            Item::Tokens(quote! {
                #docs
                #derives
                #[non_exhaustive]
                pub enum #name { #(#variants,)* #unrecognized Unrecognized(#unknown) }
            }),
            Item::Table(table),
        ]
    }

    /// A union and its table.
    pub(super) fn union(&mut self, id: TypeId, union: &Union) -> Vec<Item> {
        self.import(Import::RawJson);
        let name = self.type_ident(id);
        let docs = match &union.plan {
            Plan::Webhook { property, .. } => self.webhook_docs(id, property.as_deref()),
            _ => self.type_docs(id),
        };
        let derives = self.derives(id);
        let rust = self.rust;
        let variants = rust.variants(id, union).map(|variant| {
            let docs = attributes(&variant.branch.docs, "");
            let member = ident(variant.name);
            let held = variant.ty.map(|ty| {
                let ty: TokenStream = self.ty(ty);
                quote!((#ty))
            });
            quote!(#docs #member #held)
        });
        let variants: Vec<TokenStream> = variants.collect();
        let unrecognized = comment(&[
            "Anything else, such as a kind added after this crate was generated.".to_owned(),
        ]);
        vec![
            Item::Tokens(quote! {
                #docs
                #derives
                #[non_exhaustive]
                pub enum #name { #(#variants,)* #unrecognized Unrecognized(RawJson) }
            }),
            Item::Table(self.union_table(id, union)),
        ]
        .into_iter()
        .chain(self.payloads_table(id, union).map(Item::Table))
        .chain(self.signature_table(id).map(Item::Table))
        .collect()
    }

    /// The conversions into a union, where its own table doesn't give one from each payload.
    fn payloads_table(&mut self, id: TypeId, union: &Union) -> Option<Table> {
        let rust = self.rust;
        let Payloads::Some(variants) = rust.payloads(id, union) else {
            return None;
        };
        let rows = variants.into_iter().filter_map(|variant| {
            let ty: String = self.ty(variant.ty?);
            Some(format!("{}({ty})", variant.name))
        });
        let rows: Vec<String> = rows.collect();
        if rows.is_empty() {
            return None;
        }
        self.table("payloads");
        let name = rust.type_name(id).to_owned();
        Some(Table::new("payloads", name, rows))
    }

    fn union_table(&mut self, id: TypeId, union: &Union) -> Table {
        let rust = self.rust;
        let name = rust.type_name(id);
        let variants = rust.variants(id, union);
        let variants: Vec<String> = variants
            .map(|RustVariant { name, ty, .. }| match ty {
                Some(ty) => format!("{name}({})", self.ty::<String>(ty)),
                None => name.to_owned(),
            })
            .collect();
        let (macro_name, head, rows) = match &union.plan {
            Plan::Tag { property, values } => {
                let head = format!("{name} by {}", literal(&property.as_str().into()));
                let rows = variants.iter().zip(values);
                let rows = rows.map(|(variant, values)| format!("{variant}: {}", one_of(values)));
                ("tagged", head, rows.collect())
            }
            Plan::Choose {
                property,
                guards,
                fallback,
            } => {
                let by = property.as_deref().map_or_else(String::new, |property| {
                    format!(" by {}", literal(&Value::from(property)))
                });
                let fallback = match fallback {
                    Fallback::Unrecognized => "none",
                    Fallback::Only => "only",
                    Fallback::Best => "best",
                    Fallback::Any => "any",
                };
                let head = format!("{name}{by} or {fallback}");
                let rows = variants.iter().zip(guards).map(|(variant, guard)| {
                    let guard = match guard {
                        Guard::Type(kind) => kind.as_str().to_owned(),
                        Guard::Tag(values) => one_of(values),
                        Guard::Trial => "_".to_owned(),
                    };
                    format!("{variant}: {guard}")
                });
                ("choose", head, rows.collect())
            }
            Plan::JsonType(kinds) => {
                let rows = variants
                    .iter()
                    .zip(kinds)
                    .map(|(variant, kind)| format!("{variant}: {}", kind.as_str()));
                ("by_type", name.to_owned(), rows.collect())
            }
            Plan::BestOf => ("best_of", name.to_owned(), variants),
            Plan::Webhook { property, keys } => {
                webhook::table(name, property.as_deref(), keys, &variants)
            }
        };
        self.table(macro_name);
        let head = match (rust.payloads(id, union), &union.plan) {
            (Payloads::Some(_), Plan::Webhook { .. }) | (Payloads::All, _) => head,
            (Payloads::Some(_), _) => format!("apart {head}"),
        };
        Table::new(macro_name, head, rows)
    }
}

/// The docs of a variant of an enum: its value in JSON, and its description.
fn value_docs(value: &EnumValue) -> TokenStream {
    let wire = match &value.value {
        Value::String(text) if is_seen(text) => code(text),
        other => code(&literal(other)),
    };
    let docs = comment(&paragraphs([
        vec![format!("{wire}.")],
        lines(&value.docs, ""),
    ]));
    let deprecated = value.docs.deprecated.then(|| quote!(#[deprecated]));
    quote!(#docs #deprecated)
}

/// Values as a table lists them.
fn one_of(values: &[Value]) -> String {
    let values: Vec<String> = values.iter().map(literal).collect();
    values.join(" | ")
}
