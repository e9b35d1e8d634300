//! The paths that some Rust names.

pub(crate) mod file;
pub(crate) mod runtime;
pub(crate) mod stage;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Every path in some code, with `prefix` in front of those in the braces of a
/// `use`. What is quoted is code of the output, and what is behind
/// `#[cfg(test)]` is no part of the generator.
pub(crate) fn collect(tokens: TokenStream, prefix: &[String], paths: &mut Vec<Vec<String>>) {
    let mut path = prefix.to_vec();
    let mut goes_on = true;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) => {
                if !goes_on {
                    paths.push(std::mem::replace(&mut path, prefix.to_vec()));
                }
                path.push(word.to_string());
                goes_on = false;
            }
            TokenTree::Punct(colon) if colon.as_char() == ':' => {
                let is_double = tokens
                    .next_if(|next| matches!(next, TokenTree::Punct(p) if p.as_char() == ':'));
                goes_on |= is_double.is_some() && path.len() > prefix.len();
            }
            TokenTree::Punct(other) => {
                let quotes = path.last().is_some_and(|word| word.starts_with("quote"));
                if other.as_char() == '!' && quotes {
                    tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                }
                if other.as_char() == '#' && tokens.peek().is_some_and(is_for_tests) {
                    skip_item(&mut tokens);
                }
                paths.push(std::mem::replace(&mut path, prefix.to_vec()));
                goes_on = true;
            }
            TokenTree::Group(group) => {
                let is_use = goes_on && path.len() > prefix.len();
                let inner = match is_use && group.delimiter() == Delimiter::Brace {
                    true => path.clone(),
                    false => Vec::new(),
                };
                collect(group.stream(), &inner, paths);
                paths.push(std::mem::replace(&mut path, prefix.to_vec()));
                goes_on = true;
            }
            TokenTree::Literal(_) => {}
        }
    }
    paths.push(path);
}

/// True if the part of an attribute in brackets is `[cfg(test)]`.
fn is_for_tests(attribute: &TokenTree) -> bool {
    attribute.to_string().replace(' ', "") == "[cfg(test)]"
}

/// Passes over an item: up to its `;` or its braces.
fn skip_item(tokens: &mut impl Iterator<Item = TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Punct(end) if end.as_char() == ';' => return,
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => return,
            _ => {}
        }
    }
}
