//! `[[accept]]`: gaps that are known and accepted.

use std::collections::BTreeSet;

use super::setting::{Audit, Setting};
use super::suggest::{list, unknown};
use super::text::Fault;
use super::toml::{Fields, Member, Value, array, check_pointer, string, twice};
use crate::diag::{Code, Diagnostic};

/// A diagnostic that stops nothing, because somebody has looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Accept {
    /// The diagnostic's code.
    pub code: Code,
    /// The JSON Pointer that it is reported at.
    pub at: String,
    /// The reason why the gap does no harm.
    pub reason: String,
}

pub(super) const KEYS: &[&str] = &["code", "at", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<Accept>>, Fault> {
    let mut gaps = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("accept", "of tables", section.value)? {
        let span = item.span();
        let mut fields = Fields::new("accept", item, KEYS)?;
        let code = code(fields.need("code", &span)?)?;
        let pointer = fields.need("at", &span)?;
        let at = string("at", pointer)?.to_owned();
        check_pointer(&at, &pointer.span())?;
        let reason = fields.reason(&span)?;
        if !seen.insert((code, at.clone())) {
            return Err(twice(span, &format!("`{code}` at `{at}`")));
        }
        gaps.push(Setting::new(Accept { code, at, reason }, &span));
    }
    Ok(gaps)
}

fn code(value: &Value<'_>) -> Result<Code, Fault> {
    let written = string("code", value)?;
    let all: Vec<_> = Code::ALL
        .iter()
        .copied()
        .filter(|code| code.is_acceptable())
        .collect();
    if let Some(code) = all.iter().find(|code| code.as_str() == written) {
        return Ok(*code);
    }
    let all: Vec<_> = all.into_iter().map(Code::as_str).collect();
    if Code::ALL.iter().any(|code| code.as_str() == written) {
        return Err(Fault::new(
            value.span(),
            format!("the code `{written}` can't be accepted: nothing can be generated with it"),
            format!("acceptable codes are {}", list(&all)),
        ));
    }
    Err(unknown("code", written, value.span(), &all))
}

/// True of a diagnostic that is an accepted gap, which marks it as used.
pub(super) fn accepts(gaps: &[Setting<Accept>], diagnostic: &Diagnostic) -> bool {
    let at = diagnostic.at.path();
    let gaps = gaps.iter();
    let met = gaps.filter(|gap| gap.code == diagnostic.code && gap.at == at);
    met.map(Setting::apply).count() > 0
}

pub(super) fn audit(gaps: &[Setting<Accept>], audit: &mut Audit<'_>) {
    // Advice is asked for at times only.
    for gap in gaps.iter().filter(|gap| !gap.code.is_advice()) {
        audit.check_name(
            gap,
            |gap| format!("no diagnostic `{}` at {}", gap.code, gap.at),
            |known, gap| known.pointer(&gap.at),
        );
    }
}
