//! `RecordingTransport`.

use std::io;
use std::sync::{Arc, Mutex};

use http::header::{CONTENT_TYPE, HeaderMap};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::answering::{Answering, SERVER};
use crate::runtime::{
    ClientBuilder, Credential, Http, RecordingTransport, Response, RetryPolicy, Secret,
    TransportError,
};

/// A file that a test can look into.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        let text = self.text();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect()
    }
}

fn answer(media_type: &'static str, body: String) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(
        "set-cookie",
        HeaderValue::from_static("sid=cookie-of-the-server"),
    );
    headers.insert("x-api-key", HeaderValue::from_static("key-in-a-header"));
    Response::new(StatusCode::OK, headers, body)
}

fn http(transport: Answering, written: &Written) -> Http {
    let recording = RecordingTransport::new(transport, written.clone()).hide(["crm_id"]);
    let password: Secret = "pass-of-basic".into();
    ClientBuilder::<Http>::new(SERVER)
        .credential(
            "bearer",
            Credential::bearer(Secret::from("bearer-of-the-call")),
        )
        .credential("basic", Credential::basic("user-of-basic", &password))
        .credential(
            "query",
            Credential::query("k", Secret::from("key-in-the-query")),
        )
        .credential(
            "header",
            Credential::header("X-Thing", Secret::from("key-of-a-scheme")),
        )
        .credential(
            "cookie",
            Credential::cookie("sid", Secret::from("cookie-of-the-call")),
        )
        .retries(RetryPolicy::none())
        .transport(recording)
        .build()
        .unwrap()
}

const SCHEMES: &[&[&str]] = &[&["bearer", "query", "cookie", "header"]];

#[tokio::test]
async fn an_exchange_is_a_line() {
    let written = Written::default();
    let transport = Answering::new(|_| {
        Ok(answer(
            "application/json",
            r#"{"id": 1.10, "name": "Ada"}"#.to_owned(),
        ))
    });
    let http = http(transport, &written);
    let call = http
        .post("/users/{id}")
        .path("id", "u_1")
        .query("limit", &5);
    let body: Value = call
        .security(SCHEMES)
        .send()
        .await
        .unwrap()
        .json::<_, ()>()
        .unwrap();
    assert_eq!(body["name"], "Ada");
    let line = json!({
        "request": { "method": "POST", "url": "https://api.example.com/v1/users/u_1" },
        "response": {
            "status": 200,
            "headers": { "content-type": "application/json" },
            "body": r#"{"id":1.10,"name":"Ada"}"#,
        },
    });
    assert_eq!(written.lines(), [line]);
}

