//! Documents that aren't, and references that lead where nothing may be read.

mod folder;

use folder::{Folder, Run};
use std::fs::File;
use std::time::{Duration, Instant};

/// The time in which bad input is refused, on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// Checks a document, which has one error.
#[track_caller]
fn one_error(folder: &Folder, file: &str) -> Run {
    let begin = Instant::now();
    let run = folder.run(&["check", "--strict", file]).ends_with(1);
    assert!(begin.elapsed() < SOON, "{file}: {:?}", begin.elapsed());
    let errors = run.stderr.matches("error[").count();
    assert_eq!(errors, 1, "{}", run.stderr);
    assert!(run.stderr.len() < 4000, "{}", run.stderr);
    run
}

#[test]
fn files_that_are_no_documents_are_one_error() {
    let folder = Folder::new();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_yaml: String = (0..3000)
        .map(|i| format!("{}a:\n", " ".repeat(i)))
        .collect();
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let alias = format!("*a{}, ", i - 1).repeat(9);
        bomb.push_str(&format!("a{i}: &a{i} [{alias}]\n"));
    }
    let utf16: Vec<u8> = "\u{feff}openapi: 3.1.0"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let cases: [(&str, &[u8], &[&str]); 13] = [
        ("empty.yaml", b"", &["[syntax]", "the file is empty"]),
        ("prose.yaml", b"Hello, world\n", &["[not-openapi]"]),
        (
            "half.json",
            b"{\"openapi\": \"3.1.0\", \"info\": {\"ti",
            &["[syntax]", "half.json:1:", "cut short"],
        ),
        (
            "half.yaml",
            b"openapi: 3.1.0\npaths: {/a: [",
            &["[syntax]", "half.yaml:"],
        ),
        ("html.yaml", b"<!DOCTYPE html>", &["[syntax]", "HTML"]),
        (
            "image.yaml",
            b"\x89PNG\r\n\x1a\n\x00\x00",
            &["[unreadable]", "binary data"],
        ),
        (
            "latin.yaml",
            b"info: {title: caf\xe9}",
            &["[unreadable]", "not text in UTF-8: byte 17"],
        ),
        ("zeros.yaml", &[0; 4096], &["[syntax]"]),
        ("wide.yaml", &utf16, &["[unreadable]", "UTF-16", "iconv"]),
        ("deep.json", deep.as_bytes(), &["[syntax]", "levels deep"]),
        (
            "deep.yaml",
            deep_yaml.as_bytes(),
            &["[syntax]", "levels deep"],
        ),
        ("bomb.yaml", bomb.as_bytes(), &["[syntax]", "alias"]),
        ("list.yaml", b"[1, 2]", &["[not-openapi]"]),
    ];
    for (file, text, said) in cases {
        folder.write(file, text);
        one_error(&folder, file).says(said);
    }
    one_error(&folder, "no-such.yaml").says(&["[unreadable]", "no such file", "--> no-such.yaml"]);
    one_error(&folder, ".").says(&["[unreadable]", "a folder"]);
}

/// A sparse file, which takes no room on most disks.
#[test]
fn a_huge_file_is_not_read() {
    let folder = Folder::new();
    let file = File::create(folder.path("huge.yaml")).expect("a file");
    file.set_len(1 << 30).expect("a length");
    one_error(&folder, "huge.yaml").says(&["[unreadable]", "it has 1073 MB", "128 MiB"]);
    folder.write("openapi.yaml", refers_to("huge.yaml"));
    one_error(&folder, "openapi.yaml").says(&["[missing-reference]", "it has 1073 MB"]);
}

#[test]
fn a_url_is_told_how_to_be_downloaded() {
    let folder = Folder::new();
    let run = folder
        .run(&["check", "https://a.example/v1/it's/openapi.yaml?v=1"])
        .ends_with(2);
    run.says(&[
        "never opens the network",
        r"curl -fsSL 'https://a.example/v1/it'\''s/openapi.yaml?v=1' -o openapi.yaml",
    ]);
    let run = folder.run(&["check", "https://a.example/-rf"]).ends_with(2);
    run.says(&["-o openapi.json"]);
    folder
        .run(&["check", "file:///a.yaml"])
        .ends_with(2)
        .says(&["without `file://`"]);
}

