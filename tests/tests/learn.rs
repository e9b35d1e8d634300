//! `learn`: a document, recordings that differ from it in every way, and recordings that
//! can't be read.

use openapi_client_generator::learn::Learned;
use openapi_client_generator::{Config, GenerateOptions, Input, Target, learn};
use serde_json::{Value, json};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: "https://{region}.things.example/v1", variables: {region: {default: eu}}}]
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
        "404": {description: No., content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
  /things/special:
    get:
      operationId: getSpecial
      responses:
        "200": {description: It., content: {text/plain: {schema: {type: string}}}}
        "204": {description: Nothing.}
  /files/{path}:
    get:
      operationId: getFile
      parameters: [{name: path, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: It., content: {application/octet-stream: {}}}
components:
  schemas:
    Problem: {type: object, required: [message], properties: {message: {type: string}}}
    Base: {type: object, required: [id], properties: {id: {type: string}}}
    Thing:
      allOf: [{$ref: "#/components/schemas/Base"}]
      required: [name, size]
      properties:
        name: {type: string}
        size: {type: integer, format: int32}
        owner: {$ref: "#/components/schemas/Problem"}
        status: {type: string, enum: [new, old]}
        at: {type: string, format: date-time}
        secret: {type: string}
        labels: {type: array, items: {type: string}}
        any: {}
        extra: {type: object, additionalProperties: {type: integer}}
        part:
          oneOf: [{$ref: "#/components/schemas/Round"}, {$ref: "#/components/schemas/Square"}]
        piece:
          oneOf: [{$ref: "#/components/schemas/Tip"}, {$ref: "#/components/schemas/Top"}]
          discriminator: {propertyName: kind}
    Round: {type: object, required: [kind, radius], properties: {kind: {const: round}, radius: {type: number}}}
    Square: {type: object, required: [kind, side], properties: {kind: {const: square}, side: {type: number}}}
    Tip: {type: object, required: [kind, note], properties: {kind: {type: string}, note: {type: [string, "null"]}}}
    Top: {type: object, required: [kind, size], properties: {kind: {type: string}, size: {type: number}}}
"##;

const WHOLE: &str = r#"{"id":"1","name":"a","size":1}"#;

fn learned_with(settings: &str, recordings: &[(&str, &[u8])]) -> Learned {
    let config = Config::parse("codegen.toml", settings).expect("settings");
    let input = Input {
        name: "openapi.yaml",
        text: DOCUMENT.to_owned(),
        config: &config,
        options: GenerateOptions::default(),
        load: &|_| Err("no other files".to_owned()),
        target: Target {
            package: "test",
            module: None,
            command: "a test",
        },
    };
    let read = |learner: &mut openapi_client_generator::learn::Learner<'_>| {
        for (name, recording) in recordings {
            learner.read(name, *recording).expect("bytes in memory");
        }
    };
    let ((), learned) = learn(input, None, read).unwrap_or_else(|found| panic!("{found}"));
    learned
}

fn learned(recording: &str) -> Learned {
    learned_with("", &[("a.jsonl", recording.as_bytes())])
}

/// A line of a recording.
fn line(path: &str, status: u16, body: &Value) -> String {
    let url = format!("https://eu.things.example/v1{path}");
    let line = json!({
        "request": { "method": "GET", "url": url },
        "response": { "status": status, "body": body },
    });
    format!("{line}\n")
}

/// A thing with these members beside or in place of its own.
fn thing(members: &Value) -> String {
    let mut thing: Value = serde_json::from_str(WHOLE).expect("JSON");
    for (name, value) in members.as_object().expect("members") {
        thing[name] = value.clone();
    }
    line("/things/1", 200, &thing)
}

/// The differences of a report: its lines that are indented.
fn differences(learned: &Learned) -> Vec<&str> {
    let lines = learned.report.lines();
    let lines = lines.filter_map(|line| line.strip_prefix("  "));
    lines
        .map(|line| line.split(" (").next().unwrap_or_default())
        .collect()
}

/// Checks the differences of one exchange, and that its corrections leave none.
#[track_caller]
fn check(recording: &str, expected: &[&str], correction: &str) {
    let learned = learned(recording);
    assert_eq!(differences(&learned), expected, "{}", learned.report);
    let entry = learned.corrections.split("reason = ").next();
    assert_eq!(entry.unwrap_or_default().trim(), correction);
    if !correction.is_empty() {
        let recordings = [("a.jsonl", recording.as_bytes())];
        let corrected = learned_with(&learned.corrections, &recordings);
        assert_eq!(corrected.corrections, "", "{}", corrected.report);
        assert_eq!(corrected.different, 0, "{}", corrected.report);
    }
}

#[test]
fn nothing_is_learned_from_what_is_as_documented() {
    let members = json!({
        "owner": { "message": "" }, "status": "old", "at": "2026-01-02T03:04:05.6+01:00",
        "labels": [], "any": [1, { "b": null }], "extra": { "b": 3 },
        "part": { "kind": "square", "side": 1 }, "size": 2.0,
    });
    let recording = thing(&members) + &line("/things/special", 204, &Value::Null);
    let learned = learned(&recording);
    assert_eq!(
        learned.report,
        "2 exchanges, 2 of documented operations, 0 of these differ\n"
    );
    assert_eq!(learned.corrections, "");
}

#[test]
fn absent_members_are_optional_where_they_are_required() {
    let recording = line("/things/1", 200, &json!({ "name": "a", "size": 1 }));
    let at = "/components/schemas/Base/properties/id";
    check(
        &recording,
        &[&format!("absent, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\noptional = true"),
    );
}

/// A client reads `null` there.
#[test]
fn absent_member_that_may_be_null_needs_no_correction() {
    check(
        &thing(&json!({ "piece": { "kind": "Tip" } })),
        &["absent, which is read as null, once, at /components/schemas/Tip/properties/note"],
        "",
    );
}

#[test]
fn null_is_allowed_where_it_stands() {
    // Not by the schema behind the `$ref`, which others use, too.
    let at = "/components/schemas/Thing/properties/owner";
    check(
        &thing(&json!({ "owner": null })),
        &[&format!("null, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\nnullable = true"),
    );
}

#[test]
fn other_types_stand_beside_those_of_the_document() {
    let at = "/components/schemas/Thing/properties/size";
    check(
        &thing(&json!({ "size": 1.5 })),
        &[&format!("number in place of integer, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\ntype = \"number\""),
    );
    let at = "/components/schemas/Thing/properties/labels/items";
    check(
        &thing(&json!({ "labels": [1, "a"] })),
        &[&format!("integer in place of string, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\ntype = [\"integer\", \"string\"]"),
    );
    let at = "/components/schemas/Thing/properties/extra/additionalProperties";
    check(
        &thing(&json!({ "extra": { "b": "c" } })),
        &[&format!("string in place of integer, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\ntype = [\"integer\", \"string\"]"),
    );
}

#[test]
fn formats_are_dropped_where_they_do_not_hold() {
    let at = "/components/schemas/Thing/properties/at";
    check(
        &thing(&json!({ "at": "yesterday" })),
        &[&format!("not of the format date-time, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\ntype = \"string\""),
    );
    let at = "/components/schemas/Thing/properties/size";
    check(
        &thing(&json!({ "size": 3_000_000_000_i64 })),
        &[&format!("not of the format int32, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\ntype = \"integer\""),
    );
    let settings = "[formats]\ndate-time = \"string\"";
    let recording = thing(&json!({ "at": "yesterday" }));
    let learned = learned_with(settings, &[("a.jsonl", recording.as_bytes())]);
    assert_eq!(learned.different, 0, "{}", learned.report);
}

#[test]
fn words_join_an_enum() {
    let at = "/components/schemas/Thing/properties/status";
    check(
        &thing(&json!({ "status": "broken" })),
        &[&format!("value \"broken\", once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\nenum = \"broken\""),
    );
    // What isn't a word may be anybody's.
    check(
        &thing(&json!({ "status": "Jane Doe" })),
        &[&format!("another value, once, at {at}")],
        "",
    );
}

#[test]
fn unions_are_compared_by_their_best_branch() {
    let at = "/components/schemas/Square/properties/side";
    check(
        &thing(&json!({ "part": { "kind": "square", "radius": 1 } })),
        &[&format!("absent, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}\"\noptional = true"),
    );
    let at = "/components/schemas/Thing/properties/part";
    check(
        &thing(&json!({ "part": { "kind": "star", "side": 1 } })),
        &[&format!("object, which fits no branch, once, at {at}")],
        "",
    );
    // Its discriminator says that it is neither.
    let at = "/components/schemas/Thing/properties/piece";
    check(
        &thing(&json!({ "piece": { "kind": "Tap" } })),
        &[&format!("object, which fits no branch, once, at {at}")],
        "",
    );
}

#[test]
fn undocumented_members_are_named_unless_they_look_like_data() {
    let at = "/components/schemas/Thing";
    check(
        &thing(&json!({ "colour": 1, "jane@example.com": 2, "a19283": 3, "any": { "b": 4 } })),
        &[
            &format!("undocumented member with a name that may be data, once, at {at}"),
            &format!("undocumented member colour, once, at {at}"),
        ],
        "",
    );
}

#[test]
fn status_is_like_the_response_that_fits() {
    let at = "/paths/~1things~1{id}/get/responses";
    check(
        &line("/things/1", 410, &json!({ "message": "gone" })),
        &[&format!("undocumented status 410, like 404, once, at {at}")],
        &format!("[[correct]]\nat = \"{at}/404\"\nstatus = 410"),
    );
    check(
        &line("/things/1", 500, &json!({ "trace": [] })),
        &[&format!("undocumented status 500, once, at {at}")],
        "",
    );
}

#[test]
fn media_type_is_the_one_that_always_came() {
    let at = "/paths/~1things~1special/get/responses/200/content/text~1plain";
    let json = line("/things/special", 200, &json!(["a"]));
    let text = line("/things/special", 200, &json!("a")).replace(
        "\"status\"",
        "\"headers\":{\"Content-Type\":[\"text/plain; charset=utf-8\"]},\"status\"",
    );
    let found = format!("media type application/json, once, at {at}");
    let learned = learned(&(json.clone() + &text));
    assert_eq!(differences(&learned)[..1], [found]);
    assert!(!learned.corrections.contains("media_type"), "{learned:?}");

    let learned = self::learned(&json);
    assert!(
        learned
            .corrections
            .contains("media_type = \"application/json\""),
        "{learned:?}"
    );
}

/// Any text may stand where a server writes a status or a media type.
#[test]
fn no_status_and_no_media_type_are_made_of_other_texts() {
    check(
        &line("/things/1", 999, &json!({ "message": "denied" })),
        &["undocumented status 999, once, at /paths/~1things~1{id}/get/responses"],
        "",
    );
    let header = "\"headers\":{\"Content-Type\":[\"Bearer s3cret\"]},\"status\"";
    let body = json!({ "message": "no" });
    let learned = learned(&line("/things/1", 404, &body).replace("\"status\"", header));
    assert!(!format!("{learned:?}").contains("s3cret"), "{learned:?}");
    assert_eq!(learned.corrections, "");
}

#[test]
fn operation_is_that_of_the_best_fitting_path() {
    let recording = [
        line("/things/special?api_key=k", 204, &Value::Null),
        line("/things/a%2Fb", 200, &json!({ "id": "a" })),
        line("/files/a/b/c", 200, &json!("text")),
        line("/files/", 200, &json!("text")),
        line("/things/1/parts/x9k2", 200, &json!({ "id": "b" })),
        line("/things", 200, &Value::Null),
        line("/v2/Se", 200, &Value::Null),
    ];
    let learned = learned(&recording.concat());
    assert_eq!((learned.entries, learned.of_operations), (7, 4));
    let report = &learned.report;
    let lines = [
        "GET /things/{id} (getThing): 1 of 1 exchange differ\n",
        "undocumented operation GET /things/{}/parts/{}, once (a.jsonl, entry 5)\n",
        "undocumented operation GET /v2/{}, once (a.jsonl, entry 7)\n",
        "undocumented operation GET /things, once (a.jsonl, entry 6)\n",
    ];
    for line in lines {
        assert!(report.contains(line), "{line} in {report}");
    }
}

#[test]
fn counts_and_first_entry_are_of_all_recordings() {
    let null = thing(&json!({ "owner": null }));
    let first = WHOLE.replace("{", "\n{");
    let first = line("/things/1", 200, &serde_json::from_str(&first).unwrap()) + &null + &null;
    let recordings = [
        ("first.jsonl", first.as_bytes()),
        ("second.jsonl", null.as_bytes()),
    ];
    let learned = learned_with("", &recordings);
    let at = "/components/schemas/Thing/properties/owner";
    let expected = format!(
        "GET /things/{{id}} (getThing): 3 of 4 exchanges differ\n  \
         null, 3 times, at {at} (first.jsonl, entry 2)\n\
         4 exchanges, 4 of documented operations, 3 of these differ\n"
    );
    assert_eq!(learned.report, expected);
    assert_eq!(
        learned.corrections,
        format!(
            "\n[[correct]]\nat = \"{at}\"\nnullable = true\n\
             reason = \"Recorded: null 3 times (first.jsonl, entry 2).\"\n"
        )
    );
}

/// An entry of a HAR.
fn entry(content: &Value) -> Value {
    json!({
        "startedDateTime": "2026-01-02T03:04:05Z", "time": 1,
        "request": { "method": "GET", "url": "https://us.things.example:443/v1/things/1?key=k" },
        "response": {
            "status": 200, "headers": [{ "name": "content-encoding", "value": "gzip" }],
            "content": content,
        },
    })
}

fn har(entries: &[Value]) -> String {
    let log = json!({ "version": "1.2", "creator": {}, "entries": entries, "pages": [] });
    json!({ "log": log, "comment": "" }).to_string()
}

#[test]
fn har_is_read_with_plain_and_base64_bodies() {
    let text = r#"{"id":"1","name":null,"size":1}"#;
    let base64 = "eyJpZCI6IjEiLCJuYW1lIjpudWxsLCJzaXplIjoxfQ==";
    let mime = "application/json; charset=utf-8";
    let entries = [
        entry(&json!({ "size": 31, "mimeType": mime, "text": text })),
        entry(&json!({ "size": 31, "mimeType": mime, "text": base64, "encoding": "base64" })),
    ];
    for recording in [har(&entries), format!("\u{feff}\n{}", har(&entries))] {
        let learned = learned(&recording);
        let at = "/components/schemas/Thing/properties/name";
        assert_eq!(differences(&learned), [format!("null, 2 times, at {at}")]);
        assert_eq!((learned.entries, learned.of_operations), (2, 2));
    }
}

/// Each bad entry has its word, and the others count.
#[test]
fn bad_entries_are_skipped_with_a_word() {
    let mime = "application/json";
    let mut other_host = entry(&json!({ "mimeType": mime, "text": WHOLE }));
    other_host["request"]["url"] = json!("https://things.example.org/v1/things/1");
    let mut aborted = entry(&json!({}));
    aborted["response"]["status"] = json!(0);
    let entries = [
        entry(&json!({ "mimeType": mime, "text": WHOLE })),
        entry(
            &json!({ "mimeType": mime, "text": "H4sIAAAAAAAAA6tWKkvMKU1VslIqzq9UKEktLlGqBQDc1pdNFgAAAA==", "encoding": "base64" }),
        ),
        entry(&json!({ "mimeType": mime, "text": "/////w==", "encoding": "base64" })),
        entry(&json!({ "mimeType": mime, "text": "*", "encoding": "base64" })),
        entry(&json!({ "mimeType": mime, "size": 4096 })),
        entry(&json!({ "mimeType": mime, "text": "{\"id\":\"1\",\"na" })),
        other_host,
        aborted,
        json!("an entry"),
        entry(&json!({ "mimeType": mime, "text": r#"{"id":null,"name":"a","size":1}"# })),
    ];
    let learned = learned(&har(&entries));
    let expected = [
        "skipped: malformed, once (a.jsonl, entry 9)",
        "skipped: other host, once (a.jsonl, entry 7)",
        "skipped: no response, once (a.jsonl, entry 8)",
        "skipped: body missing, once (a.jsonl, entry 5)",
        "skipped: not base64, once (a.jsonl, entry 4)",
        "skipped: compressed, 2 times (a.jsonl, entry 2)",
        "skipped: not JSON, once (a.jsonl, entry 6)",
        "10 exchanges, 4 of documented operations, 1 of these differ",
    ];
    let lines: Vec<&str> = learned.report.lines().skip(2).collect();
    assert_eq!(lines, expected);
    let at = "/components/schemas/Base/properties/id";
    assert_eq!(differences(&learned), [format!("null, once, at {at}")]);
}

#[test]
fn recording_that_is_cut_off_counts_up_to_there() {
    let mime = "application/json";
    let text = r#"{"id":null,"name":"a","size":1}"#;
    let entry = entry(&json!({ "mimeType": mime, "text": text }));
    let whole = har(&vec![entry; 4]);
    let learned = learned(&whole[..whole.len() * 5 / 8]);
    let report = &learned.report;
    assert!(report.contains("null, 2 times"), "{report}");
    assert!(
        report.contains("skipped: cut off, once (a.jsonl, entry 3)"),
        "{report}"
    );

    let lines = thing(&json!({ "owner": null })).repeat(3);
    let learned = self::learned(&lines[..lines.len() - 20]);
    let report = &learned.report;
    assert!(report.contains("null, 2 times"), "{report}");
    assert!(
        report.contains("skipped: cut off, once (a.jsonl, entry 3)"),
        "{report}"
    );
}

#[test]
fn whatever_else_is_no_recording_is_malformed() {
    for recording in [
        "no JSON",
        "{\"log\":[]}",
        "{\"log\":{\"entries\":{}}}",
        "{\"log\":{\"pages\":[]}}",
        "{\"log\":{\"entries\":[]}} more",
        "[1]\n",
        "{}\n",
    ] {
        let learned = learned(recording);
        assert!(
            learned.report.contains("skipped: malformed"),
            "{recording}: {learned:?}"
        );
    }
    let deep = line("/things/1", 200, &json!("[".repeat(100_000)));
    assert!(learned(&deep).report.contains("not JSON") || learned(&deep).different == 1);
    assert_eq!(learned("").entries, 0);
}

/// More than twenty kinds of secret, in every place of a request and in the values of a response.
#[test]
fn no_secret_of_a_recording_is_shown() {
    let secrets: Vec<String> = (0..24).map(|n| format!("s3cr3t{n:04}")).collect();
    let mut secret = secrets.iter();
    let mut next = || secret.next().expect("enough secrets").clone();
    let recording = json!({
        "request": {
            "method": "GET",
            "url": format!("https://user:{}@eu.things.example/v1/things/{}?api_key={}&{}=1#{}",
                next(), next(), next(), next(), next()),
            "headers": {
                "Authorization": format!("Bearer {}", next()), "Cookie": format!("session={}", next()),
                "X-Api-Key": next(), "Proxy-Authorization": next(),
            },
            "body": { "password": next(), next(): "client_secret" },
        },
        "response": {
            "status": 200,
            "headers": { "Set-Cookie": next(), "Content-Type": format!("application/json; boundary={}", next()) },
            "body": {
                "id": null, "name": [next()], "size": next(), "secret": 1, "status": format!("{} {}", next(), next()),
                "at": next(), next(): { "token": next() }, "extra": { next(): next() },
            },
        },
    });
    let undocumented = json!({
        "request": { "method": "POST", "url": format!("https://eu.things.example/v1/reset/{}", secrets[0]) },
        "response": { "status": 204 },
    });
    let learned = learned(&format!("{recording}\n{undocumented}\n"));
    assert!(differences(&learned).len() > 6, "{}", learned.report);
    let shown = format!("{learned:?}");
    for secret in &secrets {
        assert!(!shown.contains(secret.as_str()), "{secret} in {shown}");
    }
}
