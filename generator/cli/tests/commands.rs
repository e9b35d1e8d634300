//! The commands of the program, run as a stranger would.

mod folder;

use folder::Folder;
use openapi_client_generator::Config;
use openapi_client_generator::config::Known;
use openapi_client_generator::diag::Code;
use serde_json::Value;
use std::fs;

const DOCUMENT: &str = r##"openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
security: [{apiKey: []}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [Pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: A pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  /ping:
    get:
      responses: {"204": {description: Here.}}
components:
  securitySchemes:
    apiKey: {type: apiKey, in: header, name: X-Key}
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
"##;

/// A folder with that document, in which parts of it may be replaced.
fn folder(replaced: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    let mut text = DOCUMENT.to_owned();
    for (old, new) in replaced {
        assert!(text.contains(old), "no {old}");
        text = text.replace(old, new);
    }
    folder.write("openapi.yaml", text);
    folder
}

fn read(folder: &Folder, file: &str) -> String {
    fs::read_to_string(folder.path(file)).expect("a file")
}

#[test]
fn a_document_without_faults_is_checked_in_silence() {
    let sound = [
        (
            "      responses:\n",
            "      responses:\n        4XX: {description: No.}\n",
        ),
        (
            "    get:\n      responses: {",
            "    get:\n      operationId: ping\n      responses: {default: {description: No.}, ",
        ),
    ];
    let run = folder(&sound).run(&["check", "openapi.yaml"]).ends_with(0);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "openapi.yaml: 2 operations, 1 type, no errors\n"
    );
    let run = folder(&sound)
        .run(&["check", "--quiet", "openapi.yaml"])
        .ends_with(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
}

/// Each cause once; `generate` says nothing of it.
#[test]
fn advice_is_given_by_check_alone() {
    let folder = folder(&[("name: id, in: path", "name: api_key, in: query")]);
    folder.write("codegen.toml", "");
    let run = folder.run(&["check", "openapi.yaml"]).ends_with(0);
    run.says(&[
        "warning[no-error-response]: ",
        "= also: openapi.yaml:14:5 (#/paths/~1ping/get)",
        "warning[missing-operation-id]: ",
        "warning[credential-parameter]: the parameter `api_key` holds a credential",
    ]);
    let run = folder.run(&["generate", "openapi.yaml", "--out", "client"]);
    for code in [
        "no-error-response",
        "missing-operation-id",
        "credential-parameter",
    ] {
        assert!(!run.stderr.contains(code), "{}", run.stderr);
    }
}

#[test]
fn an_error_has_its_line_and_the_exit_code() {
    let folder = folder(&[("schemas/Pet", "schemas/Pat")]);
    let run = folder
        .run(&["check", "--strict", "openapi.yaml"])
        .ends_with(1);
    let run = run.says(&[
        "error[missing-reference]: ",
        " --> openapi.yaml:12:",
        "12 | ",
        "^^^^^",
        "did you mean `#/components/schemas/Pet`?",
        "[[accept]]",
        "\n1 error\n",
    ]);
    assert!(!run.stderr.contains('\u{1b}'), "colours in a pipe");
    let arguments = ["check", "--strict", "--color", "always", "openapi.yaml"];
    folder.run(&arguments).ends_with(1).says(&["\u{1b}["]);
    // What is left out is a warning, which is told unless the run is quiet.
    folder
        .run(&["check", "openapi.yaml"])
        .ends_with(0)
        .says(&["warning["]);
    let run = folder.run(&["check", "-q", "openapi.yaml"]).ends_with(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn reports_are_made_for_programs() {
    let folder = folder(&[("schemas/Pet", "schemas/Pat")]);
    let run = folder.run(&["check", "--strict", "openapi.yaml", "--format", "json"]);
    let run = run.ends_with(1);
    assert_eq!(run.stderr, "");
    let lines: Vec<Value> = run.stdout.lines().map(object).collect();
    let error = lines.iter().find(|line| line["severity"] == "error");
    let error = error.expect("an error");
    assert_eq!(error["code"], "missing-reference");
    assert_eq!(
        (&error["file"], &error["line"]),
        (&Value::from("openapi.yaml"), &Value::from(12))
    );
    let text = DOCUMENT
        .lines()
        .nth(11)
        .expect("a line")
        .replace("/Pet\"", "/Pat\"");
    let column = |key: &str| error[key].as_u64().and_then(|at| usize::try_from(at).ok());
    let (start, end) = (
        column("column").expect("a column"),
        column("end_column").expect("one"),
    );
    assert_eq!(
        &text[start - 1..end - 1],
        "$ref: \"#/components/schemas/Pat\""
    );
    let run = folder.run(&["check", "--strict", "openapi.yaml", "--format", "github"]);
    let run = run.ends_with(1);
    let command = "::error file=openapi.yaml,line=12,endLine=12,col=";
    assert!(run.stdout.starts_with(command), "{}", run.stdout);
    // Other failures, too.
    let run = folder.run(&[
        "check",
        "https://pets.example/openapi.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(object(&run.ends_with(2).stdout)["severity"], "error");
}

fn object(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"))
}

#[test]
fn every_code_is_explained() {
    let folder = Folder::new();
    let all = folder.run(&["explain"]).ends_with(0).stdout;
    assert_eq!(all.lines().count(), Code::ALL.len());
    for code in Code::ALL {
        let page = folder.run(&["explain", code.as_str()]).ends_with(0).stdout;
        assert_eq!(page, code.page());
    }
    // As it is pasted.
    let page = folder
        .run(&["explain", "error[choice]"])
        .ends_with(0)
        .stdout;
    assert_eq!(page, Code::Choice.page());
    let run = folder.run(&["explain", "missing-referense"]).ends_with(2);
    run.says(&["did you mean `missing-reference`?"]);
}

#[test]
fn names_are_listed_as_settings_take_them() {
    let folder = folder(&[]);
    let text = folder.run(&["list", "openapi.yaml"]).ends_with(0).stdout;
    for line in [
        "  getPet            GET /pets/{id}  /paths/~1pets~1{id}/get\n",
        "  (no operationId)  GET /ping       /paths/~1ping/get\n",
        "  Pet  /components/schemas/Pet\n",
        "  apiKey  API key in header `X-Key`  /components/securitySchemes/apiKey\n",
        "  https://pets.example  /servers/0\n",
    ] {
        assert!(text.contains(line), "no {line} in:\n{text}");
    }
    let json = folder
        .run(&["list", "openapi.yaml", "--format", "json"])
        .ends_with(0);
    let names: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(names["operations"][0]["operation_id"], "getPet");
    assert_eq!(names["security_schemes"][0]["name"], "apiKey");
}

/// From the document to Rust and back; the file and line are those of the crate.
#[test]
fn an_operation_and_a_schema_are_found_both_ways() {
    let folder = folder(&[]);
    folder
        .run(&["generate", "openapi.yaml", "--out", "client"])
        .ends_with(0);
    let ways = [
        "getPet",
        "GET /pets/{id}",
        "get_pet",
        "Client::get_pet",
        "#/paths/~1pets~1{id}/get",
    ];
    for way in ways {
        found(&folder, way, "openapi.yaml:7:5", "pub fn get_pet");
    }
    for way in [
        "Pet",
        "/components/schemas/Pet",
        "/components/schemas/Pet/properties/name",
    ] {
        found(&folder, way, "openapi.yaml:20:5", "pub struct Pet");
    }
    let run = folder
        .run(&["where", "openapi.yaml", "/info/title"])
        .ends_with(0);
    assert!(run.stdout.contains("openapi.yaml:2:8"), "{}", run.stdout);
    let run = folder
        .run(&["where", "openapi.yaml", "getPat"])
        .ends_with(1);
    run.says(&["did you mean `getPet`?"]);
}

fn found(folder: &Folder, way: &str, place: &str, declaration: &str) {
    let run = folder.run(&["where", "openapi.yaml", way, "--format", "json"]);
    let item = object(&run.ends_with(0).stdout);
    assert_eq!(item["place"], place, "{way}");
    let file = item["file"].as_str().expect("a file");
    let line = item["line"].as_u64().expect("a line") - 1;
    let text = read(folder, &format!("client/{file}"));
    let line = text
        .lines()
        .nth(usize::try_from(line).expect("a line"))
        .expect("the line");
    assert!(line.contains(declaration), "{way}: {line}");
}

#[test]
fn schema_for_editors_is_that_of_the_settings() {
    let folder = folder(&[]);
    let schema = folder.run(&["schema"]).ends_with(0).stdout;
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    assert!(schema["properties"]["operations"].is_object());
    let settings = folder.run(&["init", "openapi.yaml"]).ends_with(0).stdout;
    assert!(settings.starts_with("#:schema ./codegen.schema.json\n"));
}

#[test]
fn settings_are_written_for_a_document_and_overwrite_nothing() {
    let folder = folder(&[(
        "get:\n      operationId: getPet",
        "get:\n      oprationId: getPet\n      operationId: getPet",
    )]);
    let text = folder.run(&["init", "openapi.yaml"]).ends_with(0).stdout;
    let config = Config::parse("codegen.toml", &text).expect("settings");
    assert!(config.unused(&Known::default()).is_empty(), "{text}");
    // Without the first sign, everything is a setting that can be read.
    let whole: String = text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(schema) if schema.starts_with(":schema") => line,
            Some(setting) if !setting.starts_with(' ') || setting.starts_with("    ") => setting,
            _ => line,
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let config = Config::parse("codegen.toml", &whole)
        .unwrap_or_else(|found| panic!("{found:?} in:\n{whole}"));
    assert_eq!(config.operations.map(|all| all.len()), Some(2));
    assert_eq!(
        (config.names.len(), config.auth.len(), config.accept.len()),
        (2, 1, 1),
        "{whole}"
    );
    let arguments = ["init", "openapi.yaml", "--out", "codegen.toml"];
    folder.run(&arguments).ends_with(0);
    assert_eq!(read(&folder, "codegen.toml"), text);
    folder.write("codegen.toml", "# mine\n");
    folder
        .run(&arguments)
        .ends_with(1)
        .says(&["codegen.toml exists"]);
    assert_eq!(read(&folder, "codegen.toml"), "# mine\n");
}

#[test]
fn a_crate_is_written_compared_and_guarded() {
    let folder = folder(&[]);
    let generate = ["generate", "openapi.yaml", "--out", "client"];
    let check = ["generate", "openapi.yaml", "--out", "client", "--check"];
    folder.write("client/notes.txt", "mine");
    folder
        .run(&check)
        .ends_with(1)
        .says(&["missing: client/Cargo.toml", "without `--check`"]);
    folder
        .run(&generate)
        .ends_with(0)
        .says(&["client: 2 operations, 1 type; "]);
    folder.run(&check).ends_with(0);
    folder
        .run(&generate)
        .ends_with(0)
        .says(&["nothing was written"]);
    assert_eq!(read(&folder, "client/notes.txt"), "mine");
    let head = read(&folder, "client/src/lib.rs");
    assert!(head.contains("`openapi-client generate`"), "{head:.300}");
    folder.write("client/src/lib.rs", "mod mine;\n");
    folder
        .run(&generate)
        .ends_with(1)
        .says(&["error[edited]", "client/src/lib.rs", "`--force`"]);
    assert_eq!(read(&folder, "client/src/lib.rs"), "mod mine;\n");
    folder
        .run(&["generate", "openapi.yaml", "--out", "client", "--force"])
        .ends_with(0);
    assert_eq!(read(&folder, "client/src/lib.rs"), head);
}

#[test]
fn settings_beside_the_document_hold() {
    let folder = folder(&[]);
    folder.write("codegen.toml", "operations = [\"getPet\"]\n");
    folder.write("other.toml", "operations = [\"getPat\"]\n");
    folder
        .run(&["check", "openapi.yaml"])
        .ends_with(0)
        .says(&["openapi.yaml: 1 operation, 1 type"]);
    let run = folder
        .run(&["check", "openapi.yaml", "--settings", "other.toml"])
        .ends_with(1);
    run.says(&[
        "error[unused-config]",
        "--> other.toml:1:15",
        "did you mean `getPet`?",
    ]);
    let run = folder
        .run(&["check", "openapi.yaml", "--settings", "none.toml"])
        .ends_with(1);
    run.says(&["error[unreadable]", "none.toml", "there is no such file"]);
}

/// Overlays may be anywhere: the settings are the user's own.
#[test]
fn overlays_of_the_settings_change_the_document() {
    let folder = folder(&[]);
    let overlay = "overlay: 1.1.0\ninfo: {title: Fix, version: '1'}\nactions:\n\
                   - {target: \"$.paths['/ping'].get\", update: {operationId: ping}}\n";
    folder.write("api/openapi.yaml", DOCUMENT);
    folder.write("fixes/fix.yaml", overlay);
    folder.write("api/codegen.toml", "overlays = [\"../fixes/fix.yaml\"]\n");
    let run = folder.run(&["check", "api/openapi.yaml", "--effective"]);
    let text = run.ends_with(0).stdout;
    assert!(text.contains("\n      operationId: ping\n"), "{text}");
    let text = folder
        .run(&["list", "api/openapi.yaml"])
        .ends_with(0)
        .stdout;
    assert!(text.contains("  ping    GET /ping "), "{text}");

    folder.write("fixes/fix.yaml", overlay.replace("/ping'", "/pong'"));
    let run = folder.run(&["check", "api/openapi.yaml"]).ends_with(1);
    run.says(&[
        "error[unmatched-action]",
        "--> fixes/fix.yaml:4:4",
        "did you mean `$.paths['/ping']`?",
    ]);
    folder.write("api/codegen.toml", "overlays = [\"fix.yaml\"]\n");
    let run = folder.run(&["check", "api/openapi.yaml"]).ends_with(1);
    run.says(&[
        "error[config]: the overlay api/fix.yaml can't be read",
        "--> api/codegen.toml:1:13",
    ]);
}

#[test]
fn a_document_comes_from_standard_input() {
    let folder = Folder::new();
    let text = DOCUMENT.replace("schemas/Pet", "schemas/Pat");
    let run = folder
        .run_with(&["check", "--strict", "-"], text.as_bytes())
        .ends_with(1);
    run.says(&["--> <stdin>:12:"]);
    let generate = ["generate", "-", "--out", "client"];
    folder.run_with(&generate, DOCUMENT.as_bytes()).ends_with(0);
    assert!(fs::exists(folder.path("client/Cargo.toml")).expect("a path"));
}

#[test]
fn help_says_what_happens() {
    let folder = Folder::new();
    let run = folder.run(&["--help"]).ends_with(0);
    for text in ["Exit codes:", "Examples:", "never", "generate", "explain"] {
        assert!(run.stdout.contains(text), "{}", run.stdout);
    }
    folder
        .run(&["generate", "openapi.yaml"])
        .ends_with(2)
        .says(&["--out"]);
}
