//! Work that grows with the text alone, whatever the shape.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::runtime::{
    DecodeError, Field, Fields, FromFields, Json, RawJson, Reader, Slot, Wire, best_of,
    decode_object, from_json, object, read_object, tagged, webhooks,
};

#[derive(Debug, Clone, PartialEq)]
enum Any {
    A(Box<A>),
    B(Box<B>),
    Text(String),
    Unrecognized(RawJson),
}

best_of!(Any { A(Box<A>), B(Box<B>), Text(String) });

#[derive(Debug, Clone, PartialEq)]
struct A {
    items: Option<Vec<Any>>,
    one: Option<i64>,
    two: Option<i64>,
    additional: BTreeMap<String, Value>,
}

object!(A { items: optional "items", one: optional "one", two: optional "two", .. additional });

#[derive(Debug, Clone, PartialEq)]
struct B {
    items: Option<Vec<Any>>,
    last: bool,
    additional: BTreeMap<String, Value>,
}

object!(B { items: optional "items", last: required "last", .. additional });

/// An object whose part is itself again.
#[derive(Debug, Clone, PartialEq)]
struct Whole {
    part: Part,
    next: Option<Box<Whole>>,
}

object!(Whole with part { next: optional "next" });

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Next(PartNext),
    Unrecognized(RawJson),
}

tagged!(Part by "kind" { Next(PartNext): 1 });

#[derive(Debug, Clone, PartialEq)]
struct PartNext {
    next: Option<Box<Whole>>,
}

object!(PartNext { next: optional "next" } const { "kind": 1 });

#[derive(Debug, Clone, PartialEq)]
enum Hook {
    A(A),
    B(B),
    Unrecognized(RawJson),
}

webhooks!(Hook { A(A): "a" with ["one", "two"], B(B): "b" with ["last"] });

/// Many optional members.
#[derive(Debug, Clone, PartialEq)]
struct Wide {
    fields: Vec<Option<i64>>,
}

const FIELDS: usize = 300;

/// `field000` and so on, the last first.
const NAMES: &[[u8; 8]; FIELDS] = &{
    let mut names = [*b"field000"; FIELDS];
    let mut index = 0;
    while index < FIELDS {
        let number = FIELDS - 1 - index;
        names[index][5] += (number / 100) as u8;
        names[index][6] += (number / 10 % 10) as u8;
        names[index][7] += (number % 10) as u8;
        index += 1;
    }
    names
};

const WIDE: &[Field; FIELDS] = &{
    let mut fields = [Field::optional(""); FIELDS];
    let mut index = 0;
    while index < FIELDS {
        if let Ok(name) = str::from_utf8(&NAMES[index]) {
            fields[index] = Field::optional(name);
        }
        index += 1;
    }
    fields
};

impl Wire for Wide {
    const FIELDS: &'static [Field] = WIDE;

    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        decode_object(json)
    }

    fn read(text: &mut Reader<'_>) -> Result<Self, DecodeError> {
        read_object(text)
    }

    fn encode(&self, _: &mut crate::runtime::Writer) {}
}

impl FromFields for Wide {
    fn from_fields(fields: &mut Fields<'_, '_>) -> Result<Self, DecodeError> {
        let mut values = vec![None; FIELDS];
        let mut slots: Vec<_> = values
            .iter_mut()
            .map(|value| Slot::optional(value))
            .collect();
        fields.read(&[], &mut slots)?;
        Ok(Self { fields: values })
    }
}

fn members(count: usize) -> String {
    let members = (0..count).map(|n| format!("\"k{n}\":{n},"));
    members.collect()
}

/// The result, and the time that it takes.
fn timed<T: Wire>(text: &str) -> (Result<T, DecodeError>, Duration) {
    let start = Instant::now();
    let result = from_json(text.as_bytes());
    (result, start.elapsed())
}

/// The rounds in which a comparison of times may hold for once: other programs run beside
/// it, and what grows too fast never holds.
const ROUNDS: usize = 6;

/// Four times as much takes some four times as long, not sixteen: the best of a few
/// runs each.
#[track_caller]
fn assert_grows_with_the_text<T: Wire>(count: usize, text: impl Fn(usize) -> String) {
    let best = |count: usize| {
        let text = text(count);
        let times = (0..4).map(|_| timed::<T>(&text).1);
        times.min().unwrap_or_default()
    };
    let grows = |_| {
        let (few, many) = (best(count), best(4 * count));
        many < few * 9
    };
    assert!((0..ROUNDS).any(grows), "it grows faster than the text");
}

/// Far more than it takes, and far less than it took.
#[track_caller]
fn assert_quick(time: Duration) {
    assert!(time < Duration::from_secs(8), "{time:?}");
}

