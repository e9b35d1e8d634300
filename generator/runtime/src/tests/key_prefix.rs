//! Keys for one server are kept from another.

use super::answering::{Answering, response};
use crate::runtime::{
    BoxError, BuildError, ClientBuilder, Credential, Error, Http, Secret, WrongServer,
};

const LIVE: &str = "https://api.example.com/v1";
const SANDBOX: &str = "https://sandbox.example.com/v1/";
const OTHER: &str = "https://eu.example.com/v1";

fn builder(credential: Credential) -> ClientBuilder<Http> {
    ClientBuilder::new(LIVE)
        .credential("a", credential)
        .key_prefixes(
            &[LIVE, SANDBOX, OTHER],
            &[
                ("a", "sk_", LIVE),
                ("a", "sk_", OTHER),
                ("a", "sk_test_", SANDBOX),
                ("b", "x", SANDBOX),
            ],
        )
}

fn keyed(key: &str) -> ClientBuilder<Http> {
    builder(Credential::bearer(key))
}

#[test]
fn a_key_for_another_server_is_refused() {
    let live = "https://api.example.com/v1";
    let sandbox = "https://sandbox.example.com/v1";
    for (key, server, belongs_to) in [
        ("sk_test_s3cret", live, sandbox),
        ("sk_test_s3cret", OTHER, sandbox),
        ("sk_live_s3cret", sandbox, live),
        ("sk_test_s3cret", "HTTPS://API.Example.com:443/v1/", sandbox),
    ] {
        let error = keyed(key).server(server).build().unwrap_err();
        let server = server.trim_end_matches('/');
        let BuildError::WrongServer(mismatch) = &error else {
            panic!("{error}");
        };
        assert_eq!(
            (&*mismatch.scheme, &*mismatch.server, &*mismatch.belongs_to),
            ("a", server, belongs_to)
        );
        assert_eq!(
            error.to_string(),
            format!("the key for `a` is one for {belongs_to}, not for {server}")
        );
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[test]
fn other_keys_and_other_servers_are_not_guarded() {
    for (key, server) in [
        ("sk_live_1", LIVE),
        ("sk_live_1", OTHER),
        ("sk_test_1", SANDBOX),
        ("anything", LIVE),
        ("sk_test_1", "http://127.0.0.1:4010"),
        ("sk_test_1", "https://api.example.com:8443/v1"),
        ("sk_test_1", "https://api.example.com/v2"),
    ] {
        keyed(key).server(server).build().unwrap();
    }
    // Another scheme has other keys.
    let key = Credential::bearer("sk_test_1");
    keyed("any").credential("c", key).build().unwrap();
}

#[test]
fn of_user_and_password_the_user_is_the_key() {
    let basic = |user| builder(Credential::basic(user, &Secret::new("")));
    basic("sk_live_1").build().unwrap();
    let error = basic("sk_test_1").build().unwrap_err();
    assert!(matches!(error, BuildError::WrongServer(_)));
}

#[tokio::test]
async fn a_key_that_comes_later_is_guarded_when_it_comes() {
    let script = Answering::new(|_| Ok(response(204, "")));
    let source = || async { Ok::<_, BoxError>("sk_test_s3cret") };
    let http = builder(Credential::bearer(source))
        .transport(script.clone())
        .build()
        .unwrap();
    let call = http.get("/x").security(&[&["a"]]).send().await;
    let error = Error::<()>::from(call.unwrap_err());
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.is::<WrongServer>(), "{source}");
    assert!(!format!("{error} {error:?} {source}").contains("s3cret"));
    assert!(script.seen("/v1/x").is_empty());
}
