//! The limit of requests that a server tells in its responses.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use crate::runtime::platform::clock::system_time;

/// The limit of requests as a response tells it; each part that it doesn't tell is
/// `None`.
///
/// It is read from `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers,
/// in its present and its older form), from `RateLimit-Limit`, `-Remaining` and `-Reset`,
/// and from the same names with `X-` before them, `X-Rate-Limit-…` among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The requests in a window of time.
    pub limit: Option<u64>,
    /// The requests that are left in it.
    pub remaining: Option<u64>,
    /// The time until it ends. A point in time, as some servers give it, is measured by
    /// the clock of this machine.
    pub reset: Option<Duration>,
}

const FAMILIES: [&str; 3] = ["ratelimit", "x-ratelimit", "x-rate-limit"];

impl RateLimit {
    /// The limit in these headers; `None` if they tell nothing of one.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let in_families = || {
            FAMILIES
                .iter()
                .find_map(|name| Self::of_family(headers, name))
        };
        Self::of_fields(headers).or_else(in_families)
    }

    /// A structured field: `"default";r=50;t=30`, or `limit=100, remaining=50, reset=30`.
    fn of_fields(headers: &HeaderMap) -> Option<Self> {
        let state = text(headers, "ratelimit")?;
        let policy = text(headers, "ratelimit-policy").unwrap_or_default();
        let number = |text: &str, key: &str| {
            // Outside of quotes: every second part.
            let outside = text.split('"').step_by(2);
            let members = outside.flat_map(|part| part.split([';', ',']));
            let mut members = members.filter_map(|one| one.split_once('='));
            let found = members.find(|(name, _)| name.trim() == key)?;
            found.1.trim().parse::<u64>().ok()
        };
        let either = |newest, older| number(state, newest).or_else(|| number(state, older));
        let told = Self {
            limit: number(state, "limit").or_else(|| number(policy, "q")),
            remaining: either("r", "remaining"),
            reset: either("t", "reset").map(Duration::from_secs),
        };
        (told != Self::default()).then_some(told)
    }

    fn of_family(headers: &HeaderMap, family: &str) -> Option<Self> {
        let number = |part: &str| first_number(text(headers, &format!("{family}-{part}"))?);
        let reset = text(headers, &format!("{family}-reset"));
        let told = Self {
            limit: number("limit"),
            remaining: number("remaining"),
            reset: reset.and_then(until),
        };
        (told != Self::default()).then_some(told)
    }
}

/// The number before a policy, as in `100, 100;w=60`.
fn first_number(text: &str) -> Option<u64> {
    text.split([',', ';']).next()?.trim().parse().ok()
}

/// Seconds from now, or a point in time: seconds or milliseconds since 1970, or a date.
fn until(text: &str) -> Option<Duration> {
    /// No window is that long, and no clock that early.
    const LONGEST: f64 = 1e9;
    let Ok(number) = text.parse::<f64>() else {
        let date = httpdate::parse_http_date(text).ok()?;
        return Some(date.duration_since(system_time()).unwrap_or_default());
    };
    let seconds = if number >= LONGEST * 1000.0 {
        number / 1000.0
    } else {
        number
    };
    let time = Duration::try_from_secs_f64(seconds).ok()?;
    if seconds < LONGEST {
        return Some(time);
    }
    let end = SystemTime::UNIX_EPOCH.checked_add(time)?;
    Some(end.duration_since(system_time()).unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}
