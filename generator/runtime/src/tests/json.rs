//! The scanner against `serde_json`, and what it does with hostile input.

use serde_core::Deserialize as _;
use serde_json::{Value, json};

use crate::runtime::{Json, RawJson, Tape, Text, Tree, Writer, from_json, object, to_json};

/// A small generator (SplitMix64), seeded, so that a failure comes again.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// A JSON text, now and then a wrong one.
    fn value(&mut self, depth: usize, out: &mut String) {
        out.push_str(self.pick(&["", "", "", " ", "\n", "\t\r "]));
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => out.push_str(self.pick(&["null", "true", "false", "nul", "True"])),
            1 | 2 => out.push_str(self.pick(&[
                "0",
                "-0",
                "1",
                "-1",
                "10",
                "1.0",
                "1.50",
                "-0.0",
                "1e3",
                "1E+3",
                "12e-2",
                "1e999",
                "9007199254740993",
                "18446744073709551615",
                "18446744073709551616",
                "0.1",
                "-9223372036854775808",
                "-9223372036854775809",
                "123456789012345678901234567890",
                "2.2250738585072014e-308",
                "0.30000000000000004",
                "01",
                "1.",
                ".5",
                "-",
                "+1",
                "1e",
                "0x1",
                "NaN",
                "5e-324",
                "1e-999",
            ])),
            3 => out.push_str(self.pick(&[
                r#""""#,
                r#""a""#,
                r#""é""#,
                r#""\n\t\"\\\/""#,
                r#""\u00e9""#,
                r#""\ud83d\ude00""#,
                r#""\ud83d""#,
                r#""\x""#,
                r#""\"#,
                r#""\u12""#,
                "\"\u{1}\"",
                "\"\u{7f}\"",
                "\"😀\"",
                r#"'a'"#,
                r#""a\"#,
            ])),
            4 => {
                out.push('[');
                for i in 0..self.below(4) {
                    out.push_str(if i > 0 {
                        self.pick(&[",", ",", ",", ",", "", ",,"])
                    } else {
                        ""
                    });
                    self.value(depth - 1, out);
                }
                out.push_str(self.pick(&["]", "]", "]", "]", ",]", "}", ""]));
            }
            _ => {
                out.push('{');
                for i in 0..self.below(4) {
                    out.push_str(if i > 0 { "," } else { "" });
                    let number = self.below(i + 1);
                    out.push_str(&format!(
                        "\"{}{number}\"",
                        self.pick(&["a", "", "\\u0041", "é"])
                    ));
                    out.push_str(self.pick(&[":", ":", ":", " : ", ""]));
                    self.value(depth - 1, out);
                }
                out.push_str(self.pick(&["}", "}", "}", "}", " }", "]", ""]));
            }
        }
        out.push_str(self.pick(&["", "", "", " "]));
    }
}

/// `true` for the errors of texts that are JSON.
fn is_of_the_value(error: &str) -> bool {
    ["number out of range", "surrogate", "end of hex escape"]
        .iter()
        .any(|part| error.contains(part))
}

fn agree(text: &[u8]) -> bool {
    let theirs = serde_json::from_slice::<Value>(text);
    let ours = from_json::<Value>(text);
    match (&theirs, &ours) {
        (Ok(theirs), Ok(ours)) => assert_eq!(theirs, ours, "{}", text.escape_ascii()),
        (Err(_), Err(_)) => {}
        // Of a member that is repeated later, nobody reads the value.
        (Err(error), Ok(_)) if is_of_the_value(&error.to_string()) => {}
        _ => panic!("{}: {theirs:?} but {ours:?}", text.escape_ascii()),
    }
    theirs.is_ok()
}

#[test]
fn agrees_with_serde_json() {
    let mut random = Random(1);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..40_000 {
        let mut text = String::new();
        random.value(4, &mut text);
        let mut bytes = text.into_bytes();
        // Every second text is damaged in one place.
        if random.below(2) == 0 && !bytes.is_empty() {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => drop(bytes.remove(at)),
                1 => bytes.truncate(at),
                _ => bytes[at] = random.below(256) as u8,
            }
        }
        match agree(&bytes) {
            true => good += 1,
            false => bad += 1,
        }
    }
    assert!(good > 5_000 && bad > 5_000, "{good} good, {bad} bad");
}

#[test]
fn keeps_the_text_of_numbers() {
    for text in [
        "1.50",
        "-0",
        "1e999",
        "123456789012345678901234567890",
        "1E+2",
    ] {
        assert_eq!(
            Tree::parse(text.as_bytes()).unwrap(),
            Tree::Number(text.into())
        );
    }
}

