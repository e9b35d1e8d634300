//! The styles of parameters and of the properties of forms. OpenAPI 3.1 §4.8.12.

use crate::ir::{ParameterLocation, Style, StyleLayout};
use crate::spec;

/// The style of a parameter, if it isn't its location's default.
pub(super) fn style_of(parameter: &spec::Parameter) -> Option<Style> {
    let default = default_style(parameter.location.into());
    let layout = parameter.style.map_or(default.layout, layout_of);
    let style = Style {
        layout,
        explode: parameter
            .explode
            .unwrap_or(matches!(layout, StyleLayout::Form | StyleLayout::Cookie)),
        reserved: parameter.allow_reserved && parameter.location == spec::Location::Query,
        segments: parameter.multi_segment && parameter.location == spec::Location::Path,
    };
    Some(style).filter(|style| *style != default)
}

/// The layout of a style.
pub(super) fn layout_of(style: spec::Style) -> StyleLayout {
    match style {
        spec::Style::Simple => StyleLayout::Simple,
        spec::Style::Label => StyleLayout::Label,
        spec::Style::Matrix => StyleLayout::Matrix,
        spec::Style::Form => StyleLayout::Form,
        spec::Style::SpaceDelimited => StyleLayout::SpaceDelimited,
        spec::Style::PipeDelimited => StyleLayout::PipeDelimited,
        spec::Style::DeepObject => StyleLayout::DeepObject,
        spec::Style::Cookie => StyleLayout::Cookie,
    }
}

/// The style of parameters of a location if nothing is said.
pub(super) fn default_style(location: ParameterLocation) -> Style {
    let (layout, explode) = match location {
        ParameterLocation::Path | ParameterLocation::Header => (StyleLayout::Simple, false),
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => {
            (StyleLayout::Form, true)
        }
    };
    Style {
        layout,
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
