//! Instants as RFC 3339 writes them: `format: date-time`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned, civil};

use super::nullable::Nullable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// An instant with the offset and the digits that it was written with: RFC 3339,
/// `date-time`.
///
/// It is written as it came, so that a value goes back as the same text: `+02:00`,
/// `.500`, `-00:00` and a leap second stay. Digits beyond the twelfth of a second's
/// fraction are dropped. Two are equal if they are the same instant.
///
/// ```
/// # use openapi_client_runtime::runtime::DateTime;
/// let at: DateTime = "2026-01-31T12:00:00.500+02:00".parse()?;
/// assert_eq!(at.to_string(), "2026-01-31T12:00:00.500+02:00");
/// assert_eq!(at, "2026-01-31T10:00:00.5Z".parse::<DateTime>()?);
/// assert_eq!(at.timestamp().to_string(), "2026-01-31T10:00:00.5Z");
/// assert_eq!(at, DateTime::from(at.timestamp()));
/// # Ok::<(), openapi_client_runtime::runtime::DecodeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTime {
    /// The local time that it was written as; of a leap second the second before.
    local: civil::DateTime,
    /// Digits behind those of a nanosecond.
    picoseconds: u16,
    offset_minutes: i16,
    spelling: Spelling,
}

/// The choices that RFC 3339 leaves.
#[derive(Clone, Copy)]
struct Spelling {
    separator: char,
    zone: Zone,
    /// The digits of the fraction.
    digits: u8,
    is_leap_second: bool,
}

#[derive(Clone, Copy)]
enum Zone {
    /// `Z` or `z`.
    Utc(char),
    /// `-00:00`: the instant is known, and not where.
    Unknown,
    /// `+02:00`.
    Colon,
    /// `+0200`, which isn't RFC 3339, and is common.
    Plain,
    /// `+02`, which isn't either.
    Hours,
}

const UTC: Spelling = Spelling {
    separator: 'T',
    zone: Zone::Utc('Z'),
    digits: 0,
    is_leap_second: false,
};

/// The digits of a fraction that are kept.
const KEPT: usize = 12;

impl DateTime {
    /// The instant. Beyond its range, the last hours of the year 9999, it is
    /// [`Timestamp::MAX`]; digits behind those of a nanosecond are left out.
    pub fn timestamp(self) -> Timestamp {
        let offset = self.offset().unwrap_or(Offset::UTC);
        offset.to_timestamp(self.local).unwrap_or_else(|_| {
            if self.local.year() > 0 {
                Timestamp::MAX
            } else {
                Timestamp::MIN
            }
        })
    }

    /// The offset from UTC that it was written with; `None` for `-00:00`, which says that
    /// it is unknown.
    pub fn offset(self) -> Option<Offset> {
        match self.spelling.zone {
            Zone::Unknown => None,
            _ => Offset::from_seconds(i32::from(self.offset_minutes) * 60).ok(),
        }
    }

    /// The instant in a time zone of its own offset; in UTC if that is unknown.
    pub fn to_zoned(self) -> Zoned {
        let offset = self.offset().unwrap_or(Offset::UTC);
        self.timestamp().to_zoned(TimeZone::fixed(offset))
    }

    /// The time since 1970 and the digits behind its nanoseconds.
    fn instant(self) -> (SignedDuration, u16) {
        let epoch = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        let offset = SignedDuration::from_secs(i64::from(self.offset_minutes) * 60);
        (self.local.duration_since(epoch) - offset, self.picoseconds)
    }

    fn read(text: &str) -> Option<Self> {
        let (date, rest) = (text.get(..10)?, text.get(10..)?);
        let separator = rest.chars().next().filter(|c| "Tt ".contains(*c))?;
        let (time, rest) = (rest.get(1..9)?, &rest[9..]);
        let [year, month, day] = numbers(date, b'-', [4, 2, 2])?;
        let [hour, minute, second] = numbers(time, b':', [2, 2, 2])?;
        let is_leap_second = second == 60;
        let (fraction, zone) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
            None => ("", rest),
        };
        if rest.starts_with('.') && fraction.is_empty() {
            return None;
        }
        let (zone, offset_minutes) = Zone::read(zone)?;
        let second = second - i16::from(is_leap_second);
        let [month, day, hour, minute, second] =
            [month, day, hour, minute, second].map(|number| number as i8);
        let nanoseconds = scaled(fraction.get(..9).unwrap_or(fraction), 9);
        let picoseconds = scaled(fraction.get(9..).unwrap_or_default(), 3);
        Some(Self {
            local: civil::DateTime::new(year, month, day, hour, minute, second, nanoseconds as i32)
                .ok()?,
            picoseconds: picoseconds as u16,
            offset_minutes,
            spelling: Spelling {
                separator,
                zone,
                digits: fraction.len().min(usize::from(u8::MAX)) as u8,
                is_leap_second,
            },
        })
    }
}

