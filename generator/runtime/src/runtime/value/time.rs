//! Instants and dates of the library `time`.

use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// RFC 3339, `date-time`, with the offset that it was written with; an offset of zero is
/// written as `Z`, and of a fraction as many digits as it needs.
impl Wire for OffsetDateTime {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        Self::parse(&text, &Rfc3339)
            .map_err(|_| DecodeError::text("an instant such as 2026-01-31T12:00:00Z", &text))
    }

    fn encode(&self, out: &mut Writer) {
        match self.format(&Rfc3339) {
            Ok(text) => out.string(&text),
            Err(_) => {
                out.leave_out("an instant that RFC 3339 has no form for");
                out.null();
            }
        }
    }
}

/// RFC 3339, `full-date`.
impl Wire for Date {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        read(&text).ok_or_else(|| DecodeError::text("a date such as 2026-01-31", &text))
    }

    fn encode(&self, out: &mut Writer) {
        let (year, month, day) = self.to_calendar_date();
        match year {
            0..=9999 => out.string(&format!("{year:04}-{:02}-{day:02}", u8::from(month))),
            _ => {
                out.leave_out("a date that RFC 3339 has no form for");
                out.null();
            }
        }
    }
}

fn read(text: &str) -> Option<Date> {
    let is_date = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if text.len() != "2026-01-31".len() || !text.bytes().enumerate().all(is_date) {
        return None;
    }
    let month: u8 = text[5..7].parse().ok()?;
    let day = text[8..].parse().ok()?;
    Date::from_calendar_date(text[..4].parse().ok()?, month.try_into().ok()?, day).ok()
}
