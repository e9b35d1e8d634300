use super::places::Places;
use super::setting::Setting;
use super::{
    Accept, Auth, Config, DefaultServer, FixedHeader, Idempotency, KeyPrefix, Known, Lift,
    Location, TypeChoice, known_keys,
};
use crate::diag::{Code, Diagnostic, Pointer, Report};

const FILE: &str = "specs/acme/codegen.toml";

const FULL: &str = r#"operations = ["cancelSubscription", "listPlans"]
[names]
"/paths/~1subscriptions~1{id}~1cancel/post" = "cancel_subscription"
"/components/schemas/Type" = "type"
[formats]
"date-time" = "string"
[auth.knoxTokenAuth]
prefix = "Token"
reason = "The guide says so."
[auth.other]
reason = "Tried it."
[[lift]]
parameter = "Fox-Secret"
in = "header"
reason = "It is the key."
[[accept]]
code = "undeclared-security-scheme"
at = "/paths/~1a/post/security/1/TokenAuth"
reason = "The other alternative works."
[idempotency]
header = "Idempotency-Key"
operations = ["cancelSubscription"]
reason = "The guide says so."
[[keys]]
scheme = "knoxTokenAuth"
prefix = "test_"
server = "https://sandbox.example.com"
reason = "The guide shows one."
[server]
default = "https://api.example.com"
reason = "The sandbox stands first."
[headers]
Acme-Version = { value = "2", reason = "The document is of it." }
"#;

/// A setting that stands anywhere.
fn setting<T>(value: T) -> Setting<T> {
    Setting::new(value, &(0..0))
}

fn text(value: &str) -> Setting<String> {
    setting(value.to_owned())
}

