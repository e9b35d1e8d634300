//! `style` of a parameter, or of a property of a form. OpenAPI 3.2 §4.12.2.

use super::read::Reader;
use crate::diag::{Code, Diagnostic, Pointer};
use crate::style::Style;

impl Reader<'_> {
    /// The style with a name, if it is one of these.
    pub(super) fn style(
        &mut self,
        text: &str,
        styles: &[Style],
        what: &str,
        at: &Pointer,
    ) -> Option<Style> {
        let known = styles.iter().find(|style| style.as_str() == text);
        if known.is_none() {
            let message = format!("`style: {text}` isn't possible for {what}");
            let names: Vec<&str> = styles.iter().map(|style| style.as_str()).collect();
            self.found.push(
                Diagnostic::error(Code::UnsupportedParameter, at, message)
                    .help(format!("possible are {}", names.join(", "))),
            );
        }
        known.copied()
    }
}
