//! Reports as people and programs read them.

use super::{
    Code, Diagnostic, Pointer, RenderOptions, Report, Sources, Text, github, json, render,
};
use std::ops::Range;

/// One text, and the bytes of every place in it.
struct Fixed {
    text: Text,
    span: Range<usize>,
}

impl Sources for Fixed {
    fn text(&self, file: &str) -> Option<&Text> {
        (file == "a.json").then_some(&self.text)
    }

    fn span(&self, _: &Pointer) -> Option<Range<usize>> {
        Some(self.span.clone())
    }
}

/// A text, and the part of it that is the place.
fn fixed(text: &str, part: &str) -> Fixed {
    let start = text.find(part).expect("a part of the text");
    Fixed {
        text: Text::new(text),
        span: start..start + part.len(),
    }
}

fn at(path: &str) -> Pointer {
    Pointer::new("a.json", path)
}

fn report(diagnostics: Vec<Diagnostic>) -> Report {
    Report { diagnostics }
}

fn whole() -> RenderOptions<'static> {
    RenderOptions::default()
}

#[test]
fn long_lines_are_cut_around_the_spot() {
    let text = format!(
        "{{\"a\": \"{}é\", \"key\": 1, \"z\": \"{}\"}}",
        "x".repeat(500),
        "y".repeat(500)
    );
    let sources = fixed(&text, "\"key\": 1");
    let found = Diagnostic::error(Code::Malformed, &at("/key"), "wrong");
    let drawn = render(&report(vec![found]), &sources, &whole());
    let column = text.chars().position(|c| c == 'k').expect("a key");
    assert!(
        drawn.contains(&format!("--> a.json:1:{column}\n")),
        "{drawn}"
    );
    let line = drawn
        .lines()
        .find(|line| line.starts_with("1 |"))
        .expect("the line");
    assert!(line.chars().count() < 130, "{line}");
    assert!(
        line.starts_with("1 | …xxx") && line.ends_with('…'),
        "{line}"
    );
    let marks = drawn
        .lines()
        .find(|line| line.contains('^'))
        .expect("marks");
    let below: String = line
        .chars()
        .skip(marks.find('^').expect("a mark"))
        .take(8)
        .collect();
    assert_eq!(below, "\"key\": 1");
    assert_eq!(marks.matches('^').count(), 8);
}

/// A minified document is one line of megabytes, of which each finding shows a piece.
#[test]
fn a_long_text_costs_little_for_each_finding() {
    let text = format!("{{\"a\": \"{}\", \"key\": 1}}", "é".repeat(8 << 20));
    let sources = fixed(&text, "\"key\"");
    let found = (0..100).map(|i| Diagnostic::error(Code::Malformed, &at("/key"), format!("{i}")));
    let report = report(found.collect());
    let begin = std::time::Instant::now();
    let drawn = render(&report, &sources, &whole());
    assert!(drawn.contains("100 errors"), "{drawn:.400}");
    let took = begin.elapsed();
    assert!(took.as_secs() < 5, "{took:?}");
}

#[test]
fn places_near_each_other_are_one_piece() {
    struct Two(Text);
    impl Sources for Two {
        fn text(&self, _: &str) -> Option<&Text> {
            Some(&self.0)
        }
        fn span(&self, at: &Pointer) -> Option<Range<usize>> {
            let start = self.0.as_str().find(&at.path()[1..])?;
            Some(start..start + 1)
        }
    }
    let text = format!("a: 1\nb: 2\nc: 3\nd: 4\n{}e: 5\n", "#\n".repeat(40));
    let found = Diagnostic::error(Code::Contradiction, &at("/d"), "both")
        .related(&at("/a"), "the first")
        .related(&at("/e"), "the last");
    let drawn = render(&report(vec![found]), &Two(Text::new(text)), &whole());
    let expected = "\
error[contradiction]: both
  --> a.json:4:1
   |
 1 | a: 1
   | - the first
...
 4 | d: 4
   | ^
   |
  ::: a.json:45:1
   |
45 | e: 5
   | - the last
   |
   = at: #/d

1 error
";
    assert_eq!(drawn, expected);
}

#[test]
fn one_cause_is_told_once() {
    let sources = fixed("x: 1\n", "x");
    let same = |i| {
        Diagnostic::warning(Code::UnknownKey, &at(&format!("/p/{i}")), "no such key")
            .help("remove it")
    };
    let drawn = render(&report((0..98).map(same).collect()), &sources, &whole());
    assert_eq!(drawn.matches("no such key").count(), 1);
    assert!(drawn.contains("= also: a.json:1:1 (#/p/1)\n"), "{drawn}");
    assert!(drawn.contains("94 more places, 98 in all\n"), "{drawn}");
    assert!(drawn.ends_with("\n1 warning at 98 places\n"), "{drawn}");
    assert!(drawn.lines().count() < 25, "{drawn}");
}

#[test]
fn notes_are_shown_where_they_are_asked_for() {
    let sources = fixed("x: 1\n", "x");
    let found = report(vec![
        Diagnostic::note(Code::Choice, &at("/x"), "the first is taken"),
        Diagnostic::warning(Code::Malformed, &at("/x"), "odd"),
    ]);
    let quiet = RenderOptions {
        notes: false,
        notes_option: Some("--notes"),
        ..whole()
    };
    let drawn = render(&found, &sources, &quiet);
    assert!(!drawn.contains("the first is taken"), "{drawn}");
    assert!(
        drawn.ends_with("\n1 warning; 1 note not shown, `--notes` shows them\n"),
        "{drawn}"
    );
    let drawn = render(&found, &sources, &whole());
    assert!(drawn.contains("the first is taken"), "{drawn}");
    assert!(drawn.ends_with("\n1 warning, 1 note\n"), "{drawn}");
    assert_eq!(render(&report(Vec::new()), &sources, &quiet), "");
}

