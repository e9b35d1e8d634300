//! Parameters and encodings: the styles in which values are written into requests.

use super::context::Emit;
use crate::ir::{Encoding, Parameter};
use crate::rust::{Conversion, Form, Import, Ink, Passing, RustStyle};

impl Emit<'_> {
    /// The method call that passes a parameter on.
    pub(super) fn pass<I: Ink>(
        &mut self,
        ink: &mut I,
        parameter: &Parameter,
        name: &str,
        value: Conversion,
    ) {
        let Passing { method, form } = Passing::of(self.api, parameter);
        ink.word(method);
        ink.parenthesized(|ink| {
            ink.literal(&parameter.name);
            ink.mark(",");
            value.write(ink, name);
            match form {
                None => {}
                Some(Form::Style(style)) => {
                    ink.mark(",");
                    self.style(ink, &style);
                }
                Some(Form::Encoded(encodings)) => {
                    ink.mark(",");
                    self.encodings(ink, &encodings);
                }
            }
        });
    }

    /// A style as the runtime has it.
    fn style<I: Ink>(&mut self, ink: &mut I, style: &RustStyle) {
        self.import(Import::Style);
        ink.word("Style");
        ink.mark("::");
        ink.word(style.constant);
        for method in &style.changes {
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
                ink.parenthesized(|ink| self.style(ink, &RustStyle::of(*style)));
            }
        }
    }
}
