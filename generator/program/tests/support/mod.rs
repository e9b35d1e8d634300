//! A vendor on loopback, and the program as a child process.

// Each file of tests uses another part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use subscription_cancel_tests::{Request, Response, Stub};

pub(crate) const KEY: &str = "s3cret-key-of-acme";

/// The moment at which the vendor falls silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silence {
    Never,
    /// A cancellation has arrived, and nothing was done.
    BeforeItIsDone,
    /// It is done, and no response was sent.
    BeforeTheResponse,
    /// It is done, and the response was sent; the state is being read.
    WhileItIsRead,
}

/// The vendors `acme` and `beta`, whose subscriptions are active until they are cancelled.
pub(crate) struct Vendor {
    pub(crate) stub: Stub,
    state: Arc<Mutex<State>>,
    silent: Receiver<()>,
    go_on: Option<Sender<()>>,
}

struct State {
    ended: BTreeMap<String, &'static str>,
    sent: Vec<String>,
    keys: Vec<String>,
    silence: (Silence, String),
    paused: Option<(String, Receiver<()>)>,
    tell: Sender<()>,
}

impl Vendor {
    pub(crate) async fn start() -> Self {
        let (tell, silent) = channel();
        let state = Arc::new(Mutex::new(State {
            ended: BTreeMap::new(),
            sent: Vec::new(),
            keys: Vec::new(),
            silence: (Silence::Never, String::new()),
            paused: None,
            tell,
        }));
        let shared = Arc::clone(&state);
        let stub = Stub::answering(move |request| shared.lock().unwrap().answer(request)).await;
        Self {
            stub,
            state,
            silent,
            go_on: None,
        }
    }

    /// Falls silent once, at this moment of this subscription.
    pub(crate) fn silence(&self, moment: Silence, id: &str) {
        self.state.lock().unwrap().silence = (moment, id.to_owned());
    }

    /// Falls silent once a cancellation of this subscription arrives, until it is to go on.
    pub(crate) fn pause(&mut self, id: &str) {
        let (go_on, paused) = channel();
        self.go_on = Some(go_on);
        self.state.lock().unwrap().paused = Some((id.to_owned(), paused));
    }

    pub(crate) fn go_on(&self) {
        let go_on = self.go_on.as_ref().unwrap();
        go_on.send(()).unwrap();
    }

    /// Waits until it has fallen silent.
    pub(crate) fn wait_for_silence(&self) {
        self.silent
            .recv_timeout(std::time::Duration::from_secs(60))
            .expect("the request should have come");
    }

    /// The subscriptions for which a cancellation came, in that order.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.state.lock().unwrap().sent.clone()
    }

    /// The idempotency keys that came.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.state.lock().unwrap().keys.clone()
    }

    pub(crate) fn is_ended(&self, id: &str) -> bool {
        self.state.lock().unwrap().ended.contains_key(id)
    }

    /// The program with arguments, variables of both vendors, and nobody to ask.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        command
            .env("ACME_API_KEY", KEY)
            .env("ACME_BASE_URL", self.stub.url())
            .env("BETA_API_KEY", KEY)
            .env("BETA_BASE_URL", self.stub.url());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }
}

/// The program without variables.
pub(crate) fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-client-program"));
    command
        .args(arguments)
        .env_clear()
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl State {
    fn answer(&mut self, request: &Request) -> Response {
        let line = request.line().to_owned();
        let mut words = line.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let parts: Vec<&str> = path.split(['/', '?']).collect();
        match (method, &parts[1..]) {
            ("POST", ["subscriptions", id, "cancel"]) => self.cancel(id, request),
            ("POST", ["projects", _, "subscriptions", id, "stop"]) => self.cancel(id, request),
            ("POST", ["subscriptions", id, "keep"]) => {
                self.ended.remove(*id);
                self.read(id)
            }
            ("GET", ["subscriptions", "customer=c2"]) => Response::new(404, "{}"),
            ("GET", ["subscriptions", "customer=c3"]) => Response::new(200, r#"{"items": []}"#),
            ("GET", ["subscriptions", "customer=c1"]) => Response::new(
                200,
                r#"{"data": [{"id": "a", "status": "active"}, {"id": "b", "status": "ended"}]}"#,
            ),
            ("GET", ["subscriptions", id]) => {
                if self.is_time(Silence::WhileItIsRead, id) {
                    return silent();
                }
                self.read(id)
            }
            _ => Response::new(404, "{}"),
        }
    }

    fn cancel(&mut self, id: &str, request: &Request) -> Response {
        self.sent.push(id.to_owned());
        let headers = request.headers();
        let key = headers.iter().find(|(name, _)| name == "idempotency-key");
        self.keys.extend(key.map(|(_, key)| (*key).to_owned()));
        if let Some((_, paused)) = self.paused.take_if(|(paused, _)| paused == id) {
            self.tell.send(()).unwrap();
            paused.recv().unwrap();
        }
        if self.is_time(Silence::BeforeItIsDone, id) {
            return silent();
        }
        match id {
            "denied" => return Response::new(403, r#"{"code": "no", "message": "not yours"}"#),
            "gone" => return Response::new(409, r#"{"code": "gone"}"#),
            "wrong" => {
                let text = format!(r#"{{"code": "key", "message": "no such key: {KEY}"}}"#);
                return Response::new(401, &text);
            }
            "broken" => return Response::new(500, ""),
            _ => {}
        }
        let body = String::from_utf8_lossy(&request.body);
        let word = match body.contains("now") || body.is_empty() || body == "{}" {
            true => "ended",
            false => "ending",
        };
        self.ended.insert(id.to_owned(), word);
        if self.is_time(Silence::BeforeTheResponse, id) {
            return silent();
        }
        match body.contains("when") {
            true => self.read(id),
            false => Response::new(200, "{}"),
        }
    }

    fn read(&self, id: &str) -> Response {
        let word = match id {
            "gone" => "ended",
            _ => self.ended.get(id).copied().unwrap_or("active"),
        };
        let at = r#""at": "2096-01-31T12:00:00Z""#;
        Response::new(200, &format!(r#"{{"status": "{word}", {at}}}"#))
    }

    fn is_time(&mut self, moment: Silence, id: &str) -> bool {
        let is_time = self.silence == (moment, id.to_owned());
        if is_time {
            self.silence.0 = Silence::Never;
            self.tell.send(()).unwrap();
        }
        is_time
    }
}

fn silent() -> Response {
    Response::raw("").stalling()
}

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        let ran = Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.out.contains(KEY), "{ran:?}");
        assert!(!ran.err.contains(KEY), "{ran:?}");
        assert!(!ran.err.contains("panicked"), "{ran:?}");
        ran
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

/// The records of a ledger.
pub(crate) fn ledger(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
