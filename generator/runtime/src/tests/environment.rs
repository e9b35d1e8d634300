//! Clients from environment variables. A process has one environment for all its
//! threads, so each client is built in a process of its own: this test, run again.

use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::{env, iter};

use super::sample::Server;
use crate::runtime::{
    BaseUrl, BuildError, ClientBuilder, Credential, Environment, Http, MockResponse, MockTransport,
    RawJson, Secret, SecretSource, client, from_env,
};

/// One credential.
#[derive(Clone)]
pub struct Plain {
    pub http: Http,
}

client!(Plain);

impl Plain {
    pub fn builder(key: impl Into<SecretSource>) -> ClientBuilder<Self> {
        ClientBuilder::new(Server::Production).credential("key", Credential::header("X-Key", key))
    }
}

from_env!(Plain at optional "PLAIN_BASE_URL" { builder: secret("PLAIN_API_KEY") });

/// One credential of two variables, and no server.
#[derive(Clone)]
pub struct Homeless {
    pub http: Http,
}

client!(Homeless);

impl Homeless {
    pub fn builder(
        server: impl Into<BaseUrl>,
        user: &str,
        password: impl Into<Secret>,
    ) -> ClientBuilder<Self> {
        let credential = Credential::basic(user, &password.into());
        ClientBuilder::new(server).credential("basic", credential)
    }
}

from_env!(Homeless at required "HOME_BASE_URL" { builder: basic("HOME_USER", "HOME_PASSWORD") });

/// Alternatives.
#[derive(Clone)]
pub struct Several {
    pub http: Http,
}

client!(Several);

impl Several {
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new(Server::Production)
    }
}

impl ClientBuilder<Several> {
    fn key(self, key: impl Into<SecretSource>) -> Self {
        self.credential("key", Credential::header("X-Key", key))
    }

    fn app(self, app: impl Into<SecretSource>) -> Self {
        self.credential("app", Credential::header("X-App", app))
    }

    fn user(self, user: &str, password: impl Into<Secret>) -> Self {
        self.credential("user", Credential::basic(user, &password.into()))
    }

    fn machine(self, machine: impl Into<SecretSource>) -> Self {
        self.credential("machine", Credential::oauth2(machine, "/token", &[]))
    }
}

from_env!(Several at optional "S_BASE_URL" any of [["S_KEY"], ["S_APP", "S_USER", "S_PASSWORD"], ["S_CLIENT_ID", "S_CLIENT_SECRET"]] {
    key: secret("S_KEY"),
    app: secret("S_APP"),
    user: basic("S_USER", "S_PASSWORD"),
    machine: oauth2("S_CLIENT_ID", "S_CLIENT_SECRET"),
});

const SECURITY: &[&[&str]] = &[&["key"], &["app", "user"], &["basic"], &["machine"]];

/// The URL of a call and the headers with its credentials.
async fn called<C: From<Http> + Clone>(builder: ClientBuilder<C>, http: fn(&C) -> &Http) -> String {
    let mock = MockTransport::new();
    let token = RawJson::from(serde_json::json!({
        "access_token": "tok_1",
        "token_type": "bearer",
    }));
    mock.on("POST", "/token").respond(200, &token);
    mock.on("GET", "/a").respond_with(MockResponse::empty(204));
    let client = builder.transport(mock.clone()).build().unwrap();
    http(&client)
        .get("/a")
        .security(SECURITY)
        .send()
        .await
        .unwrap();
    let request = mock.last_request().unwrap();
    let names = ["x-key", "x-app", "authorization"];
    let headers = names.iter().filter_map(|name| request.header(name));
    let parts = iter::once(request.url.host().unwrap()).chain(headers);
    parts.collect::<Vec<_>>().join(" ")
}

/// The call of a client that could be built, or the error, which both ways share.
async fn told<C: From<Http> + Clone>(
    builder: Result<ClientBuilder<C>, BuildError>,
    client: Result<C, BuildError>,
    http: fn(&C) -> &Http,
) -> String {
    let error = client.err().map(|error| error.to_string());
    match builder {
        Ok(builder) => {
            assert_eq!(error, None);
            called(builder, http).await
        }
        Err(of_builder) => {
            assert_eq!(error, Some(of_builder.to_string()));
            format!("{of_builder} / {of_builder:?}")
        }
    }
}

/// The outcome of the process in its environment.
async fn said(client: &str) -> String {
    match client {
        "plain" => {
            let (builder, client) = (Plain::builder_from_env(), Plain::from_env());
            told(builder, client, |client| &client.http).await
        }
        "homeless" => {
            let (builder, client) = (Homeless::builder_from_env(), Homeless::from_env());
            told(builder, client, |client| &client.http).await
        }
        _ => {
            let (builder, client) = (Several::builder_from_env(), Several::from_env());
            told(builder, client, |client| &client.http).await
        }
    }
}

const CLIENT: &str = "OPENAPI_CLIENT_RUNTIME_TEST_OF";

