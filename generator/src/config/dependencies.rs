//! `[dependencies]`: crates that the generated code needs for types and traits of the settings.

use std::collections::BTreeMap;

use ::toml::de::DeValue;

use super::package::is_package_name;
use super::setting::Setting;
use super::text::Fault;
use super::toml::{Fields, Member, Value, array, boolean, filled, members, table, wrong_type};

/// Dependencies of a manifest by their keys, each as TOML.
pub type Dependencies = BTreeMap<String, Setting<String>>;

const KEYS: &[&str] = &[
    "version",
    "path",
    "git",
    "branch",
    "tag",
    "rev",
    "package",
    "registry",
    "workspace",
    "features",
    "default-features",
];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Dependencies, Fault> {
    let mut dependencies = BTreeMap::new();
    for Member { key, span, value } in members(table("dependencies", section.value)?) {
        if !is_package_name(key) {
            return Err(Fault::new(
                span,
                format!("`{key}` can't be the name of a package"),
                "write it as in a manifest",
            ));
        }
        let text = match value.get_ref() {
            DeValue::String(_) => quoted(&filled("dependencies", value)?),
            DeValue::Table(_) => inline(key, value)?,
            _ => return Err(wrong_type("dependencies", "a string or a table", value)),
        };
        dependencies.insert(key.to_owned(), Setting::new(text, &span));
    }
    Ok(dependencies)
}

fn inline(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    let mut fields = Fields::new(key, value, KEYS)?;
    let mut parts = Vec::new();
    for &name in KEYS {
        let Some(value) = fields.take(name) else {
            continue;
        };
        let text = match name {
            "workspace" | "default-features" => boolean(name, value)?.to_string(),
            "features" => {
                let items = array(name, "of strings", value)?.iter();
                let items = items.map(|item| filled(name, item).map(|text| quoted(&text)));
                format!("[{}]", items.collect::<Result<Vec<_>, _>>()?.join(", "))
            }
            _ => quoted(&filled(name, value)?),
        };
        parts.push(format!("{name} = {text}"));
    }
    Ok(format!("{{ {} }}", parts.join(", ")))
}

/// A text as a basic string of TOML: that of JSON, without the one character that only JSON
/// has in the clear.
pub fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('\u{7f}', "\\u007F")
}
