//! `tagged!`, `by_type!` and `best_of!`.

use serde_json::{Value, json};

use crate::runtime::{
    DecodeError, Json, RawJson, Wire, Writer, best_of, by_type, from_json, object, payloads,
    tagged, to_json,
};

#[derive(Debug, Clone, PartialEq)]
struct Standard {
    id: String,
}

object!(Standard { id: required "id" } const { "renews": true });

#[derive(Debug, Clone, PartialEq)]
struct NonRenewing {
    id: String,
    renews: bool,
}

object!(NonRenewing { id: required "id", renews: required "renews" });

#[derive(Debug, Clone, PartialEq)]
enum Subscription {
    Standard(Box<Standard>),
    NonRenewing(NonRenewing),
    Unrecognized(RawJson),
}

tagged!(Subscription by "renews" {
    Standard(Box<Standard>): true,
    NonRenewing(NonRenewing): false,
});

#[derive(Debug, Clone, PartialEq)]
enum Cancellation {
    Immediately,
    AtPeriodEnd,
    Unrecognized(RawJson),
}

tagged!(Cancellation by "timing" { Immediately: "immediately", AtPeriodEnd: "at_period_end" });

#[derive(Debug, Clone, PartialEq)]
enum Contact {
    Mail(String),
    Phone(String),
    Number(i64),
    Person(Box<Standard>),
    Unrecognized(RawJson),
}

best_of!(apart Contact {
    Mail(String),
    Phone(String),
    Number(i64),
    Person(Box<Standard>),
});

payloads!(Contact { Number(i64), Person(Box<Standard>) });

/// Each payload of one variant alone becomes the union, also from its box.
#[test]
fn payloads_become_the_union() {
    let id = || "s".to_owned();
    let held = NonRenewing {
        id: id(),
        renews: false,
    };
    assert_eq!(
        Subscription::from(held.clone()),
        Subscription::NonRenewing(held)
    );
    assert_eq!(Numbered::from(vec![1]), Numbered::Two(vec![1]));
    assert_eq!(Version::from(1), Version::Number(1));
    assert_eq!(Version::from(1.0), Version::Amount(1.0));
    assert_eq!(Version::from("1".to_owned()), Version::Text("1".to_owned()));
    assert_eq!(Contact::from(1), Contact::Number(1));
    let person = Contact::from(Standard { id: id() });
    assert_eq!(person, Contact::Person(Box::new(Standard { id: id() })));
    let is_string = |_: &dyn Fn(String) -> Contact| ();
    is_string(&Contact::Mail);
    is_string(&Contact::Phone);
}

#[derive(Debug, Clone, PartialEq)]
enum Numbered {
    One,
    Two(Vec<i64>),
    Unrecognized(RawJson),
}

tagged!(Numbered by "v" { One: 1, Two(Vec<i64>): -2 });

#[derive(Debug, Clone, PartialEq)]
enum Version {
    Amount(f64),
    Number(i64),
    Text(String),
    Nothing(()),
    Unrecognized(RawJson),
}

by_type!(Version { Amount(f64): number, Number(i64): integer, Text(String): string, Nothing(()): null });

#[derive(Debug, Clone, PartialEq)]
struct Small {
    a: i64,
}

object!(Small { a: required "a" });

#[derive(Debug, Clone, PartialEq)]
struct Large {
    a: i64,
    b: Option<Vec<i64>>,
}

object!(Large { a: required "a", b: optional "b" });

#[derive(Debug, Clone, PartialEq)]
enum Thing {
    Small(Small),
    Large(Large),
    Number(f64),
    Unrecognized(RawJson),
}

best_of!(Thing { Small(Small), Large(Large), Number(f64) });

#[track_caller]
fn round_trip<T: Wire + PartialEq + std::fmt::Debug>(value: T, wire: Value) {
    assert_eq!(
        from_json::<T>(wire.to_string().as_bytes()).as_ref(),
        Ok(&value)
    );
    assert_eq!(
        serde_json::from_str::<Value>(&to_json(&value)).unwrap(),
        wire
    );
}