/// Each kind of secret, and what mustn't be in the recording.
#[tokio::test]
async fn no_secret_is_written() {
    let body = json!({
        "access_token": "token-of-a-body",
        "refreshToken": "refresh-of-a-body",
        "client-secret": "secret-of-a-body",
        "Password": "password-of-a-body",
        "api_key": ["first-key", "second-key"],
        "credentials": { "user": "user-of-a-body", "nested": [{ "deep": "deep-in-a-body" }] },
        "card": { "cvc": 987654, "card_number": "4242424242424242" },
        "private_key": "-----BEGIN PRIVATE KEY-----\nkey-in-pem",
        "harmless": "sk_live_looks_like_a_key",
        "jwt": "x.y.jwt-of-a-body",
        "other": "eyJhbGciOi.header-of-a-jwt",
        "crm_id": "id-of-the-crm",
        "echo": "you sent bearer-of-the-call, did you?",
        "echoes": { "key-in-the-query": 1, "list": ["pass-of-basic", "user-of-basic"] },
        "link": "https://who:pass-of-a-link@files.example.com/a?X-Amz-Signature=signed#part",
        "webhook_url": "https://hooks.example.com/of-a-webhook",
        "iban": "DE00-iban-of-a-body", "ssn": "ssn-of-a-body", "otp": 123321,
        "session_id": "session-of-a-body", "cookie_echo": "cookie-of-the-call",
        "scheme": "key-of-a-scheme", "whsec": "whsec_of-a-webhook",
    });
    let written = Written::default();
    let transport = Answering::new(move |_| Ok(answer("application/json", body.to_string())));
    let http = http(transport, &written);
    let call = http
        .get("/hooks/{a}/{b}")
        .path("a", "AbCdEfGh0123456789xyzw");
    let call = call
        .path("b", "sk_test_in_a_path")
        .query("token", "token-in-the-query");
    call.security(SCHEMES).send().await.unwrap();
    http.get("/x").security(&[&["basic"]]).send().await.unwrap();

    let text = written.text();
    for secret in [
        "cookie-of-the-server",
        "key-in-a-header",
        "bearer-of-the-call",
        "key-in-the-query",
        "cookie-of-the-call",
        "key-of-a-scheme",
        "token-in-the-query",
        "token-of-a-body",
        "refresh-of-a-body",
        "secret-of-a-body",
        "password-of-a-body",
        "first-key",
        "second-key",
        "user-of-a-body",
        "deep-in-a-body",
        "987654",
        "4242424242424242",
        "key-in-pem",
        "sk_live_looks_like_a_key",
        "jwt-of-a-body",
        "header-of-a-jwt",
        "id-of-the-crm",
        "pass-of-a-link",
        "signed",
        "of-a-webhook",
        "iban-of-a-body",
        "ssn-of-a-body",
        "123321",
        "session-of-a-body",
        "AbCdEfGh0123456789xyzw",
        "sk_test_in_a_path",
    ] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    // What a later request sends isn't known before.
    let second = written.lines()[1].to_string();
    for secret in ["pass-of-basic", "user-of-basic"] {
        assert!(!second.contains(secret), "{secret} is in {second}");
    }
    // The rest is what came, of the same types.
    let body = written.lines()[0]["response"]["body"]
        .as_str()
        .unwrap()
        .to_owned();
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        body["card"],
        json!({ "cvc": 0, "card_number": "[redacted]" })
    );
    assert_eq!(body["link"], "https://files.example.com/a");
    assert!(text.contains("/v1/hooks/redacted/redacted"), "{text}");
}

#[tokio::test]
async fn what_is_no_json_is_left_out() {
    let written = Written::default();
    let transport = Answering::new(|request| match request.url.path() {
        "/v1/page" => Ok(answer("text/html", "<p>Ada".to_owned())),
        "/v1/text" => Ok(answer("application/json", "\"Ada\"".to_owned())),
        "/v1/none" => Ok(answer("application/json", String::new())),
        _ => Err(TransportError::Connect("Ada".into())),
    });
    let http = http(transport, &written);
    for path in ["/page", "/text", "/none", "/gone"] {
        let _ = http.get(path).send().await;
    }
    let lines = written.lines();
    let body = |line: &Value| line["response"]["body"].clone();
    let bodies: Vec<Value> = lines.iter().map(body).collect();
    let redacted = json!("\"[redacted]\"");
    assert_eq!(bodies, [redacted.clone(), redacted, json!(""), json!(null)]);
    assert_eq!(lines[3].get("response"), None);
    assert!(!written.text().contains("Ada"));
}

/// Calls go on where nothing can be written, and the error isn't lost.
#[tokio::test]
async fn an_error_of_writing_is_told_at_the_end() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let transport = Answering::new(|_| Ok(answer("application/json", "1".to_owned())));
    let recording = RecordingTransport::new(transport, Full);
    let builder = ClientBuilder::<Http>::new(SERVER).transport(recording.clone());
    let response = builder.build().unwrap().get("/x").send().await.unwrap();
    assert_eq!(response.json::<i64, ()>().unwrap(), 1);
    let error = recording.finish().unwrap_err();
    assert_eq!(error.to_string(), "the disk is full");
    assert!(recording.finish().is_ok(), "it is told once");
}

/// A stream that nobody reads to its end has no body in the recording.
#[tokio::test]
async fn a_body_that_is_not_read_whole_is_left_out() {
    let written = Written::default();
    let transport = Answering::new(|_| Ok(answer("application/json", "[1]".to_owned())));
    let http = http(transport, &written);
    drop(http.get("/x").stream().await.unwrap());
    assert_eq!(written.lines()[0]["response"].get("body"), None);
}
