//! A day or an instant, as a vendor gives it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::mapping::TimeUnit;
use crate::runtime::json::tree::Tree;
use crate::runtime::platform::clock::system_time;

/// The time of an event: an instant, or a day where the vendor gives no more. Neither is
/// made up of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Moment {
    /// An instant.
    Instant(Timestamp),
    /// A day, in a time zone that the vendor knows.
    Day(Date),
}

impl Moment {
    /// The time that a JSON value is; none for anything else.
    pub(crate) fn of(json: &Tree<'_>, unit: TimeUnit) -> Option<Self> {
        match json {
            Tree::Number(text) => instant(text, unit).map(Self::Instant),
            Tree::String(text) => Self::of_text(text, unit),
            _ => None,
        }
    }

    fn of_text(text: &str, unit: TimeUnit) -> Option<Self> {
        let text = text.trim();
        if let Ok(instant) = text.parse() {
            return Some(Self::Instant(instant));
        }
        // A day alone, for that of a time without an offset would be a guess.
        if text.len() == "2026-01-31".len()
            && let Ok(day) = text.parse()
        {
            return Some(Self::Day(day));
        }
        instant(text, unit).map(Self::Instant)
    }

    /// `true` if it is later than another. Of a day and an instant, the days count, that of
    /// the instant in UTC.
    pub(crate) fn is_after(self, other: Self) -> bool {
        match (self, other) {
            (Self::Instant(this), Self::Instant(other)) => this > other,
            _ => self.day() > other.day(),
        }
    }

    fn day(self) -> Date {
        match self {
            Self::Instant(instant) => instant.to_zoned(TimeZone::UTC).date(),
            Self::Day(day) => day,
        }
    }

    /// `true` if it is still to come. A day has come once it has begun somewhere.
    pub(crate) fn is_future(self) -> bool {
        let now = now();
        match self {
            Self::Instant(instant) => instant > now,
            Self::Day(day) => {
                let begins = day.to_zoned(TimeZone::fixed(jiff::tz::offset(14)));
                begins.is_ok_and(|begins| begins.timestamp() > now)
            }
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant(instant) => instant.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// The instant of a number since 1970. Zero is how some vendors write that there is none.
fn instant(text: &str, unit: TimeUnit) -> Option<Timestamp> {
    let count: i64 = match text.split_once('.') {
        Some((whole, _)) => whole.parse().ok()?,
        None => text.parse().ok()?,
    };
    let instant = match unit {
        TimeUnit::Seconds => Timestamp::from_second(count),
        TimeUnit::Milliseconds => Timestamp::from_millisecond(count),
    };
    instant.ok().filter(|_| count > 0)
}

fn now() -> Timestamp {
    Timestamp::try_from(system_time()).unwrap_or(Timestamp::MAX)
}
