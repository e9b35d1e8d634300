//! The styles of parameters and of the properties of forms. OpenAPI 3.1 §4.8.12.

use crate::ir::{ParameterLocation, ParameterStyle, StyleKind};
use crate::spec;

/// The style of a parameter, if it isn't its location's default.
pub(super) fn style_of(parameter: &spec::Parameter) -> Option<ParameterStyle> {
    let default = default_style(parameter.location);
    let kind = parameter.style.unwrap_or(default.kind);
    let style = ParameterStyle {
        kind,
        explode: parameter
            .explode
            .unwrap_or(matches!(kind, StyleKind::Form | StyleKind::Cookie)),
        reserved: parameter.allow_reserved && parameter.location == ParameterLocation::Query,
        segments: parameter.multi_segment && parameter.location == ParameterLocation::Path,
    };
    Some(style).filter(|style| *style != default)
}

/// The style of parameters of a location if nothing is said.
pub(super) fn default_style(location: ParameterLocation) -> ParameterStyle {
    let (kind, explode) = match location {
        ParameterLocation::Path | ParameterLocation::Header => (StyleKind::Simple, false),
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => {
            (StyleKind::Form, true)
        }
    };
    ParameterStyle {
        kind,
        explode,
        reserved: false,
        segments: false,
    }
}
