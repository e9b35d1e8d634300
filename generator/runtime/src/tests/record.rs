//! `object!` and `open_enum!`.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_core::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::runtime::{Nullable, Wire, from_json, object, open_enum, to_json};

#[derive(Debug, Clone, PartialEq)]
struct Cancel {
    effective: Status,
    comment: Option<String>,
    note: Nullable<i64>,
    r#type: Option<Value>,
}

object!(Cancel {
    effective: required "effective",
    comment: optional "comment",
    note: nullable "note",
    r#type: nullable "type",
});

#[derive(Debug, Clone, PartialEq)]
struct Fixed {
    id: String,
}

object!(Fixed {
    id: required "id",
} const {
    "renews": true, "timing": "immediately", "version": 1, "offset": -1, "rate": 1.5, "trialEnd": null,
});

#[derive(Debug, Clone, PartialEq)]
struct Bag {
    id: i64,
    additional: BTreeMap<String, Vec<i64>>,
}

object!(Bag { id: required "id", .. additional } const { "kind": "bag" });

#[derive(Debug, Clone, PartialEq)]
struct Map {
    additional: BTreeMap<String, Value>,
}

object!(Map { ..additional });

#[derive(Debug, Clone, PartialEq)]
struct Empty {}

object!(Empty {});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Status {
    PastDue,
    Active,
    Unrecognized(String),
}

open_enum!(Status {
    PastDue: "past_due",
    Active: "active"
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Level {
    Low,
    High,
    Unrecognized(i64),
}

open_enum!(Level as i64 { Low: -1, High: 2 });

/// Reads and writes a value in every way there is.
fn round_trip<T>(value: &T, wire: Value)
where
    T: Wire + PartialEq + Debug + Serialize + for<'de> Deserialize<'de>,
{
    let text = wire.to_string();
    assert_eq!(
        serde_json::from_str::<Value>(&to_json(value)).unwrap(),
        wire
    );
    assert_eq!(&from_json::<T>(text.as_bytes()).unwrap(), value);
    assert_eq!(serde_json::to_value(value).unwrap(), wire);
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    assert_eq!(&serde_json::from_value::<T>(wire).unwrap(), value);
}

fn problem<T: Wire + Debug>(wire: Value) -> String {
    from_json::<T>(wire.to_string().as_bytes())
        .unwrap_err()
        .to_string()
}

#[test]
fn absent_null_and_value_are_three_things() {
    let bare = Cancel {
        effective: Status::Active,
        comment: None,
        note: Nullable::Absent,
        r#type: None,
    };
    round_trip(&bare, json!({"effective": "active"}));
    let null = Cancel {
        note: Nullable::Null,
        r#type: Some(Value::Null),
        ..bare.clone()
    };
    round_trip(
        &null,
        json!({"effective": "active", "note": null, "type": null}),
    );
    let full = Cancel {
        comment: Some("\"why\"".to_owned()),
        note: Nullable::Value(3),
        r#type: Some(json!([1])),
        ..bare.clone()
    };
    round_trip(
        &full,
        json!({"effective": "active", "comment": "\"why\"", "note": 3, "type": [1]}),
    );

    let lenient = br#"{"x": {}, "comment": null, "effective": "active", "y": []}"#;
    assert_eq!(from_json::<Cancel>(lenient).unwrap(), bare);
}

#[test]
fn members_are_written_in_order_and_read_in_any() {
    let text = r#"{"effective":"active","comment":"c","note":1}"#;
    let value: Cancel =
        from_json(br#"{"note":1,"a":0,"comment":"c","effective":"active"}"#).unwrap();
    assert_eq!(to_json(&value), text);
    let last: Cancel =
        from_json(br#"{"effective":"active","note":1,"comment":"d","comment":"c"}"#).unwrap();
    assert_eq!(last, value);
}

#[test]
fn constants_write_themselves() {
    let wire = json!({
        "renews": true, "timing": "immediately", "version": 1, "offset": -1, "rate": 1.5,
        "trialEnd": null, "id": "x",
    });
    round_trip(&Fixed { id: "x".to_owned() }, wire.clone());
    let with = |name: &str, value: Value| {
        let mut wire = wire.clone();
        wire[name] = value;
        wire
    };
    assert_eq!(
        problem::<Fixed>(with("renews", json!(false))),
        "$.renews: expected true, found false"
    );
    assert_eq!(
        problem::<Fixed>(with("timing", json!("x".repeat(40)))),
        format!(
            "$.timing: expected \"immediately\", found \"{}…\"",
            "x".repeat(32)
        ),
    );
    assert_eq!(
        problem::<Fixed>(with("trialEnd", json!(1))),
        "$.trialEnd: expected null, found a number"
    );
    assert!(from_json::<Fixed>(with("version", json!(1.0)).to_string().as_bytes()).is_ok());
}

#[test]
fn other_members_are_kept_where_asked() {
    let bag = Bag {
        id: 1,
        additional: BTreeMap::from([("x".into(), vec![1]), ("y".into(), vec![])]),
    };
    round_trip(&bag, json!({"kind": "bag", "id": 1, "x": [1], "y": []}));
    round_trip(
        &Map {
            additional: BTreeMap::from([("a".into(), json!(null))]),
        },
        json!({"a": null}),
    );
    assert_eq!(
        problem::<Bag>(json!({"id": 1, "kind": "bag", "x": [1, 2, "z"]})),
        "$.x[2]: expected an integer of 64 bits, found a string",
    );
}

#[test]
fn empty_records() {
    round_trip(&Empty {}, json!({}));
    assert_eq!(from_json::<Empty>(br#"{"a":1}"#).unwrap(), Empty {});
    assert_eq!(
        problem::<Empty>(json!([])),
        "$: expected an object, found an array"
    );
}

#[test]
fn errors_name_the_path() {
    assert_eq!(
        problem::<Cancel>(json!({})),
        "$.effective: expected a value, found nothing"
    );
    assert_eq!(
        problem::<Vec<Cancel>>(json!([{"effective": "active"}, {"effective": 1}])),
        "$[1].effective: expected a string, found a number",
    );
    let error = serde_json::from_str::<Cancel>(r#"{"effective": 1}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$.effective: expected a string, found a number"
    );
}

#[test]
fn enums_are_open() {
    round_trip(&Status::PastDue, json!("past_due"));
    round_trip(&Status::Unrecognized("new".to_owned()), json!("new"));
    assert_eq!(Status::from("active".to_owned()), Status::Active);
    assert_eq!(format!("{:>9}", Status::PastDue.to_string()), " past_due");
    round_trip(&Level::Low, json!(-1));
    round_trip(&Level::High, json!(2));
    round_trip(&Level::Unrecognized(7), json!(7));
    assert_eq!(Level::from(2), Level::High);
    assert_eq!(Level::Unrecognized(7).to_string(), "7");
    assert_eq!(
        problem::<Status>(json!(true)),
        "$: expected a string, found a boolean"
    );
}
