//! Names that are in use: by the language, by imports, by what else is generated.

use super::super::imports::{Import, Reserved};
use super::super::layout::Layout;

/// Names of the language's prelude that generated code uses.
const PRELUDE: &[&str] = &[
    "Box", "Debug", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self",
    "Some", "String", "Vec",
];

/// The types of the client itself, and those of the runtime that a crate shows at its root.
const CLIENT_TYPES: &[&str] = &[
    "AnyError",
    "BuildError",
    "Client",
    "DecodeError",
    "Error",
    "Server",
];

/// The names that types can't have, whatever a file imports.
pub(super) fn by_types(layout: Layout) -> Vec<&'static str> {
    let is_reserved = |import: &&Import| match (import.reserved(), layout) {
        (Reserved::ByTypes, _) | (Reserved::ByClient, Layout::Single) => true,
        (Reserved::ByClient, Layout::Split) | (Reserved::WhenImported, _) => false,
    };
    let imports = Import::ALL.iter().filter(is_reserved);
    let mut names: Vec<&str> = imports.map(|import| import.name()).collect();
    names.extend(PRELUDE);
    if layout == Layout::Single {
        names.extend(CLIENT_TYPES);
    }
    names
}

/// Methods that every client has.
pub(super) const CLIENT: &[&str] = &[
    "builder",
    "builder_from_env",
    "clone",
    "from",
    "from_env",
    "into",
];

/// Methods that the client of every tag has.
pub(super) const TAG_CLIENT: &[&str] = &["clone", "fmt", "from", "into"];

/// Methods of the runtime's `ClientBuilder`, its traits' included.
pub(super) const CLIENT_BUILDER: &[&str] = &[
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "credential_setters",
    "fixed_header",
    "fmt",
    "from",
    "idle_timeout",
    "into",
    "key_prefixes",
    "lenient",
    "new",
    "observer",
    "response_limit",
    "retries",
    "server",
    "timeout",
    "total_timeout",
    "transport",
    "user_agent",
];

/// Methods that the request builder of an operation has.
pub(super) fn by_request_builder(is_paged: bool, is_mapped: bool) -> Vec<&'static str> {
    let paged = is_paged.then_some("items");
    let mapped = is_mapped.then_some("read");
    let all = ["body", "send"].into_iter();
    all.chain(paged).chain(mapped).collect()
}

/// Modules that stand beside those of the operations.
pub(super) fn modules(is_mapped: bool) -> Vec<&'static str> {
    let mapped = is_mapped.then_some("cancel");
    let all = [
        "client",
        "examples",
        "lib",
        "main",
        "r#mod",
        "own_types",
        "runtime",
        "types",
    ];
    all.into_iter().chain(mapped).collect()
}
