//! A marker that is broken, and the one of chosen vendors.

use crate::copy::{Copy, MARKER, sha256};
use crate::folder::Folder;
use std::fs;

impl Folder {
    /// Lists a file as if an earlier run had written it.
    pub(crate) fn list(&self, file: &str) {
        let hash = sha256(&self.path(file));
        self.list_as(&format!("{hash}  {file}"));
    }

    fn list_as(&self, line: &str) {
        let text = format!("{}{line}\n", self.read(MARKER));
        self.write(MARKER, &text);
    }
}

#[test]
fn marker_with_path_outside_the_folder_is_an_error() {
    let folder = Folder::generated();
    let outside = folder.parent().join("outside.txt");
    fs::write(&outside, "mine").expect("a file");
    folder.write(".env", "mine");
    let hash = sha256(&outside);
    let marker = folder.read(MARKER);
    let place = format!("{MARKER}:{}\n", marker.lines().count() + 1);
    let absolute = outside.to_string_lossy().into_owned();
    for path in [
        absolute.as_str(),
        "../outside.txt",
        "src/../../outside.txt",
        ".env",
        ".git/config",
        "src/./lib.rs",
        "",
        "..\\outside.txt",
    ] {
        folder.write(MARKER, &marker);
        folder.list_as(&format!("{hash}  {path}"));
        for arguments in [&[][..], &["--force"], &["--check"]] {
            let run = folder.run(arguments);
            run.fails_with(&["error[marker]", &place, &format!("`{path}`")]);
            assert_eq!(run.said.matches("error[").count(), 1, "{}", run.said);
        }
    }
    assert!(outside.exists() && folder.exists(".env"));
}

#[test]
fn invalid_marker_is_an_error() {
    let folder = Folder::generated();
    let whole = folder.read(MARKER);
    let markers = [
        (String::new(), ":1"),
        ("{}\n".to_owned(), ":1"),
        (whole.replace("Version 1", "Version 2"), ":1"),
        (whole.replacen('\n', "\n<<<<<<< ours\n", 1), ":2"),
        (whole.replacen("  ", " ", 1), ":2"),
        (whole.to_uppercase(), ":1"),
        (whole.clone() + "abc  src/lib.rs\n", MARKER),
        (whole.clone() + "\n", MARKER),
    ];
    for (text, place) in markers {
        folder.write(MARKER, &text);
        let run = folder.run(&["--force"]);
        run.fails_with(&["error[marker]", place, "remove it"]);
        assert_eq!(folder.read(MARKER), text, "the marker was written");
    }
    fs::write(folder.path(MARKER), [0xff, 0xfe]).expect("a file");
    folder.run(&[]).fails_with(&["error[marker]", MARKER]);
    folder.remove(MARKER);
    fs::create_dir(folder.path(MARKER)).expect("a folder");
    folder
        .run(&[])
        .fails_with(&["error[marker]", "no regular file"]);
}

#[test]
fn chosen_vendors_have_lines_of_their_own() {
    let copy = Copy::up_to_date();
    let marker = format!("generated/{MARKER}");
    let whole = copy.read(&marker);
    let without = |vendor: &str| -> String {
        let fits = |line: &&str| !line.contains(&format!("  src/{vendor}/"));
        whole
            .lines()
            .filter(fits)
            .map(|line| format!("{line}\n"))
            .collect()
    };
    copy.write(&marker, &without("lotus"));
    copy.run(&["duro", "--check"]).succeeds();
    copy.run(&["lotus", "--check"])
        .fails_with(&["stale: ", MARKER, "`cargo xtask codegen lotus`"]);
    copy.run(&["duro"]).succeeds();
    assert_eq!(copy.read(&marker), without("lotus"));
    copy.run(&["lotus"]).succeeds();
    assert_eq!(copy.read(&marker), whole);
    copy.remove(&marker);
    copy.run(&["--check"]).fails_with(&["missing: ", MARKER]);
    copy.run(&["duro", "--check"])
        .fails_with(&["missing: ", MARKER]);
    copy.run(&["duro"]).succeeds();
    assert!(copy.read(&marker).contains("  src/duro/mod.rs\n"));
    assert!(!copy.read(&marker).contains("  src/lotus/mod.rs\n"));
    copy.run(&[]).succeeds();
    assert_eq!(copy.read(&marker), whole);
}
