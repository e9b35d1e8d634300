//! The items of an operation that gives a list in pages.

use super::context::{Emit, ident};
use super::docs::{code, comment};
use crate::ir::{NextPage, NextValue, Step};
use crate::rust::{Import, RustOperation, RustType};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// The method that gives them, if the operation is such a one.
    pub(super) fn page_items(&mut self, of: RustOperation<'_>) -> Option<TokenStream> {
        let paging = of.operation.paging.as_ref()?;
        // By its path: vendors have types of these names.
        self.import(Import::Runtime);
        let item: TokenStream = self.ty(&RustType::of(&paging.item));
        let error = ident(&of.names.error);
        let (turn, how) = match &paging.next_page {
            NextPage::Cursor(name) => (
                quote!(Cursor(#name)),
                format!("found by the cursor in each page, sent as {}", code(name)),
            ),
            NextPage::CursorInBody(pointer) => {
                (quote!(CursorInBody(#pointer)), at_of_the_body(pointer))
            }
            NextPage::IntegerInBody(pointer) => {
                (quote!(IntegerInBody(#pointer)), at_of_the_body(pointer))
            }
            NextPage::Page(name, first) => {
                let first = proc_macro2::Literal::u64_unsuffixed(*first);
                (
                    quote!(Page(#name, #first)),
                    format!("counted by {}, from the one that is set", code(name)),
                )
            }
            NextPage::Offset(name) => (
                quote!(Offset(#name)),
                format!(
                    "found by the number of items before it in {}, from the one that is set",
                    code(name)
                ),
            ),
            NextPage::Link => (
                quote!(Link),
                "found by the header `Link` of each page".to_owned(),
            ),
            NextPage::Url => (quote!(Url), "found by the URL in each page".to_owned()),
        };
        let docs = comment(&[
            "The items of this page and of all that follow. A page is requested when it is needed,"
                .to_owned(),
            format!("{how}."),
        ]);
        let next = paging.next.as_ref().map(|next| {
            let value = match next {
                NextValue::Response(steps) => self.borrow_expr((quote!(page), false), steps),
                NextValue::LastItem(steps) => {
                    let last = match self.reach((quote!(page), false), &paging.items) {
                        (items, false) => quote!(#items.last()),
                        (items, true) => quote!(#items.and_then(|it| it.last())),
                    };
                    self.borrow_expr((last, true), steps)
                }
            };
            quote!(.next(#value))
        });
        let more = paging.more.as_ref().map(|steps| {
            let value = self.borrow_expr((quote!(page), false), steps);
            quote!(.more(#value))
        });
        let items = self.move_expr(&paging.items);
        Some(quote! {
            #docs
            #[inline]
            pub fn items(self) -> runtime::Items<'a, #item, #error> {
                runtime::Items::new(self.send(), runtime::NextPage::#turn, |page| {
                    runtime::Page::start() #next #more .items(#items)
                })
            }
        })
    }

    /// A value within a response, moved out of it; its default if it isn't there.
    fn move_expr(&self, steps: &[Step]) -> TokenStream {
        let mut value = quote!(page);
        let mut may_lack = false;
        for step in steps {
            let field = self.step_field(step);
            value = match (may_lack, step.options) {
                (false, 0 | 1) => quote!(#value.#field),
                (false, _) => quote!(#value.#field.into_value()),
                (true, 0) => quote!(#value.map(|it| it.#field)),
                (true, 1) => quote!(#value.and_then(|it| it.#field)),
                (true, _) => quote!(#value.and_then(|it| it.#field.into_value())),
            };
            may_lack |= step.options > 0;
        }
        if may_lack {
            quote!(#value.unwrap_or_default())
        } else {
            value
        }
    }

    /// A value within another, lent as an `Option`.
    fn borrow_expr(&self, from: (TokenStream, bool), steps: &[Step]) -> TokenStream {
        let Some((last, outer)) = steps.split_last() else {
            return match from {
                (value, false) => quote!(Some(&#value)),
                (value, true) => value,
            };
        };
        let (value, may_lack) = self.reach(from, outer);
        let field = self.step_field(last);
        if may_lack {
            quote!(#value.map(|it| &it.#field))
        } else {
            quote!(Some(&#value.#field))
        }
    }

    /// A value within another: a place, or with `true` an `Option` of a reference.
    fn reach(&self, from: (TokenStream, bool), steps: &[Step]) -> (TokenStream, bool) {
        let (mut value, mut may_lack) = from;
        for step in steps {
            let field = self.step_field(step);
            value = match (may_lack, step.options) {
                (false, 0) => quote!(#value.#field),
                (false, 1) => quote!(#value.#field.as_ref()),
                (false, _) => quote!(#value.#field.value()),
                (true, 0) => quote!(#value.map(|it| &it.#field)),
                (true, 1) => quote!(#value.and_then(|it| it.#field.as_ref())),
                (true, _) => quote!(#value.and_then(|it| it.#field.value())),
            };
            may_lack |= step.options > 0;
        }
        (value, may_lack)
    }

    fn step_field(&self, step: &Step) -> proc_macro2::Ident {
        ident(self.rust.member_name(step.of, step.field))
    }
}

fn at_of_the_body(pointer: &str) -> String {
    format!(
        "found by the cursor in each page, sent at {} of the body",
        code(pointer)
    )
}
