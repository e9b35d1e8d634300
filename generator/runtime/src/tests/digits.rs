//! Numbers and unknown values on their way through a client and through serde: nothing
//! is rounded.

use std::collections::HashSet;

use serde_core::Deserialize as _;
use serde_core::de::value::{Error, MapDeserializer};
use serde_json::{Value, json};

use crate::runtime::{Decimal, RawJson, by_type, from_json, object, tagged, to_json};

#[derive(Debug, Clone, PartialEq)]
struct Receipt {
    total: Decimal,
    lines: Vec<Decimal>,
    rate: Option<f64>,
}

object!(Receipt { total: required "total", lines: required "lines", rate: optional "rate" });

#[derive(Debug, Clone, PartialEq)]
enum Event {
    Paid(Receipt),
    Unrecognized(RawJson),
}

tagged!(Event by "type" { Paid(Receipt): "paid" });

#[derive(Debug, Clone, PartialEq)]
enum Amount {
    Number(Decimal),
    Text(String),
    Unrecognized(RawJson),
}

by_type!(Amount { Number(Decimal): number, Text(String): string });

const DIGITS: [&str; 12] = [
    "1.10",
    "0.1",
    "12345678901234567.89",
    "0.1234567890123456789",
    "123456789012345678901",
    "18446744073709551615",
    "-9223372036854775808",
    "-0",
    "1E2",
    "1e400",
    "-0.00",
    "100",
];

/// Those that an `f64` or an integer of 64 bits is as well.
const EXACT: [&str; 7] = [
    "1.10",
    "0.1",
    "18446744073709551615",
    "-0",
    "1E2",
    "-0.00",
    "100",
];

#[test]
fn text_of_serde_json_keeps_every_digit() {
    for digits in DIGITS {
        let text = format!(r#"{{"total":{digits},"lines":[{digits},1],"rate":1.5}}"#);
        let receipt: Receipt = from_json(text.as_bytes()).unwrap();
        assert_eq!(to_json(&receipt), text);
        assert_eq!(serde_json::to_string(&receipt).unwrap(), text);
        assert_eq!(serde_json::to_vec(&receipt).unwrap(), text.as_bytes());
        let read: [Receipt; 3] = [
            serde_json::from_str(&text).unwrap(),
            serde_json::from_slice(text.as_bytes()).unwrap(),
            serde_json::from_reader(text.as_bytes()).unwrap(),
        ];
        for read in read {
            assert_eq!(read, receipt);
            assert_eq!(to_json(&read), text);
        }
        let pretty = serde_json::to_string_pretty(&receipt).unwrap();
        assert_eq!(serde_json::from_str::<Receipt>(&pretty).unwrap(), receipt);
    }
}

#[test]
fn a_value_of_serde_json_is_the_same_number_or_an_error() {
    for digits in DIGITS {
        let decimal: Decimal = digits.parse().unwrap();
        match serde_json::to_value(&decimal) {
            Ok(value) => {
                assert_eq!(serde_json::from_value::<Decimal>(value).unwrap(), decimal);
                assert!(
                    EXACT.contains(&digits) || digits.starts_with("-9"),
                    "{digits}"
                );
            }
            Err(error) => {
                assert_eq!(
                    error.to_string(),
                    "a number would be rounded; as text of JSON it isn't",
                );
                assert!(!EXACT.contains(&digits), "{digits}");
            }
        }
    }
    assert_eq!(serde_json::to_value(Decimal::from(7)).unwrap(), json!(7));
    let amount = Amount::Text("1.10".to_owned());
    let value = serde_json::to_value(&amount).unwrap();
    assert_eq!(serde_json::from_value::<Amount>(value).unwrap(), amount);
}

#[test]
fn decimals_are_equal_as_numbers() {
    let equal = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| text.parse::<Decimal>().unwrap());
        let hashed = HashSet::from([one.clone()]).contains(&other);
        assert_eq!(one == other, hashed);
        hashed
    };
    for (one, other) in [
        ("1.10", "1.1"),
        ("1e2", "100"),
        ("-0", "0.0"),
        ("12e-1", "1.2"),
    ] {
        assert!(equal(one, other), "{one} {other}");
    }
    let huge = "9".repeat(30);
    let (one, other) = (format!("1e{huge}"), format!("1e{huge}9"));
    assert!(equal(&one, &one));
    assert!(!equal(&one, &other));
    for (one, other) in [("1.1", "1.11"), ("1", "-1"), ("1", "10"), ("10", "1e-1")] {
        assert!(!equal(one, other), "{one} {other}");
    }
}

