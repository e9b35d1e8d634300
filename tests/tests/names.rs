//! Independence of the output from chance and from the order of a document's
//! keys. The public items of each vendor's module are a snapshot.

mod support;

use openapi_client_generator::source::Source;
use openapi_client_generator::{Config, GenerateOptions, Input, Target, generate};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;
use support::{Subject, assert_snapshot, each, folder_of_tests, grouped, subjects};
use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, Visibility};

fn vendors() -> Vec<Subject> {
    subjects(&folder_of_tests("../specs"))
}

fn everything() -> Vec<Subject> {
    vendors().into_iter().chain(grouped("cases")).collect()
}

/// The text of the files that a document becomes.
fn module(subject: &Subject) -> String {
    let output = subject
        .generate()
        .unwrap_or_else(|report| panic!("{report}"));
    output.files.into_iter().map(|file| file.text).collect()
}

fn items(subject: &Subject) -> Vec<Item> {
    let output = subject
        .generate()
        .unwrap_or_else(|report| panic!("{report}"));
    let mut files = output.files;
    files.retain(|file| file.path.ends_with(".rs"));
    files.sort();
    let files = files.iter();
    let files = files.map(|file| syn::parse_file(&file.text).expect("what is generated is Rust"));
    files.flat_map(|file| file.items).collect()
}

#[test]
fn second_run_gives_equal_bytes() {
    each(&everything(), |subject| {
        assert_eq!(module(subject), module(subject));
    });
}

#[test]
fn key_order_changes_only_item_order() {
    each(&everything(), |subject| {
        let expected = unordered(subject);
        for seed in 1..=4 {
            let shuffled = shuffled(subject, seed);
            let found = unordered(&shuffled);
            if let Some((expected, found)) = difference(&expected, &found) {
                panic!(
                    "seed {seed}:\n{expected}\nbecame\n{found}\nin\n{}",
                    shuffled.text
                );
            }
        }
    });
}

/// Small documents hide what large ones show: types that share, include and
/// contain one another.
#[test]
fn key_order_of_real_documents_changes_only_item_order() {
    let Some(folder) = std::env::var_os("OPENAPI_CORPUS") else {
        eprintln!("skipped: OPENAPI_CORPUS doesn't name a folder with documents");
        return;
    };
    let names = [
        "adyen-webhooks-v1",
        "flowglad",
        "meilisearch",
        "qdrant",
        "svix",
    ];
    let documents = names.map(|name| {
        let path = Path::new(&folder).join(format!("{name}.json"));
        Subject {
            name: format!("{name}.json"),
            text: fs::read_to_string(&path).expect("a document of the corpus"),
            folder: path,
        }
    });
    each(&documents, |document| {
        let (one, other) = (unordered(document), unordered(&shuffled(document, 1)));
        if let Some((expected, found)) = difference(&one, &other) {
            panic!("{expected}\nbecame\n{found}");
        }
    });
}

/// The first pieces that differ.
fn difference<'a>(expected: &'a [String], found: &'a [String]) -> Option<(&'a str, &'a str)> {
    let length = expected.len().max(found.len());
    let piece = |pieces: &'a [String], index: usize| pieces.get(index).map_or("", String::as_str);
    let mut pairs = (0..length).map(|index| (piece(expected, index), piece(found, index)));
    pairs.find(|(expected, found)| expected != found)
}

/// Only the root of a crate can tell the compiler to follow types further than
/// it does by itself.
#[test]
fn deeply_nested_types_raise_the_recursion_limit() {
    let schema = |depth: usize| match depth {
        0 => r#"{"type": "object"}"#.to_owned(),
        _ => format!(
            r##"{{"type": "object", "properties": {{"next": {{"$ref": "#/components/schemas/S{}"}}}}}}"##,
            depth - 1
        ),
    };
    let root = |depth: usize, module| {
        let schemas: Vec<String> = (0..=depth)
            .map(|i| format!("\"S{i}\": {}", schema(i)))
            .collect();
        let output = generate(Input {
            name: "openapi.json",
            text: format!(
                r#"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "components": {{"schemas": {{{}}}}}}}"#,
                schemas.join(", ")
            ),
            config: &Config::default(),
            options: GenerateOptions {
                all_schemas: true,
                strict: true,
                ..GenerateOptions::default()
            },
            load: &|file| Err(format!("{file} isn't part of this")),
            target: Target {
                package: "test",
                module,
                command: "a test",
            },
        });
        let files = output.unwrap_or_else(|findings| panic!("{findings}")).files;
        let root = files.into_iter().find(|file| file.path == "mod.rs");
        root.expect("a module has a root").text
    };
    let tells = |depth, module| root(depth, module).contains("#![recursion_limit = \"512\"]");
    assert!(tells(60, None));
    assert!(!tells(60, Some("vendor")));
    assert!(!tells(10, None));
}