/// As in `serde_json`, of few and of many members.
#[test]
fn the_last_of_repeated_members_counts() {
    for others in [0, 10, 31, 32, 33, 500] {
        let names: Vec<String> = (0..others).map(|n| format!("\"k{n}\":{n},")).collect();
        let text = format!(r#"{{"a":1,{}"b":2,"\u0061":3,"k1":4}}"#, names.concat());
        assert!(agree(text.as_bytes()));
        let Tree::Object(object) = Tree::parse(text.as_bytes()).unwrap() else {
            panic!("not an object");
        };
        let expected = others.max(2) + 2 - usize::from(others == 0);
        assert_eq!((object.len(), others), (expected, others));
        assert_eq!(object.get("a"), Some(&Tree::Number("3".into())));
        assert_eq!(object.iter().next().unwrap().0, "a");
        let raw = text.parse::<RawJson>().unwrap();
        assert_eq!(RawJson::of(&Tree::Object(object)).as_str(), raw.as_str());
        let read: RawJson = serde_json::from_str(&text).unwrap();
        assert_eq!(read.as_str(), raw.as_str());
    }
    let many = format!("{{{}\"a\":2}}", r#""a":1,"#.repeat(100_000));
    assert_eq!(
        to_json(&from_json::<Value>(many.as_bytes()).unwrap()),
        r#"{"a":2}"#
    );
}

#[test]
fn repeated_members_within_repeated_members() {
    let text =
        r#"{"a":1,"b":{"x":1,"y":[{"z":1,"z":{"q":1,"r":2,"q":3}}],"x":2},"a":{"b":1,"b":2}}"#;
    let expected = r#"{"a":{"b":2},"b":{"x":2,"y":[{"z":{"q":3,"r":2}}]}}"#;
    assert_eq!(text.parse::<RawJson>().unwrap().as_str(), expected);
    let open = r#"{"a":0,"a":"#.repeat(120);
    let text = format!("{open}[{}0]{}", "0,".repeat(200_000), "}".repeat(120));
    let value: Value = from_json(text.as_bytes()).unwrap();
    assert!(value["a"]["a"].is_object());
    let plain = text.replace(r#""a":0,"#, "");
    let same: Value = from_json(plain.as_bytes()).unwrap();
    assert_eq!(value, same);
}

/// A value that is dropped with the thread may be read from JSON while its thread ends.
#[test]
fn reads_while_a_thread_ends() {
    struct Last(std::sync::mpsc::Sender<bool>);
    impl Drop for Last {
        fn drop(&mut self) {
            let read = from_json::<Value>(br#"{"a":[1,{"b":"\n"}]}"#);
            let _ = self.0.send(read.is_ok());
        }
    }
    thread_local!(static LAST: std::cell::RefCell<Option<Last>> = const { std::cell::RefCell::new(None) });
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        LAST.set(Some(Last(sender)));
        from_json::<Value>(b"[1]").unwrap();
    });
    thread.join().unwrap();
    assert_eq!(receiver.recv(), Ok(true));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let text = "\u{feff} {\"a\":1}";
    assert_eq!(
        from_json::<Value>(text.as_bytes()).unwrap(),
        json!({"a": 1})
    );
    let error = Tape::parse("\u{feff}?".as_bytes()).unwrap_err();
    assert_eq!(error.offset(), Some(3));
    assert!(Tape::parse("\u{feff}\u{feff}1".as_bytes()).is_err());
    assert!(Tape::parse("1\u{feff}".as_bytes()).is_err());
}

#[derive(Debug, Clone, PartialEq)]
struct Named {
    name: String,
}

object!(Named { name: required "name" });

/// Half of a surrogate pair is valid JSON, but no text.
#[test]
fn half_of_a_surrogate_pair_fails_where_it_is_read() {
    for half in [
        r"\ud83d",
        r"\ude00",
        r"\ud83d\ud83d",
        r"\ud83dx",
        r"\ude00\ud83d",
    ] {
        let unread = format!(r#"{{"other":["{half}"],"name":"x","{half}":1}}"#);
        let named: Named = from_json(unread.as_bytes()).unwrap();
        assert_eq!(serde_json::from_str::<Named>(&unread).unwrap(), named);
        assert_eq!(named.name, "x");

        let read = format!(r#"{{"name":"a{half}"}}"#);
        let error = from_json::<Named>(read.as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "$.name: expected a string, found a string with half of a surrogate pair",
        );
    }
    let whole: Named = from_json(br#"{"name":"\ud83d\uDE00\u0000\u00e9\/"}"#).unwrap();
    assert_eq!(whole.name, "😀\0é/");
    for wrong in [
        r"\u12",
        r"\u12g4",
        r"\u+123",
        r"\ud83d\u12",
        r"\U0041",
        r"\",
    ] {
        assert!(
            Tape::parse(format!("\"{wrong}\"").as_bytes()).is_err(),
            "{wrong}"
        );
    }
}

/// A string is read and written by words, whatever stands where.
#[test]
fn strings_of_every_length_agree_with_serde_json() {
    let special = (0..0x80)
        .map(char::from)
        .chain(['\u{80}', 'é', '€', '😀', '\u{fffd}']);
    for special in special {
        for length in 0..20 {
            for at in 0..=length {
                let mut text = "x".repeat(length);
                text.insert(at, special);
                let written = serde_json::to_string(&text).unwrap();
                assert_eq!(to_json(&text), written);
                assert_eq!(from_json::<String>(written.as_bytes()), Ok(text.clone()));
                // Unescaped, and at the end of the text.
                agree(format!("\"{text}\"").as_bytes());
                agree(format!("\"{text}").as_bytes());
            }
        }
    }
    for integer in [0, 7, -1, 10, i64::MAX, i64::MIN, 1_000_000_007] {
        assert_eq!(to_json(&integer), integer.to_string());
    }
    assert_eq!(to_json(&u64::MAX), u64::MAX.to_string());
}

#[test]
fn deep_input_is_an_error() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Tape::parse(nested(128).as_bytes()).is_ok());
    let error = Tape::parse(nested(129).as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$: expected at most 128 levels of arrays and objects, found `[` at line 1, column 129 (byte 128)",
    );
    assert!(Tape::parse("[".repeat(100_000).as_bytes()).is_err());
    assert!(Tape::parse("{\"a\":".repeat(100_000).as_bytes()).is_err());

    // From another format too, which may know no limit of its own.
    let mut deep = json!(null);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    assert!(RawJson::deserialize(deep).is_err());
}

#[test]
fn errors_say_where() {
    let shown = |text: &[u8]| Tape::parse(text).unwrap_err().to_string();
    assert_eq!(
        shown(b"{\n  \"a\": 1,\n  oops\n}"),
        "$: expected a member name, found `o` at line 3, column 3 (byte 14)",
    );
    assert_eq!(
        shown(b""),
        "$: expected a JSON value, found the end at line 1, column 1 (byte 0)"
    );
    assert_eq!(
        shown(b"1 2"),
        "$: expected the end, found `2` at line 1, column 3 (byte 2)"
    );
    assert_eq!(
        shown(b"[\"\\q\"]"),
        "$: expected a string, found one with an invalid escape at line 1, column 2 (byte 1)",
    );
    assert_eq!(
        shown(b"\"\xff\""),
        "$: expected UTF-8, found another byte at line 1, column 2 (byte 1)",
    );
    assert_eq!(Tape::parse(b"nope").unwrap_err().offset(), Some(0));
}

#[test]
fn is_a_serde_value() {
    let text = r#"{"a":[1,-2,1.5,true,null,"x\n"],"b":{}}"#;
    let raw: RawJson = serde_json::from_str(text).unwrap();
    assert_eq!(raw.as_str(), text);
    let tape = Tape::parse(text.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&tape.root()).unwrap(), text);
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(RawJson::deserialize(value.clone()).unwrap().as_str(), text);
    assert_eq!(Value::try_from(tape.root()).unwrap(), value);
    let tree = Tree::from(tape.root());
    assert_eq!(Value::try_from(tree.tape().root()).unwrap(), value);
}

#[test]
fn writes_what_serde_json_reads() {
    let value = json!({
        "text": "quote \" slash \\ bell \u{7} é 😀 [{",
        "numbers": [0, -1, 1.5, 1e300, u64::MAX],
        "empty": [[], {}, ""],
        "[{": null,
    });
    assert_eq!(
        serde_json::from_str::<Value>(&to_json(&value)).unwrap(),
        value
    );

    let mut out = Writer::new();
    out.begin_array();
    out.item().string("[");
    out.item().begin_object();
    out.name("{").bool(true);
    out.name("b\"").null();
    out.end_object();
    out.item().float(10.0);
    out.item().float(-0.0);
    out.item().float(f64::NAN);
    out.item().float(1e300);
    out.end_array();
    assert_eq!(
        out.into_string(),
        r#"["[",{"{":true,"b\"":null},10,-0.0,null,1e+300]"#
    );
}

/// Strings are scanned by words, so ends of every length are tried.
#[test]
fn a_character_to_escape_is_found_at_every_place() {
    for length in 0..30 {
        for at in 0..=length {
            for found in ["", "\0", "\u{1f}", "\"", "\\", "\"\\\n"] {
                let before = "é".repeat(at / 2) + &"a".repeat(at % 2);
                let text = before + found + &"z".repeat(length - at);
                let written = serde_json::to_string(&text).unwrap();
                assert_eq!(to_json(&text), written);
                assert_eq!(from_json::<String>(written.as_bytes()).unwrap(), text);
            }
        }
    }
}

/// A tree has one for each value, and most of what decoding takes is the tree.
#[test]
fn a_value_takes_three_words() {
    let word = size_of::<usize>();
    assert_eq!((size_of::<Json>(), size_of::<Text>()), (3 * word, 2 * word));
}
