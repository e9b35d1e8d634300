//! Formats that a generated client reads as types of their own.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::base64;
use crate::config::{Config, Library, TypeChoice};
use crate::ir::{Integer, Scalar};
use crate::spec::Schema;

/// A format that a value isn't of.
pub(super) struct Unfit {
    pub(super) format: String,
    /// `true` of an integer beyond 64 bits.
    pub(super) is_huge: bool,
}

/// The format of a schema that a value of the right type isn't of.
pub(super) fn unfit(schema: &Schema, value: &Value, config: &Config) -> Option<Unfit> {
    match value {
        Value::String(text) => {
            let encoding = schema.encoding.as_deref();
            let encoding = encoding.filter(|one| Scalar::of_content_encoding(one).is_some());
            let (format, is_right) = match encoding {
                Some(encoding) => (encoding, base64::decode(text).is_some()),
                None => {
                    let format = schema.format.as_deref()?;
                    let choice = config.formats.get(format).map(|one| &**one);
                    (format, has_format(format, choice, text))
                }
            };
            (!is_right).then(|| Unfit {
                format: format.to_owned(),
                is_huge: false,
            })
        }
        Value::Number(_) => integer(schema, value),
        _ => None,
    }
}

fn has_format(format: &str, choice: Option<&TypeChoice>, text: &str) -> bool {
    match choice {
        Some(TypeChoice::String | TypeChoice::Own(_)) => return true,
        Some(TypeChoice::Library(Library::Uuid)) => return is_uuid(text),
        Some(TypeChoice::Library(Library::Url)) => return is_url(text),
        Some(TypeChoice::Library(_)) | None => {}
    }
    match Scalar::of_text_format(format) {
        Some(Scalar::Timestamp) => is_timestamp(text),
        Some(Scalar::Date) => is_date(text.as_bytes()),
        Some(Scalar::Encoded(_)) => base64::decode(text).is_some(),
        _ => true,
    }
}

/// RFC 9562, section 4.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    lengths.eq([8, 4, 4, 4, 12]) && groups.iter().all(is_hex)
}

/// An absolute URL, as far as is seen without a library for them.
fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let is_scheme =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_letter);
    let needs_host = matches!(
        &*scheme.to_ascii_lowercase(),
        "http" | "https" | "ws" | "wss"
    );
    let host = rest.strip_prefix("//").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]@%".contains(c);
    let has_host = !host.is_empty() && host.chars().all(is_plain);
    is_scheme && !text.contains(char::is_whitespace) && (has_host || !needs_host)
}

/// The width that an integer is beyond.
fn integer(schema: &Schema, value: &Value) -> Option<Unfit> {
    use crate::json::JsonType;
    if schema.types.as_deref() != Some(&[JsonType::Integer]) {
        return None;
    }
    let format = schema.format.as_deref();
    let width = format.and_then(Integer::of_format);
    let range = width.unwrap_or(Integer::I64).range();
    let number = value.as_i64().map(i128::from);
    let number = number.or_else(|| value.as_u64().map(i128::from));
    let is_huge = number.is_none_or(|number| i64::try_from(number).is_err());
    match number {
        // A number with an exponent or `.0`.
        None if value.as_f64().is_some_and(|float| float.abs() < 9e15) => None,
        Some(number) if range.contains(&number) => None,
        _ => Some(Unfit {
            format: format.unwrap_or("int64").to_owned(),
            is_huge,
        }),
    }
}

/// `full-date` of RFC 3339.
fn is_date(text: &[u8]) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return false;
    };
    [y1, y2, y3, y4].into_iter().all(u8::is_ascii_digit)
        && is_within(&[*m1, *m2], 1..=12)
        && is_within(&[*d1, *d2], 1..=last_day([*y1, *y2, *y3, *y4], [*m1, *m2]))
}

/// The last day of a month.
fn last_day(year: [u8; 4], month: [u8; 2]) -> u32 {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0, |sum, &b| sum * 10 + u32::from(b - b'0'))
    };
    let year = number(&year);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match number(&month) {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `date-time` of RFC 3339.
fn is_timestamp(text: &str) -> bool {
    let text = text.as_bytes();
    let Some((date, [b'T' | b't' | b' ', time @ ..])) = text.split_at_checked(10) else {
        return false;
    };
    let Some(([h1, h2, b':', m1, m2, b':', s1, s2], rest)) = time.split_at_checked(8) else {
        return false;
    };
    let is_time = is_within(&[*h1, *h2], 0..=23)
        && is_within(&[*m1, *m2], 0..=59)
        && is_within(&[*s1, *s2], 0..=60);
    is_date(date) && is_time && is_offset(without_fraction(rest))
}

fn without_fraction(text: &[u8]) -> &[u8] {
    let Some(fraction) = text.strip_prefix(b".") else {
        return text;
    };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit());
    match digits.count() {
        0 => text,
        digits => &fraction[digits..],
    }
}

fn is_offset(text: &[u8]) -> bool {
    match text {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            is_within(&[*h1, *h2], 0..=23) && is_within(&[*m1, *m2], 0..=59)
        }
        _ => false,
    }
}

fn is_within(digits: &[u8], range: RangeInclusive<u32>) -> bool {
    let text = std::str::from_utf8(digits).ok();
    let text = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    text.and_then(|text| text.parse().ok())
        .is_some_and(|number| range.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::{has_format, is_date, is_timestamp, is_url, is_uuid};
    use crate::config::{Library, TypeChoice};

    #[test]
    fn types_that_settings_choose() {
        let chrono = TypeChoice::Library(Library::Chrono);
        let uuid = TypeChoice::Library(Library::Uuid);
        assert!(!has_format("date-time", Some(&chrono), "yesterday"));
        assert!(!has_format("date-time", None, "yesterday"));
        assert!(has_format(
            "date-time",
            Some(&TypeChoice::String),
            "yesterday"
        ));
        assert!(has_format("uuid", None, "any") && !has_format("uuid", Some(&uuid), "any"));
        assert!(is_uuid("67e55044-10b1-426f-9247-BB680E5FE0C8"));
        assert!(!is_uuid("67e5504410b1426f9247bb680e5fe0c8") && !is_uuid("67e55044-é"));
        for url in [
            "https://a.example",
            "http://[::1]:80/a?b#c",
            "mailto:a@b",
            "urn:a:b",
        ] {
            assert!(is_url(url), "{url}");
        }
        for url in [
            "",
            "/a",
            "a",
            "https:///a",
            "https://",
            "1a:b",
            "https://a b",
            "https://{h}/",
        ] {
            assert!(!is_url(url), "{url}");
        }
    }

    #[test]
    fn times() {
        let right = [
            "2026-01-02T03:04:05Z",
            "2026-01-02t03:04:60.123456789012+05:30",
            "2026-01-02 03:04:05z",
        ];
        assert!(right.into_iter().all(is_timestamp));
        let wrong = [
            "",
            "2026-01-02",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04Z",
            "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05+0530",
            "2026-13-02T03:04:05Z",
            "2026-01-02T24:04:05Z",
            "2026-01-0üT24:04:05Z",
        ];
        assert!(!wrong.into_iter().any(is_timestamp));
        assert!(is_date(b"2024-02-29") && !is_date(b"2026-02-29") && !is_date(b"1900-02-29"));
        assert!(is_date(b"2026-12-31") && !is_date(b"2026-12-32") && !is_date(b"26-12-31"));
    }
}
