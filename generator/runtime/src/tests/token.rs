//! Secrets that change: asked for once for all, kept while they hold.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::answering::{Answering, response};
use crate::runtime::{
    BoxError, BoxFuture, ClientBuilder, ClientCredentials, Credential, CredentialError, Error,
    Http, Secret, SendError, Token, TokenSource,
};

async fn call(http: &Http) -> Result<u16, SendError> {
    let response = http.get("/x").security(&[&["a"]]).send().await?;
    Ok(response.status())
}

/// Calls at the same time, and how they ended.
async fn calls(http: &Http, count: usize) -> Vec<Result<u16, SendError>> {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let http = http.clone();
            tokio::spawn(async move { call(&http).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

fn quiet() -> Answering {
    Answering::new(|_| Ok(response(204, "")))
}

/// Each time another token, by a count.
fn counting(token: impl Fn(String) -> Token + Send + Sync + 'static) -> impl TokenSource {
    let count = AtomicUsize::new(0);
    let token = Arc::new(token);
    move || {
        let n = count.fetch_add(1, Ordering::SeqCst) + 1;
        let token = Arc::clone(&token);
        async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok::<_, io::Error>(token(format!("t{n}")))
        }
    }
}

fn oauth2() -> Credential {
    Credential::oauth2(ClientCredentials::new("id", "s3cret"), "/token", &[])
}

fn numbered(n: usize) -> crate::runtime::Response {
    let body = format!(r#"{{"access_token": "t{n}", "expires_in": 3600}}"#);
    response(200, &body)
}

#[tokio::test]
async fn a_closure_is_a_source_for_any_credential() {
    let script = quiet();
    let rotating = || async { Ok::<_, BoxError>("t0ken") };
    call(&script.client(Credential::bearer(rotating)))
        .await
        .unwrap();
    assert_eq!(script.authorizations(), ["Bearer t0ken"]);

    let key = Credential::header("X-Key", rotating).prefix("Token ");
    call(&script.client(key)).await.unwrap();
    assert_eq!(script.seen("/v1/x")[1].headers["x-key"], "Token t0ken");

    let key = Credential::query("key", rotating);
    call(&script.client(key)).await.unwrap();
    assert_eq!(script.seen("/v1/x")[2].url.query(), Some("key=t0ken"));

    let cookie = Credential::cookie("sid", rotating);
    call(&script.client(cookie)).await.unwrap();
    let sent = &script.seen("/v1/x")[3].headers["cookie"];
    assert!(sent == "sid=t0ken" && sent.is_sensitive());
}

#[tokio::test]
async fn a_token_without_an_end_is_for_one_request() {
    let script = quiet();
    let http = script.client(Credential::bearer(counting(Token::new)));
    call(&http).await.unwrap();
    call(&http).await.unwrap();
    assert_eq!(script.authorizations(), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_token_is_kept_while_it_holds() {
    let script = quiet();
    let hour = |text| Token::new(text).valid_for(Duration::from_secs(3600));
    let http = script.client(Credential::bearer(counting(hour)));
    call(&http).await.unwrap();
    call(&http).await.unwrap();
    assert_eq!(script.authorizations(), ["Bearer t1"; 2]);
}

#[tokio::test]
async fn many_callers_wait_for_one_token() {
    let script = Answering::tokens(numbered).after(Duration::from_millis(100));
    let http = script.client(oauth2());
    let outcomes = calls(&http, 50).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(script.seen("/token").len(), 1);
    assert_eq!(script.authorizations(), ["Bearer t1"; 50]);
}

#[tokio::test]
async fn many_callers_wait_for_one_failure() {
    let script = Answering::tokens(|_| response(400, r#"{"error": "invalid_scope"}"#))
        .after(Duration::from_millis(100));
    let http = script.client(oauth2());
    for outcome in calls(&http, 50).await {
        let error = Error::<()>::from(outcome.unwrap_err());
        assert!(matches!(
            error,
            Error::Credential(CredentialError { scheme: "a", .. })
        ));
    }
    assert_eq!(script.seen("/token").len(), 1);
    // It isn't kept: the next call tries anew.
    call(&http).await.unwrap_err();
    assert_eq!(script.seen("/token").len(), 2);
}

#[tokio::test]
async fn a_caller_who_goes_away_takes_nobody_along() {
    let script = Answering::tokens(numbered).after(Duration::from_millis(200));
    let http = script.client(oauth2());
    let first = {
        let http = http.clone();
        tokio::spawn(async move { call(&http).await })
    };
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(script.seen("/token").len(), 1, "it is on its way");
    let others = {
        let http = http.clone();
        tokio::spawn(async move { calls(&http, 10).await })
    };
    tokio::time::sleep(Duration::from_millis(5)).await;
    first.abort();
    assert!(others.await.unwrap().iter().all(Result::is_ok));
    assert_eq!(script.seen("/token").len(), 2);
    assert_eq!(script.authorizations(), ["Bearer t2"; 10]);
}

#[tokio::test]
async fn a_refused_token_is_fetched_anew_and_the_request_repeated_at_once() {
    let script = Answering::new(|request| {
        let token = request.headers.get("authorization");
        Ok(match request.url.path() {
            "/token" if token.is_some_and(|value| value == "Basic aWQ6czNjcmV0") => {
                static COUNT: AtomicUsize = AtomicUsize::new(0);
                numbered(COUNT.fetch_add(1, Ordering::SeqCst) + 1)
            }
            _ if token.is_some_and(|value| value == "Bearer t1") => response(401, ""),
            _ => response(204, ""),
        })
    });
    let http = script.client(oauth2());
    let response = http.post("/x").security(&[&["a"]]).send().await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(script.authorizations(), ["Bearer t1", "Bearer t2"]);
    assert_eq!(call(&http).await.unwrap(), 204);
    assert_eq!(script.seen("/token").len(), 2);
}

/// A source that keeps its tokens itself.
#[derive(Default)]
struct Store {
    rejected: Mutex<Vec<Secret>>,
}

impl TokenSource for Store {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async { Ok(Token::new("t0ken").valid_for(Duration::MAX)) })
    }

    fn rejected(&self, token: &Secret) {
        self.rejected.lock().unwrap().push(token.clone());
    }
}

#[tokio::test]
async fn a_source_learns_of_an_api_error() {
    let script = Answering::new(|_| Ok(response(401, "")));
    let store = Arc::new(Store::default());
    let http = script.client(Credential::bearer(Arc::clone(&store)));
    // Once in a call: the second API error is the caller's to see.
    assert_eq!(call(&http).await.unwrap(), 401);
    assert_eq!(script.seen("/v1/x").len(), 2);
    assert_eq!(
        *store.rejected.lock().unwrap(),
        ["t0ken"; 2].map(Secret::new)
    );
}

#[tokio::test]
async fn a_source_that_fails_is_behind_the_error_but_not_in_it() {
    let script = quiet();
    let failing = || async { Err::<Token, _>(io::Error::other("no access for s3cret")) };
    let error = call(&script.client(Credential::bearer(failing)))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "no secret for `a`: its source failed");
    let error = Error::<()>::from(error);
    assert_eq!(error.to_string(), "no secret for `a`: its source failed");
    assert_eq!((error.status(), error.body()), (None, None));
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.is::<io::Error>(), "as the caller knows it");
    let shown = format!("{error:?}");
    assert!(shown.contains("`a`") || shown.contains("\"a\""), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(script.seen("/v1/x").is_empty());
}

/// A file with a line feed at its end, that is mended then.
#[tokio::test]
async fn a_token_that_cannot_be_sent_is_not_kept() {
    let script = quiet();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let source = move || {
        let token = match count.fetch_add(1, Ordering::SeqCst) {
            0 => "s3cret\n",
            1 => "",
            _ => "s3cret",
        };
        async move { Ok::<_, BoxError>(Token::new(token).valid_for(Duration::from_secs(3600))) }
    };
    let http = script.client(Credential::bearer(source));
    for reason in ["it holds a character that no header can", "it is empty"] {
        let error = call(&http).await.unwrap_err();
        let expected = format!("no secret for `a`: the one that came can't be sent: {reason}");
        assert_eq!(error.to_string(), expected);
        let error = Error::<()>::from(error);
        assert!(!format!("{error:?}").contains("s3cret"));
    }
    assert_eq!(call(&http).await.unwrap(), 204);
    assert_eq!(call(&http).await.unwrap(), 204);
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[test]
fn an_empty_key_is_refused_when_building() {
    let build = |credential| {
        let builder = ClientBuilder::<Http>::new("https://api.example.com");
        builder.credential("a", credential).build()
    };
    for empty in [
        Credential::bearer(""),
        Credential::header("X-Key", String::new()).prefix("Token "),
        Credential::query("key", Secret::new("")),
        Credential::cookie("sid", ""),
        Credential::basic("", &Secret::new("")),
    ] {
        let error = build(empty).unwrap_err().to_string();
        assert_eq!(error, "the credential for `a` can't be sent: it is empty");
    }
    build(Credential::basic("key", &Secret::new(""))).unwrap();
    build(Credential::basic("", &Secret::new("key"))).unwrap();
}

#[tokio::test]
async fn no_token_is_fetched_for_a_call_that_needs_none_or_cannot_be_built() {
    let script = Answering::tokens(numbered);
    let http = script.client(oauth2());
    http.get("/x").send().await.unwrap();
    let call = http.get("/{id}").security(&[&["a"]]);
    assert!(matches!(
        call.send().await.unwrap_err(),
        SendError::Request(_)
    ));
    let call = http.get("/x").security(&[&["a", "b"]]);
    assert!(matches!(
        call.send().await.unwrap_err(),
        SendError::MissingCredential(_)
    ));
    assert!(script.seen("/token").is_empty());
}
