//! A file of Rust: the paths that it names, and the methods that it has and calls.

use super::collect;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// Methods that types of the standard library have, too, so that a call says
/// nothing.
const COMMON: &[&str] = &["parse", "as_str"];

/// A file, by its module.
pub(crate) struct File {
    pub(crate) module: String,
    pub(crate) paths: Vec<Vec<String>>,
    pub(crate) text: String,
    types: BTreeSet<String>,
    /// The methods that it adds to types of other files, those of traits left out.
    pub(crate) methods: BTreeSet<String>,
    /// The methods of types that it defines, those of traits left out.
    pub(crate) own_methods: BTreeSet<String>,
    /// All functions and methods that it defines.
    pub(crate) functions: BTreeSet<String>,
    /// The methods that are called in it.
    pub(crate) called: BTreeSet<String>,
}

/// For each file those that it needs, each with the reason.
pub(crate) type Needs = BTreeMap<String, BTreeMap<String, String>>;

/// Needs by which files need one another, each by a way of them or another.
pub(crate) fn circles(needs: &Needs) -> Vec<String> {
    let reached = |from: &str| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut waiting = vec![from.to_owned()];
        while let Some(file) = waiting.pop() {
            for needed in needs.get(&file).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(needed) {
                    waiting.push(needed.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        needs.keys().map(|file| (&**file, reached(file))).collect();
    let edges = needs.iter().flat_map(|(file, needs)| {
        let leads_back = |needed: &str| {
            reached
                .get(needed)
                .is_some_and(|reached| reached.contains(&**file))
        };
        let needs = needs.iter().filter(move |(needed, _)| leads_back(needed));
        needs.map(move |(needed, reason)| format!("{file} needs {needed}: {reason}"))
    });
    edges.collect()
}

/// The methods of `own` that one file alone has, each with that file. Of a name that
/// several files have, nobody can tell which is called.
pub(crate) fn methods_of_one<'f>(
    files: impl Iterator<Item = &'f File> + Clone,
    own: fn(&File) -> &BTreeSet<String>,
) -> BTreeMap<&'f str, &'f str> {
    let mut with: BTreeMap<&str, usize> = BTreeMap::new();
    for function in files.clone().flat_map(|file| &file.functions) {
        *with.entry(function).or_default() += 1;
    }
    let all = files.flat_map(|file| own(file).iter().map(|method| (&**method, &*file.module)));
    all.filter(|(method, _)| with.get(method) == Some(&1))
        .collect()
}

impl File {
    pub(crate) fn read(module: String, text: &str) -> Self {
        let tokens: TokenStream = text.parse().expect("a file of Rust");
        let mut file = Self {
            module,
            paths: Vec::new(),
            text: text.to_owned(),
            types: types(text),
            methods: BTreeSet::new(),
            own_methods: BTreeSet::new(),
            functions: BTreeSet::new(),
            called: BTreeSet::new(),
        };
        collect(tokens.clone(), &[], &mut file.paths);
        methods(tokens, None, &mut file);
        file.called.retain(|name| !COMMON.contains(&&**name));
        file
    }

    /// The module that a path beginning with `super` leads to.
    pub(crate) fn above(&self, path: &[String]) -> Option<Vec<String>> {
        let up = path.iter().take_while(|part| *part == "super").count();
        let outer: Vec<&str> = self.module.split("::").collect();
        let outer = outer[..outer.len().checked_sub(up)?].iter();
        let outer = outer.map(|part| (*part).to_owned());
        Some(outer.chain(path[up..].iter().cloned()).collect())
    }
}

/// Notes the methods of a file, those of traits left out, and the methods that
/// are called in it.
fn methods(tokens: TokenStream, owner: Option<&str>, file: &mut File) {
    let mut tokens = tokens.into_iter().peekable();
    let mut before = String::new();
    // The words of an `impl` outside angle brackets.
    let mut header: Option<Vec<String>> = None;
    let mut depth = 0;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Ident(word) => {
                let word = word.to_string();
                if word == "impl" && !matches!(&*before, ">" | ":" | "<" | "&") {
                    header = Some(Vec::new());
                    depth = 0;
                } else if let (0, Some(header)) = (depth, &mut header) {
                    header.push(word.clone());
                }
                let is_call = match tokens.peek() {
                    Some(TokenTree::Group(next)) => next.delimiter() == Delimiter::Parenthesis,
                    Some(TokenTree::Punct(next)) => next.as_char() == ':',
                    _ => false,
                };
                if before == "." && is_call {
                    file.called.insert(word.clone());
                }
                if before == "fn" {
                    file.functions.insert(word.clone());
                    if let Some(owner) = owner {
                        file.own_methods.insert(word.clone());
                        if !file.types.contains(owner) {
                            file.methods.insert(word.clone());
                        }
                    }
                }
                before = word;
            }
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                let words = if is_body { header.take() } else { None };
                let words = words.filter(|words| !words.iter().any(|word| word == "for"));
                let owner = words.and_then(|words| words.into_iter().next());
                methods(group.stream(), owner.as_deref(), file);
                before.clear();
            }
            TokenTree::Punct(punct) => {
                depth += match punct.as_char() {
                    '<' => 1,
                    '>' if before != "-" => -1,
                    _ => 0,
                };
                before = punct.as_char().to_string();
            }
            TokenTree::Literal(_) => before.clear(),
        }
    }
}

/// The types that a file defines.
fn types(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let defined = words.windows(2).filter(|pair| {
        let is_item = ["struct", "enum", "trait", "type"].contains(&pair[0]);
        is_item && pair[1].starts_with(|c: char| c.is_ascii_uppercase())
    });
    defined.map(|pair| pair[1].to_owned()).collect()
}
