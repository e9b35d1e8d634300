//! The program of the generated crate: what its table says of a vendor holds at a server on
//! loopback. It is built here, as no other test needs it.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use subscription_cancel_tests::{Response, Stub};

const SECRET: &str = "s3cret-of-the-vendor";

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut target = env::current_exe().unwrap();
        while target.file_name().is_none_or(|name| name != "deps") {
            assert!(target.pop(), "tests are built below a target folder");
        }
        let target = target.ancestors().nth(2).unwrap();
        let build = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "subscription-cancel"])
            .args(["--features", "cli", "--bin", "subscription-cancel"])
            .arg("--target-dir")
            .arg(target)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .status();
        assert!(build.unwrap().success());
        let name = format!("subscription-cancel{}", env::consts::EXE_SUFFIX);
        target.join("debug").join(name)
    })
}

fn run(arguments: &[String], variables: &BTreeMap<String, String>) -> Output {
    let output = Command::new(program())
        .args(arguments)
        .env_clear()
        .envs(variables)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    for text in [&output.stdout, &output.stderr] {
        assert!(!String::from_utf8_lossy(text).contains(SECRET));
    }
    output
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// The variables that a vendor's client needs, as the program names them one after the
/// other.
fn variables(arguments: &[String], url: &str) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    loop {
        let output = run(arguments, &variables);
        let said = String::from_utf8(output.stderr).unwrap();
        let Some((_, names)) = said.split_once("variables are missing: set ") else {
            break;
        };
        assert_eq!(output.status.code(), Some(6), "{said}");
        let names = names.split(", or").next().unwrap();
        for name in names.split('`').skip(1).step_by(2) {
            let value = if name.ends_with("_BASE_URL") {
                url
            } else {
                SECRET
            };
            assert!(
                variables
                    .insert(name.to_owned(), value.to_owned())
                    .is_none()
            );
        }
    }
    let prefix = variables.keys().next().unwrap().split('_').next().unwrap();
    variables.insert(format!("{prefix}_BASE_URL"), url.to_owned());
    variables
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_vendors_holds() {
    let none = BTreeMap::new();
    let table = run(&words("vendors --json"), &none);
    let table: Vec<Value> = serde_json::from_slice(&table.stdout).unwrap();
    assert!(!table.is_empty());
    for vendor in &table {
        let mut stub = Stub::start(Response::new(200, "{}")).await;
        let name = vendor["vendor"].as_str().unwrap();
        let key = vendor["key"].as_array().unwrap();
        let key: Vec<_> = key
            .iter()
            .map(|part| format!("{}=id_1", part.as_str().unwrap()))
            .collect();
        let offered = vendor["at"].as_array().unwrap();
        for at in ["now", "period-end", "default", "date"] {
            let offers = offered.iter().any(|one| one == at);
            let texts = match at {
                "date" => vec!["2096-01-31", "2096-01-31T12:00:00Z"],
                at => vec![at],
            };
            let commands = texts.iter().map(|text| {
                let mut command = words(&format!("cancel {name} {} --at {text}", key.join(" ")));
                if vendor["reason"] == "needed" {
                    command.extend(words("--reason moved"));
                }
                command
            });
            let dry = |command: &Vec<String>| {
                let dry = [command.clone(), words("--dry-run")].concat();
                run(&dry, &none).status.code()
            };
            let mut commands: Vec<_> = commands.collect();
            let codes: Vec<_> = commands.iter().map(dry).collect();
            assert_eq!(codes.contains(&Some(0)), offers, "{name} {at}: {codes:?}");
            assert!(
                offers || codes.iter().all(|code| *code == Some(3)),
                "{name} {at}: {codes:?}"
            );
            let Some(first) = codes.iter().position(|code| *code == Some(0)) else {
                continue;
            };
            let command = [commands.swap_remove(first), words("--yes")].concat();
            let variables = variables(&command, &stub.url());
            stub.connections().await;
            let output = run(&command, &variables);
            assert!(stub.connections().await > 0, "{name} {at}: {output:?}");
            let request = stub.request().await;
            assert!(
                request.head.contains(SECRET),
                "{name} {at}: {}",
                request.head
            );
        }
    }
}
