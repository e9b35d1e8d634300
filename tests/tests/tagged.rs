//! Clients of tags: the functions of each tag stand on a client of its own, which borrows
//! that of the API.

use examples::runtime::RetryPolicy;
use examples::runtime::cancel::{CancelSubscriptionExt as _, State};
use examples::tagged::Client;
use examples::tagged::cancel::SubscriptionKey;
use examples::tagged::types::{CreateInvoiceRequest, SubscriptionStatus};
use subscription_cancel_tests::{Response, Stub};

const SUBSCRIPTION: &str = r#"{"id":"s_1","status":"ended"}"#;

fn client_of(stub: &Stub) -> Client {
    let builder = Client::builder("key_1").server(stub.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn each_tag_has_a_client() {
    let mut stub = Stub::start(Response::new(200, SUBSCRIPTION)).await;
    let client = client_of(&stub);
    let got = client.subscriptions().get("s_1").await.unwrap();
    assert_eq!(got.status, SubscriptionStatus::Ended);
    let request = stub.request().await;
    assert_eq!(request.line(), "GET /subscriptions/s_1 HTTP/1.1");

    // A call outlives the client of its tag, which borrows the client as the call does.
    let call = {
        let subscriptions = client.subscriptions();
        subscriptions.cancel("s_1")
    };
    call.await.unwrap();
    let request = stub.request().await;
    assert_eq!(request.line(), "DELETE /subscriptions/s_1 HTTP/1.1");
}

#[tokio::test]
async fn bodies_of_other_media_types_are_sent_from_there_too() {
    let mut stub = Stub::start(Response::new(201, r#"{"number":"1"}"#)).await;
    let client = client_of(&stub);
    let invoices = client.invoices();
    let body = CreateInvoiceRequest::new(5);
    let created = invoices.create(body).await.unwrap();
    assert_eq!(created.number, "1");
    assert_eq!(stub.request().await.body, br#"{"total":5}"#);
    invoices.create_csv("total\n5").await.unwrap();
    assert_eq!(stub.request().await.body, b"total\n5");
    client.operations().health().await.unwrap();
}

/// The mapping onto the neutral interface needs no function of the client.
#[tokio::test]
async fn mapped_operations_are_those_of_the_tags() {
    let mut stub = Stub::start(Response::new(200, SUBSCRIPTION)).await;
    let client = client_of(&stub);
    let status = client.status(SubscriptionKey::new("s_1")).await.unwrap();
    assert!(
        matches!(status.state.state, State::Ended { .. }),
        "{status:?}"
    );
    let request = stub.request().await;
    assert_eq!(request.line(), "GET /subscriptions/s_1 HTTP/1.1");
}
