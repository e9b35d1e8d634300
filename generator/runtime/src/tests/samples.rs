//! The smallest values of types of tables.

use std::collections::BTreeMap;

use crate::runtime::{
    Nullable, RawJson, Sample, best_of, by_type, from_json, object, open_enum, tagged, to_json,
    tuple, wrapper,
};

#[derive(Debug, Clone, PartialEq)]
struct Whole {
    id: String,
    kind: Kind,
    place: Place,
    ending: Option<String>,
    note: Option<String>,
    count: Nullable<i64>,
    tree: Tree,
    pair: Pair,
    name: Name,
    items: Vec<Whole>,
    additional: BTreeMap<String, String>,
}

object!(Whole {
    id: required "id",
    kind: required "kind",
    place: required "place",
    ending: required_nullable "ending",
    note: optional "note",
    count: nullable "count",
    tree: required "tree",
    pair: required "pair",
    name: required "name",
    items: required "items",
    .. additional,
} const { "v": 1 });

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Small,
    Large,
    Unrecognized(String),
}

open_enum!(Kind {
    Small: "small",
    Large: "large"
});

#[derive(Debug, Clone, PartialEq)]
enum Place {
    Nowhere,
    At(String),
    Unrecognized(RawJson),
}

tagged!(Place by "at" { Nowhere: "nowhere", At(String): "here" });

/// The first branch never ends, the second does.
#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Node(Box<Node>),
    Leaf(i64),
    Unrecognized(RawJson),
}

by_type!(apart Tree { Node(Box<Node>): object, Leaf(i64): integer });

#[derive(Debug, Clone, PartialEq)]
struct Node {
    left: Tree,
    right: Tree,
}

object!(Node { left: required "left", right: required "right" });

#[derive(Debug, Clone, PartialEq)]
struct Pair(bool, Option<String>, Vec<f64>);

tuple!(Pair {
    0: required,
    1: optional,
    2: rest
});

#[derive(Debug, Clone, PartialEq)]
struct Name(String);

wrapper!(Name);

#[derive(Debug, Clone, PartialEq)]
struct Endless {
    next: Box<Endless>,
}

object!(Endless { next: required "next" });

#[derive(Debug, Clone, PartialEq)]
enum Only {
    Endless(Endless),
    Unrecognized(RawJson),
}

best_of!(Only { Endless(Endless) });

#[test]
fn a_sample_has_what_is_required_and_is_read_as_it_is_written() {
    let sample = Whole::sample();
    assert_eq!(sample.kind, Kind::Small);
    assert_eq!(sample.place, Place::Nowhere);
    assert_eq!(sample.tree, Tree::Leaf(0));
    let json = to_json(&sample);
    assert_eq!(
        json,
        r#"{"v":1,"id":"sample","kind":"small","place":{"at":"nowhere"},"ending":null,"tree":0,"pair":[false],"name":"sample","items":[]}"#
    );
    assert_eq!(from_json::<Whole>(json.as_bytes()), Ok(sample));
    let node = Node::sample();
    assert_eq!(node.left, Tree::Leaf(0));
}

#[test]
#[should_panic(expected = "no value of this type ends")]
fn a_type_that_must_hold_itself_has_none() {
    Only::sample();
}
