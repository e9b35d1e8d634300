//! OAuth 2 client credentials: what is asked for, what is taken for a token.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::answering::{Answering, SERVER, response};
use crate::runtime::{
    BuildError, ClientBuilder, ClientCredentials, Credential, Error, Http, SendError, TokenError,
};

const TOKEN: &str = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;

fn credentials() -> ClientCredentials {
    ClientCredentials::new("id", "s3cret")
}

fn oauth2(credentials: ClientCredentials) -> Credential {
    Credential::oauth2(credentials, "/token", &["read", "write"])
}

async fn call(http: &Http) -> Result<u16, SendError> {
    let response = http.get("/x").security(&[&["a"]]).send().await?;
    Ok(response.status())
}

/// The body of the token request, and its `Authorization`.
async fn asked(credentials: ClientCredentials) -> (String, Option<String>) {
    let script = Answering::tokens(|_| response(200, TOKEN));
    call(&script.client(oauth2(credentials))).await.unwrap();
    let request = script.seen("/token").remove(0);
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(request.headers["accept"], "application/json");
    assert!(request.headers.contains_key("user-agent"));
    let body = String::from_utf8(request.body.unwrap().bytes().unwrap().to_vec()).unwrap();
    let authorization = request.headers.get("authorization");
    assert!(authorization.is_none_or(|value| value.is_sensitive()));
    let authorization = authorization.map(|value| value.to_str().unwrap().to_owned());
    (body, authorization)
}

#[tokio::test]
async fn what_is_asked_for() {
    let (body, authorization) = asked(credentials()).await;
    assert_eq!(body, "grant_type=client_credentials&scope=read+write");
    assert_eq!(authorization.as_deref(), Some("Basic aWQ6czNjcmV0"));

    // Both are escaped before they are joined: RFC 6749, section 2.3.1.
    let odd = ClientCredentials::new("a:b c", "p%w").without_scopes();
    let (body, authorization) = asked(odd).await;
    assert_eq!(body, "grant_type=client_credentials");
    assert_eq!(authorization.as_deref(), Some("Basic YSUzQWIrYzpwJTI1dw=="));

    let full = credentials()
        .in_body()
        .scope("admin")
        .scope("x&y")
        .parameter("audience", "https://api.example.com/");
    let (body, authorization) = asked(full).await;
    assert_eq!(
        body,
        "grant_type=client_credentials&client_id=id&client_secret=s3cret&scope=admin+x%26y\
         &audience=https%3A%2F%2Fapi.example.com%2F"
    );
    assert_eq!(authorization, None);
}

#[tokio::test]
async fn a_token_url_may_be_relative_to_the_server() {
    for (url, expected) in [
        ("/token", "https://api.example.com/token"),
        ("token?a=b", "https://api.example.com/v1/token?a=b"),
        ("//auth.example.com/t", "https://auth.example.com/t"),
        ("http://auth.example.com", "http://auth.example.com/"),
    ] {
        let script = Answering::new(|_| Ok(response(200, TOKEN)));
        let http = script.client(Credential::oauth2(credentials(), url, &[]));
        call(&http).await.unwrap();
        let sent = script.seen("/v1/x").remove(0);
        assert_eq!(sent.headers["authorization"], "Bearer t0ken");
        let path = expected.splitn(4, '/').nth(3).unwrap();
        let path = path.split('?').next().unwrap();
        let seen = script.seen(&format!("/{path}")).remove(0);
        assert_eq!(seen.url.to_string(), expected);
    }
    let own = credentials().token_url("https://own.example.com/token");
    let script = Answering::tokens(|_| response(200, TOKEN));
    call(&script.client(oauth2(own))).await.unwrap();
    assert_eq!(
        script.seen("/token")[0].url.host(),
        Some("own.example.com"),
        "what the caller says counts"
    );
}

#[test]
fn a_token_url_that_cannot_be_used_is_refused_when_building() {
    let build = |credential| {
        ClientBuilder::<Http>::new(SERVER)
            .credential("a", credential)
            .build()
            .unwrap_err()
    };
    for url in ["ftp://x/", "https://u:p@x/", "/token#f", "https://", "/a b"] {
        let error = build(Credential::oauth2(credentials(), url, &[]));
        assert_eq!(
            error.to_string(),
            "the credential for `a` can't be sent: its token URL can't be used",
            "{url}"
        );
    }
    for (id, secret) in [("", "s3cret"), ("id", "")] {
        let empty = ClientCredentials::new(id, secret);
        let error = build(Credential::oauth2(empty, "/token", &[])).to_string();
        assert!(error.ends_with(" is empty"), "{error}");
    }
    let error = build(Credential::bearer(credentials()));
    assert!(matches!(
        error,
        BuildError::Credential {
            problem: "it has no token URL",
            ..
        }
    ));
}

