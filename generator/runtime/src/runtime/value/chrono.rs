//! Instants and dates of the library `chrono`.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, SecondsFormat, Utc};

use super::nullable::Nullable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// RFC 3339, `date-time`, with the offset that it was written with; an offset of zero is
/// written as `Z`, and of a fraction as many groups of three digits as it needs.
impl Wire for DateTime<FixedOffset> {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        DateTime::parse_from_rfc3339(&text)
            .map_err(|_| DecodeError::text("an instant such as 2026-01-31T12:00:00Z", &text))
    }

    fn encode(&self, out: &mut Writer) {
        match self.year() {
            year if YEARS.contains(&year) => {
                out.string(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            _ => {
                out.leave_out("an instant that RFC 3339 has no form for");
                out.null();
            }
        }
    }
}

const DATE: &str = "%Y-%m-%d";

/// The years that RFC 3339 has a form for.
const YEARS: std::ops::RangeInclusive<i32> = 0..=9999;

/// RFC 3339, `full-date`.
impl Wire for NaiveDate {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        let date = NaiveDate::parse_from_str(&text, DATE).ok();
        // The library takes fewer and more digits, signs and blanks, too.
        let is_written_so = |date: &NaiveDate| date.format(DATE).to_string() == *text;
        let date = date.filter(|date| YEARS.contains(&date.year()) && is_written_so(date));
        date.ok_or_else(|| DecodeError::text("a date such as 2026-01-31", &text))
    }

    fn encode(&self, out: &mut Writer) {
        match self.year() {
            year if YEARS.contains(&year) => out.string(&self.format(DATE).to_string()),
            _ => {
                out.leave_out("a date that RFC 3339 has no form for");
                out.null();
            }
        }
    }
}

/// The same instant at an offset of zero.
impl From<DateTime<Utc>> for Nullable<DateTime<FixedOffset>> {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Value(value.into())
    }
}