#[tokio::test]
async fn each_client_takes_its_variables() {
    if let Ok(client) = env::var(CLIENT) {
        println!("said: {}", said(&client).await);
        return;
    }
    let path = OsString::from("/");
    let child = |client: &str, variables: &[(&str, &OsStr)]| {
        let output = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "tests::environment::each_client_takes_its_variables",
                "--nocapture",
            ])
            .env_clear()
            .env("PATH", &path)
            .env(CLIENT, client)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (_, said) = text
            .split_once("said: ")
            .unwrap_or_else(|| panic!("{text}"));
        said.lines().next().unwrap().to_owned()
    };
    for (client, variables, expected) in CASES {
        let texts: Vec<_> = variables
            .iter()
            .map(|(name, text)| (*name, OsStr::new(text)))
            .collect();
        let said = child(client, &texts);
        assert!(said.starts_with(expected), "{variables:?}: {said}");
        assert!(!said.contains(" / ") || !said.contains("s3cret"), "{said}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let said = child("plain", &[("PLAIN_API_KEY", OsStr::from_bytes(&[0xff]))]);
        let expected = "the environment variable `PLAIN_API_KEY` can't be used: it isn't UTF-8 /";
        assert!(said.starts_with(expected), "{said}");
    }
}

type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const CASES: &[Case] = &[
    ("plain", &[("PLAIN_API_KEY", "k1")], "api.example.com k1"),
    (
        "plain",
        &[
            ("PLAIN_API_KEY", "k1"),
            ("PLAIN_BASE_URL", "https://other.example.com"),
        ],
        "other.example.com k1",
    ),
    (
        "plain",
        &[],
        "environment variables are missing: set `PLAIN_API_KEY` /",
    ),
    (
        "plain",
        &[("PLAIN_API_KEY", " ")],
        "the environment variable `PLAIN_API_KEY` can't be used: it is empty /",
    ),
    (
        "plain",
        &[("PLAIN_API_KEY", "s3cret"), ("PLAIN_BASE_URL", "")],
        "the environment variable `PLAIN_BASE_URL` can't be used: it is empty /",
    ),
    (
        "plain",
        &[
            ("PLAIN_API_KEY", "s3cret"),
            ("PLAIN_BASE_URL", "https://u:s3cret@example.com"),
        ],
        "the environment variable `PLAIN_BASE_URL` can't be used: it holds a user name /",
    ),
    (
        "homeless",
        &[
            ("HOME_BASE_URL", "https://home.example.com"),
            ("HOME_USER", "u"),
            ("HOME_PASSWORD", "p"),
        ],
        "home.example.com Basic dTpw",
    ),
    (
        "homeless",
        &[("HOME_USER", "u"), ("HOME_PASSWORD", "s3cret")],
        "environment variables are missing: set `HOME_BASE_URL` /",
    ),
    (
        "homeless",
        &[
            ("HOME_BASE_URL", "https://home.example.com"),
            ("HOME_USER", "u"),
        ],
        "environment variables are missing: set `HOME_PASSWORD` /",
    ),
    (
        "several",
        &[],
        "environment variables are missing: set `S_KEY`, or `S_APP` and `S_USER` and `S_PASSWORD`, \
         or `S_CLIENT_ID` and `S_CLIENT_SECRET` /",
    ),
    ("several", &[("S_KEY", "k1")], "api.example.com k1"),
    (
        "several",
        &[("S_APP", "a1"), ("S_USER", "u"), ("S_PASSWORD", "p")],
        "api.example.com a1 Basic dTpw",
    ),
    (
        "several",
        &[("S_CLIENT_ID", "id"), ("S_CLIENT_SECRET", "secret")],
        "api.example.com Bearer tok_1",
    ),
    (
        "several",
        &[("S_APP", "s3cret"), ("S_USER", "u")],
        "environment variables are missing: set `S_KEY`, or `S_PASSWORD`, or `S_CLIENT_ID`",
    ),
    (
        "several",
        &[("S_KEY", "k1"), ("S_USER", "u")],
        "environment variables are missing: set `S_PASSWORD` /",
    ),
];

#[test]
fn no_variable_is_needed_where_none_is_named() {
    assert_eq!(Environment::need_one_of(&[]), Ok(()));
}

/// Other variables hold for one function alone, and within another again.
#[tokio::test]
async fn variables_of_elsewhere_stand_in_for_the_environment() {
    let of = |key: &'static str| {
        move |name: &str| (name == "PLAIN_API_KEY").then(|| OsString::from(key))
    };
    let (inner, outer) = Environment::with(of("outer"), || {
        let inner = Environment::with(of("inner"), Plain::builder_from_env);
        (inner, Plain::builder_from_env())
    });
    for (builder, expected) in [(inner, "inner"), (outer, "outer")] {
        let called = called(builder.unwrap(), |client| &client.http).await;
        assert_eq!(called, format!("api.example.com {expected}"));
    }
    assert!(Plain::builder_from_env().is_err());
}
