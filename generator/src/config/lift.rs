//! `[[lift]]`: parameters that are given to the client once.

use std::collections::BTreeSet;

use super::Entry;
use super::suggest::unknown;
use super::toml::{Fault, Fields, Reader, Value, array, filled, string, twice};

/// A parameter of many operations that is really a property of the client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lift {
    /// The parameter's name in the document.
    pub parameter: String,
    /// Where the parameter is sent.
    pub in_: Location,
    /// Why it belongs to the client.
    pub reason: String,
}

/// Where a lifted parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
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

impl Reader<'_> {
    pub(super) fn lift(&mut self, value: &Value<'_>) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        for item in array("lift", "of tables", value)? {
            let mut fields = Fields::new("lift", item, &["parameter", "in", "reason"])?;
            let parameter = filled("parameter", fields.need("parameter", &item.span())?)?;
            let place = fields.need("in", &item.span())?;
            let written = string("in", place)?;
            let known = || Location::ALL.iter().copied();
            let Some(in_) = known().find(|location| location.as_str() == written) else {
                let all: Vec<_> = known().map(Location::as_str).collect();
                return Err(unknown("location", written, place.span(), &all));
            };
            let reason = fields.reason(&item.span())?;
            if !seen.insert((parameter.clone(), in_)) {
                let what = format!("the {written} parameter `{parameter}`");
                return Err(twice(item.span(), &what));
            }
            self.remember(Entry::Lift(self.config.lift.len()), &item.span());
            self.config.lift.push(Lift {
                parameter,
                in_,
                reason,
            });
        }
        Ok(())
    }
}