/// A document with a schema in another file.
fn refers_to(file: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: A, version: \"1\"}}\npaths:\n  /a:\n    get:\n      operationId: getA\n      \
         responses:\n        \"200\":\n          description: A.\n          content:\n            application/json:\n              \
         schema:\n                $ref: '{file}'\n"
    )
}

const SECRET: &str = "type: string\ndescription: secret\n";

#[test]
fn references_stay_in_the_folder_of_the_document() {
    let folder = Folder::new();
    folder.write("secret.yaml", SECRET);
    folder.write("api/below/part.yaml", SECRET);
    let outside = |reference: &str, said: &[&str]| {
        folder.write("api/openapi.yaml", refers_to(reference));
        let run = one_error(&folder, "api/openapi.yaml");
        run.says(&["[missing-reference]", "--> api/openapi.yaml:13:17"])
            .says(said);
    };
    outside(
        "../secret.yaml",
        &["outside the folder", "references = [\"..\"]"],
    );
    outside("below/../../secret.yaml", &["outside the folder"]);
    outside("..%2Fsecret.yaml", &["outside the folder"]);
    outside(
        "/etc/passwd",
        &["outside the folder", "references = [\"/etc\"]"],
    );
    outside("../../../../../../etc/passwd", &["outside the folder"]);
    outside("/dev/zero", &["outside the folder"]);
    outside("/proc/self/fd/0", &["outside the folder"]);
    outside("below", &["it is a folder"]);
    outside("gone.yaml", &["there is no such file"]);
    folder.write("api/openapi.yaml", refers_to("below/part.yaml"));
    folder
        .run(&["check", "--strict", "api/openapi.yaml"])
        .ends_with(0);
    // Whatever way the document is named.
    for name in ["./api/openapi.yaml", "api/../api/openapi.yaml"] {
        folder.run(&["check", "--strict", name]).ends_with(0);
        folder.write("api/openapi.yaml", refers_to("../secret.yaml"));
        one_error(&folder, name).says(&["outside the folder"]);
        folder.write("api/openapi.yaml", refers_to("below/part.yaml"));
    }
    let absolute = folder.path("api/openapi.yaml");
    let absolute = absolute.to_str().expect("text");
    folder.run(&["check", "--strict", absolute]).ends_with(0);
    folder.write("api/openapi.yaml", refers_to("../secret.yaml"));
    one_error(&folder, absolute).says(&["outside the folder"]);
}

#[test]
fn a_setting_allows_other_folders() {
    let folder = Folder::new();
    folder.write("shared/parts/thing.yaml", SECRET);
    folder.write("api/openapi.yaml", refers_to("../shared/parts/thing.yaml"));
    one_error(&folder, "api/openapi.yaml").says(&["references = [\"../shared/parts\"]"]);
    for allowed in ["../shared/parts", "../shared", "../shared/"] {
        folder.write("api/codegen.toml", format!("references = [{allowed:?}]\n"));
        folder
            .run(&["check", "--strict", "api/openapi.yaml"])
            .ends_with(0);
    }
    folder.write("api/codegen.toml", "references = [\"../share\"]\n");
    one_error(&folder, "api/openapi.yaml").says(&["outside the folder"]);
    folder.write("api/openapi.yaml", refers_to("#/info/title"));
    folder.write("api/codegen.toml", "references = [\"../shared\"]\n");
    let run = folder.run(&["check", "api/openapi.yaml"]).ends_with(1);
    run.says(&[
        "[unused-config]",
        "no reference leads to the folder `../shared`",
    ]);
}

#[test]
fn references_to_urls_are_told_apart() {
    let folder = Folder::new();
    for (reference, said) in [
        ("https://a.example/b.yaml", "never opens"),
        ("//a.example/b.yaml", "never opens"),
        ("file:///etc/passwd", "a `file:` URL"),
        ("file:/etc/passwd", "a `file:` URL"),
    ] {
        folder.write("openapi.yaml", refers_to(reference));
        one_error(&folder, "openapi.yaml").says(&["[remote-reference]", said]);
    }
}

