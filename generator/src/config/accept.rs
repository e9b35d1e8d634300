//! `[[accept]]`: gaps that are known and accepted.

use std::collections::HashSet;

use super::places::Places;
use super::setting::{Audit, Setting};
use super::suggest::{list, unknown};
use super::text::Fault;
use super::toml::{Fields, Member, Value, array, string, twice};
use crate::diag::{Code, Diagnostic};

/// A diagnostic that stops nothing, because somebody has looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Accept {
    /// The diagnostic's code.
    pub code: Code,
    /// The places that it is reported at.
    pub at: Places,
    /// The reason why the gap does no harm.
    pub reason: String,
}

/// The places of an entry that names none.
const EVERYWHERE: &str = "/**";

pub(super) const KEYS: &[&str] = &["code", "at", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<Accept>>, Fault> {
    let mut gaps = Vec::new();
    let mut seen = HashSet::new();
    for item in array("accept", "of tables", section.value)? {
        let span = item.span();
        let mut fields = Fields::new("accept", item, KEYS)?;
        let code = code(fields.need("code", &span)?)?;
        let at = match fields.take("at") {
            Some(places) => Places::read("at", places)?,
            None => Places::of(EVERYWHERE),
        };
        let reason = fields.reason(&span)?;
        if !seen.insert((code, at.clone())) {
            return Err(twice(span, &format!("`{code}` at `{}`", at.as_str())));
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
    let met = gaps.filter(|gap| gap.code == diagnostic.code && gap.at.holds(at));
    met.map(Setting::apply).count() > 0
}

pub(super) fn audit(gaps: &[Setting<Accept>], audit: &mut Audit<'_>) {
    // Advice is asked for at times only.
    for gap in gaps.iter().filter(|gap| !gap.code.is_advice()) {
        audit.check_name(
            gap,
            |gap| match gap.at.as_str() {
                EVERYWHERE => format!("no diagnostic `{}`", gap.code),
                at => format!("no diagnostic `{}` at {at}", gap.code),
            },
            |known, gap| known.pointer(gap.at.as_str()),
        );
    }
}