const UNKNOWN: &str = r#"{"type":"C","amount":12345678901234567.89,"big":123456789012345678901,"two":1.10,"exp":1E2,"x":1e400,"half":"\ud83d","a":[{},"\n"]}"#;

#[test]
fn an_unknown_branch_is_written_as_it_came() {
    let event: Event = from_json(UNKNOWN.replace(',', " ,\n ").as_bytes()).unwrap();
    assert_eq!(to_json(&event), UNKNOWN);
    let Event::Unrecognized(raw) = &event else {
        panic!("{event:?}");
    };
    assert_eq!(
        (raw.as_str(), raw.to_string()),
        (UNKNOWN, UNKNOWN.to_owned())
    );
    assert_eq!(format!("{raw:?}"), format!("RawJson({UNKNOWN})"));
    assert_eq!(serde_json::to_string(&event).unwrap(), UNKNOWN);
    assert_eq!(serde_json::from_str::<Event>(UNKNOWN).unwrap(), event);
    assert!(serde_json::to_value(&event).is_err());
    let error = raw.to_value().unwrap_err().to_string();
    assert_eq!(
        error,
        "$.x: expected a number, found 1e400, which is out of range"
    );
}

#[test]
fn raw_json_is_a_value() {
    let value = json!({"b": [1, 2.5, null], "a": "x"});
    let raw = RawJson::from(value.clone());
    assert_eq!(raw.to_value(), Ok(value.clone()));
    assert_eq!(Value::try_from(raw.clone()), Ok(value));
    let other: RawJson = r#" {"a": "\u0078", "b": [1.0, 25e-1, null]} "#.parse().unwrap();
    assert_eq!(other.as_str(), r#"{"a":"x","b":[1.0,25e-1,null]}"#);
    assert_eq!(other, raw);
    assert!(HashSet::from([raw.clone()]).contains(&other));
    for unlike in [r#"{"a":"x","b":[1,2.5]}"#, "{}", "1", "\"x\""] {
        assert_ne!(unlike.parse::<RawJson>().unwrap(), raw);
    }
    assert_eq!(
        RawJson::from(json!("x")).decode::<String>(),
        Ok("x".to_owned())
    );
    assert!("{".parse::<RawJson>().is_err());
    // Deeper than JSON is read.
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let deep = RawJson::from(deep);
    assert_eq!((&deep, deep.to_value().is_err()), (&deep.clone(), true));
}

/// `serde_json` gives the token where its feature `arbitrary_precision` is on, and a
/// value was kept on the way.
#[test]
fn takes_numbers_of_arbitrary_precision() {
    let read = |text: &str| {
        let token = [("$serde_json::private::Number", text.to_owned())];
        RawJson::deserialize(MapDeserializer::<_, Error>::new(token.into_iter()))
    };
    assert_eq!(read("1.50").unwrap().as_str(), "1.50");
    assert!(read("1,2").is_err());
    // In JSON itself it is a member like any other.
    let forged = r#"{"$serde_json::private::RawValue":"[1]"}"#;
    let read: RawJson = serde_json::from_str(forged).unwrap();
    assert_eq!(read.as_str(), forged);
    let value: Value = serde_json::from_str(r#"{"x":1}"#).unwrap();
    assert_eq!(RawJson::deserialize(value).unwrap().as_str(), r#"{"x":1}"#);
}