#[test]
fn colliding_modules_are_reported_and_renamed() {
    let tags = [
        "Line items",
        "line-items",
        "Types",
        "Client",
        "Other",
        "Other",
        "Other",
        "Other",
        "Other",
    ];
    let paths: Vec<String> = (0..)
        .zip(tags)
        .map(|(i, tag)| {
            format!(
                r#""/p{i}": {{"get": {{"tags": ["{tag}"], "responses": {{"204": {{"description": "Done."}}}}}}}}"#
            )
        })
        .collect();
    let config = "[names]\n\"/paths/~1p3/get/tags/0\" = \"customers\"\n";
    let output = generate(Input {
        name: "openapi.json",
        text: format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{{}}}}}"#,
            paths.join(", ")
        ),
        config: &Config::parse("codegen.toml", config).expect("settings"),
        options: GenerateOptions::default(),
        load: &|file| Err(format!("{file} isn't part of this")),
        target: Target {
            package: "test",
            module: None,
            command: "a test",
        },
    });
    let output = output.unwrap_or_else(|findings| panic!("{findings}"));
    let mut files: Vec<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    files.sort_unstable();
    let expected = [
        "client.rs",
        "customers.rs",
        "line_dash_items.rs",
        "line_space_items.rs",
        "mod.rs",
        "operations.md",
        "other.rs",
        "types.rs",
        "types_operations.rs",
    ];
    assert_eq!(files, expected);
    let report = output.findings.to_string();
    for collision in [
        "several things want the name `line_items`; this is `line_space_items`",
        "`types` is in use, so this is `types_operations`",
        "write \"/paths/~1p2/get/tags/0\" = \"…\" under [names]",
    ] {
        assert!(report.contains(collision), "{report}");
    }
}

#[test]
fn vendor_public_items_match_their_snapshot() {
    each(&vendors(), |vendor| {
        let items = items(vendor).into_iter().filter_map(public).collect();
        let file = syn::File {
            shebang: None,
            attrs: Vec::new(),
            items,
            frontmatter: None,
        };
        let text = prettyplease::unparse(&file);
        assert_snapshot(&folder_of_tests("api"), &vendor.title(), text.trim());
    });
}

/// An item as callers see it: without docs, bodies and what is private.
fn public(mut item: Item) -> Option<Item> {
    match &mut item {
        Item::Struct(object) => {
            object.attrs.retain_mut(says_something);
            if let Fields::Named(fields) = &mut object.fields {
                let all = std::mem::take(&mut fields.named).into_iter();
                fields.named = all.filter(|field| is_public(&field.vis)).collect();
                for field in &mut fields.named {
                    field.attrs.retain_mut(says_something);
                }
            }
        }
        Item::Enum(set) => {
            set.attrs.retain_mut(says_something);
            for variant in &mut set.variants {
                variant.attrs.retain_mut(says_something);
            }
        }
        Item::Const(constant) if is_public(&constant.vis) => {
            constant.attrs.retain_mut(says_something);
            *constant.expr = syn::parse_quote!(..);
        }
        Item::Impl(block) => signatures(block),
        Item::Macro(table) if is_of_setters(&table.mac.path) => {
            let tokens = std::mem::take(&mut table.mac.tokens);
            table.mac.tokens = without_attributes(tokens);
        }
        _ => return None,
    }
    Some(item)
}

/// True of a macro that writes methods for callers.
fn is_of_setters(path: &syn::Path) -> bool {
    let tables = ["setters", "parameters", "body_fields"];
    tables.iter().any(|table| path.is_ident(table))
}

