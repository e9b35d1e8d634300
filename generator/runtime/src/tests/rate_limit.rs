//! The limits of requests, as servers tell them.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, StatusCode};

use crate::runtime::{RateLimit, Response};

fn told(headers: &[(&str, &str)]) -> Option<(Option<u64>, Option<u64>, Option<u64>)> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::try_from(*name).unwrap();
        map.insert(name, value.parse().unwrap());
    }
    let limit: RateLimit = Response::new(StatusCode::OK, map, "").rate_limit()?;
    let seconds = limit.reset.map(|reset| reset.as_secs());
    Some((limit.limit, limit.remaining, seconds))
}

#[test]
fn limits_in_every_form() {
    // draft-ietf-httpapi-ratelimit-headers, the newest form and the one before.
    let newest = [
        ("ratelimit-policy", "\"default\";q=100;w=60"),
        ("ratelimit", "\"default\";r=50;t=30"),
    ];
    assert_eq!(told(&newest), Some((Some(100), Some(50), Some(30))));
    let older = [("ratelimit", "limit=100, remaining=50, reset=30")];
    assert_eq!(told(&older), Some((Some(100), Some(50), Some(30))));
    let parts = [
        ("ratelimit-limit", "100, 100;w=60"),
        ("ratelimit-remaining", "0"),
        ("ratelimit-reset", "12"),
    ];
    assert_eq!(told(&parts), Some((Some(100), Some(0), Some(12))));
    // A name that looks like a value, and a header that says nothing beside one that does.
    let named = [("ratelimit", "\"a;r=9\";r=5")];
    assert_eq!(told(&named), Some((None, Some(5), None)));
    let both = [("ratelimit", "garbage"), ("x-ratelimit-limit", "100")];
    assert_eq!(told(&both), Some((Some(100), None, None)));
    // As GitHub sends them, but for the time.
    let github = [
        ("x-ratelimit-limit", "5000"),
        ("x-ratelimit-remaining", "4987"),
    ];
    assert_eq!(told(&github), Some((Some(5000), Some(4987), None)));
    // Twitter's spelling, and a fraction.
    let other = [
        ("x-rate-limit-remaining", "3"),
        ("x-rate-limit-reset", "1.5"),
    ];
    assert_eq!(told(&other), Some((None, Some(3), Some(1))));
}

#[test]
fn a_point_in_time_is_measured_from_now() {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let end = now + Duration::from_secs(60);
    let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + end);
    for text in [end.as_secs().to_string(), end.as_millis().to_string(), date] {
        let (_, _, reset) = told(&[("x-ratelimit-reset", &text)]).unwrap();
        assert!((55..=60).contains(&reset.unwrap()), "{text}: {reset:?}");
    }
    // One that has passed.
    assert_eq!(
        told(&[("x-ratelimit-reset", "1000000001")]),
        Some((None, None, Some(0)))
    );
}

#[test]
fn what_tells_nothing() {
    assert_eq!(told(&[]), None);
    for text in [
        "",
        "soon",
        "-1",
        "1e999",
        "NaN",
        "99999999999999999999999999",
    ] {
        assert_eq!(told(&[("x-ratelimit-remaining", text)]), None, "{text}");
    }
    for text in ["", "soon", "-1", "1e999", "NaN"] {
        assert_eq!(told(&[("x-ratelimit-reset", text)]), None, "{text}");
    }
}
