//! One error for all of a crate, and what an error says of the operation.

use std::error::Error as _;

use super::sample::{CancelSubscriptionError, Client};
use super::stub::Stub;
use crate::runtime::{
    AnyError, ClientBuilder, Credential, Error, FailedCall, Http, Outcome, RetryPolicy, Secret,
    from_json,
};

const CANCEL: &str = "cancel_subscription (POST /v1/subscriptions/{id}/cancel)";

fn client(url: &str) -> Client {
    let builder = Client::builder(Secret::new("s3cret")).server(url);
    builder.retries(RetryPolicy::none()).build().unwrap()
}

/// A program that calls several operations.
async fn run(stub: &Stub) -> Result<(), AnyError> {
    let client = client(&stub.url);
    let number = client
        .http
        .get("/number")
        .operation("getNumber", "get_number");
    number
        .receive::<i64, String>(|response| response.json())
        .await?;
    client.cancel_subscription("s1").send().await?;
    Ok(())
}

#[tokio::test]
async fn every_error_becomes_one_and_keeps_what_it_was() {
    let stub = Stub::status(200, "7");
    let error = run(&stub).await.unwrap_err();
    assert!(matches!(error.call(), Some(Error::Decode(_))), "{error:?}");
    assert!(error.to_string().starts_with(CANCEL), "{error}");
    assert!(error.source().is_some());
    assert_eq!(error.outcome(), Some(Outcome::Done));

    let stub = Stub::status(410, "");
    let error = client(&stub.url).cancel_subscription("s1").send().await;
    let error = AnyError::from(error.unwrap_err());
    assert_eq!(error.api_error(), Some(&CancelSubscriptionError::Gone));
    assert_eq!(error.api_error::<String>(), None);
    assert_eq!((error.status(), error.is_retryable()), (Some(410), false));
    assert_eq!(
        error.to_string(),
        format!("{CANCEL}: API error with status 410")
    );
    let operation = error.operation().unwrap();
    assert_eq!(
        (operation.id(), operation.function()),
        ("cancelSubscription", "cancel_subscription")
    );
    assert_eq!(
        (operation.method().as_str(), operation.route()),
        ("POST", "/v1/subscriptions/{id}/cancel")
    );
    let AnyError::Call(Error::Api(api_error)) = error else {
        panic!("an API error")
    };
    let value = api_error.error.unwrap().downcast::<String>().unwrap_err();
    assert_eq!(
        value.downcast::<CancelSubscriptionError>().unwrap(),
        CancelSubscriptionError::Gone
    );

    let build = ClientBuilder::<Http>::new("nowhere").build().unwrap_err();
    let shown = build.to_string();
    assert_eq!(AnyError::from(build).to_string(), shown);
    let decode = from_json::<i64>(b"{}").unwrap_err();
    let shown = decode.to_string();
    assert_eq!(AnyError::from(decode).to_string(), shown);
    let client = client("http://127.0.0.1:1");
    let call = client.cancel_subscription("s1").send();
    let failed: Result<_, FailedCall<'_, _, _>> = call.resumable().await;
    let error = AnyError::from(failed.unwrap_err());
    assert_eq!(
        (error.outcome(), error.is_retryable()),
        (Some(Outcome::NotSent), true)
    );
}

#[tokio::test]
async fn an_api_error_can_be_mapped() {
    let stub = Stub::status(410, "");
    let error = client(&stub.url).cancel_subscription("s1").send().await;
    let error = error
        .unwrap_err()
        .map_api_error(|error| format!("{error:?}"));
    assert_eq!(error.api_error().map(String::as_str), Some("Gone"));
    assert_eq!(error.status(), Some(410));
}

#[tokio::test]
async fn a_missing_credential_names_the_methods_of_the_builder() {
    let builder = ClientBuilder::<Http>::new("http://127.0.0.1:1")
        .credential_setters(&[("userName", "user_name"), ("app", "app")])
        .credential("app", Credential::bearer(Secret::new("s3cret")));
    let http = builder.build().unwrap();
    let call = http.get("/x").operation("getX", "get_x");
    let call = call.security(&[&["userName"], &["app", "other"]]);
    let error = Error::<()>::from(call.send().await.unwrap_err());
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(
        error.to_string(),
        "get_x (GET /x): no credential: the client's builder takes it by `user_name(…)`, \
         or by `credential(\"other\", …)`",
    );
    assert!(!format!("{error:?}").contains("s3cret"));
}