/// Numbers of so many digits each, with a character between them.
fn numbers(text: &str, between: u8, digits: [usize; 3]) -> Option<[i16; 3]> {
    let mut parts = text.split(char::from(between));
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| is_number)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// The first digits of a fraction, in units of the last of them.
fn scaled(digits: &str, places: usize) -> u32 {
    let digits = digits.bytes().chain(std::iter::repeat(b'0')).take(places);
    digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

impl Zone {
    /// The zone and its offset in minutes.
    fn read(text: &str) -> Option<(Self, i16)> {
        let sign = match text.bytes().next()? {
            letter @ (b'Z' | b'z') => {
                return (text.len() == 1).then_some((Self::Utc(char::from(letter)), 0));
            }
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let digits = &text[1..];
        let (zone, hours, minutes) = match (digits.len(), digits.as_bytes().get(2)) {
            (5, Some(b':')) => (Self::Colon, digits.get(..2)?, digits.get(3..)?),
            (4, _) => (Self::Plain, digits.get(..2)?, digits.get(2..)?),
            (2, _) => (Self::Hours, digits, "00"),
            _ => return None,
        };
        let [hours, minutes] = [hours, minutes].map(|text| {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i16>().ok().filter(|_| is_number)
        });
        let (hours, minutes) = (hours.filter(|h| *h < 24)?, minutes.filter(|m| *m < 60)?);
        match (zone, hours * 60 + minutes) {
            (Self::Colon, 0) if sign < 0 => Some((Self::Unknown, 0)),
            (zone, offset) => Some((zone, sign * offset)),
        }
    }
}

/// Reads RFC 3339, and what `jiff` takes for an instant beyond that.
impl FromStr for DateTime {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let other = || text.parse::<Timestamp>().ok().map(Self::from);
        Self::read(text)
            .or_else(other)
            .ok_or_else(|| DecodeError::text("an instant such as 2026-01-31T12:00:00Z", text))
    }
}

/// Writes it as it was read.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.local.date(), self.local.time());
        let Spelling {
            separator,
            zone,
            digits,
            is_leap_second,
        } = self.spelling;
        let second = time.second() + i8::from(is_leap_second);
        write!(f, "{date}{separator}")?;
        write!(f, "{:02}:{:02}:{second:02}", time.hour(), time.minute())?;
        if digits > 0 {
            let nanoseconds = time.subsec_nanosecond();
            let fraction = format!("{nanoseconds:09}{:03}", self.picoseconds);
            let digits = usize::from(digits);
            write!(f, ".{:0<digits$}", &fraction[..digits.min(KEPT)])?;
        }
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        let (hours, minutes) = (minutes / 60, minutes % 60);
        match zone {
            Zone::Utc(letter) => write!(f, "{letter}"),
            Zone::Unknown => f.write_str("-00:00"),
            Zone::Colon => write!(f, "{sign}{hours:02}:{minutes:02}"),
            Zone::Plain => write!(f, "{sign}{hours:02}{minutes:02}"),
            Zone::Hours => write!(f, "{sign}{hours:02}"),
        }
    }
}

/// Shows the text.
impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// In UTC, with as many digits as it needs.
impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> Self {
        let local = Offset::UTC.to_datetime(timestamp);
        let fraction = format!("{:09}", local.subsec_nanosecond());
        let digits = fraction.trim_end_matches('0').len() as u8;
        Self {
            local,
            picoseconds: 0,
            offset_minutes: 0,
            spelling: Spelling { digits, ..UTC },
        }
    }
}

/// With its offset, if that is whole minutes.
impl From<Zoned> for DateTime {
    fn from(zoned: Zoned) -> Self {
        let in_utc = Self::from(zoned.timestamp());
        let seconds = zoned.offset().seconds();
        match i16::try_from(seconds / 60) {
            Ok(offset_minutes) if seconds % 60 == 0 => Self {
                local: zoned.datetime(),
                offset_minutes,
                spelling: Spelling {
                    zone: Zone::Colon,
                    ..in_utc.spelling
                },
                ..in_utc
            },
            _ => in_utc,
        }
    }
}

impl From<DateTime> for Timestamp {
    fn from(at: DateTime) -> Self {
        at.timestamp()
    }
}

/// As [`DateTime::from`].
impl From<Timestamp> for Nullable<DateTime> {
    fn from(timestamp: Timestamp) -> Self {
        Self::Value(timestamp.into())
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl PartialEq<Timestamp> for DateTime {
    fn eq(&self, other: &Timestamp) -> bool {
        *self == Self::from(*other)
    }
}

impl PartialOrd<Timestamp> for DateTime {
    fn partial_cmp(&self, other: &Timestamp) -> Option<Ordering> {
        self.partial_cmp(&Self::from(*other))
    }
}

impl Wire for DateTime {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        json.string()?.parse()
    }

    fn encode(&self, out: &mut Writer) {
        out.string(&self.to_string());
    }
}

super::macros::serde_by_wire!(DateTime);