#[tokio::test]
async fn any_bearer_token_is_taken() {
    for body in [
        TOKEN,
        r#"{"access_token": "t0ken"}"#,
        r#"{"access_token": "t0ken", "token_type": "bearer", "expires_in": "60", "scope": "a"}"#,
        r#"{"access_token": "t0ken", "expires_in": 1e300}"#,
    ] {
        let script = Answering::tokens(move |_| response(200, body));
        let http = script.client(oauth2(credentials()));
        for _ in 0..2 {
            call(&http).await.unwrap();
        }
        assert_eq!(script.authorizations(), ["Bearer t0ken"; 2], "{body}");
        assert_eq!(script.seen("/token").len(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_token_that_has_ended_is_not_kept() {
    for seconds in ["-1", "0", "-0.5", r#""0""#] {
        let body = format!(r#"{{"access_token": "t0ken", "expires_in": {seconds}}}"#);
        let script = Answering::tokens(move |_| response(200, &body));
        let http = script.client(oauth2(credentials()));
        for _ in 0..2 {
            call(&http).await.unwrap();
        }
        assert_eq!(script.seen("/token").len(), 2, "{seconds}");
    }
}

/// A server that accepts no token isn't asked for one at each call.
#[tokio::test(start_paused = true)]
async fn a_lasting_401_costs_few_tokens() {
    let script = Answering::new(|request| {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        Ok(match request.url.path() {
            "/token" => {
                let n = COUNT.fetch_add(1, Ordering::SeqCst);
                response(
                    200,
                    &format!(r#"{{"access_token": "t{n}", "expires_in": 3600}}"#),
                )
            }
            _ => response(401, ""),
        })
    });
    let http = script.client(oauth2(credentials()));
    for _ in 0..50 {
        assert_eq!(call(&http).await.unwrap(), 401);
    }
    assert_eq!(
        (script.seen("/token").len(), script.seen("/v1/x").len()),
        (2, 51)
    );
    // Later it is worth a try, and after that again; the waits grow up to 16 seconds.
    for (wait, tokens) in [
        (1, 3),
        (1, 3),
        (1, 4),
        (4, 5),
        (7, 5),
        (1, 6),
        (15, 6),
        (1, 7),
        (15, 7),
        (1, 8),
    ] {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        assert_eq!(call(&http).await.unwrap(), 401);
        assert_eq!(script.seen("/token").len(), tokens);
    }
}

/// Of a server that keeps one token active for a client, blocking and async calls share
/// it.
#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_and_async_calls_share_a_token() {
    let count = AtomicUsize::new(0);
    let script = Answering::new(move |request| {
        let active = count.load(Ordering::SeqCst);
        let sent = request.header("authorization");
        Ok(match request.url.path() {
            "/token" => {
                let next = count.fetch_add(1, Ordering::SeqCst) + 1;
                response(
                    200,
                    &format!(r#"{{"access_token": "t{next}", "expires_in": 3600}}"#),
                )
            }
            _ if sent == Some(&format!("Bearer t{active}")) => response(200, "1"),
            _ => response(401, ""),
        })
    });
    let http = script.client(oauth2(credentials()));
    for _ in 0..10 {
        assert_eq!(call(&http).await.unwrap(), 200);
        let get = http.get("/v1/x").security(&[&["a"]]);
        let get = get.receive::<i64, ()>(|response| response.json());
        assert_eq!(get.blocking().unwrap(), 1);
    }
    assert_eq!(script.seen("/token").len(), 1);
}

/// A token that worked and is revoked is fetched anew at once, each time.
#[tokio::test(start_paused = true)]
async fn a_revoked_token_is_fetched_anew_each_time() {
    let calls = Arc::new(AtomicUsize::new(0));
    let script = Answering::new(move |request| {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.load(Ordering::SeqCst);
        Ok(match request.url.path() {
            "/token" => {
                COUNT.fetch_add(1, Ordering::SeqCst);
                response(
                    200,
                    &format!(r#"{{"access_token": "t{n}", "expires_in": 3600}}"#),
                )
            }
            // Every third call revokes it.
            _ => match calls.fetch_add(1, Ordering::SeqCst) % 3 {
                2 => response(401, ""),
                _ => response(200, "1"),
            },
        })
    });
    let http = script.client(oauth2(credentials()));
    for _ in 0..60 {
        assert_eq!(call(&http).await.unwrap(), 200);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn what_is_no_token_is_an_error_that_shows_nothing() {
    let long = format!(r#"{{"error": "{}"}}"#, "x".repeat(65));
    for (status, body, expected) in [
        (
            401,
            r#"{"error": "invalid_client", "error_description": "s3cret is wrong"}"#,
            "no secret for `a`: the token endpoint rejected the request with status 401: invalid_client",
        ),
        (
            400,
            r#"{"error": "no s3cret here"}"#,
            "no secret for `a`: the token endpoint answered with status 400, but the body has no error code",
        ),
        (
            400,
            &long,
            "no secret for `a`: the token endpoint answered with status 400, but the body has no error code",
        ),
        (
            200,
            r#"{"access_token": "t0ken", "token_type": "mac"}"#,
            "no secret for `a`: the token endpoint answered with status 200, but the token isn't a bearer token",
        ),
        (
            200,
            r#"{"token": "t0ken"}"#,
            "no secret for `a`: the token endpoint answered with status 200, but the body has no access token",
        ),
        (
            302,
            "<html>s3cret</html>",
            "no secret for `a`: the token endpoint answered with status 302, but the body isn't a JSON object",
        ),
        (
            200,
            r#"{"access_token": "t0ken\n"}"#,
            "no secret for `a`: the one that came can't be sent: it holds a character that no header can",
        ),
    ] {
        let answer = body.to_owned();
        let script = Answering::tokens(move |_| response(status, &answer));
        let error = call(&script.client(oauth2(credentials())))
            .await
            .unwrap_err();
        assert!(script.seen("/v1/x").is_empty(), "nothing was sent");
        let error = Error::<()>::from(error);
        assert_eq!(error.to_string(), expected, "{body}");
        let source = error.source().unwrap();
        let shown = format!("{error:?} {source} {source:?}");
        assert!(
            !shown.contains("s3cret") && !shown.contains("t0ken"),
            "{shown}"
        );
        if let Some(TokenError::Rejected { code, response, .. }) = source.downcast_ref() {
            assert_eq!((&**code, response.status()), ("invalid_client", 401));
            assert!(!response.body().is_empty(), "the description is at hand");
        }
    }
}

#[tokio::test]
async fn a_token_is_fetched_again_before_it_ends() {
    let script = Answering::tokens(|n| {
        response(
            200,
            &format!(r#"{{"access_token": "t{n}", "expires_in": 1.2}}"#),
        )
    });
    let http = script.client(oauth2(credentials()));
    call(&http).await.unwrap();
    call(&http).await.unwrap();
    tokio::time::sleep(Duration::from_millis(620)).await;
    call(&http).await.unwrap();
    assert_eq!(
        script.authorizations(),
        ["Bearer t1", "Bearer t1", "Bearer t2"]
    );
}

#[tokio::test]
async fn a_token_without_an_end_has_a_default_one() {
    let script = Answering::tokens(|n| response(200, &format!(r#"{{"access_token": "t{n}"}}"#)));
    let brief = credentials().default_lifetime(Duration::from_millis(20));
    let http = script.client(oauth2(brief));
    call(&http).await.unwrap();
    tokio::time::sleep(Duration::from_millis(30)).await;
    call(&http).await.unwrap();
    assert_eq!(script.authorizations(), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn nothing_shows_the_secret() {
    let credentials = credentials()
        .parameter("assertion", "s3cret")
        .token_url("https://auth.example.com/token?key=s3cret");
    let builder = ClientBuilder::<Http>::new(SERVER).credential("a", oauth2(credentials.clone()));
    let mut shown = format!("{credentials:?} {builder:?}");
    assert!(shown.contains("https://auth.example.com/token?"), "{shown}");
    for url in [
        "http://user:s3cret@api.example.com/v1",
        "http://s3cret@api.example.com",
        "https://api.example.com/?s3cret",
        "https://api.example.com/#s3cret",
        "user:s3cret@api.example.com",
    ] {
        let built = ClientBuilder::<Http>::new(url);
        shown += &format!("{built:?}");
        let own = credentials.clone().token_url(url);
        shown += &format!("{own:?}");
        let error = built.build().unwrap_err();
        shown += &format!("{error:?} {error}");
    }
    assert!(shown.matches("@api.example.com").count() == 6, "{shown}");
    shown += &format!("{:?}", builder.build().unwrap());
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("\"id\""), "{shown}");
}