fn read(text: &str) -> Config {
    match Config::parse(FILE, text) {
        Ok(config) => config,
        Err(diagnostic) => panic!("{diagnostic:?}"),
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
fn check_refusal(text: &str, place: &str, message: &str, help: &str) {
    let printed = match Config::parse(FILE, text) {
        Ok(config) => panic!("{config:?}"),
        Err(diagnostic) => told(&diagnostic),
    };
    let expected = format!("error[config]: {message}\n  at {FILE}:{place}\n  help: {help}\n");
    assert_eq!(printed, expected);
}

#[test]
fn every_setting() {
    let config = read(FULL);
    let operations = ["cancelSubscription", "listPlans"].map(text);
    assert_eq!(config.operations.as_deref(), Some(&operations[..]));
    assert_eq!(
        config.names["/paths/~1subscriptions~1{id}~1cancel/post"],
        text("cancel_subscription")
    );
    assert_eq!(config.names["/components/schemas/Type"], text("type"));
    assert_eq!(config.formats["date-time"], setting(TypeChoice::String));
    let knox = Auth {
        prefix: Some("Token".to_owned()),
        reason: "The guide says so.".to_owned(),
    };
    assert_eq!(config.auth["knoxTokenAuth"], setting(knox));
    assert_eq!(config.auth["other"].prefix, None);
    let lift = Lift {
        parameter: "Fox-Secret".to_owned(),
        in_: Location::Header,
        reason: "It is the key.".to_owned(),
    };
    assert_eq!(config.lift, [setting(lift)]);
    let accept = Accept {
        code: Code::UndeclaredSecurityScheme,
        at: Places::of("/paths/~1a/post/security/1/TokenAuth"),
        reason: "The other alternative works.".to_owned(),
    };
    assert_eq!(config.accept, [setting(accept)]);
    let idempotency = Idempotency {
        header: Some("Idempotency-Key".to_owned()),
        operations: Some(vec![text("cancelSubscription")]),
        reason: "The guide says so.".to_owned(),
    };
    assert_eq!(config.idempotency, Some(setting(idempotency)));
    let key = KeyPrefix {
        scheme: text("knoxTokenAuth"),
        prefix: "test_".to_owned(),
        server: text("https://sandbox.example.com"),
        reason: "The guide shows one.".to_owned(),
    };
    assert_eq!(config.keys, [key]);
    let server = DefaultServer {
        url: text("https://api.example.com"),
        reason: "The sandbox stands first.".to_owned(),
    };
    assert_eq!(config.server, Some(server));
    let header = FixedHeader {
        name: "Acme-Version".to_owned(),
        value: "2".to_owned(),
        reason: "The document is of it.".to_owned(),
    };
    assert_eq!(config.headers, [setting(header)]);
    assert_eq!(config.file(), FILE);
}

#[test]
fn every_setting_is_reported_at_its_place_until_it_is_used() {
    let config = read(FULL);
    let places = |config: &Config| -> Vec<_> {
        let unused = config.unused(&Known::default());
        unused.iter().filter_map(|one| one.position).collect()
    };
    let all = [
        (1, 15), // operations
        (1, 37),
        (6, 1), // formats
        (7, 7), // auth
        (10, 7),
        (30, 11), // server
        (33, 1),  // headers
        (12, 1),  // lift
        (22, 15), // idempotency.operations
        (16, 1),  // accept
        (24, 1),  // keys
        (4, 1),   // names
        (3, 1),
    ];
    assert_eq!(places(&config), all);

    for id in config.operations.iter().flatten() {
        id.apply();
    }
    config.formats["date-time"].apply();
    config.auth["knoxTokenAuth"].apply();
    config.lift[0].apply();
    config.headers[0].apply();
    config.server.iter().for_each(|server| {
        server.url.apply();
    });
    config.keys[0].scheme.apply();
    config.names["/components/schemas/Type"].apply();
    let at = Pointer::new("a.yaml", "/paths/~1a/post/security/1/TokenAuth");
    let gap = |code| config.accepts(&Diagnostic::warning(code, &at, ""));
    assert!(!gap(Code::Choice));
    assert!(gap(Code::UndeclaredSecurityScheme));
    let everywhere = "[[accept]]\ncode = \"choice\"\nreason = \"a\"\n\
                      [[accept]]\ncode = \"malformed\"\nat = \"/paths/*/post/**\"\nreason = \"a\"";
    let many = Config::parse("codegen.toml", everywhere).expect("valid settings");
    let accepts =
        |code, at: &str| many.accepts(&Diagnostic::warning(code, &Pointer::new("a", at), ""));
    assert!(accepts(Code::Choice, "") && accepts(Code::Choice, "/servers/0"));
    assert!(accepts(Code::Malformed, "/paths/~1a/post/security"));
    assert!(!accepts(Code::Malformed, "/paths/~1a/get"));
    assert_eq!(places(&config), [(10, 7), (22, 15), (24, 1), (3, 1)]);
    assert_eq!(places(&config.clone()), all, "a copy begins anew");
}

#[test]
fn an_unused_setting_is_an_error_of_the_file() {
    let report = Report {
        diagnostics: read("[formats]\ndate = \"string\"").unused(&Known::default()),
    };
    let help = "remove the setting, or correct the name in it";
    assert_eq!(
        told(&report.diagnostics[0]),
        format!(
            "error[unused-config]: no generated schema of strings has the format `date`\n  at {FILE}:2:1\n  help: {help}\n"
        )
    );
}

#[test]
fn an_empty_file_is_the_default() {
    let config = read("\u{feff}# nothing yet\n");
    assert_eq!(config.operations, None);
    assert!(config.names.is_empty() && config.accept.is_empty());
    assert_eq!(Config::default().file(), "");
    assert_eq!(Config::default().unused(&Known::default()), []);
}

#[test]
fn every_code_is_known_or_refused() {
    for code in Code::ALL {
        let text = format!("[[accept]]\ncode = \"{code}\"\nat = \"/a\"\nreason = \"b\"");
        match Config::parse(FILE, &text) {
            Ok(config) => assert_eq!(config.accept[0].code, *code),
            Err(diagnostic) => assert!(diagnostic.message.contains("can't be accepted")),
        }
    }
}

#[test]
fn broken_toml() {
    let mend = "correct the text at this place";
    check_refusal(
        "a = \n",
        "1:5",
        "not valid TOML: string values must be quoted, expected literal string",
        mend,
    );
    check_refusal(
        "[names]\n\"/é\" = \"a\"\n\"/é\" = \"b\"",
        "3:1",
        "not valid TOML: duplicate key",
        mend,
    );
}

#[test]
fn a_header_for_idempotency_keys() {
    check_refusal(
        "[idempotency]\nheader = \"Idempotency Key\"",
        "2:10",
        "`Idempotency Key` is not a valid name of a header",
        "write one such as `Idempotency-Key`",
    );
    check_refusal(
        "[idempotency]\nheader = \"X\"\noperations = []",
        "3:14",
        "`operations` is empty, so no key would be sent",
        "name an `operationId`, or leave the key out for all operations",
    );
    check_refusal(
        "[idempotency]\nheader = \"X\"",
        "1:2",
        "`reason` is missing in `idempotency`",
        "state in `reason` how the decision was made, for the next reader",
    );
    check_refusal(
        "[idempotency]\nreason = \"X\"",
        "1:2",
        "`header` is missing in `idempotency`",
        "add `header = \"…\"`",
    );
}

#[test]
fn a_header_that_can_be_fixed() {
    let check = |header: &str, place: &str, message: &str, help: &str| {
        check_refusal(&format!("[headers]\n{header}"), place, message, help);
    };
    check(
        "\"A B\" = { value = \"1\", reason = \"a\" }",
        "2:1",
        "`A B` is not a valid name of a header",
        "write one such as `Idempotency-Key`",
    );
    check(
        "AUTHORIZATION = { value = \"1\", reason = \"a\" }",
        "2:1",
        "the header `AUTHORIZATION` can't be fixed",
        "credentials are given to the client's builder, and none belongs into this file",
    );
    check(
        "A = { value = \"1\", reason = \"a\" }\na = { value = \"1\", reason = \"a\" }",
        "3:1",
        "duplicate entry for the header `a`",
        "remove one of the two",
    );
    for value in ["1\\r\\nb: 2", "ü", "\\u0000", "a\\tb"] {
        check(
            &format!("A = {{ value = \"{value}\", reason = \"a\" }}"),
            "2:15",
            "the value of `A` isn't printable ASCII",
            "write it as the vendor's documentation does",
        );
    }
    check(
        "A = { value = \"\", reason = \"a\" }",
        "2:15",
        "a string of `value` is empty or has spaces around it",
        "write it as in the document",
    );
    check(
        "A = { reason = \"a\" }",
        "2:1",
        "`value` is missing in `headers.A`",
        "add `value = \"…\"`",
    );
}

#[test]
fn unknown_keys() {
    let known = "`operations`, `default_feature`, `layout`, `tag_features`, `examples`, `names`, `strip_prefixes`, `acronyms`, `split`, `formats`, `types`, `maps`, `derives`, `auth`, `security`, `correct`, \
                 `unknown_fields`, `server`, `headers`, `keys`, `lift`, `idempotency`, `idempotent`, \
                 `paginate`, `webhooks`, `cancel`, `overlays`, `references`, `package`, `runtime`, `dependencies` and `accept`";
    check_refusal(
        "\n[nmaes]",
        "2:2",
        "unknown key `nmaes`",
        &format!("known are {known}"),
    );
    check_refusal(
        "[name]",
        "1:2",
        "unknown key `name`",
        &format!("did you mean `names`? Known are {known}"),
    );
    check_refusal(
        "[[lift]]\nparametre = 1",
        "2:1",
        "unknown key `parametre`",
        "did you mean `parameter`? Known are `parameter`, `in` and `reason`",
    );
    check_refusal(
        "[auth.x]\nwhy = \"é\"",
        "2:1",
        "unknown key `why`",
        "known are `prefix` and `reason`",
    );
    check_refusal(
        "[[accept]]\nreasons = \"é\"",
        "2:1",
        "unknown key `reasons`",
        "did you mean `reason`? Known are `code`, `at` and `reason`",
    );
}

#[test]
fn wrong_types() {
    check_refusal(
        "operations = 1",
        "1:14",
        "`operations` must be an array of strings, not an integer",
        "write `operations = [\"…\"]`",
    );
    check_refusal(
        "operations = [1.5]",
        "1:15",
        "`operations` must be a string, not a float",
        "put it in quotes",
    );
    check_refusal(
        "names = []",
        "1:9",
        "`names` must be a table, not an array",
        "write `[names]`, and the settings below it",
    );
    check_refusal(
        "[names]\n\"/a\" = true",
        "2:8",
        "`names` must be a string, not a boolean",
        "put it in quotes",
    );
    check_refusal(
        "formats = \"a\"",
        "1:11",
        "`formats` must be a table, not a string",
        "write `[formats]`, and the settings below it",
    );
    check_refusal(
        "[auth]\nx = \"Token\"",
        "2:5",
        "`auth.x` must be a table, not a string",
        "write `[auth.x]`, and the settings below it",
    );
    check_refusal(
        "[lift]\nin = 1",
        "1:1",
        "`lift` must be an array of tables, not a table",
        "write `[[lift]]`, once for each entry",
    );
    check_refusal(
        "accept = [1979-05-27]",
        "1:11",
        "`accept` must be a table, not a date or time",
        "write `[[accept]]`, once for each entry",
    );
    check_refusal(
        "[[accept]]\ncode = 5",
        "2:8",
        "`code` must be a string, not an integer",
        "put it in quotes",
    );
}

#[test]
fn unknown_words() {
    check_refusal(
        "[[lift]]\nparameter = \"a\"\nin = \"Header\"",
        "3:6",
        "unknown location `Header`",
        "did you mean `header`? Known are `header`, `query` and `cookie`",
    );
    check_refusal(
        "[formats]\nuuid = \"text\"",
        "2:8",
        "unknown representation `text`",
        "known are `string` and `uuid`",
    );
    let codes: Vec<_> = Code::ALL
        .iter()
        .filter(|code| code.is_acceptable())
        .map(|code| format!("`{code}`"))
        .collect();
    let (last, others) = codes.split_last().unwrap_or((&codes[0], &[]));
    let known = format!("{} and {last}", others.join(", "));
    check_refusal(
        "[[accept]]\ncode = \"undeclared-security\"",
        "2:8",
        "unknown code `undeclared-security`",
        &format!("did you mean `undeclared-security-scheme`? Known are {known}"),
    );
    check_refusal(
        "[[accept]]\ncode = \"syntax\"",
        "2:8",
        "the code `syntax` can't be accepted: nothing can be generated with it",
        &format!("acceptable codes are {known}"),
    );
}

#[test]
fn pointers() {
    check_refusal(
        "[names]\n\"#/a\" = \"b\"",
        "2:1",
        "`#/a` is not a JSON Pointer",
        "leave out the `#`",
    );
    check_refusal(
        "[names]\na = \"b\"",
        "2:1",
        "`a` is not a JSON Pointer",
        "write one such as `/paths/~1users~1{id}/get`, with `~1` for `/` within a name",
    );
    check_refusal(
        "[[accept]]\ncode = \"malformed\"\nat = \"/a~b\"",
        "3:6",
        "`/a~b` is not a JSON Pointer",
        "write `~` as `~0` and `/` within a name as `~1`",
    );
}

#[test]
fn identifiers() {
    for name in ["", "1a", "a-b", "a b", "é", "_", "r#type", "a.b"] {
        check_refusal(
            &format!("[names]\n\"/a\" = \"{name}\""),
            "2:8",
            &format!("`{name}` is not a Rust identifier"),
            "use ASCII letters, digits and `_`, beginning with no digit",
        );
    }
}

#[test]
fn what_must_not_be_missing_or_empty() {
    let reason = "state in `reason` how the decision was made, for the next reader";
    check_refusal(
        "[auth.x]\nprefix = \"a\"",
        "1:7",
        "`reason` is missing in `auth.x`",
        reason,
    );
    check_refusal(
        "[auth.x]\nreason = \" \"",
        "2:10",
        "`reason` is empty",
        reason,
    );
    check_refusal(
        "\n[[lift]]\nin = \"query\"",
        "2:1",
        "`parameter` is missing in `lift`",
        "add `parameter = \"…\"`",
    );
    check_refusal(
        "[[lift]]\nparameter = \"a\"\nin = \"query\"",
        "1:1",
        "`reason` is missing in `lift`",
        reason,
    );
    let blank = "write it as in the document";
    check_refusal(
        "operations = [\"\"]",
        "1:15",
        "a string of `operations` is empty or has spaces around it",
        blank,
    );
    check_refusal(
        "[auth.x]\nprefix = \"a \"",
        "2:10",
        "a string of `prefix` is empty or has spaces around it",
        blank,
    );
    check_refusal(
        "operations = []",
        "1:14",
        "`operations` is empty, so nothing would be generated",
        "name an `operationId`, or leave the key out to generate all",
    );
}

#[test]
fn entries_that_select_nothing() {
    let help = "write an `operationId`, a method in upper case and a path such as `GET /plans/**`, or `tag Billing`";
    for entry in ["get /plans", "!get /plans", "tag  "] {
        let shown = entry.trim_start_matches('!');
        let text = format!("operations = [\"{entry}\"]");
        if entry.ends_with(' ') {
            assert!(Config::parse(FILE, &text).is_err(), "{entry}");
            continue;
        }
        check_refusal(&text, "1:15", &format!("`{shown}` selects nothing"), help);
    }
}

#[test]
fn duplicate_entry_is_an_error() {
    let help = "remove one of the two";
    check_refusal(
        "operations = [\"a\", \"a\"]",
        "1:20",
        "duplicate entry for the operation `a`",
        help,
    );
    let lift = "[[lift]]\nparameter = \"a\"\nin = \"query\"\nreason = \"b\"\n";
    check_refusal(
        &lift.repeat(2),
        "5:1",
        "duplicate entry for the query parameter `a`",
        help,
    );
    let accept = "[[accept]]\ncode = \"malformed\"\nat = \"/a\"\nreason = \"b\"\n";
    check_refusal(
        &accept.repeat(2),
        "5:1",
        "duplicate entry for `malformed` at `/a`",
        help,
    );
}

#[test]
fn every_section_that_is_known_is_read() {
    for (section, key) in known_keys() {
        if key.is_empty()
            && let Err(diagnostic) = Config::parse(FILE, &format!("{section} = 1"))
        {
            assert!(!diagnostic.message.contains("unknown key"), "{section}");
        }
    }
}

#[test]
fn signatures_that_protect_nothing() {
    let of =
        |rest: &str| format!("[webhooks.signature]\nheader = \"X-Sig\"\nreason = \"a\"\n{rest}");
    let help =
        "write one such as `{timestamp}.{body}`, with `timestamp_prefix` or `timestamp_header`";
    for (rest, place, message) in [
        (
            "timestamp_prefix = \"t=\"",
            "1:1",
            "`payload` has no `{timestamp}`, so it would not be signed",
        ),
        (
            "payload = \"{timestamp}\"\ntimestamp_header = \"X-Time\"",
            "4:11",
            "`payload` has no `{body}`, so it would not be signed",
        ),
        (
            "payload = \"{id}.{body}\"",
            "4:11",
            "`payload` has `{id}`, and no key says where that stands",
        ),
        (
            "payload = \"{body\"",
            "4:11",
            "`{body` has a `{` without its `}`",
        ),
        (
            "payload = \"{url}{body}\"",
            "4:11",
            "`{url}` is no part of a webhook",
        ),
    ] {
        check_refusal(&of(rest), place, message, help);
    }
    check_refusal(
        &of("secret_prefix = \"whsec_\""),
        "1:1",
        "`secret_prefix` has no effect on a secret that is the key itself",
        "add `secret = \"base64\"`, or remove it",
    );
    check_refusal(
        &of("tolerance = 60"),
        "4:13",
        "`tolerance` has no effect on a signature without a time",
        "add `timestamp_prefix` or `timestamp_header`, or remove it",
    );
    check_refusal(
        &of("standard = true"),
        "1:1",
        "`header` stands beside `standard`, which says all but `tolerance`",
        "remove one of the two",
    );
    check_refusal(
        &of("encoding = \"hexa\""),
        "4:12",
        "unknown encoding `hexa`",
        "did you mean `hex`? Known are `hex` and `base64`",
    );
}
