//! The sections of the file, and their keys.

use super::cancel::CANCEL;
use super::model::{KeyReference, SectionReference, key};

/// The sections, in the order of the reference.
pub const SECTIONS: &[SectionReference] = &[
    SectionReference::value(
        "operations",
        "the operations to generate",
        "array of strings",
    ),
    SectionReference::value(
        "default_feature",
        "the feature of the vendor isn't on by default",
        "boolean",
    ),
    SectionReference::value(
        "layout",
        "the functions of all operations on the client, or by tags",
        r#"`"flat"` or `"tags"`"#,
    ),
    SectionReference::value("tag_features", "a cargo feature for each tag", "boolean"),
    SectionReference::value(
        "examples",
        "the document's examples as fixtures for tests",
        "boolean",
    ),
    SectionReference::value("[names]", "Rust names", "table of strings"),
    SectionReference::value(
        "strip_prefixes",
        "beginnings of names that are left out",
        "array of strings",
    ),
    SectionReference::value(
        "acronyms",
        "words with capitals within them",
        "array of strings",
    ),
    SectionReference::value(
        "split",
        "equal inline schemas that are types of their own",
        "array of strings",
    ),
    SectionReference::keys("[formats]", "types of values by their `format`", TYPE),
    SectionReference::value(
        "[types]",
        "types of values by the places of their schemas",
        "table of types",
    ),
    SectionReference::value(
        "maps",
        "the type of objects whose properties are all of one type",
        r#"`"BTreeMap"` or `"IndexMap"`"#,
    ),
    SectionReference::value(
        "[derives]",
        "traits that types derive besides their own",
        "table of arrays of strings",
    ),
    SectionReference::keys("[auth.<scheme>]", "facts of a security scheme", AUTH),
    SectionReference::keys(
        "[security.<scheme>]",
        "security schemes that the document doesn't ask for",
        SECURITY,
    ),
    SectionReference::keys(
        "[[correct]]",
        "places at which the vendor's servers differ from the document",
        CORRECT,
    ),
    SectionReference::keys(
        "[unknown_fields]",
        "objects that keep properties which the document doesn't name",
        UNKNOWN_FIELDS,
    ),
    SectionReference::keys("[server]", "the server that is called by default", SERVER),
    SectionReference::keys("[headers]", "headers that every request has", HEADERS),
    SectionReference::keys("[[keys]]", "API keys that are for one server only", KEYS),
    SectionReference::keys("[[lift]]", "parameters given to the client once", LIFT),
    SectionReference::keys(
        "[idempotency]",
        "the header for idempotency keys",
        IDEMPOTENCY,
    ),
    SectionReference::keys(
        "[[idempotent]]",
        "operations that can be repeated, whatever their method",
        IDEMPOTENT,
    ),
    SectionReference::keys(
        "[[paginate]]",
        "operations that return a list in pages",
        PAGINATE,
    ),
    SectionReference::keys("[webhooks]", "the webhooks to generate", WEBHOOKS),
    SectionReference::keys(
        "[cancel]",
        "the neutral interface: what cancels, reads, undoes and lists",
        CANCEL,
    ),
    SectionReference::value(
        "overlays",
        "files with changes to the document",
        "array of strings",
    ),
    SectionReference::value(
        "references",
        "folders besides the document's that its references may lead to",
        "array of strings",
    ),
    SectionReference::keys("[package]", "the manifest of the crate", PACKAGE),
    SectionReference::keys("[runtime]", "the runtime as a dependency", RUNTIME),
    SectionReference::value(
        "[dependencies]",
        "crates that the types and traits of the settings are of",
        "table of dependencies",
    ),
    SectionReference::keys("[[accept]]", "known diagnostics", ACCEPT),
];

/// The keys of a type that the settings name.
pub(super) const TYPE: &[KeyReference] = &[
    key(
        "type",
        "string",
        "required",
        "the path of the type in Rust, which has `Debug`, `Clone` and `PartialEq`",
    ),
    key(
        "conversion",
        r#"`"string"`, `"number"`, `"serde"` or `"wire"`"#,
        r#"`"string"`"#,
        "a string or a number by `FromStr` and `Display`, any value by `Serialize` and `DeserializeOwned`, or as the type says itself by the runtime's `Wire`",
    ),
    key(
        "examples",
        "array of strings",
        r#"required but for `"wire"`"#,
        r#"values as the API sends them: text for `"string"`, else JSON"#,
    ),
];

const AUTH: &[KeyReference] = &[
    key(
        "prefix",
        "string",
        "none",
        "text before the API key, with a blank between: `Authorization: Token …`",
    ),
    key("reason", "*reason*", "required", ""),
];

