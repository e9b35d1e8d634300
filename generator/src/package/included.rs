//! The text of one API, to be included into a module of a crate that was there before.

use super::parts::PackageModule;

/// The lints that a crate may hold its own code to, and not what is generated.
const ALLOWED: &str = "\
#[allow(
    warnings,
    deprecated,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    unreachable_pub,
    unused,
    unused_qualifications,
    clippy::all,
    clippy::cargo,
    clippy::nursery,
    clippy::pedantic,
    clippy::restriction
)]
#[rustfmt::skip]
";

/// The files of a module as one text. It has no inner attributes and docs at its top, so that
/// `include!` takes it.
pub fn included(module: &PackageModule) -> String {
    let root = module.files.iter().find(|file| file.path == "mod.rs");
    let mut text = root.map_or_else(String::new, |file| file.text.clone());
    for file in &module.files {
        if let Some(name) = file.path.strip_suffix(".rs").filter(|name| *name != "mod") {
            text = with_module(&text, name, &file.text);
        }
    }
    if let Some(own) = module.choices.own_types() {
        text = format!("{text}\nmod own_types {{\n{own}}}\n");
    }
    let docs = text.lines().map_while(|line| line.strip_prefix("//!"));
    let docs: String = docs.map(|line| format!("//{line}\n")).collect();
    format!(
        "{docs}\n{ALLOWED}mod generated {{\n{text}}}\n\n\
         #[allow(unreachable_pub, unused_imports)]\npub use generated::*;\n"
    )
}

/// The text of a module with one of those in it in the place of its declaration.
fn with_module(text: &str, name: &str, inner: &str) -> String {
    // The file of a module whose name isn't in ASCII is called otherwise.
    let path = format!("#[path = \"{name}.rs\"]");
    let mut is_next = false;
    let mut whole = String::with_capacity(text.len() + inner.len());
    for line in text.split_inclusive('\n') {
        let line = line.trim_end_matches('\n');
        if line == path {
            is_next = true;
            continue;
        }
        match declared(line) {
            Some((head, module)) if is_next || module == name => {
                whole.push_str(&format!("{head} {{\n{inner}}}\n"));
                is_next = false;
            }
            _ => whole.extend([line, "\n"]),
        }
    }
    whole
}

/// The declaration of a module in a file of its own, without its end, and the module's name.
fn declared(line: &str) -> Option<(&str, &str)> {
    // One that a macro takes stands on a line of its own, too.
    let head = line.trim_start().strip_suffix(';')?;
    let rest = head.strip_prefix("pub ").unwrap_or(head);
    let name = rest.strip_prefix("mod ")?;
    Some((head, name.strip_prefix("r#").unwrap_or(name)))
}

#[cfg(test)]
mod tests {
    use super::included;
    use crate::package::PackageModule;
    use crate::render::File;

    #[test]
    fn files_become_modules_of_one_text() {
        let file = |path: &str, text: &str| File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let module = PackageModule {
            files: vec![
                file(
                    "mod.rs",
                    "//! Acme.\n\nmod client;\npub mod r#type;\nrt::m! {\n    pub mod f;\n}\n#[path = \"__e9.rs\"]\npub mod é;\n",
                ),
                file("client.rs", "//! The client.\n\npub struct Client;\n"),
                file("__e9.rs", "pub struct B;\n"),
                file("type.rs", "/// mod client;\npub struct A;\n"),
                file("f.rs", "pub struct F;\n"),
            ],
            ..PackageModule::default()
        };
        let text = included(&module);
        assert!(text.starts_with("// Acme.\n\n#[allow("), "{text}");
        let inner = "mod generated {\n//! Acme.\n\nmod client {\n//! The client.\n\n\
                     pub struct Client;\n}\npub mod r#type {\n/// mod client;\npub struct A;\n}\nrt::m! {\npub mod f {\npub struct F;\n}\n}\npub mod é {\npub struct B;\n}\n}\n";
        assert!(text.contains(inner), "{text}");
        assert!(syn::parse_file(&text).is_ok(), "{text}");
    }
}
