//! The time that a server asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderName, RETRY_AFTER};

use crate::runtime::platform::clock::system_time;

/// A finer `Retry-After` of some servers, in milliseconds.
const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// The time that the server asks to wait: RFC 9110, section 10.2.3. A date is
/// measured by the server's own clock if the response tells it. `retry-after-ms` comes
/// first, as it is finer.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let exact = text(headers, &RETRY_AFTER_MS).and_then(|text| text.parse::<f64>().ok());
    if let Some(exact) = exact.and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok()) {
        return Some(exact);
    }
    let text = text(headers, &RETRY_AFTER)?;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too large for a number is too long for anyone.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let sent = date_of(headers).unwrap_or_else(system_time);
    // A time that has passed asks for no wait.
    Some(date.duration_since(sent).unwrap_or_default())
}

fn date_of(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(text(headers, &DATE)?).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}
