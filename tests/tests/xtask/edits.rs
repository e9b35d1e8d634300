//! Files in the place of generated ones that are somebody else's work.

use crate::copy::MARKER;
use crate::folder::Folder;

#[test]
fn unlisted_file_in_place_of_generated_stops_the_run() {
    let folder = Folder::new();
    let own = [("Cargo.toml", "[package]\n"), ("src/lib.rs", "mod mine;\n")];
    for (file, text) in own {
        folder.write(file, text);
    }
    folder.commit();
    let run = folder.run(&[]);
    run.fails_with(&[
        "error[unlisted]",
        "client/Cargo.toml\n",
        "client/src/lib.rs\n",
    ]);
    run.fails_with(&["nothing was written", "`--force`", "another folder"]);
    assert_eq!(folder.changes(), "", "something was written");
    folder.is_tidy();
    let check = folder.run(&["--check"]);
    check.fails_with(&[
        "Cargo.toml (not written by the generator)",
        "-mod mine;",
        "`--force`",
    ]);
    folder.run(&["--force"]).succeeds();
    assert!(folder.read("Cargo.toml").contains("name = \"client\""));
    folder.run(&["--check"]).succeeds();
}

#[test]
fn unlisted_file_equal_to_generated_is_adopted() {
    let folder = Folder::generated();
    let marker = folder.read(MARKER);
    folder.remove(MARKER);
    folder
        .run(&["--check"])
        .fails_with(&["missing: ", MARKER, "without `--check`"]);
    assert!(!folder.exists(MARKER), "--check wrote something");
    folder.run(&[]).succeeds();
    assert_eq!(folder.read(MARKER), marker);
    assert_eq!(folder.changes(), "");
}

#[test]
fn edited_file_stops_the_run() {
    let folder = Folder::generated();
    let edited = folder.read("README.md") + "More.\n";
    folder.write("README.md", &edited);
    folder.write("src/old.rs", "old\n");
    folder.list("src/old.rs");
    folder.write("src/old.rs", "edited\n");
    folder.change_document("title: Pets", "title: Many Pets");
    folder.commit();
    let run = folder.run(&[]);
    run.fails_with(&[
        "error[edited]",
        "client/README.md\n",
        "client/src/old.rs\n",
        "`--force`",
    ]);
    assert!(!run.said.contains("lib.rs"), "{}", run.said);
    assert_eq!(folder.changes(), "", "something was written");
    folder.run(&["--check"]).fails_with(&[
        "README.md (edited",
        "-More.",
        "left over: ",
        "src/old.rs (edited",
    ]);
    folder.run(&["--force"]).succeeds();
    assert!(!folder.read("README.md").contains("More."));
    assert!(!folder.exists("src/old.rs"));
    folder.run(&["--check"]).succeeds();
}

#[test]
fn edit_equal_to_generated_text_is_accepted() {
    let folder = Folder::generated();
    if !folder.has_history() {
        return;
    }
    folder.change_document("title: Pets", "title: Many Pets");
    folder.run(&[]).succeeds();
    // The files of the next run with the marker of the one before it.
    folder.git(&["checkout", "--quiet", MARKER]);
    folder.run(&["--check"]).fails_with(&["stale: ", MARKER]);
    folder.run(&[]).succeeds();
    folder.run(&["--check"]).succeeds();
}

#[test]
fn marker_merged_by_git_counts_both_lists() {
    let folder = Folder::generated();
    if !folder.has_history() {
        return;
    }
    let before = folder.read(MARKER);
    folder.change_document("title: Pets", "title: Many Pets");
    folder.run(&[]).succeeds();
    let after = folder.read(MARKER);
    let lines = before.lines().skip(1).map(|line| format!("{line}\n"));
    folder.write(MARKER, &(after.clone() + &lines.collect::<String>()));
    folder.git(&["checkout", "--quiet", "src", "README.md"]);
    folder.run(&[]).succeeds();
    assert_eq!(folder.read(MARKER), after);
}
