//! `choose!`, what a trial heeds, and objects that several values write together.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::{
    RawJson, Wire, best_of, choose, from_json, object, open_enum, to_json, webhooks,
};

#[derive(Debug, Clone, PartialEq)]
struct Run {
    deployment: Option<String>,
}

object!(Run { deployment: optional "deployment" } const { "type": optional "run" });

#[derive(Debug, Clone, PartialEq)]
struct Pause {
    deployment: Option<String>,
    until: Option<i64>,
}

object!(Pause {
    deployment: optional "deployment",
    until: optional "until",
} const {
    "type": optional "pause",
});

#[derive(Debug, Clone, PartialEq)]
struct Other {
    note: Option<String>,
    additional: BTreeMap<String, Value>,
}

object!(Other { note: optional "note", .. additional });

#[derive(Debug, Clone, PartialEq)]
enum Action {
    Id(String),
    Run(Run),
    Pause(Pause),
    Unrecognized(RawJson),
}

choose!(Action by "type" or best {
    Id(String): string,
    Run(Run): "run",
    Pause(Pause): "pause",
});

#[derive(Debug, Clone, PartialEq)]
enum Declared {
    Run(Run),
    Pause(Pause),
    Unrecognized(RawJson),
}

choose!(Declared by "type" or only {
    Run(Run): "run",
    Pause(Pause): "pause",
});

#[derive(Debug, Clone, PartialEq)]
enum Open {
    Run(Run),
    Numbers(Vec<i64>),
    Other(Other),
    Unrecognized(RawJson),
}

choose!(Open by "type" or best {
    Run(Run): "run",
    Numbers(Vec<i64>): array,
    Other(Other): _,
});

#[derive(Debug, Clone, PartialEq)]
enum Family {
    Run(Run),
    Other(Other),
    Unrecognized(RawJson),
}

choose!(Family by "type" or any { Run(Run): "run", Other(Other): "other" });

#[track_caller]
fn reads<T: Wire + PartialEq + std::fmt::Debug>(json: Value, expected: T) {
    assert_eq!(
        from_json::<T>(json.to_string().as_bytes()).unwrap(),
        expected
    );
}

fn run(deployment: Option<&str>) -> Run {
    Run {
        deployment: deployment.map(str::to_owned),
    }
}

#[test]
fn the_json_type_comes_first_then_the_property() {
    reads(json!("x"), Action::Id("x".to_owned()));
    reads(json!({"type": "run"}), Action::Run(run(None)));
    let pause = Pause {
        deployment: Some("d".to_owned()),
        until: None,
    };
    reads(
        json!({"type": "pause", "deployment": "d"}),
        Action::Pause(pause.clone()),
    );
    reads(json!(1), Action::Unrecognized(json!(1).into()));
    let unknown = json!({"type": "stop", "deployment": "d"});
    reads(unknown.clone(), Action::Unrecognized(unknown.into()));
    assert_eq!(
        to_json(&Action::Pause(pause)),
        r#"{"type":"pause","deployment":"d"}"#
    );
    let error = from_json::<Action>(br#"{"type":"run","deployment":1}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$.deployment: expected a string, found a number"
    );
}

#[test]
fn without_the_property_the_branch_that_understands_the_most() {
    let pause = Pause {
        deployment: None,
        until: Some(1),
    };
    reads(json!({"until": 1}), Action::Pause(pause.clone()));
    reads(json!({"deployment": "d"}), Action::Run(run(Some("d"))));
    // Of equals the first.
    reads(json!({}), Action::Run(run(None)));
    // A declared discriminator leaves no room for guesses.
    reads(json!({}), Declared::Unrecognized(json!({}).into()));
    reads(
        json!({"type": "x"}),
        Declared::Unrecognized(json!({"type": "x"}).into()),
    );
    reads(json!({"type": "run"}), Declared::Run(run(None)));
}

#[test]
fn a_row_without_a_guard_takes_what_the_others_can_not() {
    let other = |note: Option<&str>, rest: Value| {
        let additional = serde_json::from_value(rest).unwrap();
        let note = note.map(str::to_owned);
        Open::Other(Other { note, additional })
    };
    reads(json!({"type": "run"}), Open::Run(run(None)));
    reads(json!([1]), Open::Numbers(vec![1]));
    reads(json!({"note": "n"}), other(Some("n"), json!({})));
    reads(
        json!({"type": "stop"}),
        other(None, json!({"type": "stop"})),
    );
    // The branch that the property names can't read it.
    let odd = json!({"type": "run", "deployment": 1});
    reads(odd.clone(), other(None, odd.clone()));
    let Family::Other(Other { additional, .. }) =
        from_json::<Family>(odd.to_string().as_bytes()).unwrap()
    else {
        panic!("another branch");
    };
    assert_eq!(json!(additional), odd);
}

