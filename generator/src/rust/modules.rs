//! The modules of groups of operations: their files and features.

use super::names::without_mark;

/// The module within that of the types that has one for each tag. No type is called so, as those
/// begin with a capital or aren't ASCII.
pub const TYPES_OF_TAGS: &str = "tags";

/// The feature of webhooks and of schemas that no operation leads to, and the module of their types. No type is
/// called so.
pub const SCHEMAS: &str = "schemas";

/// The feature of all tags.
pub const ALL_TAGS: &str = "tags";

/// The features that every crate may have, and the names that stand for several.
const FEATURES: &[&str] = &[
    "blocking", "cancel", "cli", "client", "default", "http2", "jiff", "mock", "record", ALL_TAGS,
    SCHEMAS, "tower", "tracing", "webhooks",
];

/// The file of a module. What isn't ASCII in its name stands there as its code
/// point, behind two underscores, which no name has.
pub fn file_of(module: &str) -> String {
    let plain = without_mark(module).chars();
    let plain = plain.map(|c| {
        if c.is_ascii() {
            c.to_string()
        } else {
            format!("__{:x}", u32::from(c))
        }
    });
    plain.chain([".rs".to_owned()]).collect()
}

/// The feature of a group of operations, by the name of its module.
pub(super) fn feature(module: &str) -> String {
    let name = file_of(module);
    let name = name.trim_end_matches(".rs");
    match FEATURES.contains(&name) {
        true => format!("{name}-tag"),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{feature, file_of};

    #[test]
    fn a_module_has_a_file_in_ascii() {
        assert_eq!(file_of("orders"), "orders.rs");
        assert_eq!(file_of("r#type"), "type.rs");
        assert_eq!(file_of("größe"), "gr__f6__dfe.rs");
    }

    #[test]
    fn a_feature_is_called_like_its_module() {
        assert_eq!(feature("orders"), "orders");
        assert_eq!(feature("r#type"), "type");
        assert_eq!(feature("größe"), "gr__f6__dfe");
        assert_eq!(feature("webhooks"), "webhooks-tag");
    }
}
