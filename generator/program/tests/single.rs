//! Commands about one subscription, or those of one customer.

mod support;

use serde_json::json;
use support::{KEY, Ran, Vendor, bare};

#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_has_its_code() {
    let vendor = Vendor::start().await;
    let cases = [
        ("a", "now", "", "ended", 0),
        ("b", "period-end", "", "scheduled", 0),
        ("c", "2096-01-31T12:00:00Z", "", "scheduled", 0),
        ("d", "2096-02-01T12:00:00Z", "", "scheduled", 7),
        ("e", "default", "", "accepted", 0),
        ("f", "default", "--confirm", "ended", 0),
        ("gone", "now", "", "refused", 4),
        ("gone", "now", "--confirm", "already_cancelled", 0),
        ("denied", "now", "", "refused", 4),
        ("wrong", "now", "", "refused", 4),
        ("broken", "now", "", "unknown", 5),
    ];
    for (id, at, more, outcome, code) in cases {
        let mut arguments = vec!["cancel", "acme", id, "--at", at, "--yes", "--json"];
        arguments.extend(Some(more).filter(|more| !more.is_empty()));
        let ran = vendor.run(&arguments);
        assert_eq!(ran.code, Some(code), "{id}: {ran:?}");
        let json = ran.json();
        assert_eq!(json["outcome"], outcome, "{json}");
        assert_eq!(json["exit"], code);
        assert_eq!(json["key"], json!({ "subscription": id }));
    }
    assert_eq!(vendor.sent().len(), cases.len());
    let text = vendor.run(&["cancel", "acme", "wrong", "--at", "now", "--yes"]);
    assert!(text.out.contains("no such key: ***"), "{text:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_offered_or_not_agreed_to_is_not_sent() {
    let mut vendor = Vendor::start().await;
    let cases: &[(&[&str], i32, &str)] = &[
        (
            &[
                "cancel",
                "beta",
                "project=p",
                "subscription=s",
                "--at",
                "now",
                "--yes",
            ],
            3,
            "immediately",
        ),
        (
            &["cancel", "acme", "a", "--at", "2096-01-31", "--yes"],
            3,
            "on a day",
        ),
        (
            &[
                "cancel", "acme", "a", "--at", "now", "--money", "prorate", "--yes",
            ],
            3,
            "prorate",
        ),
        (
            &[
                "cancel",
                "acme",
                "a",
                "--at",
                "now",
                "--idempotency-key",
                "k",
                "--dry-run",
            ],
            3,
            "an idempotency key",
        ),
        (
            &["undo", "beta", "project=p", "subscription=s", "--yes"],
            3,
            "undo",
        ),
        (&["list", "beta", "--customer", "c"], 3, "list"),
        (&["cancel", "acme", "a", "--at", "now"], 2, "--yes"),
        (&["undo", "acme", "a"], 2, "--yes"),
        (&["cancel", "acme", "a"], 2, "--at"),
        (&["cancel", "acme", "a", "--at", "later"], 2, "no time"),
        (
            &["cancel", "beta", "s", "--at", "default", "--yes"],
            2,
            "project=… subscription=…",
        ),
        (
            &["cancel", "acme", "", "--at", "now", "--yes"],
            2,
            "subscription=…",
        ),
        (&["cancel", "nobody", "s", "--at", "now"], 2, "acme, beta"),
        (&["cancel", "--from", "x.csv", "--at", "now"], 2, "--ledger"),
    ];
    for (arguments, code, said) in cases {
        let ran = vendor.run(arguments);
        assert_eq!(ran.code, Some(*code), "{arguments:?}: {ran:?}");
        assert!((ran.out.clone() + &ran.err).contains(said), "{ran:?}");
    }
    assert_eq!(vendor.stub.connections().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_needs_no_key_and_sends_nothing() {
    let dry = [
        "cancel",
        "acme",
        "a/1",
        "--at",
        "now",
        "--reason",
        "too dear",
        "--dry-run",
    ];
    let ran = Ran::of(bare(&dry).output().unwrap());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let expected = "POST https://api.acme.example/subscriptions/a%2F1/cancel\n";
    assert!(ran.out.starts_with(expected), "{ran:?}");
    assert!(ran.out.contains("\nx-key: ***\n"), "{ran:?}");
    assert!(
        ran.out
            .ends_with("\n\n{\"when\":\"now\",\"reason\":\"too dear\"}\n"),
        "{ran:?}"
    );

    let mut vendor = Vendor::start().await;
    let with_key = vendor.run(&dry);
    let url = vendor.stub.url();
    assert_eq!(
        with_key.out,
        ran.out.replace("https://api.acme.example", &url)
    );
    assert_eq!(vendor.stub.connections().await, 0);

    let other = [
        "cancel",
        "beta",
        "subscription=s",
        "project=p",
        "--at",
        "default",
        "--dry-run",
        "--json",
    ];
    let ran = Ran::of(bare(&other).output().unwrap());
    assert_eq!(
        ran.json()["request"]["url"],
        "https://base-url.invalid/projects/p/subscriptions/s/stop"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn states_are_read_undone_and_listed() {
    let vendor = Vendor::start().await;
    assert_eq!(
        vendor
            .run(&["cancel", "acme", "a", "--at", "period-end", "--yes"])
            .code,
        Some(0)
    );
    let status = vendor.run(&["status", "acme", "a", "--json"]).json();
    assert_eq!(status["state"]["is"], "scheduled");
    assert_eq!(status["state"]["vendor_word"], "ending");
    let undone = vendor.run(&["undo", "acme", "a", "--yes", "--json"]).json();
    assert_eq!(undone["state"]["is"], "active");
    let listed = vendor.run(&["list", "acme", "--customer", "c1"]);
    assert_eq!(listed.code, Some(0), "{listed:?}");
    assert_eq!(listed.out.lines().count(), 2, "{listed:?}");
    let all = vendor.run(&[
        "cancel-all",
        "acme",
        "--customer",
        "c1",
        "--at",
        "now",
        "--yes",
    ]);
    assert_eq!(all.code, Some(0), "{all:?}");
    assert_eq!(vendor.sent(), ["a", "a"]);
    let none = vendor.run(&[
        "cancel-all",
        "acme",
        "--customer",
        "c2",
        "--at",
        "now",
        "--yes",
    ]);
    assert_eq!(none.code, Some(4), "{none:?}");
    // A list that can't be read isn't an empty one.
    for command in ["list", "cancel-all"] {
        let mut arguments = vec![command, "acme", "--customer", "c3", "--json"];
        if command == "cancel-all" {
            arguments.extend(["--at", "now", "--yes"]);
        }
        let unread = vendor.run(&arguments);
        assert_eq!(unread.code, Some(1), "{unread:?}");
        assert_eq!(unread.json()["outcome"], "unreadable");
    }
    assert_eq!(vendor.sent(), ["a", "a"]);
    let table = Ran::of(bare(&["vendors", "--json"]).output().unwrap()).json();
    assert_eq!(table[1]["key"], json!(["project", "subscription"]));
    assert_eq!(
        table[0]["at"],
        json!(["now", "period-end", "date", "default"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_come_from_a_file_that_is_not_everybodys() {
    let vendor = Vendor::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.env");
    let write = |text: &str, mode: u32| {
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&path, mode).unwrap();
        }
    };
    let file = path.to_str().unwrap();
    let arguments = ["status", "acme", "a", "--env-file", file];
    let run = |other: Option<&str>| {
        let mut command = bare(&arguments);
        command.envs(other.map(|other| ("ACME_API_KEY", other)));
        Ran::of(command.output().unwrap())
    };
    let whole = format!(
        "# both\nexport ACME_API_KEY='{KEY}'\nACME_BASE_URL={}\n",
        vendor.stub.url()
    );
    write(&whole, 0o600);
    assert_eq!(run(None).code, Some(0));
    assert_eq!(run(Some("other")).code, Some(2));
    write(&format!("ACME_API_KEY {KEY}\n"), 0o600);
    let ran = run(None);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("keys.env:1: "), "{ran:?}");
    let ran = Ran::of(bare(&["status", "acme", "a"]).output().unwrap());
    assert_eq!(ran.code, Some(6));
    assert!(ran.err.contains("`ACME_API_KEY`"), "{ran:?}");
    if cfg!(unix) {
        write(&whole, 0o644);
        let ran = run(None);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("chmod 600"), "{ran:?}");
    }
}