#[test]
fn many_members_of_a_union() {
    let text = format!(r#"{{{}"last":true}}"#, members(100_000));
    let (value, time) = timed::<Any>(&text);
    assert!(matches!(value, Ok(Any::B(b)) if b.additional.len() == 100_000));
    assert_quick(time);
    let (value, time) = timed::<Hook>(&text);
    // More of it is unknown than not.
    assert!(matches!(value, Ok(Hook::Unrecognized(_))));
    assert_quick(time);
    let named = Hook::from_json_named("b", text.as_bytes()).unwrap();
    assert_eq!(
        (named.name(), Hook::from_json(b"1").unwrap().name()),
        (Some("b"), None)
    );
    assert_grows_with_the_text::<Any>(40_000, |count| {
        format!(r#"{{{}"last":true}}"#, members(count))
    });
    let late = format!(r#"{{{}"last":1,"one":""}}"#, members(100_000));
    let (value, time) = timed::<Any>(&late);
    assert!(matches!(value, Ok(Any::Unrecognized(_))));
    assert_quick(time);
}

/// Not the number of values alone is work, but their texts, too.
#[test]
fn a_long_text_deep_in_unions() {
    let (open, close) = (r#"{"x":1,"last":true,"items":["#, "]}");
    let long = "t".repeat(1_000_000);
    for text in [
        format!("\"{long}\""),
        format!("{{\"{long}\":1}}"),
        "1".repeat(1_000_000),
    ] {
        let text = format!("{}{text}{}", open.repeat(30), close.repeat(30));
        // Beyond what is tried for such a text: an error, no other branch.
        let (value, time) = timed::<Any>(&text);
        let error = value.unwrap_err().to_string();
        assert!(error.contains("less work to decide"), "{error}");
        assert_quick(time);
    }
}

/// Of the branches, only one has all that it needs, so each level is read once.
#[test]
fn a_branch_that_lacks_a_member_costs_nothing() {
    let (open, close) = (r#"{"x":1,"items":["#, "]}");
    let text = format!("{}\"t\"{}", open.repeat(60), close.repeat(60));
    assert!(matches!(timed::<Any>(&text).0, Ok(Any::A(_))));
}

/// Each level is read twice: 2^100 times without a limit.
#[test]
fn an_object_within_its_parts() {
    let chain = |depth: usize| {
        let open = r#"{"kind":1,"next":"#.repeat(depth);
        format!("{open}{{\"kind\":1}}{}", "}".repeat(depth))
    };
    timed::<Whole>(&chain(8)).0.unwrap();
    let (value, time) = timed::<Whole>(&chain(100));
    let error = value.unwrap_err().to_string();
    assert!(error.contains("less work to read"), "{error}");
    assert_quick(time);
    assert!(serde_json::from_str::<Whole>(&chain(40)).is_err());
}

/// The fields come last, in the reverse order, each once.
#[test]
fn many_fields_among_many_members() {
    let fields: Vec<String> = (0..FIELDS)
        .map(|n| format!("\"field{n:03}\":{n}"))
        .collect();
    let text = format!("{{{}{}}}", members(100_000), fields.join(","));
    let (value, time) = timed::<Wide>(&text);
    let expected = (0..FIELDS as i64).rev().map(Some).collect();
    assert_eq!(value, Ok(Wide { fields: expected }));
    assert_quick(time);
    // The members are looked through a few times, not for each field.
    let best = |run: &dyn Fn() -> Duration| (0..4).map(|_| run()).min().unwrap_or_default();
    let is_quick = |_| {
        let plain = best(&|| timed::<BTreeMap<String, i64>>(&text).1);
        let wide = best(&|| timed::<Wide>(&text).1);
        wide * 2 < plain * 3
    };
    assert!(
        (0..ROUNDS).any(is_quick),
        "the members are looked through too often"
    );
    let (value, time) = timed::<Wide>(&format!("{{{}\"field003\":3}}", members(100_000)));
    assert_eq!(value.unwrap().fields.iter().flatten().count(), 1);
    assert_quick(time);
}

#[test]
fn a_list_of_unions_in_a_union() {
    let item = r#"{"x":1,"items":["a",{"last":true,"items":[{"one":1}]}]}"#;
    let text = format!(r#"{{"y":[],"items":[{}]}}"#, [item; 10_000].join(","));
    let (value, time) = timed::<Any>(&text);
    assert!(matches!(value, Ok(Any::A(a)) if a.items.as_ref().is_some_and(|i| i.len() == 10_000)));
    assert_quick(time);
    assert_grows_with_the_text::<Any>(4_000, |count| {
        format!(r#"{{"y":[],"items":[{}]}}"#, vec![item; count].join(","))
    });
}
