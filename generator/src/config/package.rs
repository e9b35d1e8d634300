//! `[package]`: the manifest of a crate that is made of the document.

use super::text::Fault;
use super::toml::{Fields, Member, Value, boolean, filled};
use crate::words::is_keyword;

/// Facts about the crate that a document becomes. None of them is made up, so a key that is
/// left out isn't in the manifest, unless cargo asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageSettings {
    /// The name of the package, if it isn't that of its folder.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its description, if it isn't made of the document's title.
    pub description: Option<String>,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
    /// The URL of its source.
    pub repository: Option<String>,
    /// `true` if it may be published.
    pub publish: bool,
}

pub(super) const KEYS: &[&str] = &[
    "name",
    "version",
    "description",
    "license",
    "repository",
    "publish",
];

/// Names that are those of Rust's libraries or of cargo's folders.
const TAKEN: &[&str] = &[
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "proc_macro",
    "std",
    "test",
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<PackageSettings, Fault> {
    let mut fields = Fields::new("package", section.value, KEYS)?;
    let mut text = |key: &str, check: fn(&str) -> Option<Advice>| {
        let value = fields.take(key);
        value.map(|value| checked(key, value, check)).transpose()
    };
    Ok(PackageSettings {
        name: text("name", name)?,
        version: text("version", version)?,
        description: text("description", |_| None)?,
        license: text("license", |_| None)?,
        repository: text("repository", url)?,
        publish: match fields.take("publish") {
            Some(value) => boolean("publish", value)?,
            None => false,
        },
    })
}

/// The reason why a text can't be a value, and the way to one that can.
type Advice = (String, &'static str);

fn checked(
    key: &str,
    value: &Value<'_>,
    check: fn(&str) -> Option<Advice>,
) -> Result<String, Fault> {
    let text = filled(key, value)?;
    match check(&text) {
        None => Ok(text),
        Some((message, help)) => Err(Fault::new(value.span(), message, help)),
    }
}

fn name(text: &str) -> Option<Advice> {
    (!is_package_name(text)).then(|| {
        (
            format!("`{text}` can't be the name of a package"),
            "write up to 64 letters, digits, `-` and `_`, a letter first, and no word of Rust",
        )
    })
}

/// True of a text that can be the name of a package, and of a crate in code.
pub fn is_package_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let krate = text.replace('-', "_");
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(is_letter)
        && text.len() <= 64
        && !TAKEN.contains(&krate.as_str())
        && !is_keyword(&krate)
}

fn version(text: &str) -> Option<Advice> {
    let error = semver::Version::parse(text).err()?;
    Some((
        format!("`{text}` is no version: {error}"),
        "write three numbers, as in `1.0.0`",
    ))
}

fn url(text: &str) -> Option<Advice> {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    (!is_url).then(|| {
        (
            format!("`{text}` is no URL"),
            "write one that begins with `https://`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn refused(line: &str) -> String {
        let found = Config::parse("codegen.toml", &format!("[package]\n{line}\n"));
        found.map_or_else(|found| found.message, |_| String::new())
    }

    #[test]
    fn values_that_no_manifest_can_have() {
        for (line, message) in [
            ("name = \"a b\"", "`a b` can't be the name of a package"),
            ("name = \"../a\"", "`../a` can't be the name of a package"),
            ("name = \"7up\"", "`7up` can't be the name of a package"),
            ("name = \"self\"", "`self` can't be the name of a package"),
            ("name = \"do\"", "`do` can't be the name of a package"),
            (
                "version = \"1.0\"",
                "`1.0` is no version: unexpected end of input while parsing minor version number",
            ),
            ("repository = \"acme\"", "`acme` is no URL"),
            ("publish = \"no\"", "`publish` must be `true` or `false`"),
            ("licence = \"MIT\"", "unknown key `licence`"),
        ] {
            assert_eq!(refused(line), message);
        }
    }

    #[test]
    fn values_that_a_manifest_can_have() {
        for line in [
            "name = \"acme-client_2\"",
            "version = \"1.0.0-rc.1+5\"",
            "description = \"\\\"quoted\\\", and\\nmore\"",
            "license = \"MIT OR Apache-2.0\"",
            "repository = \"https://git.example/a\"",
            "publish = true",
        ] {
            assert_eq!(refused(line), "");
        }
    }
}