const SECURITY: &[KeyReference] = &[
    key(
        "type",
        r#"`"bearer"`, `"basic"` or `"apiKey"`"#,
        "the scheme of this name in `components/securitySchemes`",
        "the kind of credential",
    ),
    key(
        "in",
        r#"`"header"`, `"query"` or `"cookie"`"#,
        r#"required for `"apiKey"`"#,
        "the part of a request that carries the key",
    ),
    key(
        "name",
        "string",
        r#"required for `"apiKey"`"#,
        "the header, parameter or cookie",
    ),
    key("reason", "*reason*", "required", ""),
];

const CORRECT: &[KeyReference] = &[
    key(
        "at",
        "*pointer*, in which a token `*` stands for any one token and `**` for any number of them",
        "required",
        "the places",
    ),
    key(
        "optional",
        "`true`",
        "",
        "a property that is required may be absent",
    ),
    key("nullable", "`true`", "", "a schema allows `null`"),
    key(
        "type",
        r#"one or several of `"boolean"`, `"integer"`, `"number"`, `"string"`, `"array"`, `"object"`, `"null"`"#,
        "",
        "a schema is of these types; `format`, bounds and branches of unions no longer hold",
    ),
    key(
        "enum",
        "one or several strings, integers or booleans",
        "",
        "a schema with `enum` or `const` has these values, too",
    ),
    key(
        "status",
        "one or several HTTP statuses",
        "",
        "a response comes with these, too",
    ),
    key(
        "media_type",
        "string without parameters",
        "",
        "a body is of this media type instead",
    ),
    key("reason", "*reason*", "required", ""),
];

const UNKNOWN_FIELDS: &[KeyReference] = &[
    key(
        "keep",
        "`true`, or one or several *pointers*, in which a token `*` stands for any one token and `**` for any number of them",
        "required",
        "all objects that a response has, or those whose schemas are at these places",
    ),
    key("reason", "*reason*", "required", ""),
];

const SERVER: &[KeyReference] = &[
    key(
        "default",
        "string",
        "required",
        "the server's absolute URL, as in `servers` or with its variables filled in",
    ),
    key("reason", "*reason*", "required", ""),
];

const HEADERS: &[KeyReference] = &[
    key("value", "string", "required", "the value, printable ASCII"),
    key(
        "reason",
        "*reason*",
        "required",
        "shown in the docs of the client's builder",
    ),
];

const KEYS: &[KeyReference] = &[
    key(
        "scheme",
        "string",
        "required",
        "the security scheme of the key, or the name of a [lifted](#lift) parameter",
    ),
    key("prefix", "string", "required", "the beginning of the key"),
    key(
        "server",
        "string",
        "required",
        "the server's absolute URL, as in `servers` or with its variables filled in",
    ),
    key("reason", "*reason*", "required", ""),
];

const LIFT: &[KeyReference] = &[
    key("parameter", "string", "required", "the parameter's `name`"),
    key(
        "in",
        r#"`"header"`, `"query"` or `"cookie"`"#,
        "required",
        "the parameter's `in`",
    ),
    key("reason", "*reason*", "required", ""),
];

const IDEMPOTENCY: &[KeyReference] = &[
    key(
        "header",
        "string, or `false`",
        "required",
        "the header's name",
    ),
    key(
        "operations",
        "array of *operationId*",
        "all whose method isn't idempotent by itself (`POST`, `PATCH`)",
        "the operations that heed the header",
    ),
    key("reason", "*reason*", "required", ""),
];

const IDEMPOTENT: &[KeyReference] = &[
    key("operation", "string", "required", "the `operationId`"),
    key("reason", "*reason*", "required", ""),
];

const PAGINATE: &[KeyReference] = &[
    key("operation", "*operationId*", "required", "the operation"),
    key(
        "items",
        r#"*pointer*, or `""` for the whole response"#,
        "required",
        "the place of the list in a response",
    ),
    key(
        "cursor",
        "table",
        "",
        "a value of the response is sent back for the next page",
    ),
    key(
        "cursor.from",
        "*pointer*",
        "required, unless there is `cursor.last_item`",
        "the place of that value in a response",
    ),
    key(
        "cursor.last_item",
        "*pointer*",
        "",
        "the place of that value in the last item of the page",
    ),
    key(
        "cursor.parameter",
        "string",
        "required, unless there is `cursor.body`",
        "the query parameter that takes it",
    ),
    key(
        "cursor.body",
        "*pointer*",
        "",
        "the place in the JSON body that takes it",
    ),
    key(
        "cursor.more",
        "*pointer*",
        "a next page exists while there is a cursor",
        "a boolean in the response that says if there is a next page",
    ),
    key("page", "table", "", "the number of the page is sent"),
    key(
        "page.parameter",
        "string",
        "required",
        "the query parameter for it",
    ),
    key(
        "page.first",
        "integer from 0",
        "1",
        "the number of the first page",
    ),
    key(
        "page.more",
        "*pointer*",
        "a next page exists until one is empty",
        "as `cursor.more`",
    ),
    key(
        "offset",
        "table",
        "",
        "the number of items before the page is sent",
    ),
    key(
        "offset.parameter",
        "string",
        "required",
        "the query parameter for it",
    ),
    key(
        "offset.more",
        "*pointer*",
        "a next page exists until one is empty",
        "as `cursor.more`",
    ),
    key(
        "link",
        "`true`",
        "",
        r#"the response header `Link` has the URL of the next page (`rel="next"`)"#,
    ),
    key(
        "next",
        "*pointer*, or table",
        "",
        "the place of the next page's URL in a response",
    ),
    key("next.from", "*pointer*", "required in a table", "the same"),
    key(
        "next.more",
        "*pointer*",
        "a next page exists while there is a URL",
        "as `cursor.more`",
    ),
];

