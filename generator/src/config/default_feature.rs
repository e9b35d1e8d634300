//! `default_feature`: the module's feature among those that are on by default.

use ::toml::de::DeValue;

use super::text::Fault;
use super::toml::Member;

pub(super) fn read(section: &Member<'_, '_>) -> Result<bool, Fault> {
    match section.value.get_ref() {
        DeValue::Boolean(choice) => Ok(*choice),
        _ => Err(Fault::new(
            section.value.span(),
            "`default_feature` must be `true` or `false`",
            "write `default_feature = false`, or remove the key",
        )),
    }
}
