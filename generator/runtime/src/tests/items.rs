//! Tuples and exact numbers.

use crate::runtime::{Decimal, from_json, to_json, tuple};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq)]
struct Point(f64, f64, Option<String>, Vec<Value>);

tuple!(Point {
    0: required,
    1: required,
    2: optional,
    3: rest,
});

#[derive(Debug, Clone, PartialEq)]
struct Pair(Option<i64>, Option<bool>);

tuple!(Pair {
    0: optional,
    1: optional,
});

#[test]
fn tuples_come_back_equal() {
    for json in ["[1,2]", "[1,2.5,\"a\"]", "[1,2,\"a\",null,{\"b\":[]}]"] {
        let point: Point = from_json(json.as_bytes()).unwrap();
        assert_eq!(to_json(&point), json);
    }
    for json in ["[]", "[1]", "[1,true]"] {
        let pair: Pair = from_json(json.as_bytes()).unwrap();
        assert_eq!(to_json(&pair), json);
    }
}

#[test]
fn an_absent_item_ends_the_list() {
    assert_eq!(to_json(&Pair(None, Some(true))), "[]");
    let rest = vec![Value::from(1)];
    assert_eq!(to_json(&Point(1.0, 2.0, None, rest)), "[1,2]");
}

#[test]
fn errors_name_the_place() {
    let error = |json: &str| from_json::<Point>(json.as_bytes()).unwrap_err().to_string();
    assert_eq!(error("[1]"), "$[1]: expected a value, found nothing");
    assert_eq!(
        error("[1,true]"),
        "$[1]: expected a number, found a boolean"
    );
    assert_eq!(error("{}"), "$: expected an array, found an object");
}

#[test]
fn decimals_keep_their_digits() {
    for json in ["0.10", "1234567890123456789012.500", "1e400", "-0"] {
        let decimal: Decimal = from_json(json.as_bytes()).unwrap();
        assert_eq!(to_json(&decimal), json);
        assert_eq!(json.parse(), Ok(decimal));
    }
    assert_eq!(Decimal::from(5).to_f64(), 5.0);
    for text in ["", "1.", "NaN", "\"1\"", "1 2", "[1]"] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}
