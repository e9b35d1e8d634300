//! Requests as they arrive, for every vendor.

use std::sync::mpsc::{Sender, channel};

use subscription_cancel::runtime::{
    BoxFuture, Request, StreamingResponse, Transport, TransportError,
};
use subscription_cancel::{BuildError, Error};
use subscription_cancel_tests::{Response, Stub};

use crate::shared::{builder, built, cancelled, check_request, fixture, ready};
use crate::vendor::{ID, SECRET, Vendor, every_vendor};

every_vendor! {
    minimal_call_sends_the_documented_request,
    path_parameter_stays_in_its_segment,
    path_parameter_that_changes_the_path_is_rejected,
    documented_server_is_called,
    base_url_may_end_in_a_slash,
    cookie_is_not_kept,
    another_user_agent,
    invalid_header_value_is_rejected_by_build,
}

async fn minimal_call_sends_the_documented_request<V: Vendor>() {
    let (mut stub, client) = ready::<V>().await;
    cancelled::<V>(&client, ID).await;
    check_request::<V>(&mut stub, V::BODY).await;
    assert_eq!(
        stub.connections().await,
        1,
        "{}: one call, one connection",
        V::NAME
    );
}

async fn path_parameter_stays_in_its_segment<V: Vendor>() {
    let (mut stub, client) = ready::<V>().await;
    for (id, escaped) in [
        ("sub_1-a.b~c", "sub_1-a.b~c"),
        ("../x", "..%2Fx"),
        ("a/b", "a%2Fb"),
        ("/", "%2F"),
        ("a?b#c", "a%3Fb%23c"),
        ("ü %", "%C3%BC%20%25"),
        (" ", "%20"),
        ("%2e%2e", "%252e%252e"),
        ("%2F", "%252F"),
        ("a\\..\\b", "a%5C..%5Cb"),
        ("...", "..."),
        ("{id}", "%7Bid%7D"),
        ("a;b=c,d&e+f:g@h", "a%3Bb%3Dc%2Cd%26e%2Bf%3Ag%40h"),
        ("a\r\nX-Evil: 1\0", "a%0D%0AX-Evil%3A%201%00"),
        ("🦊", "%F0%9F%A6%8A"),
    ] {
        cancelled::<V>(&client, id).await;
        let request = stub.request().await;
        let line = format!("POST {} HTTP/1.1", V::path(escaped));
        assert_eq!(request.line(), line, "{}: {id:?}", V::NAME);
    }
}

async fn path_parameter_that_changes_the_path_is_rejected<V: Vendor>() {
    let (mut stub, client) = ready::<V>().await;
    for id in ["", ".", ".."] {
        let Err(Error::Request(error)) = V::cancel(&client, id).await else {
            panic!("{}: {id:?} should be refused", V::NAME);
        };
        assert_eq!(
            error.parameter(),
            Some(V::PARAMETER),
            "{}: {id:?}: {error}",
            V::NAME
        );
        let named = format!("`{}`", V::PARAMETER);
        assert!(
            error.to_string().contains(&named),
            "{}: {id:?}: {error}",
            V::NAME
        );
    }
    assert_eq!(
        stub.connections().await,
        0,
        "{}: nothing should be sent",
        V::NAME
    );
}

/// Sends nothing, but says what it should have sent.
struct Spy(Sender<Request>);

impl Transport for Spy {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        self.0.send(request).expect("the test should be listening");
        Box::pin(async { Err(TransportError::Interrupted("nothing is sent here".into())) })
    }
}

async fn documented_server_is_called<V: Vendor>() {
    let (spy, seen) = channel();
    let client = built::<V>(V::builder(SECRET).transport(Spy(spy)));
    V::cancel(&client, ID)
        .await
        .expect_err("nothing comes back");
    let request = seen
        .try_recv()
        .expect("the transport should have been asked");
    let url = format!("{}{}", V::SERVER, V::path(ID));
    assert_eq!(request.url.to_string(), url, "{}", V::NAME);
    let (name, prefix) = V::CREDENTIAL;
    let credential = &request.headers[name];
    assert_eq!(*credential, format!("{prefix}{SECRET}"), "{}", V::NAME);
    assert!(
        credential.is_sensitive(),
        "{}: middleware should not show it",
        V::NAME
    );
}

async fn base_url_may_end_in_a_slash<V: Vendor>() {
    let (mut stub, _) = ready::<V>().await;
    let server = format!("{}{}/", stub.url(), V::BASE);
    let client = built::<V>(V::builder(SECRET).server(server));
    cancelled::<V>(&client, ID).await;
    check_request::<V>(&mut stub, V::BODY).await;
}

/// The second request is like the first one.
async fn cookie_is_not_kept<V: Vendor>() {
    let response =
        Response::new(200, &fixture(V::RESPONSE)).header("set-cookie", "session=1; Path=/");
    let mut stub = Stub::start(response).await;
    let client = built::<V>(builder::<V>(&stub));
    for _ in 0..2 {
        cancelled::<V>(&client, ID).await;
        check_request::<V>(&mut stub, V::BODY).await;
    }
}

async fn another_user_agent<V: Vendor>() {
    let (mut stub, _) = ready::<V>().await;
    let client = built::<V>(builder::<V>(&stub).user_agent("shop/2"));
    cancelled::<V>(&client, ID).await;
    let request = stub.request().await;
    let headers = request.headers();
    let agents: Vec<_> = headers
        .iter()
        .filter(|(name, _)| name == "user-agent")
        .collect();
    assert_eq!(
        agents,
        [&("user-agent".to_owned(), "shop/2")],
        "{}",
        V::NAME
    );
}

async fn invalid_header_value_is_rejected_by_build<V: Vendor>() {
    for secret in ["s3cret\n", "s3cret\r\nX-Evil: 1", "s3cret\0"] {
        let error = V::builder(secret)
            .build()
            .expect_err("no header can hold it");
        let shown = format!("{error} {error:?}");
        assert!(
            matches!(error, BuildError::Credential { .. }),
            "{}: {shown}",
            V::NAME
        );
        assert!(
            !shown.contains("s3cr"),
            "{}: the secret is shown: {shown}",
            V::NAME
        );
    }
    let error = V::builder(SECRET).user_agent("a\nb").build();
    let error = error.expect_err("no header can hold it");
    assert!(
        matches!(error, BuildError::UserAgent),
        "{}: {error:?}",
        V::NAME
    );
}
