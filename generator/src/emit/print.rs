//! The printer of types, arguments and derives, as tokens or as text of a table.

use super::context::{Emit, ident};
use crate::ir::TypeId;
use crate::rust::{ArgumentType, Conversion, Import, Ink, Layout, Name, Part, RustType};
use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;
use serde_json::Value;

impl Ink for TokenStream {
    fn word(&mut self, word: &str) {
        self.extend([TokenTree::Ident(ident(word))]);
    }

    fn path(&mut self, path: &str) {
        let tokens = path.parse::<TokenStream>();
        self.extend(tokens.unwrap_or_default());
    }

    fn literal(&mut self, text: &str) {
        self.extend([TokenTree::Literal(Literal::string(text))]);
    }

    fn mark(&mut self, mark: &'static str) {
        let last = mark.chars().count().saturating_sub(1);
        let marks = mark.chars().enumerate().map(|(index, c)| {
            let spacing = match index == last {
                true => Spacing::Alone,
                false => Spacing::Joint,
            };
            TokenTree::Punct(Punct::new(c, spacing))
        });
        self.extend(marks);
    }

    fn parenthesized(&mut self, inner: impl FnOnce(&mut Self)) {
        group(self, Delimiter::Parenthesis, inner);
    }

    fn bracketed(&mut self, inner: impl FnOnce(&mut Self)) {
        group(self, Delimiter::Bracket, inner);
    }
}

fn group(tokens: &mut TokenStream, delimiter: Delimiter, inner: impl FnOnce(&mut TokenStream)) {
    let mut within = TokenStream::new();
    inner(&mut within);
    tokens.extend([TokenTree::Group(Group::new(delimiter, within))]);
}

/// A plain JSON value as Rust writes it.
pub(super) fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => Literal::string(text).to_string(),
        other => other.to_string(),
    }
}

/// The expression for an argument of a name.
pub(super) fn converted<I: Ink>(value: Conversion, name: &str) -> I {
    let mut ink = I::default();
    value.write(&mut ink, name);
    ink
}

impl Emit<'_> {
    /// A type.
    pub(super) fn ty<I: Ink>(&mut self, ty: &RustType) -> I {
        let mut ink = I::default();
        ty.write(&mut ink, &mut |ink, name| self.name(ink, name));
        ink
    }

    /// The type of an argument.
    pub(super) fn argument<I: Ink>(&mut self, ty: &ArgumentType) -> I {
        let mut ink = I::default();
        ty.write(&mut ink, &mut |ink, name| self.name(ink, name));
        ink
    }

    /// A name as it is written from where the code stands, imported if need be.
    pub(super) fn name(&mut self, ink: &mut impl Ink, name: Name) {
        match name {
            Name::Prelude(name) => ink.word(name),
            Name::Import(import) => {
                self.import(import);
                ink.word(import.name());
            }
            Name::Map => self.name(ink, Name::Import(self.rust.maps())),
            Name::Within(import, path) => {
                self.import(import);
                ink.path(path);
            }
            Name::Own(index) => ink.path(self.rust.own_type(index)),
            Name::InRuntime(name) => {
                self.import(Import::Runtime);
                ink.word("runtime");
                ink.mark("::");
                ink.word(name);
            }
            Name::Generated(id) => {
                if self.part != Part::Types {
                    self.uses.types.insert(id);
                }
                let is_split = self.rust.layout == Layout::Split;
                let is_apart = matches!(self.part, Part::Client | Part::Group)
                    || self.part == Part::Examples && is_split;
                if is_apart {
                    ink.word("types");
                    ink.mark("::");
                }
                ink.word(self.rust.type_name(id));
            }
        }
    }

    /// The type of maps.
    pub(super) fn map<I: Ink>(&mut self) -> I {
        let mut ink = I::default();
        self.name(&mut ink, Name::Map);
        ink
    }

    /// The derives of a type.
    pub(super) fn derives(&self, id: TypeId) -> TokenStream {
        derive(&self.rust.derives(id))
    }
}

/// The attribute that derives traits.
pub(super) fn derive(traits: &[&str]) -> TokenStream {
    let traits = traits.iter().map(|path| {
        let mut tokens = TokenStream::new();
        tokens.path(path);
        tokens
    });
    quote!(#[derive(#(#traits),*)])
}