const WEBHOOKS: &[KeyReference] = &[
    key(
        "only",
        "array of strings",
        "all webhooks",
        "the keys in `webhooks` to generate",
    ),
    key(
        "name_at",
        "*pointer*",
        "found by fixed values, a property such as `type` or `event`, or the shape of the body",
        "the place in a body that holds its webhook's name",
    ),
    key("signature", "table", "none", "[below](#webhookssignature)"),
    key(
        "signature.standard",
        "`true`",
        "",
        "Standard Webhooks with symmetric keys; no other key but `tolerance` and `reason`",
    ),
    key(
        "signature.header",
        "string",
        "required without `standard`",
        "the header with the signatures",
    ),
    key(
        "signature.separator",
        "string of one character",
        r#"`","`"#,
        "the character between the parts of that header",
    ),
    key(
        "signature.prefix",
        "string",
        r#"`""`"#,
        "the beginning of a part that is a signature",
    ),
    key(
        "signature.timestamp_prefix",
        "string",
        "the time isn't signed",
        "the beginning of the part that is the time, in seconds since 1970",
    ),
    key(
        "signature.timestamp_header",
        "string",
        "the time isn't signed",
        "the header with the time",
    ),
    key(
        "signature.id_header",
        "string",
        "none",
        "the header with the id of the message",
    ),
    key(
        "signature.payload",
        "string",
        r#"`"{body}"`"#,
        "the text that is signed, of `{body}`, `{timestamp}` and `{id}`",
    ),
    key(
        "signature.encoding",
        r#"`"hex"` or `"base64"`"#,
        r#"`"hex"`"#,
        "the spelling of a signature",
    ),
    key(
        "signature.secret",
        r#"`"text"` or `"base64"`"#,
        r#"`"text"`"#,
        "the spelling of a secret",
    ),
    key(
        "signature.secret_prefix",
        "string",
        r#"`""`"#,
        "the text before the base64 of a secret",
    ),
    key(
        "signature.tolerance",
        "integer",
        "`300`",
        "the longest time between the signature and now, in seconds",
    ),
    key("signature.reason", "*reason*", "required", ""),
];

const ACCEPT: &[KeyReference] = &[
    key(
        "code",
        "string",
        "required",
        "the code, as in `error[<code>]`; not one from which nothing can be generated (`unreadable`, `syntax`, `config`, `unused-config`, `overlay`, `unmatched-action`, `not-openapi`)",
    ),
    key(
        "at",
        "*pointer*, in which a token `*` stands for any one token and `**` for any number of them",
        "everywhere",
        "the places that the report gives after `#`",
    ),
    key("reason", "*reason*", "required", ""),
];
const PACKAGE: &[KeyReference] = &[
    key(
        "name",
        "string",
        "the folder's name",
        "`package.name`, and the name in the docs",
    ),
    key("version", "string", r#"`"0.1.0"`"#, "`package.version`"),
    key(
        "description",
        "string",
        "made of the document's title",
        "`package.description`",
    ),
    key(
        "license",
        "string",
        "none",
        "`package.license`, an SPDX expression",
    ),
    key("repository", "URL", "none", "`package.repository`"),
    key("publish", "boolean", "`false`", "`package.publish`"),
];

const RUNTIME: &[KeyReference] = &[
    key(
        "version",
        "string",
        "that of the generator",
        "the version from the registry, as in a manifest",
    ),
    key(
        "path",
        "string",
        "",
        "the folder of it, as seen from the crate",
    ),
    key("git", "URL", "", "the repository of it"),
    key("branch", "string", "", "the branch of the `git`"),
    key("tag", "string", "", "the tag of the `git`"),
    key("rev", "string", "", "the commit of the `git`"),
    key(
        "workspace",
        "boolean",
        "",
        "with `true`, `workspace = true`: the workspace says it, with `default-features = false`",
    ),
    key(
        "crate",
        "string",
        r#"`"openapi_client_runtime"`"#,
        "the name of the crate in code, if you call it otherwise",
    ),
];
