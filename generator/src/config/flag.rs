//! `default_feature`, `tag_features` and `examples`: settings that are `true` or `false`.

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
            format!(
                "write `{key} = {}`, or remove the key",
                key == "tag_features"
            ),
        )),
    }
}
