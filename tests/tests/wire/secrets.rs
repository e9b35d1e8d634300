//! The secret is sent, and shown nowhere else; for every vendor.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::time::Duration;

use subscription_cancel::Error;
use subscription_cancel::runtime::{Credential, RetryPolicy, Secret, TransportError};
use subscription_cancel_tests::{Response, Stub};

use crate::shared::{builder, built, failure, fixture, nobody, ready};
use crate::vendor::{ID, SECRET, Vendor, every_vendor};

every_vendor! { error_hides_the_secret, debug_output_hides_the_secret }

/// `text` may be shown to anybody.
fn check_shown(text: &str, what: &str) {
    assert!(!text.contains("s3cret"), "{what} shows the secret: {text}");
}

fn check_debug(value: &impl Debug, what: &str) {
    check_shown(&format!("{value:?} {value:#?}"), what);
}

/// An error with everything behind it.
pub(crate) fn check_error(error: &dyn StdError, what: &str) {
    let mut next = Some(error);
    while let Some(error) = next {
        check_shown(&format!("{error} {error:#} {error:?} {error:#?}"), what);
        next = error.source();
    }
}

/// One of each kind. Bodies repeat the secret, as some servers do.
async fn errors<V: Vendor>() -> Vec<(&'static str, Error<V::ApiError>)> {
    let page = format!("<html>No access for {SECRET}</html>");
    let cut_off = format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{page}");
    let (stub, one) = ready::<V>().await;
    let small = built::<V>(builder::<V>(&stub).response_limit(1));
    let silent = Stub::start(Response::raw("").stalling()).await;
    let hasty = builder::<V>(&silent).timeout(Duration::from_millis(50));
    let hasty = built::<V>(hasty);
    let (_port, url) = nobody();
    let nowhere = built::<V>(V::builder(SECRET).server(url).retries(RetryPolicy::none()));
    let failed = |outcome: Result<_, _>| outcome.expect_err("each of these is an error");

    let redirect =
        Response::new(307, &page).header("location", &format!("https://{SECRET}.example"));

    let mut errors = vec![
        ("Request", failed(V::cancel(&one, "").await)),
        ("Connect", failed(V::cancel(&nowhere, ID).await)),
        ("Timeout", failed(V::cancel(&hasty, ID).await)),
        ("TooLarge", failed(V::cancel(&small, ID).await)),
        ("Interrupted", failure::<V>(Response::raw("")).await),
        ("CutOff", failure::<V>(Response::raw(cut_off)).await),
        ("Redirected", failure::<V>(redirect).await),
        ("Unexpected", failure::<V>(Response::new(409, &page)).await),
        ("Decode", failure::<V>(Response::new(200, &page)).await),
    ];
    for (status, name, _) in V::REFUSALS {
        errors.push((
            "Refused",
            failure::<V>(Response::new(*status, &fixture(name))).await,
        ));
    }
    errors
}

/// The variant of an error, and below `Transport` the variant of that.
pub(crate) fn kind<E>(error: &Error<E>) -> &'static str {
    match error {
        Error::Request(_) => "Request",
        Error::MissingCredential(_) => "MissingCredential",
        Error::Transport(no_response) => match no_response.error {
            TransportError::Connect(_) => "Connect",
            TransportError::Timeout { .. } => "Timeout",
            TransportError::Interrupted(_) => "Interrupted",
            TransportError::CutOff { .. } => "CutOff",
            TransportError::TooLarge { .. } => "TooLarge",
            _ => "a new kind",
        },
        Error::Redirect(_) => "Redirected",
        Error::Api(_) => "Refused",
        Error::UnexpectedResponse(_) => "Unexpected",
        Error::Decode(_) => "Decode",
        _ => "a new kind",
    }
}

async fn error_hides_the_secret<V: Vendor>() {
    for (expected, error) in errors::<V>().await {
        assert_eq!(kind(&error), expected, "{}: {error:?}", V::NAME);
        check_error(&error, &format!("{}: {expected}", V::NAME));
        check_shown(&error.to_string(), V::NAME);
    }
}

async fn debug_output_hides_the_secret<V: Vendor>() {
    let (_, client) = ready::<V>().await;
    check_debug(&V::builder(SECRET), &format!("{}: the builder", V::NAME));
    check_debug(&client, &format!("{}: the client", V::NAME));
    check_debug(&V::call(&client, ID), &format!("{}: the call", V::NAME));
}

#[test]
fn holders_of_the_secret_hide_it() {
    let secret = Secret::new(SECRET);
    check_debug(&secret, "`Secret` by `Debug`");
    check_shown(&secret.to_string(), "`Secret` by `Display`");
    check_debug(&Credential::bearer(secret.clone()), "a bearer token");
    check_debug(
        &Credential::header("X", secret.clone()).prefix("Token "),
        "a key",
    );
    assert_eq!(secret.expose(), SECRET, "the caller can still have it");
}