#[cfg(unix)]
mod unix {
    use super::{Folder, SECRET, one_error, refers_to};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;

    #[test]
    fn symlinks_lead_nowhere_else() {
        let folder = Folder::new();
        folder.write("secret.yaml", SECRET);
        folder.write("api/part.yaml", SECRET);
        let link = |target: &str, name: &str| {
            symlink(target, folder.path(name)).expect("a link");
        };
        link("../secret.yaml", "api/out.yaml");
        link("..", "api/up");
        link("/dev/zero", "api/zero.yaml");
        link("part.yaml", "api/in.yaml");
        link("loop.yaml", "api/loop.yaml");
        for (reference, said) in [
            ("out.yaml", "a symlink on the way leads out"),
            ("up/secret.yaml", "a symlink on the way leads out"),
            ("zero.yaml", "a symlink on the way leads out"),
            ("loop.yaml", "can't be read"),
        ] {
            folder.write("api/openapi.yaml", refers_to(reference));
            one_error(&folder, "api/openapi.yaml").says(&[said]);
        }
        folder.write("api/openapi.yaml", refers_to("in.yaml"));
        folder
            .run(&["check", "--strict", "api/openapi.yaml"])
            .ends_with(0);
        folder.write("api/openapi.yaml", refers_to("out.yaml"));
        folder.write("api/codegen.toml", "references = [\"..\"]\n");
        // The link stands in the folder, so that the setting has an effect on the disk alone.
        let run = folder.run(&["check", "--strict", "api/openapi.yaml"]);
        assert!(!run.stderr.contains("symlink"), "{}", run.stderr);
    }

    #[test]
    fn a_pipe_is_not_opened() {
        let folder = Folder::new();
        let made = Command::new("mkfifo")
            .arg(folder.path("pipe.yaml"))
            .status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!("skipped: there is no mkfifo");
            return;
        }
        folder.write("openapi.yaml", refers_to("pipe.yaml"));
        one_error(&folder, "openapi.yaml").says(&["it is no regular file"]);
    }

    #[test]
    fn a_device_that_never_ends_does() {
        let folder = Folder::new();
        one_error(&folder, "/dev/zero").says(&["[unreadable]", "it doesn't end"]);
        one_error(&folder, "/dev/null").says(&["[syntax]", "empty"]);
    }

    #[test]
    fn a_file_without_permission_is_told() {
        let folder = Folder::new();
        folder.write("openapi.yaml", SECRET);
        let path = folder.path("openapi.yaml");
        fs::set_permissions(&path, Permissions::from_mode(0o000)).expect("permissions");
        if fs::read(&path).is_ok() {
            eprintln!("skipped: this user may read everything");
            return;
        }
        one_error(&folder, "openapi.yaml").says(&["[unreadable]", "permission denied"]);
    }
}

/// Each of these schemas is made of all of them, so an example can be held against them in
/// more ways than anybody has time for.
#[test]
fn schemas_that_branch_into_one_another_are_soon_checked() {
    let folder = Folder::new();
    let names = 0..6;
    let all = names
        .clone()
        .map(|i| format!("{{$ref: '#/components/schemas/S{i}'}}"));
    let all = all.collect::<Vec<_>>().join(", ");
    let schema = |i| {
        format!("    S{i}: {{allOf: [{{oneOf: [{all}]}}, {{anyOf: [{all}]}}, {{type: string}}]}}\n")
    };
    let schemas: String = names.map(schema).collect();
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: Acme, version: '1'}}\npaths:\n  /a:\n    get:\n      \
         responses:\n        '200':\n          description: Anything.\n          content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}, example: null}}}}\n\
         components:\n  schemas:\n{schemas}"
    );
    folder.write("openapi.yaml", document.as_bytes());
    let begin = Instant::now();
    folder.run(&["check", "openapi.yaml"]).ends_with(0);
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
}