#[test]
fn colours_are_asked_for() {
    let sources = fixed("x: 1\n", "x");
    let found = report(vec![Diagnostic::error(Code::Malformed, &at("/x"), "odd")]);
    assert!(!render(&found, &sources, &whole()).contains('\u{1b}'));
    let color = RenderOptions {
        color: true,
        ..whole()
    };
    assert!(render(&found, &sources, &color).contains("\u{1b}["));
}

/// A document can't move the cursor of a reader's terminal.
#[test]
fn control_characters_are_not_printed() {
    let sources = fixed("x: \u{1b}[31m\u{202e}1\n", "x");
    let found = Diagnostic::error(Code::Malformed, &at("/x\u{1b}[2J"), "odd \u{1b}[31m\u{7}")
        .help("mend \u{1b}]0;t\u{7}");
    let drawn = render(&report(vec![found]), &sources, &whole());
    assert!(
        !drawn.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{drawn:?}"
    );
}

#[test]
fn json_has_an_object_for_each_finding() {
    let sources = fixed("{\n \"x\": [1,\n 2]}", "\"x\": [1,\n 2");
    let found = Diagnostic::error(Code::Malformed, &at("/x"), "odd")
        .help("mend it")
        .related(&at("/y"), "as here");
    let lines = json(&report(vec![found.clone(), found]), &sources);
    let object: serde_json::Value = serde_json::from_str(&lines).expect("one line of JSON");
    let expected = serde_json::json!({
        "severity": "error", "code": "malformed", "message": "odd",
        "file": "a.json", "line": 2, "column": 2, "end_line": 3, "end_column": 3, "pointer": "/x",
        "related": [{
            "message": "as here",
            "file": "a.json", "line": 2, "column": 2, "end_line": 3, "end_column": 3, "pointer": "/y",
        }],
        "help": "mend it",
        "accept": null,
    });
    assert_eq!(object, expected);
    let unread = Diagnostic::error(Code::Unreadable, &Pointer::root("b.json"), "no such file");
    let line = json(&report(vec![unread]), &sources);
    let object: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON");
    assert_eq!(object["line"], serde_json::Value::Null);
}

#[test]
fn github_commands_are_escaped() {
    let sources = fixed("x: 1\n", "x");
    let odd = Diagnostic::warning(Code::Malformed, &at("/x"), "100%\n::error::owned").help("mend");
    let elsewhere = Diagnostic::note(Code::Choice, &Pointer::root("b,c:d%.json"), "a, b: c");
    let lines = github(&report(vec![odd, elsewhere]), &sources);
    assert_eq!(
        lines,
        "::warning file=a.json,line=1,endLine=1,col=1,endColumn=2,title=malformed::100%25%0A::error::owned%0Aat #/x%0Ahelp: mend\n\
         ::notice file=b%2Cc%3Ad%25.json,title=choice::a, b: c\n"
    );
}

#[test]
fn an_entry_is_valid_toml_whatever_the_place() {
    let found = Diagnostic::error(Code::Malformed, &at("/paths/~1\"a\\\n\u{7f}"), "odd");
    let entry = found.accept_entry().expect("an entry");
    let table: toml::Table = toml::from_str(&entry).expect("TOML");
    assert_eq!(
        table["accept"][0]["at"].as_str(),
        Some("/paths/~1\"a\\\n\u{7f}")
    );
}

#[test]
fn lines_and_columns_are_counted_in_characters() {
    let text = format!("{}\r\n{}x\ny", "é".repeat(5000), "日".repeat(3000));
    let lines = Text::new(text.as_str());
    let x = text.find('x').expect("a letter");
    assert_eq!(lines.line_column(x), (2, 3001));
    assert_eq!(lines.offset(2, 3001), x);
    assert_eq!(lines.line_column(text.len()), (3, 2));
    assert_eq!(lines.line_column(usize::MAX), (3, 2));
    assert_eq!(lines.line(1), 0..10000);
    assert_eq!(lines.line(4), text.len()..text.len());
    for (offset, _) in text.char_indices() {
        let (line, column) = lines.line_column(offset);
        let before = &text[..offset];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        if offset % 97 == 0 {
            assert_eq!(line, before.matches('\n').count() + 1);
            assert_eq!(column, before[start..].chars().count() + 1);
        }
    }
}

#[test]
fn long_texts_of_a_document_have_their_ends_only() {
    let long = format!("#/start/{}/end", "é".repeat(100_000));
    let found = Diagnostic::error(Code::Malformed, &at("/key"), format!("`{long}` is wrong"))
        .help(format!("mend `{long}` here, where `short` stands"))
        .related(&at("/other"), format!("{long} without quotes"));
    let shown = format!("`#/start/{}…{}/end`", "é".repeat(112), "é".repeat(56));
    assert_eq!(found.message, format!("{shown} is wrong"));
    let help = format!("mend {shown} here, where `short` stands");
    assert_eq!(found.help.as_deref(), Some(&*help));
    let (_, related) = &found.related[0];
    assert!(related.starts_with("#/start/é") && related.ends_with("/end without quotes"));
    assert!(related.chars().count() < 1000);

    let deep = at(&format!("/{}/key", "a".repeat(100_000)));
    let found = Diagnostic::note(Code::Malformed, &deep, "`a` long place");
    let drawn = render(&report(vec![found]), &fixed("{}", "{}"), &whole());
    assert!(drawn.len() < 2000 && drawn.contains("…aaa"), "{drawn}");
}
