//! Types that settings choose: of libraries, and of the user's own.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};
use indexmap::IndexMap;
use time::{Date, OffsetDateTime};
use url::Url;
use uuid::Uuid;

use crate::runtime::{Parameter as _, Sample as _, Wire, from_json, object, own_type, to_json};

/// A type of the user's own.
#[derive(Debug, Clone, PartialEq)]
struct Money(u32);

impl FromStr for Money {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let amount = text.strip_prefix("EUR ").ok_or(())?;
        amount.parse().map(Self).map_err(drop)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EUR {}", self.0)
    }
}

own_type!(string Money, "\"EUR 5\"");

/// A number with its digits.
#[derive(Debug, Clone, PartialEq)]
struct Digits(String);

impl FromStr for Digits {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

own_type!(number Digits, "1.10");

/// Any JSON, by serde.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    left: String,
    right: i64,
}

own_type!(value Pair, r#"{"left":"a","right":1}"#);

/// The text that a value is written as, after it was read from one.
fn again<T: Wire>(text: &str) -> String {
    to_json(&from_json::<T>(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}")))
}

/// The error of a text that isn't a value.
fn error<T: Wire>(text: &str) -> String {
    let read = from_json::<T>(text.as_bytes());
    read.map(|_| ()).unwrap_err().to_string()
}

#[test]
fn texts_are_written_as_they_came() {
    for text in [
        r#""2026-01-31T12:00:00Z""#,
        r#""2026-01-31T12:00:00.500+02:00""#,
        r#""0001-01-01T00:00:00-23:59""#,
        r#""9999-12-31T23:59:59.999999999Z""#,
    ] {
        assert_eq!(again::<DateTime<FixedOffset>>(text), text);
    }
    for text in [
        r#""2026-01-31T12:00:00Z""#,
        r#""2026-01-31T12:00:00.5+02:00""#,
        r#""9999-12-31T23:59:59.999999999Z""#,
    ] {
        assert_eq!(again::<OffsetDateTime>(text), text);
    }
    for text in [r#""2026-01-31""#, r#""2024-02-29""#, r#""0000-01-01""#] {
        assert_eq!(
            (again::<NaiveDate>(text), again::<Date>(text)),
            (text.into(), text.into())
        );
    }
    let text = r#""67e55044-10b1-426f-9247-bb680e5fe0c8""#;
    assert_eq!(again::<Uuid>(text), text);
    assert_eq!(again::<Uuid>(&text.to_uppercase()), text);
    assert_eq!(
        again::<Url>(r#""https://a.example""#),
        r#""https://a.example/""#
    );
    assert_eq!(again::<Money>(r#""EUR 12""#), r#""EUR 12""#);
    assert_eq!(again::<Digits>("1.10"), "1.10");
    assert_eq!(
        again::<Pair>(r#"{"right": 2, "left": "b"}"#),
        r#"{"left":"b","right":2}"#
    );
}

#[test]
fn what_is_none_of_them_is_an_error() {
    for text in [
        "\"2026-1-31\"",
        "\"+2026-1-31\"",
        "\"2026- 1-31\"",
        "\" 2026-1-31\"",
        "\"-026-01-31\"",
        "\"2026-02-30\"",
        "\"+12026-01-01\"",
        "\"-0005-01-01\"",
        "\"2026-01-31T00:00:00Z\"",
        "5",
    ] {
        assert!(from_json::<NaiveDate>(text.as_bytes()).is_err(), "{text}");
        assert!(from_json::<Date>(text.as_bytes()).is_err(), "{text}");
    }
    for text in [
        "\"2026-01-31\"",
        "\"2026-01-31T12:00:00\"",
        "\"yesterday\"",
        "1",
    ] {
        assert!(
            from_json::<DateTime<FixedOffset>>(text.as_bytes()).is_err(),
            "{text}"
        );
        assert!(
            from_json::<OffsetDateTime>(text.as_bytes()).is_err(),
            "{text}"
        );
    }
    assert!(error::<Uuid>("\"67e55044\"").contains("found \"67e55044\""));
    assert!(error::<Url>("\"/relative\"").contains("expected a URL"));
    assert!(error::<Money>("\"USD 5\"").contains("chosen::Money`"));
    assert!(error::<Digits>("\"1\"").contains("expected a number, found a string"));
}

/// A body is no part of an error but for a short excerpt.
#[test]
fn an_error_of_serde_has_no_text_of_the_value() {
    let secret = "sk_live_".repeat(1000);
    for text in [
        format!(r#"{{"left":"a","right":"{secret}"}}"#),
        format!(r#"{{"left":"a","right":"\"{secret}"}}"#),
        format!(r#"{{"left":"a","{secret}":1}}"#),
    ] {
        let error = error::<Pair>(&text);
        assert!(error.len() < 250, "{error}");
        let times = error.matches("sk_live_").count();
        assert!(times == 0 || !text.contains("right"), "{error}");
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Part {
    at: OffsetDateTime,
}

object!(Part { at: required "at" });

#[derive(Debug, Clone, PartialEq)]
struct Whole {
    part: Part,
    id: String,
}

object!(Whole with part { id: required "id" });

/// A value without a form isn't sent as something else.
#[test]
fn a_value_without_a_form_is_no_null() {
    // No offset of RFC 3339 has seconds.
    let offset = time::UtcOffset::from_hms(0, 19, 32).expect("an offset");
    let at = OffsetDateTime::UNIX_EPOCH.to_offset(offset);
    let part = Part { at };
    assert!(serde_json::to_string(&part).is_err());
    let id = "a".to_owned();
    assert!(serde_json::to_string(&Whole { part, id }).is_err());
    assert!(at.tree().is_err());
    assert!(serde_json::to_string(&BTreeMap::from([("a", at.unix_timestamp())])).is_ok());
    let early = NaiveDate::from_ymd_opt(-5, 1, 1).expect("a date");
    assert!(early.tree().is_err());
}

#[test]
fn maps_keep_the_order_of_their_members() {
    let text = r#"{"z":1,"a":2,"m":3}"#;
    assert_eq!(again::<IndexMap<String, i64>>(text), text);
    assert_eq!(
        again::<BTreeMap<String, i64>>(text),
        r#"{"a":2,"m":3,"z":1}"#
    );
}

#[derive(Debug, Clone, PartialEq)]
struct Open {
    last: String,
    more: IndexMap<String, i64>,
}

object!(Open { last: required "last", .. more });

/// Also of an object of which members are taken out of the middle.
#[test]
fn members_beyond_fields_keep_their_order() {
    let members = |count: usize| -> String {
        let members = (0..count).rev().map(|n| format!(",\"k{n}\":{n}"));
        members.collect()
    };
    for count in [0, 3, 200] {
        let text = format!("{{\"last\":\"x\"{}}}", members(count));
        assert_eq!(again::<Open>(&text), text);
        let moved = format!("{{\"first\":0{},\"last\":\"x\"}}", members(count));
        let expected = format!("{{\"last\":\"x\",\"first\":0{}}}", members(count));
        assert_eq!(again::<Open>(&moved), expected);
    }
}

#[test]
fn each_has_a_sample() {
    assert_eq!(Money::sample(), Money(5));
    assert_eq!(to_json(&Digits::sample()), "1.10");
    assert_eq!(Pair::sample().left, "a");
    assert_eq!(
        to_json(&OffsetDateTime::sample()),
        r#""1970-01-01T00:00:00Z""#
    );
    assert_eq!(to_json(&NaiveDate::sample()), r#""1970-01-01""#);
    assert!(Uuid::sample().is_nil());
    assert_eq!(Url::sample().as_str(), "https://example.com/");
}