#[test]
fn tags_of_every_kind() {
    let id = || "x".to_owned();
    round_trip(
        Subscription::Standard(Box::new(Standard { id: id() })),
        json!({"id": "x", "renews": true}),
    );
    round_trip(
        Subscription::NonRenewing(NonRenewing {
            id: id(),
            renews: false,
        }),
        json!({"id": "x", "renews": false}),
    );
    round_trip(
        Cancellation::AtPeriodEnd,
        json!({"timing": "at_period_end"}),
    );
    round_trip(Cancellation::Immediately, json!({"timing": "immediately"}));
    round_trip(Numbered::One, json!({"v": 1}));
    let wrong = from_json::<Numbered>(br#"{"v": -2}"#).unwrap_err();
    assert_eq!(wrong.to_string(), "$: expected an array, found an object");
    assert_eq!(to_json(&Numbered::Two(vec![1])), "[1]");
}

#[test]
fn what_fits_no_tag_is_kept() {
    for wire in [
        json!({"timing": "later", "n": [1]}),
        json!({}),
        json!("x"),
        json!({"timing": null}),
    ] {
        round_trip(Cancellation::Unrecognized(wire.clone().into()), wire);
    }
    let wire = json!({"id": "x", "renews": "true"});
    round_trip(
        Subscription::Unrecognized(wire.clone().into()),
        wire.clone(),
    );
    let through_serde: Subscription = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(serde_json::to_value(through_serde).unwrap(), wire);
}

#[test]
fn a_known_tag_with_a_wrong_payload_is_an_error() {
    let error = from_json::<Subscription>(br#"{"renews":true,"id":5}"#).unwrap_err();
    assert_eq!(error.to_string(), "$.id: expected a string, found a number");
}

#[test]
fn types_of_json() {
    round_trip(Version::Number(3), json!(3));
    // JSON Schema takes it for an integer, but it is written as a number is.
    for (text, amount) in [("3.0", 3.0), ("-3.0", -3.0), ("0.0", 0.0)] {
        let version: Version = from_json(text.as_bytes()).unwrap();
        assert_eq!(version, Version::Amount(amount));
        assert_eq!(to_json(&version), text);
        assert_eq!(to_json(&vec![version]), format!("[{text}]"));
    }
    round_trip(Version::Amount(3.5), json!(3.5));
    assert_eq!(
        from_json::<Version>(b"1e30").unwrap(),
        Version::Amount(1e30)
    );
    assert_eq!(to_json(&Version::Amount(1e30)), "1e+30");
    round_trip(Version::Text("3".to_owned()), json!("3"));
    round_trip(Version::Nothing(()), json!(null));
    round_trip(Version::Unrecognized(json!([1]).into()), json!([1]));
}

#[test]
fn the_branch_that_keeps_the_most() {
    round_trip(Thing::Small(Small { a: 1 }), json!({"a": 1}));
    round_trip(
        Thing::Large(Large {
            a: 1,
            b: Some(vec![2]),
        }),
        json!({"a": 1, "b": [2]}),
    );
    round_trip(Thing::Number(1.0), json!(1));
    round_trip(
        Thing::Unrecognized(json!({"b": []}).into()),
        json!({"b": []}),
    );
    let larger: Thing = from_json(br#"{"a":1,"b":[2],"c":3}"#).unwrap();
    assert_eq!(
        larger,
        Thing::Large(Large {
            a: 1,
            b: Some(vec![2])
        })
    );
    let tie: Thing = from_json(br#"{"a":1,"c":3}"#).unwrap();
    assert_eq!(tie, Thing::Small(Small { a: 1 }));
}

/// A union in itself, whose branches all fit.
#[derive(Debug, Clone, PartialEq)]
enum Nested {
    A(NestedA),
    B(NestedB),
    Unrecognized(RawJson),
}

best_of!(Nested { A(NestedA), B(NestedB) });

#[derive(Debug, Clone, PartialEq)]
struct NestedA {
    next: Option<Box<Nested>>,
    a: Option<i64>,
}

object!(NestedA { next: optional "next", a: optional "a" });

#[derive(Debug, Clone, PartialEq)]
struct NestedB {
    next: Option<Box<Nested>>,
    b: Option<i64>,
}

object!(NestedB { next: optional "next", b: optional "b" });

fn chain(depth: usize, end: &str) -> String {
    format!(
        r#"{}{end}{}"#,
        r#"{"x":1,"next":"#.repeat(depth),
        "}".repeat(depth)
    )
}

/// An error in place of what unions would make of a part of the work.
#[track_caller]
fn assert_too_much<T: std::fmt::Debug>(result: Result<T, DecodeError>) {
    let error = result.unwrap_err().to_string();
    assert!(error.contains("less work to decide"), "{error}");
}

/// Each level loses something in either branch, so both are tried: 2^120 ways
/// without a limit.
#[test]
fn hostile_unions_cost_little() {
    let start = std::time::Instant::now();
    let text = chain(120, "{}");
    assert_too_much(from_json::<Nested>(text.as_bytes()));
    let many = format!("[{}]", vec![text; 100].join(","));
    assert_too_much(from_json::<Vec<Nested>>(many.as_bytes()));
    serde_json::from_str::<Nested>(&chain(100, "{}")).unwrap_err();
    assert!(
        start.elapsed() < std::time::Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

/// And an honest one of some depth is decided as ever, also behind a hostile one.
#[test]
fn the_budget_is_that_of_one_document() {
    assert_too_much(from_json::<Nested>(chain(120, "{}").as_bytes()));
    let text = chain(8, r#"{"b":1}"#).replace(r#""x":1,"#, "");
    let value: Nested = from_json(text.as_bytes()).unwrap();
    assert_eq!(to_json(&value), text);
    let mut innermost = &value;
    while let Nested::A(NestedA {
        next: Some(next), ..
    }) = innermost
    {
        innermost = next;
    }
    assert!(
        matches!(innermost, Nested::B(NestedB { b: Some(1), .. })),
        "{innermost:?}"
    );
}

/// Unions that lead to one another and to themselves, reading nothing.
#[derive(Debug, Clone, PartialEq)]
enum CycleA {
    Text(String),
    B(Box<CycleB>),
    Typed(CycleTyped),
    Itself(Box<CycleA>),
    Unrecognized(RawJson),
}

best_of!(apart CycleA { Text(String), B(Box<CycleB>), Typed(CycleTyped), Itself(Box<CycleA>) });

#[derive(Debug, Clone, PartialEq)]
enum CycleB {
    Number(f64),
    A(Box<CycleA>),
    Next(CycleNext),
    Unrecognized(RawJson),
}

best_of!(CycleB { Number(f64), A(Box<CycleA>), Next(CycleNext) });

#[derive(Debug, Clone, PartialEq)]
enum CycleTyped {
    Flag(Box<CycleB>),
    Items(Vec<CycleA>),
    Unrecognized(RawJson),
}

by_type!(CycleTyped { Flag(Box<CycleB>): boolean, Items(Vec<CycleA>): array });

#[derive(Debug, Clone, PartialEq)]
struct CycleNext {
    next: Option<Box<CycleA>>,
}

object!(CycleNext { next: required "next" });

#[test]
fn a_union_in_itself_ends() {
    round_trip(CycleA::Unrecognized(json!(true).into()), json!(true));
    round_trip(CycleB::Unrecognized(json!(true).into()), json!(true));
    round_trip(
        CycleTyped::Flag(Box::new(CycleB::Unrecognized(json!(true).into()))),
        json!(true),
    );
    round_trip(CycleA::Text("x".to_owned()), json!("x"));
    round_trip(CycleA::B(Box::new(CycleB::Number(1.5))), json!(1.5));
    let flags = vec![
        CycleA::Text("x".to_owned()),
        CycleA::Unrecognized(json!(false).into()),
    ];
    round_trip(CycleTyped::Items(flags), json!(["x", false]));
    let next = CycleNext {
        next: Some(Box::new(CycleA::Text("x".to_owned()))),
    };
    round_trip(
        CycleA::B(Box::new(CycleB::Next(next))),
        json!({"next": "x"}),
    );
    // Directly, or by way of itself: neither fits better.
    let unknown = json!({"next": {"other": null}});
    round_trip(CycleA::Unrecognized(unknown.clone().into()), unknown);
}

/// On a thread with the stack that threads usually have.
#[test]
fn a_union_in_itself_ends_at_any_depth() {
    for (open, close) in [("[", "]"), (r#"{"next":"#, "}"), (r#"{"x":1,"next":"#, "}")] {
        let text = format!("{}true{}", open.repeat(127), close.repeat(127));
        // Without an overflow; what isn't decided is an error.
        for result in [
            from_json::<CycleA>(text.as_bytes()).map(drop),
            from_json::<CycleTyped>(text.as_bytes()).map(drop),
        ] {
            if result.is_err() {
                assert_too_much(result);
            }
        }
    }
    let many = format!("[{}]", vec!["true"; 10_000].join(","));
    let many: Vec<CycleA> = from_json(many.as_bytes()).unwrap();
    assert_eq!(many.last(), Some(&CycleA::Unrecognized(json!(true).into())));
}

/// Two unions for each level of the document.
#[derive(Debug, Clone, PartialEq)]
enum Outer {
    Inner(Box<Inner>),
    Unrecognized(RawJson),
}

best_of!(Outer { Inner(Box<Inner>) });

#[derive(Debug, Clone, PartialEq)]
enum Inner {
    Items(Vec<Outer>),
    End(String),
    Unrecognized(RawJson),
}

best_of!(Inner { Items(Vec<Outer>), End(String) });

#[test]
fn unions_nest_only_so_deep() {
    for (depth, is_known) in [(1, true), (63, true), (64, false), (127, false)] {
        let text = format!(r#"{}"end"{}"#, "[".repeat(depth), "]".repeat(depth));
        let result = from_json::<Outer>(text.as_bytes());
        if !is_known {
            assert_too_much(result);
            continue;
        }
        let value = result.unwrap();
        assert_eq!(to_json(&value), text);
        assert!(!format!("{value:?}").contains("Unrecognized"), "{depth}");
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Version(Version),
    Small(Small),
    Unrecognized(RawJson),
}

best_of!(Either { Version(Version), Small(Small) });

/// A union within keeps all that it doesn't know, but that isn't to fit.
#[test]
fn a_branch_that_fits_comes_before_a_union_that_knows_nothing() {
    round_trip(Either::Small(Small { a: 1 }), json!({"a": 1}));
    round_trip(Either::Version(Version::Number(1)), json!(1));
    round_trip(Either::Unrecognized(json!([1]).into()), json!([1]));
}

thread_local! {
    static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A value that counts how often it is read.
#[derive(Debug, Clone, PartialEq)]
struct Counted;

impl Wire for Counted {
    fn decode(_: Json<'_>) -> Result<Self, DecodeError> {
        READ.set(READ.get() + 1);
        Ok(Self)
    }

    fn encode(&self, out: &mut Writer) {
        out.null();
    }
}

#[derive(Debug, Clone, PartialEq)]
struct WithConstant {
    counted: Counted,
}

object!(WithConstant { counted: required "counted" } const { "kind": "constant" });

#[derive(Debug, Clone, PartialEq)]
struct WithMore {
    counted: Counted,
    more: i64,
}

object!(WithMore { counted: required "counted", more: required "more" });

#[derive(Debug, Clone, PartialEq)]
struct WithLess {
    counted: Counted,
    kind: Option<String>,
}

object!(WithLess { counted: required "counted", kind: optional "kind" });

#[derive(Debug, Clone, PartialEq)]
enum Counting {
    Constant(Box<WithConstant>),
    More(WithMore),
    Less(WithLess),
    Unrecognized(RawJson),
}

best_of!(Counting { Constant(Box<WithConstant>), More(WithMore), Less(WithLess) });

#[test]
fn a_branch_that_lacks_a_member_is_not_read() {
    let value: Counting = from_json(br#"{"counted":1,"kind":"other"}"#).unwrap();
    assert!(matches!(value, Counting::Less(_)), "{value:?}");
    assert_eq!(READ.take(), 1);
    let value: Counting = from_json(b"[]").unwrap();
    assert!(matches!(value, Counting::Unrecognized(_)), "{value:?}");
    assert_eq!(READ.take(), 0);
}