/// The rows of a table without their docs.
fn without_attributes(tokens: TokenStream) -> TokenStream {
    let mut is_attribute = false;
    let kept = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Punct(mark) if mark.as_char() == '#' => {
            is_attribute = true;
            None
        }
        TokenTree::Group(_) if std::mem::take(&mut is_attribute) => None,
        TokenTree::Group(group) => {
            let inner = without_attributes(group.stream());
            Some(Group::new(group.delimiter(), inner).into())
        }
        other => Some(other),
    });
    kept.collect()
}

fn signatures(block: &mut ItemImpl) {
    for item in &mut block.items {
        if let ImplItem::Fn(function) = item {
            function.attrs.retain_mut(says_something);
            function.block.stmts.clear();
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// True of an attribute that not every type has. The traits that every type
/// derives are taken out of it.
fn says_something(attribute: &mut Attribute) -> bool {
    if !attribute.path().is_ident("derive") {
        return attribute.path().is_ident("deprecated");
    }
    let derived = attribute.meta.require_list().expect("a list of traits");
    let derived = derived.tokens.to_string();
    let usual = ["Debug", "Clone", "PartialEq"];
    let other: Vec<&str> = derived
        .split(',')
        .map(str::trim)
        .filter(|name| !usual.contains(name))
        .collect();
    let other: TokenStream = other.join(", ").parse().expect("names");
    *attribute = syn::parse_quote!(#[derive(#other)]);
    !attribute
        .meta
        .require_list()
        .expect("a list")
        .tokens
        .is_empty()
}

/// The same document with the keys of every object in another order.
fn shuffled(subject: &Subject, seed: u64) -> Subject {
    let source = Source::parse(&subject.name, subject.text.as_str()).expect("a document");
    let mut random = Random(seed);
    let text = random.shuffle(source.value()).to_string();
    Subject {
        text,
        name: "shuffled.json".to_owned(),
        folder: subject.folder.clone(),
    }
}

/// Numbers that look like chance and are the same on each run: SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("a small number")
    }

    fn shuffle(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.shuffle(item)).collect(),
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                for last in (1..members.len()).rev() {
                    members.swap(last, self.below(last + 1));
                }
                let members = members.into_iter();
                let shuffled: Map<String, Value> = members
                    .map(|(key, value)| (key.clone(), self.shuffle(value)))
                    .collect();
                shuffled.into()
            }
            other => other.clone(),
        }
    }
}

/// The items of a document's module without their order, and without the order
/// of what is in them.
fn unordered(subject: &Subject) -> Vec<String> {
    let output = subject
        .generate()
        .unwrap_or_else(|report| panic!("{report}"));
    let files = output.files.into_iter();
    let files = files.filter(|file| file.path.ends_with(".rs"));
    let text: String = files.map(|file| file.text).collect();
    let tokens: TokenStream = text.parse().expect("what is generated is Rust");
    pieces(tokens)
}

/// Code cut at its commas, semicolons, bars and closing braces, sorted, and so
/// is what each piece has in brackets.
fn pieces(tokens: TokenStream) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(end) if matches!(end.as_char(), ',' | ';' | '|') => {
                pieces.push(std::mem::take(&mut piece));
            }
            TokenTree::Group(group) => {
                let inner = pieces_in(group.stream());
                piece.push_str(&inner);
                if group.delimiter() == Delimiter::Brace {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                piece.push_str(&json_in(&text).unwrap_or(text));
                piece.push(' ');
            }
            other => {
                piece.push_str(&other.to_string());
                piece.push(' ');
            }
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces.sort();
    pieces
}

/// The JSON of a raw literal, an example, with its keys sorted.
fn json_in(literal: &str) -> Option<String> {
    if !literal.starts_with("r#") {
        return None;
    }
    let text: syn::LitStr = syn::parse_str(literal).expect("a literal");
    let mut value: Value = serde_json::from_str(&text.value()).expect("JSON");
    value.sort_all_objects();
    Some(value.to_string())
}

fn pieces_in(tokens: TokenStream) -> String {
    format!("{{ {} }}", pieces(tokens).join(", "))
}
