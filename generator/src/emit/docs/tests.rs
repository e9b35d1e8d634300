//! Text that would like to be more than text.

use super::{code, markdown};

#[track_caller]
fn becomes(text: &str, lines: &[&str]) {
    assert_eq!(markdown(text), lines, "{text:?}");
}

#[track_caller]
fn stays(text: &str) {
    assert_eq!(markdown(text), text.split('\n').collect::<Vec<_>>());
}

#[test]
fn spaces_behind_markers_make_no_code() {
    becomes(">     code();", &[">    code();"]);
    becomes("-     code();", &["- code();"]);
    becomes("1.      code();", &["1. code();"]);
    becomes("  *\tcode();", &["  * code();"]);
    becomes("> - 1)       code();", &["> - 1) code();"]);
    becomes("- >       code();", &["- >    code();"]);
    becomes("-     -     code();", &["- - code();"]);
    becomes("- a\n\n        code();", &["- a", "", "   code();"]);
    becomes("> a\n>\n>       code();", &["> a", ">", ">    code();"]);
}

#[test]
fn fences_behind_markers_are_fences() {
    becomes(
        "> ```rust\n> code();\n> ```\nText <b>.",
        &["> ```text", "> code();", "> ```", r"Text \<b\>."],
    );
    becomes(
        "* ~~~rust\n  code();\n\n    more();\n  ~~~\n* <b>",
        &[
            "* ~~~text",
            "  code();",
            "",
            "    more();",
            "  ~~~",
            r"* \<b\>",
        ],
    );
    becomes(
        "1.      ```\n        code();\n        ```",
        &["1. ```text", "   code();", "   ```"],
    );
    becomes(
        "> - ```\n>   code();\n>\n>   ```",
        &["> - ```text", ">   code();", ">", ">   ```"],
    );
}

#[test]
fn fences_below_a_list_item() {
    stays("- a\n  ```text\n  code();\n    more();\n  ```\n- b");
    becomes(
        "- a\n  - b\n    ```\n    code();\n  less();\n    ```",
        &[
            "- a",
            "  - b",
            "   ```text",
            "   code();",
            "   less();",
            "   ```",
        ],
    );
}

#[test]
fn a_fence_ends_with_its_block() {
    becomes(
        "> ```\n> code();\nText.",
        &["> ```text", "> code();", "> ```", "Text."],
    );
    becomes("> ```\n\nText.", &["> ```text", "> ```", "", "Text."]);
    becomes(
        "- ```\n  code();\n- more",
        &["- ```text", "  code();", "  ```", "- more"],
    );
    becomes("- ```rust", &["- ```text", "  ```"]);
    becomes(
        "- ```\ncode();\n```",
        &["- ```text", "  ```", "code();", "```text", "```"],
    );
}

/// Only 1 begins a list within a paragraph; behind any other number, the end of
/// the code would begin some.
#[test]
fn a_fence_behind_a_number_is_in_a_list() {
    becomes(
        "Text\n2. ```\n   code();\n   ```",
        &["Text", "", "2. ```text", "   code();", "   ```"],
    );
    becomes("Text\n1. ```", &["Text", "1. ```text", "   ```"]);
    becomes("1234567890. ```", &[r"1234567890. \`\`\`"]);
}

#[test]
fn longer_fences() {
    becomes(
        "````\n```\nstill inside\n````\nno code",
        &["````text", "```", "still inside", "````", "no code"],
    );
    becomes("```\n`````\n<b>", &["```text", "```", r"\<b\>"]);
    becomes(
        "```\n~~~\n```rust\n```",
        &["```text", "~~~", "```rust", "```"],
    );
    becomes("~~~ a `b`\n~~~", &["~~~text", "~~~"]);
    stays("```` a `b` ``` ````");
}

#[test]
fn lists_and_tables_stay() {
    stays("1. a\n2. b\n   1. c\n   2. d\n\n   More.\n10. e");
    stays("- a\n  - b\n   - c\n\n* * *\n---\n**bold**\n-1\n1.5 or 2.");
    stays("| a | b |\n|---|:-:|\n| `x` | y |");
    stays("> a\n>b\n>\n> > c");
}

#[test]
fn code_spans_end_with_as_many_backticks() {
    stays("`a``<b>`");
    stays("``a`<b>`` and `c`");
    becomes("`a``<b>", &[r"\`a\`\`\<b\>"]);
    let span = format!("{} ``` {} ```", "word ".repeat(17), "x ".repeat(40));
    assert!(!markdown(&span).iter().any(|line| line.starts_with("```")));
    let span = format!("``` {} ```", "x ".repeat(80));
    assert_eq!(markdown(&span), [span]);
}

#[test]
fn cells_end_within_code_spans() {
    stays("`a | <b>`\n\n| a | b |\n|---|---|\n| `x \\| <y>` | z |");
    becomes(
        "| a | b |\n|---|---|\n| `x | <y>` | z |",
        &["| a | b |", "|---|---|", r"| \`x | \<y\>\` | z |"],
    );
    let row = format!("{}|", "`a b` ".repeat(30));
    stays(&format!("a | b\n--|--\n{row}"));
}

#[test]
fn what_is_escaped_stays_so() {
    stays(r"\<b\> \[x\] \`a\` 1986\.");
    becomes(r"\\<b>", &[r"\\\<b\>"]);
    becomes(r"C:\x\", &[r"C:\x\"]);
}

#[test]
fn addresses() {
    becomes(
        "See https://x.org/a_(b), (https://x.org/c) and https://x.org/d).",
        &["See <https://x.org/a_(b)>, (<https://x.org/c>) and <https://x.org/d>)."],
    );
    stays("[a](https://x.org/a_(b)) and <https://x.org/a_(b)>");
    stays("Write http:// or https://. in front.");
    becomes("[a](http://) <https://>", &[r"\[a\](http://) \<https://\>"]);
    becomes(r"[a](https://x.org\)", &[r"\[a\](<https://x.org>\)"]);
    becomes("[a](https://x.org/(b)", &[r"\[a\](<https://x.org/(b)>"]);
}

#[test]
fn code_of_any_text() {
    assert_eq!(code("/users/{id}"), "`/users/{id}`");
    assert_eq!(code("a`b``\n<c>\r\u{2028}\t\u{202e}\u{ad}"), "`a'b''<c>`");
    assert_eq!(code(""), "` `");
    assert_eq!(code("\u{200b}"), "` `");
    assert_eq!(code(&"é".repeat(200)), format!("`{}`", "é".repeat(200)));
    assert_eq!(code(&"é".repeat(201)), format!("`{}…`", "é".repeat(199)));
}
