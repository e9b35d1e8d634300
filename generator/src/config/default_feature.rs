//! `default_feature` and `tag_features`: the features of a module.

use ::toml::de::DeValue;

use super::text::Fault;
use super::toml::Member;

pub(super) fn read(section: &Member<'_, '_>) -> Result<bool, Fault> {
    match section.value.get_ref() {
        DeValue::Boolean(choice) => Ok(*choice),
        _ => Err(Fault::new(
            section.value.span(),
            format!("`{}` must be `true` or `false`", section.key),
            format!(
                "write `{} = {}`, or remove the key",
                section.key,
                section.key != "default_feature"
            ),
        )),
    }
}