#[derive(Debug, Clone, PartialEq)]
enum Status {
    Active,
    Ended,
    Unrecognized(String),
}

open_enum!(Status {
    Active: "active",
    Ended: "ended"
});

#[derive(Debug, Clone, PartialEq)]
struct Strict {
    status: Status,
}

object!(Strict { status: required "status" });

#[derive(Debug, Clone, PartialEq)]
struct Closed {
    status: Option<String>,
}

object!(closed Closed { status: optional "status" });

#[derive(Debug, Clone, PartialEq)]
struct Loose {
    status: String,
}

object!(Loose { status: required "status" });

#[derive(Debug, Clone, PartialEq)]
enum Tried {
    Strict(Strict),
    Closed(Closed),
    Loose(Loose),
    Unrecognized(RawJson),
}

best_of!(Tried { Strict(Strict), Closed(Closed), Loose(Loose) });

#[derive(Debug, Clone, PartialEq)]
enum Held {
    Other(Other),
    Loose(Loose),
    Unrecognized(RawJson),
}

best_of!(Held { Other(Other), Loose(Loose) });

#[test]
fn a_trial_heeds_listed_values_and_objects_that_are_closed() {
    let strict = Strict {
        status: Status::Active,
    };
    reads(json!({"status": "active"}), Tried::Strict(strict));
    let status = Some("new".to_owned());
    reads(json!({"status": "new"}), Tried::Closed(Closed { status }));
    let status = "new".to_owned();
    reads(
        json!({"status": "new", "x": 1}),
        Tried::Loose(Loose { status }),
    );
}

#[test]
fn a_member_that_is_only_kept_is_not_understood() {
    let status = "new".to_owned();
    reads(json!({"status": "new"}), Held::Loose(Loose { status }));
    let additional = BTreeMap::from([("x".to_owned(), json!(1))]);
    let note = None;
    reads(json!({"x": 1}), Held::Other(Other { note, additional }));
}

#[derive(Debug, Clone, PartialEq)]
struct Joint {
    id: String,
    action: Declared,
    other: Open,
}

object!(Joint with action, other { id: required "id" } const { "v": 2 });

#[test]
fn unions_stand_side_by_side_over_one_object() {
    let json = json!({"v": 2, "id": "1", "type": "run", "deployment": "d", "note": "n"});
    let joint = from_json::<Joint>(json.to_string().as_bytes()).unwrap();
    assert_eq!(joint.action, Declared::Run(run(Some("d"))));
    assert_eq!(joint.other, Open::Run(run(Some("d"))));
    let json = json!({"v": 2, "id": "1", "type": "pause", "note": "n", "x": [1]});
    let mut joint = from_json::<Joint>(json.to_string().as_bytes()).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&to_json(&joint)).unwrap(),
        json
    );
    // What a field says counts more than what is kept beside others.
    joint.id = "2".to_owned();
    joint.action = Declared::Run(run(Some("e")));
    let written: Value = serde_json::from_str(&to_json(&joint)).unwrap();
    let expected =
        json!({"v": 2, "id": "2", "type": "run", "deployment": "e", "note": "n", "x": [1]});
    assert_eq!(written, expected);
    let error = from_json::<Joint>(br#"{"v": 3, "id": "1"}"#).unwrap_err();
    assert_eq!(error.path(), "$.v");
}

#[derive(Debug, Clone, PartialEq)]
struct Created {
    name: String,
}

object!(Created { name: required "name" } const { "action": "created" });

#[derive(Debug, Clone, PartialEq)]
struct Labeled {
    label: Option<String>,
}

object!(Labeled { label: optional "label" });

#[derive(Debug, Clone, PartialEq)]
enum Event {
    Created(Created),
    Labeled(Labeled),
    Unrecognized(RawJson),
}

webhooks!(Event {
    Created(Created): "created" with ["action", "name"],
    Labeled(Labeled): "labeled" with ["label"],
});

#[test]
fn an_event_that_loses_more_than_it_keeps_is_not_chosen() {
    let name = "n".to_owned();
    let created = json!({"action": "created", "name": "n"});
    reads(created, Event::Created(Created { name }));
    let label = Some("l".to_owned());
    reads(
        json!({"label": "l", "x": 1}),
        Event::Labeled(Labeled { label }),
    );
    // It has what only the other knows.
    let both = json!({"label": "l", "name": "n"});
    reads(both.clone(), Event::Unrecognized(both.into()));
    let deleted = json!({"action": "deleted", "name": "n", "x": {"y": 1}});
    reads(deleted.clone(), Event::Unrecognized(deleted.into()));
    let named = Event::from_json_named("labeled", br#"{"action":"labeled"}"#).unwrap();
    assert_eq!(named.name(), Some("labeled"));
    let unnamed = Event::from_json(br#"{"action":"labeled"}"#).unwrap();
    assert_eq!(unnamed.name(), None);
}
