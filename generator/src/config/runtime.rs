//! `[runtime]`: the runtime as a dependency, in the place of a copy in the crate.

use super::text::Fault;
use super::toml::{Fields, Member, Value, boolean, filled};

/// The runtime as a dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeSettings {
    /// The name that the code has for it.
    pub crate_name: String,
    /// The place that it comes from.
    pub source: RuntimeSource,
}

/// The place that the runtime comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuntimeSource {
    /// The registry: a requirement for its version, or nothing for the generator's own.
    Registry(Option<String>),
    /// A folder, as seen from the crate.
    Path(String),
    /// A repository, and the key and name of what is wanted of it.
    Git(String, Option<(&'static str, String)>),
    /// The workspace that the crate is in.
    Workspace,
}

impl Default for RuntimeSettings {
    fn default() -> Self {
        Self {
            crate_name: RUNTIME_CRATE.to_owned(),
            source: RuntimeSource::Registry(None),
        }
    }
}

/// The name of the runtime's crate, unless the settings have another.
pub const RUNTIME_CRATE: &str = "openapi_client_runtime";

pub(super) const KEYS: &[&str] = &[
    "crate",
    "version",
    "path",
    "git",
    "branch",
    "tag",
    "rev",
    "workspace",
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<RuntimeSettings, Fault> {
    let mut fields = Fields::new("runtime", section.value, KEYS)?;
    let crate_name = match fields.take("crate") {
        Some(value) => crate_name(value)?,
        None => RUNTIME_CRATE.to_owned(),
    };
    let source = source(&mut fields)?;
    if let Some(key) = fields.first() {
        return Err(Fault::new(
            section.span.clone(),
            format!("`{key}` of `runtime` doesn't go with its other keys"),
            "the runtime comes from one place: `version`, `path`, `git` or `workspace`; \
             `branch`, `tag` and `rev` are parts of a `git`, of which there can be one",
        ));
    }
    Ok(RuntimeSettings { crate_name, source })
}

/// Takes the keys of the place that is stated first.
fn source(fields: &mut Fields<'_, '_>) -> Result<RuntimeSource, Fault> {
    if let Some(value) = fields.take("workspace") {
        if boolean("workspace", value)? {
            return Ok(RuntimeSource::Workspace);
        }
        let message = "`workspace` can only be `true`";
        return Err(Fault::new(value.span(), message, "remove the key"));
    }
    if let Some(value) = fields.take("path") {
        return Ok(RuntimeSource::Path(filled("path", value)?));
    }
    if let Some(value) = fields.take("git") {
        let url = filled("git", value)?;
        for key in ["branch", "tag", "rev"] {
            if let Some(value) = fields.take(key) {
                let wanted = (key, filled(key, value)?);
                return Ok(RuntimeSource::Git(url, Some(wanted)));
            }
        }
        return Ok(RuntimeSource::Git(url, None));
    }
    let version = fields.take("version").map(requirement).transpose()?;
    Ok(RuntimeSource::Registry(version))
}

fn requirement(value: &Value<'_>) -> Result<String, Fault> {
    let text = filled("version", value)?;
    match semver::VersionReq::parse(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Fault::new(
            value.span(),
            format!("`{text}` is no requirement for a version: {error}"),
            "write it as in a manifest, such as `0.1`",
        )),
    }
}

/// A crate as code names it.
fn crate_name(value: &Value<'_>) -> Result<String, Fault> {
    let text = filled("crate", value)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_name = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_part);
    match is_name && syn::parse_str::<syn::Ident>(&text).is_ok() {
        true => Ok(text),
        false => Err(Fault::new(
            value.span(),
            format!("`{text}` can't be the name of a crate in code"),
            "write it with `_` in place of `-`, as in `openapi_client_runtime`",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::{RuntimeSettings, RuntimeSource};

    fn read(lines: &str) -> Result<RuntimeSettings, String> {
        match Config::parse("codegen.toml", &format!("[runtime]\n{lines}\n")) {
            Ok(config) => Ok(config.runtime.unwrap_or_default()),
            Err(found) => Err(found.message),
        }
    }

    #[test]
    fn each_place_that_it_comes_from() {
        let source = |lines: &str| read(lines).map(|settings| settings.source);
        let text = str::to_owned;
        assert_eq!(source(""), Ok(RuntimeSource::Registry(None)));
        let version = RuntimeSource::Registry(Some(text("0.1")));
        assert_eq!(source("version = \"0.1\""), Ok(version));
        let path = RuntimeSource::Path(text("../runtime"));
        assert_eq!(source("path = \"../runtime\""), Ok(path));
        let git = RuntimeSource::Git(text("https://a"), Some(("rev", text("b"))));
        assert_eq!(source("git = \"https://a\"\nrev = \"b\""), Ok(git));
        assert_eq!(source("workspace = true"), Ok(RuntimeSource::Workspace));
    }

    #[test]
    fn what_no_runtime_can_be() {
        for (lines, message) in [
            (
                "path = \"a\"\nversion = \"1\"",
                "`version` of `runtime` doesn't go with its other keys",
            ),
            (
                "git = \"a\"\ntag = \"b\"\nbranch = \"c\"",
                "`tag` of `runtime` doesn't go with its other keys",
            ),
            (
                "rev = \"b\"",
                "`rev` of `runtime` doesn't go with its other keys",
            ),
            ("workspace = false", "`workspace` can only be `true`"),
            (
                "crate = \"a-b\"",
                "`a-b` can't be the name of a crate in code",
            ),
            (
                "crate = \"self\"",
                "`self` can't be the name of a crate in code",
            ),
        ] {
            assert_eq!(read(lines), Err(message.to_owned()));
        }
        assert!(read("version = \"newest\"").is_err());
    }
}
