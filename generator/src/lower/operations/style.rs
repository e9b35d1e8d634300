//! The styles of parameters and of the properties of forms. OpenAPI 3.1 §4.8.12.

use crate::ir::{ParameterLocation, ParameterStyle, StyleKind};
use crate::spec;

/// The style of a parameter, if it isn't its location's default.
pub(super) fn style_of(parameter: &spec::Parameter) -> Option<ParameterStyle> {
    let default = default_style(parameter.location.into());
    let kind = parameter.style.map_or(default.kind, kind_of);
    let style = ParameterStyle {
        kind,
        explode: parameter
            .explode
            .unwrap_or(matches!(kind, StyleKind::Form | StyleKind::Cookie)),
        reserved: parameter.allow_reserved && parameter.location == spec::Location::Query,
        segments: parameter.multi_segment && parameter.location == spec::Location::Path,
    };
    Some(style).filter(|style| *style != default)
}

/// The kind of a style.
pub(super) fn kind_of(style: spec::Style) -> StyleKind {
    match style {
        spec::Style::Simple => StyleKind::Simple,
        spec::Style::Label => StyleKind::Label,
        spec::Style::Matrix => StyleKind::Matrix,
        spec::Style::Form => StyleKind::Form,
        spec::Style::SpaceDelimited => StyleKind::SpaceDelimited,
        spec::Style::PipeDelimited => StyleKind::PipeDelimited,
        spec::Style::DeepObject => StyleKind::DeepObject,
        spec::Style::Cookie => StyleKind::Cookie,
    }
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

impl From<spec::Location> for ParameterLocation {
    fn from(location: spec::Location) -> Self {
        match location {
            spec::Location::Path => Self::Path,
            spec::Location::Query => Self::Query,
            spec::Location::QueryString => Self::QueryString,
            spec::Location::Header => Self::Header,
            spec::Location::Cookie => Self::Cookie,
        }
    }
}
