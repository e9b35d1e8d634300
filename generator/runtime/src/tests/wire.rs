//! The types that every client knows.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_json::{Value, json};

use crate::runtime::{Secret, Wire, from_json, to_json};

fn reads<T: Wire + PartialEq + Debug>(text: &str, value: T) {
    assert_eq!(
        from_json::<T>(text.as_bytes()).as_ref(),
        Ok(&value),
        "{text}"
    );
}

fn refuses<T: Wire + Debug>(text: &str, problem: &str) {
    assert_eq!(
        from_json::<T>(text.as_bytes()).unwrap_err().to_string(),
        problem,
        "{text}"
    );
}

#[test]
fn integers_are_those_of_json_schema() {
    reads("1.0", 1_i32);
    reads("1e3", 1000_i64);
    reads("-1.20e1", -12_i64);
    reads("1200e-2", 12_u32);
    reads("-0", 0_u64);
    reads("0e999999999999999999999", 0_i64);
    reads("18446744073709551615", u64::MAX);
    reads("-9223372036854775808.000", i64::MIN);
    refuses::<i32>(
        "2147483648",
        "$: expected an integer of 32 bits, found 2147483648, which is out of range",
    );
    refuses::<u32>(
        "-1",
        "$: expected an integer from 0 of 32 bits, found -1, which is out of range",
    );
    refuses::<i64>(
        "1e99",
        "$: expected an integer of 64 bits, found 1e99, which is out of range",
    );
    refuses::<i64>(
        "1e99999999999999999999",
        "$: expected an integer of 64 bits, found 1e99999999999999999999, which is out of range",
    );
    refuses::<i64>(
        "1.5",
        "$: expected an integer of 64 bits, found a number with a fraction",
    );
    refuses::<i64>(
        "1e-99999999999999999999",
        "$: expected an integer of 64 bits, found a number with a fraction",
    );
    refuses::<i64>("\"1\"", "$: expected an integer of 64 bits, found a string");
}

#[test]
fn floats_are_exact() {
    for text in [
        "10",
        "0.1",
        "1.5",
        "-0.0",
        "5e-324",
        "1.7976931348623157e+308",
        "0.30000000000000004",
    ] {
        let value: f64 = from_json(text.as_bytes()).unwrap();
        assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits());
        assert_eq!(to_json(&value), text);
    }
    refuses::<f64>(
        "1e999",
        "$: expected a number, found 1e999, which is out of range",
    );
}

#[test]
fn containers() {
    reads("[1,null]", vec![Some(1_i64), None]);
    reads("null", ());
    reads(
        r#"{"b":[true],"a":[]}"#,
        BTreeMap::from([("a".into(), vec![]), ("b".into(), vec![true])]),
    );
    reads(r#""x""#, Box::new("x".to_owned()));
    reads(r#"{"a":[1,"x"]}"#, json!({"a": [1, "x"]}));
    refuses::<BTreeMap<String, Vec<bool>>>(
        r#"{"a":[],"b c":[true,3]}"#,
        r#"$["b c"][1]: expected a boolean, found a number"#,
    );
    refuses::<Value>(
        r#"{"a":[0,1e999]}"#,
        "$.a[1]: expected a number, found 1e999, which is out of range",
    );
}

#[test]
fn secrets_hide() {
    let secret: Secret = from_json(br#""sk_live_1""#).unwrap();
    assert_eq!(secret, Secret::new("sk_live_1"));
    assert_eq!(to_json(&secret), r#""sk_live_1""#);
    assert!(!format!("{secret:?} {secret}").contains("sk_live"));
    refuses::<Secret>("12345", "$: expected a string, found a number");
}

#[cfg(feature = "jiff")]
#[test]
fn times() {
    let instant: jiff::Timestamp = from_json(br#""2026-01-31T12:00:00.25+02:00""#).unwrap();
    assert_eq!(to_json(&instant), r#""2026-01-31T10:00:00.25Z""#);
    let date: jiff::civil::Date = from_json(br#""2026-01-31""#).unwrap();
    assert_eq!(to_json(&date), r#""2026-01-31""#);
    refuses::<jiff::civil::Date>(
        r#""31.01.2026""#,
        r#"$: expected a date such as 2026-01-31, found "31.01.2026""#,
    );
}
