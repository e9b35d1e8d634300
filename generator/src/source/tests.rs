use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Format, Source};
use crate::diag::Diagnostic;

/// The value of a text that is fine.
fn read(text: &str) -> Value {
    source("test.yaml", text).value().clone()
}

fn source(name: &str, text: &str) -> Source {
    match Source::parse(name, text) {
        Ok(source) => source,
        Err(diagnostic) => panic!("{text:?}: {diagnostic:?}"),
    }
}

/// The printed report for a text that isn't.
fn refusal(name: &str, text: &str) -> String {
    match Source::parse(name, text) {
        Ok(source) => panic!("{text:.40} was read as {:.40}", source.value().to_string()),
        Err(diagnostic) => told(&diagnostic),
    }
}

/// A finding without the lines that it is about.
fn told(diagnostic: &Diagnostic) -> String {
    let (line, column) = diagnostic.position.unwrap_or_default();
    format!(
        "error[{}]: {}\n  at {}:{line}:{column}\n  help: {}\n",
        diagnostic.code,
        diagnostic.message,
        diagnostic.at.file(),
        diagnostic.help.as_deref().unwrap_or_default(),
    )
}

#[track_caller]
fn check_refusal(name: &str, text: &str, place: &str, message: &str, help: &str) {
    assert_eq!(
        refusal(name, text),
        format!("error[syntax]: {message}\n  at {name}:{place}\n  help: {help}\n"),
    );
}

#[track_caller]
fn check_scalar(yaml: &str, expected: Value) {
    assert_eq!(
        read(&format!("a: {yaml}")),
        json!({ "a": expected }),
        "{yaml}"
    );
    assert_eq!(read(&format!("- {yaml}")), json!([expected]), "{yaml}");
    assert_eq!(
        read(&format!("x: [1, {yaml}]")),
        json!({"x": [1, expected]}),
        "{yaml}"
    );
}

#[test]
fn the_text_decides_the_format() {
    let format = |name, text| source(name, text).format();
    assert_eq!(format("a.yaml", "\n {\"a\": 1}"), Format::Json);
    assert_eq!(format("a.json", "a: 1"), Format::Yaml);
    assert_eq!(format("a.yaml", "{a: 1}"), Format::Yaml);
    assert_eq!(format("a", "[1, 2,]"), Format::Yaml);
    assert_eq!(format("a.json", "[1, 2]"), Format::Json);
}

#[test]
fn a_byte_order_mark_is_dropped() {
    for text in ["\u{feff}{\"a\": 1}", "\u{feff}a: 1"] {
        let source = source("a", text);
        assert_eq!(source.value(), &json!({"a": 1}));
        assert!(!source.text().starts_with('\u{feff}'));
        assert_eq!(source.locate("/a").map(|(line, _)| line), Some(1));
    }
}

