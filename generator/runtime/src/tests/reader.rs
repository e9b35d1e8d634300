//! One pass over a text, beside the list of all its values: what the one reads, the other
//! reads, too.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_json::Value;

use super::json::Random;
use crate::runtime::{
    Decimal, DecodeError, File, Nullable, RawJson, Reader, Tape, Wire, best_of, by_type, from_json,
    object, open_enum, tagged, tuple,
};

/// Each kind of field, and each kind of type in one.
#[derive(Debug, Clone, PartialEq)]
struct All {
    id: String,
    count: i64,
    small: u8,
    rate: f64,
    live: bool,
    parent: Option<String>,
    note: Option<String>,
    state: Option<State>,
    ends: Nullable<i32>,
    tags: Option<Vec<String>>,
    pair: Option<Pair>,
    amount: Option<Decimal>,
    child: Option<Box<All>>,
    event: Option<Event>,
    any: Option<Any>,
    kept: Option<Kept>,
    joint: Option<Joint>,
    raw: Option<RawJson>,
    value: Option<Value>,
    file: Option<File>,
}

object!(All {
    id: required "id",
    count: required "count",
    small: required "small",
    rate: required "rate",
    live: required "live",
    parent: required_nullable "parent",
    note: optional "note",
    state: optional "state",
    ends: nullable "ends",
    tags: optional "tags",
    pair: optional "pair",
    amount: optional "amount",
    child: optional "child",
    event: optional "event",
    any: optional "any",
    kept: optional "kept",
    joint: optional "joint",
    raw: optional "raw",
    value: nullable "value",
    file: optional "file",
});

#[derive(Debug, Clone, PartialEq)]
enum State {
    On,
    Off,
    Unrecognized(String),
}

open_enum!(State {
    On: "on",
    Off: "off"
});

#[derive(Debug, Clone, PartialEq)]
struct Pair(String, Option<i64>);

tuple!(Pair {
    0: required,
    1: optional
});

#[derive(Debug, Clone, PartialEq)]
enum Event {
    Made(Made),
    Paid(Paid),
    Unrecognized(RawJson),
}

tagged!(Event by "type" { Made(Made): "made", Paid(Paid): "paid" });

#[derive(Debug, Clone, PartialEq)]
struct Made {
    at: i64,
}

object!(Made { at: required "at" } const { "type": "made" });

#[derive(Debug, Clone, PartialEq)]
struct Paid {
    at: i64,
    by: Option<String>,
}

object!(Paid { at: required "at", by: optional "by" } const { "type": "paid", "v": optional 2 });

#[derive(Debug, Clone, PartialEq)]
enum Any {
    Text(String),
    Number(f64),
    Whole(i64),
    Made(Box<Part>),
    Unrecognized(RawJson),
}

by_type!(Any { Text(String): string, Number(f64): number, Whole(i64): integer, Made(Box<Part>): object });

#[derive(Debug, Clone, PartialEq)]
struct Kept {
    one: Option<i64>,
    others: BTreeMap<String, Either>,
}

object!(closed Kept { one: optional "one", .. others } const { "kind": null });

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Part(Part),
    Paid(Paid),
    List(Vec<i64>),
    Unrecognized(RawJson),
}

best_of!(Either { Part(Part), Paid(Paid), List(Vec<i64>) });

#[derive(Debug, Clone, PartialEq)]
struct Part {
    a: Option<String>,
    b: Option<bool>,
}

object!(Part { a: optional "a", b: optional "b" });

#[derive(Debug, Clone, PartialEq)]
struct Joint {
    first: Part,
    second: Made,
    c: i64,
}

object!(Joint with first, second { c: required "c" });

/// Texts of `All`, their members in several orders.
const TEXTS: [&str; 6] = [
    r#"{"id":"a","count":1,"small":2,"rate":3.5,"live":true,"parent":null,"note":"n","state":"on","ends":null,"tags":["x","y\n"],"pair":["p",1],"amount":1.10,"child":{"id":"b","count":-0,"small":0,"rate":1e3,"live":false},"event":{"type":"made","at":5},"any":"t","kept":{"one":1,"k":{"a":"x"},"kind":null,"l":[1]},"joint":{"type":"made","a":"x","at":1,"c":2},"raw":{"x":[1.0,null]},"value":null,"file":"aGk="}"#,
    r#"{ "live": false, "rate": 0.1, "small": 255, "count": 12.0, "id": "\u00e9\ud83d\ude00", "x": {"y": [{}]}, "event": {"at": 1, "v": 2, "type": "paid", "by": null} }"#,
    r#"{"value":[1,"a"],"ends":5,"any":7,"file":{"content":"aGk=","name":"f"},"id":"","count":9223372036854775807,"small":1,"rate":-1,"live":true,"parent":"p","event":{"type":"other","z":1},"note":null}"#,
    r#"{"id":"a","id":"b","count":"no","count":3,"small":2,"rate":3,"live":true,"n\u006fte":"m","child":null,"kept":{"a":1,"b":"t","a":[2],"one":null},"any":2.0}"#,
    r#"{"any":{"a":"x","b":true},"kept":{"k\u0065y":[1,2],"kind":null},"joint":{"c":1,"b":false,"type":"made","at":0,"v":1},"amount":0.30,"tags":[],"pair":["p"],"state":"new","rate":2E+2,"live":true,"small":7,"count":1e2,"id":"z"}"#,
    r#"[{"id":"a","count":1,"small":2,"rate":3,"live":true}]"#,
];

