//! Instants with their spelling.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::runtime::{DateTime, Nullable, from_json, to_json};

fn read(text: &str) -> DateTime {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// RFC 3339, sections 5.6 and 5.8, and what servers send beside it.
#[test]
fn each_spelling_is_written_as_it_came() {
    for (text, instant) in [
        ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"),
        ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
        ("1990-12-31T23:59:60Z", "1990-12-31T23:59:59Z"),
        ("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z"),
        ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"),
        ("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z"),
        ("2026-01-31 12:00:00+00:00", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.500+23:59", "2026-01-30T12:01:00.5Z"),
        (
            "2026-01-31T12:00:00.123456789Z",
            "2026-01-31T12:00:00.123456789Z",
        ),
        (
            "2026-01-31T12:00:00.123456789012Z",
            "2026-01-31T12:00:00.123456789Z",
        ),
        (
            "2026-01-31T12:00:00.12345678900000000000Z",
            "2026-01-31T12:00:00.123456789Z",
        ),
        ("2026-01-31T12:00:00+0200", "2026-01-31T10:00:00Z"),
        ("2026-01-31T12:00:00-02", "2026-01-31T14:00:00Z"),
        ("0000-01-01T00:00:00+01:00", "-000001-12-31T23:00:00Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-30T22:00:00.999999999Z"),
    ] {
        let at = read(text);
        assert_eq!(at.to_string(), text);
        assert_eq!(format!("{at:?}"), text);
        assert_eq!(at.timestamp().to_string(), instant, "{text}");
        let json = format!("\"{text}\"");
        assert_eq!(
            to_json(&from_json::<DateTime>(json.as_bytes()).unwrap()),
            json
        );
        let by_serde: DateTime = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&by_serde).unwrap(), json);
    }
}

#[test]
fn what_is_no_instant_is_an_error() {
    for text in [
        "",
        "now",
        "2026-01-31",
        "2026-01-31T12:00:00",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T12:00:61Z",
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00+02:60",
        "2026-01-31T12:00:00Zz",
        "2026-01-31T12:00:00 Z",
        "2026-01-31T12:00:00+2:00",
        "+026-01-31T12:00:00Z",
        "2026-01-3ÄT12:00:00Z",
        "２026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+0+:00",
    ] {
        let error = text.parse::<DateTime>().expect_err(text);
        assert_eq!(error.expected(), "an instant such as 2026-01-31T12:00:00Z");
    }
}

#[test]
fn equal_by_instant() {
    let noon = ["2026-01-31T12:00:00Z", "2026-01-31T14:00:00.000+02:00"].map(read);
    assert_eq!(noon[0], noon[1]);
    assert_eq!(HashSet::from(noon).len(), 1);
    let later = read("2026-01-31T12:00:00.000000000001Z");
    assert!(later > noon[1] && later != noon[0]);
    assert!(read("9999-12-31T23:59:59Z") > read("9999-12-31T23:59:58Z"));
    assert!(read("2026-01-31T13:00:00+02:00") < noon[0]);
}

#[test]
fn to_jiff_and_back() {
    let timestamp: Timestamp = "2026-01-31T12:00:00.25Z".parse().unwrap();
    let at = DateTime::from(timestamp);
    assert_eq!(at.to_string(), "2026-01-31T12:00:00.25Z");
    assert_eq!(Timestamp::from(at), timestamp);
    assert!(at == timestamp && at <= timestamp);
    assert_eq!(Nullable::<DateTime>::from(timestamp), Nullable::Value(at));

    let at = read("2026-01-31T12:00:00.50+02:00");
    assert_eq!(at.offset(), Offset::from_seconds(7200).ok());
    assert_eq!(
        at.to_zoned().to_string(),
        "2026-01-31T12:00:00.5+02:00[+02:00]"
    );
    assert_eq!(
        DateTime::from(at.to_zoned()).to_string(),
        "2026-01-31T12:00:00.5+02:00"
    );
    assert_eq!(read("2026-01-31T12:00:00-00:00").offset(), None);
    assert_eq!(read("2026-01-31T12:00:00Z").offset(), Some(Offset::UTC));
}