#[test]
fn the_order_of_keys_is_kept() {
    for text in [r#"{"z":1,"a":2,"m":3}"#, "z: 1\na: 2\nm: 3"] {
        assert_eq!(read(text).to_string(), r#"{"z":1,"a":2,"m":3}"#);
    }
}

#[test]
fn json_numbers_are_exact() {
    let text = r#"[18446744073709551615,-9223372036854775808,1.5,1e3,0.1,18446744073709551616,0.9687100052833557]"#;
    assert_eq!(
        read(text).to_string(),
        "[18446744073709551615,-9223372036854775808,1.5,1000.0,0.1,1.8446744073709552e+19,0.9687100052833557]"
    );
}

#[test]
fn json_strings_and_nesting() {
    let text = r#"{"a\u0062":["\ud83d\ude00",null,true,{"b":{}}],"":[]}"#;
    assert_eq!(
        read(text),
        json!({"ab": ["😀", null, true, {"b": {}}], "": []})
    );
}

#[test]
fn empty_texts() {
    let help = "an OpenAPI document in JSON or YAML belongs here";
    for text in ["", " \n\t\n", "\u{feff}"] {
        check_refusal("a.yaml", text, "1:1", "the file is empty", help);
    }
    let message = "the file holds nothing but comments";
    check_refusal("a.yaml", "# a\n# b\n", "1:1", message, help);
}

#[test]
fn a_web_page() {
    check_refusal(
        "a.json",
        "\n<!DOCTYPE html>",
        "2:1",
        "this is HTML or XML, not JSON or YAML",
        "download the document itself, not the page that shows it",
    );
}

#[test]
fn json_that_is_broken() {
    let mend = "correct the text at this place";
    let comma = "not valid JSON: trailing comma";
    check_refusal(
        "a.json",
        "{\"a\": 1,\n}",
        "2:1",
        comma,
        "remove the comma before it",
    );
    let value = "not valid JSON: expected value";
    check_refusal("a.json", "{\"é\": ?}", "1:7", value, mend);
    let end = "not valid JSON: the text ends inside an object";
    let cut = "the file may have been cut short";
    check_refusal("a.json", "{\"a\": 1", "1:8", end, cut);
    check_refusal(
        "a.yaml",
        "{\"a\": [1",
        "1:9",
        "not valid JSON: the text ends inside a list",
        cut,
    );
    check_refusal(
        "a.json",
        "{\n  // why\n  \"a\": 1}",
        "2:3",
        "not valid JSON: key must be a string",
        "JSON has no comments; remove it, or write the document in YAML",
    );
    check_refusal(
        "a.json",
        "{'a': 1}",
        "1:2",
        "not valid JSON: key must be a string",
        "JSON takes double quotes only",
    );
    check_refusal(
        "a.json",
        "{} x",
        "1:4",
        "not valid JSON: trailing characters",
        mend,
    );
}

#[test]
fn the_fitting_format_reports() {
    assert!(refusal("a.yaml", "{\"a\": \"b\" \"c\"}").contains("not valid JSON"));
    assert!(refusal("a.yaml", "{a: b: c}").contains("not valid YAML"));
}

#[test]
fn repeated_keys() {
    let message = "duplicate key `a` in an object";
    let help = "remove or rename one of the two";
    check_refusal("a.json", "{\"a\": 1,\n  \"a\": 2}", "2:3", message, help);
    check_refusal(
        "a.yaml",
        "{\"a\": 1, \"\\u0061\"\n : 2}",
        "1:10",
        message,
        help,
    );
    check_refusal("a.json", "[{\"é\":{\"a\":{},\"a\"", "1:15", message, help);
    check_refusal(
        "a.yaml",
        "b:\n  a: 1\n  é: 3\n  a: 2\n",
        "4:3",
        message,
        help,
    );
    check_refusal("a.yaml", "{é: {a: 1, \"a\": 2}}", "1:12", message, help);
    let message = "duplicate key `200` in an object";
    check_refusal("a.yaml", "200: a\n\"200\": b", "2:1", message, help);
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [
        ("[", "]"),
        ("{\"a\":", "}"),
        ("- ", ""),
        ("{a: ", "}"),
        ("[{a: ", "}]"),
    ] {
        for times in [500, 100_000, 1_000_000] {
            let text = format!("{}1{}", open.repeat(times), close.repeat(times));
            let report = refusal("a", &text);
            assert!(report.contains("levels deep"), "{open} {times}: {report}");
        }
        let text = format!("{}1{}", open.repeat(50), close.repeat(50));
        read(&text);
    }
}

#[test]
fn plain_scalars_mean_what_the_core_schema_says() {
    for text in [
        "no",
        "on",
        "NO",
        "yes",
        "y",
        "Off",
        "2024-01-01",
        "12:30:45",
        "1_000",
        "2001-12-14t21:59:43.10-05:00",
        "0x",
        "0o8",
        "1.2.3",
        "+",
        "-",
        "--1",
        "1e",
        "0b",
        "inf",
        "nan",
        "infinity",
        "nUll",
        "tRue",
        "09a",
        "=",
    ] {
        if text != "-" {
            check_scalar(text, json!(text));
        }
    }
    for (text, value) in [
        ("null", json!(null)),
        ("~", json!(null)),
        ("Null", json!(null)),
        ("NULL", json!(null)),
        ("true", json!(true)),
        ("True", json!(true)),
        ("FALSE", json!(false)),
        ("0", json!(0)),
        ("007", json!(7)),
        ("0123", json!(123)),
        ("-0123", json!(-123)),
        ("+012", json!(12)),
        ("00", json!(0)),
        ("09", json!(9)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("+1", json!(1)),
        ("-1", json!(-1)),
        ("1e3", json!(1000.0)),
        (".5", json!(0.5)),
        ("5.", json!(5.0)),
        ("1.10", json!(1.1)),
        ("-1.5E-2", json!(-0.015)),
        ("18446744073709551615", json!(u64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551616", json!(18446744073709551616.0)),
        ("-9223372036854775809", json!(-9223372036854775808.0)),
        (".inf", json!(".inf")),
        ("-.INF", json!("-.inf")),
        (".NaN", json!(".nan")),
        ("1e999", json!("1e999")),
    ] {
        check_scalar(text, value);
    }
    assert_eq!(read("a:"), json!({"a": null}));
}

#[test]
fn quoted_and_tagged_scalars_stay_strings() {
    for text in [
        "'0123'",
        "\"0123\"",
        "'no'",
        "\"1\"",
        "!!str 0123",
        "!!str &a 007",
        "&a !!str 1",
        "'null'",
        "''",
    ] {
        let value = text
            .rsplit(' ')
            .next()
            .unwrap_or(text)
            .trim_matches(['\'', '"']);
        check_scalar(text, json!(value));
    }
    assert_eq!(
        read("a: |\n  0123\nb: >-\n  0123"),
        json!({"a": "0123\n", "b": "0123"})
    );
    assert_eq!(read("a: &x 0123\nb: *x"), json!({"a": 123, "b": 123}));
}

#[test]
fn keys_keep_their_text() {
    let text =
        "200: a\n1.10: b\ntrue: c\nnull: d\n0x1F: e\n2024-01-01: f\n~: g\n\"q\": h\n404 : i\n";
    let keys = [
        "200",
        "1.10",
        "true",
        "null",
        "0x1F",
        "2024-01-01",
        "~",
        "q",
        "404",
    ];
    let value = read(text);
    let found: Vec<_> = value
        .as_object()
        .map(|o| o.keys().collect())
        .unwrap_or_default();
    assert_eq!(found, keys);
}

#[test]
fn keys_that_are_no_text() {
    check_refusal(
        "a.yaml",
        "a:\n  {{x}}: 1",
        "2:3",
        "a key must be plain text, not a mapping or list",
        "put text that begins with `{` or `[` in quotes",
    );
}

#[test]
fn tags_of_ones_own_are_dropped() {
    let text = "a: !custom value\nb: !x {c: 1}\nc: !y [1, !z 2]\nd: !!binary aGk=\ne: !!float 5\nf: !!int '7'\n!k g: 1";
    let value =
        json!({"a": "value", "b": {"c": 1}, "c": [1, 2], "d": "aGk=", "e": 5.0, "f": 7, "g": 1});
    assert_eq!(read(text), value);
    let message = "not valid YAML: invalid value: string \"x\", expected an integer";
    check_refusal(
        "a.yaml",
        "a:\n  b: !!int x",
        "2:6",
        message,
        "correct the text at this place",
    );
}

#[test]
fn aliases_and_merges() {
    assert_eq!(
        read("a: &x [1, &y {b: 2}]\nc: *x\nd: *y"),
        json!({"a": [1, {"b": 2}], "c": [1, {"b": 2}], "d": {"b": 2}})
    );
    let base = "base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\n";
    let merged = |rest: &str| read(&format!("{base}x:\n{rest}"))["x"].to_string();
    assert_eq!(merged("  <<: *base\n  z: 0"), r#"{"a":1,"b":2,"z":0}"#);
    assert_eq!(
        merged("  z: 0\n  b: 9\n  <<: *base"),
        r#"{"z":0,"b":9,"a":1}"#
    );
    assert_eq!(
        merged("  y: 0\n  <<: [*base, *more]\n  a: 9"),
        r#"{"y":0,"b":2,"c":4,"a":9}"#
    );
    assert_eq!(merged("  <<: {k: 1}"), r#"{"k":1}"#);
    assert_eq!(merged("  !!merge <<: *base"), r#"{"a":1,"b":2}"#);
    assert_eq!(merged("  y: !t\n  <<: *base"), r#"{"y":null,"a":1,"b":2}"#);
    assert_eq!(merged("  !!str <<: 1"), r#"{"<<":1}"#);
    assert_eq!(merged("  '<<': *base"), r#"{"<<":{"a":1,"b":2}}"#);
    check_refusal(
        "a.yaml",
        "a: 1\nb:\n  <<: 5",
        "3:3",
        "`<<` merges a mapping or a list of mappings, and nothing else",
        "put the `<<` in quotes if it is an ordinary key",
    );
    let message = "duplicate key `<<` in an object";
    check_refusal(
        "a.yaml",
        "a: &a {}\nb:\n  <<: *a\n  <<: *a",
        "4:3",
        message,
        "remove or rename one of the two",
    );
}

#[test]
fn anchors_that_the_parser_would_mix_up() {
    check_refusal(
        "a.yaml",
        "- &a 1\n- &b 2\n- &a 3\n- &c 4\n- *a",
        "5:3",
        "the anchor `&a` is defined more than once before this alias",
        "give each anchor a name of its own",
    );
    // Entities and emphasis in prose are no anchors.
    let prose = "- &x 1\n- a &nbsp; b &nbsp; *nbsp*\n- &y 2\n- *x\n- &x 3";
    assert_eq!(read(prose)[3], json!(1));
    let unknown = "an anchor stands before its aliases; put text that begins with `*` in quotes";
    check_refusal(
        "a.yaml",
        "a: *b",
        "1:4",
        "not valid YAML: unknown anchor",
        unknown,
    );
}

#[test]
fn an_anchor_that_contains_itself() {
    let help = "a value has an end; let a schema refer to itself with `$ref`";
    for (text, place) in [
        ("a: &a [*a]", "1:8"),
        ("a: &a\n- 1\n- *a\n", "3:3"),
        ("a: &a\n  # *a\n  b: {c: [*a]}\nd: *a\n", "3:11"),
        ("x: [1]\na: &a\n  b: &b {c: 1}\n  d: *b\n  e: *a\n", "5:6"),
        ("- &a\n  - *a\n", "2:5"),
        ("--- &a\nb: *a\n", "2:4"),
        ("a: &a {b: &b [*a]}\nc: *b", "1:15"),
    ] {
        let message = "the anchor `&a` contains itself by this alias";
        check_refusal("a.yaml", text, place, message, help);
    }
    // Deep, but with an end.
    let (open, close) = ("[".repeat(100), "]".repeat(100));
    for text in [
        format!("a: &a {open}1{close}\nb: {open}*a{close}"),
        format!("a: &a {open}{open}*b{close}{close}\nb: &b 1"),
    ] {
        let report = refusal("a.yaml", &text);
        assert!(report.contains("levels deep"), "{report}");
    }
}

#[test]
fn laughs_end_soon() {
    let mut text = String::from("l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..30 {
        let inner = format!("*l{}, ", level - 1).repeat(10);
        text.push_str(&format!("l{level}: &l{level} [{inner}]\n"));
    }
    let long = format!(
        "a: &a {}\nb: [{}]",
        "x".repeat(1 << 20),
        "*a, ".repeat(1_000)
    );
    for text in [text, long] {
        let report = refusal("a.yaml", &text);
        assert!(
            report.contains("the aliases of this document expand to"),
            "{report}"
        );
    }
    // An honest document may use an alias many times.
    let text = format!("a: &a {{b: c}}\nd: [{}]", "*a, ".repeat(10_000));
    assert_eq!(read(&text)["d"].as_array().map(Vec::len), Some(10_000));
}

#[test]
fn one_document_to_a_file() {
    assert_eq!(read("---\na: 1\n...\n"), json!({"a": 1}));
    let help = "move it to a file of its own, or remove it";
    for (text, place) in [
        ("a: 1\n---\nb: 2", "2:1"),
        ("--- 1\n--- # x\n\n- 2\n", "2:1"),
        ("---\n---\n", "2:1"),
    ] {
        check_refusal(
            "a.yaml",
            text,
            place,
            "a second YAML document begins here",
            help,
        );
    }
    let report = refusal("a.yaml", "\"a\"\nb: 1");
    assert!(
        report.contains("not valid YAML: did not find expected <document start>"),
        "{report}"
    );
}

#[test]
fn yaml_that_is_broken() {
    for (text, place, message, help) in [
        (
            "a:\n\tb: 1",
            "2:1",
            "found character that cannot start any token",
            "YAML takes no tabs for indentation; use spaces",
        ),
        (
            "é: @x",
            "1:4",
            "found character that cannot start any token",
            "put the value in quotes",
        ),
        (
            "a: b: c",
            "1:5",
            "mapping values are not allowed in this context",
            "put a value that contains `: ` in quotes, or correct the indentation",
        ),
        (
            "a: 1\n b: 2",
            "2:3",
            "mapping values are not allowed in this context",
            "put a value that contains `: ` in quotes, or correct the indentation",
        ),
        (
            "a: \"x",
            "1:6",
            "found unexpected end of stream",
            "close the quote or bracket that is still open",
        ),
    ] {
        let report = refusal("a.yaml", text);
        let start = format!("error[syntax]: not valid YAML: {message}");
        assert!(report.starts_with(&start), "{report}");
        assert!(
            report.contains(&format!("\n  at a.yaml:{place}\n")),
            "{report}"
        );
        assert!(report.contains(&format!("\n  help: {help}\n")), "{report}");
    }
    check_refusal(
        "a.yaml",
        "a: 1\nb: x\u{7}y",
        "2:5",
        "not valid YAML: there is a control character here",
        "remove it, or write it as an escape in double quotes",
    );
}

#[test]
fn locate_in_json() {
    let text = "\n{\"é\": {\"a/b\": [1, {\"x\\u0079\": {\"~\": 1}}]},\n\t\"z\" : []}";
    let source = source("a.json", text);
    for (path, place) in [
        ("", (1, 1)),
        ("/é", (2, 2)),
        ("/é/a~1b", (2, 8)),
        ("/é/a~1b/0", (2, 16)),
        ("/é/a~1b/1", (2, 19)),
        ("/é/a~1b/1/xy", (2, 20)),
        ("/é/a~1b/1/xy/~0", (2, 32)),
        ("/z", (3, 2)),
        // Nothing there: the parent.
        ("/é/a~1b/2", (2, 8)),
        ("/é/a~1b/01", (2, 8)),
        ("/é/a~1b/0/x", (2, 16)),
        ("/é/nothing/at/all", (2, 2)),
        ("/nothing", (1, 1)),
    ] {
        assert_eq!(source.locate(path), Some(place), "{path}");
    }
    assert_eq!(source.locate("z"), None);
}

#[test]
fn locate_in_yaml() {
    let text = "# c\né:\n  \"a/b\":\n    - 1\n    - xy: {\"\\u007e\": 1}\n    - 'two'\n200: !t\n  k: [1, 0x2, é, {a: 1}]\n";
    let source = source("a.yaml", text);
    for (path, place) in [
        ("", (1, 1)),
        ("/é", (2, 1)),
        ("/é/a~1b", (3, 3)),
        ("/é/a~1b/0", (4, 7)),
        ("/é/a~1b/1", (5, 7)),
        ("/é/a~1b/1/xy", (5, 7)),
        ("/é/a~1b/1/xy/~0", (5, 12)),
        ("/é/a~1b/2", (6, 7)),
        ("/200", (7, 1)),
        ("/200/k/1", (8, 10)),
        ("/200/k/3", (8, 18)),
        ("/200/k/3/a", (8, 19)),
        ("/é/a~1b/3", (3, 3)),
        ("/é/nothing/at/all", (2, 1)),
        ("/nothing", (1, 1)),
    ] {
        assert_eq!(source.locate(path), Some(place), "{path}");
    }
}

#[test]
fn locate_through_aliases_and_merges() {
    let text = "base: &base\n  a: {k: 1}\nx:\n  <<: *base\n  z: 1\ny: *base\n";
    let source = source("a.yaml", text);
    assert_eq!(source.locate("/x/z"), Some((5, 3)));
    assert_eq!(source.locate("/x/a"), Some((4, 3)));
    assert_eq!(source.locate("/x/a/k"), Some((4, 3)));
    assert_eq!(source.locate("/y/a/k"), Some((2, 7)));
    assert_eq!(source.locate("/y"), Some((6, 1)));
}

#[track_caller]
fn check_spans(name: &str, text: &str, expected: &[(&str, &str)]) {
    let source = source(name, text);
    for (path, spot) in expected {
        let span = source.span(path).expect("a pointer");
        assert_eq!(&source.text()[span], *spot, "{path}");
    }
    assert_eq!(source.span("z"), None);
}

#[test]
fn spans_in_json() {
    let text = "{\n  \"é\": {\"a/b\": [1, {\"xy\": \"q\\\"r\", \"~\": 1e3}]},\n  \"z\" : \n true,\"n\":null}";
    let expected = [
        ("", "{"),
        ("/é", "\"é\""),
        ("/é/a~1b", "\"a/b\""),
        ("/é/a~1b/0", "1"),
        ("/é/a~1b/1", "{"),
        ("/é/a~1b/1/xy", "\"xy\": \"q\\\"r\""),
        ("/é/a~1b/1/~0", "\"~\": 1e3"),
        // The value is on the next line.
        ("/z", "\"z\""),
        ("/n", "\"n\":null"),
        // Nothing there: the parent.
        ("/n/a", "\"n\":null"),
    ];
    check_spans("a.json", text, &expected);
    let long = format!("{{\"a\":\"{}\",\"b\":2}}", "x".repeat(9000));
    check_spans("a.json", &long, &[("/b", "\"b\":2")]);
}

#[test]
fn spans_in_yaml() {
    let text = "\
# c
é:
  \"a/b\":
    - 1
    - xy: {\"\\u007e\": 1}
    - 'two''s' # c
    - some words, and more # c
    - - deep
200: !t
  k: [1, 0x2, é b, {a: 1}, 'c, d']
plain: some words: no  # c
url: https://example.com/#x
block: |
  some
  text
folded: >-
  some
many: one
  two
anchor: &x value
named: *x
empty:
'it''s': ~
? asked
: for
";
    let expected = [
        ("", "# c"),
        ("/é", "é"),
        ("/é/a~1b", "\"a/b\""),
        ("/é/a~1b/0", "1"),
        ("/é/a~1b/1", "xy"),
        ("/é/a~1b/1/xy", "xy"),
        ("/é/a~1b/2", "'two''s'"),
        ("/é/a~1b/3", "some words, and more"),
        ("/200", "200"),
        ("/200/k", "k"),
        ("/200/k/1", "0x2"),
        ("/200/k/2", "é b"),
        ("/200/k/3/a", "a: 1"),
        ("/200/k/4", "'c, d'"),
        ("/url", "url: https://example.com/#x"),
        ("/block", "block"),
        ("/folded", "folded"),
        ("/many", "many"),
        ("/anchor", "anchor"),
        ("/named", "named"),
        ("/empty", "empty"),
        ("/it's", "'it''s': ~"),
        ("/asked", "asked"),
    ];
    let text = text.replace("plain: some words: no  # c\n", "");
    check_spans("a.yaml", &text, &expected);
}

#[test]
fn spans_through_aliases_and_merges() {
    let text = "base: &base\n  a: {k: 1}\nx:\n  <<: *base\n  z: 1\ny: *base\n";
    let expected = [
        ("/x/z", "z: 1"),
        // A merge is where it is asked for, an alias where its anchor stands.
        ("/x/a", "<<"),
        ("/x/a/k", "<<"),
        ("/y/a/k", "k: 1"),
        ("/y", "y"),
    ];
    check_spans("a.yaml", text, &expected);
}

/// Every pointer of a document is found, at its own key.
#[test]
fn locate_finds_every_key() {
    let text = "openapi: 3.0.0\npaths:\n  /a/{b}:\n    get:\n      responses:\n        200: {description: ok}\n";
    let yaml = source("a.yaml", text);
    let json = source("a.json", &yaml.value().to_string());
    for source in [&yaml, &json] {
        check_keys(source, source.value(), "");
    }
}

fn check_keys(source: &Source, value: &Value, path: &str) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let path = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
        let (line, column) = source.locate(&path).unwrap_or_default();
        let line = source.text().lines().nth(line - 1).unwrap_or_default();
        let rest: String = line.chars().skip(column - 1).collect();
        assert!(
            rest.trim_start_matches('"').starts_with(key),
            "{path}: {rest}"
        );
        check_keys(source, value, &path);
    }
}

/// Texts that are cut off or bent anywhere give a value or a report, never a panic.
/// A search from the nearest key finds what a search through the whole text does.
#[test]
fn locate_from_the_nearest_key() {
    let yaml = r#"
a:
  list: [1, null, [2, "\u00e9"], {x: 3}]
  same:
  - 1
  - - 2
    - null
  - "a\
    b"
  flow: {inner: [1, 2], "\u00e9": {deep: [true]}}
  text: |
    - 1
    list: [1]
  # a comment
  last:
    - 1.5 # another

    - {}
    - []
b: &shared
  - 1
  - {c: [2]}
c: *shared
d: [{e: 1, f: [2]}, {g: [3,
  4]}]
"#;
    let json =
        r#"{"a": [1, null, [2, "\u00e9"], {"x": 3, "\u00e9": [4]}], "b": {"c": [true, {}]}}"#;
    for (name, text, least) in [("a.yaml", yaml, 25), ("a.json", json, 8)] {
        let source = source(name, text);
        let mut paths = Vec::new();
        paths_of(source.value(), "", &mut paths);
        let mut near = 0;
        for path in paths {
            let tokens = source.existing(&path);
            let whole = match source.format() {
                Format::Json => super::json::locate(text, &tokens),
                Format::Yaml => super::yaml::locate(text, &tokens),
            };
            if let Some(found) = source.nearby(&tokens) {
                assert_eq!(Some(found), whole, "{path}");
                near += 1;
            }
        }
        assert!(near >= least, "{near} of {name}");
    }
}

/// Large objects and lists have tables of their own.
#[test]
fn locate_in_large_objects() {
    let list: String = (0..100).map(|i| format!("  - {{n{i}: {i}}}\n")).collect();
    let members: String = (0..100).map(|i| format!("  k{i}: {i}\n")).collect();
    let text = format!(
        "base: &base\n  m0: 1\n  m1: 1\nlist:\n{list}all:\n  first: 0\n  <<: *base\n{members}"
    );
    let source = source("a.yaml", &text);
    for i in [0, 1, 63, 64, 99] {
        assert_eq!(source.locate(&format!("/list/{i}")), Some((5 + i, 5)));
        assert_eq!(source.locate(&format!("/list/{i}/n{i}")), Some((5 + i, 6)));
        assert_eq!(source.locate(&format!("/all/k{i}")), Some((108 + i, 3)));
    }
    for merged in ["m0", "m1"] {
        assert_eq!(source.locate(&format!("/all/{merged}")), Some((107, 3)));
    }
    assert_eq!(source.locate("/all/first"), Some((106, 3)));
}

/// The pointers to all parts of a value.
fn paths_of(value: &Value, path: &str, paths: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, one)| (key.clone(), one))
            .collect(),
        Value::Array(items) => (0..).map(|i: usize| i.to_string()).zip(items).collect(),
        _ => Vec::new(),
    };
    for (token, part) in parts {
        let path = format!("{path}/{token}");
        paths_of(part, &path, paths);
        paths.push(path);
    }
}

#[test]
fn no_text_makes_it_panic() {
    let yaml = "a: &x {b: 'c', \"d\": [1, *x]}\n<<: *x\ne: !t |\n  f\n? g\n: - h\n  - &y 0123\n# é\n--- *y\n";
    let json = r#"{"a": [1, {"b\n": "é"}, -1.5e3], "a": null}"#;
    for text in [yaml, json] {
        let places: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
        for &at in &places {
            for name in ["a.json", "a.yaml"] {
                try_all(name, &text[..at]);
                try_all(name, &text[at..]);
                for c in [
                    "{", "}", "[", "\"", "'", "\t", "\n", "&x ", "*x", "!", "<<: ", "\0", "é", ",",
                    ": ", "- ",
                ] {
                    try_all(name, &format!("{}{c}{}", &text[..at], &text[at..]));
                }
            }
        }
    }
}

fn try_all(name: &str, text: &str) {
    if let Ok(source) = Source::parse(name, text) {
        for path in [
            "", "/", "/a", "/a/b", "/a/d/1", "/0", "/0/0", "/e", "/g/1", "/a/1/b\n",
        ] {
            assert!(source.locate(path).is_some());
            let span = source.span(path).expect("a pointer");
            assert!(source.text().get(span).is_some());
        }
    }
}

/// Every document of the folder `OPENAPI_CORPUS` is read, and every place of
/// its upper levels is found.
#[test]
fn corpus() {
    let Some(folder) = std::env::var_os("OPENAPI_CORPUS") else {
        eprintln!("skipped: OPENAPI_CORPUS names no folder");
        return;
    };
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files);
    assert!(!files.is_empty(), "no documents in {}", folder.display());
    for path in &files {
        let name = path.display().to_string();
        let Ok(text) = std::fs::read_to_string(path) else {
            panic!("{name} can't be read");
        };
        let source = source(&name, &text);
        for (key, value) in source.value().as_object().into_iter().flatten() {
            let path = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
            let outer = source.locate(&path);
            let inner = value.as_object().and_then(|value| value.keys().next());
            let inner = inner.map(|key| key.replace('~', "~0").replace('/', "~1"));
            let inner = inner.map_or(outer, |key| source.locate(&format!("{path}/{key}")));
            assert!(
                outer <= inner && outer.is_some(),
                "{name}{path}: {outer:?} {inner:?}"
            );
        }
    }
    eprintln!("{} documents", files.len());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(extension, Some("json" | "yaml" | "yml")) {
            files.push(path);
        }
    }
}
