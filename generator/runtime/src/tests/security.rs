//! Credentials: where they go, which are chosen, and that they can't be seen.

use super::answering::{Answering, SERVER};
use super::sample::Client;
use super::stub::{Stub, header};
use crate::runtime::{
    BuildError, ClientBuilder, Credential, Error, Http, Response, RetryPolicy, Secret, SendError,
};
use http::{HeaderMap, StatusCode};

fn secret() -> Secret {
    Secret::new("s3cret")
}

fn client(url: &str, credentials: &[(&str, Credential)]) -> Http {
    let mut builder = ClientBuilder::<Http>::new(url.to_owned());
    for (scheme, credential) in credentials {
        builder = builder.credential(*scheme, credential.clone());
    }
    builder.build().unwrap()
}

/// The request that arrives with these credentials under this security.
async fn sent(
    credentials: &[(&str, Credential)],
    security: &'static [&'static [&'static str]],
) -> Result<String, SendError> {
    let stub = Stub::status(200, "");
    client(&stub.url, credentials)
        .get("/x")
        .security(security)
        .send()
        .await?;
    Ok(stub.request())
}

#[tokio::test]
async fn each_kind_goes_to_its_place() {
    let request = sent(&[("a", Credential::bearer(secret()))], &[&["a"]])
        .await
        .unwrap();
    assert_eq!(header(&request, "authorization"), Some("Bearer s3cret"));

    let request = sent(&[("a", Credential::basic("user", &secret()))], &[&["a"]])
        .await
        .unwrap();
    assert_eq!(
        header(&request, "authorization"),
        Some("Basic dXNlcjpzM2NyZXQ=")
    );

    let token = Credential::header("Authorization", secret()).prefix("Token ");
    let request = sent(&[("a", token)], &[&["a"]]).await.unwrap();
    assert_eq!(header(&request, "authorization"), Some("Token s3cret"));

    let request = sent(&[("a", Credential::header("X-Key", secret()))], &[&["a"]])
        .await
        .unwrap();
    assert_eq!(header(&request, "x-key"), Some("s3cret"));

    let key = Credential::query("api key", Secret::new("a&b=c"));
    let request = sent(&[("a", key)], &[&["a"]]).await.unwrap();
    assert!(
        request.starts_with("GET /x?api%20key=a%26b%3Dc HTTP/1.1\r\n"),
        "{request}"
    );

    let cookies = [
        ("a", Credential::cookie("sid", secret())),
        ("b", Credential::cookie("t", secret())),
    ];
    let request = sent(&cookies, &[&["a", "b"]]).await.unwrap();
    assert_eq!(header(&request, "cookie"), Some("sid=s3cret; t=s3cret"));
}

#[tokio::test]
async fn the_first_complete_alternative_is_used() {
    let held = [
        ("b", Credential::header("X-B", secret())),
        ("c", Credential::header("X-C", secret())),
    ];
    let request = sent(&held, &[&[], &["a", "b"], &["b", "c"], &["c"]])
        .await
        .unwrap();
    assert!(header(&request, "x-b").is_some() && header(&request, "x-c").is_some());

    let request = sent(&held, &[]).await.unwrap();
    assert_eq!(header(&request, "x-b"), None);

    let request = sent(&[], &[&["a"], &[]]).await.unwrap();
    assert!(request.starts_with("GET /x HTTP/1.1\r\n"));
}

/// Operations may ask for other credentials than the rest, or for none.
#[tokio::test]
async fn each_operation_asks_for_its_own() {
    let stub = Stub::status(200, "");
    let held = [
        ("a", Credential::bearer(secret())),
        ("b", Credential::header("X-B", secret())),
    ];
    let http = client(&stub.url, &held);
    let usual: &[&[&str]] = &[&["a"]];
    for (security, authorization, key) in [
        (usual, Some("Bearer s3cret"), None),
        (&[&["b"]], None, Some("s3cret")),
        (&[&["a", "b"]], Some("Bearer s3cret"), Some("s3cret")),
        (&[], None, None),
        (&[&[]], None, None),
    ] {
        http.get("/x").security(security).send().await.unwrap();
        let request = stub.request();
        assert_eq!(header(&request, "authorization"), authorization);
        assert_eq!(header(&request, "x-b"), key);
    }
}

#[tokio::test]
async fn a_missing_credential_is_named_before_anything_is_sent() {
    let stub = Stub::status(200, "");
    let http = client(&stub.url, &[("b", Credential::bearer(secret()))]);
    let error = http
        .get("/x")
        .security(&[&["b", "a"], &["c"]])
        .send()
        .await
        .unwrap_err();
    let error = Error::<()>::from(error);
    let Error::MissingCredential(missing) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(missing.alternatives, [&["b", "a"][..], &["c"]]);
    let names: Vec<Vec<_>> = missing.missing().map(Iterator::collect).collect();
    assert_eq!(names, [["a"], ["c"]]);
    assert_eq!(
        error.to_string(),
        "no credential: the client's builder takes it by `credential(\"a\", …)`, \
         or by `credential(\"c\", …)`",
    );
    assert!(stub.got_nothing());
}

#[test]
fn what_cannot_be_sent_is_refused_when_building() {
    let build = |credential| {
        ClientBuilder::<Http>::new("http://x")
            .credential("a", credential)
            .build()
    };
    for credential in [
        Credential::bearer(Secret::new("s3cret\n")),
        Credential::header("X Key", secret()),
        Credential::cookie("sid", Secret::new("a;b")),
    ] {
        let error = build(credential).unwrap_err();
        assert!(matches!(&error, BuildError::Credential { scheme, .. } if scheme == "a"));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let credential = Credential::query("key", secret());
    let builder = Client::builder(secret())
        .credential("q", credential)
        .server("http://127.0.0.1:1");
    let mut shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = client.http.get("/x").security(&[&["bearerAuth", "q"]]);
    shown += &format!("{client:?} {call:?} {:?}", client.cancel_subscription("x"));
    let error = Error::<()>::from(call.send().await.unwrap_err());
    shown += &format!("{error} {error:?}");
    assert!(
        !shown.contains("s3cret") && !shown.contains("czNjcmV0"),
        "{shown}"
    );
}

/// A server that repeats the key of the query in its headers doesn't put it into logs.
#[tokio::test]
async fn a_key_that_a_server_repeats_is_not_shown() {
    let script = Answering::new(|request| {
        let mut headers = HeaderMap::new();
        let target = format!("<{}>; rel=next", request.url);
        for name in ["link", "refresh", "x-original-url"] {
            headers.insert(name, target.parse().unwrap());
        }
        Ok(Response::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            headers,
            "",
        ))
    });
    let key = Credential::query("api_key", Secret::new("s3cret key"));
    let builder = ClientBuilder::<Http>::new(SERVER).credential("a", key);
    let http = builder
        .transport(script)
        .retries(RetryPolicy::none())
        .build()
        .unwrap();
    let call = http.get("/x").security(&[&["a"]]);
    let error = call
        .receive::<(), ()>(|one| Err(one.unexpected()))
        .await
        .unwrap_err();
    assert!(
        error
            .header::<String>("link")
            .unwrap()
            .unwrap()
            .contains("s3cret")
    );
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
}
