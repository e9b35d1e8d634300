//! The program of the generated crate: what its table says of a vendor holds at a server on
//! loopback. It is built here, as no other test needs it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use subscription_cancel_tests::{Request, Response, Stub};

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
            .args(["--features", &format!("cli,{}", vendors().join(","))])
            .args(["--bin", "subscription-cancel"])
            .arg("--target-dir")
            .arg(target)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .status();
        assert!(build.unwrap().success());
        let name = format!("subscription-cancel{}", env::consts::EXE_SUFFIX);
        target.join("debug").join(name)
    })
}

/// The vendors of this repository, those that aren't on by default among them.
fn vendors() -> Vec<String> {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    let entries = fs::read_dir(specs).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
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
fn variables(vendor: &str, arguments: &[String], url: &str) -> BTreeMap<String, String> {
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
    let name = format!("{}_BASE_URL", vendor.to_uppercase());
    variables.insert(name, url.to_owned());
    variables
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_vendors_holds() {
    let none = BTreeMap::new();
    let table = run(&words("vendors --json"), &none);
    let table: Vec<Value> = serde_json::from_slice(&table.stdout).unwrap();
    assert_eq!(table.len(), vendors().len());
    for vendor in &table {
        let mut stub = Stub::answering(answer).await;
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
            // Where the money has to be said, a choice is offered.
            let money = vendor["money"].as_array().unwrap().iter();
            let money = money.map(|one| format!(" --money {}", one.as_str().unwrap()));
            let money: Vec<_> = [String::new()].into_iter().chain(money).collect();
            let texts = texts
                .iter()
                .flat_map(|text| money.iter().map(move |money| format!("{text}{money}")));
            let commands = texts.map(|text| {
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
            let variables = variables(name, &command, &stub.url());
            stub.connections().await;
            let output = run(&command, &variables);
            assert!(stub.connections().await > 0, "{name} {at}: {output:?}");
            let mut request = stub.request().await;
            if is_for_token(&request) {
                request = stub.request().await;
            }
            let is_basic = request.head.contains("authorization: Basic ");
            assert!(
                request.head.contains(SECRET) || is_basic,
                "{name} {at}: {}",
                request.head
            );
        }
    }
}

/// The answer of a vendor that says no more than that it took the request.
fn answer(request: &Request) -> Response {
    match is_for_token(request) {
        true => {
            let token = serde_json::json!({
                "access_token": SECRET, "token_type": "Bearer", "expires_in": 3600,
            });
            Response::new(200, &token.to_string())
        }
        false => Response::new(200, "{}"),
    }
}

fn is_for_token(request: &Request) -> bool {
    request.line().contains("/oauth2/token ")
}
