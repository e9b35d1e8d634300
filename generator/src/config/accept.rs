//! `[[accept]]`: gaps that are known and accepted.

use std::collections::BTreeSet;

use super::Entry;
use super::suggest::{list, unknown};
use super::toml::{Fault, Fields, Reader, Value, array, check_pointer, string, twice};
use crate::diag::Code;

/// A diagnostic that stops nothing, because somebody has looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Accept {
    /// The diagnostic's code.
    pub code: Code,
    /// The JSON Pointer that it is reported at.
    pub at: String,
    /// Why the gap does no harm.
    pub reason: String,
}

/// Codes of what nothing can be generated from, accepted or not.
const FATAL: &[Code] = &[
    Code::Unreadable,
    Code::Syntax,
    Code::Config,
    Code::UnusedConfig,
    Code::NotOpenApi,
];

impl Reader<'_> {
    pub(super) fn accept(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        for item in array("accept", "of tables", value)? {
            let mut fields = Fields::new("accept", item, &["code", "at", "reason"])?;
            let code = check_code(fields.need("code", &item.span())?)?;
            let at = fields.need("at", &item.span())?;
            let pointer = string("at", at)?.to_owned();
            check_pointer(&pointer, &at.span())?;
            let reason = fields.reason(&item.span())?;
            if !seen.insert((code, pointer.clone())) {
                let what = format!("`{code}` at `{pointer}`");
                return Err(twice(item.span(), &what));
            }
            self.remember(Entry::Accept(self.config.accept.len()), &item.span());
            self.config.accept.push(Accept {
                code,
                at: pointer,
                reason,
            });
        }
        Ok(())
    }
}

fn check_code(value: &Value<'_>) -> Result<Code, Fault> {
    let written = string("code", value)?;
    let all: Vec<_> = Code::ALL
        .iter()
        .copied()
        .filter(|code| !FATAL.contains(code))
        .collect();
    if let Some(code) = all.iter().find(|code| code.as_str() == written) {
        return Ok(*code);
    }
    let all: Vec<_> = all.into_iter().map(Code::as_str).collect();
    if FATAL.iter().any(|code| code.as_str() == written) {
        return Err(Fault::new(
            value.span(),
            format!("`{written}` can't be accepted, since nothing can be generated with it"),
            format!("what can be accepted is {}", list(&all)),
        ));
    }
    Err(unknown("code", written, value.span(), &all))
}