/// The pieces that are put into texts.
const PIECES: [&str; 24] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "0",
    "1",
    "-",
    ".",
    "e5",
    "\\",
    "\\u0041",
    "\\ud800",
    "null",
    "true",
    "\"id\":\"c\",",
    "\"type\":\"paid\",",
    "\"x\":[1],",
    "\"kind\":1,",
    "\u{e9}",
];

fn read_once<T: Wire>(text: &str) -> Option<T> {
    let mut reader = Reader::of(text.as_bytes()).ok()?;
    let value = T::read(&mut reader).ok()?;
    reader.end().ok().map(|()| value)
}

fn read_listed<T: Wire>(text: &str) -> Result<T, DecodeError> {
    T::decode(Tape::parse(text.as_bytes())?.root())
}

fn agree<T: Wire + Debug + PartialEq>(text: &str) -> bool {
    let (once, listed) = (read_once::<T>(text), read_listed::<T>(text));
    assert_eq!(from_json(text.as_bytes()), listed, "{text}");
    if let Some(once) = &once {
        assert_eq!(Ok(once), listed.as_ref(), "{text}");
    }
    once.is_some()
}

#[test]
fn a_text_with_nothing_wrong_is_read_in_one_pass() {
    for text in TEXTS.iter().take(3) {
        assert!(agree::<All>(text), "{text}");
    }
    // The first `count` is no number, but the last one counts.
    assert!(!agree::<All>(TEXTS[3]));
    assert!(read_listed::<All>(TEXTS[3]).is_ok());
    assert!(agree::<All>(TEXTS[4]));
    assert!(agree::<Vec<All>>(TEXTS[5]));
    assert!(agree::<BTreeMap<String, RawJson>>(TEXTS[3]));
}

#[test]
fn names_that_only_look_like_those_of_fields() {
    #[derive(Debug, Clone, PartialEq)]
    struct Odd {
        quoted: Option<i64>,
        escaped: Option<i64>,
        short: Option<i64>,
        shorter: Option<i64>,
    }
    object!(Odd {
        quoted: optional "a\":1,\"b",
        escaped: optional "c\\n",
        short: optional "abc",
        shorter: optional "abd",
    });
    for text in [
        r#"{"a":1,"b":2}"#,
        r#"{"a\":1,\"b":2}"#,
        r#"{"c\n":2}"#,
        r#"{"c\\n":2}"#,
        r#"{"abd":1,"abc":2}"#,
        r#"{"adc":1,"aabc":2,"ab":3,"abcd":4,"":5}"#,
    ] {
        assert!(agree::<Odd>(text), "{text}");
    }
}

#[test]
fn texts_with_something_wrong_are_read_alike() {
    let mut random = Random(11);
    let mut read = 0;
    for round in 0..30_000 {
        let mut text = TEXTS[round % TEXTS.len()].to_owned();
        for _ in 0..random.below(4) {
            change(&mut text, &mut random);
        }
        read += usize::from(agree::<All>(&text));
        agree::<Vec<All>>(&text);
        agree::<Kept>(&text);
        agree::<BTreeMap<String, Either>>(&text);
        agree::<RawJson>(&text);
    }
    assert!(read > 1_000, "{read} of them could be read");
}

/// Removes, repeats or adds something.
fn change(text: &mut String, random: &mut Random) {
    let boundary = |at: usize| (at..).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(random.below(text.len()));
    let end = boundary(start + random.below((text.len() - start).clamp(1, 12)));
    match random.below(3) {
        0 => text.replace_range(start..end, ""),
        1 => {
            let again = text[start..end].to_owned();
            text.insert_str(start, &again);
        }
        _ => text.insert_str(start, PIECES[random.below(PIECES.len())]),
    }
}

/// On a thread with half of the stack that threads usually have.
#[test]
fn values_as_deep_as_json_may_be() {
    const STACK: usize = 1 << 20;
    let open = r#"{"id":"a","count":1,"small":2,"rate":3,"live":true,"child":"#.repeat(127);
    let text = format!("{open}null{}", "}".repeat(127));
    let read = move || {
        (
            read_once::<All>(&text).is_some(),
            read_listed::<All>(&text).is_ok(),
        )
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(read);
    assert_eq!(thread.unwrap().join().unwrap(), (true, true));
}
