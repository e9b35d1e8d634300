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
            0..=9999 => out.string(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            _ => {
                out.leave_out("an instant that RFC 3339 has no form for");
                out.null();
            }
        }
    }
}

/// RFC 3339, `full-date`.
impl Wire for NaiveDate {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        // The library takes fewer and more digits, signs and blanks, too.
        let is_date = |(place, byte): (usize, u8)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        let is_date = text.len() == "2026-01-31".len() && text.bytes().enumerate().all(is_date);
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        let date = date.filter(|_| is_date);
        date.ok_or_else(|| DecodeError::text("a date such as 2026-01-31", &text))
    }

    fn encode(&self, out: &mut Writer) {
        match self.year() {
            0..=9999 => out.string(&self.format("%Y-%m-%d").to_string()),
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
