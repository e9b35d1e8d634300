//! Parameters and encodings: the styles in which values are written into requests.

use super::context::Emit;
use crate::ir::{Encoding, Parameter, ParameterLocation, ParameterStyle, StyleKind};
use crate::rust::{Conversion, Import, Ink, differing};

impl Emit<'_> {
    /// The method call that passes a parameter on.
    pub(super) fn pass<I: Ink>(
        &mut self,
        ink: &mut I,
        parameter: &Parameter,
        name: &str,
        value: Conversion,
    ) {
        let method = match (parameter.location, parameter.style) {
            (ParameterLocation::Path, None) => "path",
            (ParameterLocation::Path, Some(_)) => "path_as",
            (ParameterLocation::Query, None) => "query",
            (ParameterLocation::Query, Some(_)) => "query_as",
            (ParameterLocation::Header, None) => "header",
            (ParameterLocation::Header, Some(_)) => "header_as",
            (ParameterLocation::Cookie, None) => "cookie",
            (ParameterLocation::Cookie, Some(_)) => "cookie_as",
            (ParameterLocation::QueryString, style) => match as_text(style) {
                Some(_) => "query_string",
                None => "query_form",
            },
        };
        let is_form = method == "query_form";
        ink.word(method);
        ink.parenthesized(|ink| {
            ink.literal(&parameter.name);
            ink.mark(",");
            value.write(ink, name);
            if is_form {
                ink.mark(",");
                let encodings = differing(self.api, &parameter.ty, &parameter.encodings);
                self.encodings(ink, &encodings);
            } else if let Some(style) = parameter.style {
                ink.mark(",");
                self.style(ink, style);
            }
        });
    }

    /// A style as the runtime has it.
    pub(super) fn style<I: Ink>(&mut self, ink: &mut I, style: ParameterStyle) {
        self.import(Import::Style);
        ink.word("Style");
        ink.mark("::");
        ink.word(match style.kind {
            StyleKind::Simple => "SIMPLE",
            StyleKind::Label => "LABEL",
            StyleKind::Matrix => "MATRIX",
            StyleKind::Form => "FORM",
            StyleKind::SpaceDelimited => "SPACE_DELIMITED",
            StyleKind::PipeDelimited => "PIPE_DELIMITED",
            StyleKind::DeepObject => "DEEP_OBJECT",
            StyleKind::Cookie => "COOKIE",
            StyleKind::Json => "JSON",
        });
        // A deep object is the same, exploded or not.
        let explodes = style.explode && style.kind != StyleKind::DeepObject;
        let with = [
            (explodes, "exploded"),
            (style.reserved, "reserved"),
            (style.segments, "segments"),
        ];
        for (_, method) in with.into_iter().filter(|(is_set, _)| *is_set) {
            ink.mark(".");
            ink.word(method);
            ink.parenthesized(|_| ());
        }
    }

    /// A list of encodings.
    pub(super) fn encodings<I: Ink>(&mut self, ink: &mut I, encodings: &[&(String, Encoding)]) {
        ink.mark("&");
        ink.bracketed(|ink| {
            for (index, (property, encoding)) in encodings.iter().enumerate() {
                if index > 0 {
                    ink.mark(",");
                }
                ink.parenthesized(|ink| {
                    ink.literal(property);
                    ink.mark(",");
                    self.encoding(ink, encoding);
                });
            }
        });
    }

    fn encoding<I: Ink>(&mut self, ink: &mut I, encoding: &Encoding) {
        self.import(Import::Encoding);
        ink.word("Encoding");
        ink.mark("::");
        match encoding {
            Encoding::MediaType(media_type) => {
                ink.word("MediaType");
                ink.parenthesized(|ink| ink.literal(media_type));
            }
            Encoding::Style(style) => {
                ink.word("Style");
                ink.parenthesized(|ink| self.style(ink, *style));
            }
        }
    }
}

/// The style of a whole query that isn't a form.
fn as_text(style: Option<ParameterStyle>) -> Option<ParameterStyle> {
    style.filter(|style| style.kind != StyleKind::Form)
}
