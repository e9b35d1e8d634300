//! Properties that the document doesn't name, where the settings say that they are kept.

use crate::config::Config;
use crate::ir::{AdditionalProperties, Type, TypeDef, TypeKind};

/// Makes objects keep them.
pub(super) fn keep(types: &mut [TypeDef], config: &Config) {
    let Some(settings) = &config.unknown_fields else {
        return;
    };
    for def in types {
        if let TypeKind::Struct(object) = &mut def.kind
            && settings.keeps(&def.places, def.in_response)
            && object.additional_properties == AdditionalProperties::Ignored
        {
            object.additional_properties = AdditionalProperties::Typed(Type::Raw);
        }
    }
}
