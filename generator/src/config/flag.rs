//! `default_feature` and `examples`: settings that are `true` unless they say otherwise.

use ::toml::de::DeValue;

use super::text::Fault;
use super::toml::Member;

pub(super) fn read(section: &Member<'_, '_>) -> Result<bool, Fault> {
    let key = section.key;
    match section.value.get_ref() {
        DeValue::Boolean(choice) => Ok(*choice),
        _ => Err(Fault::new(
            section.value.span(),
            format!("`{key}` must be `true` or `false`"),
            format!("write `{key} = false`, or remove the key"),
        )),
    }
}
