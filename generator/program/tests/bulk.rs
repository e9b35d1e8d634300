//! Runs over a list, interrupted at every moment: no subscription is sent twice that isn't
//! safe to send twice, and none is lost.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{Ran, Silence, Vendor, ledger};
use tempfile::TempDir;

/// A list and its ledger.
struct Files {
    folder: TempDir,
}

impl Files {
    fn new(list: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ids.csv"), list).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ledger(&self) -> PathBuf {
        self.path("run.jsonl")
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let list = self.path("ids.csv").to_str().unwrap().to_owned();
        let ledger = self.ledger().to_str().unwrap().to_owned();
        let mut all: Vec<String> = ["cancel", "--yes", "--json", "--rate", "1000"]
            .map(str::to_owned)
            .into();
        all.extend(["--from".to_owned(), list, "--ledger".to_owned(), ledger]);
        all.extend(more.iter().map(|one| (*one).to_owned()));
        all
    }

    fn run(&self, vendor: &Vendor, more: &[&str]) -> Ran {
        let arguments = self.arguments(more);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        vendor.run(&arguments)
    }

    /// Starts a run and kills it once the vendor has fallen silent.
    fn run_and_kill(&self, vendor: &Vendor, more: &[&str]) {
        let arguments = self.arguments(more);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut child = vendor.command(&arguments).spawn().unwrap();
        vendor.wait_for_silence();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

const LIST: &str = "vendor,subscription\nacme,s1\nacme,s2\nacme,s3\n";

fn records(path: &Path, kind: &str) -> Vec<u64> {
    let all = ledger(path);
    let wanted = all.iter().filter(|record| record["record"] == kind);
    wanted
        .map(|record| record["line"].as_u64().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_writes_down_what_it_does() {
    let vendor = Vendor::start().await;
    let list = "\u{feff}vendor,subscription,project,at,reason\n\
        acme,s1,,,\"a, b\"\nacme,s2,,period-end,\nbeta,x,p,default,\nacme,denied,,,\n";
    let files = Files::new(list);
    let ran = files.run(&vendor, &["--at", "now"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    let report = ran.json();
    assert_eq!(report["counts"]["ended"], 1, "{report}");
    assert_eq!(report["counts"]["scheduled"], 1, "{report}");
    assert_eq!(report["counts"]["accepted"], 1, "{report}");
    assert_eq!(report["open"][0]["line"], 5, "{report}");
    assert_eq!(records(&files.ledger(), "planned"), [2, 3, 4, 5]);
    let mut outcomes = records(&files.ledger(), "outcome");
    outcomes.sort_unstable();
    assert_eq!(outcomes, [2, 3, 4, 5]);

    // Nothing is left to be done.
    let sent = vendor.sent();
    let before = fs::read(files.ledger()).unwrap();
    let again = files.run(&vendor, &["--at", "now"]);
    assert_eq!(again.json(), report);
    assert_eq!(vendor.sent(), sent);
    assert_eq!(fs::read(files.ledger()).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_goes_on_without_loss_or_repetition() {
    let cases: [(Silence, &[&str], &[&str]); 4] = [
        // Nothing was done: the vendor says so, and it is sent again.
        (
            Silence::BeforeItIsDone,
            &["--at", "now"],
            &["s1", "s2", "s2", "s3"],
        ),
        (
            Silence::BeforeTheResponse,
            &["--at", "now"],
            &["s1", "s2", "s3"],
        ),
        (
            Silence::BeforeTheResponse,
            &["--at", "period-end"],
            &["s1", "s2", "s3"],
        ),
        (
            Silence::WhileItIsRead,
            &["--at", "default", "--confirm"],
            &["s1", "s2", "s3"],
        ),
    ];
    for (moment, more, sent) in cases {
        let vendor = Vendor::start().await;
        let files = Files::new(LIST);
        vendor.silence(moment, "s2");
        files.run_and_kill(&vendor, more);
        assert_eq!(records(&files.ledger(), "planned"), [2, 3, 4]);
        assert_eq!(records(&files.ledger(), "sent"), [2, 3]);
        assert_eq!(records(&files.ledger(), "outcome"), [2]);
        let ran = files.run(&vendor, more);
        assert_eq!(ran.code, Some(0), "{moment:?}: {ran:?}");
        assert_eq!(vendor.sent(), sent, "{moment:?}");
        assert!(["s1", "s2", "s3"].iter().all(|id| vendor.is_ended(id)));
        assert_eq!(records(&files.ledger(), "outcome"), [2, 3, 4]);
    }
}

/// Nobody knows, and nothing is sent again: a person has to look.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_safe_is_not_repeated() {
    // A refund that might be made twice.
    let vendor = Vendor::start().await;
    let files = Files::new(LIST);
    vendor.silence(Silence::BeforeItIsDone, "s2");
    let more = ["--at", "now", "--money", "refund"];
    files.run_and_kill(&vendor, &more);
    for _ in 0..2 {
        let ran = files.run(&vendor, &more);
        assert_eq!(ran.code, Some(5), "{ran:?}");
        assert_eq!(ran.json()["open"][0]["line"], 3);
    }
    assert_eq!(vendor.sent(), ["s1", "s2", "s3"]);

    // A vendor whose subscriptions can't be read.
    let vendor = Vendor::start().await;
    let files = Files::new("project,subscription\np,s1\np,s2\n");
    vendor.silence(Silence::BeforeTheResponse, "s1");
    let more = ["beta", "--at", "default"];
    files.run_and_kill(&vendor, &more);
    let ran = files.run(&vendor, &more);
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert_eq!(vendor.sent(), ["s1", "s2"]);
    let keys = vendor.keys();
    assert!(
        keys[0].starts_with("subscription-cancel-") && keys[0] != keys[1],
        "{keys:?}"
    );
}

/// The ledger as it would be after a crash at every record, and within one.
#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_was_cut_off_anywhere_goes_on() {
    let files = Files::new(LIST);
    let vendor = Vendor::start().await;
    assert_eq!(files.run(&vendor, &["--at", "now"]).code, Some(0));
    let whole = fs::read(files.ledger()).unwrap();
    let ends: Vec<usize> = (1..=whole.len())
        .filter(|at| whole[at - 1] == b'\n')
        .collect();
    assert_eq!(ends.len(), 10);
    let cuts = ends.iter().flat_map(|end| [end - 1, *end, *end + 7]);
    for cut in cuts.chain([0, 1]).filter(|cut| *cut <= whole.len()) {
        // The URL is part of a plan, so the vendor stays the same.
        let before = vendor.sent().len();
        fs::write(files.ledger(), &whole[..cut]).unwrap();
        let sent_before = whole[..cut].iter().rposition(|byte| *byte == b'\n');
        let kept = &whole[..sent_before.map_or(0, |at| at + 1)];
        let kept = String::from_utf8_lossy(kept);
        let count = |kind: &str| kept.matches(&format!("\"record\":\"{kind}\"")).count();
        let ran = files.run(&vendor, &["--at", "now"]);
        assert_eq!(ran.code, Some(0), "{cut}: {ran:?}");
        assert_eq!(ran.json()["counts"]["ended"], 3, "{cut}: {ran:?}");
        assert_eq!(vendor.sent().len() - before, 3 - count("sent"), "{cut}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ledgers_and_lists_that_do_not_belong_together_are_refused() {
    let vendor = Vendor::start().await;
    let files = Files::new(LIST);
    assert_eq!(files.run(&vendor, &["--at", "now"]).code, Some(0));
    let sent = vendor.sent();
    let whole = fs::read(files.ledger()).unwrap();
    let refused = |more: &[&str], said: &str| {
        let ran = files.run(&vendor, more);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said), "{said}: {ran:?}");
    };
    refused(&["--at", "period-end"], "another run");
    refused(&["--at", "now", "--reason", "x"], "another run");
    fs::write(files.path("ids.csv"), format!("{LIST}acme,s4\n")).unwrap();
    refused(&["--at", "now"], "line 5 wasn't in the list");
    fs::write(files.path("ids.csv"), "vendor,subscription\nacme,s1\n").unwrap();
    refused(&["--at", "now"], "another run");
    assert_eq!(fs::read(files.ledger()).unwrap(), whole);

    // A file that isn't a ledger is left alone.
    fs::write(files.ledger(), LIST).unwrap();
    refused(&["--at", "now"], "isn't a ledger");
    assert_eq!(fs::read_to_string(files.ledger()).unwrap(), LIST);
    fs::remove_file(files.ledger()).unwrap();

    let lists = [
        (
            "vendor,subscription\nacme,s1\nacme,s1\n",
            "on line 2 already",
        ),
        ("vendor,id\nacme,s1\n", "no column `id`"),
        (
            "vendor,subscription,project\nacme,s1,p\n",
            "has no part `project`",
        ),
        ("vendor,subscription\n,s1\n", "a vendor is missing"),
        ("vendor,subscription\nacme,\n", "has the key"),
        ("vendor,subscription,at\nacme,s1,soon\n", "no time"),
        ("vendor,subscription\nacme,s1,x\n", "2 fields"),
        ("vendor,vendor\nacme,s1\n", "twice"),
    ];
    for (list, said) in lists {
        fs::write(files.path("ids.csv"), list).unwrap();
        refused(&["--at", "now"], said);
    }
    fs::write(
        files.path("ids.csv"),
        "vendor,subscription,project\nacme,s1,\nbeta,s1,p\n",
    )
    .unwrap();
    let ran = files.run(&vendor, &["--at", "now"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(vendor.sent(), sent);
    assert!(!files.ledger().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_do_not_share_a_ledger() {
    let vendor = Vendor::start().await;
    let files = Files::new(LIST);
    vendor.silence(Silence::BeforeItIsDone, "s1");
    let arguments = files.arguments(&["--at", "now"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut first = vendor.command(&arguments).spawn().unwrap();
    vendor.wait_for_silence();
    let second = files.run(&vendor, &["--at", "now"]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.code, Some(2), "{second:?}");
    assert!(second.err.contains("in use"), "{second:?}");
    assert_eq!(vendor.sent(), ["s1"]);
}

/// The request that is under way ends, and is written down; no other begins.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_run_ends_after_the_request_under_way() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Command;

    let mut vendor = Vendor::start().await;
    let files = Files::new(LIST);
    vendor.pause("s2");
    let arguments = files.arguments(&["--at", "now"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut child = vendor.command(&arguments).spawn().unwrap();
    let id = child.id().to_string();
    vendor.wait_for_silence();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    // It has heard once it says so.
    let mut said = String::new();
    let stderr = child.stderr.take().unwrap();
    BufReader::new(stderr).read_line(&mut said).unwrap();
    assert!(said.contains("under way"), "{said}");
    vendor.go_on();
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert_eq!(vendor.sent(), ["s1", "s2"]);
    assert_eq!(records(&files.ledger(), "outcome"), [2, 3]);
    let report: Value = ran.json();
    assert_eq!(report["counts"]["planned"], 1, "{report}");
    let ran = files.run(&vendor, &["--at", "now"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(vendor.sent(), ["s1", "s2", "s3"]);
}
