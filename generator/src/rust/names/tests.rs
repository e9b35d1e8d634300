//! Reserved names, held against the runtime that they are names of.

use super::reserved::CLIENT_BUILDER;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use syn::{ImplItem, Item, Type, Visibility};

/// The files of Rust below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the runtime") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The public functions that `impl` blocks give to a type.
fn methods(of: &str, text: &str) -> Vec<String> {
    let file = syn::parse_file(text).expect("Rust");
    let blocks = file.items.into_iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    let blocks = blocks.filter(|block| match &*block.self_ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == of),
        _ => false,
    });
    let items = blocks.flat_map(|block| block.items);
    let public = items.filter_map(|item| match item {
        ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) => {
            Some(function.sig.ident.to_string())
        }
        _ => None,
    });
    public.collect()
}

#[test]
fn reserved_names_are_the_methods_of_the_client_builder() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
    let files = files(&runtime).into_iter();
    let texts = files.map(|file| fs::read_to_string(file).expect("a readable file"));
    let builder: BTreeSet<String> = texts
        .flat_map(|text| methods("ClientBuilder", &text))
        .collect();
    let of_traits = ["clone", "fmt", "from", "into"];
    let reserved = CLIENT_BUILDER
        .iter()
        .filter(|name| !of_traits.contains(name));
    let reserved: BTreeSet<String> = reserved.map(|name| (*name).to_owned()).collect();
    assert_eq!(reserved, builder);
}
