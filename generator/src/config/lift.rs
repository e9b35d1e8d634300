//! `[[lift]]`: parameters that are given to the client once.

use std::collections::BTreeSet;

use super::setting::{Audit, Setting};
use super::suggest::unknown;
use super::text::Fault;
use super::toml::{Fields, Member, Value, array, filled, string, twice};

/// A parameter of many operations that is really a property of the client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lift {
    /// The parameter's name in the document.
    pub parameter: String,
    /// The part of a request that carries it.
    pub in_: Location,
    /// The reason why it belongs to the client.
    pub reason: String,
}

/// The part of a request that carries a lifted parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// A header.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}

impl Location {
    /// Every location there is.
    pub const ALL: &[Self] = &[Self::Header, Self::Query, Self::Cookie];

    /// The location as a document's `in` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}

pub(super) const KEYS: &[&str] = &["parameter", "in", "reason"];

pub(super) fn read(section: &Member<'_, '_>) -> Result<Vec<Setting<Lift>>, Fault> {
    let mut lifts = Vec::new();
    let mut seen = BTreeSet::new();
    for item in array("lift", "of tables", section.value)? {
        let span = item.span();
        let mut fields = Fields::new("lift", item, KEYS)?;
        let parameter = filled("parameter", fields.need("parameter", &span)?)?;
        let in_ = location(fields.need("in", &span)?)?;
        let reason = fields.reason(&span)?;
        if !seen.insert((parameter.clone(), in_)) {
            let what = format!("the {} parameter `{parameter}`", in_.as_str());
            return Err(twice(span, &what));
        }
        let lift = Lift {
            parameter,
            in_,
            reason,
        };
        lifts.push(Setting::new(lift, &span));
    }
    Ok(lifts)
}

pub(super) fn location(value: &Value<'_>) -> Result<Location, Fault> {
    let written = string("in", value)?;
    let mut all = Location::ALL.iter().copied();
    all.find(|location| location.as_str() == written)
        .ok_or_else(|| {
            let all: Vec<_> = Location::ALL.iter().map(|one| one.as_str()).collect();
            unknown("location", written, value.span(), &all)
        })
}

pub(super) fn audit(lifts: &[Setting<Lift>], audit: &mut Audit<'_>) {
    for lift in lifts {
        audit.check(lift, |lift| {
            let location = lift.in_.as_str();
            format!(
                "no generated operation has a {location} parameter `{}`",
                lift.parameter
            )
        });
    }
}
