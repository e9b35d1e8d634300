//! Properties that are optional and nullable.

use crate::runtime::{Nullable, from_json, object, setters, to_json};

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Patch {
    price: Nullable<i64>,
    name: Nullable<String>,
    inner: Nullable<Box<Patch>>,
}

object!(Patch {
    price: nullable "price",
    name: nullable "name",
    inner: nullable "inner",
});

setters!(Patch {
    price: impl Into<Nullable<i64>>,
    name: impl Into<Nullable<String>>,
    inner: impl Into<Nullable<Box<Patch>>>,
});

#[test]
fn each_state_is_read_and_written_as_itself() {
    for text in ["{}", r#"{"price":null}"#, r#"{"price":5,"name":"a"}"#] {
        let patch: Patch = from_json(text.as_bytes()).unwrap();
        assert_eq!(to_json(&patch), text);
        let by_serde: Patch = serde_json::from_str(text).unwrap();
        assert_eq!(by_serde, patch, "{text}");
    }
}

#[test]
fn setters_take_values_options_and_states() {
    let patch = Patch::default().price(5).name("a").inner(Patch::default());
    assert_eq!(to_json(&patch), r#"{"price":5,"name":"a","inner":{}}"#);
    let patch = patch.price(None).name(Nullable::Absent).inner(None);
    assert_eq!(to_json(&patch), r#"{"price":null,"inner":null}"#);
    let patch = patch
        .price(Some(6))
        .name("b".to_owned())
        .inner(Nullable::Absent);
    assert_eq!(to_json(&patch), r#"{"price":6,"name":"b"}"#);
}

#[test]
fn a_value_is_reached_in_any_state() {
    let mut states = [Nullable::Absent, Nullable::Null, Nullable::Value(1)];
    assert_eq!(states.map(|state| state.is_absent()), [true, false, false]);
    assert_eq!(states.map(|state| state.is_null()), [false, true, false]);
    assert_eq!(states.map(|state| state.is_value()), [false, false, true]);
    assert_eq!(states.map(Nullable::into_value), [None, None, Some(1)]);
    if let Some(value) = states[2].value_mut() {
        *value = 2;
    }
    assert_eq!(states[2].value(), Some(&2));
    assert_eq!(states[2].map(|value| value + 1), Nullable::Value(3));
    assert_eq!(states[1].map(|value| value + 1), Nullable::Null);
}

#[test]
fn a_value_of_its_own_is_json_too() {
    assert_eq!(
        to_json(&vec![Nullable::Value(1), Nullable::Null]),
        "[1,null]"
    );
    let text = serde_json::to_string(&Nullable::<i64>::Absent).unwrap();
    assert_eq!(text, "null");
    assert_eq!(
        serde_json::from_str::<Nullable<i64>>("1").unwrap(),
        1.into()
    );
}
